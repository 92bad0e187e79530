# SPDX-License-Identifier: Apache-2.0
"""The inbox: what concerns a user, read and put away, and who hears of it.

usage: test_inbox.py (environment: HEARTH_BIN_DIR, HEARTH_SOURCE_DIR)
"""
import json
import sys

from server_process import server
from test_rights import PROJECT, Person, Tree, heard


def inbox(person, arguments="last:50"):
    answer = person.ask(f"{{inbox({arguments}){{edges{{cursor node{{referenceId referenceType activityId projectName body read active entityName author{{name}} "
                        "origin{name} version{name}}} pageInfo{hasPreviousPage startCursor}}}")
    assert "errors" not in answer, answer
    return [edge["node"] for edge in answer["data"]["inbox"]["edges"]]


def comment(person, entity, body):
    status, made = person.call("POST", f"{PROJECT}/{entity[0]}/{entity[1]}/activities", {"activityType": "comment", "body": body})
    assert status == 201, made
    return made["id"]


def what_comes(running, tree, ann, bob):
    version = ("version", tree.of["assets/hero"]["version"])
    assert inbox(ann) == []
    first = comment(bob, version, "for [Ann](user:ann), who watches nothing")
    running.call("POST", f"{PROJECT}/version/{version[1]}/watchers", {"watchers": ["ann", "bob"]})
    second = comment(bob, version, "[Ann](user:ann) both mentioned and watching")
    third = comment(bob, version, "only watching")
    own = comment(ann, version, "[Ann](user:ann) to myself")
    got = inbox(ann)
    assert [(one["activityId"], one["referenceType"]) for one in got] == [(third, "watching"), (second, "mention"), (first, "mention")], got
    assert own not in [one["activityId"] for one in got] and {one["entityName"] for one in got} == {"ann"}
    assert got[0]["author"]["name"] == "bob" and got[0]["version"]["name"] == "v001" and got[0]["projectName"] == "demo", got[0]
    assert [one["activityId"] for one in inbox(bob)] == [own], "one's own comments are no news"
    assert [one["activityId"] for one in inbox(ann, "last:50,showImportantMessages:true")] == [second, first]
    assert [one["activityId"] for one in inbox(ann, "last:50,showImportantMessages:false")] == [third]
    answer = ann.ask("{inbox(last:2){edges{cursor node{activityId}} pageInfo{hasPreviousPage startCursor}}}")["data"]["inbox"]
    assert answer["pageInfo"]["hasPreviousPage"], answer
    rest = inbox(ann, f'last:2,before:"{answer["pageInfo"]["startCursor"]}"')
    assert [one["activityId"] for one in rest] == [first], rest
    return got


def what_is_marked(running, ann, bob, got):
    def mark(person, **body):
        return person.status("POST", "/api/inbox", {"projectName": "demo", **body})

    def unread():
        return [one["activityId"] for one in inbox(ann, "last:50,showUnreadMessages:true")]
    newest, middle, oldest = (one["referenceId"] for one in got)
    assert len(unread()) == 3
    assert mark(ann, ids=[newest], status="read") == 204
    assert unread() == [got[1]["activityId"], got[2]["activityId"]] and inbox(ann)[0]["read"] is True
    assert mark(ann, ids=[newest], status="unread") == 204 and len(unread()) == 3
    assert mark(bob, ids=[middle], status="inactive") == 204 and len(inbox(ann)) == 3, "another's inbox was changed"
    assert mark(ann, ids=[middle], status="inactive") == 204
    assert [one["referenceId"] for one in inbox(ann)] == [newest, oldest], "it comes back through its other reference"
    assert [one["referenceId"] for one in inbox(ann, "last:9,showActiveMessages:false")] == [middle]
    assert mark(ann, all=True, status="read") == 204 and unread() == []
    for body in ({"ids": [newest], "status": "burnt"}, {"ids": ["x"], "status": "read"}, {"status": "read", "projectName": ""}):
        assert mark(ann, **body) == 400, body
    assert ann.status("POST", "/api/inbox", {"projectName": "nope", "all": True, "status": "read"}) == 404
    running.make_project("other", "ot")
    running.call("PATCH", "/api/users/ann", {"data": {"accessGroups": {"demo": ["ann0"]}}})
    assert ann.status("POST", "/api/inbox", {"projectName": "other", "all": True, "status": "read"}) == 403


def who_hears(running, tree, ann, bob):
    hero, other = ("version", tree.of["assets/hero"]["version"]), ("version", tree.of["shots/sq/sh010"]["version"])
    with ann.listening(("inbox",)) as mine, bob.listening(("inbox",)) as theirs:
        comment(bob, hero, "[Ann](user:ann)")
        comment(ann, hero, "nobody but bob watches")
        assert [topic for topic, _ in heard(running, mine)] == ["inbox.message"]
        assert [topic for topic, _ in heard(running, theirs)] == ["inbox.message"]
    ann.may({"read": {"enabled": True, "access_list": [{"access_type": "hierarchy", "path": "assets"}]}})
    before = len(inbox(ann))
    with ann.listening(("inbox",)) as mine:
        comment(bob, other, "[Ann](user:ann) where she may not look")
        assert heard(running, mine) == []
    assert len(inbox(ann)) == before, "the inbox shows what may not be read"
    ann.may({})
    assert len(inbox(ann)) == before + 1, "it was there all the time"
    for attributes, told in (([], ["inbox.message"]), (["fps"], ["inbox.message"]), (None, ["inbox.message"] * 2)):
        ann.may({} if attributes is None else {"attrib_read": {"enabled": True, "attributes": attributes}})
        with ann.listening(("inbox",)) as mine:
            running.call("PATCH", f"{PROJECT}/versions/{hero[1]}", {"attrib": {"fps": 99 if attributes is None else 30 + len(attributes)}})
            running.call("PATCH", f"{PROJECT}/versions/{hero[1]}", {"status": "Approved" if attributes else "On hold" if attributes is None else "In progress"})
            assert [topic for topic, _ in heard(running, mine)] == told, attributes
    ann.may({}, projects=())
    assert inbox(ann) == [], "out of the project"


def projects_that_are_over(running, ann):
    ann.may({})
    count = len(inbox(ann))
    assert count and len(inbox(ann, "last:50,showActiveProjects:true")) == count
    assert running.call("PATCH", PROJECT, {"active": False})[0] == 204
    assert inbox(ann, "last:50,showActiveProjects:true") == [] and len(inbox(ann, "last:50,showActiveProjects:false")) == count


def main():
    with server() as running:
        running.make_project()
        tree = Tree(running)
        ann, bob = Person(running, "ann").may({}), Person(running, "bob").may({})
        got = what_comes(running, tree, ann, bob)
        what_is_marked(running, ann, bob, got)
        who_hears(running, tree, ann, bob)
        projects_that_are_over(running, ann)
    print("inbox: passed")


if __name__ == "__main__":
    sys.exit(main())
