# SPDX-License-Identifier: Apache-2.0
"""First run and the main job with nothing but keys, on a real X server with a window manager."""
import sys

from screen import Screen, require, wait_for


def asked(output):
    return [line[6:] for line in output.lines() if line.startswith("asked ")]


def first_run(probe):
    with Screen(accessible=False) as screen:
        _, output = screen.start_told([probe, "first-run"])
        wait_for(lambda: screen.active_window() == "Hearth", 20, "the window has the focus")
        screen.keys("Tab", "space")
        # The name is filled in already; Enter goes on from the main button.
        wait_for(lambda: screen.keys("Return") or any(a.startswith("here Anna") for a in asked(output)), 20, "the page of this computer")
        wait_for(lambda: screen.keys("space") or "new project" in asked(output), 20, "the end page")


def launcher(probe):
    with Screen(accessible=False) as screen:
        _, output = screen.start_told([probe, "launcher"])
        wait_for(lambda: screen.active_window() == "Hearth", 20, "the window has the focus")
        screen.keys("ctrl+k")
        screen.type("modeling hero")
        screen.keys("ctrl+a", "BackSpace")
        screen.type("hero")
        screen.keys("Return")
        wait_for(lambda: screen.keys("Return") or any(a.startswith("launch blender/3-4") for a in asked(output)), 20, "Enter in the task opens it")
        screen.keys("s")
        screen.type("App")
        screen.keys("Return")
        wait_for(lambda: any(a.endswith("Approved") for a in asked(output)), 20, "the status was changed by S")
        screen.keys("F5")
        wait_for(lambda: "refresh" in asked(output), 20, "F5 refreshes")


def main():
    require("Xvfb", "dbus-daemon", "openbox", "xdotool", "xprop")
    first_run(sys.argv[1])
    print("ok first run")
    launcher(sys.argv[1])
    print("ok launcher")


if __name__ == "__main__":
    main()
