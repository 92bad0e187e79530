# SPDX-License-Identifier: Apache-2.0
"""An adoption that meets a lost or hostile server, files that lie elsewhere and a full disk: it says so, and goes on later.

usage: test_adoption_failures.py (environment: HEARTH_BIN_DIR, HEARTH_SOURCE_DIR)
"""
import contextlib
import io
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import threading
import time

from adoption_proxy import proxy
from server_process import KEY, server
from test_adoption import World, adopted, command, environment, target
from test_full_disk import sized
from test_rights import PROJECT

STAYS = "What was moved stays"
ONLY_ADDON = [("", "addons")]  # no server gives its package


def differing(rows):
    return [kind for kind, row in rows.items() if not row["isEqual"]]


def lacking(report):
    return {one["what"] for one in report["left"] if one["isLacking"]}


def spooled(here):
    return list((here.data / "spool").rglob("adopted-*"))


def is_whole_now(here, url):
    report, rows, _ = adopted(here, url, expected=10)
    assert differing(rows) == ONLY_ADDON and not lacking(report), (differing(rows), lacking(report))
    return rows


def redirecting(places):
    """Sends on from paths that end so."""
    def rule(handler, body):
        place = next((place for end, place in places.items() if handler.path.endswith(end)), None)
        if place:
            handler.answer(302, {"Location": place}, b"<html>moved</html>")
        return bool(place)
    return rule


def files_that_lie_elsewhere(world, there, folder):
    here = target(folder / "elsewhere")
    with proxy(there.url) as before, proxy(there.url) as elsewhere:
        payload, picture, installer = f"/files/{world.file}/payload", f"/thumbnails/{world.picture}", "/installers/hearth.exe"
        before.rule = redirecting({end: elsewhere.url + "/storage" + end for end in (payload, picture, installer)})
        report, rows, _ = adopted(here, before.url, expected=10)
        assert elsewhere.asked == [], "the other server was asked, with a key"
        assert lacking(report) == {f"demo: file {world.file}", f"demo: thumbnail {world.picture}", "the file hearth.exe"}, report["left"]
        why = [one["why"] for one in report["left"] if one["isLacking"]]
        assert all(f"lies on another server, {elsewhere.url}, which is not given the key" in one for one in why), why
        assert ("demo", "activities") in differing(rows) and not spooled(here)
        # On the same server it is followed, wherever it lies there.
        before.rule = redirecting({"/payload": f"{PROJECT}/files/{world.file}?moved=1", "/hearth.exe": before.url + "/api/desktop/installers/hearth.exe?moved=1"})
        is_whole_now(here, before.url)
        assert any(path.endswith("?moved=1") for _, path, _ in before.asked)
        # A whole studio that moved is named.
        before.rule = redirecting({"/api/users/me": "https://studio.example/api/users/me"})
        said = adopted(here, before.url, expected=1)[2]
        assert "https://studio.example:443" in said, said
        before.rule = redirecting({"/api/users/me": "/api/users/me"})
        assert "in a circle" in adopted(here, before.url, expected=1)[2]


def lost_in_a_file(world, there, folder):
    """Cut always, cut for a while, and cut for good."""
    here = target(folder / "cut")
    cuts = []
    with proxy(there.url) as between:
        def cutting(limit):
            def rule(handler, body):
                if not handler.path.endswith("/payload") or len(cuts) >= limit:
                    return False
                cuts.append(handler.path)
                status, headers, whole = handler.ask(body)
                handler.cut(status, headers, whole[:200], len(whole))
                return True
            return rule

        between.rule = cutting(10 ** 6)
        report, rows, _ = adopted(here, between.url, expected=10)
        assert lacking(report) == {f"demo: file {world.file}"} and len(cuts) == 3, (report["left"], cuts)
        assert any("3 tries" in one["why"] and "is there" in one["why"] for one in report["left"]), report["left"]
        assert ("demo", "activities") in differing(rows) and not spooled(here)
        cuts.clear()
        between.rule = cutting(2)
        is_whole_now(here, between.url)
        assert len(cuts) == 2

        # A file that comes shorter than its size, though whole for the connection.
        short = target(folder / "short")
        between.rule = lambda handler, body: handler.path.endswith("/payload") and not handler.answer(200, {"Content-Type": "text/plain"}, b"words")
        report, _, _ = adopted(short, between.url, expected=10)
        assert any("5 bytes came of 500" in one["why"] for one in report["left"]), report["left"]

    with proxy(there.url) as between:
        lost = target(folder / "lost")

        def gone(handler, body):
            if handler.path.endswith("/payload"):
                status, headers, whole = handler.ask(body)
                threading.Thread(target=between.end).start()
                handler.cut(status, headers, whole[:200], len(whole))
                return True
            return False

        between.rule = gone
        with contextlib.ExitStack() as stack:
            stack.callback(setattr, between, "end", lambda: None)
            report, rows, said = adopted(lost, between.url, expected=1)
        assert "cannot be reached" in said and STAYS in said, said
        assert rows["demo", "folders"]["made"] > 0 and not report["isWhole"] and not spooled(lost)
    rows = is_whole_now(lost, there.url)
    assert rows["demo", "folders"]["made"] == 0, "it went on from there"


def away_for_a_while(world, there, folder):
    """A proxy that answers in the server's place, in the middle."""
    here = target(folder / "away")
    with proxy(there.url) as between:
        def rule(handler, body):
            if b"versions(" in body:
                handler.answer(503, {"Content-Type": "text/plain"}, b"back soon")
                return True
            return False
        between.rule = rule
        report, rows, said = adopted(here, between.url, expected=1)
        assert "503" in said and STAYS in said and rows["demo", "products"]["made"] > 0, said
        between.rule = lambda handler, body: False
        assert is_whole_now(here, between.url)["demo", "products"]["made"] == 0


def stopped_in_a_file(world, there, folder):
    """A file that never ends does not keep a person from stopping."""
    here = target(folder / "endless")
    with proxy(there.url) as between:
        begun = threading.Event()

        def rule(handler, body):
            if not handler.path.endswith("/payload"):
                return False
            handler.send_response(200)
            handler.send_header("Content-Length", str(10 ** 9))
            handler.end_headers()
            handler.wfile.write(b"x" * 1000)
            begun.set()
            handler.rfile.read(1)  # until the other side closes
            handler.close_connection = True
            return True

        between.rule = rule
        process = subprocess.Popen(command(here, between.url), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(here))
        assert begun.wait(60)
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=20)
        assert process.returncode == 1 and "Stopped. " + STAYS in said, (process.returncode, said)
        assert json.loads(out)["isWhole"] is False and not spooled(here)
    is_whole_now(here, there.url)


def pages_without_end(world, there, folder):
    """Nothing is taken for whole that is not, so nothing is removed here either."""
    here = target(folder / "pages")
    is_whole_now(here, there.url)
    with proxy(there.url) as between:
        count = iter(range(10 ** 6))
        hostile = {
            "the same cursor": (lambda page: {"edges": [dict(page["edges"][0], n=next(count))], "pageInfo": {"hasNextPage": True, "endCursor": "here"}}, "come again and again"),
            "new cursors": (lambda page: {"edges": page["edges"], "pageInfo": {"hasNextPage": True, "endCursor": str(next(count))}}, "come again and again"),
            "no cursor": (lambda page: {"edges": page["edges"], "pageInfo": {"hasNextPage": True, "endCursor": None}}, "come again and again"),
            "nothing, for ever": (lambda page: {"edges": [], "pageInfo": {"hasNextPage": True, "endCursor": str(next(count))}}, "do not end"),
            "no nodes": (lambda page: {"edges": [{"node": None}, 7], "pageInfo": {"hasNextPage": False}}, "were answered with something that is none of them")}

        def always_the_first(handler, body):
            """Whatever page is asked for, the first one is told."""
            handler.ask = lambda sent, ask=handler.ask: ask(first_page(sent))
            return False

        between.rule = always_the_first
        for name, (told, words) in hostile.items():
            def change(asked, data, told=told):
                if "folders(" in asked["query"]:
                    data["project"]["page"] = told(data["project"]["page"])
            between.changed = change
            report, rows, said = adopted(here, between.url, expected=1)
            assert "folders of demo " + words in said and STAYS in said, (name, said)
            assert rows["demo", "folders"]["removed"] == 0, (name, rows)
    rows = is_whole_now(here, there.url)
    assert rows["demo", "folders"]["made"] == 0, "folders were removed because pages were taken for whole"


def first_page(sent):
    try:
        asked = json.loads(sent)
        asked["variables"]["after"] = None
        return json.dumps(asked).encode()
    except (ValueError, KeyError):  # no GraphQL
        return sent


def users_in_several_pages(world, there, folder):
    many = [f"person{n:04d}" for n in range(510)]
    for name in many:
        world.ask("PUT", f"/api/users/{name}", {})
    here = target(folder / "users")
    report, rows, _ = adopted(here, there.url, expected=10)
    assert rows["", "users"]["isEqual"] and rows["", "users"]["theirs"] > 510, rows["", "users"]
    left = {one["what"] for one in report["left"]}
    assert all(f"the password of {name}" in left for name in many)
    return rows["", "users"]["ours"]


@contextlib.contextmanager
def small_disk(here, size):
    here.data.mkdir()
    assert sized(here.data, size)
    try:
        yield
    finally:
        if here.process and here.process.poll() is None:
            here.kill()
        subprocess.run(["umount", "-l", here.data])


def full_in_a_file(world, there, folder):
    here = target(folder / "full")
    with small_disk(here, "24m"):
        large = world.api.upload_project_file_from_stream("demo", io.BytesIO(os.urandom(30_000_000)), "large.bin", content_type="application/octet-stream").json()["id"]
        said_with_it = world.api.create_activity("demo", world.hero["task"], "task", "comment", body="all of it", file_ids=[large])
        report, rows, said = adopted(here, there.url, expected=5)
        assert "disk of this studio is full" in said and "make room" in said and STAYS in said, said
        assert rows["demo", "representations"]["isEqual"] and not lacking(report) and not spooled(here), (rows, report["left"])
        said = adopted(here, there.url, expected=5)[2]  # still no room, and no harm done
        assert "disk of this studio is full" in said, said
        assert sized(here.data, "128m", remount=True)
        rows = is_whole_now(here, there.url)
        assert rows["demo", "folders"]["made"] == 0, "it went on from there"
        here.set_up({"users": [{"name": "keeper", "isService": True, "apiKey": KEY}]})
        here.start()
        assert len(here.call("GET", f"{PROJECT}/files/{large}")[1]) == 30_000_000
        assert here.call("GET", "/api/users/hearth_adoption")[0] == 404
        here.stop()
        world.ask("DELETE", f"{PROJECT}/activities/{said_with_it}")


def full_in_the_database(world, there, folder):
    here = target(folder / "heavy")
    there.make_project("heavy", "hv")
    for start in range(0, 3000, 300):
        world.ask("POST", "/api/projects/heavy/operations", {"operations": [
            {"type": "create", "entityType": "folder", "data": {"name": f"f{n}", "folderType": "Folder", "data": {"note": f"{n}" + "y" * 12_000}}} for n in range(start, start + 300)]})
    with small_disk(here, "32m"):
        report, rows, said = adopted(here, there.url, "--project", "heavy", expected=5)
        assert "disk of this studio is full" in said and STAYS in said, said
        assert 0 < rows["heavy", "folders"]["made"] < 3000 and not report["isWhole"], rows["heavy", "folders"]
        assert sized(here.data, "256m", remount=True)
        report, again, _ = adopted(here, there.url, "--project", "heavy", expected=10)
        assert again["heavy", "folders"]["isEqual"] and again["heavy", "folders"]["made"] + rows["heavy", "folders"]["made"] == 3000, (rows["heavy", "folders"], again["heavy", "folders"], differing(again))
    world.ask("DELETE", "/api/projects/heavy")


def can_mount(folder):
    if os.geteuid() != 0:
        return False
    place = folder / "tried"
    place.mkdir()
    return sized(place, "1m") and subprocess.run(["umount", place]).returncode == 0


def main():
    with server() as there, tempfile.TemporaryDirectory(prefix="hearth-adoption-") as name:
        folder = pathlib.Path(name)
        world = World(there)
        disks = (full_in_a_file, full_in_the_database) if can_mount(folder) else ()
        if not disks:
            print("  full disks were not tried: no small disk can be mounted here")
        elif "AYON_POSTGRES_URL" in there.environment:
            print("  a full disk of the database was not tried: PostgreSQL's is not the data folder's")
            disks = disks[:1]
        for part in (files_that_lie_elsewhere, lost_in_a_file, away_for_a_while, stopped_in_a_file, pages_without_end, *disks):
            began = time.monotonic()
            part(world, there, folder)
            print(f"  {part.__name__}: said, and gone on from there ({time.monotonic() - began:.1f} s)", flush=True)
        print(f"  {users_in_several_pages(world, there, folder)} users in pages", flush=True)


if __name__ == "__main__":
    main()
