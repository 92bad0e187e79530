#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""From an empty machine to a published model that is loaded, outdated and updated, by clicks alone; the clicks are counted."""
import json
import pathlib
import shutil
import subprocess
import sys

from journey import EXPECTED, outcome
from own_studio import OwnStudio
from studio_server import run
from screen import Screen, require, wait_for

HERE = pathlib.Path(__file__).resolve().parent
WIDTH = 1800  # the launcher and the window that stands in for a tray lie side by side
MENU = (280, 32)  # where Debian's Blender has its last menu on a screen of this size, and what is below it
SAVE, PUBLISH, LOAD, INVENTORY, LINK = (314, 86), (314, 137), (314, 158), (314, 179), (500, 158)
MAIN, PLAIN = bytes((0x47, 0x72, 0xB3)), bytes((0x54, 0x54, 0x54))  # buttons of Blender's dark theme: what Enter presses, and others
clicks = {"all": 0}


def click(name, role="", seconds=30):
    clicks["all"] += 1
    screen.see("click", name, role, seconds)


def click_at(place):
    clicks["all"] += 1
    screen.run(["xdotool", "mousemove", *map(str, place)])
    screen.run(["xdotool", "click", "1"])


def type_into(window, text):
    wait_for(lambda: window in screen.active_window(), 20, window)
    screen.type(text)


def count(*steps):
    before = clicks["all"]
    for step in steps:
        step()
    return clicks["all"] - before


def within(limit, what, took):
    print(f"     {what}: {took} clicks")
    assert took <= limit, (what, took)


def blender():
    file = one.home / "blender_state.json"
    return json.loads(file.read_text()) if file.exists() else {"drawn": -1}


def an_own_studio_and_a_project():
    click("Work on this computer*")
    click("Set up", "push button")
    click("New project…", "push button", 60)
    screen.see("find", "Name of the project", "text")
    type_into("New project", "Night Train")
    click("Make project", "push button")
    screen.see("find", "Project: Night_Train", "push button", 40)


def three_shots_by_a_pattern():
    click("Browse folders", "push button")
    click("New folders*", "push button")
    type_into("New folders", "/reel/sh[010-030:10]")
    click("Make 4 folders", "push button")
    screen.see("find", "sh010*", "table cell")


def a_task():
    click("New task*", "push button")
    screen.see("find", "Make task in sh010*", "push button")
    screen.type("Anim")
    click("Make task in sh010*", "push button")


def it_opens_in_blender():
    startup = one.home / ".config/blender/3.4/scripts/startup"
    startup.mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / "inside_clicks.py", startup / "hearth_clicks.py")
    click("Open Blender*", "push button")
    wait_for(lambda: blender()["drawn"] == 0, 100, "Blender with its menu")


def from_a_bare_machine_to_the_first_task():
    took = count(an_own_studio_and_a_project, three_shots_by_a_pattern)
    a_person()
    within(12, "bare machine to the first task open in Blender", took + count(a_task, it_opens_in_blender))


def a_person():
    click("Studio…", "push button")
    click("People*", "list item")
    click("New person*", "push button")
    for field, text in (("Name to sign in with", "mia"), ("Full name", "Mia Example")):
        click(field, "text")
        screen.type(text)
    click("None yet", "combo box")
    click("Night_Train", "list item")
    click("Create", "push button")
    screen.see("find", "Mia Example*", "list item")
    screen.keys("Escape")


def open_menu():
    drawn = blender()["drawn"]

    def is_open():
        if blender()["drawn"] > drawn:
            return True
        click_at(MENU)  # Blender's welcome takes the first one
        try:
            return wait_for(lambda: blender()["drawn"] > drawn, 0.7, "the menu")
        except TimeoutError:
            return False
    wait_for(is_open, 20, "the menu of Blender")


def point(place):
    """Slowly, since a menu follows the pointer."""
    x, y = place
    for step in (20, 10, 0):
        screen.run(["xdotool", "mousemove", str(x - step), str(y)])


def choose(*places):
    open_menu()
    for place in places:
        point(place)
        click_at(place)


def button_place(colour):
    """Within the topmost long stretch of a button's colour."""
    path = screen.home / ".blender.png"
    screen.screenshot(path)
    body = subprocess.run(["convert", path, "-depth", "8", "rgb:-"], check=True, capture_output=True, timeout=60).stdout
    for y in range(MENU[1] + 60, 600):  # above the time line, whose bars have that colour too
        row = body[y * WIDTH * 3:(y + 1) * WIDTH * 3]
        at = row.find(colour * 200)
        while at >= 0 and at % 3:
            at = row.find(colour * 200, at + 1)
        if at >= 0:
            return at // 3 + 60, y + 6
    return None


def settled_button(colour):
    """Seen at one place for a while: a menu that closes shows its chosen line in that colour until it is gone."""
    places = [button_place(colour) for _ in range(4)]
    return places[0] if places[0] and len(set(places)) == 1 else None


def confirm(colour=MAIN):
    place = wait_for(lambda: settled_button(colour), 20, "the dialog's button")
    point(place)
    click_at(place)


def publish():
    choose(PUBLISH)
    confirm()
    wait_for(lambda: blender()["publishing"] > 0, 30, "the publish")
    wait_for(lambda: blender()["publishing"] == 0, 60, "the end of the publish")


def saved_and_published():
    choose(SAVE)
    confirm()
    wait_for(lambda: blender()["file"].endswith("_v001.blend"), 30, "the saved work file")
    publish()
    assert blender()["file"].endswith("_v002.blend"), blender()


def loaded():
    offered = blender()["offered"]
    choose(LOAD, LINK)
    wait_for(lambda: blender()["offered"] > offered, 30, "the list of what can be loaded")
    confirm()
    wait_for(lambda: blender()["containers"], 30, "the loaded model")


def the_next_version():
    within(4, "next version of the work file and of what is published", count(publish))
    assert blender()["file"].endswith("_v003.blend"), blender()


def outdated_and_updated():
    assert list(blender()["containers"].values()) != ["v002, the newest"], blender()
    choose(INVENTORY)
    wait_for(lambda: list(blender()["containers"].values()) == ["v001, v002 is there"], 30, "the outdated one is told")
    confirm(PLAIN)
    wait_for(lambda: list(blender()["containers"].values()) == ["v002, the newest"], 30, "the newest")


def the_same_as_by_commands():
    assert outcome(one) == EXPECTED, outcome(one)


def the_journey():
    """Each step stands on the one before."""
    for step in (from_a_bare_machine_to_the_first_task, saved_and_published, loaded, the_next_version, outdated_and_updated, the_same_as_by_commands):
        step()
        print("ok  ", step.__name__, flush=True)


require("Xvfb", "blender")
with Screen(size=f"{WIDTH}x960x24", keyring="absent") as screen:
    one = OwnStudio(screen)
    one.start()
    try:
        run([the_journey])
    finally:
        if len(sys.argv) > 1:
            screen.screenshot(sys.argv[1])
            pathlib.Path(sys.argv[1] + ".txt").write_text(screen.see("list"))
