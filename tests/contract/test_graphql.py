# SPDX-License-Identifier: Apache-2.0
"""What GraphQL's arguments select, what its fields say, and what a document may cost.

usage: test_graphql.py (environment: HEARTH_BIN_DIR, HEARTH_SOURCE_DIR)

One line of a table is one argument with what it selects.
"""
import collections
import json
import time

from server_process import server
from test_rights import Person, Tree, png

COUNTS = collections.Counter()


def claim(subject, is_true, what):
    COUNTS[subject] += 1
    assert is_true, f"{subject}: {what}"


def asked(running, query, key=None, **variables):
    """The whole answer, errors included."""
    status, answer = running.call("POST", "/graphql", {"query": query, "variables": variables})
    assert status == 200, answer
    return answer


def refusal(running, query, **variables):
    answer = asked(running, query, **variables)
    assert answer.get("errors"), f"{query} was answered: {str(answer)[:300]}"
    return answer["errors"][0]["message"]


def nodes(answer, *path):
    for step in path:
        answer = answer[step]
    return [edge["node"] for edge in answer["edges"]]


def selected(running, collection, arguments, field="name", declared="", **variables):
    answer = running.graphql(f'query Q{declared}{{project(name:"demo"){{{collection}{arguments}{{edges{{node{{{field}}}}}}}}}}}', **variables)
    return [node[field] for node in nodes(answer, "project", collection)]


def other_projects(running, tree):
    """A field that leads into another project leaves the rights of the fields beside it alone."""
    who = Person(running, "mixed")
    who.may({})
    limited = {"attrib_read": {"enabled": True, "attributes": ["frameEnd"]}}
    assert running.call("PUT", "/api/accessGroups/limited/_", limited)[0] == 204
    assert running.call("PUT", "/api/accessGroups/free/_", {})[0] == 204
    data = {"accessGroups": {"demo": ["limited"], "second": ["free"]}, "defaultAccessGroups": []}
    assert running.call("PATCH", "/api/users/mixed", {"data": data})[0] == 204
    folder = tree.of["assets/hero"]["folder"]
    status, made = running.call("POST", f"/api/projects/demo/folders/{folder}/activities", {"activityType": "comment", "body": "hello"})
    assert status == 201, made
    leading = 'activities(last:1){edges{node{author{tasks(projectName:"second"){edges{node{id}}}}}}}'
    plain = '{project(name:"demo"){folders{edges{node{projectName allAttrib}}}}}'
    mixed = '{project(name:"demo"){folders{edges{node{projectName allAttrib %s}}}}}' % leading
    alone = nodes(who.ask(plain)["data"], "project", "folders")
    beside = nodes(who.ask(mixed)["data"], "project", "folders")
    claim("other project", any(nodes(node, "activities") for node in beside), "an activity leads there")
    for one, other in zip(alone, beside, strict=True):
        claim("other project", set(json.loads(other["allAttrib"])) == {"frameEnd"} and other["projectName"] == "demo", other)
        claim("other project", one["allAttrib"] == other["allAttrib"], other)
    # Of all projects, one after the other, and of the inbox, whose rows lie in several.
    each = who.ask('{projects{edges{node{name folders{edges{node{projectName allAttrib}}}}}} me{tasks(projectName:"second"){edges{node{id}}}} '
                   'project(name:"demo"){folders{edges{node{projectName allAttrib}}}}}')["data"]
    for node in nodes(each, "projects"):
        shown = set().union(*(json.loads(folder["allAttrib"]) for folder in nodes(node, "folders")))
        claim("other project", (shown == {"frameEnd"}) == (node["name"] == "demo"), (node["name"], shown))
    claim("other project", nodes(each, "project", "folders") == alone, "after the others")


HOSTILE = r"^(/?\w+)+[!?]$"  # a class: what must occur is looked for before anything is tried


def grow(running, count):
    """Many folders with long names, in a project of their own."""
    running.make_project("wide", "wi")
    for start in range(0, count, 500):
        operations = [{"id": f"{start + n:032x}", "type": "create", "entityType": "folder", "entityId": f"{start + n + 1:032x}",
                       "data": {"name": f"long_name_of_a_folder_that_is_rather_wide_{start + n:05d}", "folderType": "Folder"}} for n in range(500)]
        status, answer = running.call("POST", "/api/projects/wide/operations", {"operations": operations})
        assert status == 200 and answer["success"], answer


def patterns(running, tree):
    """A pattern that would run for ever is refused soon; one that is only long finds what it should."""
    grow(running, 4000)
    query = 'query Q($p: String!){project(name:"wide"){folders(%s:$p, first: 5000){edges{node{id}}}}}'
    for argument in ("pathEx",):
        started = time.monotonic()
        message = refusal(running, query % argument, p=HOSTILE)
        seconds = time.monotonic() - started
        print(f"{argument} {HOSTILE} over 4,000 folders: refused after {seconds:.2f} s")
        claim("patterns", "too expensive" in message and HOSTILE in message, message)
        claim("patterns", seconds < 5, seconds)
    started = time.monotonic()
    found = nodes(running.graphql(query % "pathEx", p=r"^/.*wide_\d*7$"), "project", "folders")
    print(f"pathEx ^/.*wide_\\d*7$ over 4,000 folders: {len(found)} in {time.monotonic() - started:.3f} s")
    claim("patterns", len(found) == 400, len(found))
    for pattern in (r"(*LIMIT_MATCH=1)^/.*_\d*7$", "^(((a+)+)+)+$|" * 3 + r"^((/?\w+)+)+[!?]$"):
        claim("patterns", "too expensive" in refusal(running, query % "pathEx", p=pattern), pattern)
    claim("patterns", "Invalid regular expression" in refusal(running, query % "pathEx", p="("), "no expression")
    claim("patterns", "Invalid regular expression" in refusal(running, query % "pathEx", p="a" * 2001), "a long one")
    # The same of the route that looks through what was published.
    version = tree.of["assets/hero"]["version"]
    for number in range(40):
        tree.make("representation", {"name": f"r{number}", "versionId": version, "files": [], "data": {"context": {"path": "/word" * 12}}})
    started = time.monotonic()
    status, answer = running.call("POST", "/api/projects/demo/repreContextFilter", {"context": [{"key": "path", "values": [HOSTILE]}]})
    print(f"repreContextFilter with the same: {status} after {time.monotonic() - started:.2f} s")
    claim("patterns", status == 400 and "too expensive" in answer["detail"], answer)
    status, answer = running.call("POST", "/api/projects/demo/repreContextFilter", {"context": [{"key": "path", "values": ["^/word/word"]}]})
    claim("patterns", status == 200 and len(answer["ids"]) == 40, answer)


def costs(running, tree):
    """An answer has a greatest size, however it comes about."""
    folder = tree.make("folder", {"name": "heavy", "folderType": "Folder", "data": {"text": "x" * 2_000_000}})
    many = " ".join(f"a{n}: data" for n in range(200))
    started = time.monotonic()
    message = refusal(running, f'{{project(name:"demo"){{folder(id:"{folder}"){{{many}}}}}}}')
    print(f"400 MB of an answer: refused after {time.monotonic() - started:.2f} s")
    claim("costs", "too large" in message, message)
    for collection, argument in (("folders", "tags"), ("tasks", "tags"), ("folders", "assignees"), ("tasks", "assignees")):
        query = f'query Q($v: [String!]){{project(name:"demo"){{{collection}({argument}: $v){{edges{{node{{id}}}}}}}}}}'
        claim("costs", "Too many values" in refusal(running, query, v=[f"x{n}" for n in range(1001)]), (collection, argument))
        claim("costs", not nodes(running.graphql(query, v=[f"x{n}" for n in range(1000)]), "project", collection), (collection, argument))
    few = " ".join(f"a{n}: data" for n in range(5))
    answer = running.graphql(f'{{project(name:"demo"){{folder(id:"{folder}"){{{few}}}}}}}')
    claim("costs", len(answer["project"]["folder"]["a4"]) > 2_000_000, "a smaller one")
    assert running.call("DELETE", f"/api/projects/demo/folders/{folder}")[0] == 204


def links(running, tree):
    """Links by the pattern of their names, as an entity has them and as the project has them."""
    ends = [tree.of[path]["version"] for path in tree.of]
    for far, name in ((ends[1], "reference_a"), (ends[2], "workfile_b")):
        body = {"input": ends[0], "output": far, "linkType": "reference|version|version", "name": name}
        assert running.call("POST", "/api/projects/demo/links", body)[0] == 200
    for pattern, names in (("^ref", ["reference_a"]), ("_b$", ["workfile_b"]), ("[ab]$", ["reference_a", "workfile_b"]), ("nothing", [])):
        query = '''query Q($id: String!, $p: String!){project(name:"demo"){links(nameEx:$p){edges{name}}
            version(id:$id){links(nameEx:$p){edges{name}}}}}'''
        project = running.graphql(query, id=ends[0], p=pattern)["project"]
        for where, found in (("project", project["links"]), ("version", project["version"]["links"])):
            claim("link names", [edge["name"] for edge in found["edges"]] == names, (where, pattern, found))
    claim("link names", "Invalid regular expression" in refusal(running, '{project(name:"demo"){links(nameEx:"("){edges{name}}}}'), "no expression")


def is_status(value, key="status"):
    return json.dumps({"conditions": [{"key": key, "operator": "eq", "value": value}]})


def change(running, kind, entity, **data):
    assert running.call("PATCH", f"/api/projects/demo/{kind}s/{entity}", data)[0] == 204, data


def related(running, tree):
    """Rows by what lies beside them."""
    hero, other, shot = (tree.of[path] for path in ("assets/hero", "assets/tree", "shots/sq/sh010"))
    change(running, "task", hero["task"], status="Approved")
    change(running, "task", other["task"], status="On hold")
    change(running, "folder", hero["folder"], status="In progress")
    change(running, "product", other["product"], status="Omitted")
    change(running, "version", shot["version"], status="Approved")
    # Approved, but not for the task that is on hold.
    loose = tree.make("version", {"version": 2, "productId": other["product"], "status": "Approved"})
    of_version = {hero["version"]: "hero 1", other["version"]: "tree 1", loose: "tree 2", shot["version"]: "sh010 1"}
    table = (
        ("folders", {"taskFilter": is_status("Approved")}, {hero["folder"]}),
        ("folders", {"taskFilter": is_status("On hold")}, {other["folder"]}),
        ("folders", {"taskFilter": is_status("Generic", "taskType")}, {hero["folder"], other["folder"], shot["folder"]}),
        ("folders", {"taskFilter": is_status("nothing")}, set()),
        ("folders", {"taskFilter": is_status("On hold"), "names": ["hero"]}, set()),
        ("tasks", {"folderFilter": is_status("In progress")}, {hero["task"]}),
        ("tasks", {"folderFilter": is_status("tree", "name")}, {other["task"]}),
        ("products", {"versionFilter": is_status("Approved")}, {other["product"], shot["product"]}),
        ("products", {"taskFilter": is_status("Approved")}, {hero["product"]}),
        ("products", {"taskFilter": is_status("On hold")}, {other["product"]}),
        ("products", {"versionFilter": is_status("Approved"), "taskFilter": is_status("On hold")}, set()),
        ("versions", {"taskFilter": is_status("Approved")}, {hero["version"]}),
        ("versions", {"productFilter": is_status("Omitted")}, {other["version"], loose}),
        ("versions", {"productFilter": is_status("Omitted"), "taskFilter": is_status("On hold")}, {other["version"]}),
        ("versions", {"productFilter": "{}"}, set(of_version)),
    )
    for collection, filters, ids in table:
        declared = "(" + ", ".join(f"${name}: {'[String!]' if name == 'names' else 'String'}" for name in filters) + ")"
        arguments = "(" + ", ".join(f"{name}: ${name}" for name in filters) + ")"
        found = set(selected(running, collection, arguments, "id", declared, **filters))
        claim("related filters", found == ids, (collection, filters, found))
    query = "query Q($f: String){project(name:\"demo\"){folders{edges{node{name products(versionFilter:$f){edges{node{id}}}}}}}}"
    for node in nodes(running.graphql(query, f=is_status("Approved")), "project", "folders"):
        claim("related filters", bool(node["products"]["edges"]) == (node["name"] in ("tree", "sh010")), node)
    for collection, argument in (("folders", "taskFilter"), ("tasks", "folderFilter"), ("products", "versionFilter"), ("products", "taskFilter"),
                                 ("versions", "taskFilter"), ("versions", "productFilter")):
        message = refusal(running, f'{{project(name:"demo"){{{collection}({argument}:"[]"){{edges{{node{{id}}}}}}}}}}')
        claim("related filters", "Invalid filter" in message, message)
    # By what the asker may read of the others, and by nothing else.
    test = json.dumps({"conditions": [{"key": "attrib/fps", "operator": "gt", "value": 0}]})
    for who, count in ((Person(running, "seeing").may({}), 3),
                       (Person(running, "blind").may({"attrib_read": {"enabled": True, "attributes": ["frameEnd"]}}), 0),
                       (Person(running, "narrow").may({"read": {"enabled": True, "access_list": [{"access_type": "hierarchy", "path": "shots"}]}}), 1)):
        answer = who.ask('query Q($f: String){project(name:"demo"){folders(taskFilter:$f){edges{node{name}}}}}', f=test)
        claim("related filters", len(nodes(answer["data"], "project", "folders")) == count, (who.name, answer))
    assert running.call("DELETE", f"/api/projects/demo/versions/{loose}")[0] == 204


def featured(running, tree):
    """The flags of versions, and the featured one by the order of the list."""
    folder = tree.make("folder", {"name": "featured", "folderType": "Asset"})
    made = {}
    for product, versions in (("all", ((1, "In progress"), (2, "Approved"), (3, "In progress"), (-1, "In progress"))),
                              ("done", ((1, "Approved"), (2, "In progress"))), ("plain", ((1, "In progress"), (2, "On hold"))),
                              ("heroic", ((-4, "Approved"),))):
        of = tree.make("product", {"name": product, "productType": "model", "folderId": folder})
        for number, status in versions:
            made[tree.make("version", {"version": number, "productId": of, "status": status})] = (product, number)
    def find(arguments):
        return {made[one] for one in selected(running, "versions", f'(folderIds:["{folder}"], {arguments})', "id")}
    latest = {("all", 3), ("done", 2), ("plain", 2)}
    heroes = {("all", -1), ("heroic", -4)}
    for arguments, found in (
            ('featuredOnly:["hero","latestDone","latest"]', {("all", 1), ("done", 1), ("plain", 2)}),
            ('featuredOnly:["latestDone","hero","latest"]', {("all", 2), ("done", 1), ("plain", 2)}),
            ('featuredOnly:["latest","hero"]', latest),
            ('featuredOnly:["hero"]', {("all", 1)}),
            ('featuredOnly:["latestDone"]', {("all", 2), ("done", 1)}),
            ('featuredOnly:["latestDone","latestDone","latest"]', {("all", 2), ("done", 1), ("plain", 2)}),
            ("featuredOnly:[]", set()),
            ("latestOnly:true", latest), ("heroOnly:true", heroes), ("heroOrLatestOnly:true", latest | heroes),
            ("latestOnly:true, heroOnly:true", latest), ("heroOnly:true, heroOrLatestOnly:true", heroes),
            ("latestOnly:true, heroOnly:true, heroOrLatestOnly:true", latest), ('heroOnly:true, featuredOnly:["latest"]', heroes)):
        claim("featured versions", find(arguments) == found, (arguments, find(arguments)))
    # The field beside it says the same.
    for order in (["hero", "latestDone", "latest"], ["latestDone", "hero", "latest"], ["latest", "hero"], ["hero"], ["latestDone"]):
        query = 'query Q($f: [String!], $o: [String!]){project(name:"demo"){products(folderIds:$f){edges{node{featuredVersion(order:$o){id}}}}}}'
        listed = [node["featuredVersion"] for node in nodes(running.graphql(query, f=[folder], o=order), "project", "products")]
        claim("featured versions", {made[one["id"]] for one in listed if one} == find("featuredOnly:" + json.dumps(order)), order)
    assert running.call("DELETE", f"/api/projects/demo/folders/{folder}?force=true")[0] == 204


def orders(running, tree):
    """What `sortBy` brings into which order, of a project and below an entity, forward and backward, page after page."""
    top = tree.make("folder", {"name": "orders", "folderType": "Asset", "attrib": {"fps": 9}})
    rows = (("bravo", "Texture", "Omitted", {"fps": 100, "priority": "low"}), ("alpha", "Generic", "Approved", {"priority": "urgent"}),
            ("charlie", "Modeling", "Not ready", {"fps": 24, "description": "b"}), ("delta", "Art", "In progress", {"fps": 25, "priority": "high", "description": "a"}))
    ids = {}
    for name, kind, status, attrib in rows:
        ids[name] = tree.make("task", {"name": name, "taskType": kind, "status": status, "folderId": top, "attrib": attrib})
    enum = next(one for one in running.call("GET", "/api/attributes")[1]["attributes"] if one["name"] == "priority")["data"]["enum"]
    places = [one["value"] for one in enum]
    by_priority = sorted(("bravo", "alpha", "delta"), key=lambda name: places.index(dict((row[0], row[3]) for row in rows)[name]["priority"]))
    default = next(one for one in running.call("GET", "/api/attributes")[1]["attributes"] if one["name"] == "priority")["data"]["default"]
    by_priority = sorted(("bravo", "alpha", "charlie", "delta"),
                         key=lambda name: places.index(dict((row[0], row[3]) for row in rows)[name].get("priority", default)))
    table = (("", ["bravo", "alpha", "charlie", "delta"]), ("name", ["alpha", "bravo", "charlie", "delta"]),
             ("status", ["charlie", "delta", "alpha", "bravo"]), ("taskType", ["alpha", "delta", "charlie", "bravo"]),
             ("attrib.fps", ["alpha", "charlie", "delta", "bravo"]), ("attrib.priority", by_priority),
             ("attrib.description", ["delta", "charlie", "bravo", "alpha"]), ("attrib.unknown", ["bravo", "alpha", "charlie", "delta"]),
             ("path", ["bravo", "alpha", "charlie", "delta"]), ("createdAt", ["bravo", "alpha", "charlie", "delta"]))
    whole = 'query Q($f: [String!], $s: String, $n: Int, $a: String){project(name:"demo"){tasks(folderIds:$f, sortBy:$s, first:$n, after:$a){edges{node{name}} pageInfo{endCursor hasNextPage}}}}'
    back = 'query Q($f: [String!], $s: String, $n: Int, $b: String){project(name:"demo"){tasks(folderIds:$f, sortBy:$s, last:$n, before:$b){edges{node{name}} pageInfo{startCursor hasPreviousPage}}}}'
    below = 'query Q($id: String!, $s: String, $n: Int, $a: String){project(name:"demo"){folder(id:$id){tasks(sortBy:$s, first:$n, after:$a){edges{node{name}} pageInfo{endCursor}}}}}'
    for by, wanted in table:
        given = {"s": by} if by else {}
        forward, cursor = [], {}
        while len(forward) < 20:
            page = running.graphql(whole, f=[top], n=3, **given, **cursor)["project"]["tasks"]
            forward += [edge["node"]["name"] for edge in page["edges"]]
            if not page["pageInfo"]["hasNextPage"]:
                break
            cursor = {"a": page["pageInfo"]["endCursor"]}
        claim("order", forward == wanted, (by, forward))
        backward, cursor = [], {}
        while len(backward) < 20:
            page = running.graphql(back, f=[top], n=3, **given, **cursor)["project"]["tasks"]
            backward += [edge["node"]["name"] for edge in page["edges"]]
            if not page["pageInfo"]["hasPreviousPage"]:
                break
            cursor = {"b": page["pageInfo"]["startCursor"]}
        claim("order", backward == wanted[::-1], (by, backward))
        page = running.graphql(below, id=top, n=3, **given)["project"]["folder"]["tasks"]
        nested = [edge["node"]["name"] for edge in page["edges"]]
        page = running.graphql(below, id=top, n=3, a=page["pageInfo"]["endCursor"], **given)["project"]["folder"]["tasks"]
        claim("order", nested + [edge["node"]["name"] for edge in page["edges"]] == wanted, (by, nested))
    folders = selected(running, "folders", '(names:["assets","sh010","orders"], sortBy:"folderType")')
    claim("order", folders == ["assets", "sh010", "orders"], folders)
    for wrong in ("nothing", "-name", "productType", "attrib.", "attrib.a b", "attrib.a'b"):
        for query, given in ((whole, {"f": [top]}), (below, {"id": top})):
            message = refusal(running, query, s=wrong, **given)
            claim("order", message == f"Invalid sort_by value: {wrong}", message)
    # What may not be read decides about no order.
    who = Person(running, "sorter").may({"attrib_read": {"enabled": True, "attributes": ["frameEnd"]}})
    answer = who.ask(whole, f=[top], s="attrib.fps", n=9)
    claim("order", [node["name"] for node in nodes(answer["data"], "project", "tasks")] == ["bravo", "alpha", "charlie", "delta"], answer)
    assert running.call("DELETE", f"/api/projects/demo/folders/{top}?force=true")[0] == 204


def backward(running, tree):
    """Users and projects from the end: the last by name first."""
    for collection in ("users", "projects"):
        every = [node["name"] for node in nodes(running.graphql(f"{{{collection}{{edges{{node{{name}}}}}}}}"), collection)]
        claim("backward", every == sorted(every) and len(every) >= 3, every)
        found, cursor = [], {}
        for _ in range(len(every)):
            answer = running.graphql(f"query Q($b: String){{{collection}(last: 2, before: $b){{edges{{cursor node{{name}}}} pageInfo{{startCursor hasPreviousPage hasNextPage}}}}}}", **cursor)
            found += [node["name"] for node in nodes(answer, collection)]
            claim("backward", not answer[collection]["pageInfo"]["hasNextPage"], answer)
            if not answer[collection]["pageInfo"]["hasPreviousPage"]:
                break
            cursor = {"b": answer[collection]["pageInfo"]["startCursor"]}
        claim("backward", found == every[::-1], (collection, found, every))
        answer = running.graphql(f"{{{collection}(first: 2){{edges{{node{{name}}}} pageInfo{{endCursor hasNextPage}}}}}}")[collection]
        claim("backward", [node["name"] for node in nodes({"x": answer}, "x")] == every[:2] and answer["pageInfo"]["hasNextPage"], answer)
        answer = running.graphql(f"query Q($a: String){{{collection}(first: 2, after: $a){{edges{{node{{name}}}}}}}}", a=answer["pageInfo"]["endCursor"])
        claim("backward", [node["name"] for node in nodes(answer, collection)] == every[2:4], answer)


def event_arguments(running, tree):
    """Names that cannot be are errors; those that could be and are not find nothing."""
    for argument, wrong, unknown in (("projects", ["a b", "-x", "a/b", ""], "nowhere"), ("statuses", ["in progress", "x!", ""], "unheard"),
                                     ("states", ["in progress"], "unheard"), ("users", ["a b", ".x", "a@b"], "nobody"), ("topics", ["a b"], "no.topic"),
                                     ("ids", ["xyz"], "0" * 32)):
        for value in wrong:
            answer = asked(running, f"query Q($v: [String!]){{events({argument}: $v){{edges{{node{{id}}}}}}}}", v=[value])
            claim("event arguments", answer.get("errors") and answer["errors"][0]["extensions"]["status"] == 400, (argument, value, answer))
        answer = running.graphql(f"query Q($v: [String!]){{events({argument}: $v){{edges{{node{{id}}}}}}}}", v=[unknown])
        claim("event arguments", answer["events"]["edges"] == [], (argument, answer))
        answer = running.graphql(f"query Q($v: [String!]){{events({argument}: $v){{edges{{node{{id}}}}}}}}", v=[])
        claim("event arguments", answer["events"]["edges"] == [], (argument, answer))
    for argument, value in (("projects", "demo"), ("statuses", "finished"), ("users", "service"), ("topics", "entity.folder.*")):
        answer = running.graphql(f"query Q($v: [String!]){{events({argument}: $v, last: 3){{edges{{node{{id}}}}}}}}", v=[value])
        claim("event arguments", len(answer["events"]["edges"]) == 3, (argument, answer))
    for argument in ("newerThan", "olderThan"):
        answer = asked(running, f'{{events({argument}: "yesterday"){{edges{{node{{id}}}}}}}}')
        claim("event arguments", answer.get("errors"), answer)


def pictures(running, tree):
    """Pictures and where they come from, of projects, entities and cards; and a card's last versions."""
    query = '{projects{edges{node{name thumbnail{id sourceEntityType sourceEntityId relation}}}}}'
    claim("pictures", all(node["thumbnail"] is None for node in nodes(running.graphql(query), "projects")), "none yet")
    status, answer = running.call("POST", "/api/projects/demo/thumbnail", png(), headers={"content-type": "image/png"})
    assert status < 300, (status, answer)
    for node in nodes(running.graphql(query), "projects"):
        wanted = {"id": "0" * 32, "sourceEntityType": "project", "sourceEntityId": "demo", "relation": None} if node["name"] == "demo" else None
        claim("pictures", node["thumbnail"] == wanted, node)
    one = tree.of["assets/hero"]
    later = tree.make("version", {"version": 2, "productId": one["product"], "taskId": one["task"]})
    last = tree.make("version", {"version": 3, "productId": one["product"], "taskId": one["task"]})
    status, made = running.call("POST", f"/api/projects/demo/versions/{later}/thumbnail", png(), headers={"content-type": "image/png"})
    assert status < 300, made
    source = {"sourceEntityType": "version", "sourceEntityId": later, "relation": "latest"}
    change(running, "task", one["task"], thumbnailId=made["id"], assignees=["artist"], data={"thumbnailInfo": source})
    status, answer = running.call("POST", f"/api/projects/demo/versions/{one['version']}/reviewables", png(),
                                  headers={"content-type": "image/png", "x-file-name": "a.png"})
    assert status in (200, 201), (status, answer)
    board = """query Q($t: [String!]){kanban(taskIds:$t){edges{node{id thumbnailId thumbnail{id sourceEntityType sourceEntityId relation}
        lastVersionWithThumbnailId lastVersionWithReviewableVersionId lastVersionWithReviewableProductId}}}}"""
    other = tree.of["assets/tree"]["task"]
    cards = {node.pop("id"): node for node in nodes(running.graphql(board, t=[one["task"], other]), "kanban")}
    claim("pictures", cards[one["task"]] == {"thumbnailId": made["id"], "thumbnail": {"id": made["id"], **source}, "lastVersionWithThumbnailId": later,
          "lastVersionWithReviewableVersionId": one["version"], "lastVersionWithReviewableProductId": one["product"]}, cards[one["task"]])
    claim("pictures", set(cards[other].values()) == {None}, cards[other])
    query = 'query Q($id: String!, $v: String!){project(name:"demo"){task(id:$id){thumbnail{id sourceEntityType sourceEntityId relation}} version(id:$v){thumbnail{id sourceEntityType sourceEntityId relation}}}}'
    answer = running.graphql(query, id=one["task"], v=later)["project"]
    claim("pictures", answer["task"]["thumbnail"] == {"id": made["id"], **source}, answer)
    claim("pictures", answer["version"]["thumbnail"] == {"id": made["id"], "sourceEntityType": "version", "sourceEntityId": later, "relation": None}, answer)
    for version in (later, last):
        assert running.call("DELETE", f"/api/projects/demo/versions/{version}")[0] == 204


def people(running, tree):
    """Users who are support, and those who are not."""
    assert running.call("PATCH", "/api/users/artist", {"data": {"isSupport": True}})[0] == 204
    every = {node["name"] for node in nodes(running.graphql("{users{edges{node{name}}}}"), "users")}
    for flag, wanted in (("true", {"artist"}), ("false", every - {"artist"}), ("null", every)):
        answer = running.graphql(f"{{users(isSupport:{flag}){{edges{{node{{name deleted}}}}}}}}")
        claim("people", {node["name"] for node in nodes(answer, "users")} == wanted and not any(node["deleted"] for node in nodes(answer, "users")), (flag, answer))


FLAGS = "hasChildren hasTasks hasProducts hasVersions"
NUMBERS = "childCount taskCount productCount totalFolderCount totalTaskCount totalProductCount totalVersionCount"


def counts(running, tree):
    """How much there is in each folder and below it, of all folders of a page at once."""
    answer = running.graphql('{project(name:"demo"){folders{edges{node{path %s %s}}}}}' % (FLAGS, NUMBERS))
    listed = {node["path"][1:]: node for node in nodes(answer, "project", "folders")}
    claim("counts", set(listed) == set(tree.folder), set(listed))
    for path, node in listed.items():
        below = [one for one in tree.folder if one.startswith(path + "/")]
        leaves = sum(one in tree.of for one in [path, *below])
        direct = sum(one.rpartition("/")[0] == path for one in below)
        here = int(path in tree.of)
        wanted = {"path": "/" + path, "hasChildren": bool(direct), "hasTasks": bool(here), "hasProducts": bool(here), "hasVersions": bool(leaves),
                  "childCount": direct, "taskCount": here, "productCount": here, "totalFolderCount": len(below), "totalTaskCount": leaves,
                  "totalProductCount": leaves, "totalVersionCount": leaves}
        claim("counts", node == wanted, (node, wanted))
    query = '{project(name:"wide"){folders(first: 4000){edges{node{hasVersions totalFolderCount totalTaskCount totalVersionCount}}}}}'
    started = time.monotonic()
    running.graphql(query)
    print(f"four totals of each of 4,000 folders: {time.monotonic() - started:.3f} s")


def main():
    with server() as running:
        running.make_project()
        running.make_project("second", "se")
        tree = Tree(running)
        status, made = running.call("POST", "/api/projects/second/folders", {"name": "far", "folderType": "Folder", "attrib": {"fps": 30}})
        assert status < 300, made
        for table in (other_projects, links, patterns, costs, counts, related, featured, orders, backward, event_arguments, pictures, people):
            table(running, tree)
    for subject, count in sorted(COUNTS.items()):
        print(f"{subject}: {count} claims hold")


if __name__ == "__main__":
    main()
