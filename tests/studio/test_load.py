#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What was published, found again from the command line: lists, places, lineage, delivery, clearing away, and rights."""
import hashlib
import json
import pathlib
import tempfile
import uuid

from studio_server import PASSWORD, Seat, StudioServer, run

WORK = tempfile.TemporaryDirectory(prefix="hearth_load_ü_")
TOP = pathlib.Path(WORK.name)
server = StudioServer(TOP / "server").start()
server.add_bundle("b1", {}, isProduction=True)
server.add_project("demo_project", TOP / "Projects")
CONTEXT = ("--project", "demo_project", "--folder", "/assets/hero")


def seat(name, user="anna"):
    made = Seat(TOP / name)
    done = made.hearth("login", server.url, "--user", user, stdin=PASSWORD + "\n")
    assert done.returncode == 0, done.stderr
    return made


anna = seat("anna")


def told(person, *arguments, code=0):
    done = person.hearth("load", *arguments, "--json")
    assert done.returncode == code, (arguments, done.returncode, done.stdout, done.stderr)
    return json.loads(done.stdout.strip().splitlines()[-1])


def publish(content, product="model/Main"):
    file = TOP / "hero.obj"
    file.write_bytes(content)
    done = anna.hearth("publish", str(file), *CONTEXT, "--task", "modeling", "--product", product, "--json")
    assert done.returncode == 0, (done.stdout, done.stderr)


def product(name="modelMain"):
    return next(one for one in told(anna, "list", *CONTEXT) if one["name"] == name)


def versions_are_found_with_their_files():
    for content in (b"v 1 1 1\n", b"v 2 2 2\n", b"v 3 3 3\n", b"v 4 4 4\n"):
        publish(content)
    one = product()
    assert [version["version"] for version in one["versions"]] == [4, 3, 2, 1] and one["type"] == "model", one
    for number, content in ((1, b"v 1 1 1\n"), (4, b"v 4 4 4\n")):
        found = told(anna, "path", *CONTEXT, "--product", "modelMain", "--version", str(number))
        assert pathlib.Path(found[0]["files"][0]).read_bytes() == content, found
    assert told(anna, "path", *CONTEXT, "--product", "modelMain")[0]["files"][0].endswith("_v004.obj")
    done = anna.hearth("load", "path", *CONTEXT, "--product", "modelMain", "--version", "9")
    assert done.returncode == 1 and "9" in done.stderr, done.stderr
    below = told(anna, "list", "--project", "demo_project", "--folder", "/assets", "--below")
    assert [one["name"] for one in below] == ["modelMain"] and below[0]["folder"] == "/assets/hero", below


def deliveries_are_copies_that_were_compared():
    target = TOP / "handed ön"
    dry = told(anna, "deliver", *CONTEXT, "--product", "modelMain", "--to", str(target), "--dry-run")
    assert not dry["done"] and not target.exists()
    done = told(anna, "deliver", *CONTEXT, "--product", "modelMain", "--to", str(target))
    (file,) = done["files"]
    assert hashlib.sha256(pathlib.Path(file["target"]).read_bytes()).digest() == hashlib.sha256(b"v 4 4 4\n").digest()
    again = anna.hearth("load", "deliver", *CONTEXT, "--product", "modelMain", "--to", str(target))
    assert again.returncode == 1 and "there already" in again.stderr, again.stderr
    published = pathlib.Path(told(anna, "path", *CONTEXT, "--product", "modelMain", "--version", "2")[0]["files"][0])
    kept = published.read_bytes()
    published.chmod(0o644)
    published.write_bytes(b"somebody changed this")
    changed = anna.hearth("load", "deliver", *CONTEXT, "--product", "modelMain", "--version", "2", "--to", str(TOP / "other"))
    assert changed.returncode == 1 and "changed" in changed.stderr and not list((TOP / "other").glob("*")), changed.stderr
    published.write_bytes(kept)


def lineage_says_what_is_outdated():
    publish(b"look", "look/Main")
    look, model = product("lookMain")["versions"][0], {one["version"]: one for one in product()["versions"]}
    server.call("POST", "/api/projects/demo_project/links",
                {"input": model[3]["id"], "output": look["id"], "linkType": "generative|version|version", "id": uuid.uuid1().hex})
    (link,) = told(anna, "lineage", *CONTEXT, "--product", "lookMain")
    assert link["input"] and link["product"] == "modelMain" and link["version"] == 3 and link["latest"] == 4 and link["outdated"], link


def statuses_follow_the_project():
    done = anna.hearth("load", "status", *CONTEXT, "--product", "modelMain", "--set", "Approved")
    assert done.returncode == 0, done.stderr
    assert product()["versions"][0]["status"] == "Approved"
    wrong = anna.hearth("load", "status", *CONTEXT, "--product", "modelMain", "--set", "Splendid")
    assert wrong.returncode == 2 and "Approved" in wrong.stderr, wrong.stderr


def old_versions_go_after_a_dry_run_only():
    before = {one["version"]: told(anna, "path", *CONTEXT, "--product", "modelMain", "--version", str(one["version"]))[0]["files"][0]
              for one in product()["versions"]}
    dry = told(anna, "remove-old", *CONTEXT, "--product", "modelMain", "--keep", "2", "--dry-run")
    assert not dry["done"] and len(dry["versions"]) == 2 and sorted(dry["files"]) == sorted([before[1], before[2]]), dry
    assert all(pathlib.Path(file).exists() for file in before.values())
    done = told(anna, "remove-old", *CONTEXT, "--product", "modelMain", "--keep", "2")
    assert done["done"] and done["ok"]
    assert [one["version"] for one in product()["versions"]] == [4, 3]
    assert {number for number, file in before.items() if pathlib.Path(file).exists()} == {3, 4}
    assert not pathlib.Path(before[1]).parent.exists(), "a version's empty folder goes too"


def rights_are_the_servers():
    server.call("PUT", "/api/users/guest_artist", {"password": PASSWORD, "data": {"accessGroups": {"demo_project": ["artist"]}}})
    artist = seat("artist", "guest_artist")
    before = len(product()["versions"])
    done = artist.hearth("load", "remove-old", *CONTEXT, "--product", "modelMain", "--keep", "1")
    assert done.returncode == 1 and done.stderr.strip(), done.stderr
    assert len(product()["versions"]) == before
    file = told(anna, "path", *CONTEXT, "--product", "modelMain", "--version", "3")[0]["files"][0]
    assert pathlib.Path(file).exists(), "what the server refuses keeps its files"


run([versions_are_found_with_their_files, deliveries_are_copies_that_were_compared, lineage_says_what_is_outdated, statuses_follow_the_project,
     old_versions_go_after_a_dry_run_only, rights_are_the_servers])
