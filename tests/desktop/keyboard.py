# SPDX-License-Identifier: Apache-2.0
"""First run and the main job with nothing but keys, on a real X server with a window manager."""
import sys

from desktop_session import DesktopSession, wait_for


def asked(output):
    return [line[6:] for line in output.lines() if line.startswith("asked ")]


def focused(desktop):
    return desktop.run("xdotool", "getactivewindow", "getwindowname", check=False).stdout.strip()


def first_run(probe):
    with DesktopSession() as desktop:
        _, output = desktop.start(probe, "first-run")
        wait_for("the window has the focus", lambda: focused(desktop) == "Hearth")
        desktop.key("Tab", "space")
        # The name is filled in already; Enter goes on from the main button.
        wait_for("the page of this computer", lambda: desktop.key("Return") or any(a.startswith("here Anna") for a in asked(output)))
        wait_for("the end page", lambda: desktop.key("space") or "new project" in asked(output))


def launcher(probe):
    with DesktopSession() as desktop:
        _, output = desktop.start(probe, "launcher")
        wait_for("the window has the focus", lambda: focused(desktop) == "Hearth")
        desktop.key("ctrl+k")
        desktop.run("xdotool", "type", "--delay", "20", "modeling hero")
        desktop.key("ctrl+a", "BackSpace")
        desktop.run("xdotool", "type", "--delay", "20", "hero")
        desktop.key("Return")
        wait_for("Enter in the task opens it", lambda: desktop.key("Return") or any(a.startswith("launch blender/3-4") for a in asked(output)))
        desktop.key("s")
        desktop.run("xdotool", "type", "--delay", "20", "App")
        desktop.key("Return")
        wait_for("the status was changed by S", lambda: any(a.endswith("Approved") for a in asked(output)))
        desktop.key("F5")
        wait_for("F5 refreshes", lambda: "refresh" in asked(output))


def main():
    first_run(sys.argv[1])
    print("ok first run")
    launcher(sys.argv[1])
    print("ok launcher")


if __name__ == "__main__":
    main()
