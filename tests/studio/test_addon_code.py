#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the Python code of addons does: scripts and commands in a child, implementation environment and hooks of a launch."""
import json
import os
import pathlib
import subprocess
import tempfile
import time

import addon_package
from studio_server import PASSWORD, Seat, StudioServer, run, variable
from screen import wait_for

WORK = tempfile.TemporaryDirectory(prefix="hearth_addons_ü_")
TOP = pathlib.Path(WORK.name)
MODULES = pathlib.Path(os.environ["HEARTH_SOURCE_DIR"]) / "build/venv/lib"
SITE = next(MODULES.glob("python3*/site-packages"))


def modules(*names):
    found = {}
    for name in names:
        for file in [*SITE.glob(f"{name}.py"), *(SITE / name).rglob("*.py")]:
            found[f"dependencies/{file.relative_to(SITE)}"] = file.read_bytes()
    return found


server = StudioServer(TOP / "server").start()
server.add_addon("stagehand", "1.0.0", addon_package.MEMBERS)
server.add_package("deps_1.zip", {**modules("click", "ayon_api", "requests", "urllib3", "idna", "certifi", "charset_normalizer", "unidecode", "platformdirs", "websocket"),
                                  "runtime/for_launchers.py": "word = 'runtime'\n"})
server.add_package("deps_old.zip", {"dependencies/_x.cpython-36-x86_64-linux-gnu.so": "compiled", **modules("click")})
ids = server.add_project("demo_project", TOP / "Projects")
APPLICATIONS = next(iter({a["name"]: a for a in server.call("GET", "/api/addons")["addons"]}["applications"]["versions"]))
server.add_bundle("b1", {"stagehand": "1.0.0", "applications": APPLICATIONS}, "deps_1.zip", isProduction=True)
server.add_bundle("b_old", {"stagehand": "1.0.0", "applications": APPLICATIONS}, "deps_old.zip", isStaging=True)
CONTEXT = ("--app", "blender/installed", "--project", "demo_project", "--folder", "/assets/hero", "--task", "modeling")


def seat(name, **environment):
    made = Seat(TOP / name, **environment)
    done = made.hearth("login", server.url, "--user", "anna", stdin=PASSWORD + "\n")
    assert done.returncode == 0, done.stderr
    program = made.home / "program.sh"
    program.write_text(f'#!/bin/sh\n[ -n "$AYON_WORKDIR" ] || exit 0\nenv -0 > "{made.home}/seen.tmp"\nprintf "%s\\n" "$@" > "{made.home}/arguments.txt"\nmv "{made.home}/seen.tmp" "{made.home}/seen"\n')
    program.chmod(0o755)
    done = made.hearth("applications", "--set", f"blender/installed={program}")
    assert done.returncode == 0, done.stderr
    return made


def launched(person, *more, **environment):
    (person.home / "seen").unlink(missing_ok=True)
    done = person.hearth("launch", *CONTEXT, *more, **environment)
    if done.returncode == 0:
        wait_for((person.home / "seen").exists, 20, "the application's environment")
    return done


def seen(person):
    return dict(entry.split("=", 1) for entry in (person.home / "seen").read_text().split("\0") if entry)


def code_of_addons_takes_part_in_a_launch():
    person = seat("launch", STAGE_DARK="1")
    done = launched(person)
    assert done.returncode == 0, done.stderr
    environment = seen(person)
    assert environment["STAGE_PLUGINS"].endswith("stagehand_1.0.0/ayon_stagehand/startup"), environment["STAGE_PLUGINS"]
    assert environment["STAGE_LIGHT"] == "modeling of demo_project" and environment["STAGE_ORDER"] == "first, light was off"
    assert environment["AYON_TASK_NAME"] == "modeling" and "STAGE_DARK" not in environment
    assert "--lit" in (person.home / "arguments.txt").read_text().splitlines()
    wait_for((person.home / "applause.txt").exists, 10, "the hook after the start")
    told = person.explain()
    steps = told["variables"]["STAGE_LIGHT"]["steps"]
    assert steps[-1]["source"] == "addon blender: AddLight", steps
    assert told["variables"]["STAGE_PLUGINS"]["steps"][-1]["source"] == "addon blender: implementation environment"
    assert told["arguments"][-1] == "--lit", told["arguments"]


def extracted_environment_is_that_of_the_launch():
    person = seat("extract")
    assert launched(person).returncode == 0
    out = person.home / "env.json"
    done = person.hearth("addon", "applications", "extractenvironments", str(out), *CONTEXT)
    assert done.returncode == 0, done.stderr
    extracted, actual = json.loads(out.read_text()), seen(person)
    of_one_start = {"_", "PWD", "SHLVL", "OLDPWD", "AYON_PID_FILE"}
    differences = {name: (extracted.get(name), actual.get(name)) for name in {*extracted, *actual} - of_one_start if extracted.get(name) != actual.get(name)}
    assert not differences, differences


def a_hook_may_refuse():
    person = seat("refuse")
    done = launched(person, STAGEHAND="refuse")
    assert done.returncode == 1 and "The stage is not ready: ask the studio" in done.stderr and "--without-addons" not in done.stderr, done.stderr
    assert not (person.home / "seen").exists()


def faults_stop_nobody():
    person = seat("faults", HEARTH_HOOK_SECONDS="2")
    for what, words in (("raise", "the curtain fell"), ("hang", "did not answer within 2 s"), ("die", "ended before")):
        began = time.monotonic()
        done = launched(person, STAGEHAND=what)
        assert done.returncode == 1 and words in done.stderr and "OnDemand" in done.stderr and "--without-addons" in done.stderr, (what, done.stderr)
        assert time.monotonic() - began < 15 and not (person.home / "seen").exists()
        done = launched(person, "--without-addons", STAGEHAND=what)
        assert done.returncode == 0 and "STAGE_LIGHT" not in seen(person), done.stderr
        told = person.explain(STAGEHAND=what)
        assert told["ok"] and any(words in warning for warning in told["warnings"]), told["warnings"]
    left = subprocess.run(["pgrep", "-f", "addon_runtime.py"], capture_output=True, text=True).stdout.split()
    mine = [pid for pid in left if str(TOP) in pathlib.Path(f"/proc/{pid}/environ").read_bytes().decode(errors="replace")]
    assert not mine, mine


def without_a_fitting_python_it_is_said_what_was_not_run():
    person = seat("old")
    done = person.hearth("--use-staging", "launch", *CONTEXT)
    assert done.returncode == 1 and "Python 3.6" in done.stderr, done.stderr
    for name in ("AddLight of the addon stagehand", "implementation environment of the addon stagehand", "--without-addons"):
        assert name in done.stderr, done.stderr
    done = person.hearth("--use-staging", "launch", *CONTEXT, "--without-addons")
    assert done.returncode == 0, done.stderr


def scripts_run_with_the_bundles_modules():
    person = seat("scripts")
    script = person.home / "wörk.py"
    script.write_text("import sys, os, json, ayon_api, stage_words, for_launchers, ayon_common.utils\n"
                      "print(json.dumps([sys.argv, ayon_api.get_server_api_connection().get_user()['name'], os.environ['AYON_PROJECT_NAME'],"
                      " for_launchers.word, ayon_common.utils.get_local_site_id(), sys.stdin.read()]))\nsys.exit(7)\n")
    folder = person.home / "tool"
    folder.mkdir()
    (folder / "__main__.py").write_text(script.read_text())
    for arguments in ((str(script),), ("run", str(script)), (str(folder),)):
        done = person.hearth("--project", "demo_project", *arguments, "--unknown", "wörd", "--debug", stdin="typed")
        assert done.returncode == 7, (arguments, done.returncode, done.stderr)
        argv, user, project, word, site, typed = json.loads(done.stdout.strip().splitlines()[-1])
        assert argv[1:] == ["--unknown", "wörd"] and user == "anna" and project == "demo_project" and word == "runtime" and typed == "typed", argv
        assert site == (person.local / "site_id").read_text().strip()
    done = Seat(TOP / "nobody").hearth("--skip-bootstrap", str(script))
    assert done.returncode == 1 and "ayon_api" in done.stderr, done.stderr


def commands_of_addons_run():
    person = seat("commands")
    done = person.hearth("addon", "blender", "greet", "--name", "Ännchen")
    assert done.returncode == 0 and "hello Ännchen, b1, 1 projects" in done.stdout, (done.stdout, done.stderr)
    for arguments, code, words in ((("addon", "blender", "nothing"), 2, "No such command"), (("addon", "nowhere", "greet"), 2, "no addon \"nowhere\""),
                                   (("publish", "/tmp/instances.json", "-t", "farm"), 2, "core addon"), (("publish", "-t", "farm", "/tmp/instances.json"), 2, "core addon"),
                                   (("publish", "/tmp/instances.json", "--project", "demo_project"), 2, "core addon"),
                                   (("publish", "/tmp/nowhere.obj", "--project", "demo_project"), 2, "--folder"), (("contextselection", "/tmp/x.json"), 2, "core addon")):
        done = person.hearth(*arguments)
        assert done.returncode == code and words in done.stderr, (arguments, done.returncode, done.stderr)


def a_call_of_the_runtime_is_quick():
    person = seat("quick")
    person.explain()
    with_code = min(timed(person) for _ in range(5))
    without = min(timed(person, "--without-addons") for _ in range(5))
    print(f"     code of addons: {with_code - without:.3f} s a launch")
    assert with_code - without < 0.25 * float(os.environ.get("HEARTH_TIME_FACTOR", "2")), (with_code, without)


def timed(person, *more):
    began = time.monotonic()
    assert person.explain(*more)["ok"]
    return time.monotonic() - began


run([code_of_addons_takes_part_in_a_launch, extracted_environment_is_that_of_the_launch, a_hook_may_refuse, faults_stop_nobody,
     without_a_fitting_python_it_is_said_what_was_not_run, scripts_run_with_the_bundles_modules, commands_of_addons_run, a_call_of_the_runtime_is_quick])
