# SPDX-License-Identifier: Apache-2.0
"""Views of pages, teams, guests, whom to share with, and the numbers of a project.

usage: test_views.py (environment: HEARTH_BIN_DIR, HEARTH_SOURCE_DIR)
"""
import datetime
import sys

from server_process import server
from test_rights import PROJECT, Person, Tree


def views(running, ann, bob):
    path, ofproject = "/api/views/tasks", "/api/views/tasks?project_name=demo"
    for page in ("working", "base", "default"):
        assert ann.status("GET", f"{path}/{page}") == 404, page
    first = ann.call("POST", path, {"label": "Working", "settings": {"columns": [1]}})[1]["id"]
    got = ann.call("GET", f"{path}/working")[1]
    assert got == {"id": first, "label": "Working", "scope": "studio", "owner": "ann", "visibility": "private", "working": True, "position": 0,
                   "accessLevel": 30, "viewType": "tasks", "settings": {"columns": [1]}, "access": {}}, got
    second = ann.call("POST", path, {"label": "Working", "settings": {}})[1]["id"]
    assert ann.call("GET", f"{path}/working")[1]["id"] == second and ann.status("GET", f"{path}/{first}") == 404, "one working view a page"
    named = ann.call("POST", ofproject, {"id": "a" * 32, "label": "Mine", "working": False, "settings": {"x": 1}})[1]["id"]
    assert named == "a" * 32
    listed = ann.call("GET", ofproject)[1]["views"]
    assert [(one["label"], one["scope"], one["working"]) for one in listed] == [("Mine", "project", False), ("Working", "studio", True)], listed
    assert [one["label"] for one in ann.call("GET", path)[1]["views"]] == ["Working"]
    assert bob.call("GET", ofproject)[1]["views"] == [] and bob.status("GET", f"/api/views/tasks/{named}?project_name=demo") == 403
    assert bob.status("PATCH", f"/api/views/tasks/{named}?project_name=demo", {"label": "taken"}) == 403
    one = f"/api/views/tasks/{named}?project_name=demo"
    assert ann.status("PATCH", one, {"access": {"bob": 10}, "settings": {"x": 2}}) == 200
    got = bob.call("GET", one)[1]
    assert (got["visibility"], got["accessLevel"], got["settings"]) == ("public", 10, {"x": 2}), got
    assert bob.status("PATCH", one, {"label": "taken"}) == 403 and bob.status("DELETE", one) == 403
    assert ann.status("PATCH", one, {"access": {"bob": 20}}) == 200 and bob.status("PATCH", one, {"label": "Ours"}) == 200
    assert bob.status("PATCH", one, {"access": {}}) == 403 and bob.status("PATCH", one, {"owner": "bob"}) == 403
    assert bob.status("POST", "/api/views/tasks/default?project_name=demo", {"viewId": named}) == 200
    assert bob.call("GET", "/api/views/tasks/default?project_name=demo")[1]["label"] == "Ours"
    assert ann.status("GET", "/api/views/tasks/default?project_name=demo") == 404, "a default is one's own"
    assert ann.status("POST", path, {"label": "__base__", "working": False, "settings": {}}) == 403
    assert running.call("POST", path, {"label": "__base__", "working": False, "settings": {"base": 1}})[0] == 200
    assert ann.call("GET", f"{path}/base")[1]["settings"] == {"base": 1} and ann.call("GET", "/api/views/tasks/base?project_name=demo")[0] == 200
    for bad in ({"settings": {}}, {"label": "x"}, {"label": "x", "settings": {}, "id": "y"}):
        assert ann.status("POST", path, bad) == 400, bad
    assert ann.status("GET", path + "?project_name=nope") == 404 and ann.status("GET", "/api/views/a%20b") == 400
    assert ann.status("DELETE", one) == 200 and ann.status("GET", one) == 404
    assert bob.status("GET", "/api/views/tasks/default?project_name=demo") == 404, "the view is gone"


def teams(running, ann):
    path = PROJECT + "/teams"
    assert running.call("PUT", path + "/anim", {"members": [{"name": "ann", "leader": True, "roles": ["lead"]}]})[0] == 204
    assert running.call("PUT", path + "/anim/members/bob", {"name": "bob", "roles": []})[0] == 204
    assert running.call("PATCH", path, [{"name": "fx", "members": [{"name": "bob"}]}])[0] == 204
    got = ann.call("GET", path)[1]
    assert got == [{"name": "anim", "memberCount": 2, "leaders": [{"name": "ann", "leader": True, "roles": ["lead"]}]},
                   {"name": "fx", "memberCount": 1, "leaders": []}], got
    members = ann.call("GET", path + "?show_members=true")[1][0]["members"]
    assert [one["name"] for one in members] == ["ann", "bob"], members
    for method, where, body in (("PUT", "/x2", {"members": []}), ("DELETE", "/anim", None), ("PUT", "/anim/members/ann", {"name": "ann"}),
                                ("DELETE", "/anim/members/bob", None), ("PATCH", "", [])):
        assert ann.status(method, path + where, body) == 403, where
    ann.may({"project": {"access": 2}})
    assert ann.status("PUT", path + "/x2", {"members": []}) == 204 and ann.status("DELETE", path + "/x2") == 204
    ann.may({})
    assert running.call("PUT", path + "/x", {"members": []})[0] == 400 and running.call("PUT", path + "/xy", {"members": [{"name": "nobody"}]})[0] == 400
    assert running.call("PUT", path + "/xy", {"members": [{"name": "ann"}, {"name": "ann"}]})[0] == 400
    assert running.call("DELETE", path + "/anim/members/bob")[0] == 204 and running.call("DELETE", path + "/anim/members/bob")[0] == 404
    assert running.call("DELETE", path + "/fx")[0] == 204 and running.call("DELETE", path + "/fx")[0] == 404


def guests_and_sharing(running, ann):
    path = PROJECT + "/guests"
    assert running.call("POST", path, {"email": "Eve@Example.org", "fullName": "Eve"})[0] == 200
    assert running.call("GET", path)[1] == {"users": [{"email": "eve@example.org", "fullName": "Eve", "status": "pending"}]}
    running.call("PUT", "/api/users/eve", {"attrib": {"email": "eve@example.org"}, "data": {"isGuest": True, "accessGroups": {"demo": ["artist"]}}})
    assert running.call("GET", path)[1]["users"][0]["status"] == "active"
    assert running.call("POST", path, {"email": "nobody"})[0] == 400 and ann.status("GET", path) == 403 and ann.status("POST", path, {"email": "a@b.c"}) == 403
    assert running.call("DELETE", path + "/eve%40example.org")[0] == 200 and running.call("DELETE", path + "/eve%40example.org")[0] == 404
    options = {(one["shareType"], one["value"]) for one in ann.call("GET", "/api/share?project_name=demo")[1]["options"]}
    assert {("user", "ann"), ("user", "bob"), ("team", "team:anim"), ("group", "group:artist"), ("everyone", "__everyone__"), ("guests", "__guests__")} <= options, options
    assert not any(value == "service" for _, value in options)
    assert {kind for kind, _ in {(one["shareType"], one["value"]) for one in ann.call("GET", "/api/share")[1]["options"]}} == {"everyone", "guests"}, \
        "people are not listed to those who may not list them"


def numbers(running, tree, ann):
    path = PROJECT + "/dashboard/"
    got = running.call("GET", path + "entities")[1]
    assert got == {"folders": 6, "tasks": 3, "products": 3, "versions": 3, "representations": 3, "workfiles": 3}, got
    days = running.call("GET", path + "activity?days=7")[1]["activity"]
    assert len(days) == 7 and days[:6] == [0] * 6 and days[6] >= 6, days
    assert len(running.call("GET", path + "activity")[1]["activity"]) == 50 and running.call("GET", path + "activity?days=x")[0] == 400
    done = tree.of["assets/hero"]["task"]
    late = tree.of["assets/tree"]["task"]
    past = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=3)).isoformat()
    running.call("PATCH", f"{PROJECT}/tasks/{done}", {"status": "Approved"})
    running.call("PATCH", f"{PROJECT}/tasks/{late}", {"attrib": {"endDate": past}})
    got = running.call("GET", path + "health")[1]
    assert got["tasks"] == {"total": 3, "completed": 1, "overdue": 1} and got["completion"]["percentage"] == 33 and got["completion"]["behind"] == 1, got
    assert got["statuses"]["Approved"] == 1 and sum(got["statuses"].values()) == 3, got
    before = got["storageUsage"]["used"]
    running.call("POST", PROJECT + "/files", b"12345", headers={"x-file-name": "a", "content-type": "text/plain"})
    assert running.call("GET", path + "health")[1]["storageUsage"]["used"] == before + 5
    got = running.call("GET", path + "users")[1]
    assert got["teamSizeActive"] == 1 and got["usersWithAccessTotal"] >= 3 and got["roles"]["ann0"] == 1, got
    ann.may({"read": {"enabled": True, "access_list": [{"access_type": "hierarchy", "path": "assets/hero"}]}})
    got = ann.call("GET", path + "entities")[1]
    assert got["tasks"] == 1 and got["versions"] == 1, got
    assert ann.call("GET", path + "health")[1]["tasks"]["total"] == 1
    groups = ann.call("GET", PROJECT + "/grouping/tasks/status")[1]["groups"]
    assert [(one["value"], one["count"]) for one in groups] == [("Approved", 1)], groups
    ann.may({})


def groups(running, tree, ann):
    def of(where):
        status, got = running.call("GET", f"{PROJECT}/grouping/{where}")
        assert status == 200, got
        return {one["value"]: one["count"] for one in got["groups"]}
    assert of("task/taskType") == {"Generic": 3} and of("folder/folderType") == {"Folder": 6} and of("product/productType") == {"model": 3}
    assert of("versions/attrib.comment") == {"c": 3} and of("folder/attrib.fps") == {24.0: 6}
    assert of("task/taskType?empty=true")["Generic"] == 3 and len(of("task/taskType?empty=true")) > 1
    running.call("PATCH", f"{PROJECT}/tasks/{tree.of['assets/hero']['task']}", {"assignees": ["ann", "bob"], "tags": ["t1"]})
    assert of("task/assignees") == {"ann": 1, "bob": 1, None: 2} and of("task/tags") == {"t1": 1, None: 2}
    status, got = running.call("GET", f"{PROJECT}/grouping/task/status")
    assert got["key"] == "status" and got["entityType"] == "task" and got["groups"][0]["color"].startswith("#"), got
    for bad in ("task/nope", "folder/taskType", "nonsense/status", "task/attrib.nope"):
        assert running.call("GET", f"{PROJECT}/grouping/{bad}")[0] == 400, bad
    ann.may({"attrib_read": {"enabled": True, "attributes": ["fps"]}})
    assert ann.status("GET", f"{PROJECT}/grouping/folder/attrib.fps") == 200 and ann.status("GET", f"{PROJECT}/grouping/versions/attrib.comment") == 403
    ann.may({})


def main():
    with server() as running:
        running.make_project()
        tree = Tree(running)
        ann, bob = Person(running, "ann").may({}), Person(running, "bob").may({})
        views(running, ann, bob)
        teams(running, ann)
        guests_and_sharing(running, ann)
        numbers(running, tree, ann)
        groups(running, tree, ann)
        running.call("POST", "/api/views/tasks?project_name=demo", {"label": "w", "settings": {}})
        assert running.call("DELETE", PROJECT)[0] == 204
        left = [row[0] for row in running.sql("SELECT name FROM documents WHERE kind IN ('view', 'guest', 'entity_list_folder')")]
        assert all(name.startswith("0|") for name in left), f"views of a deleted project stay: {left}"
    print("views: passed")


if __name__ == "__main__":
    sys.exit(main())
