# SPDX-License-Identifier: Apache-2.0
"""The desktop where the keychain is locked or absent: nothing hangs, secrets go into the encrypted file, and a note says so."""
import os
import pathlib
import sys
import time

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "desktop"), str(TESTS / "studio")]
from screen import Screen, wait_for  # noqa: E402
from studio_server import PROGRAMS, run  # noqa: E402

PROBE = pathlib.Path(os.environ["HEARTH_BIN_DIR"]) / "secret_probe"
NOBODY_ASKED = {"DISPLAY": ""}


class Person:
    def __init__(self, screen):
        self.screen = screen
        self.own = screen.home / ".local/share/AYON/hearth"

    def first_run(self, note):
        """Sets this computer up; the note is there before anything is kept, and at the end."""
        hearth = self.screen.start([PROGRAMS / "hearth"])
        self.screen.see("click", "Work on this computer*")
        self.screen.see("find", note)
        self.screen.see("click", "Set up", "push button")
        self.screen.see("find", "Look at the sample project*", "push button", 60)
        return hearth

    def refuses(self):
        """Closes the keychain's question where it stands."""
        if "nlock" in self.screen.active_window() or "eyring" in self.screen.active_window():
            self.screen.keys("Escape")

    def end(self, hearth):
        hearth.terminate()
        hearth.wait(60)

    def kept_in_the_file(self):
        text = (self.own / "secrets.json").read_text()
        assert "admin-password" in text and "-Aa1" not in text, text
        assert [oct((self.own / name).stat().st_mode & 0o777) for name in ("secrets.json", "secrets.key")] == ["0o600", "0o600"]

    def no_secret_in_the_log(self):
        """The generated password ends in what no other word does."""
        for log in self.own.rglob("*.log"):
            assert "-Aa1" not in log.read_text(errors="replace"), log


def absent():
    with Screen(keyring="absent") as screen:
        person = Person(screen)
        person.first_run("No keychain answers on this machine*")
        person.kept_in_the_file()
        person.no_secret_in_the_log()
        screen.see("click", "Open launcher", "push button")
        screen.see("click", "Account…", "push button")
        screen.see("find", "No keychain answers on this machine*")


def locked_on_a_desktop():
    """The person closes the question; the file serves. Unlocked later, the keychain is given what the file holds."""
    with Screen(keyring="locked") as screen:
        person = Person(screen)
        hearth = screen.start([PROGRAMS / "hearth"])
        screen.see("click", "Work on this computer*")
        screen.see("find", "The keychain is locked*")
        screen.see("click", "Set up", "push button")
        wait_for(lambda: person.refuses() or (person.own / "secrets.json").exists(), 40, "the file in the keychain's place")
        screen.see("find", "*stayed locked*", "", 60)
        person.kept_in_the_file()
        person.no_secret_in_the_log()
        screen.see("click", "Open launcher", "push button")
        person.end(hearth)
        screen.unlock_keyring()
        screen.start([PROGRAMS / "hearth"])
        screen.see("find", "My work*", "", 40)
        wait_for(lambda: "AYON/http" not in (person.own / "secrets.json").read_text(), 20, "the sign-in in the keychain")


def locked_without_a_screen():
    """Nobody can be asked, so nobody is waited for."""
    with Screen(keyring="locked", accessible=False) as screen:
        folder = screen.home / "hearth"
        started = time.monotonic()
        done = screen.run([PROGRAMS / "hearth", "launch", "--app", "blender", "--project", "x"],
                          extra={**NOBODY_ASKED, "AYON_SERVER_URL": "http://127.0.0.1:9"})
        assert done.returncode == 1 and time.monotonic() - started < 10, (done, time.monotonic() - started)
        assert "locked" in done.stderr and "127.0.0.1" in done.stderr, done.stderr
        assert not folder.exists()


if __name__ == "__main__":
    run([absent, locked_without_a_screen, locked_on_a_desktop])
