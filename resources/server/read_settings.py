# SPDX-License-Identifier: Apache-2.0
"""Reads what an addon package says of itself.

usage: python3 -I read_settings.py package PACKAGE_FILE
       python3 -I read_settings.py addon ADDON_FOLDER TITLE NAME VERSION

Prints one JSON object: "package" with what package.py assigns; for an addon also "defaults" and "schema" of its settings,
"siteDefaults" and "siteSchema", "class" with what its class says of it, and "hooks" with what those methods answer that other
addons ask for. What goes wrong is told as "problem". The addon's server code is imported with stand-ins for the
modules of the server it was written for; whatever it asks of them exists and does nothing.
"""
import importlib.util
import inspect
import json
import os
import pathlib
import runpy
import sys
import types
import typing

REQUIRED = object()
TOLD = ("name", "version", "title", "description", "client_dir", "services", "plugin_for", "app_host_name", "system", "ayon_server_version",
        "ayon_launcher_version", "ayon_required_addons", "ayon_soft_required_addons", "ayon_compatible_addons", "project_can_override_addon_version")
CLASS_TOLD = ("frontend_scopes", "frontend_modules", "addon_type", "system")
HOOKS = ("get_custom_ftrack_handlers_endpoint",)
DEEPEST = 24
LIMITS = {"gt": "exclusiveMinimum", "ge": "minimum", "lt": "exclusiveMaximum", "le": "maximum", "regex": "pattern", "pattern": "pattern",
          "min_length": "minLength", "max_length": "maxLength", "min_items": "minItems", "max_items": "maxItems", "multiple_of": "multipleOf"}
SHOWN = ("description", "section", "widget", "placeholder", "tags", "layout", "example", "conditionalEnum", "highlight", "required_items")


class Refused(BaseException):
    """Something a package may not do; no `except Exception` of the package keeps it quiet."""


class Field:
    def __init__(self, default=REQUIRED, default_factory=None, **options):
        self.default, self.factory, self.options = (REQUIRED if default is Ellipsis else default), default_factory, options
        if "conditional_enum" in options:
            options["conditionalEnum"] = options["conditional_enum"]


class ModelMeta(type):
    def __new__(mcs, name, bases, space, **_):
        cls = super().__new__(mcs, name, bases, space)
        cls.model_fields_ = {}
        for base in reversed(cls.__mro__):
            for key, hint in base.__dict__.get("__annotations__", {}).items():
                if key.startswith("_") or typing.get_origin(hint) is typing.ClassVar:
                    continue
                given = base.__dict__.get(key, REQUIRED)
                cls.model_fields_[key] = (hint, given if isinstance(given, Field) else Field(given), base)
        return cls


class BaseSettingsModel(metaclass=ModelMeta):
    def __init__(self, **values):
        for key, (hint, field, base) in self.model_fields_.items():
            hint = resolve(hint, base)
            name = key if key in values else field.options.get("alias", key)
            setattr(self, key, convert(hint, values[name]) if name in values else convert(hint, default_of(hint, field)))

    def dict(self, **_):
        return {key: plain(getattr(self, key)) for key in self.model_fields_}

    model_dump = dict


def resolve(hint, base):
    if isinstance(hint, str):
        module = sys.modules.get(base.__module__)
        try:
            hint = eval(hint, {**vars(typing), **vars(module)})
        except Exception:
            return typing.Any
    if typing.get_origin(hint) is typing.Annotated:
        hint = typing.get_args(hint)[0]
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        kinds = [kind for kind in typing.get_args(hint) if kind is not type(None)]
        return resolve(kinds[0], base) if kinds else typing.Any
    return hint


def is_model(hint):
    return isinstance(hint, type) and issubclass(hint, BaseSettingsModel)


def convert(hint, value):
    """Plain values as the models their place asks for, which fills in what they leave out."""
    arguments = typing.get_args(hint)
    if is_model(hint) and isinstance(value, dict):
        return hint(**value)
    if arguments and isinstance(value, (list, tuple)) and typing.get_origin(hint) in (list, tuple, set):
        return [convert(arguments[0], item) for item in value]
    if len(arguments) == 2 and isinstance(value, dict) and typing.get_origin(hint) is dict:
        return {key: convert(arguments[1], item) for key, item in value.items()}
    return value


def default_of(hint, field):
    if field.factory is not None:
        return field.factory()
    if field.default is not REQUIRED:
        return field.default
    if is_model(hint):
        return hint()
    if typing.get_origin(hint) is typing.Literal:
        return typing.get_args(hint)[0]
    return {bool: False, int: 0, float: 0.0, str: "", list: [], dict: {}, tuple: []}.get(typing.get_origin(hint) or hint)


def plain(value):
    if isinstance(value, BaseSettingsModel):
        return value.dict()
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (bool, int, float, str)) or value is None:
        return value.value if hasattr(value, "value") and hasattr(value, "name") else value
    return plain(value.value) if hasattr(type(value), "__members__") else None


def type_name(hint):
    origin = typing.get_origin(hint) or hint
    return {bool: "boolean", int: "integer", float: "number", list: "array", tuple: "array", set: "array", dict: "object"}.get(origin, "string")


def settled(value):
    """The result of a function or a coroutine that asks nothing of the server; nothing for one that does."""
    if inspect.iscoroutine(value):
        try:
            value.send(None)
        except StopIteration as end:
            return end.value
        value.close()
        return None
    return value


def choices_of(hint, options):
    resolver = options.get("enum_resolver")
    if callable(resolver):
        try:
            found = settled(resolver())
        except Exception:
            found = None
        return found if isinstance(found, (list, tuple)) else []
    if options.get("enum") is not None:
        return options["enum"]
    if typing.get_origin(hint) is typing.Literal:
        return typing.get_args(hint)
    if isinstance(hint, type) and hasattr(hint, "__members__"):
        return [member.value for member in hint]
    return None


def add_choices(entry, choices):
    values, labels = [], {}
    for choice in choices:
        value = plain(choice.get("value") if isinstance(choice, dict) else choice)
        values.append(value)
        if isinstance(choice, dict) and choice.get("label") is not None:
            labels[str(value)] = str(choice["label"])
    entry["enum"] = values
    if labels:
        entry["enumLabels"] = labels


def model_schema(model, depth):
    made = {"type": "object", "properties": schema_of(model, depth + 1), "isgroup": bool(getattr(model, "_isGroup", False))}
    for name, key in (("_layout", "layout"), ("_title", "title")):
        if isinstance(getattr(model, name, None), str):
            made[key] = getattr(model, name)
    return made


def item_schema(hint, base, depth):
    hint = resolve(hint, base)
    if is_model(hint):
        return model_schema(hint, depth)
    return {"type": type_name(hint)}


def field_schema(key, hint, field, base, depth):
    hint, options = resolve(hint, base), field.options
    entry = {"title": options.get("title") or key.replace("_", " ").capitalize()}
    arguments = typing.get_args(hint)
    if is_model(hint):
        entry = {**model_schema(hint, depth), **entry, "disabled": bool(options.get("disabled", False))}
    else:
        entry.update({"default": plain(convert(hint, default_of(hint, field))), "disabled": bool(options.get("disabled", False)), "type": type_name(hint)})
        if entry["type"] == "array" and arguments:
            entry["items"] = item_schema(arguments[0], base, depth)
        elif entry["type"] == "object" and len(arguments) == 2:
            entry["additionalProperties"] = item_schema(arguments[1], base, depth)
    scope = options.get("scope", ["project", "studio"])
    entry["scope"] = list(scope) if isinstance(scope, (list, tuple, set)) else ["project", "studio"]
    choices = choices_of(hint, options)
    if choices is None and entry["type"] == "array" and arguments:
        choices = choices_of(resolve(arguments[0], base), {})
        if choices is not None:
            add_choices(entry["items"], choices)
    elif choices is not None:
        add_choices(entry["items"] if entry["type"] == "array" and "items" in entry else entry, choices)
    for option, name in LIMITS.items():
        if options.get(option) is not None:
            entry[name] = plain(options[option])
    for option in SHOWN:
        if options.get(option) is not None:
            entry[option] = plain(options[option])
    return entry


def schema_of(model, depth=0):
    if depth > DEEPEST:
        return {}
    return {key: field_schema(key, hint, field, base, depth) for key, (hint, field, base) in model.model_fields_.items()}


class BaseServerAddon:
    settings_model = None
    site_settings_model = None
    frontend_scopes = {}
    frontend_modules = {}
    addon_type = "pipeline"
    system = False
    told = {}  # of the addon that is read

    def __init_subclass__(cls, **_):
        found.append(cls)

    def __init__(self, *_, **__):
        for name, value in self.told.items():
            setattr(self, name, value)

    def get_private_addon_dir(self):
        return pathlib.Path(self.addon_dir, "private")

    def get_public_addon_dir(self):
        return pathlib.Path(self.addon_dir, "public")

    def get_frontend_dir(self):
        return pathlib.Path(self.addon_dir, "frontend", "dist")

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing("attribute", (), {})

    def get_settings_model(self):
        return self.settings_model

    def get_site_settings_model(self):
        return self.site_settings_model

    async def get_default_settings(self):
        model = self.get_settings_model()
        return model() if model else None


class NothingMeta(type):
    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing(name, (), {})

    def __call__(cls, *arguments, **options):
        if cls.__dict__.get("is_stand_in") and len(arguments) == 1 and inspect.isfunction(arguments[0]):
            return arguments[0]  # used as a decorator
        return super().__call__(*arguments, **options)


class NothingBase(metaclass=NothingMeta):
    def __init__(self, *_, **__):
        pass

    def __class_getitem__(cls, _):
        return cls

    def __call__(self, *arguments, **_):
        return arguments[0] if len(arguments) == 1 and callable(arguments[0]) else self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return NothingBase()


def Nothing(name, _bases, _space):
    return NothingMeta(name, (NothingBase,), {"is_stand_in": True})


class Anything(types.ModuleType):
    """A module of which every name exists."""
    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return known[name] if name in known else Nothing(name, (), {})


class Finder:
    names = ("ayon_server", "fastapi", "pydantic", "nxtools", "ayon_api", "starlette", "httpx", "aiofiles", "aiohttp", "requests", "asyncpg", "redis", "strawberry", "openai")

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name.split(".")[0] in cls.names:
            return importlib.util.spec_from_loader(name, cls)
        return None

    @staticmethod
    def create_module(spec):
        return Anything(spec.name)

    @staticmethod
    def exec_module(module):
        pass


class Silence:
    encoding, closed = "utf-8", False

    def write(self, text):
        return len(text)

    def flush(self):
        pass

    def isatty(self):
        return False

    def fileno(self):
        raise OSError("there is no file behind this")


def decorating(*_, **__):
    return lambda function: function


def nothing_to_choose(*_, **__):
    return []


found = []
known = {"BaseServerAddon": BaseServerAddon, "BaseSettingsModel": BaseSettingsModel, "SettingsField": Field, "Field": Field, "BaseModel": BaseSettingsModel,
         "validator": decorating, "field_validator": decorating, "root_validator": decorating, "model_validator": decorating,
         "normalize_name": lambda name: name, "ensure_unique_names": lambda *_, **__: None, "TYPE_CHECKING": False}
for enumeration in ("task_types_enum", "folder_types_enum", "anatomy_presets_enum", "attributes_enum", "addon_all_app_host_names_enum",
                    "folder_statuses_enum", "statuses_enum", "anatomy_template_items_enum", "product_types_enum", "product_base_types_enum", "secrets_enum"):
    known[enumeration] = nothing_to_choose
known["anatomy_template_items_enum"] = lambda *_, **__: nothing_to_choose
ANSWER = os.dup(1)
os.dup2(2, 1)


def watch(event, arguments):
    """Words for what the confinement refuses; the confinement itself is the system's, not this."""
    if event.startswith("socket.") and event not in ("socket.gethostname",):
        raise Refused("it tries to use the network")
    if event in ("os.fork", "os.forkpty", "os.exec", "os.posix_spawn", "os.system", "os.spawn", "subprocess.Popen", "pty.spawn"):
        raise Refused("it tries to start another program")
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC):
        raise Refused(f"it tries to write the file {arguments[0]}")
    if event in ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.truncate", "shutil.rmtree"):
        raise Refused(f"it tries to change the file {arguments[0] if arguments else ''}")


def read_package(file):
    values = runpy.run_path(file)
    told = {name: plain(values[name]) for name in TOLD if name in values}
    if not isinstance(told.get("name"), str) or not isinstance(told.get("version"), str):
        raise Refused("package.py assigns no name and version")
    return told


def defaults_of(addon):
    try:
        defaults = settled(addon().get_default_settings())
    except Exception:
        defaults = None
    values = plain(defaults) if isinstance(defaults, (BaseSettingsModel, dict)) else None
    if values is not None:
        return values
    given = getattr(sys.modules[addon.__module__], "DEFAULT_VALUES", None)
    return addon.settings_model(**given).dict() if isinstance(given, dict) else addon.settings_model().dict()


def answers_of(addon):
    """What the hooks that other addons ask for would answer. One that raises has no answer."""
    made = {}
    for hook in (name for name in HOOKS if any(name in base.__dict__ for base in addon.__mro__)):
        try:
            answer = plain(settled(getattr(addon(), hook)()))
        except Exception:
            continue
        if answer:
            made[hook] = answer
    return made


def told_by(addon):
    made = {name: plain(getattr(addon, name)) for name in CLASS_TOLD if name in addon.__dict__}
    if addon.__dict__.get("__doc__"):
        made["description"] = inspect.cleandoc(addon.__doc__)
    return made


def read_server(folder, title, name, version):
    sys.meta_path.insert(0, Finder)
    sys.path.insert(0, folder)
    BaseServerAddon.told = {"name": name, "version": version, "addon_dir": folder}
    importlib.import_module("server")
    if not found:
        return {}
    addons = [addon for addon in found if addon.settings_model is not None or addon.site_settings_model is not None]
    addon = (addons or found)[-1]
    made = {"class": told_by(addon), "hooks": answers_of(addon)}
    if addon.settings_model is not None:
        made["defaults"] = defaults_of(addon)
        made["schema"] = {"type": "object", "properties": schema_of(addon.settings_model), "isgroup": False, "title": title}
    if addon.site_settings_model is not None:
        made["siteDefaults"] = addon.site_settings_model().dict()
        made["siteSchema"] = {"type": "object", "properties": schema_of(addon.site_settings_model), "isgroup": False, "title": title}
    return made


def read(arguments):
    if arguments[0] == "package":
        return {"package": read_package(arguments[1])}
    folder, made = arguments[1], {}
    if os.path.isfile(os.path.join(folder, "package.py")):
        made["package"] = read_package(os.path.join(folder, "package.py"))
    if os.path.isdir(os.path.join(folder, "server")):
        made.update(read_server(folder, *arguments[2:]))
    return made


def main():
    sys.dont_write_bytecode = True
    sys.stdout = Silence()
    sys.addaudithook(watch)
    try:
        answer = read(sys.argv[1:])
    except Refused as refused:
        answer = {"problem": str(refused)}
    except MemoryError:
        answer = {"problem": "it needs more memory than it may have"}
    except SystemExit:
        answer = {"problem": "it ends the program that reads it"}
    except Exception as error:
        answer = {"problem": f"{type(error).__name__}: {error}"[:500]}
    text = json.dumps(answer).encode()
    while text:
        text = text[os.write(ANSWER, text):]


if __name__ == "__main__":
    main()
