# SPDX-License-Identifier: Apache-2.0
"""A studio's server for tests: a hearth-server of its own with users, addons, bundles and a project."""
import atexit
import hashlib
import io
import json
import os
import pathlib
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "desktop"))
from screen import wait_for  # noqa: E402

PROGRAMS = pathlib.Path(os.environ.get("HEARTH_BIN_DIR", "build/release/bin")).resolve()
PASSWORD, KEY = "Correct-horse-1", "veryveryverysecretkeyofthetests1"


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def addon_package(name, version, client_members):
    client = client_members if isinstance(client_members, bytes) else zipped(client_members)
    return zipped({"package.py": f'name = "{name}"\nversion = "{version}"\ntitle = "{name}"\nclient_dir = "{name}"\n',
                   "private/client.zip": client})


class StudioServer:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.url = None
        self._process = None
        atexit.register(self.stop, True)
        users = [{"name": "anna", "password": PASSWORD, "isAdmin": True, "fullName": "Anna Example"},
                 {"name": "farm", "isService": True, "apiKey": KEY}]
        subprocess.run([PROGRAMS / "hearth-server", "setup", "--data", self.folder], input=json.dumps({"users": users}).encode(), check=True,
                       stdout=subprocess.DEVNULL)

    def start(self, port=0):
        ready = self.folder / "ready.json"
        ready.unlink(missing_ok=True)
        self._process = subprocess.Popen([PROGRAMS / "hearth-server", "--data", self.folder, "--listen", f"127.0.0.1:{port}", "--ready-file", ready],
                                         stdout=subprocess.DEVNULL, stderr=open(self.folder / "server.err", "ab"))
        wait_for(ready.exists, 20, "the studio's server")
        self.url = json.loads(ready.read_text())["url"]
        return self

    def stop(self, force=False):
        if self._process:
            if self._process.poll() is not None:
                print(f"the studio's server had ended by itself with {self._process.returncode}: {(self.folder / 'server.err').read_text(errors='replace')[-2000:]}",
                      flush=True)
            self._process.kill() if force else self._process.terminate()
            self._process.wait(60)
            self._process = None

    @property
    def port(self):
        return int(self.url.rsplit(":", 1)[1])

    def call(self, method, path, body=None):
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, method=method,
                                         headers={"x-api-key": KEY, "content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            raw = answer.read()
        return json.loads(raw) if raw else None

    def add_addon(self, name, version, client_members):
        self.call("POST", "/api/addons/install", addon_package(name, version, client_members))
        wait_for(lambda: version in {a["name"]: a["versions"] for a in self.call("GET", "/api/addons")["addons"]}.get(name, {}), 20, f"addon {name} {version}")

    def add_package(self, filename, members, checksum=None):
        content = zipped(members)
        self.call("POST", "/api/desktop/dependencyPackages", {
            "filename": filename, "platform": "linux", "size": len(content), "checksum": checksum or hashlib.sha256(content).hexdigest(),
            "checksumAlgorithm": "sha256", "installerVersion": "1.0.0", "sourceAddons": {}, "pythonModules": {}})
        self.call("PUT", f"/api/desktop/dependencyPackages/{filename}", content)

    def add_bundle(self, name, addons, package=None, **more):
        self.call("POST", "/api/bundles", {"name": name, "addons": addons, "installerVersion": None,
                                           "dependencyPackages": {"linux": package} if package else {}, **more})

    def add_project(self, name, root):
        pathlib.Path(root).mkdir(parents=True, exist_ok=True)
        anatomy = self.call("GET", "/api/anatomy/presets/_")
        anatomy["roots"][0]["linux"] = str(root)
        self.call("POST", "/api/projects", {"name": name, "code": name[:3], "anatomy": anatomy})
        assets, hero, task = (uuid.uuid1().hex for _ in range(3))

        def create(kind, entity, **data):
            return {"id": entity, "type": "create", "entityType": kind, "entityId": entity, "data": data}
        done = self.call("POST", f"/api/projects/{name}/operations", {"operations": [
            create("folder", assets, name="assets", folderType="Folder"),
            create("folder", hero, name="hero", folderType="Asset", parentId=assets),
            create("task", task, name="modeling", taskType="Modeling", folderId=hero, assignees=["anna"],
                   attrib={"endDate": time.strftime("%Y-%m-%dT12:00:00+00:00")})]})
        assert done["success"], done
        return {"folder": hero, "task": task}


class Seat:
    """One person's machine: an own home, commands run in it."""

    def __init__(self, home, **environment):
        self.home = pathlib.Path(home)
        self.home.mkdir(parents=True, exist_ok=True)
        self.environment = {"HOME": str(self.home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **environment}

    def hearth(self, *arguments, stdin="", timeout=90, **environment):
        return subprocess.run([PROGRAMS / "hearth", *arguments], env={**self.environment, **environment}, input=stdin, capture_output=True, text=True,
                              timeout=timeout)

    def start(self, *arguments):
        return subprocess.Popen([PROGRAMS / "hearth", *arguments], env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    @property
    def local(self):
        return self.home / ".local/share/AYON"

    def explain(self, *more, **environment):
        done = self.hearth("launch", "--app", "blender", "--project", "demo_project", "--folder", "/assets/hero", "--task", "modeling", "--explain", "--json",
                           *more, **environment)
        return json.loads(done.stdout.strip().splitlines()[-1]) if done.stdout.strip() else {"ok": False, "error": done.stderr}


def variable(explained, name):
    return explained["variables"].get(name, {}).get("value")


def is_whole(folder):
    """An installed item is there completely or not at all."""
    folder = pathlib.Path(folder)
    if not folder.exists():
        return True
    progress = folder / "dist_progress.json"
    return progress.exists() and json.loads(progress.read_text())["state"] == "done"


def run(tests):
    """Runs functions one after the other and prints the plain closing line."""
    failed = 0
    for test in tests:
        started = time.monotonic()
        try:
            test()
            print(f"ok   {test.__name__} ({time.monotonic() - started:.1f} s)", flush=True)
        except Exception as error:  # a test that fails must not hide the others
            failed += 1
            import traceback
            traceback.print_exc(limit=4)
            print(f"FAIL {test.__name__}: {type(error).__name__}: {error}", flush=True)
    print(f"{len(tests) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
