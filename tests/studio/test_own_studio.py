#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""This computer's own studio in trouble: a damaged database with and without backups, a taken port, a full or read-only folder."""
import contextlib
import os
import pathlib
import shutil
import socket
import sqlite3
import subprocess

from own_studio import OwnStudio, mounted, private_mounts
from studio_server import run
from screen import Screen, wait_for

CAN_MOUNT = private_mounts()


def restored_from_the_window():
    one.back()
    good = one.back_up("20260101-000000")
    (one.data / "backups/hearth-20260201-000000.db").write_bytes(b"no database" * 100)
    one.damage()
    one.start()
    one.screen.see("find", "This computer's database is damaged*")
    shown = one.screen.see("list")
    kept = one.damaged_files()
    assert len(kept) == 1 and str(kept[0]) in shown, (kept, shown)
    assert "hearth-server restore" not in shown and "1 Jan 2026" in shown and "Feb 2026" not in shown, shown
    one.screen.see("click", "Restore", "push button")
    one.screen.see("find", "modeling*", "", 30)
    one.running()
    assert one.damaged_files() == kept and good.exists()
    assert sqlite3.connect(one.database).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def closing_the_offer_loses_nothing():
    """The damaged file is out of the way by now: the next start must not begin with an empty database in its place."""
    one.back()
    one.back_up("20260101-000000")
    one.damage()
    for _ in range(2):
        one.start()
        one.screen.see("find", "This computer's database is damaged*")
        one.end()
        assert not one.database.exists() and len(one.damaged_files()) == 1, one.damaged_files()
    done = one.command("launch", "--app", "blender", "--project", "lantern_sample")
    assert done.returncode == 1 and str(one.damaged_files()[0]) in done.stderr and "restore" in done.stderr, done.stderr
    assert not one.database.exists()


def without_any_backup():
    one.back()
    one.damage()
    one.start()
    one.screen.see("find", "There is no backup*")
    kept = one.damaged_files()[0]
    assert str(kept) in one.screen.see("list")
    before = one.state()
    one.screen.see("click", "Begin empty*", "push button")
    one.screen.see("find", "Begin with an empty database?*")
    one.screen.see("click", "Begin empty", "push button")
    told = one.running()
    assert told["username"] == before["admin"], told
    aside = list(one.data.parent.glob("server.damaged-*"))
    assert len(aside) == 1 and (aside[0] / kept.name).exists(), aside
    assert one.state()["port"] == before["port"], "the address stays"
    assert one.projects.is_dir()


def port_taken_by_another_program():
    one.back()
    port = one.state()["port"]
    with socket.create_server(("127.0.0.1", port)):
        one.start()
        one.running()
        one.screen.see("find", "modeling*", "", 30)
        assert one.state()["port"] != port
        one.end()


def folder_read_only():
    one.back()
    with mounted(one.local, "--bind", one.local):
        subprocess.run(["mount", "-o", "remount,bind,ro", one.local], check=True)
        done = one.command("launch", "--app", "blender", "--project", "lantern_sample")
        assert done.returncode == 1 and "read-only" in done.stderr and str(one.local) in done.stderr, done.stderr
        one.start()
        one.screen.see("find", "The studio could not be opened*")
        one.screen.see("find", "*read-only*")
        one.end()
    one.start()
    one.running()


def disk_full():
    one.back()
    aside = one.screen.home / "aside"
    shutil.copytree(one.data, aside)
    size = sum(p.stat().st_blocks * 512 + 4096 for p in aside.rglob("*")) + 300_000
    with mounted(one.data, "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs"):
        shutil.copytree(aside, one.data, dirs_exist_ok=True)
        filler = one.data / "filler"
        with contextlib.suppress(OSError), open(filler, "wb", buffering=0) as file:
            while True:
                file.write(b"x" * 4096)
        done = one.command("launch", "--app", "blender", "--project", "lantern_sample")
        assert done.returncode == 1 and "no space" in done.stderr and str(one.data) in done.stderr, done.stderr
        one.start()
        one.screen.see("find", "The studio could not be opened*")
        filler.unlink()
        one.screen.see("click", "Try again", "push button")
        one.running()
        one.screen.see("find", "modeling*", "", 30)
        one.end()
    shutil.rmtree(aside)


@contextlib.contextmanager
def network_drive(folder, behind):
    """A folder that a program in user space serves, as sshfs and rclone do with another machine's."""
    for path in (folder, behind):
        path.mkdir(parents=True)
    cache = behind.with_name("cache")
    served = one.screen.start(["rclone", "mount", str(behind), str(folder), "--vfs-cache-mode", "full", "--config", os.devnull, "--cache-dir", str(cache)])
    try:
        wait_for(lambda: os.path.ismount(folder), 20, "the network drive")
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)])
        one.screen.stop(served)


def folder_on_a_network_drive():
    """The database goes to a folder of this machine, the person is told, and a second machine does not begin another one."""
    one.back()
    afar = OwnStudio(one.screen, "afar")
    with network_drive(afar.local, one.screen.home / "behind"):
        afar.start()
        one.screen.see("click", "Work on this computer*")
        one.screen.see("click", "Set up", "push button")
        one.screen.see("find", "*lies on a network drive*", "", 60)
        one.screen.see("click", "Look at the sample project*", "push button", 60)
        one.screen.see("find", "modeling*", "", 40)
        place = pathlib.Path((afar.data / "database-is-in.txt").read_text().splitlines()[0])
        assert place.is_relative_to(afar.home / ".local/state") and place.exists() and not afar.database.exists(), place
        afar.end()
        afar.start()
        one.screen.see("find", "modeling*", "", 40)
        afar.end()
        (afar.data / "database-is-in.txt").write_text(f"{place}\nworkstation-7\n")
        done = afar.command("launch", "--app", "blender", "--project", "lantern_sample")
        assert done.returncode == 1 and "workstation-7" in done.stderr and str(place) in done.stderr, done.stderr
        afar.start()
        one.screen.see("find", "The studio could not be opened*")
        one.screen.see("find", "*workstation-7*")
        afar.end()
        assert place.exists() and not afar.database.exists()


tests = [restored_from_the_window, closing_the_offer_loses_nothing, without_any_backup, port_taken_by_another_program]
if CAN_MOUNT:
    tests += [folder_read_only, disk_full]
    if shutil.which("rclone") and os.path.exists("/dev/fuse"):
        tests.append(folder_on_a_network_drive)
    else:
        print("skipped: folder_on_a_network_drive (this needs rclone and /dev/fuse)")
else:
    print("skipped: folder_read_only, disk_full, folder_on_a_network_drive (this needs the right to mount)")
with Screen(keyring="absent") as screen:
    one = OwnStudio(screen)
    one.set_up()
    run(tests)
