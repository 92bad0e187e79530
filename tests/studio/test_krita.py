#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Debian's Krita, an application without a plug-in of ours, opened in a context from a parent that is full of foreign paths."""
import contextlib
import json
import os
import pathlib
import shutil
import signal
import sys
import tempfile

from studio_server import PASSWORD, PROGRAMS, Seat, StudioServer, run
from screen import Screen, wait_for

SOURCE = pathlib.Path(os.environ.get("HEARTH_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2])).resolve()
RESOURCES = PROGRAMS.parent / "share/hearth"
CONTEXT = {"AYON_PROJECT_NAME": "demo_project", "AYON_FOLDER_PATH": "/assets/hero", "AYON_TASK_NAME": "modeling", "AYON_HOST_NAME": "krita",
           "AYON_APP_NAME": "krita/installed", "AYON_BUNDLE_NAME": "b1"}
OURS_BY_RIGHT = {"AYON_EXECUTABLE", "AYON_ROOT"}
NEVER_THERE = ("QT_PLUGIN_PATH", "PYTHONHOME", "LD_LIBRARY_PATH", "LD_PRELOAD", "QT_QPA_PLATFORM_PLUGIN_PATH")


def processes_of(screen, program):
    """Processes of this screen that run the program, oldest first."""
    marker, found = f"HOME={screen.home}".encode(), []
    for folder in pathlib.Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                if os.readlink(folder / "exe") == program and marker in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(int(folder.name))
    return sorted(found)


def environment_of(pid):
    pairs = pathlib.Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")
    return dict(pair.split("=", 1) for pair in pairs if "=" in pair)


def arguments_of(pid):
    return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")[:-1]


def polluted_parent(top):
    """Paths of Hearth's own and of nobody, as a wrapper script or another launcher leaves them."""
    return {"QT_PLUGIN_PATH": f"{PROGRAMS}/plugins", "PYTHONHOME": f"{PROGRAMS}/python", "LD_LIBRARY_PATH": f"{PROGRAMS}/lib",
            "QT_QPA_PLATFORM_PLUGIN_PATH": f"{PROGRAMS}/platforms", "PYTHONPATH": f"{PROGRAMS}/lib/python:{top}/mine",
            "XDG_DATA_DIRS": f"{RESOURCES}/data:/usr/local/share:/usr/share", "PATH": f"{PROGRAMS}:/usr/local/bin:/usr/bin:/bin"}


class KritaTest:
    def __init__(self, top, server, screen):
        self.top = top
        self.server = server
        self.screen = screen
        self.seat = Seat(screen.home, **screen.environment)
        self.program = os.path.realpath(shutil.which("krita", path="/usr/bin:/usr/local/bin"))
        self.work_folder = top / "Projects/demo_project/assets/hero/work/modeling"
        done = self.seat.hearth("login", server.url, "--user", "anna", stdin=PASSWORD + "\n")
        assert done.returncode == 0, done.stderr

    def launch(self, *more):
        """Krita's process as the command told it, once it is Krita."""
        done = self.seat.hearth("launch", "--app", "krita", "--project", "demo_project", "--folder", "/assets/hero", "--task", "modeling", "--json",
                                *more, **polluted_parent(self.top))
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout.strip().splitlines()[-1])
        assert told["ok"], told
        wait_for(lambda: told["pid"] in processes_of(self.screen, self.program), 30, "Krita's process")
        return told

    def end(self, pid):
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda: pid not in processes_of(self.screen, self.program), 20, "Krita's end")

    def opened_in_its_context(self):
        told = self.launch()
        try:
            environment = environment_of(told["pid"])
            assert {name: environment.get(name) for name in CONTEXT} == CONTEXT, environment
            assert environment["AYON_SERVER_URL"] == self.server.url and environment["AYON_API_KEY"]
            assert environment["AYON_WORKDIR"] == str(self.work_folder), environment["AYON_WORKDIR"]
            assert os.readlink(f"/proc/{told['pid']}/cwd") == str(self.work_folder) == told["workFolder"], told
            self.nothing_of_ours(environment)
            wait_for(lambda: self.has_window(told["pid"]), 60, "Krita's window")
        finally:
            self.end(told["pid"])

    def nothing_of_ours(self, environment):
        for name in NEVER_THERE:
            assert name not in environment, (name, environment[name])
        parts = {(name, part) for name, value in environment.items() if name not in OURS_BY_RIGHT for part in value.split(":")}
        ours = {(name, part) for name, part in parts if part.startswith((str(PROGRAMS), str(RESOURCES)))}
        assert ours == {("PYTHONPATH", str(RESOURCES / "python"))}, ours
        assert f"{self.top}/mine" in environment["PYTHONPATH"].split(":"), "what is the person's own stays"

    def has_window(self, pid):
        return self.screen.run(["xdotool", "search", "--onlyvisible", "--pid", str(pid)]).stdout.strip()

    def opens_the_new_file(self):
        self.work_folder.mkdir(parents=True, exist_ok=True)
        new = self.work_folder / "dem_hero_modeling_v001.kra"
        shutil.copy(SOURCE / "resources/applications/empty/empty.kra", new)
        told = self.launch("--workfile", str(new))
        try:
            assert told["workfile"] == str(new), told
            assert str(new) in arguments_of(told["pid"]), arguments_of(told["pid"])
            wait_for(lambda: self.has_window(told["pid"]), 60, "Krita's window")
        finally:
            self.end(told["pid"])

    def opens_the_last_file_by_itself(self):
        explained = self.seat.hearth("launch", "--app", "krita", "--project", "demo_project", "--folder", "/assets/hero", "--task", "modeling",
                                     "--explain", "--json")
        last = json.loads(explained.stdout.strip().splitlines()[-1])["workfile"]
        assert last == str(self.work_folder / "dem_hero_modeling_v001.kra"), last


def main():
    if not shutil.which("krita", path="/usr/bin:/usr/local/bin"):
        print("Krita is not installed: ./dev test installs it")
        sys.exit(1)
    with tempfile.TemporaryDirectory(prefix="hearth_krita_") as name:
        top = pathlib.Path(name)
        server = StudioServer(top / "server").start()
        try:
            server.add_bundle("b1", {}, isProduction=True)
            server.add_project("demo_project", top / "Projects")
            with Screen(keyring=True) as screen:
                test = KritaTest(top, server, screen)
                run([test.opened_in_its_context, test.opens_the_new_file, test.opens_the_last_file_by_itself])
        finally:
            server.stop()


if __name__ == "__main__":
    main()
