#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The search box by keyboard alone: other projects, products, what comes while it is open, what is deleted."""
from own_studio import OwnStudio
from studio_server import run
from screen import Screen, wait_for


def studio(*arguments):
    done = one.command("studio", *arguments)
    assert done.returncode == 0, (arguments, done.stdout, done.stderr)


def typed(words, wanted):
    """Types until the index has it: filling goes on in the background."""
    def look():
        one.screen.keys("ctrl+k", "ctrl+a", "BackSpace")
        one.screen.type(words)
        try:
            return one.screen.see("find", wanted, "", 2)
        except AssertionError:
            return None
    return wait_for(look, 20, f"{wanted} for {words}")


def another_projects_folder_is_found_and_opened():
    typed("zebra", "zebra_crossing, folder*")
    one.screen.keys("Return")
    one.screen.see("find", "painting*", "", 30)


def what_is_made_elsewhere_is_found_without_a_restart():
    studio("task", "create", "--project", "second_film", "--folder", "/streets/zebra_crossing", "xylophone", "--type", "FX")
    typed("xylo", "xylophone, task*")


with Screen(size="1280x900x24") as screen:
    one = OwnStudio(screen)
    one.set_up()
    one.start()
    one.running()
    studio("project", "create", "second_film", "--code", "sec")
    studio("folder", "create", "--project", "second_film", "/streets/zebra_crossing", "--type", "Asset")
    studio("task", "create", "--project", "second_film", "--folder", "/streets/zebra_crossing", "painting", "--type", "Paint")
    one.screen.see("find", "modeling*", "", 40)
    run([another_projects_folder_is_found_and_opened, what_is_made_elsewhere_is_found_without_a_restart])
