#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The publisher as a person uses it: opened from the launcher of this computer's own studio, a file given, published,
then shown by the loader."""
import contextlib
import json
import pathlib
import tempfile

from own_studio import OwnStudio
from studio_server import run
from screen import Screen, wait_for


def glb(path, text=b'{"asset":{"version":"2.0"}}'):
    text += b" " * (-len(text) % 4)
    path.write_bytes(b"glTF" + (2).to_bytes(4, "little") + (20 + len(text)).to_bytes(4, "little") + len(text).to_bytes(4, "little") + b"JSON" + text)
    return path


def published(name):
    return sorted(one.projects.rglob(f"publish/**/*{name}*.glb"))


def give(path):
    """Through the dialog that the button opens, as typed by a person."""
    screen.see("click", "Add files*", "push button")
    for _ in range(4):  # the dialog's completer may take a key while the machine is busy
        screen.see("click", "File name:*", "text")
        screen.keys("ctrl+a")
        screen.type(str(path))
        screen.keys("Return")
        with contextlib.suppress(TimeoutError):
            wait_for(lambda: "File name:" not in screen.see("list"), 2, "the end of the dialog")
            return
        if "push button | OK" in screen.see("list"):
            screen.see("click", "OK", "push button")
    raise AssertionError(f"the dialog did not take {path}")


def from_the_launcher_to_the_loader():
    screen.see("click", "modeling*", "list item")
    screen.see("click", "Publish*", "")
    screen.see("find", "Drop files here*", "")
    source = glb(given / "lamp.glb")
    give(source)
    screen.see("find", "modelMain, v001, 1 file · glb, ready", "list item", 30)
    screen.see("click", "Publish 1 product", "")
    screen.see("find", "Published 1 product", "", 60)
    made = wait_for(lambda: published("modelMain"), 20, "the published file")
    assert len(made) == 1 and made[0].read_bytes() == source.read_bytes(), made
    assert source.exists(), "what was given stays where it is"
    screen.see("click", "Show in loader", "push button")
    screen.see("find", "modelMain*", "list item", 40)
    assert "Browse · Hearth" in wait_for(screen.active_window, 10, "the loader")


def again_is_the_next_version():
    screen.keys("Escape")
    screen.see("click", "Publish more", "push button")
    give(glb(given / "lamp_2.glb"))
    screen.see("find", "modelMain, v002, 1 file · glb, ready", "list item", 30)
    screen.see("find", "Publish 1 product", "")
    screen.keys("ctrl+Return")
    screen.see("find", "modelMain v002*", "list item", 60)
    assert [p.parent.name for p in published("modelMain")] == ["v001", "v002"], published("modelMain")


def nothing_is_left_without_a_name():
    assert json.loads(screen.see("unnamed")) == [], screen.see("unnamed")


# A path that a keyboard has every letter of: xdotool changes the keyboard for others, which a busy machine sees too late.
with tempfile.TemporaryDirectory(prefix="hearth_given_") as folder, Screen(keyring="absent") as screen:
    given = pathlib.Path(folder)
    one = OwnStudio(screen)
    one.start()
    screen.see("click", "Work on this computer*")
    screen.see("click", "Set up", "push button")
    screen.see("click", "Look at the sample project*", "push button", 60)
    screen.see("find", "modeling*", "", 40)
    run([from_the_launcher_to_the_loader, again_is_the_next_version, nothing_is_left_without_a_name])
