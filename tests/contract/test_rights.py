# SPDX-License-Identifier: Apache-2.0
"""What access groups allow, asked on every road: REST, GraphQL, operations, /ws, pictures and files.

usage: test_rights.py (environment: HEARTH_BIN_DIR, HEARTH_SOURCE_DIR)

Each line of a table is one claim about one road. The person is made over the API and has one group at a time, unless
the line says otherwise; what a claim of "yes" shows is that the claim of "no" beside it does not fail for another reason.
"""
import collections
import contextlib
import json
import struct
import sys
import zlib

import websocket

from server_process import PASSWORD, server

PROJECT = "/api/projects/demo"
COUNTS = collections.Counter()


def png():
    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress((b"\0" + b"\x20\x80\xff" * 8) * 8)) + chunk(b"IEND", b""))


class Person:
    """A person with a login, whose groups change from table to table."""

    def __init__(self, running, name):
        self.running, self.name = running, name
        assert running.call("PUT", f"/api/users/{name}", {"password": PASSWORD})[0] == 204
        status, answer = running.call("POST", "/api/auth/login", {"name": name, "password": PASSWORD}, key=None)
        assert status == 200, answer
        self.token = answer["token"]

    def may(self, *groups, default=(), projects=("demo",)):
        """Gives the person new groups with these permissions, and no others."""
        names = []
        for permissions in groups:
            names.append(f"{self.name}{len(names)}")
            assert self.running.call("PUT", f"/api/accessGroups/{names[-1]}/_", permissions)[0] == 204, permissions
        data = {"accessGroups": {project: names for project in projects}, "defaultAccessGroups": names if default else []}
        assert self.running.call("PATCH", f"/api/users/{self.name}", {"data": data})[0] == 204
        return self

    def call(self, method, path, body=None, **headers):
        return self.running.call(method, path, body, key=None,
                                 headers={"authorization": f"Bearer {self.token}", **{k.replace("_", "-"): v for k, v in headers.items()}})

    def status(self, *arguments, **headers):
        return self.call(*arguments, **headers)[0]

    def ask(self, query, **variables):
        status, answer = self.call("POST", "/graphql", {"query": query, "variables": variables})
        assert status == 200, answer
        return answer

    def ids(self, collection, arguments=""):
        answer = self.ask(f'{{project(name:"demo"){{{collection}{arguments}{{edges{{node{{id}}}}}}}}}}')
        assert "errors" not in answer, answer
        return {edge["node"]["id"] for edge in answer["data"]["project"][collection]["edges"]}

    def operation(self, kind, data=None, entity=None, what="update"):
        one = {"id": "a" * 32, "type": what, "entityType": kind, **({"entityId": entity} if entity else {}), **({"data": data} if data else {})}
        status, answer = self.call("POST", PROJECT + "/operations", {"operations": [one]})
        assert status == 200, answer
        return answer["operations"][0]["status"]

    @contextlib.contextmanager
    def listening(self, topics=("entity", "link", "thumbnail", "activity", "reviewable")):
        socket = websocket.create_connection(self.running.url.replace("http", "ws") + "/ws", timeout=15)
        socket.send(json.dumps({"topic": "auth", "token": self.token, "subscribe": [*topics, "test.mark"]}))
        assert json.loads(socket.recv()) == {"topic": "heartbeat"}
        yield socket
        socket.close()


def heard(running, socket, project=None):
    """Topics and entities told since the last time, up to a mark that everybody hears."""
    running.call("POST", "/api/events", {"topic": "test.mark"})
    told = []
    while True:
        message = json.loads(socket.recv())
        if message["topic"] == "test.mark":
            return told
        if message["topic"] != "heartbeat":
            told.append((message["topic"], message["summary"].get("entityId", "")))


def claim(permission, road, is_true, what):
    COUNTS[permission, road] += 1
    assert is_true, f"{permission} on {road}: {what}"


class Tree:
    """assets/hero and assets/tree, shots/sq/sh010: each with a task, a product, a version, a representation and a work file."""

    def __init__(self, running):
        self.running = running
        self.folder, self.of = {}, collections.defaultdict(dict)
        for path in ("assets", "assets/hero", "assets/tree", "shots", "shots/sq", "shots/sq/sh010"):
            parent = self.folder.get(path.rpartition("/")[0])
            self.folder[path] = self.make("folder", {"name": path.rpartition("/")[2], "folderType": "Folder", "parentId": parent,
                                                     "attrib": {"fps": 24, "frameEnd": 1100}})
        for path in ("assets/hero", "assets/tree", "shots/sq/sh010"):
            made = self.of[path]
            made["folder"] = self.folder[path]
            made["task"] = self.make("task", {"name": "work", "taskType": "Generic", "folderId": made["folder"], "attrib": {"fps": 24}})
            made["product"] = self.make("product", {"name": "main", "productType": "model", "folderId": made["folder"],
                                                    "attrib": {"productGroup": "g", "description": "d"}})
            made["version"] = self.make("version", {"version": 1, "productId": made["product"], "taskId": made["task"],
                                                    "attrib": {"comment": "c", "fps": 24}})
            made["representation"] = self.make("representation", {"name": "exr", "versionId": made["version"], "files": [],
                                                                  "attrib": {"path": "/x", "extension": "exr"}})
            made["workfile"] = self.make("workfile", {"path": f"/{path}.ma", "taskId": made["task"], "attrib": {"extension": "ma"}})

    def make(self, kind, data):
        status, answer = self.running.call("POST", f"{PROJECT}/{kind}s", data)
        assert status == 201, answer
        return answer["id"]


KINDS = ("folder", "task", "product", "version", "representation", "workfile")


def reading(running, tree, who, permission, groups, open_paths, shown):
    """Everything of the open folders, the shown ones themselves alone, and nothing else: on every road."""
    who.may(*groups)
    hidden = [path for path in tree.of if path not in open_paths]
    status, flat = who.call("GET", PROJECT + "/folders")
    claim(permission, "REST", status == 200 and {one["path"] for one in flat["folders"]} == set(shown), [one["path"] for one in flat["folders"]])
    for one in flat["folders"]:
        claim(permission, "REST", one["hasTasks"] == bool(one["taskNames"]) == (one["path"] in open_paths), one)
        claim(permission, "REST", one["hasVersions"] == (one["path"] in open_paths), one)

    def paths(branch, above=""):
        return {above + one["name"] for one in branch} | {path for one in branch for path in paths(one["children"], above + one["name"] + "/")}
    status, answer = who.call("GET", PROJECT + "/hierarchy")
    claim(permission, "REST", paths(answer["hierarchy"]) == set(shown), answer)
    status, stats = who.call("GET", PROJECT + "/stats")
    claim(permission, "REST", stats["counts"] == {"folders": len(shown), **{kind + "s": len(open_paths) for kind in ("product", "version", "representation", "task")}}, stats)
    for kind in KINDS:
        expected = {tree.of[path][kind] for path in open_paths} if kind != "folder" else {tree.folder[path] for path in shown}
        claim(permission, "GraphQL", who.ids(kind + "s") == expected, kind)
        for path in tree.of:
            entity, is_open = tree.of[path][kind], path in open_paths
            claim(permission, "REST", who.status("GET", f"{PROJECT}/{kind}s/{entity}") == (200 if is_open else 403), (kind, path))
            answer = who.ask(f'{{project(name:"demo"){{{kind}(id:"{entity}"){{id}}}}}}')
            claim(permission, "GraphQL", ("errors" not in answer) == is_open and (is_open or answer["errors"][0]["extensions"]["status"] == 403), answer)
            claim(permission, "operations", who.operation(kind, {"data": {"note": "x"}}, entity) == (204 if is_open else 403), (kind, path))
            if kind in ("folder", "task", "version", "workfile"):
                claim(permission, "pictures", who.status("GET", f"{PROJECT}/{kind}s/{entity}/thumbnail") == (200 if is_open else 403), (kind, path))
            if kind in ("folder", "task", "product", "version"):
                claim(permission, "pictures", who.status("GET", f"{PROJECT}/{kind}s/{entity}/reviewables") == (200 if is_open else 403), (kind, path))
    counts = who.ask('{project(name:"demo"){folders{edges{node{path childCount taskCount productCount hasVersions totalTaskCount}}}}}')
    for edge in counts["data"]["project"]["folders"]["edges"]:
        node = edge["node"]
        path = node["path"][1:]
        below = [one for one in open_paths if one == path or one.startswith(path + "/")]
        claim(permission, "GraphQL", node["taskCount"] == node["productCount"] == int(path in open_paths) and node["totalTaskCount"] == len(below) and
              node["hasVersions"] == bool(below) and node["childCount"] == sum(one.rpartition("/")[0] == path for one in shown), node)
    for path in hidden:
        claim(permission, "operations", who.operation("task", {"name": "new", "taskType": "Generic", "folderId": tree.folder[path]}, what="create") == 403, path)
        claim(permission, "operations", who.operation("folder", entity=tree.folder[path], what="delete") == 403, path)
    board = who.ask('{kanban(projects:["demo"],assigneesAny:["rita","someone"]){edges{node{id}}}}')
    boarded = {edge["node"]["id"] for edge in board["data"]["kanban"]["edges"]}
    claim(permission, "GraphQL", boarded <= {tree.of[path]["task"] for path in open_paths}, boarded)
    with who.listening() as socket:
        for path in tree.of:
            for kind in KINDS:
                running.call("PATCH", f"{PROJECT}/{kind}s/{tree.of[path][kind]}", {"tags": [f"t{COUNTS.total()}"]})
        told = {entity for _, entity in heard(running, socket)}
        claim(permission, "/ws", told == {tree.of[path][kind] for path in open_paths for kind in KINDS}, told)
        past = running.graphql('{events(last:3,topics:["entity.product.tags_changed"]){edges{node{id summary}}}}')["events"]["edges"]
        for node in (edge["node"] for edge in past):
            is_open = json.loads(node["summary"])["entityId"] in {tree.of[path]["product"] for path in open_paths}
            claim(permission, "REST", who.status("GET", f"/api/events/{node['id']}") == (200 if is_open else 403), "an event by its id")
            listed = who.ask('query Q($i: [String!]){events(ids:$i){edges{node{id}}}}', i=[node["id"]])["data"]["events"]["edges"]
            claim(permission, "GraphQL", bool(listed) == is_open, "an event by its id")
        for path in tree.of:
            status, made = running.call("POST", PROJECT + "/folders", {"name": "passing", "folderType": "Folder", "parentId": tree.folder[path]})
            running.call("DELETE", f"{PROJECT}/folders/{made['id']}")
        heard(running, socket)
        for path in tree.of:
            task = tree.make("task", {"name": "passing", "taskType": "Generic", "folderId": tree.folder[path]})
            running.call("DELETE", f"{PROJECT}/tasks/{task}")
        told = [topic for topic, _ in heard(running, socket)]
        claim(permission, "/ws", sorted(told) == sorted(["entity.task.created", "entity.task.deleted"] * len(open_paths)), told)


def folders(running, tree, who):
    running.call("PATCH", f"{PROJECT}/tasks/{tree.of['shots/sq/sh010']['task']}", {"assignees": [who.name]})
    every = list(tree.folder)

    def read(*access):
        return {"read": {"enabled": True, "access_list": [{"access_type": kind, **({"path": path} if path else {})} for kind, path in access]}}
    table = (
        ("read all", ({},), list(tree.of), every),
        ("read nothing", (read(),), [], []),
        ("read hierarchy", (read(("hierarchy", "assets")),), ["assets/hero", "assets/tree"], ["assets", "assets/hero", "assets/tree"]),
        ("read hierarchy", (read(("hierarchy", "/assets/hero/")),), ["assets/hero"], ["assets", "assets/hero"]),
        ("read children", (read(("children", "assets")),), ["assets/hero", "assets/tree"], ["assets", "assets/hero", "assets/tree"]),
        ("read children", (read(("children", "shots")),), [], ["shots", "shots/sq"]),
        ("read assigned", (read(("assigned", None)),), ["shots/sq/sh010"], ["shots", "shots/sq", "shots/sq/sh010"]),
        ("read union", (read(("assigned", None)), read(("hierarchy", "assets/tree"))), ["assets/tree", "shots/sq/sh010"],
         ["assets", "assets/tree", "shots", "shots/sq", "shots/sq/sh010"]),
        ("read union", (read(("assigned", None)), {}), list(tree.of), every),
    )
    for permission, groups, open_paths, shown in table:
        reading(running, tree, who, permission, groups, open_paths, shown)
    # A change of assignment or of the group is seen at once.
    who.may(read(("assigned", None)))
    assert who.status("GET", f"{PROJECT}/folders/{tree.folder['assets/hero']}") == 403
    running.call("PATCH", f"{PROJECT}/tasks/{tree.of['assets/hero']['task']}", {"assignees": [who.name]})
    claim("read assigned", "REST", who.status("GET", f"{PROJECT}/folders/{tree.folder['assets/hero']}") == 200, "newly assigned")
    running.call("PATCH", f"{PROJECT}/tasks/{tree.of['assets/hero']['task']}", {"assignees": []})
    claim("read assigned", "REST", who.status("GET", f"{PROJECT}/folders/{tree.folder['assets/hero']}") == 403, "no longer assigned")
    running.call("PUT", f"/api/accessGroups/{who.name}0/demo", {})
    claim("read assigned", "REST", who.status("GET", f"{PROJECT}/folders/{tree.folder['assets/hero']}") == 200, "the project's own group")
    running.call("DELETE", f"/api/accessGroups/{who.name}0/demo")
    claim("read assigned", "REST", who.status("GET", f"{PROJECT}/folders/{tree.folder['assets/hero']}") == 403, "the studio's again")


def projects(running, who):
    who.may({}, projects=())
    for permission, is_in in (("no group", False), ("a group", True)):
        if is_in:
            who.may({})
        claim(permission, "REST", who.status("GET", PROJECT) == (200 if is_in else 403), "project")
        claim(permission, "REST", bool(who.call("GET", "/api/projects")[1]["projects"]) == is_in, "list")
        claim(permission, "GraphQL", bool(who.ask("{projects{edges{node{name}}}}")["data"]["projects"]["edges"]) == is_in, "list")
        claim(permission, "GraphQL", ("errors" not in who.ask('{project(name:"demo"){name}}')) == is_in, "one")
        claim(permission, "operations", who.status("POST", PROJECT + "/operations", {"operations": []}) == (200 if is_in else 403), "batch")
        with who.listening() as socket:
            running.call("POST", PROJECT + "/folders", {"name": "of" + permission.replace(" ", ""), "folderType": "Folder"})
            claim(permission, "/ws", bool(heard(running, socket)) == is_in, "told")


def links(running, tree, who):
    kind = "reference|version|version"
    one, two, three = (tree.of[path]["version"] for path in tree.of)
    for ends in ((one, two), (one, three)):
        assert running.call("POST", PROJECT + "/links", {"input": ends[0], "output": ends[1], "linkType": kind})[0] == 200
    read = {"read": {"enabled": True, "access_list": [{"access_type": "hierarchy", "path": "assets"}]}}
    near = f'{{project(name:"demo"){{version(id:"{one}"){{links{{edges{{entityId node{{id}}}}}}}}}}}}'
    whole = '{project(name:"demo"){links{edges{inputId outputId inputNode{id} outputNode{id}}}}}'
    for permission, group, seen in (("read all", {}, {two, three}), ("read hierarchy", read, {two})):
        who.may(group)
        told = {edge["entityId"] for edge in who.ask(near)["data"]["project"]["version"]["links"]["edges"]}
        claim(permission, "links", told == seen, told)
        told = {edge["outputId"] for edge in who.ask(whole)["data"]["project"]["links"]["edges"]}
        claim(permission, "links", told == seen, told)
        for far in (two, three):
            status = who.status("POST", PROJECT + "/links", {"input": one, "output": far, "linkType": kind})
            claim(permission, "links", status == (200 if far in seen else 403), far)
        with who.listening() as socket:
            for far in (two, three):
                running.call("POST", PROJECT + "/links", {"input": one, "output": far, "linkType": kind})
                running.call("POST", PROJECT + "/links/bulk", {"links": [{"input": one, "output": far, "linkType": kind}]})
            told = [topic for topic, _ in heard(running, socket)]
            claim(permission, "/ws", sorted(told) == sorted(["link.created", "links.created"] * len(seen)), told)
    for types, status in (([kind], 200), (["breakdown|folder|folder"], 403)):
        who.may({"links": {"enabled": True, "link_types": types}})
        claim("links", "REST", who.status("POST", PROJECT + "/links", {"input": one, "output": two, "linkType": kind}) == status, types)


def attributes(running, tree, who):
    entity = tree.of["assets/hero"]
    who.may({"attrib_read": {"enabled": True, "attributes": ["frameEnd", "comment", "description"]}})
    plain = Person(running, "plain").may({})
    shown = {"folder": {"frameEnd"}, "task": {"frameEnd"}, "product": {"description"}, "version": {"comment"}, "representation": set(), "workfile": set()}
    for kind, left in shown.items():
        path = f"{PROJECT}/{kind}s/{entity[kind]}"
        full, cut = plain.call("GET", path)[1], who.call("GET", path)[1]
        claim("attrib_read", "REST", set(cut["attrib"]) == left and set(cut["ownAttrib"]) <= left, cut)
        claim("attrib_read", "REST", set(full["attrib"]) > left, full)
        own = "ownAttrib" if kind in ("folder", "task") else "id"
        query = f'{{project(name:"demo"){{{kind}(id:"{entity[kind]}"){{allAttrib {own} attrib{{{"extension" if kind in ("representation", "workfile") else "description"}}}}}}}}}'
        node = who.ask(query)["data"]["project"][kind]
        claim("attrib_read", "GraphQL", set(json.loads(node["allAttrib"])) == left, node)
        claim("attrib_read", "GraphQL", kind not in ("folder", "task") or set(node["ownAttrib"]) <= left, node)
        claim("attrib_read", "GraphQL", kind not in ("representation", "workfile") or node["attrib"]["extension"] is None, node)
    for name, is_shown in (("frameEnd", True), ("fps", False)):
        test = json.dumps({"conditions": [{"key": f"attrib/{name}", "value": 0, "operator": "gt"}]})
        answer = who.ask('query Q($f: String!){project(name:"demo"){folders(filter:$f){edges{node{id}}}}}', f=test)
        claim("attrib_read", "GraphQL", bool(answer["data"]["project"]["folders"]["edges"]) == is_shown, f"a filter tells {name}")
    for one in who.call("GET", PROJECT + "/folders?attrib=true")[1]["folders"]:
        claim("attrib_read", "REST", set(one["attrib"]) == {"frameEnd"} and set(one["ownAttrib"]) <= {"frameEnd"}, one)
    claim("attrib_read", "REST", "fps" in plain.call("GET", PROJECT + "/folders?attrib=true")[1]["folders"][0]["attrib"], "the list of others")
    claim("attrib_read", "REST", set(who.call("GET", PROJECT)[1]["attrib"]) == {"frameEnd"}, "project")
    claim("attrib_read", "REST", set(who.call("GET", PROJECT + "/anatomy")[1]["attributes"]) <= {"frameEnd", "description"}, "anatomy")
    claim("attrib_read", "GraphQL", set(json.loads(who.ask('{project(name:"demo"){allAttrib}}')["data"]["project"]["allAttrib"])) == {"frameEnd"}, "project")
    with who.listening() as socket:
        running.call("PATCH", f"{PROJECT}/folders/{entity['folder']}", {"attrib": {"fps": 30, "frameEnd": 1200}})
        running.call("POST", "/api/events", {"topic": "test.mark"})
        message = json.loads(socket.recv())
        claim("attrib_read", "/ws", message["topic"] == "entity.folder.attrib_changed" and "payload" not in message, message)
    payload = who.call("GET", f"/api/events/{message['id']}")[1]["payload"]
    claim("attrib_read", "REST", payload == {"oldValue": {"frameEnd": 1100}, "newValue": {"frameEnd": 1200}}, payload)
    answer = who.ask('query Q($i: [String!]){events(ids:$i){edges{node{payload}}}}', i=[message["id"]])
    claim("attrib_read", "GraphQL", json.loads(answer["data"]["events"]["edges"][0]["node"]["payload"]) == payload, answer)

    who.may({"attrib_write": {"enabled": True, "attributes": ["fps"], "fields": ["status", "folder_type"]}})
    for data, status in (({"attrib": {"fps": 25}}, 204), ({"attrib": {"frameEnd": 9}}, 403), ({"attrib": {"fps": 25, "frameEnd": 9}}, 403),
                         ({"status": "In progress"}, 204), ({"label": "x"}, 403), ({"status": "On hold", "tags": ["x"]}, 403), ({"active": False}, 403)):
        claim("attrib_write", "operations", who.operation("folder", data, tree.folder["shots"]) == status, data)
        claim("attrib_write", "REST", who.status("PATCH", f"{PROJECT}/folders/{tree.folder['shots']}", data) == status, data)
    empty = tree.make("folder", {"name": "empty", "folderType": "Folder"})
    claim("attrib_write", "operations", who.operation("folder", {"folderType": "Asset"}, empty) == 204, "a field by its other spelling")
    claim("attrib_write", "operations", who.operation("task", {"name": "made", "taskType": "Generic", "folderId": entity["folder"], "attrib": {"fps": 1}}, what="create") == 201, "fields of a new one")
    claim("attrib_write", "operations", who.operation("task", {"name": "made2", "taskType": "Generic", "folderId": entity["folder"], "attrib": {"frameEnd": 1}}, what="create") == 403, "attributes of a new one")
    who.may({"attrib_write": {"enabled": True, "attributes": ["fps"]}}, {"attrib_write": {"enabled": True, "attributes": ["frameEnd"], "fields": ["label"]}})
    claim("attrib_write", "operations", who.operation("folder", {"attrib": {"fps": 25, "frameEnd": 9}, "label": "x"}, tree.folder["shots"]) == 204, "two groups")


def writing(running, tree, who):
    """create, update, publish and delete: at the folder they reach and beside it."""
    inside, outside = tree.of["assets/hero"], tree.of["assets/tree"]

    def at(section):
        return {section: {"enabled": True, "access_list": [{"access_type": "hierarchy", "path": "assets/hero"}]}}

    def each(section, kind, data, what="update", entity_of=None):
        who.may(at(section))
        for place, is_in in ((inside, True), (outside, False)):
            given = data(place) if callable(data) else data
            status = who.operation(kind, given, entity_of(place) if entity_of else None, what)
            claim(section, "operations", (status < 300) == is_in and (is_in or status == 403), (kind, what, status))
    each("create", "folder", lambda place: {"name": "below", "folderType": "Folder", "parentId": place["folder"]}, "create")
    each("create", "task", lambda place: {"name": "second", "taskType": "Generic", "folderId": place["folder"]}, "create")
    for kind in ("folder", "task"):
        each("update", kind, {"label": "x"}, entity_of=lambda place, kind=kind: place[kind])
    for kind in ("product", "version", "representation", "workfile"):
        each("publish", kind, {"tags": ["p"]}, entity_of=lambda place, kind=kind: place[kind])
    each("publish", "product", lambda place: {"name": "other", "productType": "model", "folderId": place["folder"]}, "create")
    each("publish", "version", lambda place: {"version": 2, "productId": place["product"]}, "create")
    each("publish", "representation", lambda place: {"name": "abc", "versionId": place["version"], "files": []}, "create")
    each("publish", "workfile", lambda place: {"path": f"/new/{place['task']}", "taskId": place["task"]}, "create")
    # A move needs the right where it goes as well.
    who.may(at("create"))
    moved = tree.make("task", {"name": "moved", "taskType": "Generic", "folderId": inside["folder"]})
    claim("create", "operations", who.operation("task", {"folderId": outside["folder"]}, moved) == 403, "moved to where nothing may be made")
    picture = {"content_type": "image/png"}
    who.may(at("publish"))
    for place, status in ((inside, 200), (outside, 403)):
        claim("publish", "pictures", who.status("POST", f"{PROJECT}/versions/{place['version']}/thumbnail", png(), **picture) == status, "upload")
    for kind in ("representation", "version", "product", "workfile", "task"):
        if kind == "version":
            continue  # goes with its product
        each("delete", kind, None, "delete", lambda place, kind=kind: place[kind])
    who.may({"create": {"enabled": True, "access_list": []}})
    claim("create", "operations", who.operation("folder", {"name": "atroot", "folderType": "Folder"}, what="create") == 403, "root")
    who.may({"create": {"enabled": True, "access_list": []}, "studio": {"create_projects": True}}, default=True)
    claim("create_projects", "operations", who.operation("folder", {"name": "atroot", "folderType": "Folder"}, what="create") == 201, "root")


def siblings(running, tree, who):
    mine, others = tree.of["shots/sq/sh010"], tree.of["assets/hero"]
    running.call("PATCH", f"{PROJECT}/tasks/{mine['task']}", {"assignees": [who.name]})
    for permission, groups, is_shown in (("show_sibling_tasks", ({"advanced": {"show_sibling_tasks": False}},), False),
                                         ("show_sibling_tasks", ({"advanced": {"show_sibling_tasks": False}}, {}), True)):
        who.may(*groups)
        for kind in ("task", "workfile"):
            for place, is_seen in ((mine, True), (others, is_shown)):
                claim(permission, "GraphQL", (place[kind] in who.ids(kind + "s")) == is_seen, kind)
                claim(permission, "REST", who.status("GET", f"{PROJECT}/{kind}s/{place[kind]}") == (200 if is_seen else 403), kind)
                claim(permission, "operations", who.operation(kind, {"tags": ["s"]}, place[kind]) == (204 if is_seen else 403), kind)
                claim(permission, "pictures", who.status("GET", f"{PROJECT}/{kind}s/{place[kind]}/thumbnail") == (200 if is_seen else 403), kind)
        flat = {one["path"]: one for one in who.call("GET", PROJECT + "/folders")[1]["folders"]}
        claim(permission, "REST", flat["shots/sq/sh010"]["taskNames"] != [] and bool(flat["assets/hero"]["taskNames"]) == is_shown, "names in the list")
        claim(permission, "REST", flat["assets/hero"]["hasVersions"], "what was published stays")
        with who.listening() as socket:
            for place in (mine, others):
                running.call("PATCH", f"{PROJECT}/tasks/{place['task']}", {"label": str(is_shown)})
            claim(permission, "/ws", len(heard(running, socket)) == (2 if is_shown else 1), "told")


def others(running, tree, who, kim):
    """endpoints, actions, activities, the levels of a project, and the studio's rights."""
    folders_path = PROJECT + "/folders"
    for entries, rest, graphql, writes in ((["GET projects/{project_name}/folders"], 200, 403, 403), (["graphql"], 403, 200, 403),
                                           (["projects/{project_name}/folders", "graphql"], 200, 200, 201), ([], 403, 403, 403)):
        who.may({"endpoints": {"enabled": True, "endpoints": entries}})
        claim("endpoints", "REST", who.status("GET", folders_path) == rest, entries)
        claim("endpoints", "REST", who.status("POST", folders_path, {"name": f"e{len(entries)}", "folderType": "Folder"}) == writes, entries)
        answer = who.ask('{project(name:"demo"){folders{edges{node{id}}}}}')
        claim("endpoints", "GraphQL", ("errors" not in answer) == (graphql == 200), answer)
        claim("endpoints", "operations", who.status("POST", PROJECT + "/operations", {"operations": []}) == 403, entries)
        claim("endpoints", "REST", who.status("GET", "/api/users/me") == 200, "what belongs to no project stays")
    context = {"projectName": "demo", "entityType": "task", "entityIds": [tree.of["shots/sq/sh010"]["task"]]}
    terminal = "application.debug_terminal"
    run = f"/api/actions/execute?addonName=applications&addonVersion=1.0.0&identifier={terminal}"
    for entries, is_offered in (([terminal], True), (["applications/" + terminal], True), (["other"], False)):
        who.may({"actions": {"enabled": True, "actions": entries}})
        offered = {one["identifier"] for one in who.call("POST", "/api/actions/list", context)[1]["actions"]}
        claim("actions", "REST", offered == ({terminal} if is_offered else set()), offered)
        claim("actions", "REST", who.status("POST", run, context) == (200 if is_offered else 403), entries)
    version = tree.of["shots/sq/sh010"]["version"]
    for types, status in ((["reviewable"], 200), (["comment"], 403)):
        who.may({"activities": {"enabled": True, "activities": types}})
        claim("activities", "pictures", who.status("GET", f"{PROJECT}/versions/{version}/reviewables") == status, types)
        sent = who.status("POST", f"{PROJECT}/versions/{version}/reviewables", b"no picture", content_type="video/mp4", x_file_name="a.mp4")
        claim("activities", "pictures", sent == (400 if status == 200 else 403), sent)
    addon = next(one for one in running.call("GET", "/api/addons")[1]["addons"] if one["name"] == "applications")
    addon = "/api/addons/applications/" + next(iter(addon["versions"]))
    for level in (0, 1, 2):
        who.may({"project": {"anatomy": level, "access": level, "settings": level}})
        changes, looks = (204 if level == 2 else 403), (200 if level >= 1 else 403)
        anatomy = running.call("GET", PROJECT + "/anatomy")[1]
        for what, method, path, body, expected in (
                ("anatomy", "GET", PROJECT + "/anatomy", None, 200), ("anatomy", "POST", PROJECT + "/anatomy", anatomy, changes),
                ("anatomy", "PATCH", PROJECT, {"attrib": {"fps": 24}}, changes), ("anatomy", "PATCH", PROJECT, {"attrib": {"fps": 24}, "active": True}, 403),
                ("access", "GET", f"/api/accessGroups/{who.name}0/demo", None, looks), ("access", "PUT", "/api/accessGroups/freelancer/demo", {}, changes),
                ("access", "DELETE", "/api/accessGroups/freelancer/demo", None, changes), ("access", "PUT", "/api/accessGroups/freelancer/_", {}, 403),
                ("settings", "POST", addon + "/settings/demo", {}, changes), ("settings", "GET", addon + "/overrides/demo", None, looks),
                ("settings", "GET", addon + "/settings/demo", None, 200), ("settings", "POST", addon + "/settings", {}, 403)):
            claim(f"project.{what}", "REST", who.status(method, path, body) == expected, (level, method, path, who.call(method, path, body)))
    for may in (False, True):
        who.may({"studio": {"list_all_users": may, "create_projects": may}}, default=True)
        claim("list_all_users", "GraphQL", ("errors" not in who.ask("{users{edges{node{name}}}}")) == may, may)
        claim("list_all_users", "GraphQL", ("errors" not in who.ask(f'{{user(name:"{kim.name}"){{name}}}}')) == may, may)
        claim("list_all_users", "GraphQL", "errors" not in who.ask('{users(projectName:"demo"){edges{node{name}}}}'), "those of a project")
        status = who.status("POST", "/api/projects", {"name": f"by{may}", "code": f"b{int(may)}", "anatomy": anatomy})
        claim("create_projects", "REST", status == (201 if may else 403), status)
        told = who.call("GET", "/api/users/me/permissions")[1]["studio"]
        claim("studio", "REST", told == {"create_projects": may, "list_all_users": may}, told)


def files(running, tree, who):
    status, made = running.call("POST", PROJECT + "/files", b"bytes", headers={"content-type": "text/plain", "x-file-name": "a.txt"})
    assert status == 201, made
    path = f"{PROJECT}/files/{made['id']}"
    for permission, group, status in (("read all", {}, 200), ("read nothing", {"read": {"enabled": True, "access_list": []}}, 403)):
        who.may(group)
        for end in ("", "/payload", "/info"):
            claim(permission, "files", who.status("GET", path + end) == status, end)
    status, own = who.call("POST", PROJECT + "/files", b"bytes", content_type="text/plain", x_file_name="b.txt")
    claim("read nothing", "files", who.status("GET", f"{PROJECT}/files/{own['id']}") == 200, "one's own")


def matrix():
    roads = sorted({road for _, road in COUNTS})
    print(f"{'claims':20}" + "".join(f"{road:>12}" for road in roads))
    for permission in sorted({permission for permission, _ in COUNTS}):
        print(f"{permission:20}" + "".join(f"{COUNTS[permission, road] or '-':>12}" for road in roads))
    print(f"rights: {sum(COUNTS.values())} claims hold")


def main():
    with server() as running:
        running.make_project()
        tree = Tree(running)
        who, kim = Person(running, "rita"), Person(running, "kim")
        projects(running, who)
        for name in ("ofagroup", "ofnogroup"):
            ids = [one["id"] for one in running.call("GET", PROJECT + "/folders")[1]["folders"] if one["name"] == name]
            running.call("DELETE", f"{PROJECT}/folders/{ids[0]}")
        folders(running, tree, who)
        links(running, tree, who)
        files(running, tree, who)
        siblings(running, tree, who)
        attributes(running, tree, who)
        others(running, tree, who, kim)
        writing(running, tree, who)
    matrix()


if __name__ == "__main__":
    sys.exit(main())
