#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Projects, folders and tasks from a command line, against a studio's server."""
import json
import pathlib
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
    made = studio("project", "create", "lantern", "--preset", "film", "--json")
    assert made == {"ok": True, "name": "lantern", "code": "lan", "root": "/mnt/share/projects"}, made  # the preset's, as nothing else was said
    assert [p["name"] for p in studio("project", "list", "--json")["projects"]] == ["lantern"]
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
        run([a_project_with_its_first_shots, a_file_says_what_there_should_be, faults_change_nothing, what_was_deactivated_comes_back])
    finally:
        server.stop()
