# SPDX-License-Identifier: Apache-2.0
"""A whole studio is taken over from another server, equal in everything both can be asked, and again after changes there.

usage: test_adoption.py (environment: HEARTH_BIN_DIR, HEARTH_SOURCE_DIR)
"""
import io
import json
import pathlib
import signal
import subprocess
import sys
import tempfile

import ayon_api

from every_method_world import PNG
from server_process import BINARY, KEY, SOURCE, Server, server, wait_until
from test_rights import PROJECT, Tree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "bench"))
import tree as large  # noqa: E402

ARCHIVE = pathlib.Path(__file__).with_name("zz_addon01-1.0.0.zip")
ADDON = "/api/addons/zz_addon01/1.0.0/rawOverrides"
SECRET = "a-secret-of-the-studio"


def target(folder):
    """A studio that is moved to; there is nothing of it yet."""
    folder.mkdir()
    return Server(folder)


def command(here, url, *arguments):
    return [BINARY, "adopt", "--data", here.data, "--from", url, "--json", "--resources", SOURCE / "resources", *map(str, arguments)]


def environment(here, key=KEY):
    return {**here.environment, "HEARTH_ADOPT_KEY": key}


def adopted(here, url, *arguments, key=KEY, expected=0):
    """Runs the adoption; gives the report, rows by project and kind, and what was said."""
    done = subprocess.run(command(here, url, *arguments), capture_output=True, text=True, env=environment(here, key), timeout=300)
    assert done.returncode == expected, (done.returncode, done.stdout[-3000:], done.stderr[-1500:])
    assert KEY not in done.stdout + done.stderr and SECRET not in done.stdout + done.stderr
    report = json.loads(done.stdout) if done.stdout.startswith("{") else None
    assert report is None or report["isWhole"] == (expected == 0), report
    rows = {(row["project"], row["kind"]): row for row in report["rows"]} if report else {}
    return report, rows, done.stderr


class World:
    """Something of everything, on the server that is left."""

    def __init__(self, running):
        self.running = running
        running.make_project()
        self.api = ayon_api.ServerAPI(running.url, KEY)
        self.tree = Tree(running)
        self.hero = self.tree.of["assets/hero"]
        self.studio()
        self.entities()
        self.said()
        self.distribution()

    def ask(self, method, path, body=None, expected=(200, 201, 204), **more):
        status, answer = self.running.call(method, path, body, **more)
        assert status in expected, (method, path, status, answer)
        return answer

    def studio(self):
        self.ask("PUT", "/api/attributes/shotNote", {"scope": ["folder", "task"], "position": 90, "data": {"type": "string", "title": "Note", "inherit": False}})
        self.ask("PUT", "/api/secrets/farm", {"name": "farm", "value": SECRET})
        self.ask("PUT", "/api/accessGroups/guild/_", {"create": {"enabled": True, "access_list": [{"access_type": "assigned"}]}})
        self.ask("PUT", "/api/accessGroups/guild/demo", {"create": {"enabled": False, "access_list": []}})
        self.ask("PATCH", "/api/config", {"studio_name": "Größe"})
        preset = self.ask("GET", "/api/anatomy/presets/_")
        self.ask("PUT", "/api/anatomy/presets/films", preset)
        self.films = self.ask("POST", "/api/projectFolders", {"label": "Films"})["id"]
        self.ask("PUT", "/api/users/lena", {"attrib": {"fullName": "Léna", "email": "lena@example.com"}, "password": "contract-Pass-1",
                                            "data": {"defaultAccessGroups": ["artist"], "accessGroups": {"demo": ["guild", "artist"]}}})
        self.ask("PUT", "/api/users/gone", {"active": False})
        self.ask("PATCH", PROJECT, {"label": "Größter Film", "attrib": {"fps": 30}, "data": {"projectFolder": self.films, "note": {"a": [1, 2]}}})
        self.ask("PATCH", PROJECT + "/teams", [{"name": "light", "members": [{"name": "lena", "leader": True, "roles": ["td"]}]}])

    def entities(self):
        running, hero = self.running, self.hero
        self.ask("PATCH", f"{PROJECT}/tasks/{hero['task']}", {"assignees": ["lena"], "data": {"k": 1}, "attrib": {"shotNote": "löst"}})
        self.ask("PATCH", f"{PROJECT}/folders/{self.tree.folder['assets/tree']}", {"active": False, "label": "Der Baum"})
        self.api.update_representation("demo", hero["representation"], files=[{"id": "f1" * 16, "name": "a.exr", "path": "{root[work]}/a.exr", "hash": "ab", "size": 5}],
                                       data={"context": {"ext": "exr"}})
        self.pair = [self.api.create_folder("demo", name, attrib={"fps": 12}) for name in ("left", "right")]
        self.hero_version = self.api.create_version("demo", -1, hero["product"])
        self.picture = self.api.create_thumbnail_with_stream("demo", io.BytesIO(PNG))
        self.api.update_version("demo", hero["version"], thumbnail_id=self.picture)
        self.link = self.ask("POST", PROJECT + "/links", {"input": hero["version"], "output": self.hero_version, "linkType": "reference|version|version", "name": "uses",
                                                         "data": {"n": 1}})["id"]
        shelf = self.ask("POST", PROJECT + "/entityListFolders", {"label": "Weeks"})["id"]
        self.list = "1e" * 16
        self.api.create_entity_list("demo", "version", "Dailies", list_id=self.list, data={"date": "today"},
                                    items=[{"entityId": hero["version"], "label": "first", "data": {"k": 1}}])
        self.ask("PATCH", f"{PROJECT}/lists/{self.list}", {"entityListFolderId": shelf})
        assert running.call("GET", f"{PROJECT}/lists/{self.list}")[1]["entityListFolderId"] == shelf

    def said(self):
        self.file = self.api.upload_project_file_from_stream("demo", io.BytesIO(b"words" * 100), "nötes.txt", content_type="text/plain").json()["id"]
        name = self.running.call("GET", f"{PROJECT}/files/{self.file}/info")[1]["filename"]
        assert name == "nötes.txt", f"{name!r}: the client writes headers in Latin-1"
        self.comment = self.api.create_activity("demo", self.hero["version"], "version", "comment", body="[Lena](user:lena) looks good", file_ids=[self.file],
                                                timestamp="2020-01-02T03:04:05+00:00", data={"sg": 7})
        self.api.create_activity_reaction("demo", self.comment, "like")
        self.api.set_entity_watchers("demo", self.hero["task"], "task", ["lena"])

    def distribution(self):
        self.api.upload_addon_zip(str(ARCHIVE))
        wait_until(lambda: self.running.call("GET", ADDON)[0] == 200, "the addon")
        self.ask("PUT", ADDON + "?variant=production", {"enabled": False})
        self.ask("PUT", ADDON + "/demo?variant=production", {"enabled": True})
        self.ask("POST", "/api/bundles?force=true", {"name": "first", "addons": {"zz_addon01": "1.0.0"}, "installerVersion": "1.0.0", "isProduction": True})
        self.api.create_installer("hearth.exe", "1.0.0", "3.9.1", "windows", {}, {}, checksum="00", checksum_algorithm="md5", file_size=5)
        with tempfile.NamedTemporaryFile(suffix=".exe") as file:
            file.write(b"bytes")
            file.flush()
            self.api.upload_installer(file.name, "hearth.exe")


def same_answers(left, right, world):
    """What foreign programs are answered, on both sides."""
    hero = world.hero
    for path in (f"{PROJECT}/folders/{hero['folder']}", f"{PROJECT}/tasks/{hero['task']}", f"{PROJECT}/versions/{hero['version']}",
                 f"{PROJECT}/representations/{hero['representation']}", f"{PROJECT}/versions/{world.hero_version}", "/api/users/lena", "/api/secrets/farm",
                 f"{PROJECT}/anatomy", PROJECT + "/teams?show_members=true", "/api/accessGroups/guild/demo", ADDON + "/demo?variant=production", PROJECT + "/hierarchy"):
        theirs, ours = left.call("GET", path), right.call("GET", path)
        if path.startswith("/api/users/"):
            for one in (theirs, ours):
                one[1].pop("createdAt"), one[1].pop("updatedAt")
        assert theirs[0] == 200 and theirs == ours, (path, theirs, ours)
    for path in (f"{PROJECT}/thumbnails/{world.picture}", f"{PROJECT}/files/{world.file}/payload", "/api/desktop/installers/hearth.exe"):
        theirs, ours = left.call("GET", path), right.call("GET", path)
        assert theirs[0] == ours[0] == 200 and theirs[1] == ours[1], path
    query = f'{{project(name:"demo"){{activities(activityIds:["{world.comment}"],referenceTypes:["origin"],first:1){{edges{{node{{body createdAt author{{name}} reactions{{userName reaction}} files{{id name}}}}}}}}}}}}'
    assert left.graphql(query) == right.graphql(query), (left.graphql(query), right.graphql(query))


def nobody_was_told(running):
    events = running.graphql('{events(topics:["entity.folder.*","entity.task.*","entity.version.*","entity.representation.*","activity.*"],first:10){edges{node{topic}}}}')["events"]["edges"]
    assert events == [], events
    inbox = running.call("POST", "/graphql", {"query": "{inbox(showUnreadMessages:true,last:10){edges{node{activityId}}}}"}, headers={"x-as-user": "lena"})
    assert inbox[0] == 200 and inbox[1]["data"]["inbox"]["edges"] == [], inbox


def change_there(world):
    """Names exchanged, something renamed, something gone, something new."""
    tree, hero = world.tree, world.hero
    api = world.api
    left, right = world.pair
    for folder, name_now in ((left, "passing"), (right, "left"), (left, "right")):
        api.update_folder("demo", folder, name=name_now)
    api.create_folder("demo", "newer", parent_id=left)
    world.ask("PATCH", f"{PROJECT}/tasks/{hero['task']}", {"assignees": [], "attrib": {"shotNote": None}, "data": {"k": None, "m": 2}})
    world.ask("DELETE", f"{PROJECT}/versions/{tree.of['assets/tree']['version']}")
    world.ask("DELETE", f"{PROJECT}/links/{world.link}")
    world.ask("DELETE", f"{PROJECT}/activities/{world.comment}")
    world.later = api.create_activity("demo", hero["task"], "task", "comment", body="again")
    world.ask("PATCH", "/api/users/lena", {"data": {"isManager": True}, "attrib": {"fullName": "Lena"}})
    world.ask("PUT", "/api/secrets/farm", {"name": "farm", "value": SECRET + "2"})
    api.update_entity_list("demo", world.list, label="Today")


def whole_studio(there, folder):
    world = World(there)
    here = target(folder / "adopted")
    report, rows, _ = adopted(here, there.url, expected=10)
    assert [kind for kind, row in rows.items() if not row["isEqual"]] == [("", "addons")], "everything but the addon, whose package no server gives"
    left = {one["what"]: one for one in report["left"]}
    assert "hearth studio addon install" in left["addon zz_addon01 1.0.0"]["todo"] and "one-time" in left["the password of lena"]["todo"], left
    here.set_up({"users": [{"name": "keeper", "isService": True, "apiKey": KEY}]})
    here.start()
    ayon_api.ServerAPI(here.url, KEY).upload_addon_zip(str(ARCHIVE))
    wait_until(lambda: here.call("GET", ADDON)[0] == 200, "the addon")
    nobody_was_told(here)
    if "AYON_POSTGRES_URL" not in here.environment:
        adopted(here, there.url, expected=8)  # a server of that folder runs
    here.stop()
    report, rows, _ = adopted(here, there.url)
    assert report["isWhole"] and rows["demo", "addon settings"]["made"] == 1 and rows["demo", "folders"]["made"] == 0, report
    assert sum(row["changed"] + row["removed"] for (project, kind), row in rows.items() if kind != "bundles") == 0, "what is equal is left alone"
    here.start()
    same_answers(there, here, world)
    here.stop()
    change_there(world)
    report, rows, _ = adopted(here, there.url)
    assert rows["demo", "versions"]["removed"] == 1 and rows["demo", "folders"]["made"] == 1 and rows["demo", "links"]["removed"] == 1, rows
    assert rows["demo", "folders"]["changed"] >= 1 and rows["", "secrets"]["changed"] == 1 and rows["demo", "activities"]["removed"] >= 1, rows
    here.start()
    lena = here.call("GET", "/api/users/lena")[1]
    assert lena["data"]["isManager"] is True and lena["attrib"]["fullName"] == "Lena" and here.call("GET", "/api/secrets/farm")[1]["value"] == SECRET + "2"
    assert here.call("GET", "/api/users/hearth_adoption")[0] == 404, "the adoption's own user is gone"
    nobody_was_told(here)
    here.stop()
    return len(rows)


def what_is_refused(there, folder):
    here = target(folder / "refused")
    status, answer = there.call("POST", "/api/auth/login", {"name": "artist", "password": "contract-Pass-1"}, key=None)
    said = adopted(here, there.url, key=answer["token"], expected=1)[2]
    assert "administrator" in said and "Nothing was moved" in said, said
    assert "401" in adopted(here, there.url, key="wrong-key-wrong-key-wrong-key-00", expected=1)[2]
    assert "no project nowhere" in adopted(here, there.url, "--project", "nowhere", expected=1)[2]
    assert "There is no key" in adopted(here, there.url, key="", expected=1)[2]
    assert "address of a server" in adopted(here, "ftp://x", expected=1)[2]
    assert adopted(here, "http://127.0.0.1:1", expected=1)[2]


def stopped_in_the_middle(there, folder):
    """A person who stops it keeps what was moved, and goes on later."""
    large.grow(large.Caller(there.url, KEY), 60)
    here = target(folder / "stopped")
    process = subprocess.Popen(command(here, there.url, "--project", large.PROJECT), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(here))
    for line in process.stderr:
        if line.strip() == f"{large.PROJECT}: versions":
            process.send_signal(signal.SIGINT)
            break
    out, error = process.communicate(timeout=60)
    assert process.returncode == 1 and "Stopped. What was moved stays" in error, (process.returncode, error)
    assert json.loads(out)["isWhole"] is False
    _, rows, _ = adopted(here, there.url, "--project", large.PROJECT, expected=10)  # the addon is missing
    assert rows[large.PROJECT, "tasks"]["made"] == 0 and rows[large.PROJECT, "representations"]["made"] > 0, rows
    return sum(rows[large.PROJECT, kind]["ours"] for kind in ("folders", "tasks", "products", "versions", "representations"))


def main():
    with server() as there, tempfile.TemporaryDirectory(prefix="hearth-adoption-") as name:
        folder = pathlib.Path(name)
        kinds = whole_studio(there, folder)
        what_is_refused(there, folder)
        entities = stopped_in_the_middle(there, folder)
    print(f"{kinds} kinds of a studio equal after three adoptions; {entities} entities after one that was stopped")


if __name__ == "__main__":
    main()
