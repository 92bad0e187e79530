#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Projects, folders and tasks from a command line, against a studio's server."""
import json
import pathlib
import subprocess
import sys
import tempfile

from studio_server import KEY, Seat, StudioServer, run

WORK = tempfile.TemporaryDirectory(prefix="hearth_structure_ü_")
TOP = pathlib.Path(WORK.name)
server = StudioServer(TOP / "server").start()
server.add_bundle("b1", {}, isProduction=True)
seat = Seat(TOP / "seat", AYON_SERVER_URL=server.url, AYON_API_KEY=KEY)


def studio(*arguments, expected=0):
    done = seat.hearth("studio", *arguments)
    assert done.returncode == expected, (done.returncode, done.stdout, done.stderr)
    return json.loads(done.stdout) if "--json" in arguments else done


def paths():
    return {f["path"]: f for f in server.call("GET", "/api/projects/lantern/folders?attrib=true")["folders"]}


def a_project_with_its_first_shots():
    dry = studio("project", "create", "lantern", "--preset", "film", "--dry-run", "--json")
    assert dry == {"ok": True, "done": False, "name": "lantern", "code": "lan", "root": "/mnt/share/projects"}, dry
    assert studio("project", "list", "--json")["projects"] == []
    assert "letters" in studio("project", "create", "no good", "--dry-run", expected=1).stderr
    made = studio("project", "create", "lantern", "--preset", "film", "--json")
    assert made == {"ok": True, "done": True, "name": "lantern", "code": "lan", "root": "/mnt/share/projects"}, made  # the preset's, as nothing else was said
    assert [p["name"] for p in studio("project", "list", "--json")["projects"]] == ["lantern"]
    assert "already" in studio("project", "create", "LANTERN", "--dry-run", expected=1).stderr
    assert "already" in studio("project", "create", "other", "--code", "lan", "--dry-run", expected=1).stderr
    made = studio("folder", "create", "--project", "lantern", "--type", "shot", "/shots/sq010/sh[0010-0030:10]", "--json")
    assert made["created"] == 3 and made["done"], made
    assert paths()["shots/sq010/sh0020"]["folderType"] == "Shot"
    again = studio("folder", "create", "--project", "lantern", "--type", "Shot", "/shots/sq010/sh[0010-0030:10]", "--json")
    assert again["created"] == 0 and again["same"] == 3, again
    made = studio("task", "create", "--project", "lantern", "--folder", "/shots/sq010/sh[0010-0030:10]", "animation", "lighting", "--type", "Animation",
                  "--due", "2026-12-24", "--json")
    assert made["created"] == 6, made
    assert sorted(paths()["shots/sq010/sh0010"]["taskNames"]) == ["animation", "lighting"]


def a_file_says_what_there_should_be():
    file = TOP / "wanted.json"
    file.write_text(json.dumps({"project": "lantern", "folders": [
        {"path": "/assets/[hero,villain]", "type": "Asset", "attrib": {"frameStart": 1010}, "tasks": [{"name": "modeling", "type": "Modeling", "status": "In progress"}]}]}))
    dry = studio("apply", str(file), "--dry-run", "--json")
    assert dry["created"] == 4 and not dry["done"] and "assets/hero" not in paths(), dry
    assert studio("apply", str(file), "--json")["created"] == 4
    assert paths()["assets/villain"]["attrib"]["frameStart"] == 1010
    again = studio("apply", str(file), "--json")
    assert (again["created"], again["updated"], again["same"]) == (0, 0, 4), again
    file.write_text(file.read_text().replace("1010", "1001").replace("In progress", "Approved"))
    changed = studio("apply", str(file), "--json")
    assert (changed["created"], changed["updated"]) == (0, 4), changed
    assert paths()["assets/hero"]["attrib"]["frameStart"] == 1001


def a_whole_file_twice_changes_nothing_the_second_time():
    file = TOP / "whole.json"
    file.write_text(json.dumps({"project": "lantern", "folders": [
        {"path": "/whole/[a,b]", "type": "Asset", "attrib": {"fps": 24, "frameStart": 1001}, "tasks": [
            {"name": "[rig,groom]", "type": "Rigging", "due": "2026-12-24", "assignees": ["emil", "anna"], "attrib": {"startDate": "2026-12-01T09:00:00Z"}}]}]}))
    assert studio("apply", str(file), "--json")["created"] == 7
    again = studio("apply", str(file), "--json")
    assert (again["created"], again["updated"], again["same"]) == (0, 0, 6), again
    file.write_text(file.read_text().replace('["emil", "anna"]', '["anna", "emil"]').replace("09:00:00Z", "10:00:00+01:00"))
    again = studio("apply", str(file), "--json")
    assert (again["created"], again["updated"], again["same"]) == (0, 0, 6), again
    file.write_text(file.read_text().replace("2026-12-24", "2026-12-25"))
    assert studio("apply", str(file), "--json")["updated"] == 4


def task(path):
    folder, name = path.rsplit("/", 1)
    found = paths()[folder]["id"]
    listed = studio("task", "list", "--project", "lantern", "--folder", "/" + folder, "--json")["tasks"]
    one = next(t for t in listed if t["path"].endswith("/" + name))
    told = server.call("GET", f"/api/projects/lantern/tasks/{one['id']}")
    assert told["folderId"] == found
    return told


def folders_are_renamed_moved_and_set():
    def folder(*words, expected=0):
        return studio("folder", words[0], "--project", "lantern", *words[1:], expected=expected)
    studio("folder", "create", "--project", "lantern", "--type", "Shot", "/cut/sq[1-2]/sh10")
    dry = folder("rename", "/cut/sq1/sh10", "sh15", "--dry-run", "--json")
    assert (dry["done"], dry["changed"], dry["changes"]) == (False, 1, [{"path": "/cut/sq1/sh10", "fields": ["name"]}]), dry
    assert "cut/sq1/sh15" not in paths()
    assert folder("rename", "/cut/sq1/sh10", "sh15", "--json")["done"]
    assert "cut/sq1/sh15" in paths() and "cut/sq1/sh10" not in paths()
    folder("move", "/cut/sq1/sh15", "/CUT/sq2")
    assert "cut/sq2/sh15" in paths()
    folder("move", "/cut/sq2/sh15", "/")
    assert "sh15" in paths()
    folder("move", "/sh15", "/cut/sq2")
    told = folder("set", "/cut/sq2/sh10", "/cut/sq2/sh15", "frameStart=1011", "frameEnd=1044", "status=in progress", "label=First", "--json")
    assert told["changed"] == 2, told
    for name in ("sh10", "sh15"):
        now = paths()[f"cut/sq2/{name}"]
        assert (now["attrib"]["frameStart"], now["attrib"]["frameEnd"], now["status"], now["label"]) == (1011, 1044, "In progress", "First"), now
    assert folder("set", "/cut/sq2/sh10", "frameStart=1011", "--json")["changed"] == 0
    folder("set", "/cut/sq2/sh10", "frameStart=", "label=")
    now = paths()["cut/sq2/sh10"]
    assert now["attrib"]["frameStart"] == 1001 and now["attrib"]["frameEnd"] == 1044 and "frameStart" not in now["ownAttrib"], now
    for words, code, said in ((("rename", "/cut/sq2", "a b"), 1, "no name"), (("move", "/cut", "/cut/sq2"), 1, "into itself"),
                              (("move", "/cut", "/nowhere"), 1, "no /nowhere"), (("set", "/cut", "colour=red"), 1, '"colour"'),
                              (("set", "/cut", "status=splendid"), 1, "splendid"), (("set", "/cut", "frameStart=9", "frameEnd=8"), 1, "behind"),
                              (("set", "/cut"), 2, "KEY=VALUE"), (("rename", "/cut"), 2, "rename"), (("move", "/cut"), 2, "move"),
                              (("assign", "/cut", "--user", "anna"), 2, "hearth studio folder")):
        assert said in folder(*words, expected=code).stderr, words


def tasks_are_renamed_moved_set_and_assigned():
    def change(verb, *words, expected=0):
        return studio("task", verb, "--project", "lantern", "--folder", "/cut/sq1", *words, expected=expected)
    studio("user", "create", "emil", "--project", "lantern", "--group", "artist")
    studio("folder", "create", "--project", "lantern", "/cut/sq1")
    change("create", "edit", "grade", "--type", "Edit", "--assign", "anna")
    assert not change("assign", "edit", "--user", "Emil", "--dry-run", "--json")["done"] and task("cut/sq1/edit")["assignees"] == ["anna"]
    assert change("assign", "edit", "grade", "--user", "Emil", "--json")["changed"] == 2
    assert task("cut/sq1/edit")["assignees"] == ["anna", "emil"] == task("cut/sq1/grade")["assignees"]
    assert change("assign", "edit", "--user", "emil,anna", "--json")["changed"] == 0
    change("unassign", "edit", "--user", "anna")
    assert task("cut/sq1/edit")["assignees"] == ["emil"]
    change("set", "edit", "due=2026-12-24", "status=approved", "priority=high")
    now = task("cut/sq1/edit")
    assert now["attrib"]["endDate"].startswith("2026-12-24") and (now["status"], now["attrib"]["priority"]) == ("Approved", "high"), now
    assert change("set", "edit", "due=2026-12-24", "--json")["changed"] == 0
    change("set", "edit", "due=")
    assert not task("cut/sq1/edit")["attrib"].get("endDate")
    change("rename", "edit", "montage")
    change("move", "montage", "/cut/sq2")
    assert task("cut/sq2/montage")["assignees"] == ["emil"]
    for words, code, said in ((("move", "grade", "/"), 1, "in a folder"), (("move", "montage", "/cut"), 1, "no /cut/sq1/montage"),
                              (("assign", "grade", "--user", "nobody"), 1, '"nobody"'), (("assign", "grade"), 2, "--user"),
                              (("set", "grade", "due=soon"), 1, "soon"), (("rename", "grade"), 2, "rename")):
        assert said in change(*words, expected=code).stderr, words
    studio("task", "rename", "--project", "lantern", "grade", "colour", expected=2)


def undo_takes_one_step_a_time():
    folder = paths()["cut/sq2/sh10"]["id"]
    done = subprocess.run([sys.argv[1], "lantern", folder], env={**seat.environment, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True,
                          timeout=300)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.strip().splitlines()[-1])
    assert told["changed"]["name"] == "renamed" and told["changed"]["attrib"]["frameStart"] == 1011, told
    assert not {"frameStart", "frameEnd"} & set(told["inherited"]["ownAttrib"]), told["inherited"]
    assert [words.rpartition(": ")[2] for words in told["undone"]] == ["inherit", "frames", "rename"], told["undone"]
    for key in ("name", "attrib", "ownAttrib"):
        assert told["after"][key] == told["before"][key] == told["end"][key], (key, told)
    assert told["left"] == "" and told["kept"] == "rename", told
    assert not [words for words in told["refused"] if words.startswith("Taken back")], told["refused"]
    assert told["again"][0] == "Taken back: rename" and "nothing" in told["again"][1], told["again"]


def faults_change_nothing():
    before = set(paths())
    file = TOP / "faulty.json"
    file.write_text(json.dumps({"folders": [{"path": "/assets/good", "type": "Asset"}, {"path": "/assets/bad", "type": "Assett"}]}))
    done = studio("apply", str(file), "--project", "lantern", expected=1)
    assert '"Assett"' in done.stderr and "Nothing was changed" in done.stderr, done.stderr
    done = studio("folder", "create", "--project", "lantern", "/shots/sh[20-10]", expected=2)
    assert "ends before it begins" in done.stderr, done.stderr
    done = studio("folder", "create", "--project", "nowhere", "/shots/x", expected=1)
    assert "nowhere" in done.stderr, done.stderr
    done = studio("folder", "create", "/shots/x", expected=2)
    assert "--project" in done.stderr, done.stderr
    assert set(paths()) == before


def listed(*more):
    return [f["path"] for f in studio("folder", "list", "--project", "lantern", *more, "--json")["folders"]]


def tasks(*more):
    return [t["path"].rpartition("/")[2] for t in studio("task", "list", "--project", "lantern", "--folder", "/assets/hero", *more, "--json")["tasks"]]


def what_was_deactivated_comes_back():
    assert "/shots/sq010/sh0010" in listed() and not listed("--inactive")
    assert not studio("folder", "deactivate", "--project", "lantern", "/shots/sq010", "--dry-run", "--json")["done"] and not listed("--inactive")
    told = studio("folder", "deactivate", "--project", "lantern", "/shots/sq010", "--json")
    assert told["done"] and told["changed"] == 1, told
    assert listed("--inactive") == ["/shots/sq010"]
    assert not [path for path in listed() if "sq010" in path] and "/shots/sq010/sh0010" in listed("--all")
    again = studio("folder", "create", "--project", "lantern", "/shots/sq010", "--json")
    assert again["created"] == 0 and again["same"] == 1, again
    studio("folder", "activate", "--project", "lantern", "/shots/sq010", "--json")
    assert not listed("--inactive") and "/shots/sq010/sh0010" in listed()
    studio("task", "deactivate", "--project", "lantern", "--folder", "/assets/hero", "modeling", "--json")
    assert (tasks(), tasks("--inactive"), tasks("--all")) == ([], ["modeling"], ["modeling"])
    studio("task", "activate", "--project", "lantern", "--folder", "/assets/hero", "modeling", "--json")
    assert tasks() == ["modeling"] and not tasks("--inactive")
    assert "no /nowhere" in studio("folder", "activate", "--project", "lantern", "/nowhere", expected=1).stderr
    for words in (("folder", "activate", "--project", "lantern"), ("folder", "list"), ("task", "list", "--project", "lantern")):
        studio(*words, expected=2)


if __name__ == "__main__":
    try:
        run([a_project_with_its_first_shots, a_file_says_what_there_should_be, a_whole_file_twice_changes_nothing_the_second_time,
             folders_are_renamed_moved_and_set, tasks_are_renamed_moved_set_and_assigned, undo_takes_one_step_a_time, faults_change_nothing,
             what_was_deactivated_comes_back])
    finally:
        server.stop()
