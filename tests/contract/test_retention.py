# SPDX-License-Identifier: Apache-2.0
"""What is older than the studio keeps it goes, after it was counted; what anything needs stays; nobody waits for it."""
import json
import os
import threading
import time

from server_process import server, wait_until

OLD = "2020-01-01T00:00:00.000000+00:00"
MANY = 60_000


def make_way(running, table):
    """Numbers from one on are free then for what happened before."""
    running.sql(f"UPDATE {table} SET seq = seq + 1000000")
    if "AYON_POSTGRES_URL" in running.environment:
        running.sql(f"SELECT setval(pg_get_serial_sequence('hearth.{table}', 'seq'), (SELECT max(seq) FROM {table}))")


def series(count):
    return f"(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) SELECT i FROM n) AS numbers"


def fill(running):
    """Rows as years would leave them."""
    make_way(running, "changes")
    make_way(running, "events")
    after = json.dumps({"x": "y" * 300})
    running.sql("INSERT INTO changes (seq, at, project, entity_type, entity_id, action, before, after, user_name, sender) "
                f"SELECT i, '{OLD}', 0, 'folder', 'old' || i, 'update', '{{}}', '{after}', 'anna', '' FROM {series(MANY)}")
    prefix = running.sql("SELECT body FROM documents WHERE kind = 'server' AND name = 'event_prefix'")[0][0]
    last = 0

    def event(topic, status="finished", depends=None, at=OLD, count=1):
        nonlocal last
        source = f"'{depends}'" if depends else "NULL"
        running.sql("INSERT INTO events (seq, topic, project, user_name, sender, sender_type, depends_on, status, retries, description, summary, payload, created_at, updated_at) "
                    f"SELECT {last} + i, '{topic}', '', 'anna', '', 'api', {source}, '{status}', 0, 'd', '{{}}', '{{}}', '{at}', '{at}' FROM {series(count)}")
        last += count
        return prefix[:16] + f"{last:016x}"

    event("log.info", count=2000)
    event("log.error", at="2999-01-01T00:00:00.000000+00:00")
    event("render.job", "pending")
    event("render.job", "in_progress")
    awaited = event("source.awaited")
    event("sync.awaited", "in_progress", depends=awaited)
    followed = event("source.both")
    event("sync.both", depends=followed)
    young = event("source.young", at="2999-01-01T00:00:00.000000+00:00")
    event("sync.young", depends=young)
    event("entity.folder.created", count=500)
    running.sql("INSERT INTO sessions (token, user_name, created, last_used, client) VALUES ('gone', 'admin', 1, 1, '{}')")


def topics(running, start=""):
    return [row[0] for row in running.sql(f"SELECT topic FROM events WHERE substr(topic, 1, {len(start)}) = '{start}'")]


def kinds(answer):
    return {one["kind"]: one["rows"] for one in answer["kinds"]}


def main():
    with server() as running:
        running.make_project()
        running.call("POST", "/api/projects/demo/folders", {"name": "kept", "folderType": "Folder"})
        running.stop()
        fill(running)
        lost = running.data / "media" / "ab" / "abandoned"
        lost.parent.mkdir(parents=True, exist_ok=True)
        early = lost.with_name("early")
        early.write_bytes(b"w")
        os.utime(early, (1, 1))
        running.start()
        wait_until(lambda: not early.exists(), "the look that each start takes")
        lost.write_bytes(b"x" * 5000)
        young = lost.with_name("young")
        young.write_bytes(b"y")
        os.utime(lost, (1, 1))
        spool = running.data / "spool"  # of several servers, each has one of its own in it
        part = next(spool.iterdir(), spool) / "upload-left"
        part.write_bytes(b"z" * 100)
        os.utime(part, (1, 1))

        status, rules = running.call("GET", "/api/hearth/retention")
        assert rules == {"changes": 0, "events": 0, "logs": 7, "sessions": 3, "files": 1}, rules
        status, counted = running.call("POST", "/api/hearth/retention/run?dryRun=true")
        assert status == 200 and kinds(counted) == {"changes": 0, "events": 0, "logs": 2000, "sessions": 0, "unboundFiles": 0, "orphanedFiles": 2}, counted
        assert lost.exists() and len(topics(running, "log.")) == 2001, "a dry run removed something"
        for wrong in ({"changes": -1}, {"sessions": 1}, {"files": 0}, {"logs": "many"}, {"other": 1}, {"changes": 10**9}):
            assert running.call("PUT", "/api/hearth/retention", wrong)[0] == 400, wrong
        assert running.call("PUT", "/api/hearth/retention", {"changes": 365, "events": 365})[0] == 200
        status, counted = running.call("POST", "/api/hearth/retention/run?dryRun=true")
        assert kinds(counted)["changes"] == MANY and kinds(counted)["events"] == 502, counted

        waits, stop = [], threading.Event()

        def write():
            n = 0
            while not stop.is_set():
                began = time.perf_counter()
                assert running.call("POST", "/api/projects/demo/folders", {"name": f"f{n}", "folderType": "Folder"})[0] == 201
                waits.append(time.perf_counter() - began)
                n += 1

        writer = threading.Thread(target=write)
        writer.start()
        wait_until(lambda: len(waits) > 20, "some writes before")
        idle = sorted(waits)[len(waits) // 2]
        waits.clear()
        began = time.perf_counter()
        status, done = running.call("POST", "/api/hearth/retention/run")
        took = time.perf_counter() - began
        during = sorted(waits)
        stop.set()
        writer.join()
        assert status == 200 and done["isComplete"], done
        assert kinds(done) == kinds(counted), (kinds(done), kinds(counted))
        print(f"{MANY} changes removed in {took:.1f} s; a write took {idle * 1000:.1f} ms before, meanwhile {during[len(during) // 2] * 1000:.1f} ms, "
              f"at most {during[-1] * 1000:.0f} ms")
        assert during[-1] < 1.0, "somebody waited for the retention"

        left = topics(running)
        assert left.count("log.info") == 0 and left.count("log.error") == 1
        assert {"render.job", "source.awaited", "sync.awaited", "source.young", "sync.young"} <= set(left), left
        assert left.count("render.job") == 2 and "source.both" not in left and "sync.both" not in left
        assert not lost.exists() and young.exists() and not part.exists()
        again = kinds(running.call("POST", "/api/hearth/retention/run?dryRun=true")[1])
        assert again["changes"] == 0 and again["logs"] == 0 and again["events"] == 0, again
        assert len(running.call("GET", "/api/projects/demo/folders")[1]["folders"]) > 1
        listed = running.call("GET", "/api/hearth/history?entityType=retention&action=delete")[1]["changes"]
        assert listed and listed[0]["before"]["changes"] == MANY and listed[0]["user"] == "service", listed
        artist = running.call("POST", "/api/auth/sessions", {"userName": "artist"})[1]["token"]
        bearer = {"authorization": "Bearer " + artist}
        assert running.call("POST", "/api/hearth/retention/run", key=None, headers=bearer)[0] == 403
        running.stop()
        running.sql("UPDATE sessions SET last_used = 1")
        running.start()
        print("old changes, events, logs, sessions and lost files go; what is needed stays")


main()
