# SPDX-License-Identifier: Apache-2.0
"""A stand-in addon whose code takes part in launches: what it does is chosen by the variable STAGEHAND."""

ADDON = '''
import os
from ayon_core.addon import AYONAddon, IHostAddon, IPluginPaths, click_wrap

class StagehandAddon(AYONAddon, IHostAddon, IPluginPaths):
    name = host_name = "blender"
    version = "1.0.0"

    def initialize(self, settings):
        self.enabled = True

    def add_implementation_envs(self, env, app):
        print("noise on standard output must not disturb anybody")
        env["STAGE_PLUGINS"] = os.path.join(os.path.dirname(__file__), "startup")
        env["STAGE_APPLICATION"] = app.full_name if hasattr(app, "full_name") else str(app)
        env["AYON_TASK_NAME"] = "the context comes later and wins"

    def get_launch_hook_paths(self, app):
        return [os.path.join(os.path.dirname(__file__), "hooks")] if app.host_name == self.host_name else []

    def cli(self, click_group):
        main = click_wrap.Group(self.name) if hasattr(click_wrap, "Group") else click_wrap.group(self.name)

        @main.command("greet")
        @click_wrap.option("--name", default="nobody")
        def greet(name):
            import ayon_api
            print(f"hello {name}, {os.environ['AYON_BUNDLE_NAME']}, {len(list(ayon_api.get_projects()))} projects")
        click_group.add_command(main)
'''

HOOKS = '''
import os
import time
from ayon_applications import ApplicationLaunchFailed, LaunchTypes, PostLaunchHook, PreLaunchHook

class AddLight(PreLaunchHook):
    order = 20
    hosts = {"blender"}
    launch_types = {LaunchTypes.local, LaunchTypes.farm_render}

    def execute(self):
        env = self.launch_context.env
        env["STAGE_LIGHT"] = self.data["task_name"] + " of " + self.data["project_entity"]["name"]
        env.pop("STAGE_DARK", None)
        self.launch_context.launch_args.append("--lit")

class FirstOfAll(PreLaunchHook):
    order = -5
    app_groups = {"blender"}
    launch_types = {LaunchTypes.local, LaunchTypes.farm_render}

    def execute(self):
        self.launch_context.env["STAGE_ORDER"] = "first, light was " + self.launch_context.env.get("STAGE_LIGHT", "off")

class OnlyMaya(PreLaunchHook):
    hosts = {"maya"}

    def execute(self):
        raise RuntimeError("not for this host")

class OnDemand(PreLaunchHook):
    def execute(self):
        what = os.environ.get("STAGEHAND")
        if what == "refuse":
            raise ApplicationLaunchFailed("The stage is not ready: ask the studio")
        if what == "raise":
            raise ValueError("the curtain fell")
        if what == "hang":
            time.sleep(600)
        if what == "die":
            os._exit(3)

class Applause(PostLaunchHook):
    def execute(self):
        with open(os.path.join(os.environ["HOME"], "applause.txt"), "w") as file:
            file.write(str(self.data["process_id"]))
'''

MEMBERS = {"ayon_stagehand/__init__.py": "from .addon import StagehandAddon\n", "ayon_stagehand/addon.py": ADDON, "ayon_stagehand/hooks/stage.py": HOOKS,
           "ayon_stagehand/startup/setup.py": "x = 1\n", "stage_words/__init__.py": "curtain = 'red'\n"}
