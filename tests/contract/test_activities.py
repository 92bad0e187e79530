# SPDX-License-Identifier: Apache-2.0
"""Comments and other activities of entities: what they concern, who may see and change them, and who is told.

usage: test_activities.py (environment: HEARTH_BIN_DIR, HEARTH_SOURCE_DIR)
"""
import json
import sys

import ayon_api
import websocket

from server_process import KEY, server
from test_rights import PROJECT, Person, Tree, heard

FIELDS = "activityId activityType body referenceType entityType entityId entityName activityData read author{name}"


def activities(running, arguments, fields=FIELDS):
    answer = running.graphql(f'{{project(name:"demo"){{activities({arguments}){{edges{{node{{{fields}}}}}}}}}}}')
    return [edge["node"] for edge in answer["project"]["activities"]["edges"]]


def references(running, activity):
    return {(one["referenceType"], one["entityType"], one["entityId"] or one["entityName"])
            for one in activities(running, f'activityIds:["{activity}"],first:100')}


def client_makes_and_changes(running, tree, api):
    """The official client's whole round: create, read, change, react, categories, watchers, suggestions, delete."""
    version = tree.of["assets/hero"]["version"]
    made = api.create_activity("demo", version, "version", "comment", body="looks good", data={"sg_note_id": 7})
    got = api.get_activity_by_id("demo", made)
    assert got["body"] == "looks good" and got["activityType"] == "comment" and got["entityId"] == version, got
    data = got["activityData"]
    assert data["sg_note_id"] == 7 and data["author"] == "service" and data["origin"]["name"] == "v001", data
    assert [one["name"] for one in data["parents"]] == ["assets", "hero", "main"], data["parents"]
    assert [one["type"] for one in data["parents"]] == ["folder", "folder", "product"], data["parents"]
    own = "a1" * 16
    assert api.create_activity("demo", version, "version", "comment", activity_id=own, body="again",
                               timestamp="2020-01-02T03:04:05+00:00") == own
    assert activities(running, f'activityIds:["{own}"],first:1', "createdAt")[0]["createdAt"] == "2020-01-02T03:04:05.000000+00:00"
    status, answer = running.call("POST", f"{PROJECT}/versions/{version}/activities", {"activityType": "comment", "id": own})
    assert status == 409, answer
    api.update_activity("demo", made, body="- [ ] do it", data={"sg_note_id": 8, "author": "nobody"})
    got = api.get_activity_by_id("demo", made)
    assert got["body"] == "- [ ] do it" and got["activityData"]["sg_note_id"] == 8, got
    assert got["activityData"]["author"] == "service" and got["activityData"]["hasChecklist"] is True, "the author is kept"
    api.create_activity_reaction("demo", made, "like")
    assert running.call("POST", f"{PROJECT}/activities/{made}/reactions", {"reaction": "like"})[0] == 400
    answer = activities(running, f'activityIds:["{made}"],referenceTypes:["origin"],first:1', "reactions{userName reaction timestamp}")
    assert [(one["userName"], one["reaction"]) for one in answer[0]["reactions"]] == [("service", "like")], answer
    api.delete_activity_reaction("demo", made, "like")
    assert "like" not in json.dumps(api.get_activity_by_id("demo", made)["activityData"].get("reactions", []))
    assert running.call("DELETE", f"{PROJECT}/activities/{made}/reactions/like")[0] == 404
    assert api.get_activity_categories("demo") == []
    api.set_entity_watchers("demo", version, "version", ["admin", "service"])
    assert set(api.get_entity_watchers("demo", version, "version")) == {"admin", "service"}
    api.set_entity_watchers("demo", version, "version", ["service"])
    assert api.get_entity_watchers("demo", version, "version") == ["service"]
    suggested = api.suggest_entity_mention("demo", tree.of["assets/hero"]["task"], "task")
    assert "ann" in [one["name"] for one in suggested["users"]], suggested["users"]
    assert suggested["tasks"][0]["id"] == tree.of["assets/hero"]["task"] and suggested["tasks"][0]["parent"]["name"] == "hero"
    assert suggested["versions"][0]["parent"]["parent"]["name"] == "hero" and suggested["versions"][0]["version"] == 1
    api.delete_activity("demo", made)
    assert api.get_activity_by_id("demo", made) is None and references(running, made) == set()
    assert running.call("DELETE", f"{PROJECT}/activities/{made}")[0] == 404


def what_is_refused(running, tree, ann):
    version = tree.of["assets/hero"]["version"]
    path = f"{PROJECT}/versions/{version}/activities"
    ann.may({})
    for body, status in (({"activityType": "status.change"}, 400), ({"activityType": "nonsense"}, 400), ({}, 400),
                         ({"activityType": "comment", "body": "ä" * 2001}, 400), ({"activityType": "comment", "body": "ä" * 2000}, 201),
                         ({"activityType": "comment", "files": ["b" * 32]}, 400), ({"activityType": "comment", "timestamp": "soon"}, 400),
                         ({"activityType": "comment", "tags": [1]}, 400), ({"activityType": "comment", "id": "x"}, 400)):
        assert ann.status("POST", path, body) == status, (body, ann.call("POST", path, body))
    assert ann.status("POST", f"{PROJECT}/nonsense/{version}/activities", {"activityType": "comment"}) == 400
    assert ann.status("POST", f"{PROJECT}/version/{'c' * 32}/activities", {"activityType": "comment"}) == 404
    assert ann.status("POST", f"{PROJECT}/version/nonsense/activities", {"activityType": "comment"}) == 400


def what_it_concerns(running, tree):
    """Origin, author, mentions of the text, related entities and their people."""
    hero, tree_of = tree.of["assets/hero"], tree.of["assets/tree"]
    running.call("PATCH", f"{PROJECT}/tasks/{hero['task']}", {"assignees": ["ann"]})
    running.call("PUT", PROJECT + "/teams/modelers", {"members": [{"name": "bob", "leader": True}]})
    text = f"see [it](task:{tree_of['task']}), [Admin](user:admin), [x](user:nobody), [gone](task:{'d' * 32}), [team](team:modelers)"
    status, made = running.call("POST", f"{PROJECT}/versions/{hero['version']}/activities", {"activityType": "comment", "body": text})
    assert status == 201, made
    found = references(running, made["id"])
    assert {("origin", "version", hero["version"]), ("author", "user", "service"), ("mention", "task", tree_of["task"]),
            ("mention", "user", "admin"), ("mention", "user", "bob"), ("relation", "folder", hero["folder"]),
            ("relation", "task", hero["task"]), ("relation", "user", "ann"), ("relation", "user", "service"),
            ("watching", "user", "service"), ("watching", "user", "ann")} == found, found
    assert running.call("PATCH", f"{PROJECT}/activities/{made['id']}", {"body": "see [Ann](user:ann)"})[0] == 204
    mentions = {one for one in references(running, made["id"]) if one[0] == "mention"}
    assert mentions == {("mention", "user", "ann")}, mentions
    status, made = running.call("POST", f"{PROJECT}/tasks/{hero['task']}/activities", {"activityType": "comment", "body": "t"})
    assert {("relation", "folder", hero["folder"]), ("relation", "version", hero["version"]),
            ("relation", "user", "ann")} <= references(running, made["id"])
    status, made = running.call("POST", f"{PROJECT}/folder/{hero['folder']}/activities", {"activityType": "comment", "body": "f"})
    assert ("relation", "user", "ann") in references(running, made["id"])


def files_are_bound(running, tree):
    version = tree.of["assets/hero"]["version"]
    status, file = running.call("POST", PROJECT + "/files", b"text", headers={"x-file-name": "a.txt", "content-type": "text/plain"})
    status, made = running.call("POST", f"{PROJECT}/versions/{version}/activities", {"activityType": "comment", "body": "f", "files": [file["id"]]})
    assert status == 201, made
    node = activities(running, f'activityIds:["{made["id"]}"],first:1', "activityData files{id name size mime author}")[0]
    assert node["files"] == [{"id": file["id"], "name": "a.txt", "size": "4", "mime": "text/plain", "author": "service"}], node
    assert json.loads(node["activityData"])["files"][0]["filename"] == "a.txt", node
    status, more = running.call("POST", PROJECT + "/files", b"more", headers={"x-file-name": "b.txt", "content-type": "text/plain"})
    assert running.call("PATCH", f"{PROJECT}/activities/{made['id']}", {"files": [more["id"]], "appendFiles": True})[0] == 204
    node = activities(running, f'activityIds:["{made["id"]}"],first:1', "files{name}")[0]
    assert [one["name"] for one in node["files"]] == ["a.txt", "b.txt"], node
    assert running.call("PATCH", f"{PROJECT}/activities/{made['id']}", {"files": [more["id"]]})[0] == 204
    node = activities(running, f'activityIds:["{made["id"]}"],first:1', "files{name}")[0]
    assert [one["name"] for one in node["files"]] == ["b.txt"], node
    assert running.call("DELETE", f"{PROJECT}/files/{more['id']}")[0] == 204
    assert activities(running, f'activityIds:["{made["id"]}"],first:1', "files{name}")[0]["files"] == []
    other = running.call("POST", f"{PROJECT}/versions/{version}/activities", {"activityType": "comment"})[1]
    status, taken = running.call("POST", PROJECT + "/files", b"x", headers={"x-file-name": "c", "content-type": "text/plain",
                                                                             "x-activity-id": made["id"]})
    assert running.call("PATCH", f"{PROJECT}/activities/{other['id']}", {"files": [taken["id"]]})[0] == 400


def server_makes_its_own(running, tree):
    """Publishing, statuses, assignees and attributes leave activities; what did not change leaves none."""
    folder = tree.make("folder", {"name": "own", "folderType": "Folder"})
    task = tree.make("task", {"name": "work", "taskType": "Generic", "folderId": folder})
    product = tree.make("product", {"name": "main", "productType": "model", "folderId": folder})
    version = tree.make("version", {"version": 1, "productId": product, "taskId": task})

    def of(entity):
        return [(one["activityType"], json.loads(one["activityData"])) for one in
                activities(running, f'entityIds:["{entity}"],referenceTypes:["origin"],first:100')]
    found = of(version)
    assert [kind for kind, _ in found] == ["watch", "version.publish"], found
    assert found[0][1]["watcher"] == "service"
    context = found[1][1]["context"]
    assert (context["folderPath"], context["productName"], context["taskName"]) == ("/own", "main", "work"), context
    running.call("PATCH", f"{PROJECT}/versions/{version}", {"status": "Approved"})
    kind, data = of(version)[-1]
    assert kind == "status.change" and data["newValue"] == "Approved" and data["oldValue"], (kind, data)
    count = len(of(version))
    running.call("PATCH", f"{PROJECT}/versions/{version}", {"status": "Approved"})
    assert len(of(version)) == count, "nothing changed"
    running.call("PATCH", f"{PROJECT}/tasks/{task}", {"assignees": ["ann", "bob"]})
    running.call("PATCH", f"{PROJECT}/tasks/{task}", {"assignees": ["bob"], "attrib": {"fps": 30}})
    found = [(kind, data.get("assignee") or data.get("key")) for kind, data in of(task) if kind != "watch"]
    assert sorted(found) == [("assignee.add", "ann"), ("assignee.add", "bob"), ("assignee.remove", "ann"), ("attrib.change", "fps")], found
    assert running.call("GET", f"{PROJECT}/tasks/{task}/watchers")[1]["watchers"] == ["ann", "bob"]
    node = activities(running, f'entityIds:["{task}"],activityTypes:["assignee.remove"],referenceTypes:["origin"],first:9',
                      "assignee{name} version{id} entityPath origin{id type name subtype link} parents{name}")[0]
    assert node["assignee"]["name"] == "ann" and node["version"] is None and node["entityPath"] == "/own/work", node
    assert node["origin"] == {"id": task, "type": "task", "name": "work", "subtype": "Generic", "link": f"task:{task}"}, node
    operations = {"operations": [{"id": "1" * 32, "type": "update", "entityType": "folder", "entityId": folder, "data": {"status": "In progress"}},
                                 {"id": "2" * 32, "type": "update", "entityType": "task", "entityId": task, "data": {"status": "nonsense"}}]}
    before = len(of(folder))
    running.call("POST", PROJECT + "/operations", operations)
    assert len(of(folder)) == before, "what was undone left an activity"
    running.call("POST", PROJECT + "/operations", {**operations, "canFail": True})
    assert len(of(folder)) == before + 1 and "nonsense" not in json.dumps(of(task))


def asked_by_graphql(running, tree):
    version = tree.of["shots/sq/sh010"]["version"]
    for n in range(7):
        running.call("POST", f"{PROJECT}/versions/{version}/activities", {"activityType": "comment", "body": f"n{n}", "tags": ["even"] if n % 2 == 0 else []})
    only = f'entityIds:["{version}"],activityTypes:["comment"],referenceTypes:["origin"]'
    query = "{project(name:\"demo\"){activities(%s){edges{cursor node{body}} pageInfo{endCursor startCursor hasNextPage hasPreviousPage}}}}"
    for size, after in (("first:3", "after"), ("last:3", "before")):
        bodies, cursor = [], ""
        while True:
            page = running.graphql(query % f'{only},{size}{cursor}')["project"]["activities"]
            bodies += [edge["node"]["body"] for edge in page["edges"]]
            more, at = ("hasNextPage", "endCursor") if after == "after" else ("hasPreviousPage", "startCursor")
            if not page["pageInfo"][more]:
                break
            cursor = f',{after}:"{page["pageInfo"][at]}"'
        want = [f"n{n}" for n in range(7)]
        assert bodies == (want if after == "after" else want[::-1]), bodies
    assert len(activities(running, only + ',tags:["even"],first:99')) == 4
    assert len(activities(running, only + ',entityIds:[],first:99'.replace("entityIds", "activityIds"))) == 0
    text = json.dumps(json.dumps({"conditions": [{"key": "body", "operator": "eq", "value": "n3"}]}))
    assert [one["body"] for one in activities(running, f"{only},first:99,filter:{text}")] == ["n3"]
    assert activities(running, only + ',changedAfter:"2100-01-01T00:00:00Z",first:9') == []
    node = running.graphql('query($v:String!){project(name:"demo"){version(id:$v){latestComments{body author} '
                           'activities(last:2,activityTypes:["comment"],referenceTypes:["origin"]){edges{node{body}} pageInfo{hasPreviousPage startCursor}}}}}', v=version)["project"]["version"]
    assert [one["body"] for one in node["latestComments"]] == ["n6", "n5", "n4", "n3", "n2"], node
    assert [edge["node"]["body"] for edge in node["activities"]["edges"]] == ["n6", "n5"] and node["activities"]["pageInfo"]["hasPreviousPage"], node
    cursor = node["activities"]["pageInfo"]["startCursor"]
    node = running.graphql('query($v:String!,$c:String!){project(name:"demo"){version(id:$v){activities(last:2,before:$c,activityTypes:["comment"],'
                           'referenceTypes:["origin"]){edges{node{body}}}}}}', v=version, c=cursor)["project"]["version"]
    assert [edge["node"]["body"] for edge in node["activities"]["edges"]] == ["n4", "n3"], node


def batches(running, tree, api):
    version = tree.of["assets/tree"]["version"]
    results = api.send_activities_batch_operations("demo", [
        {"id": "1", "type": "create", "data": {"entityType": "version", "entityId": version, "activityType": "comment", "body": "one"}},
        {"id": "2", "type": "create", "activityId": "e" * 32, "data": {"entityType": "version", "entityId": version, "activityType": "comment", "body": "two"}}])
    assert [one["success"] for one in results] == [True, True] and results[1]["activityId"] == "e" * 32, results
    results = api.send_activities_batch_operations("demo", [
        {"id": "3", "type": "update", "activityId": "e" * 32, "data": {"body": "three"}},
        {"id": "4", "type": "delete", "activityId": "f" * 32}], raise_on_fail=False)
    assert not results[-1]["success"] and results[-1]["status"] == 404, results
    assert activities(running, f'activityIds:["{"e" * 32}"],first:1')[0]["body"] == "two", "one failure undoes all"
    results = api.send_activities_batch_operations("demo", [
        {"id": "3", "type": "update", "activityId": "e" * 32, "data": {"body": "three"}},
        {"id": "4", "type": "delete", "activityId": "f" * 32},
        {"id": "5", "type": "update", "activityId": "e" * 32, "data": {"tags": ["x"]}}], can_fail=True, raise_on_fail=False)
    assert [one["success"] for one in results] == [True, False, True], results
    node = activities(running, f'activityIds:["{"e" * 32}"],first:1', "body tags")[0]
    assert node == {"body": "three", "tags": ["x"]}, node


def who_may(running, tree, ann, bob):
    """A comment is its author's; others tick its boxes; what may not be read is not shown, nor told, nor answered."""
    hero, other = tree.of["assets/hero"], tree.of["shots/sq/sh010"]
    ann.may({})
    bob.may({"read": {"enabled": True, "access_list": [{"access_type": "hierarchy", "path": "assets"}]}})
    status, made = ann.call("POST", f"{PROJECT}/versions/{hero['version']}/activities", {"activityType": "comment", "body": "* [ ] a\n* [x] b"})
    assert status == 201, made
    assert "ann" in running.call("GET", f"{PROJECT}/version/{hero['version']}/watchers")[1]["watchers"], "the author watches"
    one = f"{PROJECT}/activities/{made['id']}"
    assert bob.status("PATCH", one, {"body": "* [x] a\n* [ ] b"}) == 204, "boxes are everybody's"
    assert bob.status("PATCH", one, {"body": "* [x] c\n* [ ] b"}) == 403 and bob.status("PATCH", one, {"tags": []}) == 403
    assert bob.status("DELETE", one) == 403
    hidden = ann.call("POST", f"{PROJECT}/versions/{other['version']}/activities", {"activityType": "comment", "body": f"[h](version:{hero['version']})"})[1]["id"]
    assert bob.status("POST", f"{PROJECT}/versions/{other['version']}/activities", {"activityType": "comment"}) == 403
    for method, path, body in (("PATCH", f"/activities/{hidden}", {"body": "x"}), ("POST", f"/activities/{hidden}/reactions", {"reaction": "like"}),
                               ("GET", f"/versions/{other['version']}/watchers", None), ("POST", f"/versions/{other['version']}/watchers", {"watchers": []}),
                               ("POST", "/suggest", {"entityType": "version", "entityId": other["version"]})):
        assert bob.status(method, PROJECT + path, body) == 403, (method, path)
    seen = {edge["node"]["activityId"] for edge in bob.ask('{project(name:"demo"){activities(first:1000){edges{node{activityId}}}}}')["data"]["project"]["activities"]["edges"]}
    assert made["id"] in seen and hidden not in seen, "seen through the entity it mentions"
    node = bob.ask('{project(name:"demo"){activities(first:1,activityTypes:["comment"]){edges{node{author{name accessGroups attrib{email}}}}}}}')
    assert node["data"]["project"]["activities"]["edges"][0]["node"]["author"]["accessGroups"] == "{}", node
    with bob.listening() as socket:
        ann.call("POST", f"{PROJECT}/versions/{other['version']}/activities", {"activityType": "comment"})
        ann.call("POST", f"{PROJECT}/versions/{hero['version']}/activities", {"activityType": "comment"})
        topics = [topic for topic, _ in heard(running, socket)]
        assert topics.count("activity.created") == 1, topics
    bob.may({"activities": {"enabled": True, "activities": ["status.change"]}})
    assert bob.status("POST", f"{PROJECT}/versions/{hero['version']}/activities", {"activityType": "comment"}) == 403
    kinds = {edge["node"]["activityType"] for edge in bob.ask('{project(name:"demo"){activities(first:1000){edges{node{activityType}}}}}')["data"]["project"]["activities"]["edges"]}
    assert kinds == {"status.change"}, kinds
    bob.may({"attrib_read": {"enabled": True, "attributes": []}})
    kinds = {edge["node"]["activityType"] for edge in bob.ask('{project(name:"demo"){activities(first:1000){edges{node{activityType}}}}}')["data"]["project"]["activities"]["edges"]}
    assert "comment" in kinds and "attrib.change" not in kinds, kinds


def who_is_told(running, tree):
    """Comments leave stored events; those the server makes itself pass by."""
    version = tree.of["assets/hero"]["version"]
    socket = websocket.create_connection(running.url.replace("http", "ws") + "/ws", timeout=15)
    socket.send(json.dumps({"topic": "auth", "token": KEY, "subscribe": ["activity"], "project": "demo"}))
    assert json.loads(socket.recv()) == {"topic": "heartbeat"}

    def next_event():
        while True:
            message = json.loads(socket.recv())
            if message["topic"] != "heartbeat":
                return message
    made = running.call("POST", f"{PROJECT}/versions/{version}/activities", {"activityType": "comment", "body": "hello"}, headers={"x-sender": "me"})[1]["id"]
    event = next_event()
    assert event["topic"] == "activity.created" and event["store"] is True and event["sender"] == "me", event
    assert event["summary"]["activity_id"] == made and event["summary"]["activity_type"] == "comment", event
    assert {"entity_id": version, "entity_type": "version", "reference_type": "origin"} in event["summary"]["references"], event
    assert running.call("GET", f"/api/events/{event['id']}")[1]["payload"] == {"body": "hello"}
    running.call("PATCH", f"{PROJECT}/activities/{made}", {"body": "bye"})
    assert next_event()["topic"] == "activity.updated"
    running.call("DELETE", f"{PROJECT}/activities/{made}")
    event = next_event()
    assert event["topic"] == "activity.deleted" and event["summary"]["activity_id"] == made, event
    running.call("PATCH", f"{PROJECT}/versions/{version}", {"status": "On hold"})
    event = next_event()
    assert event["summary"]["activity_type"] == "status.change" and event["store"] is False, event
    socket.close()


def what_stays(running, tree):
    """A user's new name and a deleted project are carried through."""
    carl = Person(running, "carl").may({})
    made = carl.call("POST", f"{PROJECT}/folders/{tree.folder['shots']}/activities", {"activityType": "comment", "body": "c"})[1]["id"]
    assert running.call("POST", "/api/users/carl/rename", {"name": "karl"})[0] == 204
    node = activities(running, f'activityIds:["{made}"],referenceTypes:["origin"],first:1')[0]
    assert node["author"]["name"] == "karl" and json.loads(node["activityData"])["author"] == "karl", node
    assert running.call("GET", f"{PROJECT}/folders/{tree.folder['shots']}/watchers")[1]["watchers"] == ["karl"]
    assert running.call("DELETE", f"{PROJECT}/folders/{tree.folder['shots']}?force=true")[0] == 204
    assert activities(running, f'activityIds:["{made}"],referenceTypes:["origin"],first:1'), "activities of what is deleted stay"


def boards_know_what_can_be_looked_at(running, tree, api):
    """Over all projects at once: only the tasks of which a version has a reviewable, and which version that is."""
    fields = "projectName id hasReviewables lastVersionWithReviewableVersionId lastVersionWithReviewableProductId"

    def cards():
        answer = running.graphql(f'{{kanban(last:100){{edges{{node{{{fields}}}}}}}}}')
        return {(one["node"]["projectName"], one["node"]["id"]): one["node"] for one in answer["kanban"]["edges"]}

    running.make_project("other", "ot")
    hero = tree.of["assets/hero"]
    elsewhere = []
    for name in ("a", "b"):
        folder = api.create_folder("other", name)
        task = api.create_task("other", "paint", "Paint", folder)
        product = api.create_product("other", "main", "render", folder)
        elsewhere.append((task, product, [api.create_version("other", number, product, task_id=task) for number in (1, 2, 3)]))
    late = api.create_version("demo", 50, hero["product"], task_id=hero["task"])
    before = cards()
    assert before and not any(card["hasReviewables"] for card in before.values()), before
    assert all(card["lastVersionWithReviewableVersionId"] is None for card in before.values())
    (task, product, versions), (untouched, _, others) = elsewhere
    for version in versions[:2]:
        api.create_activity("other", version, "version", "reviewable", body="")
    api.create_activity("other", others[0], "version", "comment", body="no picture")
    api.create_activity("demo", late, "version", "reviewable", body="")
    now = cards()
    assert {key for key, card in now.items() if card["hasReviewables"]} == {("demo", hero["task"]), ("other", task)}, now
    card = now["other", task]
    assert (card["lastVersionWithReviewableVersionId"], card["lastVersionWithReviewableProductId"]) == (versions[1], product), (card, versions)
    assert now["demo", hero["task"]]["lastVersionWithReviewableVersionId"] == late and not now["other", untouched]["hasReviewables"]
    for card in now.values():  # as the task itself says it
        answer = running.graphql(f'{{project(name:"{card["projectName"]}"){{task(id:"{card["id"]}"){{hasReviewables}}}}}}')
        assert answer["project"]["task"]["hasReviewables"] == card["hasReviewables"], card
    assert running.call("DELETE", "/api/projects/other")[0] == 204


def main():
    with server() as running:
        running.make_project()
        tree = Tree(running)
        ann, bob = Person(running, "ann").may({}), Person(running, "bob").may({})
        api = ayon_api.ServerAPI(running.url, KEY)
        client_makes_and_changes(running, tree, api)
        what_is_refused(running, tree, ann)
        what_it_concerns(running, tree)
        files_are_bound(running, tree)
        server_makes_its_own(running, tree)
        asked_by_graphql(running, tree)
        batches(running, tree, api)
        who_may(running, tree, ann, bob)
        who_is_told(running, tree)
        what_stays(running, tree)
        boards_know_what_can_be_looked_at(running, tree, api)
        assert running.call("DELETE", PROJECT)[0] == 204
    print("activities: passed")


if __name__ == "__main__":
    sys.exit(main())
