# SPDX-License-Identifier: Apache-2.0
"""Reads the settings model of an unpacked addon: python3 -I read_settings.py ADDON_FOLDER TITLE

Prints {"defaults": {…}, "schema": {…}}. The addon's server code is imported with stand-ins for the modules of the server it was
written for; whatever it asks of them exists and does nothing.
"""
import importlib.util
import json
import os
import sys
import types
import typing

REQUIRED = object()


class Field:
    def __init__(self, default=REQUIRED, default_factory=None, **options):
        self.default, self.factory, self.options = default, default_factory, options


class ModelMeta(type):
    def __new__(mcs, name, bases, space):
        cls = super().__new__(mcs, name, bases, space)
        cls.model_fields_ = {}
        for base in reversed(cls.__mro__):
            hints = base.__dict__.get("__annotations__", {})
            for key, hint in hints.items():
                if key.startswith("_"):
                    continue
                given = base.__dict__.get(key, REQUIRED)
                cls.model_fields_[key] = (hint, given if isinstance(given, Field) else Field(given), base)
        return cls


class BaseSettingsModel(metaclass=ModelMeta):
    def __init__(self, **values):
        for key, (hint, field, base) in self.model_fields_.items():
            setattr(self, key, values[key] if key in values else default_of(resolve(hint, base), field))

    def dict(self, **_):
        return {key: plain(getattr(self, key)) for key in self.model_fields_}

    model_dump = dict


def resolve(hint, base):
    if isinstance(hint, str):
        module = sys.modules.get(base.__module__)
        try:
            return eval(hint, dict(vars(typing), **vars(module)))
        except Exception:
            return typing.Any
    return hint


def is_model(hint):
    return isinstance(hint, type) and issubclass(hint, BaseSettingsModel)


def default_of(hint, field):
    if field.factory is not None:
        return field.factory()
    if field.default is not REQUIRED:
        return field.default
    if is_model(hint):
        return hint()
    origin = typing.get_origin(hint) or hint
    return {bool: False, int: 0, float: 0.0, str: "", list: [], dict: {}}.get(origin)


def plain(value):
    if isinstance(value, BaseSettingsModel):
        return value.dict()
    if isinstance(value, (list, tuple, set)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return value if isinstance(value, (bool, int, float, str)) or value is None else str(value)


def type_name(hint):
    origin = typing.get_origin(hint) or hint
    return {bool: "boolean", int: "integer", float: "number", list: "array", dict: "object"}.get(origin, "string")


def schema_of(model):
    made = {}
    for key, (hint, field, base) in model.model_fields_.items():
        hint = resolve(hint, base)
        entry = {"title": field.options.get("title", key.replace("_", " ").capitalize())}
        if is_model(hint):
            entry.update({"disabled": False, "type": "object", "properties": schema_of(hint)})
        else:
            entry.update({"default": plain(default_of(hint, field)), "disabled": False, "type": type_name(hint)})
            arguments = typing.get_args(hint)
            if entry["type"] == "array" and arguments:
                item = arguments[0]
                entry["items"] = {"type": "object", "properties": schema_of(item)} if is_model(item) else {"type": type_name(item)}
        entry["scope"] = field.options.get("scope", ["project", "studio"])
        for option in ("description", "section", "enum"):
            if field.options.get(option):
                entry[option] = plain(field.options[option])
        made[key] = entry
    return made


class BaseServerAddon:
    settings_model = None

    def __init_subclass__(cls, **_):
        found.append(cls)


class Anything(types.ModuleType):
    """A module of which every name exists."""
    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return known.get(name) or type(name, (), {"__init__": lambda self, *a, **k: None, "__class_getitem__": classmethod(lambda cls, _: cls)})


class Finder:
    names = ("ayon_server", "fastapi", "pydantic", "nxtools", "ayon_api", "starlette", "httpx", "aiofiles")

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


found = []
known = {"BaseServerAddon": BaseServerAddon, "BaseSettingsModel": BaseSettingsModel, "SettingsField": Field, "Field": Field,
         "BaseModel": BaseSettingsModel, "validator": lambda *a, **k: (lambda function: function), "normalize_name": lambda name: name,
         "ensure_unique_names": lambda *a, **k: None, "task_types_enum": [], "folder_types_enum": [], "anatomy_presets_enum": []}


def main():
    folder, title = sys.argv[1], sys.argv[2]
    sys.meta_path.insert(0, Finder)
    sys.dont_write_bytecode = True
    output = sys.stdout
    sys.stdout = open(os.devnull, "w")
    sys.path.insert(0, folder)
    importlib.import_module("server")
    models = [addon for addon in found if addon.settings_model is not None]
    if not models:
        sys.exit(1)
    model = models[-1].settings_model
    defaults = model().dict()
    for module in [sys.modules[models[-1].__module__]]:
        given = getattr(module, "DEFAULT_VALUES", None)
        if isinstance(given, dict):
            defaults.update(plain(given))
    schema = {"type": "object", "properties": schema_of(model), "isgroup": False, "title": title}
    json.dump({"defaults": defaults, "schema": schema}, output)


if __name__ == "__main__":
    main()
