#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the windows offer is what the server allows: each person, place and action asked of both, on a real server."""
import json
import pathlib
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import uuid

from studio_server import KEY, PASSWORD, Seat, StudioServer, addon_package, run

WORK = tempfile.TemporaryDirectory(prefix="hearth_rights_ü_")
TOP = pathlib.Path(WORK.name)
server = StudioServer(TOP / "server").start()
PROJECT = "lantern"
P = f"/api/projects/{PROJECT}"
OPEN = {}
GROUPS = {
    "keeper": {"update": {"enabled": True, "access_list": [{"access_type": "hierarchy", "path": "/assets"}]},
               "create": {"enabled": True, "access_list": [{"access_type": "children", "path": "/shots"}]},
               "publish": {"enabled": True, "access_list": [{"access_type": "hierarchy", "path": "/shots"}]},
               "delete": {"enabled": True, "access_list": []}},
    "timer": {"attrib_write": {"enabled": True, "attributes": ["endDate"], "fields": ["status", "assignees"]}},
    "reader": {"read": {"enabled": True, "access_list": [{"access_type": "hierarchy", "path": "/assets"}]}},
    "maker": {"studio": {"create_projects": True}, "create": {"enabled": True, "access_list": []}},
}
PEOPLE = {  # name: (data, groups in the project)
    "boss": ({"isAdmin": True}, []), "mia": ({"isManager": True}, []), "sue": ({}, ["supervisor"]), "art": ({}, ["artist"]), "fred": ({}, ["freelancer"]),
    "both": ({}, ["freelancer", "artist"]), "kit": ({}, ["keeper"]), "tim": ({}, ["timer"]), "rita": ({}, ["reader"]),
    "max": ({"defaultAccessGroups": ["maker"]}, ["maker"]), "gus": ({"isGuest": True, "isManager": True}, ["artist"]), "none": ({}, []),
}
places = {}  # path: ids of the folder, its task "job", a product and a version
number = iter(range(1, 100_000))


def call(method, path, body=None, token=None):
    """Status and answer; as the administrator where no token is given."""
    request = urllib.request.Request(server.url + path, data=body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None,
                                     method=method, headers={"content-type": "application/json"})
    request.add_header(*("Authorization", "Bearer " + token) if token else ("x-api-key", KEY))
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            raw = answer.read()
            return answer.status, json.loads(raw) if raw.strip() else None
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")


def must(method, path, body=None):
    status, answer = call(method, path, body)
    assert status < 300, (method, path, status, answer)
    return answer


def made(kind, **data):
    return must("POST", f"{P}/{kind}", data)["id"]


def set_up():
    server.add_project(PROJECT, TOP / "work")
    server.add_bundle("b1", {}, isProduction=True)
    for name, group in GROUPS.items():
        must("PUT", f"/api/accessGroups/{name}/_", group)
    for name, (data, groups) in PEOPLE.items():
        access = {PROJECT: groups} if groups else {}
        must("PUT", f"/api/users/{name}", {"password": PASSWORD, "data": {**data, "accessGroups": access}})
    must("PUT", "/api/users/render", {"apiKey": "a" * 32, "data": {"isService": True}})
    known = {"/" + f["path"]: f["id"] for f in must("GET", P + "/folders")["folders"]}
    known["/shots"] = made("folders", name="shots", folderType="Folder")
    known["/shots/sh010"] = made("folders", name="sh010", folderType="Shot", parentId=known["/shots"])
    known["/shots/sh010/part"] = made("folders", name="part", folderType="Folder", parentId=known["/shots/sh010"])
    known["/assets/bare"] = made("folders", name="bare", folderType="Asset", parentId=known["/assets"])
    known["/spare"] = made("folders", name="spare", folderType="Folder")
    for path, folder in known.items():
        if path != "/spare":
            assignees = ["fred", "both"] if path == "/assets/hero" else ["art"]
            task = made("tasks", name="job", taskType="Modeling", folderId=folder, assignees=assignees)
            product = made("products", name="modelMain", productType="model", folderId=folder)
            version = "" if path == "/assets/bare" else made("versions", version=1, productId=product)
            places[path] = {"folder": folder, "task": task, "product": product, "version": version}


def tries(path, token):
    """Each action sent as that person; what came of it is put back. True: the server did it."""
    at = places[path]
    folder, task = f"{P}/folders/{at['folder']}", f"{P}/tasks/{at['task']}"
    before = must("GET", folder)

    def change(where, body, back):
        status, answer = call("PATCH", where, body, token)
        assert status in (204, 403), (path, body, status, answer)
        if status == 204:
            must("PATCH", where, back)
        return status == 204

    def create(kind, **data):
        status, answer = call("POST", f"{P}/{kind}", data, token)
        assert status in (201, 403), (path, kind, status, answer)
        if status == 201:
            must("DELETE", f"{P}/{kind}/{answer['id']}")
        return status == 201

    spare = must("GET", P + "/folders")
    spare = next(f["id"] for f in spare["folders"] if f["path"] == "spare")
    fresh = f"n{next(number)}"
    came = {
        "create folder": create("folders", name=fresh, folderType="Folder", parentId=at["folder"]),
        "create task": create("tasks", name=fresh, taskType="Modeling", folderId=at["folder"]),
        "rename": change(folder, {"name": fresh}, {"name": before["name"]}),
        "move": change(folder, {"parentId": spare}, {"parentId": before.get("parentId")}),
        "move task": change(task, {"folderId": spare}, {"folderId": at["folder"]}),
        "activate": change(folder, {"active": False}, {"active": True}),
        "activate task": change(task, {"active": False}, {"active": True}),
        "frames": change(folder, {"attrib": {"frameStart": 1009, "frameEnd": 1010}}, {"attrib": {"frameStart": None, "frameEnd": None}}),
        "assign": change(task, {"assignees": must("GET", task)["assignees"] + ["boss"]}, {"assignees": must("GET", task)["assignees"]}),
        "due": change(task, {"attrib": {"endDate": "2026-12-24T00:00:00+00:00"}}, {"attrib": {"endDate": None}}),
        "status": change(task, {"status": "On hold"}, {"status": must("GET", task)["status"]}),
        "publish": create("products", name=fresh, productType="model", folderId=at["folder"]),
    }
    if at["version"]:
        came["versionStatus"] = change(f"{P}/versions/{at['version']}", {"status": "Approved"}, {"status": "Pending review"})
        extra = made("versions", version=next(number) + 1, productId=at["product"])
        came["removeVersion"] = call("DELETE", f"{P}/versions/{extra}", None, token)[0] == 204
        if not came["removeVersion"]:
            must("DELETE", f"{P}/versions/{extra}")
    return came


def root_tries(token):
    status, answer = call("POST", f"{P}/folders", {"name": f"n{next(number)}", "folderType": "Folder"}, token)
    assert status in (201, 403), (status, answer)
    if status == 201:
        must("DELETE", f"{P}/folders/{answer['id']}")
    name = f"p{next(number)}"
    project, answer = call("POST", "/api/projects", {"name": name, "code": name}, token)
    assert project in (201, 403), (project, answer)
    if project == 201:
        must("DELETE", f"/api/projects/{name}")
    return {"create": status == 201, "project": project == 201}


def studio_tries(token):
    """What each page of the Studio window would send. Not refused for lack of rights is allowed."""
    name = f"u{next(number)}"
    applications = max({a["name"]: a["versions"] for a in must("GET", "/api/addons")["addons"]}["applications"])
    requests = {
        "people": ("PUT", f"/api/users/{name}", {"password": PASSWORD, "data": {}}),
        "groups": ("PUT", "/api/accessGroups/probe/_", {}),
        "settings": ("POST", f"/api/addons/applications/{applications}/settings", {}),
        "anatomy": ("PUT", "/api/anatomy/presets/probe", must("GET", "/api/anatomy/presets/_")),
        "bundles": ("POST", "/api/bundles", {"name": name, "addons": {}, "installerVersion": None, "dependencyPackages": {}}),
        "addons": ("POST", "/api/addons/install", addon_package("zz_probe", "1.0.0", {"zz_probe/__init__.py": ""})),
        "secrets": ("PUT", "/api/secrets/probe", {"value": "x"}),
        "keys": ("PATCH", "/api/users/render/password", {"apiKey": "b" * 32}),
        "admins": ("PATCH", "/api/users/anna/password", {"password": PASSWORD}),
    }
    came = {}
    for page, (method, path, body) in requests.items():
        status, answer = call(method, path, body, token)
        assert status < 300 or status == 403, (page, status, answer)
        came[page] = status != 403
    return came


def offered(name):
    seat = Seat(TOP / f"seat_{name}", AYON_SERVER_URL=server.url)
    assert seat.hearth("login", server.url, "--user", name, stdin=PASSWORD + "\n").returncode == 0
    arguments = [f"{at['folder']}:{path}:{at['task']}" for path, at in places.items()] + ["::"]
    done = subprocess.run([sys.argv[1], PROJECT, *arguments], env={**seat.environment, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True,
                          timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])


NAMES = {"create folder": "create", "create task": "create", "activate task": "activate"}


def compared(name):
    """Everything in which the windows and the server differ for one person, and how much was asked."""
    token = must_token(name)
    offers = offered(name)
    asked, wrong = 0, []

    def compare(where, action, offer, allowed):
        nonlocal asked
        asked += 1
        if offer != allowed:
            wrong.append(f"{name} {where} {action}: {'offered' if offer else 'not offered'}, the server {'allows' if allowed else 'refuses'} it")
    for path in places:
        for action, allowed in tries(path, token).items():
            compare(path, action, offers[path][NAMES.get(action, action)], allowed)
    for action, allowed in root_tries(token).items():
        compare("/", action, offers["/"][action], allowed)
    for page, allowed in studio_tries(token).items():
        compare("Studio", page, offers["studio"][page], allowed)
    return asked, wrong, offers


def must_token(name):
    return must("POST", "/api/auth/login", {"name": name, "password": PASSWORD})["token"]


def each_button_is_absent_exactly_where_the_server_would_refuse():
    total, differences = 0, []
    for name in PEOPLE:
        asked, wrong, _ = compared(name)
        total += asked
        differences += wrong
    print(f"     {total} answers compared for {len(PEOPLE)} people")
    assert not differences, "\n" + "\n".join(differences)


def the_table_is_no_empty_one():
    """Both answers come for each kind of person who has some rights, else nothing would be shown by their being equal."""
    for name in ("sue", "art", "fred", "kit", "tim", "rita", "max"):
        _, _, offers = compared(name)
        flags = {value for place in offers.values() for value in place.values() if isinstance(value, bool)}
        assert flags == {True, False}, (name, offers)


if __name__ == "__main__":
    try:
        set_up()
        run([each_button_is_absent_exactly_where_the_server_would_refuse, the_table_is_no_empty_one])
    finally:
        server.stop()
