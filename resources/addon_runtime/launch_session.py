# SPDX-License-Identifier: Apache-2.0
"""One launch as the code of addons sees it: the application, the context, the environment they may change."""
import importlib.util
import inspect
import logging
import os
import sys
import traceback
import types

import addon_classes


class Named(types.SimpleNamespace):
    """A part of an application's name; reads as its text too."""

    def __str__(self):
        return self.name


class LaunchContext:
    """What hooks get: they read and change `env`, `launch_args` and `data`."""

    def __init__(self, call, addons):
        group = Named(name=call["application"]["group"], label=call["application"]["groupLabel"], host_name=call["application"]["host"])
        self.application = Named(name=call["application"]["variant"], full_name=call["application"]["fullName"], group=group, host_name=group.host_name,
                                 full_label=call["application"]["label"], label=call["application"]["label"], is_host=bool(group.host_name))
        self.executable = Named(executable_path=call["executable"], name=call["executable"])
        self.data = dict(call["data"])
        self.launch_args = []
        self.launch_type = call["launchType"]
        self.env = {}
        self.kwargs = {}
        self.addons_manager = self.modules_manager = addons
        self.log = logging.getLogger("launch")

    @property
    def host_name(self):
        return self.application.host_name

    @property
    def app_group(self):
        return self.application.group

    @property
    def app_name(self):
        return self.application.full_name

    @property
    def manager(self):
        return None


def difference(before, after):
    changed = {str(key): str(value) for key, value in after.items() if before.get(key) != value and value is not None}
    removed = [key for key in before if after.get(key) is None]
    return changed, removed


def module_of(path):
    name = "hearth_hook_%x_%s" % (abs(hash(path)), os.path.splitext(os.path.basename(path))[0])
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def hook_files(paths):
    for path in paths:
        if os.path.isfile(path):
            yield path
        elif os.path.isdir(path):
            for name in sorted(os.listdir(path)):
                if name.endswith(".py") and not name.startswith("_"):
                    yield os.path.join(path, name)


def called_with_application(method, application):
    """Addons declare this method with and without the application."""
    takes_one = len(inspect.signature(method).parameters) > 0
    paths = method(application) if takes_one else method()
    return [paths] if isinstance(paths, str) else [str(path) for path in paths or []]


class LaunchSession:
    def __init__(self, talk):
        self._talk = talk
        self._addons = addon_classes.Addons()
        self._context = None
        self._hooks = {}  # kind → list of (addon name, class)

    def on_open(self, call):
        for folder in call["addonFolders"]:
            try:
                addon_classes.load(folder, call["settings"], self._addons)
            except Exception as error:
                self._failed(os.path.basename(folder), "import", error)
        self._context = LaunchContext(call, self._addons)
        from ayon_applications import PostLaunchHook, PreLaunchHook
        for addon in self._addons.get_enabled_addons():
            self._find_hooks(addon, {"hooks": PreLaunchHook, "post": PostLaunchHook})

    def _find_hooks(self, addon, kinds):
        method = getattr(addon, "get_launch_hook_paths", None)
        if method is None:
            return
        try:
            for path in hook_files(called_with_application(method, self._context.application)):
                for one in vars(module_of(path)).values():
                    for kind, base in kinds.items():
                        if inspect.isclass(one) and issubclass(one, base) and one is not base and not inspect.isabstract(one):
                            self._hooks.setdefault(kind, []).append((addon.name, one))
        except Exception as error:
            self._failed(addon.name, "hooks", error)

    def _failed(self, addon, what, error):
        self._talk.say(failed={"addon": addon, "what": what, "message": str(error).strip() or type(error).__name__, "detail": traceback.format_exc()})

    def on_implementation(self, call):
        env = dict(call["environment"])
        host = self._context.host_name
        for addon in self._addons.get_enabled_addons():
            method = getattr(addon, "add_implementation_envs", None)
            if method is None or getattr(addon, "host_name", None) != host:
                continue
            self._run(addon.name, "implementation environment", env, lambda: method(env, self._context.application))

    def _run(self, addon, what, env, act, arguments=None):
        """Tells what one piece of code changed. Returns False when it refused the start."""
        self._talk.say(begin={"addon": addon, "what": what})
        before, before_arguments = dict(env), list(arguments or [])
        try:
            act()
        except Exception as error:
            if type(error).__name__ == "ApplicationLaunchFailed":
                self._talk.say(refused={"addon": addon, "what": what, "message": str(error).strip() or what})
                return False
            self._failed(addon, what, error)
        changed, removed = difference(before, env)
        step = {"addon": addon, "what": what, "set": changed, "removed": removed}
        if arguments is not None and arguments != before_arguments:
            step["arguments"] = [str(one) for one in arguments]
        self._talk.say(step=step)
        return True

    def _applicable(self, kind):
        made = []
        for addon, one in self._hooks.get(kind, []):
            try:
                if one.validate(self._context):
                    made.append((addon, one, one(self._context)))
            except Exception as error:
                self._failed(addon, one.__name__, error)
        made.sort(key=lambda entry: (entry[2].order is None, entry[2].order or 0))
        return made

    def on_hooks(self, call):
        context = self._context
        context.env = dict(call["environment"])
        context.launch_args = list(call["arguments"])
        context.data.update(env=context.env, log=context.log)
        for addon, one, hook in self._applicable("hooks"):
            self._run_hook(addon, one, hook)
            if self._refused:
                return

    _refused = False

    def _run_hook(self, addon, one, hook):
        context = self._context
        before_env, before_arguments = context.env, context.launch_args
        env, arguments = dict(before_env), list(before_arguments)
        context.env, context.launch_args = env, arguments

        def act():
            hook.execute()
            # A hook may have put new objects in their place.
            replaced_env, replaced_arguments = dict(context.env), list(context.launch_args)
            env.clear()
            env.update(replaced_env)
            arguments[:] = replaced_arguments
        # _run compares with what was there, so it gets the objects the hook changes.
        self._refused = not self._run(addon, one.__name__, env, act, arguments)
        context.env, context.launch_args = env, arguments
        context.data["env"] = env

    def on_post(self, call):
        self._context.data["process_id"] = call.get("pid")
        for addon, one, hook in self._applicable("post"):
            self._run(addon, one.__name__, self._context.env, hook.execute)
