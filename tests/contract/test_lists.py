# SPDX-License-Identifier: Apache-2.0
"""Lists of entities, their items, attributes and folders; folders of projects.

usage: test_lists.py (environment: HEARTH_BIN_DIR, HEARTH_SOURCE_DIR)
"""
import json
import sys

import ayon_api

from server_process import KEY, server
from test_rights import PROJECT, Person, Tree

ITEMS = "id entityId position folderPath tags attrib ownAttrib allAttrib cursor Forbidden node{name __typename}"


def items_of(running, list_id, arguments="first:300", ask=None):
    query = f'{{project(name:"demo"){{entityList(id:"{list_id}"){{count items({arguments}){{edges{{{ITEMS}}} pageInfo{{hasNextPage endCursor}}}}}}}}}}'
    node = (ask(query)["data"] if ask else running.graphql(query))["project"]["entityList"]
    return [edge for edge in node["items"]["edges"]]


def client_round(running, tree, api):
    """Everything that the official client can do with a list."""
    versions = [tree.of[path]["version"] for path in ("assets/hero", "assets/tree", "shots/sq/sh010")]
    list_id = "1e" * 16
    status, answer = running.call("POST", PROJECT + "/lists", {"entityType": "task", "label": "other"})
    assert status == 201 and answer == {"id": answer["id"], "entityListType": "generic", "entityType": "task", "label": "other", "count": 0}, answer
    assert running.call("DELETE", f"{PROJECT}/lists/{answer['id']}")[0] == 204
    api.create_entity_list("demo", "version", "Dailies", list_id=list_id, list_type="review-session", data={"date": "today"}, tags=["a"],
                           items=[{"entityId": versions[0]}, {"entityId": versions[1], "label": "second"}])
    whole = api.get_entity_list_rest("demo", list_id)
    assert whole["data"] == {"date": "today", "count": 2} and whole["accessLevel"] == 30 and whole["owner"] == "service", whole
    assert [(one["entityId"], one["position"], one["folderPath"], one["label"]) for one in whole["items"]] == [
        (versions[0], 0, "assets/hero", None), (versions[1], 1, "assets/tree", "second")], whole["items"]
    assert "items" not in running.call("GET", f"{PROJECT}/lists/{list_id}?metadata_only=true")[1]
    api.update_entity_list("demo", list_id, label="Today", data={"date": None, "room": 3})
    found = list(api.get_entity_lists("demo"))
    assert [(one["label"], one["count"], one["data"]) for one in found] == [("Today", 2, {"room": 3})], found
    api.create_entity_list_item("demo", list_id, entity_id=versions[2], position=0)
    api.create_entity_list_item("demo", list_id, entity_id=versions[0])
    got = [(one["entityId"], one["position"]) for one in api.get_entity_list_rest("demo", list_id)["items"]]
    assert got == [(versions[2], 0), (versions[0], 1), (versions[1], 2), (versions[0], 3)], "the same entity may be there twice"
    assert api.get_entity_list_entities("demo", list_id) == {"entityType": "version", "entityIds": [versions[2], versions[0], versions[1]]}
    ids = [one["id"] for one in api.get_entity_list_rest("demo", list_id)["items"]]
    api.set_entity_list_items_order("demo", list_id, ids[::-1])
    assert [one["id"] for one in api.get_entity_list_rest("demo", list_id)["items"]] == ids[::-1]
    api.delete_entity_list_item("demo", list_id, ids[0])
    left = api.get_entity_list_rest("demo", list_id)["items"]
    assert [(one["id"], one["position"]) for one in left] == [(ids[3], 0), (ids[2], 1), (ids[1], 2)], left
    api.update_entity_list_item("demo", list_id, ids[3], position=2, label="last", tags=["x"], data={"k": 1})
    left = api.get_entity_list_rest("demo", list_id)["items"]
    assert [one["id"] for one in left] == [ids[2], ids[1], ids[3]] and left[2]["label"] == "last" and left[2]["data"] == {"k": 1}, left
    return list_id, versions


def in_bulk(running, list_id, versions):
    path = f"{PROJECT}/lists/{list_id}/items"

    def state():
        return [(one["id"], one["entityId"], one["position"], one["label"]) for one in running.call("GET", f"{PROJECT}/lists/{list_id}")[1]["items"]]
    assert running.call("PATCH", path, {"items": [{"id": "a" * 32, "entityId": versions[0]}, {"entityId": versions[1]}], "mode": "replace"})[0] == 204
    assert [one[1:] for one in state()] == [(versions[0], 0, None), (versions[1], 1, None)], state()
    assert running.call("PATCH", path, {"items": [{"id": "a" * 32, "label": "known"}, {"entityId": versions[2]}], "mode": "merge"})[0] == 204
    assert [one[1:] for one in state()] == [(versions[0], 0, "known"), (versions[1], 1, None), (versions[2], 2, None)], state()
    assert running.call("PATCH", path, {"items": [{"id": "b" * 32}], "mode": "merge"})[0] == 400, "a new item needs its entity"
    assert running.call("PATCH", path, {"items": [{"id": "a" * 32}], "mode": "delete"})[0] == 204
    assert [one[1:3] for one in state()] == [(versions[1], 0), (versions[2], 1)], state()
    for body, status in (({"items": []}, 400), ({"items": [{"entityId": versions[0]}], "mode": "burn"}, 400),
                         ({"items": [{"id": "c" * 32}], "mode": "delete"}, 404), ({"items": [{"entityId": "d" * 32}]}, 404)):
        before = state()
        assert running.call("PATCH", path, body)[0] == status, body
        assert state() == before, "what was refused left a trace"
    assert running.call("POST", f"{PROJECT}/lists/{list_id}/order", {"order": [state()[0][0]]})[0] == 400


def attributes(running, list_id, versions, api):
    definitions = [{"name": "shotNote", "data": {"type": "string", "title": "Note"}}, {"name": "takes", "data": {"type": "integer"}}]
    api.set_entity_list_attribute_definitions("demo", list_id, definitions)
    got = api.get_entity_list_attribute_definitions("demo", list_id)
    assert [(one["name"], one["data"]["type"]) for one in got] == [("shotNote", "string"), ("takes", "integer")], got
    for bad in ([{"name": "fps", "data": {}}], [{"name": "x y", "data": {}}], [{"name": "aa", "data": {"type": "nope"}}], [{"name": "aa"}],
                [{"name": "aa", "data": {}}, {"name": "aa", "data": {}}]):
        assert running.call("PUT", f"{PROJECT}/lists/{list_id}/attributes", bad)[0] == 400, bad
    item = running.call("GET", f"{PROJECT}/lists/{list_id}")[1]["items"][0]["id"]
    path = f"{PROJECT}/lists/{list_id}/items/{item}"
    assert running.call("PATCH", path, {"attrib": {"shotNote": "n", "takes": 3, "fps": 30, "unknown": 1}})[0] == 204
    edge = items_of(running, list_id)[0]
    assert json.loads(edge["attrib"]) == {"shotNote": "n", "takes": 3, "fps": 30} and set(edge["ownAttrib"]) == {"shotNote", "takes", "fps"}, edge
    assert json.loads(edge["allAttrib"]) == {"comment": "c", "fps": 30, "shotNote": "n", "takes": 3}, edge["allAttrib"]
    assert running.call("PATCH", path, {"attrib": {"takes": "many"}})[0] == 400
    assert running.call("PATCH", path, {"attrib": {"fps": None, "takes": None}})[0] == 204
    assert json.loads(items_of(running, list_id)[0]["allAttrib"])["fps"] == 24, "an unset value shows the entity's again"


def by_graphql(running, list_id, versions, api):
    edges = items_of(running, list_id)
    assert [edge["entityId"] for edge in edges] == versions[1:] and edges[0]["node"] == {"name": "v001", "__typename": "VersionNode"}, edges
    assert len({edge["cursor"] for edge in edges}) == 2
    assert [edge["entityId"] for edge in items_of(running, list_id, 'first:1')] == [versions[1]]
    assert [edge["entityId"] for edge in items_of(running, list_id, f'first:1,after:"{edges[0]["cursor"]}"')] == [versions[2]]
    text = json.dumps(json.dumps({"conditions": [{"key": "position", "operator": "eq", "value": 1}]}))
    assert [edge["entityId"] for edge in items_of(running, list_id, f"first:9,filter:{text}")] == [versions[2]]
    with_items = list(api.get_entity_lists("demo", list_ids={list_id}, fields={"id", "label", "items.entityId", "items.position"}))
    assert [one["entityId"] for one in with_items[0]["items"]] == versions[1:], with_items
    other = running.call("POST", PROJECT + "/lists", {"entityType": "folder", "label": "Aa"})[1]["id"]
    query = '{project(name:"demo"){entityLists(%s){edges{node{label}} pageInfo{hasNextPage endCursor}}}}'

    def labels(arguments):
        return [edge["node"]["label"] for edge in running.graphql(query % arguments)["project"]["entityLists"]["edges"]]
    assert labels("first:9") == ["Today", "Aa"] and labels('first:9,sortBy:"label"') == ["Aa", "Today"] and labels("last:9") == ["Aa", "Today"]
    assert labels('first:9,search:"tod"') == ["Today"] and labels("first:9,ids:[]") == []
    page = running.graphql(query % "first:1")["project"]["entityLists"]
    assert page["pageInfo"]["hasNextPage"] and labels(f'first:1,after:"{page["pageInfo"]["endCursor"]}"') == ["Aa"]
    text = json.dumps(json.dumps({"conditions": [{"key": "entityType", "operator": "eq", "value": "folder"}]}))
    assert labels(f"first:9,filter:{text}") == ["Aa"]
    for bad in ('first:9,sortBy:"burn"', 'ids:["x"]', 'filter:"[]"'):
        status, answer = running.call("POST", "/graphql", {"query": query % bad})
        assert status == 200 and "errors" in answer, bad
    assert running.call("POST", PROJECT + "/lists", {"entityType": "folder", "label": "Aa"})[0] == 409, "a label twice"
    assert running.call("PATCH", f"{PROJECT}/lists/{other}", {"label": "Today"})[0] == 409
    for bad in ({"label": "x"}, {"entityType": "nonsense", "label": "x"}, {"entityType": "task"}, {"entityType": "task", "label": "x", "access": {"a": 7}}):
        assert running.call("POST", PROJECT + "/lists", bad)[0] == 400, bad


def templates(running, tree, api):
    made = running.call("POST", PROJECT + "/lists", {"entityType": "folder", "label": "fast", "template": {"filter": {
        "conditions": [{"key": "name", "operator": "in", "value": ["hero", "tree"]}]}}})[1]["id"]
    assert api.materialize_entity_list("demo", made)["count"] == 2
    assert api.materialize_entity_list("demo", made)["count"] == 2, "what is there already is not added again"
    plain = running.call("POST", PROJECT + "/lists", {"entityType": "folder", "label": "plain"})[1]["id"]
    assert running.call("POST", f"{PROJECT}/lists/{plain}/materialize")[0] == 400


def who_may(running, tree, ann, bob):
    hero, other = tree.of["assets/hero"]["version"], tree.of["shots/sq/sh010"]["version"]
    ann.may({})
    bob.may({"read": {"enabled": True, "access_list": [{"access_type": "hierarchy", "path": "assets"}]}})
    status, made = ann.call("POST", PROJECT + "/lists", {"entityType": "version", "label": "ann's", "items": [{"entityId": hero}, {"entityId": other}]})
    one = f"{PROJECT}/lists/{made['id']}"
    got = bob.call("GET", one)[1]["items"]
    assert [item["folderPath"] for item in got] == ["assets/hero", ""], "told where a hidden entity lies"
    assert bob.call("GET", one + "/entities")[1]["entityIds"] == [hero]
    edges = items_of(running, made["id"], ask=bob.ask)
    assert [(edge["Forbidden"], bool(edge["node"]), edge["folderPath"]) for edge in edges] == [(False, True, "assets/hero"), (True, False, "")], edges
    assert len(items_of(running, made["id"], "first:9,accessibleOnly:true", ask=bob.ask)) == 1
    assert bob.status("POST", one + "/items", {"entityId": other}) == 403 and bob.status("POST", one + "/items", {"entityId": hero}) == 201
    lists = '{project(name:"demo"){entityLists(first:99){edges{node{label accessLevel}}}}}'
    for access, level in (({"bob": 0}, 0), ({"bob": 10}, 10), ({"__everyone__": 20}, 20), ({"team:modelers": 30}, 30), ({"group:bob0": 10}, 10), ({"carl": 30}, 0)):
        running.call("PUT", PROJECT + "/teams/modelers", {"members": [{"name": "bob"}]})
        assert ann.status("PATCH", one, {"access": access}) == 204
        assert bob.status("GET", one) == (200 if level >= 10 else 403), access
        assert bob.status("POST", one + "/items", {"entityId": hero}) == (201 if level >= 20 else 403), access
        assert bob.status("PATCH", one, {"data": {"x": 1}}) == (204 if level >= 30 else 403), access
        seen = {edge["node"]["label"]: edge["node"]["accessLevel"] for edge in bob.ask(lists)["data"]["project"]["entityLists"]["edges"]}
        assert seen.get("ann's", 0) == level, (access, seen)
    assert bob.status("DELETE", one) == 403 and bob.status("PUT", one + "/attributes", []) == 403
    assert running.call("PATCH", "/api/users/bob", {"data": {"isGuest": True}})[0] == 204
    assert bob.status("POST", PROJECT + "/lists", {"entityType": "version", "label": "guest"}) == 403
    assert ann.status("PATCH", one, {"access": {}}) == 204 and bob.status("GET", one) == 403
    assert ann.status("PATCH", one, {"access": {"__guests__": 10}}) == 204 and bob.status("GET", one) == 200
    running.call("PATCH", "/api/users/bob", {"data": {"isGuest": None}})


def who_is_told(running, tree, bob):
    running.call("PATCH", "/api/users/bob", {"data": {"isGuest": None}})
    bob.may({})

    def next_event(socket):
        while True:
            message = json.loads(socket.recv())
            if message["topic"] != "heartbeat":
                return message
    with bob.listening(("entity_list",)) as socket:
        hidden = running.call("POST", PROJECT + "/lists", {"entityType": "task", "label": "secret", "access": {"nobody": 10}})[1]["id"]
        made = running.call("POST", PROJECT + "/lists", {"entityType": "task", "label": "open", "items": [{"entityId": tree.of["assets/hero"]["task"]}]})[1]["id"]
        event = next_event(socket)
        assert event["topic"] == "entity_list.created" and event["summary"] == {
            "id": made, "entity_list_type": "generic", "entity_list_folder_id": None, "entity_type": "task", "label": "open", "count": 1}, event
        running.call("DELETE", f"{PROJECT}/lists/{hidden}")
        running.call("POST", f"{PROJECT}/lists/{made}/items", {"entityId": tree.of["assets/tree"]["task"]})
        event = next_event(socket)
        assert event["topic"] == "entity_list.changed" and event["summary"]["count"] == 2, event
        running.call("DELETE", f"{PROJECT}/lists/{made}")
        assert next_event(socket)["topic"] == "entity_list.deleted"
    assert running.call("GET", f"{PROJECT}/lists/{made}")[0] == 404


def folders_of_lists(running, api, ann):
    ann.may({})
    first = api.create_entity_list_folder("demo", "Reviews", color="#ff0000", icon="star", scope=["version"])
    second = api.create_entity_list_folder("demo", "Old")
    inner = api.create_entity_list_folder("demo", "Inner", parent_id=first)
    got = api.get_entity_list_folders("demo")
    assert [(one["id"], one["label"], one["parentId"], one["position"]) for one in got] == [
        (first, "Reviews", None, 0), (second, "Old", None, 1), (inner, "Inner", first, 2)], got
    assert got[0]["data"] == {"color": "#ff0000", "icon": "star", "scope": ["version"]} and got[0]["owner"] == "service", got[0]
    path = PROJECT + "/entityListFolders"
    assert running.call("POST", path, {"label": "REVIEWS"})[0] == 409 and running.call("POST", path, {"label": "Reviews", "parentId": first})[0] == 200
    assert running.call("POST", path, {"label": ""})[0] == 400 and running.call("POST", path, {"label": "x", "parentId": "f" * 32})[0] == 404
    assert running.call("PATCH", f"{path}/{first}", {"parentId": inner})[0] == 400, "a folder in itself"
    api.update_entity_list_folder("demo", second, label="Older")
    api.set_entity_list_folders_order("demo", [second, first])
    assert [one["label"] for one in api.get_entity_list_folders("demo")][:2] == ["Older", "Reviews"]
    made = running.call("POST", PROJECT + "/lists", {"entityType": "task", "label": "in", "entityListFolderId": inner})[1]["id"]
    assert running.call("POST", PROJECT + "/lists", {"entityType": "task", "label": "in2", "entityListFolderId": "e" * 32})[0] == 400
    assert running.call("PATCH", f"{path}/{second}", {"access": {"nobody": 10}})[0] == 204
    assert second not in [one["id"] for one in ann.call("GET", path)[1]["folders"]] and ann.status("DELETE", f"{path}/{second}") == 403
    api.delete_entity_list_folder("demo", first)
    assert [one["label"] for one in api.get_entity_list_folders("demo")] == ["Older"], "with what is in it"
    assert running.call("GET", f"{PROJECT}/lists/{made}")[1]["entityListFolderId"] is None
    assert running.call("DELETE", f"{path}/{first}")[0] == 404


def folders_of_projects(running, ann):
    path = "/api/projectFolders"
    status, first = running.call("POST", path, {"label": "Films", "data": {"color": "#00ff00"}})
    assert status == 200, first
    inner = running.call("POST", path, {"label": "Ärger", "parentId": first["id"]})[1]["id"]
    assert running.call("POST", path, {"label": "ärger", "parentId": first["id"]})[0] == 409, "labels are compared as Unicode folds them"
    assert running.call("POST", path + "/assign", {"folderId": inner, "projectNames": ["demo"]})[0] == 204
    got = {one["label"]: one for one in ann.call("GET", path)[1]["folders"]}
    assert got["Films"]["isEmpty"] and not got["Ärger"]["isEmpty"] and got["Ärger"]["parentId"] == first["id"] and got["Films"]["data"] == {"color": "#00ff00"}, got
    assert running.call("GET", "/api/projects")[1]["projects"][0]["projectFolder"] == inner
    assert running.graphql('{project(name:"demo"){projectFolder}}')["project"]["projectFolder"] == inner
    for method, where, body in (("POST", path, {"label": "x"}), ("POST", path + "/assign", {"projectNames": ["demo"]}), ("DELETE", f"{path}/{inner}", None)):
        assert ann.status(method, where, body) == 403, where
    assert running.call("POST", path + "/assign", {"projectNames": []})[0] == 400
    assert running.call("POST", path + "/assign", {"folderId": "f" * 32, "projectNames": ["demo"]})[0] == 404
    assert running.call("POST", path + "/order", {"order": [inner, first["id"]]})[0] == 204
    assert [one["id"] for one in running.call("GET", path)[1]["folders"]] == [inner, first["id"]]
    assert running.call("PATCH", f"{path}/{inner}", {"label": "Serien", "parentId": None})[0] == 204
    assert running.call("DELETE", f"{path}/{inner}")[0] == 204
    assert running.call("GET", "/api/projects")[1]["projects"][0]["projectFolder"] is None


def main():
    with server() as running:
        running.make_project()
        tree = Tree(running)
        ann, bob = Person(running, "ann").may({}), Person(running, "bob").may({})
        api = ayon_api.ServerAPI(running.url, KEY)
        list_id, versions = client_round(running, tree, api)
        in_bulk(running, list_id, versions)
        attributes(running, list_id, versions, api)
        by_graphql(running, list_id, versions, api)
        templates(running, tree, api)
        who_may(running, tree, ann, bob)
        who_is_told(running, tree, bob)
        folders_of_lists(running, api, ann)
        folders_of_projects(running, ann)
        api.delete_entity_list("demo", list_id)
        assert running.call("DELETE", PROJECT)[0] == 204
    print("lists: passed")


if __name__ == "__main__":
    sys.exit(main())
