# SPDX-License-Identifier: Apache-2.0
"""Backups while a server runs, looked over; put back; made before the schema changes; and how the server ends."""
import contextlib
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time

from server_process import KEY, SOURCE, server, wait_until


def checked(running, *more):
    done = running.run("restore", "--check", "--json", "--data", running.data, *more)
    return done.returncode, json.loads(done.stdout) if done.stdout.startswith("{") else done.stderr


def made_while_serving():
    with server() as running:
        running.make_project()
        stop = threading.Event()

        def write():
            n = 0
            while not stop.is_set():
                assert running.call("POST", "/api/projects/demo/folders", {"name": f"f{n}", "folderType": "Folder"})[0] == 201
                n += 1
        writer = threading.Thread(target=write)
        writer.start()
        picture = running.call("POST", "/api/projects/demo/files", b"not bound to anything", headers={"content-type": "application/octet-stream", "x-file-name": "note.txt"})
        assert picture[0] in (200, 201), picture
        done = running.run("backup", "--data", running.data, "--json")
        stop.set()
        writer.join()
        assert done.returncode == 0, done.stderr
        file = pathlib.Path(json.loads(done.stdout)["file"])
        code, told = checked(running, file)
        assert code == 0 and told["ok"] and told["files"] == 1 and told["tables"]["users"] == {"rows": 3, "noted": 3}, told
        assert checked(running, file.name)[0] == 0 and checked(running)[1]["file"] == str(file)
        text = running.run("restore", "--check", "--data", running.data)
        assert text.returncode == 0 and "The backup is good." in text.stdout, text
        before = {path: path.stat().st_mtime_ns for path in running.data.rglob("*") if path.is_file() and "hearth.db" not in path.name and path.name != "server.log"}
        checked(running)
        after = {path: path.stat().st_mtime_ns for path in running.data.rglob("*") if path.is_file() and "hearth.db" not in path.name and path.name != "server.log"}
        assert before == after, "a check changed something"

        named = next(path for path in file.with_suffix(".media").rglob("*") if path.is_file())
        named.unlink()
        code, told = checked(running, file)
        assert code == 6 and told["missingFiles"] == [named.name], told
        broken = bytearray(file.read_bytes())
        broken[len(broken) // 2:len(broken) // 2 + 20_000] = os.urandom(20_000)
        file.write_bytes(broken)
        code, told = checked(running, file)
        assert code == 6 and "damaged" in told["problem"], told
        assert checked(running, "/nowhere.db")[0] == 1
        assert checked(running)[0] == 1, "the damaged one is no good backup"
        print("a backup beside a running server is whole, and a look into it finds what is not")


def put_back():
    with server() as running:
        running.make_project("early", "ea")
        first = running.run("backup", "--data", running.data).stdout.strip()
        running.make_project("late", "la")
        assert running.run("restore", "--data", running.data).returncode == 8, "not under a running server"
        running.stop()
        done = running.run("restore", "--data", running.data, first)
        assert done.returncode == 0 and "was kept as" in done.stdout, done
        running.start()
        assert running.call("GET", "/api/projects/early")[0] == 200 and running.call("GET", "/api/projects/late")[0] == 404
        print("a backup is put back, what it replaced is kept")


def older(data, schema):
    """The database as an earlier version left it: without what the steps since have added."""
    with contextlib.closing(sqlite3.connect(data / "hearth.db")) as database:
        newest = database.execute("PRAGMA user_version").fetchone()[0]
        for column in ("address", "request"):
            database.execute(f"ALTER TABLE changes DROP COLUMN {column}")
        for index in ("activities_watch", "activities_reviewable"):
            database.execute(f"DROP INDEX {index}")
        for column in ("entity_id", "activity_type"):
            database.execute(f"CREATE INDEX activities_{column.removesuffix('_id').removeprefix('activity_')} ON activities (project, {column})")
        database.execute(f"PRAGMA user_version = {schema}")
        database.commit()
    return newest


def before_a_migration():
    with server() as running:
        running.make_project()
        running.stop()
        newest = older(running.data, 3)
        running.start()
        assert running.call("GET", "/api/projects/demo")[0] == 200
        kept = list((running.data / "backups").glob(f"*-before-{newest}.db"))
        assert len(kept) == 1, kept
        log = (running.data / "server.log").read_text()
        assert str(kept[0]) in log, log[-500:]
        code, told = checked(running, kept[0])
        assert code == 0 and told["schema"] == 3, told
        running.stop()
        with contextlib.closing(sqlite3.connect(running.data / "hearth.db")) as database:
            database.execute(f"PRAGMA user_version = {newest + 5}")
        done = running.run("--data", running.data, "--listen", "127.0.0.1:0")
        assert done.returncode == 7 and done.stderr.count("\n") == 1, done
        command = re.search(r"hearth-server (restore --data \S+ \S+)", done.stderr)
        assert command and str(kept[0]) in command[1], done.stderr
        assert running.run(*command[1].split()).returncode == 0
        running.start()
        assert running.call("GET", "/api/projects/demo")[0] == 200
        print("a backup before the schema changes; a newer database names the way back, and it works")


def no_room_no_migration():
    if os.geteuid() != 0:
        return print("no room: not tried without root")
    with server(is_set_up=False) as running:
        running.data.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", running.data]).returncode != 0:
            return print("no room: no tmpfs here")
        try:
            running.set_up()
            older(running.data, 3)
            free = os.statvfs(running.data).f_bavail * os.statvfs(running.data).f_frsize
            (running.data / "ballast").write_bytes(b"b" * (free - 200_000))
            before = (running.data / "hearth.db").read_bytes()
            done = running.run("--data", running.data, "--listen", "127.0.0.1:0")
            assert done.returncode == 5 and "without a backup" in done.stderr and done.stderr.count("\n") == 1, done
            with contextlib.closing(sqlite3.connect(running.data / "hearth.db")) as database:
                assert database.execute("PRAGMA user_version").fetchone()[0] == 3
            assert len(before) == (running.data / "hearth.db").stat().st_size
            (running.data / "ballast").unlink()
            running.start()
            running.stop()
            print("no room for a backup: nothing is migrated, and it goes on once there is")
        finally:
            if running.process and running.process.poll() is None:
                running.kill()
            subprocess.run(["umount", "-l", running.data])



def drained():
    """At SIGTERM a running request is answered, new ones are refused, listeners are told that the server goes."""
    import websocket
    with server() as running:
        running.make_project()
        host, port = running.url.removeprefix("http://").split(":")
        listener = websocket.create_connection(running.url.replace("http", "ws") + "/ws", timeout=20)
        listener.send(json.dumps({"topic": "auth", "token": KEY, "subscribe": ["*"]}))
        assert json.loads(listener.recv())["topic"] == "heartbeat" or True
        operations = [{"type": "create", "entityType": "folder", "data": {"name": f"sh{n:05d}", "folderType": "Shot"}} for n in range(8000)]
        answer = {}
        begun = (running.data / "hearth.db-wal").stat().st_size

        def send():
            answer["status"], answer["body"] = running.call("POST", "/api/projects/demo/operations", {"operations": operations})
        sender = threading.Thread(target=send)
        sender.start()
        status, later = running.call("POST", "/api/projects/demo/operations/background",
                                     {"operations": [{"type": "create", "entityType": "folder", "data": {"name": f"bg{n}", "folderType": "Shot"}} for n in range(500)]})
        assert status == 200, later
        wait_until(lambda: running.call("GET", "/api/hearth/health", key=None)[0] == 200, "the server")
        running.process.send_signal(signal.SIGTERM)
        refused = wait_until(lambda: cannot_connect(host, int(port)), "new connections to be refused", 20)
        assert refused
        sender.join(30)
        closed = None
        with contextlib.suppress(websocket.WebSocketConnectionClosedException):
            while closed is None:
                code, data = listener.recv_data()
                if code == websocket.ABNF.OPCODE_CLOSE:
                    closed = int.from_bytes(data[:2], "big")
        assert closed == 1001, closed
        assert running.process.wait(30) == 0
        assert answer.get("status") == 200 and answer["body"]["success"], str(answer)[:300]
        running.start()
        folders = {folder["name"] for folder in running.call("GET", "/api/projects/demo/folders")[1]["folders"]}
        assert len([name for name in folders if name.startswith("sh")]) == 8000
        assert len([name for name in folders if name.startswith("bg")]) == 500, "what was promised for later was not done"
        print("SIGTERM: the running request is answered, the background one is done, listeners hear 1001")


def cannot_connect(host, port):
    try:
        with socket.create_connection((host, port), timeout=5):
            return False
    except OSError:
        return True


def main():
    made_while_serving()
    put_back()
    before_a_migration()
    no_room_no_migration()
    drained()


main()
