#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""From an empty machine to a published model, by commands alone: a studio on this computer, a film, shots, a person, Blender, publish, load,
a new version, what is outdated. It leaves what the way by clicks leaves."""
import json
import pathlib
import shutil
import sys

from journey import EXPECTED, outcome
from own_studio import OwnStudio
from studio_server import run
from screen import SKIPPED, Screen, wait_for

MAKE = """
import bpy, os, sys
bpy.ops.wm.read_homefile(use_empty=True)
bpy.ops.mesh.primitive_monkey_add() if "two" in sys.argv else bpy.ops.mesh.primitive_cube_add()
bpy.ops.wm.save_as_mainfile(filepath=os.environ["AYON_LAST_WORKFILE"])
bpy.ops.export_scene.gltf(filepath=os.environ["OUTPUT_GLB"], export_format="GLB")
"""


def command(*arguments, code=0, **extra):
    done = one.command(*arguments, extra=extra) if extra else one.command(*arguments)
    assert done.returncode == code, (arguments, done.returncode, done.stdout[-500:], done.stderr[-500:])
    return done.stdout


def told(*arguments):
    return json.loads(command(*arguments, "--json").strip().splitlines()[-1])


CONTEXT = ("--project", "Night_Train", "--folder", "/reel/sh010")


def a_film_is_set_up():
    told("studio", "project", "create", "Night_Train", "--code", "nig", "--preset", "film")
    made = told("studio", "folder", "create", "--project", "Night_Train", "/reel/sh[010-030:10]", "--type", "Shot")
    assert made["created"] == 4, made
    told("studio", "task", "create", "--project", "Night_Train", "--folder", "/reel/sh010", "animation", "--type", "Animation")
    person = told("studio", "user", "create", "mia", "--full-name", "Mia Example", "--group", "artist", "--project", "Night_Train")
    assert person["password"] and any(one_["name"] == "mia" for one_ in told("studio", "user", "list")["users"]), person


def blender_makes(which):
    """Blender in exactly the environment that a launch gives it, without its windows. Returns the work file and a GLB."""
    out = one.home / f"{which}.glb"
    environment = one.home / f"{which}.json"
    command("addon", "applications", "extractenvironments", str(environment), *CONTEXT, "--task", "animation", "--app", "blender/installed")
    planned = json.loads(environment.read_text())
    work = pathlib.Path(planned["AYON_WORKDIR"])
    work.mkdir(parents=True, exist_ok=True)
    planned["AYON_LAST_WORKFILE"] = str(work / f"nig_sh010_animation_v{len(list(work.glob('*.blend'))) + 1:03d}.blend")
    script = one.home / "make.py"
    script.write_text(MAKE)
    done = one.screen.run([shutil.which("blender"), "--background", "--python", str(script), "--", which], extra={**planned, "OUTPUT_GLB": str(out)}, timeout=120)
    assert out.exists() and out.read_bytes()[:4] == b"glTF", (done.stdout[-500:], done.stderr[-500:])
    assert pathlib.Path(planned["AYON_LAST_WORKFILE"]).exists()
    return planned["AYON_LAST_WORKFILE"], str(out)


def it_is_published_and_found():
    blend, glb = blender_makes("one")
    made = told("publish", blend, glb, *CONTEXT, "--task", "animation", "--product", "model/Main", "--comment", "first")
    assert [(v["product"], v["version"]) for v in made["versions"]] == [("modelMain", 1)], made
    found = {pathlib.Path(each["files"][0]).suffix: each["files"][0] for each in told("load", "path", *CONTEXT, "--product", "modelMain")}
    assert pathlib.Path(found[".glb"]).read_bytes() == pathlib.Path(glb).read_bytes()
    assert pathlib.Path(found[".blend"]).read_bytes() == pathlib.Path(blend).read_bytes()


def a_new_version_makes_the_first_one_outdated():
    look = told("publish", blender_makes("one")[1], *CONTEXT, "--task", "animation", "--product", "look/Main")
    first = told("load", "list", *CONTEXT, "--product", "modelMain")[0]["versions"][0]
    call("POST", "/api/projects/Night_Train/links", {"input": first["id"], "output": look["versions"][0]["id"], "linkType": "generative|version|version"})
    assert not told("load", "lineage", *CONTEXT, "--product", "lookMain")[0]["outdated"]
    told("publish", *blender_makes("two"), *CONTEXT, "--task", "animation", "--product", "model/Main", "--comment", "a monkey")
    (link,) = told("load", "lineage", *CONTEXT, "--product", "lookMain")
    assert link["outdated"] and link["version"] == 1 and link["latest"] == 2, link
    newest = [each["files"][0] for each in told("load", "path", *CONTEXT, "--product", "modelMain")]
    assert len(newest) == 2 and all("v002" in each for each in newest), newest


def the_same_as_by_clicks():
    assert outcome(one) == EXPECTED, outcome(one)


def call(method, path, body):
    """With the key of the one who is signed in here, which a script run by the launcher is given."""
    script = one.home / "call.py"
    script.write_text("import sys, json, ayon_api\nconnection = ayon_api.get_server_api_connection()\n"
                      "answer = connection.raw_post(sys.argv[1], json=json.loads(sys.argv[2]))\nassert answer.status_code < 300, answer.text\n")
    assert method == "POST"
    command("run", str(script), path.removeprefix("/api/"), json.dumps(body))


if not shutil.which("blender"):
    print("skipped, not installed: blender")
    sys.exit(SKIPPED)
with Screen(size="1280x900x24") as screen:
    one = OwnStudio(screen)
    one.set_up()
    one.start()
    one.running()
    wait_for(lambda: one.command("studio", "project", "list").returncode == 0, 20, "the studio")
    run([a_film_is_set_up, it_is_published_and_found, a_new_version_makes_the_first_one_outdated, the_same_as_by_clicks])
