# SPDX-License-Identifier: Apache-2.0
"""A person who works on this computer: set up once through the real windows, then given back as it was for each test."""
import contextlib
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request

from studio_server import PROGRAMS
from screen import wait_for


class OwnStudio:
    """A home inside a screen's. Where that has no keyring the secrets lie in a file, so that the home holds everything."""

    def __init__(self, screen, name="person"):
        self.screen = screen
        self.home = screen.home / name
        self._kept = screen.home / "kept"
        self.local = self.home / ".local/share/AYON"
        self.data = self.local / "hearth/server"
        self.database = self.data / "hearth.db"
        self.projects = self.home / "Documents/Projects"
        self.home.mkdir()

    def start(self, *arguments, **environment):
        return self.screen.start([PROGRAMS / "hearth", *arguments], extra={"HOME": str(self.home), **environment})

    def command(self, *arguments, **options):
        extra = {"HOME": str(self.home), **options.pop("extra", {})}
        return self.screen.run([PROGRAMS / "hearth", *arguments], extra=extra, **options)

    def set_up(self):
        """First run with the sample project; the home as it is then is what back() brings."""
        self.start()
        self.screen.see("click", "Work on this computer*")
        self.screen.see("click", "Set up", "push button")
        self.screen.see("click", "Look at the sample project*", "push button", 60)
        self.screen.see("find", "modeling*", "", 40)
        self.running()
        self.end()
        shutil.copytree(self.home, self._kept, symlinks=True)

    def back(self):
        self.end()
        shutil.rmtree(self.home)
        shutil.copytree(self._kept, self.home, symlinks=True)

    def end(self):
        """Ends the desktop first, then its server, which may then write what it still holds."""
        for wanted in (b"ayon", b"hearth-server"):
            pids = [pid for pid, program in self.processes() if pathlib.PurePosixPath(program.decode()).name.encode() == wanted]
            for pid in pids:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGTERM)
            wait_for(lambda: not [p for p, _ in self.processes() if p in pids], 20, f"the end of {wanted.decode()}")

    def processes(self):
        """Processes of this home that still run, with their program."""
        marker = f"HOME={self.home}".encode()
        found = []
        for folder in pathlib.Path("/proc").iterdir():
            if folder.name.isdigit():
                with contextlib.suppress(OSError, IndexError):
                    if marker in (folder / "environ").read_bytes().split(b"\0"):
                        found.append((int(folder.name), (folder / "cmdline").read_bytes().split(b"\0")[0]))
        return found

    def state(self):
        return json.loads((self.local / "hearth/server.json").read_text())

    def running(self):
        """Waits for a tray that has opened its studio and answers."""
        def look():
            for file in (self.local / "tray").glob("*"):
                with contextlib.suppress(ValueError, OSError, KeyError, urllib.error.URLError):
                    told = json.loads(file.read_text())
                    if told["started"]:
                        with urllib.request.urlopen(told["url"] + "/tray", timeout=2) as answer:
                            return {**told, **json.load(answer)}
            return None
        return wait_for(look, 30, "a running tray")

    def back_up(self, stamp):
        """A good copy of the database among the backups, as the daily one makes it."""
        path = self.data / f"backups/hearth-{stamp}.db"
        with contextlib.closing(sqlite3.connect(self.database)) as source, contextlib.closing(sqlite3.connect(path)) as target:
            source.backup(target)
        return path

    def damage(self):
        self.database.write_bytes(b"SQLite format 3\0" + os.urandom(40_000))
        for ending in ("-wal", "-shm"):
            pathlib.Path(str(self.database) + ending).unlink(missing_ok=True)

    def damaged_files(self):
        return [p for p in self.data.iterdir() if ".damaged-" in p.name]


def private_mounts():
    """Gives this process mounts of its own, which end with it; False where that is not allowed."""
    if os.geteuid() != 0:
        return False
    import ctypes
    library = ctypes.CDLL(None, use_errno=True)
    if library.unshare(0x00020000) != 0:  # CLONE_NEWNS
        return False
    return subprocess.run(["mount", "--make-rprivate", "/"]).returncode == 0


@contextlib.contextmanager
def mounted(folder, *options):
    subprocess.run(["mount", *map(str, options), str(folder)], check=True)
    try:
        yield
    finally:
        end = time.monotonic() + 10
        while subprocess.run(["umount", str(folder)], capture_output=True).returncode != 0:
            if time.monotonic() > end:
                subprocess.run(["umount", "-l", str(folder)])
                break
            time.sleep(0.05)
