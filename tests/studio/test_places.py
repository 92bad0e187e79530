#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A projects folder that is missing, moved or unplugged, and what else a launch may lack: told by name, nothing made in a wrong place."""
import os
import pathlib
import shutil
import tempfile

from own_studio import mounted, private_mounts
from studio_server import PASSWORD, PROGRAMS, Seat, StudioServer, run
from screen import Screen, wait_for

CAN_MOUNT = private_mounts()
WORK = tempfile.TemporaryDirectory(prefix="hearth_places_")
TOP = pathlib.Path(WORK.name)
server = StudioServer(TOP / "server").start()
server.add_addon("demo", "1.0.0", {"demo/__init__.py": "1"})
server.add_bundle("b1", {"demo": "1.0.0"}, isProduction=True)
CONTEXT = ("--folder", "/assets/hero", "--task", "modeling")


class Place:
    """A seat with an application that leaves a mark in its work folder, and a project below a root."""

    def __init__(self, name, root, seat=None):
        self.project = name
        self.root = pathlib.Path(root)
        self.seat = seat or signed_in(name)
        self.program = TOP / f"{name}_application"
        self.program.write_text("#!/bin/sh\n[ \"$1\" = --version ] || touch here\n")
        self.program.chmod(0o755)
        done = self.seat.hearth("applications", "--set", f"blender/installed={self.program}")
        assert done.returncode == 0, done.stderr
        server.add_project(name, self.root)
        self.work = self.root / name / "assets/hero/work/modeling"

    def launch(self, *more):
        return self.seat.hearth("launch", "--app", "blender/installed", "--project", self.project, *CONTEXT, *more)

    def works(self):
        done = self.launch()
        assert done.returncode == 0, done.stderr
        wait_for((self.work / "here").exists, 10, "the application's mark")

    def refused(self, *words, more=()):
        done = self.launch(*more)
        assert done.returncode == 1, done
        for word in words:
            assert word in done.stderr, (word, done.stderr)


def signed_in(name, **environment):
    seat = Seat(TOP / f"seat_{name}", **environment)
    done = seat.hearth("login", server.url, "--user", "anna", stdin=PASSWORD + "\n")
    assert done.returncode == 0, done.stderr
    return seat


def moved_away_and_back():
    place = Place("moved", TOP / "moved_root")
    place.works()
    place.root.rename(TOP / "elsewhere")
    place.refused(f"{place.root} is not there", "Connect its drive", "nothing was made")
    assert not place.root.exists(), "an empty tree was made in its place"
    (TOP / "elsewhere").rename(place.root)
    (place.work / "here").unlink()
    place.works()


def never_there():
    place = Place("never", TOP / "never_root")
    place.root.rmdir()
    place.refused(f"{place.root} is not there")
    assert not place.root.exists()


def unplugged(name, disk, root):
    """A disk of its own, taken away between two starts: its empty mount point stays empty."""
    disk.mkdir()
    with mounted(disk, "-t", "tmpfs", "-o", "size=1m", "tmpfs"):
        place = Place(name, root)
        place.works()
    place.refused(str(root), "nothing was made")
    assert not list(disk.iterdir()), list(disk.iterdir())
    with mounted(disk, "-t", "tmpfs", "-o", "size=1m", "tmpfs"):
        root.mkdir(exist_ok=True)
        place.works()
    assert not list(disk.iterdir())


def unplugged_disk():
    unplugged("disk", TOP / "disk", TOP / "disk/Projects")


def unplugged_disk_that_is_the_root():
    unplugged("bare", TOP / "bare", TOP / "bare")


def told_in_the_launcher():
    with Screen(keyring="absent") as screen:
        place = Place("window", TOP / "window_root", Seat(screen.home, **screen.environment))
        aside = TOP / "window_aside"
        done = place.seat.hearth("login", server.url, "--user", "anna", stdin=PASSWORD + "\n")
        assert done.returncode == 0, done.stderr
        place.root.rename(aside)
        screen.start([PROGRAMS / "hearth"])
        screen.see("click", "modeling, window / assets / hero*", "", 40)
        screen.see("click", "Open Blender*", "push button", 30)
        screen.see("find", f"*{place.root} is not there*")
        assert not place.root.exists()
        aside.rename(place.root)
        screen.see("click", "Try again", "push button")
        wait_for((place.work / "here").exists, 20, "the application's mark")


def application_that_vanished():
    place = Place("vanished", TOP / "vanished_root")
    place.program.unlink()
    place.refused(str(place.program))


def template_that_cannot_be_filled():
    place = Place("template", TOP / "template_root")
    anatomy = server.call("GET", "/api/projects/template/anatomy")
    work = next(t for t in anatomy["templates"]["work"] if t["name"] == "default")
    for directory, words in (("{root[work]}/{project[name]}/{nothing}", ("nothing", "context")), ("{root[work]}/{@directory}", ("directory",))):
        work["directory"] = directory
        server.call("POST", "/api/projects/template/anatomy", anatomy)
        place.refused(*words)
    assert not list(place.root.iterdir()), list(place.root.iterdir())


def addon_that_is_not_there():
    """A bundle edited under everybody's hands: what is there still starts, and what is missing is named."""
    place = Place("addon", TOP / "addon_root")
    server.add_addon("demo_gone", "9.9.9", {"demo_gone/__init__.py": "1"})
    server.call("PATCH", "/api/bundles/b1", {"addons": {"demo": "1.0.0", "demo_gone": "9.9.9"}})
    port = server.port
    server.stop()
    shutil.rmtree(server.folder / "addons/demo_gone")
    server.start(port)
    done = place.launch()
    assert done.returncode == 0 and "demo_gone 9.9.9" in done.stderr and "does not have" in done.stderr, done.stderr
    server.call("PATCH", "/api/bundles/b1", {"addons": {"demo": "1.0.0", "demo_gone": None}})


def work_file_with_a_foreign_name():
    place = Place("bytes", TOP / "bytes_root")
    place.works()
    name = os.fsencode(place.work) + b"/caf\xe9_v002.blend"
    with open(name, "wb"):
        pass
    place.works()
    place.refused("caf", "not on this machine", more=("--workfile", os.fsdecode(name)))


def two_desktops_at_once():
    with Screen(keyring="absent", accessible=False) as screen:
        seat = Seat(screen.home, **screen.environment)
        done = seat.hearth("login", server.url, "--user", "anna", stdin=PASSWORD + "\n")
        assert done.returncode == 0, done.stderr
        one_of(screen, [screen.start([PROGRAMS / "hearth"]) for _ in range(4)])


def two_first_starts_at_once():
    with Screen(keyring="absent") as screen:
        left = one_of(screen, [screen.start([PROGRAMS / "hearth"]) for _ in range(3)])
        screen.see("find", "Work on this computer*")
        wait_for(lambda: screen.active_window() == "Hearth", 20, "the window's focus")
        screen.keys("Escape")
        assert left.wait(60) == 0
        local = screen.home / ".local/share/AYON"
        assert not local.exists() or not list(local.rglob("*")), list(local.rglob("*"))


def one_of(screen, started):
    """All but one end by themselves, well."""
    wait_for(lambda: sum(p.poll() is None for p in started) == 1, 30, "all but one to give way")
    wait_for(lambda: list((screen.home / ".local/share/AYON/tray").glob("*[0-9a-f]")), 10, "the tray's file")
    assert sorted(p.poll() for p in started if p.poll() is not None) == [0] * (len(started) - 1), [p.poll() for p in started]
    return next(p for p in started if p.poll() is None)


tests = [moved_away_and_back, never_there, application_that_vanished, template_that_cannot_be_filled, addon_that_is_not_there,
         work_file_with_a_foreign_name, told_in_the_launcher, two_desktops_at_once, two_first_starts_at_once]
if CAN_MOUNT:
    tests += [unplugged_disk, unplugged_disk_that_is_the_root]
else:
    print("skipped: unplugged_disk, unplugged_disk_that_is_the_root (this needs the right to mount)")
try:
    run(tests)
finally:
    server.stop()
