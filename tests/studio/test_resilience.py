#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The running tray: one at a time, killed, its server killed, a bundle switched under it, a screen without it."""
import contextlib
import json
import pathlib
import signal
import sys
import tempfile
import time
import urllib.error
import urllib.request

from studio_server import PASSWORD, PROGRAMS, StudioServer, run
from screen import Screen, wait_for

WORK = tempfile.TemporaryDirectory(prefix="hearth_tray_")
TOP = pathlib.Path(WORK.name)
server = StudioServer(TOP / "server").start()
server.add_addon("demo", "1.0.0", {"demo/__init__.py": "1"})
server.add_addon("demo", "1.0.1", {"demo/__init__.py": "2"})
server.add_bundle("b1", {"demo": "1.0.0"}, isProduction=True)
server.add_project("demo_project", TOP / "Projects")


class Desk:
    """A person's screen with Hearth on it."""

    def __init__(self, screen):
        self.screen = screen
        self.local = screen.home / ".local/share/AYON"

    def command(self, *arguments, **options):
        return self.screen.run([PROGRAMS / "hearth", *arguments], **options)

    def start(self, *arguments):
        return self.screen.start([PROGRAMS / "hearth", *arguments])

    def see(self, *what, **options):
        return self.screen.see(*what, **options)

    def tray_file(self):
        for file in (self.local / "tray").glob("*"):
            with contextlib.suppress(ValueError, OSError):
                return json.loads(file.read_text())
        return {}

    def running(self, not_pid=None):
        """Waits for a tray that says it is ready and answers."""
        def look():
            told = self.tray_file()
            if not told.get("started") or told.get("pid") == not_pid:
                return None
            with contextlib.suppress(OSError, urllib.error.URLError):
                with urllib.request.urlopen(told["url"] + "/tray", timeout=2) as answer:
                    return {**told, **json.load(answer)}
            return None
        return wait_for(look, 30, "a running tray")


@contextlib.contextmanager
def desk():
    with Screen(keyring=True) as screen:
        made = Desk(screen)
        done = made.command("login", server.url, "--user", "anna", input=PASSWORD + "\n")
        assert done.returncode == 0, done.stderr
        yield made


def second_start_shows_the_first():
    with desk() as one:
        one.start()
        first = one.running()
        done = one.command()
        assert done.returncode == 0 and "runs already" in done.stdout, (done.stdout, done.stderr)
        assert one.running()["pid"] == first["pid"]
        one.start("tray", "--force")
        assert one.running(not_pid=first["pid"])["username"] == "anna"


def killed_tray_starts_again():
    """SIGKILL at ever later moments of the start: the next one works."""
    with desk() as one:
        for delay in (0.05, 0.15, 0.3, 0.6, 1.0):
            process = one.start()
            wait_or_kill(process, delay)
        one.start()
        told = one.running()
        assert told["bundle"] == "b1"


def wait_or_kill(process, delay):
    end = time.monotonic() + delay
    while time.monotonic() < end and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()


def switched_bundle_is_noticed_and_waits_for_the_person():
    with desk() as one:
        one.start()
        one.running()
        server.call("POST", "/api/bundles", {"name": "b2", "addons": {"demo": "1.0.1"}, "installerVersion": None, "dependencyPackages": {}, "isProduction": True})
        wait_for(lambda: (one.local / "addons/demo_1.0.1/dist_progress.json").exists(), 20, "the new addon on disk")
        one.see("find", "Bundle b2 is ready*")
        assert one.running()["bundle"] == "b1", "nothing restarts by itself"
        one.see("click", "Now", "push button")
        explained = wait_for(lambda: one.command("launch", "--app", "blender", "--project", "demo_project", "--folder", "/assets/hero", "--task", "modeling",
                                                 "--explain", "--json").stdout, 10, "an explanation")
        assert json.loads(explained.splitlines()[-1])["variables"]["AYON_BUNDLE_NAME"]["value"] == "b2"


def lost_server_is_shown_and_comes_back():
    with desk() as one:
        one.start()
        one.running()
        one.see("find", "modeling*")
        port = server.port
        server.stop(force=True)
        try:
            one.see("find", "offline*", "", 40)
            one.see("find", "modeling*")  # what was known stays
        finally:
            server.start(port)
        one.see("find", "online*", "", 60)


def start_without_the_studio():
    with desk() as one:
        one.start()
        first = one.running()
        one.screen.run(["kill", "-9", str(first["pid"])])
        port = server.port
        server.stop(force=True)
        try:
            one.start()
            told = one.running(not_pid=first["pid"])
            assert told["bundle"] in ("b1", "b2") and told["username"] == "anna", told
            one.see("find", "offline*", "", 30)
        finally:
            server.start(port)


def own_server_killed_comes_back():
    with Screen(keyring=True) as screen:
        one = Desk(screen)
        one.start()
        one.see("click", "Work on this computer*")
        one.see("click", "Set up", "push button")
        one.see("click", "Look at the sample project*", "push button", 60)
        one.see("find", "modeling*", "", 40)
        state = json.loads((one.local / "hearth/server.json").read_text())
        screen.run(["kill", "-9", str(state["pid"])])
        wait_for(lambda: json.loads((one.local / "hearth/server.json").read_text())["pid"] != state["pid"], 40, "a new server process")
        one.see("find", "online*", "", 40)
        again = json.loads((one.local / "hearth/server.json").read_text())
        assert again["port"] == state["port"], "the address stays"


def cancelled_first_run_leaves_no_trace():
    with Screen(keyring=True) as screen:
        one = Desk(screen)
        process = one.start()
        one.see("find", "Work on this computer*")
        # Shown is not yet focused: a key pressed before goes nowhere.
        wait_for(lambda: screen.run(["xdotool", "getactivewindow", "getwindowname"]).stdout.strip() == "Hearth", 20, "the window's focus")
        screen.run(["xdotool", "key", "Escape"])
        process.wait(60)
        left = [str(p) for p in one.local.rglob("*")] if one.local.exists() else []
        assert not left, left


def headless_never_opens_a_window():
    with Screen() as screen:
        done = Desk(screen).command("--headless")
        assert done.returncode == 1 and "screen" in done.stderr, (done.returncode, done.stderr)
        done = screen.run([PROGRAMS / "hearth"], extra={"DISPLAY": ""})
        assert done.returncode == 1, done.stderr


try:
    run([second_start_shows_the_first, killed_tray_starts_again, switched_bundle_is_noticed_and_waits_for_the_person, lost_server_is_shown_and_comes_back,
         start_without_the_studio, own_server_killed_comes_back, cancelled_first_run_leaves_no_trace, headless_never_opens_a_window])
finally:
    server.stop()
    sys.stdout.flush()
