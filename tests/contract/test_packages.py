# SPDX-License-Identifier: Apache-2.0
"""Addon packages as the server reads them: every shape of settings, and packages that do what they may not.

usage: test_packages.py (environment: HEARTH_BIN_DIR, HEARTH_SOURCE_DIR)
"""
import io
import json
import sys
import zipfile

from server_process import server, wait_until

SETTINGS = '''
from enum import Enum
from typing import Literal, Optional
from pydantic import validator
from ayon_server.settings import BaseSettingsModel, SettingsField, ensure_unique_names, task_types_enum
from ayon_server.addons import BaseServerAddon
from ayon_server.types import ColorRGB_uint8
from nxtools import logging

def numbers():
    return [{"value": "one", "label": "The one"}, {"value": "two", "label": "The other"}]

async def waiting():
    return ["a", "b"]

class Kind(Enum):
    small = "small"
    large = "large"

class Host(BaseSettingsModel):
    _layout = "expanded"
    name: str = SettingsField("", title="Host name", regex="^[a-z]*$")
    families: list[str] = SettingsField(default_factory=list, title="Families")
    task_types: list[str] = SettingsField(default_factory=list, enum_resolver=task_types_enum)

class Deep(BaseSettingsModel):
    _isGroup = True
    limit: int = SettingsField(3, ge=1, le=9, title="Limit")
    ratio: float = SettingsField(0.5, gt=0)
    mode: Literal["fast", "good"] = SettingsField("good", title="Mode")
    choice: str = SettingsField("one", enum_resolver=numbers, conditionalEnum=True, section="Choices")
    later: str = SettingsField("a", enum_resolver=waiting)
    kind: Kind = Kind.small
    maybe: Optional[int] = None

class Main(BaseSettingsModel):
    enabled: bool = SettingsField(True, title="Enabled")
    secret: str = SettingsField("", widget="textarea", scope=["studio"], placeholder="type here")
    hosts: list[Host] = SettingsField(default_factory=list, title="Hosts")
    deep: Deep = SettingsField(default_factory=Deep, title="Deep")
    table: dict[str, int] = SettingsField(default_factory=dict)
    @validator("hosts")
    def unique(cls, value):
        ensure_unique_names(value)
        return value

class Site(BaseSettingsModel):
    folder: str = SettingsField("/tmp", title="Folder")

DEFAULTS = {"hosts": [{"name": "maya"}], "deep": {"limit": 7}}

class Handlers:
    def get_custom_ftrack_handlers_endpoint(self):
        assert self.get_private_addon_dir().name == "private"
        return f"addons/{self.name}/{self.version}/private/handlers.zip"

class Good(Handlers, BaseServerAddon):
    """Does good.

    And more.
    """
    addon_type = "server"
    frontend_scopes = {"project": {"sidebar": "hierarchy"}}
    frontend_modules = {"reports": ["report"]}
    settings_model = Main
    site_settings_model = Site
    def initialize(self):
        logging.info("hello")
    async def get_default_settings(self):
        return self.get_settings_model()(**DEFAULTS)
'''
GOOD_PACKAGE = '''
import datetime
base = "good"
name = base + "_addon"
version = ".".join(["1", "2", "3"])
title = "Good"
client_dir = name
services = {"worker": {"image": f"ayon/worker:{version}"}}
ayon_required_addons = {"core": ">=1.0.0"}
'''
BAD = {  # what the server code does, and a word of why it was refused
    "network": ("import socket\nsocket.create_connection(('127.0.0.1', 9))", "network"),
    "rawnet": ("import _socket\ntry:\n    _socket.socket()\nexcept Exception:\n    pass", "network"),
    "ctypesnet": ("import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\nassert libc.socket(10, 1, 0) >= 0, 'no socket'", "no socket"),
    "forks": ("import os\nos.fork()", "another program"),
    "ctypesfork": ("import ctypes\nassert ctypes.CDLL(None).fork() >= 0, 'no fork'", "no fork"),
    "starts": ("import subprocess\nsubprocess.run(['/bin/true'])", "another program"),
    "memory": ("held = []\nwhile True:\n    held.append(bytearray(50_000_000))", "memory"),
    "sleeps": ("import time\nwhile True:\n    time.sleep(1)", "too long"),
    "spins": ("while True:\n    pass", ""),
    "writes": ("open('/tmp/hearth-was-here', 'w').write('x')", "write the file"),
    "ctypeswrite": ("import ctypes\nassert ctypes.CDLL(None).creat(b'/tmp/hearth-was-here', 0o600) >= 0, 'no file'", "no file"),
    "garbage": ("import os\nfor number in range(3, 64):\n    try:\n        os.write(number, b'garbage')\n    except OSError:\n        pass", "understood"),
    "floods": ("import os\nwhile True:\n    for number in range(3, 20):\n        try:\n            os.write(number, b'x' * 65536)\n        except OSError:\n            pass", ""),
    "ends": ("import os\nos._exit(0)", ""),
    "kills": ("import os, signal\nos.kill(os.getppid(), signal.SIGKILL)", "Permission"),
    "broken": ("this is no python", "SyntaxError"),
}


def archive(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    return data.getvalue()


def install(running, files):
    return running.call("POST", "/api/addons/install", archive(files), headers={"content-type": "application/zip"})


def versions(running):
    return {item["name"]: item["versions"] for item in running.call("GET", "/api/addons?details=1")[1]["addons"]}


def finished(running, event, seconds=60):
    return wait_until(lambda: (lambda found: found if found["status"] in ("finished", "failed") else None)(
        running.call("GET", f"/api/events/{event}")[1]), "an installation", seconds)


def good(running):
    status, answer = install(running, {"package.py": GOOD_PACKAGE, "server/__init__.py": "from .settings import Good", "server/settings.py": SETTINGS})
    assert status == 200, answer
    assert finished(running, answer["eventId"])["status"] == "finished"
    addon = versions(running)["good_addon"]["1.2.3"]
    assert addon["isBroken"] is False, addon
    assert addon["hasSettings"] and addon["hasSiteSettings"] and addon["services"]["worker"]["image"] == "ayon/worker:1.2.3", addon
    assert addon["frontendScopes"] == {"project": {"sidebar": "hierarchy"}}, addon
    listed = {one["name"]: one for one in running.call("GET", "/api/addons")[1]["addons"]}["good_addon"]
    assert (listed["addonType"], listed["system"], listed["description"]) == ("server", False, "Does good.\n\nAnd more."), listed
    handlers = "/api/addons/ftrack/1.0.0/customProcessorHandlers?variant="
    assert running.call("GET", handlers + "production")[1] == {"custom_handlers": []}
    assert running.call("POST", "/api/bundles?force=true", {"name": "first", "addons": {"good_addon": "1.2.3"}, "isProduction": True, "installerVersion": None})[0] == 201
    assert running.call("GET", handlers + "production")[1]["custom_handlers"] == [
        {"addon_name": "good_addon", "addon_version": "1.2.3", "endpoint": "addons/good_addon/1.2.3/private/handlers.zip"}]
    assert running.call("GET", handlers + "nowhere")[1] == {"custom_handlers": []}
    assert running.call("GET", "/api/frontendModules")[1] == [{"addonName": "good_addon", "addonVersion": "1.2.3", "modules": {"reports": ["report"]}}]
    base = "/api/addons/good_addon/1.2.3/"
    settings = running.call("GET", base + "settings")[1]
    assert settings["hosts"] == [{"name": "maya", "families": [], "task_types": []}], settings
    assert settings["deep"] == {"limit": 7, "ratio": 0.5, "mode": "good", "choice": "one", "later": "a", "kind": "small", "maybe": None}, settings
    schema = running.call("GET", base + "schema")[1]["properties"]
    deep = schema["deep"]["properties"]
    assert schema["deep"]["isgroup"] is True and schema["deep"]["title"] == "Deep"
    assert (deep["limit"]["minimum"], deep["limit"]["maximum"], deep["ratio"]["exclusiveMinimum"]) == (1, 9, 0)
    assert deep["mode"]["enum"] == ["fast", "good"] and deep["kind"]["enum"] == ["small", "large"] and deep["later"]["enum"] == ["a", "b"]
    assert deep["choice"]["enumLabels"] == {"one": "The one", "two": "The other"} and deep["choice"]["conditionalEnum"] is True
    assert deep["choice"]["section"] == "Choices" and deep["maybe"]["type"] == "integer"
    assert schema["secret"]["scope"] == ["studio"] and schema["secret"]["widget"] == "textarea" and schema["secret"]["placeholder"] == "type here"
    assert schema["hosts"]["items"]["properties"]["name"]["pattern"] == "^[a-z]*$" and schema["hosts"]["items"]["layout"] == "expanded"
    assert schema["table"]["additionalProperties"] == {"type": "integer"}
    assert running.call("GET", base + "siteSettings?site_id=here")[1] == {"folder": "/tmp"}
    assert running.call("GET", base + "siteSettings/schema")[1]["properties"]["folder"]["title"] == "Folder"


def bad(running):
    events = {}
    for name, (code, _) in BAD.items():
        status, answer = install(running, {"package.py": f'name = "bad_{name}"\nversion = "1.0.0"\n', "server/__init__.py": code})
        assert status == 200, (name, answer)
        events[name] = answer["eventId"]
    for name, (_, word) in BAD.items():
        event = finished(running, events[name])
        addon = versions(running)[f"bad_{name}"]["1.0.0"]
        assert addon["isBroken"] and addon["reason"] and word in addon["reason"], (name, addon, event["description"])
        assert not addon["hasSettings"] and addon["reason"] in event["description"], (name, event)
        print(f"  {name}: {addon['reason']}")
    for text, word in (("import os\nos.fork()\nname='x1'+''\nversion='1'+''", "another program"), ("1/0", "ZeroDivisionError"), ("x = 1", "no name and version"),
                       ("name = 'a/../b'\nversion = '1.0.0'", "cannot be those of an addon")):
        status, answer = install(running, {"package.py": text})
        assert status == 409 and word in answer["detail"], (text, answer)
    assert install(running, {"readme.txt": "x"})[0] == 409
    assert running.call("POST", "/api/addons/install", b"no zip at all", headers={"content-type": "application/zip"})[0] == 409


def other_descriptions(running):
    """Packages that say what they are without Python."""
    yaml = "# an addon\nname: 'from_yaml'\nversion: 1.2.0  # first\ntitle: \"Of YAML\"\nproject_can_override_addon_version: true\nayon_required_addons:\n  core: \">=99\"\n"
    packages = {"from_json": ("manifest.json", json.dumps({"name": "from_json", "version": "1.2.0", "title": "Of JSON",
                                                           "ayon_required_addons": {"core": ">=99"}})),
                "from_yaml": ("package.yaml", yaml), "from_yml": ("package.yml", yaml.replace("from_yaml", "from_yml"))}
    for name, (file, text) in packages.items():
        status, answer = install(running, {file: text, "addon/private/readme.txt": "x"})
        assert status == 200, (name, answer)
        assert finished(running, answer["eventId"])["status"] == "finished"
        addon = versions(running)[name]["1.2.0"]
        assert not addon["isBroken"] and addon["projectCanOverrideAddonVersion"] == (name != "from_json"), addon
        issues = running.call("POST", "/api/bundles/check", {"name": "x", "addons": {name: "1.2.0"}})[1]["issues"]
        assert [issue["requiredAddon"] for issue in issues] == ["core"], issues
    titles = {one["name"]: one["title"] for one in running.call("GET", "/api/addons")[1]["addons"]}
    assert titles["from_json"] == "Of JSON" and titles["from_yaml"] == "Of YAML", titles
    for files in ({"manifest.json": "{"}, {"manifest.json": '{"name":"a/../b","version":"1"}'}, {"package.yaml": "name: x\n"}, {"package.yml": "- a\n- b"}):
        assert install(running, files)[0] == 409, files


def main():
    with server() as running:
        good(running)
        other_descriptions(running)
        bad(running)
        assert running.call("GET", "/api/info")[0] == 200
    print("packages: passed")


if __name__ == "__main__":
    sys.exit(main())
