#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A real keyring: what Python's keyring wrote is read here and the other way round; without one the file serves."""
import os
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "desktop"))
from screen import Screen  # noqa: E402

PROBE = pathlib.Path(os.environ["HEARTH_BIN_DIR"]) / "secret_probe"
PYTHON = pathlib.Path(os.environ["HEARTH_SOURCE_DIR"]) / "build/venv/bin/python"
NEEDED = "import keyring, secretstorage"
URL = "AYON/http://127.0.0.1:5000"


def check(condition, words):
    if not condition:
        raise SystemExit(f"FAIL {words}")
    print(f"ok   {words}")


with Screen(keyring=True) as screen:
    folder = screen.home / "hearth"

    def probe(*arguments):
        return screen.run([PROBE, folder, *arguments])

    def keyring(code):
        return screen.run([PYTHON, "-c", "import keyring, sys\n" + code, URL])
    check(keyring("keyring.set_password(sys.argv[1], 'username', 'from python ü')").returncode == 0, "Python's keyring writes")
    check(probe("read", URL).stdout.splitlines()[0] == "from python ü", "its entry is read")
    check(probe("write", URL, "from hearth").returncode == 0, "an entry is written")
    check(keyring("print(keyring.get_password(sys.argv[1], 'username'))").stdout.strip() == "from hearth", "Python's keyring reads it")
    check(not (folder / "secrets.json").exists(), "no file beside a keychain")
    check(probe("remove", URL).returncode == 0 and keyring("print(keyring.get_password(sys.argv[1], 'username'))").stdout.strip() == "None", "and it is removed")

with Screen(keyring="locked", accessible=False) as screen:
    folder = screen.home / "hearth"
    started = time.monotonic()
    done = screen.run([PROBE, folder, "write", URL, "while locked"])
    check(done.returncode == 0 and "encrypted file" in done.stdout and time.monotonic() - started < 15, "a keychain nobody unlocks is not waited for long")
    check(screen.run([PROBE, folder, "read", URL]).stdout.splitlines()[0] == "while locked", "the file serves meanwhile")

with Screen(keyring="absent", accessible=False) as screen:
    folder = screen.home / "hearth"
    done = screen.run([PROBE, folder, "write", URL, "in the file"])
    check(done.returncode == 0 and "encrypted file" in done.stdout, "without a keychain a file serves, and says so")
    check(screen.run([PROBE, folder, "read", URL]).stdout.splitlines()[0] == "in the file", "it is read again")
    check("in the file" not in (folder / "secrets.json").read_text(), "its content is encrypted")
    check(oct((folder / "secrets.key").stat().st_mode)[-3:] == "600", "its key is the user's alone")
