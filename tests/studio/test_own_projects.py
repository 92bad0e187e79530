#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A coordinator makes and changes folders and tasks in the launcher, by clicks and keys; the server says what became of it."""
import contextlib
import json
import sqlite3
import time

from own_studio import OwnStudio
from studio_server import run
from screen import Screen, wait_for


def structure(project="lantern_sample"):
    """Paths of folders, and of tasks below them, as the database has them."""
    with contextlib.closing(sqlite3.connect(f"file:{one.database}?mode=ro", uri=True)) as database:
        folders = {row[0]: row[1] for row in database.execute("SELECT f.path, f.active FROM folders f JOIN projects p ON p.id = f.project WHERE p.name = ?", (project,))}
    return folders


def click(name, role="", seconds=30):
    one.screen.see("click", name, role, seconds)


def shots_are_made_by_a_pattern_and_taken_back():
    click("Browse")
    click("New folders", "push button")
    one.screen.see("find", "New folders and tasks", "", 20)
    one.screen.type("/reel/sh[010-030:10]")
    click("Make 4 folders", "push button")
    wait_for(lambda: {"/reel/sh010", "/reel/sh020", "/reel/sh030"} <= {"/" + path.lstrip("/") for path in structure()}, 20, "three shots")
    one.screen.see("find", "*Ctrl+Z takes it back*", "", 20)
    one.screen.keys("ctrl+z")
    wait_for(lambda: not [path for path in structure() if "reel" in path], 20, "the shots are gone again")


def what_is_wrong_is_said_before_anything_is_made():
    before = structure()
    click("New folders", "push button")
    one.screen.see("find", "New folders and tasks", "", 20)
    one.screen.type("sh[010-")
    one.screen.see("find", "One thing is wrong*", "", 20)
    one.screen.keys("Escape")
    assert structure() == before


def a_folder_is_renamed_by_keys():
    click("New folders", "push button")
    one.screen.see("find", "New folders and tasks", "", 20)
    one.screen.type("/oldname")
    click("Make 1 folder", "push button")
    wait_for(lambda: any(path.strip("/") == "oldname" for path in structure()), 20, "the folder")
    click("oldname*", "table cell")
    wait_for(rename_asked, 20, "the menu offers it once the rights are known")
    one.screen.keys("ctrl+a")
    one.screen.type("newname")
    one.screen.keys("Return")
    wait_for(lambda: any(path.strip("/") == "newname" for path in structure()), 20, "the new name")


def rename_asked():
    one.screen.keys("Menu", "r")
    try:
        return one.screen.see("find", "New name of oldname*", "", 2)
    except AssertionError:
        one.screen.keys("Escape")
        return None


def is_active(name):
    return [active for path, active in structure().items() if path.strip("/") == name]


def a_deactivated_folder_comes_back():
    click("newname*")
    one.screen.keys("Menu", "d")
    wait_for(lambda: is_active("newname") == [0], 20, "the folder is deactivated")
    click("hero*")
    one.screen.keys("Menu", "h")
    click("newname, deactivated*")
    one.screen.keys("Menu", "c")
    wait_for(lambda: is_active("newname") == [1], 20, "the folder is active again")
    one.screen.keys("ctrl+z")
    wait_for(lambda: is_active("newname") == [0], 20, "which can be taken back")
    one.screen.see("find", "newname, deactivated*", "", 20)
    one.screen.keys("Menu", "h")


def task_status(name):
    with contextlib.closing(sqlite3.connect(f"file:{one.database}?mode=ro", uri=True)) as database:
        return [row[0] for row in database.execute("SELECT t.status FROM tasks t JOIN folders f ON f.id = t.folder_id WHERE t.name = ? AND f.name = 'hero'", (name,))]


def a_status_is_taken_back_too():
    click("hero*")
    click("modeling*", "list item")
    before = task_status("modeling")
    one.screen.keys("s")
    one.screen.type("On ho")
    one.screen.keys("Return")
    wait_for(lambda: task_status("modeling") == ["On hold"], 20, "the new status")
    one.screen.see("find", "*modeling is On hold*", "", 20)
    one.screen.keys("ctrl+z")
    wait_for(lambda: task_status("modeling") == before, 20, "the status of before")


def my_next_task_opens_with_two_clicks():
    click("My work")
    click("animation, lantern_sample / shots / sq010 / sh0010*", "list item")
    click("Open Blender*", "push button")
    wait_for(lambda: any(b"blender" in program for _, program in one.processes()), 60, "Blender")


def three_thousand_shots_in_a_moment():
    file = one.home / "shots.json"
    file.write_text(json.dumps({"folders": [{"path": "/film/sh[000010-030000:10]", "type": "Shot",
                                             "tasks": [{"name": "animation", "type": "Animation"}]}]}))
    began = time.monotonic()
    done = one.command("studio", "apply", str(file), "--project", "lantern_sample", "--json")
    took = time.monotonic() - began
    told = json.loads(done.stdout.strip().splitlines()[-1])
    assert done.returncode == 0 and told["created"] == 6001, (done.stdout[-300:], done.stderr)
    print(f"     3,000 shots with a task each in {took:.2f} s")
    assert took < 10, took


with Screen(size="1280x900x24") as screen:
    one = OwnStudio(screen)
    one.set_up()
    one.start()
    one.running()
    one.screen.see("find", "modeling*", "", 40)
    run([shots_are_made_by_a_pattern_and_taken_back, what_is_wrong_is_said_before_anything_is_made, a_folder_is_renamed_by_keys, a_deactivated_folder_comes_back,
         a_status_is_taken_back_too, my_next_task_opens_with_two_clicks, three_thousand_shots_in_a_moment])
