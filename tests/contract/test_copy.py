# SPDX-License-Identifier: Apache-2.0
"""`hearth-server copy` to PostgreSQL and back: equal digests, equal answers, and nothing where it must not be."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from server_process import KEY, PASSWORD, Server, server
import postgres_cluster

ASKED = ["/api/users/artist", "/api/projects", "/api/projects/demo", "/api/projects/demo/folders", "/api/projects/demo/hierarchy",
         "/api/accessGroups/_", "/api/attributes", "/api/bundles", "/api/secrets", "/api/anatomy/presets"]
QUESTION = """{ project(name: "demo") { folders(first: 500) { edges { node { id name path attrib { fps } tags status updatedAt } } }
    tasks { edges { node { id name assignees allAttrib } } } products { edges { node { id name } } }
    versions { edges { node { id version author } } } activities { edges { node { activityId body activityType } } } } }"""


def fill(running):
    running.make_project()
    status, folder = running.call("POST", "/api/projects/demo/folders",
                                  {"name": "größe", "label": "Größe 🎬", "folderType": "Folder", "attrib": {"fps": 23.976}, "tags": ["b", "ä"]})
    if status != 201:
        status, folder = running.call("POST", "/api/projects/demo/folders",
                                      {"name": "size", "label": "Größe 🎬", "folderType": "Folder", "attrib": {"fps": 23.976}, "tags": ["b", "ä"]})
    assert status == 201, folder
    operations = [{"type": "create", "entityType": "folder", "data": {"name": f"f{n}", "folderType": "Folder", "parentId": folder["id"]}} for n in range(250)]
    operations += [{"type": "create", "entityType": "task", "data": {"name": f"t{n}", "taskType": "Art", "folderId": folder["id"], "assignees": ["artist"]}} for n in range(30)]
    status, answer = running.call("POST", "/api/projects/demo/operations", {"operations": operations})
    assert status == 200 and answer["success"], answer
    status, product = running.call("POST", "/api/projects/demo/products", {"name": "model", "productType": "model", "folderId": folder["id"]})
    status, version = running.call("POST", "/api/projects/demo/versions", {"version": 1, "productId": product["id"]})
    assert status == 201, version
    assert running.call("PUT", "/api/secrets/render", {"value": "very-secret"})[0] in (200, 204)
    status, answer = running.call("POST", f"/api/projects/demo/folder/{folder['id']}/activities", {"activityType": "comment", "body": "schön 🎉"})
    assert status == 201, answer
    status, answer = running.call("POST", "/api/events", {"topic": "last.one"})
    assert running.call("DELETE", f"/api/events/{answer['id']}")[0] in (200, 204)
    return answer["id"]


def answers(running):
    made = {path: running.call("GET", path) for path in ASKED}
    made["graphql"] = running.graphql(QUESTION)
    return made


def copy(origin, target, *more):
    program = Server.__new__(Server)
    program.environment = {name: value for name, value in os.environ.items() if name != "AYON_POSTGRES_URL"}
    return program.run("copy", "--from", origin, "--to", target, *more)


def copied(origin, target):
    done = copy(origin, target, "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["rows"] > 500 and report["tables"], report
    return {table["name"]: (table["rows"], table["digest"]) for table in report["tables"]}


def next_event(running):
    return running.call("POST", "/api/events", {"topic": "next.one"})[1]["id"]


def main():
    with postgres_cluster.cluster() as cluster, server() as running, tempfile.TemporaryDirectory(prefix="hearth-copy-") as folder:
        removed = fill(running)
        file = f"sqlite:{running.data / 'hearth.db'}"
        studio = postgres_cluster.new_database(cluster.url(), "studio")
        done = copy(file, studio)
        assert done.returncode == 8 and "server" in done.stderr, "a studio that is served is not copied"
        before = answers(running)
        running.stop()
        there = copied(file, studio)

        running.environment["AYON_POSTGRES_URL"] = studio
        running.start()
        assert answers(running) == before, "the answers of the copy differ"
        assert running.call("GET", "/api/secrets/render")[1]["value"] == "very-secret"
        assert running.call("POST", "/api/auth/login", {"name": "admin", "password": PASSWORD}, key=None)[0] == 200
        assert next_event(running) > removed, "the number of an event that is gone is given again"
        done = copy(studio, f"sqlite:{folder}/served.db")
        assert done.returncode == 9 and "served" in done.stderr, (done.returncode, done.stderr)
        running.call("POST", "/api/projects/demo/folders", {"name": "after", "folderType": "Folder"})
        before = answers(running)
        last = next_event(running)
        running.stop()

        done = copy(file, studio)
        assert done.returncode == 1 and "not empty" in done.stderr, "a copy does not go over another studio"
        back = f"{folder}/back.db"
        digests = copied(studio, f"sqlite:{back}")
        assert digests["users"] == there["users"] and digests["folders"] != there["folders"]
        again = postgres_cluster.new_database(cluster.url(), "again")
        assert copied(f"sqlite:{back}", again) == digests, "there and back makes a difference"
        del running.environment["AYON_POSTGRES_URL"]
        pathlib.Path(back).rename(running.data / "hearth.db")
        for end in ("-wal", "-shm"):
            (running.data / f"hearth.db{end}").unlink(missing_ok=True)
        running.start()
        assert answers(running) == before
        assert next_event(running) > last

        text = f"{folder}/nul.db"
        assert copy(again, f"sqlite:{text}").returncode == 0
        subprocess.run(["sqlite3", text, "UPDATE folders SET label = 'a' || char(0) || 'b' WHERE name = 'after'"], check=True)
        empty = postgres_cluster.new_database(cluster.url(), "empty")
        done = copy(f"sqlite:{text}", empty)
        assert done.returncode == 1 and "folders" in done.stderr and "character" in done.stderr, (done.returncode, done.stderr)
        assert postgres_cluster.ask(empty, "SELECT count(*) FROM hearth.users") == "0", "something of a failed copy stayed"
        assert copy("sqlite:/nowhere/x.db", empty).returncode == 1
        assert copy("mysql:x", empty).returncode == 2
        assert copy(f"sqlite:{text}", "postgres:///x?nosuch=1").returncode == 2
    print("copy: passed")


if __name__ == "__main__":
    sys.exit(main())
