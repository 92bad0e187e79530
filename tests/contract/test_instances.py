# SPDX-License-Identifier: Apache-2.0
"""Two servers on one PostgreSQL database, with and without Redis: what one changes the other knows and tells, and what goes
away comes back by itself."""
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import pathlib

import websocket

from server_process import KEY, PASSWORD, Server, server, wait_until
import postgres_cluster
import redis_process

SOON = 5  # seconds; it takes milliseconds


def listen(running, topics, token=KEY):
    made = websocket.create_connection(running.url.replace("http", "ws") + "/ws", timeout=15)
    made.send(json.dumps({"topic": "auth", "token": token, "subscribe": topics}))
    assert json.loads(made.recv())["topic"] == "heartbeat"
    return made


def heard(listening, topic):
    while True:
        message = json.loads(listening.recv())
        if message["topic"].startswith(topic):
            return message


def changes_are_seen(one, other, mark=""):
    folder = "/api/projects/demo/folders"
    status, answer = one.call("POST", folder, {"name": "a" + mark, "folderType": "Folder"})
    assert status == 201, answer
    path = f"{folder}/{answer['id']}"
    assert other.call("GET", path)[0] == 200, "a row is there at once"
    def names(running):
        return {item["name"] for item in running.call("GET", folder)[1]["folders"]}
    wait_until(lambda: "a" + mark in names(other), "the other server's tree", SOON)
    names(one)
    assert other.call("PATCH", path, {"name": "b" + mark})[0] == 204
    wait_until(lambda: "b" + mark in names(one), "the first server's tree", SOON)
    # What a writer keeps in memory is checked in each transaction.
    assert one.call("PATCH", "/api/projects/demo", {"folderTypes": [{"name": name} for name in ("Folder", "Cave", "Cave2")]})[0] == 204
    assert other.call("POST", folder, {"name": "c" + mark, "folderType": "Cave" + mark})[0] == 201, "a type made at the other server counts at once"
    assert one.call("DELETE", f"{folder}/{answer['id']}")[0] == 204
    assert other.call("GET", path)[0] == 404
    status, answer = one.call("POST", "/api/projects", {"name": "second", "code": "se"})
    assert status == 201, answer
    assert other.call("GET", "/api/projects/second")[0] == 200
    assert other.call("DELETE", "/api/projects/second")[0] == 204
    wait_until(lambda: one.call("GET", "/api/projects/second")[0] == 404, "the end of a project", SOON)


def events_are_told(one, other, mark=""):
    here, there = listen(one, ["*"]), listen(other, ["*"])
    status, answer = one.call("POST", "/api/projects/demo/folders", {"name": "told" + mark, "folderType": "Folder"})
    for listening in (here, there):
        event = heard(listening, "entity.folder.created")
        assert event["summary"]["entityId"] == answer["id"] and event["store"] is True, event
    long = "ö" * 9000  # does not fit into one notification
    one.call("POST", "/api/events", {"topic": "only.passing", "store": False, "description": long})
    for listening in (here, there):
        event = heard(listening, "only.passing")
        assert event["store"] is False and event["description"] == long
    status, made = other.call("POST", "/api/events", {"topic": "long.job", "finished": False})
    assert heard(here, "long.job")["id"] == made["id"] == heard(there, "long.job")["id"]
    one.call("PATCH", f"/api/events/{made['id']}", {"status": "in_progress", "progress": 40})
    for listening in (here, there):
        event = heard(listening, "long.job")
        assert event["id"] == made["id"] and event["progress"] == 40, event
    # Nothing comes twice.
    one.call("POST", "/api/events", {"topic": "last.one"})
    for listening in (here, there):
        assert heard(listening, "")["topic"] == "last.one"
        listening.close()


def logins_hold(one, other):
    def log_in(running):
        status, answer = running.call("POST", "/api/auth/login", {"name": "artist", "password": PASSWORD}, key=None)
        assert status == 200, answer
        return {"authorization": "Bearer " + answer["token"]}
    def me(running, headers):
        return running.call("GET", "/api/users/me", key=None, headers=headers)[0]
    headers = log_in(one)
    assert me(one, headers) == 200 and me(other, headers) == 200
    assert other.call("POST", "/api/auth/logout", key=None, headers=headers)[0] == 200
    wait_until(lambda: me(one, headers) == 401, "the end of the session", SOON)
    headers = log_in(other)
    assert me(one, headers) == 200
    assert one.call("PATCH", "/api/users/artist", {"active": False})[0] == 204
    wait_until(lambda: me(other, headers) in (401, 403), "a disabled user to stay outside", SOON)
    assert one.call("PATCH", "/api/users/artist", {"active": True})[0] == 204


def writers_take_turns(one, other):
    """Versions of one product counted by two servers: each number once."""
    status, folder = one.call("POST", "/api/projects/demo/folders", {"name": "turns", "folderType": "Folder"})
    answers = []
    def write(running, lane):
        for n in range(40):
            answers.append(running.call("POST", "/api/projects/demo/folders", {"name": f"n{n}", "folderType": "Folder", "parentId": folder["id"]})[0])
    lanes = [threading.Thread(target=write, args=(running, lane)) for lane in range(2) for running in (one, other)]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    assert sorted(answers) == [201] * 40 + [409] * 120, "a name is given once, whoever is asked"


def health(running):
    return running.call("GET", "/api/hearth/health")


def postgres_comes_and_goes(one, other, cluster):
    listening = listen(other, ["entity.folder"])
    confirmed, doubtful, stop = [], [], threading.Event()
    def write(lane):
        n = 0
        while not stop.is_set():
            n += 1
            name = f"r{lane}n{n}"
            status, answer = one.call("POST", "/api/projects/demo/folders", {"name": name, "folderType": "Folder"})
            if status == 201:
                confirmed.append(name)
            else:
                assert status == 503, (status, answer)
                doubtful.append(answer["detail"])
    lanes = [threading.Thread(target=write, args=(lane,)) for lane in range(3)]
    for lane in lanes:
        lane.start()
    wait_until(lambda: len(confirmed) > 100, "some writes")
    cluster.stop()
    wait_until(lambda: health(one)[0] == 503, "the first server to say that its database is away")
    status, answer = one.call("GET", f"/api/projects/demo/folders/{'0' * 32}")
    assert status == 503 and "database" in answer["detail"].lower(), answer
    before = len(confirmed)
    cluster.start()
    wait_until(lambda: len(confirmed) > before + 50, "writes after the restart")
    stop.set()
    for lane in lanes:
        lane.join()
    wait_until(lambda: health(other)[0] == 200 and health(other)[1]["status"] == "ok", "the second server to be well again")
    for running in (one, other):
        def missing():
            there = {item["name"] for item in running.call("GET", "/api/projects/demo/folders")[1]["folders"]}
            return [name for name in confirmed if name not in there]
        wait_until(lambda: not missing(), f"{len(missing())} of {len(confirmed)} confirmed changes")
    one.call("POST", "/api/projects/demo/folders", {"name": "after", "folderType": "Folder"})
    names = set()
    while "after" not in str(names):
        names.add(heard(listening, "entity.folder.created")["description"])
    print(f"restarted while writing: {len(confirmed)} confirmed changes are there, {len(doubtful)} were answered with 503")


def redis_comes_and_goes(one, other, redis):
    def redis_state():
        return health(one)[1]["checks"]["redis"]["status"]
    assert redis_state() == "ok"
    assert redis.ask("-n", "2", "KEYS", "hearth:*:session:*"), "sessions lie in Redis"
    redis.stop()
    wait_until(lambda: redis_state() == "degraded", "the first server to say that Redis is away")
    assert health(one)[0] == 200, "without Redis a server serves"
    changes_are_seen(one, other, "2")
    redis.start()
    wait_until(lambda: redis_state() == "ok", "Redis to be found again")
    events_are_told(one, other, "2")


def refused_places(folder):
    """What cannot be reached is said with an exit code of its own, and never with a password."""
    secret = "geheim-1"
    lone = Server(folder)
    for url in (f"postgres://hearth:{secret}@127.0.0.1:{redis_process.free_port()}/x?connect_timeout=2", f"postgres://hearth:{secret}@[::1]:bad/x"):
        done = lone.run("--data", lone.data, "--database", url, "--database-wait", "1", "--listen", "127.0.0.1:0")
        said = done.stdout + done.stderr + "".join(path.read_text(errors="replace") for path in lone.data.glob("*.log"))
        assert done.returncode in (2, 9) and secret not in said, (done.returncode, said)


@contextlib.contextmanager
def certificate(folder):
    files = [str(folder / "redis.pem"), str(folder / "redis.key")]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                    "subjectAltName=IP:127.0.0.1", "-keyout", files[1], "-out", files[0]], check=True, capture_output=True)
    yield files


def encrypted(folder):
    """TLS as libpq does it, and passwords from the address or from PGPASSWORD."""
    word, port = "p@ss/ wörd", redis_process.free_port()
    with certificate(folder) as files, postgres_cluster.cluster() as cluster:
        postgres_cluster.ask(cluster.url(), f"ALTER ROLE hearth PASSWORD '{word}'")
        postgres_cluster.ask(cluster.url(), "CREATE DATABASE studio")
        cluster.stop()
        for path in files:
            shutil.copy(path, cluster.folder)
            cluster.own(cluster.folder / pathlib.Path(path).name)
        cluster.start("listen_addresses=127.0.0.1", "ssl=on", f"ssl_cert_file={cluster.folder}/redis.pem",
                      f"ssl_key_file={cluster.folder}/redis.key", port=port)
        place = f"127.0.0.1:{port}/studio"
        full = f"sslmode=verify-full&sslrootcert={files[0]}"
        lone = Server(folder / "tls")
        lone.environment.pop("AYON_POSTGRES_URL", None)
        asked = ("setup", "--data", lone.data, "--database-wait", "0", "--database")
        done = lone.run(*asked, f"postgres://hearth:p%40ss%2F%20w%C3%B6rd@{place}?{full}", text="{}")
        assert done.returncode == 0, done.stderr
        lone.environment["PGPASSWORD"] = word
        done = lone.run(*asked, f"postgresql://hearth@{place}?{full}", text="{}")
        assert done.returncode == 0, done.stderr
        for wrong in (f"postgres://hearth:other@{place}?{full}", f"postgres://hearth@{place}?sslmode=verify-full&sslrootcert=/dev/null"):
            done = lone.run(*asked, wrong, text="{}")
            assert done.returncode == 9 and "other" not in done.stderr and word not in done.stderr, (done.returncode, done.stderr)


def run(cluster, redis_url=None, **environment):
    @contextlib.contextmanager
    def both():
        os.environ["HEARTH_TEST_DATABASE"] = cluster.url()
        with server(is_set_up=False) as one:
            if redis_url:
                one.environment["AYON_REDIS_URL"] = redis_url
            one.environment.update(environment)
            one.set_up()
            one.start()
            other = one.twin().start()
            try:
                one.make_project()
                yield one, other
                other.stop()
            finally:
                if other.process.poll() is None:
                    other.kill()
    return both()


def main():
    with tempfile.TemporaryDirectory(prefix="hearth-instances-") as name, postgres_cluster.cluster() as cluster:
        folder = pathlib.Path(name)
        with run(cluster) as (one, other):
            changes_are_seen(one, other)
            events_are_told(one, other)
            logins_hold(one, other)
            writers_take_turns(one, other)
            postgres_comes_and_goes(one, other, cluster)
        with certificate(folder) as files, redis_process.redis(tls=files) as redis:
            with run(cluster, redis.url, SSL_CERT_FILE=files[0]) as (one, other):
                changes_are_seen(one, other)
                events_are_told(one, other)
                logins_hold(one, other)
                redis_comes_and_goes(one, other, redis)
        refused_places(folder)
        encrypted(folder)
    print("instances: passed")


if __name__ == "__main__":
    sys.exit(main())
