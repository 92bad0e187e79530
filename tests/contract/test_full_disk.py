# SPDX-License-Identifier: Apache-2.0
"""A full disk: changes are refused with words, reading and logging in go on, nothing is lost, and it comes back by itself."""
import json
import os
import subprocess
import sys
import threading
import urllib.error
import urllib.request

import ayon_api

from server_process import KEY, PASSWORD, server, wait_until


def sized(folder, size, remount=False):
    return subprocess.run(["mount", *(["-o", f"remount,size={size}"] if remount else ["-t", "tmpfs", "-o", f"size={size}", "tmpfs"]), folder]).returncode == 0


def health(running):
    return running.call("GET", "/api/hearth/health")


def metric(running, name):
    text = running.call("GET", "/metrics")[1].decode()
    return float(next(line for line in text.splitlines() if line.startswith(name + " ")).split()[1])


def fill(folder, leave):
    """Takes all room but some bytes."""
    stats = os.statvfs(folder)
    with open(folder / "ballast", "ab") as file:
        file.write(b"b" * max(stats.f_bavail * stats.f_frsize - leave, 0))


def add(running, name):
    return running.call("POST", "/api/projects/demo/folders", {"name": name, "folderType": "Folder"})


def upload_is_refused_unread(running):
    """An upload of a size that would never fit is answered before its body is sent."""
    import http.client
    host = running.url.removeprefix("http://")
    connection = http.client.HTTPConnection(host, timeout=20)
    connection.putrequest("POST", "/api/projects/demo/files")
    for name, value in (("x-api-key", KEY), ("content-type", "application/octet-stream"), ("x-file-name", "big.bin"), ("content-length", str(10 ** 8))):
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 507 and b"full" in answer.read(), answer.status
    connection.close()


def below_the_floor(running):
    for n in range(20):
        assert add(running, f"kept{n}")[0] == 201
    token = running.call("POST", "/api/auth/sessions", {"userName": "artist"})[1]["token"]
    status, told = health(running)
    assert status == 200 and told["readOnly"] is False, told
    fill(running.data, 1024 * 1024)  # less than a twentieth of 32 MiB
    wait_until(lambda: health(running)[1]["readOnly"], "the server to notice")
    status, told = health(running)
    assert status == 503 and told["checks"]["disk"]["status"] == "failing" and told["checks"]["disk"]["freeBytes"] < 1.7e6, told
    assert metric(running, "hearth_read_only") == 1
    status, answer = add(running, "refused")
    assert status == 507 and "full" in answer["detail"] and "Nothing was lost" in answer["detail"], answer
    status, answer = running.call("POST", "/api/projects/demo/operations", {"operations": [{"type": "create", "entityType": "folder", "data": {"name": "x", "folderType": "Folder"}}]})
    assert status == 507, (status, answer)
    upload_is_refused_unread(running)
    assert len(running.call("GET", "/api/projects/demo/folders")[1]["folders"]) == 20
    assert running.graphql('query { project(name: "demo") { folders { edges { node { name } } } } }')
    bearer = {"authorization": "Bearer " + token}
    assert running.call("GET", "/api/users/me", key=None, headers=bearer)[0] == 200

    status, login = running.call("POST", "/api/auth/login", {"name": "admin", "password": PASSWORD}, key=None)
    assert status == 200, login
    new = {"authorization": "Bearer " + login["token"]}
    assert running.call("GET", "/api/users/me", key=None, headers=new)[1]["name"] == "admin", "nobody can log in to make room"
    connection = ayon_api.ServerAPI(running.url, token=KEY)
    assert len(list(connection.get_folders("demo"))) == 20
    try:
        connection.create_folder("demo", "by_client")
        raise AssertionError("the client was told that it worked")
    except Exception as error:  # what the client makes of it is its own; it must not hang or take it for done
        assert "507" in str(error) or "full" in str(error), error
    assert running.call("GET", "/api/secrets")[0] == 200, "who needs a secret to work gets it"

    os.remove(running.data / "ballast")
    wait_until(lambda: not health(running)[1]["readOnly"], "it to come back", 20)
    assert add(running, "after")[0] == 201
    assert metric(running, "hearth_read_only") == 0 and health(running)[0] == 200
    running.kill()
    running.start()
    assert running.call("GET", "/api/users/me", key=None, headers=new)[0] == 200, "the session of the full disk was not stored"
    names = {folder["name"] for folder in running.call("GET", "/api/projects/demo/folders")[1]["folders"]}
    assert names == {f"kept{n}" for n in range(20)} | {"after"}, names
    print("below the floor: only reading, log-ins hold, and it comes back by itself")


def to_the_last_byte(running):
    """Without a floor the disk fills while several write."""
    running.stop()
    running.start("--min-free", "0")
    kept, refused, stop = set(), set(), threading.Event()

    def write(lane):
        for n in range(4000):
            if stop.is_set():
                return
            name = f"l{lane}n{n}"
            status, answer = running.call("POST", "/api/projects/demo/folders", {"name": name, "folderType": "Folder", "data": {"x": "y" * 20_000}})
            if status == 201:
                kept.add(name)
            else:
                assert status in (503, 507), (status, answer)
                refused.add(name)
                if len(refused) > 30:
                    return

    lanes = [threading.Thread(target=write, args=(lane,)) for lane in range(4)]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    assert len(refused) > 30 and len(kept) > 50, (len(kept), len(refused))
    there = {folder["name"] for folder in running.call("GET", "/api/projects/demo/folders")[1]["folders"]}
    assert kept <= there and not refused & there, (kept - there, refused & there)
    assert health(running)[1]["readOnly"], "a change found no room, and nobody is told"
    assert sized(running.data, "64m", remount=True)
    wait_until(lambda: add(running, "roomy")[0] == 201, "it to come back", 30)
    running.kill()
    running.start("--min-free", "0")
    there = {folder["name"] for folder in running.call("GET", "/api/projects/demo/folders")[1]["folders"]}
    assert kept | {"roomy"} <= there and not refused & there
    print(f"to the last byte: {len(kept)} answered and there, {len(refused)} refused and not, and it came back by itself")


def main():
    if os.geteuid() != 0:
        print("not tried: a small disk can be mounted by root alone")
        sys.exit(0)
    with server(is_set_up=False) as running:
        running.data.mkdir()
        if not sized(running.data, "32m"):
            print("not tried: no tmpfs can be mounted here")
            sys.exit(0)
        try:
            running.set_up()
            running.start()
            running.make_project()
            below_the_floor(running)
            to_the_last_byte(running)
            running.stop()
        finally:
            if running.process and running.process.poll() is None:
                running.kill()
            subprocess.run(["umount", "-l", running.data])


if __name__ == "__main__":
    main()
