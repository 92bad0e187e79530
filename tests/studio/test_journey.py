#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""From an empty machine to a published GLB, by commands alone: a studio on this computer, a film, shots, a person, Blender, publish, load, a
new version, what is outdated."""
import json
import pathlib
import shutil
import sys

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


CONTEXT = ("--project", "night_train", "--folder", "/reel/sh010")


def a_film_is_set_up():
    told("studio", "project", "create", "night_train", "--code", "nt", "--preset", "film")
    made = told("studio", "folder", "create", "--project", "night_train", "/reel/sh[010-030:10]", "--type", "Shot")
    assert made["created"] == 4, made
    told("studio", "task", "create", "--project", "night_train", "--folder", "/reel/sh010", "animation", "--type", "Animation")
    person = told("studio", "user", "create", "mia", "--full-name", "Mia Example", "--group", "artist", "--project", "night_train")
    assert person["password"] and any(one_["name"] == "mia" for one_ in told("studio", "user", "list")["users"]), person


def blender_makes(which):
    """Blender in exactly the environment that a launch gives it, without its windows."""
    out = one.home / f"{which}.glb"
    environment = one.home / f"{which}.json"
    command("addon", "applications", "extractenvironments", str(environment), *CONTEXT, "--task", "animation", "--app", "blender/installed")
    planned = json.loads(environment.read_text())
    script = one.home / "make.py"
    script.write_text(MAKE)
    pathlib.Path(planned["AYON_WORKDIR"]).mkdir(parents=True, exist_ok=True)
    done = one.screen.run([shutil.which("blender"), "--background", "--python", str(script), "--", which], extra={**planned, "OUTPUT_GLB": str(out)}, timeout=120)
    assert out.exists() and out.read_bytes()[:4] == b"glTF", (done.stdout[-500:], done.stderr[-500:])
    assert pathlib.Path(planned["AYON_LAST_WORKFILE"]).exists()
    return out


def it_is_published_and_found():
    glb = blender_makes("one")
    made = told("publish", str(glb), *CONTEXT, "--task", "animation", "--product", "model/Main", "--comment", "first")
    assert [(v["product"], v["version"]) for v in made["versions"]] == [("modelMain", 1)], made
    (found,) = told("load", "path", *CONTEXT, "--product", "modelMain")
    assert pathlib.Path(found["files"][0]).read_bytes() == glb.read_bytes()


def a_new_version_makes_the_first_one_outdated():
    look = told("publish", str(blender_makes("one")), *CONTEXT, "--task", "animation", "--product", "look/Main")
    first = told("load", "list", *CONTEXT, "--product", "modelMain")[0]["versions"][0]
    call("POST", "/api/projects/night_train/links", {"input": first["id"], "output": look["versions"][0]["id"], "linkType": "generative|version|version"})
    assert not told("load", "lineage", *CONTEXT, "--product", "lookMain")[0]["outdated"]
    told("publish", str(blender_makes("two")), *CONTEXT, "--task", "animation", "--product", "model/Main", "--comment", "a monkey")
    (link,) = told("load", "lineage", *CONTEXT, "--product", "lookMain")
    assert link["outdated"] and link["version"] == 1 and link["latest"] == 2, link
    newest = told("load", "path", *CONTEXT, "--product", "modelMain")[0]["files"][0]
    assert "v002" in newest and pathlib.Path(newest).read_bytes()[:4] == b"glTF", newest


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
    run([a_film_is_set_up, it_is_published_and_found, a_new_version_makes_the_first_one_outdated])
