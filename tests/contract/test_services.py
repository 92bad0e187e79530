# SPDX-License-Identifier: Apache-2.0
"""Services and their machines, lookups, renamed projects, migrations: who may, what is refused, and what follows.

usage: test_services.py  (environment: HEARTH_BIN_DIR, HEARTH_SOURCE_DIR)
"""

import pathlib

import ayon_api

from every_method_world import PNG, add_service_addon, names
from server_process import KEY, PASSWORD, server, wait_until

SERVICE = {"addonName": "with_service", "addonVersion": "1.0.0", "service": "worker", "hostname": "farm01"}
BEAT = {"hostname": "farm01", "health": {"cpu": 1, "mem": 2}}


def token(running, name):
    answer = running.call("POST", "/api/auth/login", {"name": name, "password": PASSWORD}, key=None)[1]
    return {"authorization": "Bearer " + answer["token"]}


def services(running, artist, admin):
    add_service_addon(running)
    for who in (artist, admin):
        assert running.call("POST", "/api/hosts/heartbeat", BEAT, key=None, headers=who)[0] == 403, "only services report a machine"
        assert running.call("GET", "/api/services", key=None, headers=who) == (200, {"services": []})
    for path, method in (("/api/services/one", "PUT"), ("/api/services/one", "PATCH"), ("/api/services/one", "DELETE")):
        assert running.call(method, path, SERVICE, key=None, headers=artist)[0] == 403, (method, path)
    status, answer = running.call("PUT", "/api/services/one", SERVICE)
    assert status == 409 and answer["detail"] == "hostname 'farm01' is not present in table \"hosts\".", answer
    assert running.call("POST", "/api/hosts/heartbeat", BEAT) == (200, {"services": []})
    for change, wanted in (({"service": "nothing"}, 404), ({"addonVersion": "9.9.9"}, 404), ({"hostname": None}, 400), ({"config": {"volumes": "no list"}}, 400), ({}, 204), ({}, 409)):
        assert running.call("PUT", "/api/services/one", {**SERVICE, **change})[0] == wanted, change
    for bad in ({"hostname": "nowhere"}, {"shouldRun": "maybe"}, {"env": []}):
        assert running.call("PATCH", "/api/services/one", bad)[0] in (400, 409), bad
    for bad in ({}, {"hostname": "farm01"}, {**BEAT, "health": {"cpu": 101}}, {**BEAT, "health": {"cpu": "1"}}, {**BEAT, "services": "one"}):
        assert running.call("POST", "/api/hosts/heartbeat", bad)[0] == 400, bad
    other = {**BEAT, "hostname": "farm02", "services": ["one"]}
    assert running.call("POST", "/api/hosts/heartbeat", other)[1] == {"services": []}, "a machine is told of its own services alone"
    assert running.call("GET", "/api/services")[1]["services"][0]["isRunning"] is False
    assert running.call("POST", "/api/hosts/heartbeat", {**BEAT, "services": ["one"]})[1]["services"][0]["isRunning"] is True
    assert running.call("PATCH", "/api/services/one", {"shouldRun": False, "config": {"env": {"B": "2"}}})[0] == 204
    assert running.call("POST", "/api/hosts/heartbeat", BEAT)[1] == {"services": []}, "what should not run is not told"
    assert running.call("GET", "/api/services")[1]["services"][0]["data"] == {"image": "studio/worker:1", "env": {"B": "2"}}
    assert running.call("PATCH", "/api/services/one", {"hostname": "farm02", "shouldRun": True})[0] == 204
    assert [one["name"] for one in running.call("POST", "/api/hosts/heartbeat", other)[1]["services"]] == ["one"]
    assert running.call("PATCH", "/api/services/none", {})[0] == 404 and running.call("DELETE", "/api/services/none")[0] == 404
    assert [host["name"] for host in running.call("GET", "/api/hosts")[1]["hosts"]] == ["farm01", "farm02"]


def events(running, artist):
    for path in ("/api/query", "/api/eventops"):
        assert running.call("POST", path, {"entity": "event", "type": "delete"}, key=None, headers=artist)[0] == 403
    for number in range(5):
        assert running.call("POST", "/api/events", {"topic": "test.many", "payload": {"number": number, "deep": {"odd": number % 2 == 1}}})[0] == 200
    odd = {"conditions": [{"key": "topic", "value": "test.many"}, {"key": "payload/deep/odd", "value": True}]}
    found = running.call("POST", "/api/query", {"entity": "event", "filter": odd})[1]
    assert [event["payload"]["number"] for event in found] == [3, 1], "newest first"
    assert [event["payload"]["number"] for event in running.call("POST", "/api/query", {"entity": "event", "filter": odd, "offset": 1, "limit": 1})[1]] == [1]
    assert running.call("POST", "/api/query", {"entity": "folder"})[0] == 501 and running.call("POST", "/api/query", {})[0] == 400
    assert running.call("POST", "/api/eventops", {"type": "delete", "filter": odd})[0] == 204
    left = running.call("POST", "/api/query", {"entity": "event", "filter": {"conditions": [{"key": "topic", "value": "test.many"}]}})[1]
    assert [event["payload"]["number"] for event in left] == [4, 2, 0]
    assert running.call("POST", "/api/eventops", {"type": "restart", "filter": odd})[0] == 501 and running.call("POST", "/api/eventops", {"type": "delete", "filter": {}})[0] == 400


def lookups_keep_to_what_may_be_read(running, api, artist):
    """A group that may read one folder alone finds nothing of the other by any way of asking."""
    ids = {}
    for name in ("seen", "hidden"):
        folder = api.create_folder("demo", name)
        task = api.create_task("demo", name + "Task", "Modeling", folder)
        version = api.create_version("demo", 1, api.create_product("demo", name + "Main", "model", folder))
        ids[name] = (folder, task, api.create_representation("demo", "abc", version, files=[], data={"context": {"folder": {"name": name}}}))
    assert running.call("PUT", "/api/accessGroups/artist/demo", {"read": {"enabled": True, "access_list": [{"access_type": "hierarchy", "path": "seen"}]}})[0] == 204
    as_artist = {"key": None, "headers": artist}
    base = "/api/projects/demo"
    assert running.call("POST", f"{base}/repreContextFilter", {}, **as_artist)[1] == {"ids": [ids["seen"][2]]}
    assert running.call("POST", f"{base}/folders/search", {"search": "task"}, **as_artist)[1] == {"folderIds": [ids["seen"][0]]}
    assert running.call("POST", f"{base}/tasksFolders", {}, **as_artist)[1] == {"folderIds": [ids["seen"][0]]}
    assert running.call("POST", f"{base}/uris", {"entityType": "task", "ids": [ids["seen"][1], ids["hidden"][1]]}, **as_artist)[1]["uris"] == [
        {"id": ids["seen"][1], "uri": "ayon+entity://demo/seen?task=seenTask"}]
    found = running.call("POST", "/api/resolve", {"uris": ["ayon://demo/*", "ayon://demo/hidden?task=*"]}, **as_artist)[1]
    assert [entity["folderId"] for entity in found[0]["entities"]] == [ids["seen"][0]] and found[1]["entities"] == [], found
    groups = running.call("GET", f"{base}/grouping/task/taskType", **as_artist)[1]["groups"]
    assert [group["count"] for group in groups] == [1], groups
    assert running.call("DELETE", "/api/accessGroups/artist/demo")[0] == 204
    assert running.call("POST", f"{base}/repreContextFilter", {"context": [{"key": "folder.name", "values": ["("]}]})[0] == 400
    # (a+)+$ on a long text without a match: an expression may not keep the server busy.
    api.update_folder("demo", ids["seen"][0], data={})
    api.update_representation("demo", ids["seen"][2], data={"context": {"folder": {"name": "a" * 200 + "!"}}})
    status, answer = running.call("POST", f"{base}/repreContextFilter", {"context": [{"key": "folder.name", "values": ["(a+)+$"]}]})
    assert status == 400 and "too expensive" in answer["detail"], answer


def renamed_projects_keep_what_is_theirs(running, api):
    running.make_project("before", "bf")
    folder = api.create_folder("before", "kept")
    assert running.call("PUT", "/api/accessGroups/artist/before", {"delete": {"enabled": True, "access_list": []}})[0] == 204
    settings = "/api/addons/zz_addon01/1.0.0"
    assert running.call("PUT", f"{settings}/rawOverrides/before", {"size": 4})[0] == 204
    assert running.call("POST", "/api/projects/before/rename", {"name": "demo"})[0] == 409
    assert running.call("POST", "/api/projects/before/rename", {"name": "a b"})[0] == 400
    assert running.call("POST", "/api/projects/before/rename", {"name": "after"})[0] == 204
    assert running.call("GET", "/api/projects/before")[0] == 404 and api.get_folder_by_id("after", folder)["name"] == "kept"
    assert running.call("GET", "/api/users/artist")[1]["data"]["accessGroups"]["after"] == ["artist"]
    assert running.call("GET", "/api/accessGroups/artist/after")[1]["delete"]["enabled"] is True
    assert running.call("GET", f"{settings}/rawOverrides/after")[1] == {"size": 4}
    told = running.call("POST", "/api/query", {"entity": "event", "filter": {"conditions": [{"key": "topic", "value": "entity.project.renamed"}]}})[1][0]
    assert (told["project"], told["summary"], told["payload"]) == ("after", {"entityName": "before"}, {"oldValue": "before", "newValue": "after"}), told
    assert running.call("POST", "/api/projects/after/rename", {"name": "AFTER"})[0] == 204, "the case alone may change"
    assert running.call("GET", "/api/projects/after")[1]["name"] == "AFTER"
    given = {"code": "pt", "label": "Put", "taskTypes": [{"name": "Only", "shortName": "o", "icon": "x"}], "data": {"a": 1}}
    assert running.call("PUT", "/api/projects/made", given)[0] == 201 and running.call("PUT", "/api/projects/made", given)[0] == 409
    made = running.call("GET", "/api/projects/made")[1]
    assert names(made["taskTypes"]) == {"Only"} and made["label"] == "Put" and made["data"] == {"a": 1} and made["folderTypes"], made


def small_ones(running, artist, admin):
    as_artist = {"key": None, "headers": artist}
    assert running.call("PUT", "/api/config/files/studio_logo", b"no picture at all", headers={"content-type": "image/png", "x-file-name": "a.png"})[0] == 415
    assert running.call("PUT", "/api/config/files/else", PNG, headers={"content-type": "image/png", "x-file-name": "a.png"})[0] == 400
    assert running.call("PUT", "/api/config/files/studio_logo", PNG, **{"key": None, "headers": {**artist, "content-type": "image/png", "x-file-name": "a.png"}})[0] == 403
    assert running.call("GET", "/api/config/files/studio_logo")[0] == 404
    for path in ("/api/metrics", "/api/metrics/system", "/api/actions/manage", "/api/config/schema"):
        assert running.call("GET", path, **as_artist)[0] == 403 and running.call("GET", path)[0] == 200, path
    metrics = running.call("GET", "/api/metrics?system=true")[1]
    assert metrics["projectCounts"]["total"] >= 1 and metrics["system"]["dbSizeTotal"] > 0 and ["with_service", "1.0.0"] in metrics["installedAddons"], metrics
    assert b"ayon_uptime_seconds" in running.call("GET", "/api/metrics/system")[1]
    assert "application.debug_terminal" in {action["identifier"] for action in running.call("GET", "/api/actions/manage")[1]}
    assert running.call("GET", "/api/frontendModules")[1] == []
    assert running.call("GET", "/api/connect")[1]["connected"] is False and running.call("GET", "/api/market/licenses")[1] == {"licenses": []}
    for method, path in (("GET", "/api/market/addons"), ("POST", "/api/connect")):
        status, answer = running.call(method, path, {} if method == "POST" else None)
        assert status == 501 and "nothing was sent" in answer["detail"], answer
    assert running.call("GET", "/api/enum/users", **as_artist)[1] == [{"value": "artist", "label": "artist"}]
    assert running.call("GET", "/api/enum/users?user=admin", **as_artist)[0] == 403 and running.call("GET", "/api/enum/nothing")[0] == 404
    assert running.call("POST", "/api/system/restartRequired", {"required": True}, **as_artist)[0] == 403
    assert running.call("DELETE", "/api/system/sites/nowhere")[0] == 404 and running.call("DELETE", "/api/system/sites/nowhere", **as_artist)[0] == 403
    assert running.call("POST", "/api/onboarding/initialize", {"adminName": "thief", "adminPassword": "x"}, key=None)[0] == 403, "there is an administrator"
    assert running.call("POST", "/api/onboarding/restart", {}, **as_artist)[0] == 403
    assert running.call("POST", "/api/onboarding/restart", {})[0] == 204 and running.call("GET", "/api/info")[1]["onboarding"] is True
    assert "onboarding" not in running.call("GET", "/api/info", **as_artist)[1]
    assert running.call("POST", "/api/onboarding/abort", {})[0] == 204 and "onboarding" not in running.call("GET", "/api/info")[1]


def first_administrator():
    """A server that nobody manages takes the first who comes, once."""
    with server(is_set_up=False) as running:
        running.set_up({"users": [{"name": "service", "apiKey": KEY, "isService": True}]})
        running.start()
        assert running.call("POST", "/api/onboarding/initialize", {"adminName": "x", "adminPassword": PASSWORD}, key=None)[0] == 400
        status, answer = running.call("POST", "/api/onboarding/initialize", {"adminName": "first", "adminPassword": PASSWORD, "adminFullName": "First One"}, key=None)
        assert status == 200 and answer["user"]["data"]["isAdmin"] is True, answer
        assert running.call("GET", "/api/config", key=None, headers={"authorization": "Bearer " + answer["token"]})[0] == 200
        assert running.call("POST", "/api/onboarding/initialize", {"adminName": "second", "adminPassword": PASSWORD}, key=None)[0] == 403


def main():
    with server() as running:
        running.make_project("demo", "dm")
        api = ayon_api.ServerAPI(running.url, KEY)
        artist, admin = token(running, "artist"), token(running, "admin")
        services(running, artist, admin)
        event = running.call("POST", "/api/addons/install", pathlib.Path(__file__).with_name("zz_addon01-1.0.0.zip").read_bytes())[1]["eventId"]
        wait_until(lambda: running.call("GET", f"/api/events/{event}")[1]["status"] == "finished", "the addon")
        events(running, artist)
        lookups_keep_to_what_may_be_read(running, api, artist)
        renamed_projects_keep_what_is_theirs(running, api)
        small_ones(running, artist, admin)
    first_administrator()


if __name__ == "__main__":
    main()
