# SPDX-License-Identifier: Apache-2.0
"""A reply means that the change is there after SIGKILL; writers at once neither lose nor double anything; what is wrong with
the data folder is said in one line with an exit code of its own."""
import json
import contextlib
import os
import socket
import sqlite3
import subprocess
import sys
import threading
import uuid
from pathlib import Path

from server_process import BINARY, FAKETIME, KEY, PASSWORD, faked_clock, server, server_with_clock, wait_until




def is_sound(database):
    with contextlib.closing(sqlite3.connect(database)) as opened:
        return opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def killed_while_writing():
    with server() as running:
        running.make_project()
        for _ in range(3):
            confirmed = []
            stop = threading.Event()

            def write(lane):
                for n in range(10_000):
                    if stop.is_set():
                        return
                    entity = uuid.uuid4().hex
                    try:
                        status, _ = running.call("POST", "/api/projects/demo/folders",
                                                 {"id": entity, "name": f"l{lane}n{n}{entity[:4]}", "folderType": "Folder"})
                    except OSError:
                        return
                    if status == 201:
                        confirmed.append(entity)

            lanes = [threading.Thread(target=write, args=(lane,)) for lane in range(4)]
            for lane in lanes:
                lane.start()
            wait_until(lambda: len(confirmed) > 150, "some writes")
            running.kill()
            stop.set()
            for lane in lanes:
                lane.join()
            running.start()
            status, listed = running.call("GET", "/api/projects/demo/folders")
            there = {folder["id"] for folder in listed["folders"]}
            lost = [entity for entity in confirmed if entity not in there]
            assert is_sound(running.data / "hearth.db")
            assert not lost, f"{len(lost)} of {len(confirmed)} confirmed changes are gone"
        print("killed three times while writing: nothing confirmed was lost")


def killed_in_a_batch():
    with server() as running:
        running.make_project()
        operations = [{"type": "create", "entityType": "folder", "data": {"name": f"sh{n:05d}", "folderType": "Shot"}} for n in range(20_000)]
        answer = {}

        def send():
            try:
                answer["status"], answer["body"] = running.call("POST", "/api/projects/demo/operations", {"operations": operations})
            except OSError:
                answer["status"] = 0

        sender = threading.Thread(target=send)
        sender.start()
        wait_until(lambda: (running.data / "hearth.db-wal").stat().st_size > 100_000 or not sender.is_alive(), "the batch to begin")
        running.kill()
        sender.join()
        running.start()
        count = len(running.call("GET", "/api/projects/demo/folders")[1]["folders"])
        assert count in (0, 20_000), f"{count} of 20000: a batch is there whole or not at all"
        assert answer["status"] != 200 or count == 20_000
        print(f"killed in a batch: {count} of 20000 there")


def writers_at_once():
    with server() as running:
        running.make_project()
        status, made = running.call("POST", "/api/projects/demo/folders", {"name": "one", "folderType": "Folder"})
        won = []

        def race(lane):
            for n in range(20):
                status, _ = running.call("POST", "/api/projects/demo/folders", {"name": f"race{n}", "folderType": "Shot", "parentId": made["id"]})
                assert status in (201, 409), status
                if status == 201:
                    won.append((n, lane))

        lanes = [threading.Thread(target=race, args=(lane,)) for lane in range(8)]
        for lane in lanes:
            lane.start()
        for lane in lanes:
            lane.join()
        assert sorted(n for n, _ in won) == list(range(20)), "each name was given exactly once"
        print("eight writers: each name given once")


def sessions_survive():
    with server() as running:
        status, login = running.call("POST", "/api/auth/login", {"name": "ADMIN ", "password": PASSWORD}, key=None)
        assert status == 200, login
        bearer = {"authorization": "Bearer " + login["token"]}
        running.kill()
        running.start()
        assert running.call("GET", "/api/users/me", key=None, headers=bearer)[0] == 200
        assert running.call("POST", "/api/auth/logout", key=None, headers=bearer)[0] == 200
        status, answer = running.call("GET", "/api/users/me", key=None, headers=bearer)
        assert (status, answer["detail"]) == (401, "User logged out"), answer
        for _ in range(10):
            assert running.call("POST", "/api/auth/login", {"name": "admin", "password": "wrong"}, key=None)[0] == 403
        status, answer = running.call("POST", "/api/auth/login", {"name": "admin", "password": PASSWORD}, key=None)
        assert status == 403 and "later" in answer["detail"], "ten failures did not close the door"
        print("sessions survive, failures close the door")


def damaged_database():
    with server() as running:
        running.make_project("kept", "kp")
        running.stop()
        database = running.data / "hearth.db"
        backup = running.data / "backups" / "hearth-20260101-000000.db"
        backup.write_bytes(database.read_bytes())
        (running.data / "backups" / "hearth-20270101-000000.db").write_bytes(b"no database at all" * 100)
        database.write_bytes(b"SQLite format 3\0" + os.urandom(40_000))
        for name in ("hearth.db-wal", "hearth.db-shm"):
            (running.data / name).unlink(missing_ok=True)
        done = running.run("--data", running.data, "--listen", "127.0.0.1:0")
        assert done.returncode == 6 and done.stderr.count("\n") == 1, (done.returncode, done.stderr)
        assert str(backup) in done.stderr and "20270101" not in done.stderr, done.stderr
        assert any("damaged" in path.name for path in running.data.iterdir()), "the damaged file was not kept"
        listed = running.run("restore", "--data", running.data, "--list")
        assert listed.stdout.splitlines() == [str(backup)], listed.stdout
        assert running.run("restore", "--data", running.data).returncode == 0
        running.start()
        assert running.call("GET", "/api/projects/kept")[0] == 200
        print("a damaged database is kept aside, the newest good backup comes back")


def refusals():
    with server() as running:
        taken = socket.socket()
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        other = running.folder / "other"
        done = running.run("--data", other, "--listen", f"127.0.0.1:{port}")
        assert done.returncode == 3 and "in use" in done.stderr, done
        done = running.run("--data", running.data, "--listen", "127.0.0.1:0")
        assert done.returncode == 8 and "another server" in done.stderr, done
        done = running.run("--data", "/proc/nothing", "--listen", "127.0.0.1:0")
        assert done.returncode == 4 and done.stderr.count("\n") == 1, done
        assert running.run("--listen", "nonsense", "--data", other).returncode == 2
        assert running.run("--version").stdout.startswith("hearth-server ")
        assert running.run("--help").returncode == 0
        newer = sqlite3.connect(other / "hearth.db")
        newer.execute("PRAGMA user_version = 999")
        newer.close()
        done = running.run("--data", other, "--listen", "127.0.0.1:0")
        assert done.returncode == 7 and "newer" in done.stderr, done
    with server(is_set_up=False) as fresh:
        fresh.set_up()
        fresh.set_up()
        fresh.set_up({"users": [{"name": "admin", "password": "changed-Pass-2"}, {"name": "two", "password": "x", "isManger": True}]})
        fresh.start()
        assert fresh.call("POST", "/api/auth/login", {"name": "admin", "password": PASSWORD}, key=None)[0] == 200, "an existing user was changed"
        done = subprocess.run([BINARY, "setup", "--data", fresh.data], input="{", capture_output=True, text=True)
        assert done.returncode != 0
    print("refusals have their words and codes")


def clock_is_set_while_it_serves():
    if not FAKETIME:
        return print("clock: not tried without Debian's faketime")
    with server_with_clock() as (running, clock):
        running.make_project()
        status, login = running.call("POST", "/api/auth/login", {"name": "admin", "password": PASSWORD}, key=None)
        assert status == 200, login
        bearer = {"authorization": "Bearer " + login["token"]}

        def asked(jump):
            clock.write_text(jump)
            told = running.call("GET", "/api/users/me", key=None, headers=bearer)[0]
            status, made = running.call("POST", "/api/projects/demo/folders", {"name": jump.replace("+", "in").replace("-", "before"), "folderType": "Folder"})
            assert status == 201, made
            return told
        assert asked("+1h") == 200
        assert asked("-2000h") == 200, "a clock set back ends no session"
        assert asked("+2000h") == 401, "a session that is too old has ended"
        assert asked("+2h") == 200, "and is there again once the clock is right"
        running.kill()
        clock.write_text("-3000h")
        running.start(**faked_clock(clock))
        names = {folder["name"] for folder in running.call("GET", "/api/projects/demo/folders")[1]["folders"]}
        assert {"in1h", "before2000h", "in2000h", "in2h"} <= names, names
        assert running.call("POST", "/api/auth/login", {"name": "admin", "password": PASSWORD}, key=None)[0] == 200
        used = sum(int(n) for n in Path(f"/proc/{running.process.pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13])
        assert used < 5 * os.sysconf("SC_CLK_TCK"), "it turns in circles"
        assert is_sound(running.data / "hearth.db")
        print("a clock set to and fro: nothing lost, sessions as old as they are")


def full_disk():
    if os.geteuid() != 0:
        return print("full disk: not tried without root")
    with server(is_set_up=False) as running:
        running.data.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", running.data]).returncode != 0:
            return print("full disk: no tmpfs here")
        try:
            running.set_up()
            running.start("--min-free", "0")
            running.make_project()
            refused = 0
            for n in range(400):
                status, answer = running.call("POST", "/api/projects/demo/folders", {"name": f"f{n}", "folderType": "Folder", "data": {"x": "y" * 8000}})
                if status != 201:
                    refused = status
                    break
            assert refused in (503, 507), refused
            assert running.call("GET", "/api/info")[0] == 200, "reading ended with the disk"
            count = len(running.call("GET", "/api/projects/demo/folders")[1]["folders"])
            running.kill()
            done = running.run("--data", running.data, "--listen", "127.0.0.1:0")
            assert done.returncode == 5 and done.stderr.count("\n") == 1, done
            subprocess.run(["mount", "-o", "remount,size=16m", running.data], check=True)
            running.start()
            assert len(running.call("GET", "/api/projects/demo/folders")[1]["folders"]) == count
            running.kill()
            print("full disk: refused, and everything confirmed is there")
        finally:
            subprocess.run(["umount", "-l", running.data])


def main():
    killed_while_writing()
    killed_in_a_batch()
    writers_at_once()
    sessions_survive()
    damaged_database()
    refusals()
    clock_is_set_while_it_serves()
    full_disk()


if __name__ == "__main__":
    sys.exit(main())
