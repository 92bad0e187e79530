#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Blender publishes, loads, and is told what is newer: the real program with its tray, server and a real Blender."""
import contextlib
import json
import os
import pathlib
import shutil
import sqlite3
import struct
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "studio"), str(HERE.parent / "desktop")]
from own_studio import OwnStudio  # noqa: E402
from studio_server import run  # noqa: E402
from screen import Screen, require, wait_for  # noqa: E402

CONTEXT = ["--project", "lantern_sample", "--folder", "/assets/hero", "--task", "modeling"]
told = {}


def glb_content(path):
    """The JSON of a GLB, its frame checked as the format asks."""
    data = path.read_bytes()
    magic, version, length = struct.unpack("<4sII", data[:12])
    assert (magic, version, length) == (b"glTF", 2, len(data)), (magic, version, length, len(data))
    size, kind = struct.unpack("<I4s", data[12:20])
    assert kind == b"JSON", kind
    binary = 20 + size
    assert struct.unpack("<I4s", data[binary:binary + 8])[1] == b"BIN\0"
    return json.loads(data[20:20 + size])


def published(version, extension):
    found = list(one.projects.rglob(f"publish/model/modelMain/{version}/*.{extension}"))
    assert len(found) == 1, found
    return found[0]


def blender_does_its_work():
    startup = one.home / ".config/blender/3.4/scripts/startup"
    startup.mkdir(parents=True)
    shutil.copy(HERE / "inside_publishing.py", startup / "hearth_publishing.py")
    done = one.command("launch", "--app", "blender/installed", *CONTEXT)
    assert done.returncode == 0, (done.stdout, done.stderr)
    found = one.home / "blender_publishing.json"
    wait_for(found.exists, 100, "Blender's answer")
    told.update(json.loads(found.read_text()))
    assert "error" not in told, told
    assert told["context"] == "lantern_sample · hero · modeling", told["context"]


def both_forms_are_published_and_valid():
    picture = "thumbnail 256x256, True"
    assert told["said"] == ["Published modelMain v001", picture, picture, "Published modelMain v002", "Published layoutMain v001"], told["said"]
    assert told["cameras"] == 1, "the camera of the moment is gone"
    assert told["unchanged"], "the open scene stays as it was"
    assert told["arranged"] == {"location": [1, 2, 3], "holder": "Holder", "action": "Wobble", "version": 2}, told["arranged"]
    pictures = told["pictures"]
    assert pictures["scene"] == pictures["library"] == pictures["here"] + "/beside.png", pictures
    assert pictures["kept"] == "//beside.png", pictures
    for version, nodes in (("v001", {"Cube", "Camera", "Light"}), ("v002", {"Cube"})):
        content = glb_content(published(version, "glb"))
        assert content["asset"]["version"] == "2.0" and content["meshes"], content
        assert {node["name"] for node in content["nodes"]} <= nodes, (version, content["nodes"])
        head = published(version, "blend").read_bytes()[:4]
        assert head in (b"BLEN", b"\x28\xb5\x2f\xfd"), head  # plain, or as zstd
    assert {(each["name"], each["version"], each["isHere"]) for each in told["list"]} == {("blend", 1, True), ("glb", 1, True)}, told["list"]
    assert {pathlib.Path(each["path"]) for each in told["list"]} == {published("v001", "blend"), published("v001", "glb")}


def the_server_knows_where_it_comes_from():
    done = one.command("load", "list", *CONTEXT[:4], "--json")
    assert done.returncode == 0, done.stderr
    products = json.loads(done.stdout)
    products = products if isinstance(products, list) else products["products"]
    model = next(each for each in products if each["name"] == "modelMain")
    assert [(each["version"], each["comment"]) for each in model["versions"]] == [(2, "second"), (1, "first")], model


def what_is_published_has_a_work_file():
    """The second time it was saved as the next version first; the studio knows it as the version's source."""
    saved = pathlib.Path(told["saved"])
    assert saved.is_file() and "_v001" in saved.name and one.projects in saved.parents, saved
    assert told["remembered"]["scope"] == "selection" and told["remembered"]["variant"] == "Main", told["remembered"]
    with contextlib.closing(sqlite3.connect(f"file:{one.database}?mode=ro", uri=True)) as database:
        sources = [row[0] for row in database.execute("SELECT json_extract(attrib, '$.source') FROM versions ORDER BY creation_order")]
    assert sources[0] is None, "the first was published without a work file"
    assert sources[1].startswith("{root[work]}/lantern_sample/") and sources[1].endswith(saved.name), sources


def every_way_makes_a_container():
    loaded = told["loaded"]
    assert sorted(loaded) == ["modelMain_append", "modelMain_import", "modelMain_link"], loaded
    for name, each in loaded.items():
        assert "Cube" in each["objects"], (name, each)
        assert each["schema"] == "ayon:container-3.0" and each["id"] == "ayon.load.container" and each["project_name"] == "lantern_sample", each
        assert each["loader"] == "hearth." + name.split("_")[1] and not each["outdated"] and "the newest" in each["state"], each
        assert each["linked"] == name.endswith("_link"), each


def what_is_outdated_is_told_and_updated():
    assert told["count"] == 3 and all(each["state"] == "v001, v002 is there" for each in told["outdated"].values()), told["outdated"]
    assert sorted(told["updated"]) == sorted(told["loaded"]), told["updated"]
    for name, each in told["updated"].items():
        kind = "glb" if name.endswith("_import") else "blend"
        assert each["objects"] == ["Cube"] and pathlib.Path(each["path"]) == published("v002", kind), each
        assert each["state"] == "v002, the newest" and each["representation"] != told["loaded"][name]["representation"], each


def what_is_removed_leaves_the_rest_alone():
    assert told["removed"] == ["modelMain_import", "modelMain_link"] and told["cube"], told
    assert told["brought along"] == ["layoutMain_append"], told["brought along"]
    assert "Nothing is selected" in told["nothing selected"], told
    left = [each for each in pathlib.Path("/tmp").glob("hearth_publish_*") if each.stat().st_mtime > STARTED and each.is_dir()
            and list(each.glob("modelMain.*"))]
    assert left == [], f"exported copies are cleared away: {left}"


require("Xvfb", "blender")
with Screen(keyring="absent") as screen:
    STARTED = os.stat(screen.home).st_mtime
    one = OwnStudio(screen)
    one.start()
    screen.see("click", "Work on this computer*")
    screen.see("click", "Set up", "push button")
    screen.see("click", "Look at the sample project*", "push button", 60)
    screen.see("find", "modeling*", "", 40)
    one.running()
    run([blender_does_its_work, both_forms_are_published_and_valid, the_server_knows_where_it_comes_from, what_is_published_has_a_work_file, every_way_makes_a_container,
         what_is_outdated_is_told_and_updated, what_is_removed_leaves_the_rest_alone])
