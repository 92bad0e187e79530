# SPDX-License-Identifier: Apache-2.0
"""What is not as it must be is refused by name and changes nothing: bodies of another kind, texts no database keeps, filters that
are none, numbers that are none, ranges, events, people who are not there any more.

usage: test_bad_input.py (environment: HEARTH_BIN_DIR, HEARTH_SOURCE_DIR)
"""
import json
import re
import urllib.parse
import uuid

from server_process import PASSWORD, server

WRONG = {"array": {"a": 1}, "object": [1], "integer": "many", "number": "much", "boolean": "perhaps", "string": {"a": 1}}
VENDORS = {"/api/connect"}  # what other servers ask of a vendor's cloud is refused whatever the body says
BAD_FILTERS = ["x", [1], {"conditions": "x"}, {"conditions": [1]}, {"key": "user", "value": "nobody"}, {"operator": "xor", "conditions": []},
               {"conditions": [{"key": "nope", "operator": "isnull"}]}, {"conditions": [{"key": "user", "operator": "contains", "value": "a"}]},
               {"conditions": [{"key": "user", "operator": "in", "value": "a"}]}, {"conditions": [{"key": "user", "operator": "eq"}]}]


def refused(running, status, method, path, body=None, place=None, **more):
    got, answer = running.call(method, path, body, **more)
    assert got == status, (method, path, body, got, answer)
    if place:
        assert ["body", *place] in [error["loc"] for error in answer["errors"]], answer
    return answer


def members_of_every_body(running):
    """Each member of each described body is sent as something else; gives how many there were."""
    asked = 0
    for path, methods in sorted(running.call("GET", "/openapi.json")[1]["paths"].items()):
        for method, route in methods.items():
            body = route.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            if path in VENDORS:
                continue
            here = re.sub(r"\{[^}]*\}", "x", path.replace("{project}", "demo"))
            for name, schema in body.get("properties", {}).items():
                if "type" in schema and not path.startswith("/graphql"):
                    answer = refused(running, 400, method.upper(), here, {name: WRONG[schema["type"]]}, [name])
                    assert answer["path"] == here and "traceback" in answer, answer
                    asked += 1
    assert asked > 250, asked
    return asked


def otherwise_written(running):
    """What is only written in another way is taken, as by other servers of this protocol."""
    folder = uuid.uuid1().hex
    operation = {"id": "o", "type": "create", "entityType": "folder", "entityId": folder, "data": {"name": "one", "folderType": "Folder"}}
    answer = running.call("POST", "/api/projects/demo/operations", {"operations": [operation, {**operation, "data": {}}], "canFail": "yes"})[1]
    assert [one["success"] for one in answer["operations"]] == [True, False], answer
    assert len(running.call("POST", "/api/query", {"entity": "event", "limit": "2"})[1]) == 2
    return folder


def texts(running, folder):
    nul = json.dumps({"label": "a\0b"}).encode()
    for method, path in (("PATCH", f"/api/projects/demo/folders/{folder}"), ("POST", "/api/events")):
        assert "U+0000" in refused(running, 400, method, path, nul)["detail"]
    refused(running, 400, "POST", "/graphql", json.dumps({"query": "query q($n: [String!]) { project(name: \"demo\") { folders(names: $n) { edges { cursor } } } }",
                                                          "variables": {"n": ["a\0b"]}}).encode())
    for raw in (b'{"label": "\\ud800"}', b'{"label": "\xff"}', b'{"label": "a\tb"}', b"[" * 100, b'{"a":' * 100 + b"1" + b"}" * 100, b"{", b"nan"):
        refused(running, 400, "PATCH", f"/api/projects/demo/folders/{folder}", raw)
    assert running.call("PATCH", f"/api/projects/demo/folders/{folder}", b'{"label": "first", "label": "second"}')[0] == 204
    assert running.call("GET", f"/api/projects/demo/folders/{folder}")[1]["label"] == "second", "of two members of one name the last counts"
    assert running.call("PATCH", f"/api/projects/demo/folders/{folder}", rb'{"label": "a\\u0000b"}')[0] == 204, "a text that only shows the escape"
    for encoding in ("gzip", "br", "x, identity"):
        refused(running, 415, "PATCH", f"/api/projects/demo/folders/{folder}", b"\x1f\x8b", headers={"content-encoding": encoding})
    for wrong in ("xyz", "0" * 31, "0" * 33, "../x", "%00"):
        refused(running, 400, "GET", f"/api/projects/demo/folders/{urllib.parse.quote(wrong, safe='%')}")


def numbers(running, folder):
    def tried(name, value):
        return running.call("PATCH", f"/api/projects/demo/folders/{folder}", f'{{"attrib": {{"{name}": {value}}}}}'.encode())[0]

    def kept(name):
        return running.call("GET", f"/api/projects/demo/folders/{folder}")[1]["attrib"][name]
    assert tried("fps", "24.5") == 204 and tried("frameStart", "1001") == 204
    for name in ("fps", "frameStart"):
        for wrong in ('"nan"', '"inf"', '"-Infinity"', "1e999", '"1e999"', '"x"', "true", "[1]"):
            assert tried(name, wrong) == 400, (name, wrong)
    for wrong in ("1e300", "-1e300", "9223372036854775808", '"9223372036854775808"'):
        assert tried("frameStart", wrong) == 400, wrong
    assert (kept("fps"), kept("frameStart")) == (24.5, 1001), "what was refused changed nothing"
    for exact in (9007199254740993, -9223372036854775808):
        assert tried("frameEnd", exact) == 204 and kept("frameEnd") == exact, exact
    refused(running, 400, "PUT", "/api/attributes/weight", {"position": 1, "scope": ["folder"], "data": {"type": "nonsense"}}, ["data", "type"])


def filters(running):
    source = running.call("POST", "/api/events", {"topic": "bad.source", "summary": {"kind": "a"}})[1]["id"]
    wish = {"sourceTopic": "bad.source", "targetTopic": "bad.job", "sender": "n"}
    for wrong in BAD_FILTERS:
        refused(running, 400, "POST", "/api/enroll", {**wish, "filter": wrong})
        refused(running, 400, "POST", "/api/query", {"entity": "event", "filter": wrong})
        refused(running, 400, "POST", "/api/eventops", {"type": "delete", "filter": wrong})
        if isinstance(wrong, dict):
            answer = running.call("POST", "/graphql", {"query": "query q($f: String!) { project(name: \"demo\") { folders(filter: $f) { edges { cursor } } } }",
                                                       "variables": {"f": json.dumps(wrong)}})[1]
            assert answer["errors"], wrong
    for everything in ({}, {"conditions": []}, {"conditions": [{"conditions": []}]},
                       {"operator": "or", "conditions": [{"key": "user", "value": "nobody"}, {"conditions": []}]}):
        refused(running, 400, "POST", "/api/eventops", {"type": "delete", "filter": everything})
    assert running.call("GET", f"/api/events/{source}")[0] == 200, "nothing was deleted"
    assert running.call("POST", "/api/query", {"entity": "event", "filter": {"conditions": [{"key": "topic", "value": "bad.job"}]}})[1] == [], "no job was given"
    for wrong in ({"targetTopic": "bad.*"}, {"sourceTopic": 5}, {"sourceTopic": []}, {"maxRetries": "many"}, {"ignoreSenderTypes": "x"}):
        refused(running, 400, "POST", "/api/enroll", {**wish, **wrong})
    status, job = running.call("POST", "/api/enroll", {**wish, "ignoreOlderThan": 200_000, "filter": {"conditions": [{"key": "hash", "operator": "isnull"}]}})
    assert status == 200 and job["dependsOn"] == source, "a limit beyond all time is none"


def events(running):
    refused(running, 400, "POST", "/api/events", {"topic": "bad.event", "dependsOn": "zz"}, ["dependsOn"])
    refused(running, 400, "POST", "/api/events", {"topic": "not a topic"}, ["topic"])
    for stored in (True, False):
        refused(running, 404, "POST", "/api/events", {"topic": "bad.event", "project": "nowhere", "store": stored})
    event = running.call("POST", "/api/events", {"topic": "bad.event"})[1]["id"]
    for wrong in (500, -1):
        refused(running, 400, "PATCH", f"/api/events/{event}", {"progress": wrong}, ["progress"])
    refused(running, 404, "PATCH", f"/api/events/{event}", {"project": "nowhere"})
    refused(running, 400, "PATCH", f"/api/events/{event}", {"status": "done"}, ["status"])


def what_was_asked_for(running):
    """A refusal says what would have been right."""
    def context(method, path, body, place):
        answer = refused(running, 400, method, path, body)
        return {tuple(error["loc"]): error.get("ctx") for error in answer["errors"]}[place]
    pattern = context("POST", "/api/projects/demo/folders", {"name": "a b", "folderType": "Folder"}, ("body", "name"))
    assert not re.match(pattern["pattern"], "a b"), pattern
    wrong = {"operations": [{"type": "explode", "entityType": "folder", "data": {}}]}
    assert context("POST", "/api/projects/demo/operations", wrong, ("body", "operations", 0, "type")) == {
        "given": "explode", "permitted": ["create", "update", "delete"]}
    assert context("GET", "/api/projects/demo/folders/nonsense", None, ("path", "id")) == {"limit_value": 32}
    assert context("POST", "/api/events", b"{x", ("body", 1))["error"]
    folder = {"name": "far", "folderType": "Folder", "attrib": {"resolutionWidth": 60000}}
    assert context("POST", "/api/projects/demo/folders", folder, ("body", "attrib", "resolutionWidth"))["limit_value"] == 50000


def people(running, folder):
    def login(name):
        return {"authorization": "Bearer " + running.call("POST", "/api/auth/login", {"name": name, "password": PASSWORD}, key=None)[1]["token"]}

    def as_user(name, **who):
        operation = {"id": "o", "type": "update", "entityType": "folder", "entityId": folder, "data": {"label": name}, "asUser": name}
        return running.call("POST", "/api/projects/demo/operations", {"operations": [operation], "canFail": True}, **who)[1]["operations"][0]["status"]
    assert as_user("admin") == 204 and as_user("ghost") == 404
    assert as_user("service", key=None, headers=login("admin")) == 403, "people act as nobody else"
    assert running.call("GET", "/api/users/me", headers={"x-as-user": "artist"})[1]["name"] == "artist"
    assert running.call("GET", "/api/users/me", key=None, headers={**login("admin"), "x-as-user": "artist"})[1]["name"] == "admin", "only services act as others"
    refused(running, 404, "GET", "/api/users/me", headers={"x-as-user": "ghost"})
    event = running.call("POST", "/api/events", {"topic": "bad.own"})[1]["id"]
    running.sql("UPDATE events SET user_name = 'artist' WHERE topic = 'bad.own'")
    moved = {"user": "admin", "project": "demo", "description": "mine"}
    assert running.call("PATCH", f"/api/events/{event}", moved, key=None, headers=login("artist"))[0] == 204
    kept = running.call("GET", f"/api/events/{event}")[1]
    assert (kept["user"], kept["project"] or None, kept["description"]) == ("artist", None, "mine"), "nobody puts an event among those of others"
    assert running.call("PATCH", "/api/users/artist", {"active": False})[0] == 204
    refused(running, 403, "GET", "/api/users/me", headers={"x-as-user": "artist"})
    assert as_user("artist") == 403, "nobody acts as one who was disabled"
    task = uuid.uuid1().hex
    made = {"id": "o", "type": "create", "entityType": "task", "entityId": task, "data": {"name": "t", "taskType": "Generic", "folderId": folder}}
    assert running.call("POST", "/api/projects/demo/operations", {"operations": [made]})[1]["success"]
    refused(running, 400, "POST", f"/api/projects/demo/tasks/{task}/assign", {"mode": "explode", "users": ["admin"]}, ["mode"])
    assert running.call("GET", f"/api/projects/demo/tasks/{task}")[1]["assignees"] == []


def main():
    with server() as running:
        running.make_project()
        asked = members_of_every_body(running)
        folder = otherwise_written(running)
        texts(running, folder)
        numbers(running, folder)
        filters(running)
        events(running)
        what_was_asked_for(running)
        people(running, folder)
    print(f"bad input: {asked} members of bodies as something else, {len(BAD_FILTERS)} filters that are none, all refused by name")


if __name__ == "__main__":
    main()
