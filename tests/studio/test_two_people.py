#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two people of one machine at the same time: own trays, own servers, own ports, and neither reads what is the other's."""
import contextlib
import json
import os
import pathlib
import pwd
import sys
import tempfile
import urllib.request

from own_studio import mounted, private_mounts
from studio_server import PROGRAMS, run
from screen import Screen, wait_for

NAMES = ("games", "news")  # accounts that every Debian has and nobody works with


class Person:
    def __init__(self, name, top, programs):
        self.name = name
        self.programs = programs
        entry = pwd.getpwnam(name)
        self.account = (entry.pw_uid, entry.pw_gid)
        home = top / name
        home.mkdir(mode=0o755)  # as many studios have them
        self.screen = Screen(home=home, keyring="absent", account=self.account)
        self.local = home / ".local/share/AYON"

    def set_up(self):
        self.start()
        self.screen.see("click", "Work on this computer*")
        self.screen.see("click", "Set up", "push button", 30)
        self.screen.see("click", "Look at the sample project*", "push button", 60)
        self.screen.see("find", "modeling*", "", 40)

    def start(self):
        return self.screen.start([self.programs / "hearth"])

    def tray(self):
        def look():
            for file in (self.local / "tray").glob("*"):
                with contextlib.suppress(ValueError, OSError):
                    told = json.loads(file.read_text())
                    if told["started"]:
                        return told
            return None
        return wait_for(look, 30, f"{self.name}'s tray")

    def server(self):
        return json.loads((self.local / "hearth/server.json").read_text())

    def try_reading(self, path):
        return self.screen.run(["cp", str(path), "/dev/null"]).returncode == 0


def both_work_at_once():
    one, other = people
    one.set_up()
    other.set_up()
    trays, servers = [p.tray() for p in people], [p.server() for p in people]
    assert trays[0]["url"] != trays[1]["url"] and trays[0]["pid"] != trays[1]["pid"], trays
    assert servers[0]["port"] != servers[1]["port"], servers
    for person, tray in zip(people, trays):
        with urllib.request.urlopen(tray["url"] + "/tray", timeout=5) as answer:
            assert json.load(answer)["bundle"] == "hearth-1"
        assert os.stat(f"/proc/{tray['pid']}").st_uid == person.account[0]


def nobody_reads_the_others():
    one, other = people
    for owner, reader in ((one, other), (other, one)):
        hearth = owner.local / "hearth"
        assert oct(hearth.stat().st_mode & 0o777) == "0o700" and oct((hearth / "server").stat().st_mode & 0o777) == "0o700"
        private = [hearth / "secrets.json", hearth / "secrets.key", *(hearth / "run").iterdir(), *(p for p in (owner.local / "tray").iterdir() if p.is_file())]
        for path in private:
            assert oct(path.stat().st_mode & 0o777) == "0o600", (path, oct(path.stat().st_mode))
        for path in [*private, hearth / "server/hearth.db", hearth / "server/server.log", hearth / "logs/hearth.log"]:
            assert path.exists() and owner.try_reading(path) and not reader.try_reading(path), path


def a_number_that_is_now_somebody_elses():
    """After a restart of the machine an old tray file may name a process that is now the other person's tray."""
    one, other = people
    mine = one.tray()
    os.kill(mine["pid"], 9)
    for file in (one.local / "tray").iterdir():
        with contextlib.suppress(ValueError):
            file.write_text(json.dumps({**json.loads(file.read_text()), "pid": other.tray()["pid"]}))
    hearth = one.start()
    wait_for(lambda: one.tray()["pid"] == hearth.pid, 30, "a tray of one's own")


def data_folder_of_somebody_else():
    one, other = people
    folder = other.local / "hearth/server"
    done = one.screen.run([one.programs / "hearth-server", "--data", folder, "--listen", "127.0.0.1:0"])
    assert done.returncode == 4 and str(folder) in done.stderr and f"belongs to the user {other.name}" in done.stderr, done
    assert done.stderr.count("\n") == 1, done.stderr
    done = one.screen.run([one.programs / "hearth", "launch", "--app", "blender", "--project", "lantern_sample"],
                          extra={"AYON_LAUNCHER_LOCAL_DIR": str(other.local)})
    assert done.returncode == 1 and "crash" not in done.stderr, done
    assert os.stat(folder).st_uid == other.account[0]


def end(person):
    with contextlib.suppress(Exception):
        os.kill(person.server()["pid"], 9)
    person.screen.__exit__(None, None, None)


if not private_mounts():
    print("skipped: two people at once (this needs root, to become each of them, and the right to mount)")
    sys.exit(0)
with tempfile.TemporaryDirectory(prefix="hearth_people_") as name:
    top = pathlib.Path(name)
    top.chmod(0o755)
    people = []
    (top / "programs").mkdir()
    with mounted(top / "programs", "--bind", PROGRAMS.parent):  # the build may lie where others cannot go
        try:
            for account in NAMES:
                people.append(Person(account, top, top / "programs/bin"))
                people[-1].screen.__enter__()
            run([both_work_at_once, nobody_reads_the_others, data_folder_of_somebody_else, a_number_that_is_now_somebody_elses])
        finally:
            for person in people:
                end(person)
