# SPDX-License-Identifier: Apache-2.0
"""Links, settings, secrets, bundles, users and presets, through the official client and bare requests.

usage: test_studio_routes.py (environment: HEARTH_BIN_DIR, HEARTH_SOURCE_DIR)
"""
import concurrent.futures
import io
import sys
import urllib.request
import zipfile

import ayon_api

from server_process import KEY, PASSWORD, server, wait_until

NOBODY = "0" * 31 + "9"


def token(running, name):
    return running.call("POST", "/api/auth/login", {"name": name, "password": PASSWORD}, key=None)[1]["token"]


def revision(running, path):
    request = urllib.request.Request(running.url + path, headers={"x-api-key": KEY})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.headers["x-hearth-revision"]


def install(running, name, version, package="", server_code=None):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        made.writestr("package.py", f"name = '{name}'\nversion = '{version}'\n{package}\n")
        if server_code:
            made.writestr("server/__init__.py", server_code)
    status, answer = running.call("POST", "/api/addons/install", data.getvalue(), headers={"content-type": "application/zip"})
    assert status == 200, answer
    wait_until(lambda: running.call("GET", f"/api/events/{answer['eventId']}")[1]["status"] == "finished", "an addon")


def links(running, api, artist):
    folder = api.create_folder("demo", "hero", folder_type="Asset")
    product = api.create_product("demo", "modelMain", "model", folder)
    one, two = (api.create_version("demo", number, product) for number in (1, 2))
    api.make_sure_link_type_exists("demo", "reference", "version", "version")
    link = api.create_link("demo", "reference", one, "version", two, "version")["id"]
    again = api.create_link("demo", "reference", one, "version", two, "version")["id"]
    assert link != again, "identical links may be made more than once"
    assert len(api.get_version_links("demo", one)) == 2, api.get_version_links("demo", one)
    api.delete_link("demo", again)
    base = "/api/projects/demo/links"
    kind = "reference|version|version"
    for body, status in (({"input": one, "output": NOBODY, "linkType": kind}, 404), ({"input": one, "output": one, "linkType": kind}, 400),
                         ({"input": one, "output": two, "linkType": "nothing|version|version"}, 400), ({"input": 5, "output": two, "linkType": kind}, 400),
                         ({"input": one, "output": two, "linkType": kind, "id": link}, 409), ({"input": one, "output": two, "linkType": kind, "id": "../x"}, 400),
                         ({"input": one, "output": two, "linkType": "x"}, 400), ([], 400)):
        assert running.call("POST", base, body)[0] == status, body
    status, made = running.call("POST", base + "/bulk", {"links": [{"input": one, "output": two, "linkType": kind}] * 3})
    assert status == 200 and len(made["created"]) == 3, made
    before = len(api.get_version_links("demo", one)[one] if isinstance(api.get_version_links("demo", one), dict) else api.get_version_links("demo", one))
    assert running.call("POST", base + "/bulk", {"links": [{"input": one, "output": two, "linkType": kind}, {"input": one, "output": NOBODY, "linkType": kind}]})[0] == 404
    after = api.get_version_links("demo", one)
    assert len(after[one] if isinstance(after, dict) else after) == before, "all links or none"
    told = running.graphql('{events(topics:["link.*","links.*"]){edges{node{topic}}}}')
    assert {"link.created", "link.deleted", "links.created"} <= {edge["node"]["topic"] for edge in told["events"]["edges"]}
    group = {"links": {"enabled": True, "link_types": ["breakdown|folder|folder"]}}
    assert running.call("PUT", "/api/accessGroups/artist/demo", group)[0] == 204
    assert running.call("POST", base, {"input": one, "output": two, "linkType": kind}, key=None, headers=artist)[0] == 403
    assert running.call("DELETE", f"{base}/{link}", key=None, headers=artist)[0] == 403
    assert running.call("DELETE", "/api/accessGroups/artist/demo")[0] == 204
    assert running.call("POST", base, {"input": one, "output": two, "linkType": kind}, key=None, headers=artist)[0] == 200
    entity = "/api/projects/demo/versions/" + one
    assert running.call("PUT", "/api/accessGroups/artist/demo", {"attrib_write": {"enabled": True, "attributes": ["comment"]}})[0] == 204
    assert running.call("PATCH", entity, {"attrib": {"comment": "mine"}}, key=None, headers=artist)[0] == 204
    assert running.call("PATCH", entity, {"attrib": {"comment": "x", "fps": 30}}, key=None, headers=artist)[0] == 403
    assert running.call("GET", entity)[1]["attrib"] == {"comment": "mine"}
    assert running.call("DELETE", "/api/accessGroups/artist/demo")[0] == 204
    assert running.call("PUT", base + "/types/a%7Cworkfile%7Cversion", {})[0] == 400
    assert running.call("DELETE", base + "/types/reference%7Cversion%7Cversion")[0] == 204
    assert running.call("DELETE", f"{base}/{link}")[0] == 404, "links go with their type"


SETTINGS = '''
from ayon_server.settings import BaseSettingsModel, SettingsField
from ayon_server.addons import BaseServerAddon
class Deep(BaseSettingsModel):
    size: int = SettingsField(5, ge=1, le=9)
    name: str = "x"
class Main(BaseSettingsModel):
    enabled: bool = True
    deep: Deep = SettingsField(default_factory=Deep)
class Site(BaseSettingsModel):
    folder: str = "/tmp"
class A(BaseServerAddon):
    settings_model = Main
    site_settings_model = Site
'''


def settings(running, api, artist):
    install(running, "tuned", "1.0.0", server_code=SETTINGS)
    base = "/api/addons/tuned/1.0.0/"
    assert api.get_addon_studio_settings("tuned", "1.0.0") == {"enabled": True, "deep": {"size": 5, "name": "x"}}
    assert running.call("POST", base + "settings", {"deep": {"size": 7}})[0] == 204
    assert running.call("POST", base + "settings/demo", {"deep": {"name": "p"}})[0] == 204
    assert api.get_addon_project_settings("tuned", "1.0.0", "demo")["deep"] == {"size": 7, "name": "p"}
    assert running.call("POST", base + "settings", {"deep": {"size": 8}})[0] == 204
    assert running.call("GET", base + "settings/demo")[1]["deep"] == {"size": 8, "name": "p"}, "a project keeps only its own difference"
    assert running.call("POST", base + "settings/demo?site_id=home", {"deep": {"name": "s"}}, key=None, headers=artist)[0] == 204
    assert running.call("GET", base + "settings/demo?site_id=home", key=None, headers=artist)[1]["deep"]["name"] == "s"
    assert running.call("GET", base + "settings/demo?site_id=home")[1]["deep"]["name"] == "p", "a site's settings are its user's"
    assert running.call("GET", base + "settings/demo?site_id=home&as=artist")[1]["deep"]["name"] == "s"
    assert running.call("GET", base + "settings/demo?site_id=home&as=admin", key=None, headers=artist)[0] == 403
    levels = {item["level"] for item in running.call("GET", base + "overrides/demo?site_id=home", key=None, headers=artist)[1].values()}
    assert levels == {"studio", "site"}, levels  # the site hides what the project says of the same setting
    assert running.call("GET", base + "rawOverrides")[1] == {"deep": {"size": 8}}
    assert running.call("PUT", base + "rawOverrides/demo", {"deep": {"size": 2}})[0] == 204
    assert running.call("POST", base + "overrides/demo", {"action": "pin", "path": ["deep", "name"]})[0] == 204
    assert running.call("GET", base + "rawOverrides/demo")[1] == {"deep": {"size": 2, "name": "x"}}
    assert running.call("POST", base + "overrides/demo", {"action": "delete", "path": ["deep", "size"]})[0] == 204
    assert running.call("DELETE", base + "overrides/demo")[0] == 204 and running.call("GET", base + "rawOverrides/demo")[1] == {}
    assert running.call("POST", base + "settings?variant=staging", {"enabled": False})[0] == 204
    assert running.call("GET", base + "settings")[1]["enabled"] is True
    for body, status in (({"deep": {"size": "big"}}, 400), ({"deep": {"size": 90}}, 400), ({"deep": 5}, 400), ([1], 400), ({"unknown": 1}, 204)):
        assert running.call("POST", base + "settings", body)[0] == status, body
    for path, body in (("overrides", {"action": "explode", "path": ["deep"]}), ("overrides", {"action": "pin", "path": []}),
                       ("overrides", {"action": "pin", "path": ["deep", "size", "more"]}), ("overrides", {"action": "pin", "path": [3]})):
        assert running.call("POST", base + path, body)[0] == 400, body
    assert running.call("POST", base + "settings", {"enabled": False}, key=None, headers=artist)[0] == 403
    assert running.call("POST", base + "settings/demo", {"enabled": False}, key=None, headers=artist)[0] == 403
    assert running.call("PUT", "/api/accessGroups/artist/demo", {"project": {"settings": 2}})[0] == 204
    assert running.call("POST", base + "settings/demo", {"enabled": False}, key=None, headers=artist)[0] == 204
    assert running.call("DELETE", "/api/accessGroups/artist/demo")[0] == 204
    assert running.call("PUT", base + "siteSettings?site_id=home", {"folder": "/mine"}, key=None, headers=artist)[0] == 204
    assert running.call("GET", base + "siteSettings?site_id=home", key=None, headers=artist)[1] == {"folder": "/mine"}
    assert running.call("GET", base + "siteSettings?site_id=home")[1] == {"folder": "/tmp"}
    assert running.call("PUT", base + "siteSettings", {"folder": "/x"})[0] == 400
    assert running.call("PUT", base + "siteSettings?site_id=home", {"folder": 5})[0] == 400

    seen = revision(running, base + "settings")
    with concurrent.futures.ThreadPoolExecutor(8) as many:
        answers = list(many.map(lambda n: running.call("POST", base + "settings", {"deep": {"size": n + 1}}, headers={"if-match": f'"{seen}"'}), range(8)))
    assert sorted(status for status, _ in answers) == [204] + [412] * 7, answers
    refused = next(body for status, body in answers if status == 412)
    assert refused["code"] == 412 and "service" in refused["detail"], refused
    assert running.call("POST", base + "settings", {"deep": {"size": 1}}, headers={"if-match": revision(running, base + "overrides")})[0] == 204
    told = running.graphql('{events(topics:["settings.changed"]){edges{node{summary}}}}')
    assert "site_id" in str(told) and "project_name" in str(told)


def bundles(running):
    install(running, "needy", "1.0.0", "ayon_required_addons = {'tuned': '>=2.0.0'}\nayon_compatible_addons = {'other': '<1'}\nayon_server_version = '>=1.10'")
    install(running, "other", "1.2.0")
    install(running, "future", "1.0.0", "ayon_server_version = '>=99.0'\nayon_soft_required_addons = {'missing': None}")

    def check(addons):
        status, answer = running.call("POST", "/api/bundles/check", {"name": "x", "addons": addons})
        assert status == 200, answer
        return answer["success"], {(item["severity"], item["addon"], item["requiredAddon"]) for item in answer["issues"]}
    assert check({"tuned": "1.0.0"}) == (True, set())
    assert check({"tuned": "9.9.9"}) == (False, {("error", "tuned", None)})
    assert check({"needy": "1.0.0"}) == (False, {("error", "needy", "tuned")})
    assert check({"needy": "1.0.0", "tuned": "1.0.0", "other": "1.2.0"}) == (False, {("error", "needy", "tuned"), ("error", "needy", "other")})
    assert check({"future": "1.0.0"}) == (False, {("error", "future", None), ("warning", "future", "missing")})
    bad = {"name": "b1", "addons": {"needy": "1.0.0"}, "isProduction": True}
    assert running.call("POST", "/api/bundles", bad)[0] == 400
    assert running.call("POST", "/api/bundles?force=true", bad)[0] == 201
    assert running.call("POST", "/api/bundles", {"name": "B1", "addons": {}})[0] == 409
    assert running.call("PATCH", "/api/bundles/b1?force=true", {"addons": {"tuned": "1.0.0", "needy": None}})[0] == 204
    listed = {item["name"]: item for item in running.call("GET", "/api/bundles")[1]["bundles"]}
    assert listed["b1"]["addons"] == {"tuned": "1.0.0"}, listed
    assert running.call("PATCH", "/api/bundles/b1", {"addonDevelopment": {"tuned": {"enabled": True, "path": "/x"}}})[0] == 400
    assert running.call("PATCH", "/api/bundles/b1", {"installerVersion": "1.0.0"})[0] == 400
    assert running.call("POST", "/api/bundles", {"name": "b2", "addons": {}, "isStaging": True})[0] == 201
    assert running.call("POST", "/api/bundles/b2", {"action": "promote"})[0] == 204
    assert running.call("GET", "/api/bundles")[1]["productionBundle"] == "b2"
    assert running.call("POST", "/api/bundles/b2", {"action": "explode"})[0] == 400
    assert running.call("GET", "/api/settings?bundle_name=b1")[1]["addons"][-1]["hasSiteSettings"] is True


def secrets(running, api, artist):
    api.save_secret("render", "very-secret-value")
    assert api.get_secret("render")["value"] == "very-secret-value"
    assert running.call("PUT", "/api/secrets/_hidden", {"value": "h"})[0] == 204
    assert [item["name"] for item in api.get_secrets()] == ["render"]
    assert running.call("GET", "/api/secrets", key=None, headers=artist)[0] == 403
    for name, body in (("a%2F..%2Fb", {"value": "x"}), ("render", {"value": [5]}), ("render", {}), (".x", {"value": "x"})):
        assert running.call("PUT", f"/api/secrets/{name}", body)[0] in (400, 404), (name, body)
    stored = b"".join(file.read_bytes() for file in running.data.glob("hearth.db*") if not file.name.endswith((".key", ".lock")))
    assert b"very-secret-value" not in stored, "secrets do not lie open in the database"
    assert (running.data / "hearth.db.key").stat().st_mode & 0o777 == 0o600
    running.stop()
    running.sql("INSERT INTO documents (kind, name, body, created_at, updated_at) VALUES ('secret', 'old', '{\"value\":\"plain-old-value\"}', 'x', 'x')")
    running.start()
    assert running.call("GET", "/api/secrets/old")[1]["value"] == "plain-old-value"
    assert "plain" not in running.sql("SELECT body FROM documents WHERE kind = 'secret' AND name = 'old'")[0][0]
    (running.data / "hearth.db.key").rename(running.data / "kept.key")
    running.stop()
    running.start()
    status, answer = running.call("GET", "/api/secrets/render")
    assert status == 500 and "hearth.db.key" in answer["detail"] and "very" not in answer["detail"], answer
    running.stop()
    (running.data / "kept.key").rename(running.data / "hearth.db.key")
    running.start()
    assert running.call("DELETE", "/api/secrets/render")[0] == 204
    assert running.call("GET", "/api/secrets/render")[0] == 404


def users(running, artist):
    def call(*arguments, **options):
        return running.call(*arguments, **options)[0]
    assert call("PUT", "/api/users/boss", {"password": PASSWORD, "data": {"isManager": True}}) == 204
    assert call("PUT", "/api/users/BOSS", {}) == 409 and call("PUT", "/api/users/..", {}) in (400, 404)
    assert call("PUT", "/api/users/robot", {"data": {"isService": True}, "apiKey": "a" * 32}) == 204
    assert call("PUT", "/api/users/robot2", {"data": {"isService": True}, "password": "x"}) == 400
    assert call("PUT", "/api/users/human", {"apiKey": "b" * 32}) == 400
    boss = {"authorization": "Bearer " + token(running, "boss")}
    assert call("PATCH", "/api/users/admin/password", {"password": "Stolen-pass-1"}, key=None, headers=boss) == 403, "a manager does not become administrator"
    assert call("DELETE", "/api/users/admin", key=None, headers=boss) == 403
    assert call("POST", "/api/users/admin/rename", {"name": "x1"}, key=None, headers=boss) == 403
    assert call("PATCH", "/api/users/artist", {"data": {"isAdmin": True}}, key=None, headers=boss) == 204
    assert "isAdmin" not in running.call("GET", "/api/users/artist")[1]["data"]
    assert call("PATCH", "/api/users/boss", {"attrib": {"email": "a@b.cz"}}) == 204
    assert call("PATCH", "/api/users/artist", {"attrib": {"email": "A@B.cz"}}) == 409
    assert call("PATCH", "/api/users/artist/password", {"password": "short"}, key=None, headers=artist) == 400
    assert call("PATCH", "/api/users/boss/frontendPreferences", {"a": 1}, key=None, headers=artist) == 403
    assert call("PATCH", "/api/users/artist/frontendPreferences", {"a": 1, "b": 2}, key=None, headers=artist) == 204
    assert call("PATCH", "/api/users/artist/frontendPreferences", {"a": None}, key=None, headers=artist) == 204
    assert running.call("GET", "/api/users/me", key=None, headers=artist)[1]["data"]["frontendPreferences"] == {"b": 2}
    assert running.call("GET", "/api/users/boss", key=None, headers=artist)[1].keys() == {"name", "attrib"}
    permissions = running.call("GET", "/api/users/me/permissions/demo", key=None, headers=artist)[1]
    assert permissions["create"]["enabled"] is True and permissions["publish"]["enabled"] is False, permissions
    assert running.call("GET", "/api/users/me/permissions", key=None, headers=artist)[1]["user_level"] == "user"

    task = running.call("POST", "/api/projects/demo/tasks", {"name": "t", "taskType": "Art", "folderId": running.call("GET", "/api/projects/demo/folders")[1]["folders"][0]["id"],
                                                              "assignees": ["artist", "boss"]})[1]["id"]
    assert call("POST", "/api/users/artist/rename", {"name": "boss"}) == 409 and call("POST", "/api/users/artist/rename", {"name": "../x"}) == 400
    assert call("POST", "/api/users/artist/rename", {"name": "painter"}) == 204
    assert running.call("GET", f"/api/projects/demo/tasks/{task}")[1]["assignees"] == ["painter", "boss"]
    assert running.call("GET", "/api/users/me", key=None, headers=artist)[1]["name"] == "painter", "a session goes on under the new name"
    assert "entity.user.renamed" in str(running.graphql('{events(topics:["entity.user.*"]){edges{node{topic}}}}'))
    sessions = running.call("GET", "/api/users/painter/sessions", key=None, headers=artist)[1]["sessions"]
    assert len(sessions) == 1 and sessions[0]["token"] not in artist["authorization"], "what lists a session does not open it"
    assert call("GET", "/api/users/boss/sessions", key=None, headers=artist) == 403
    assert call("DELETE", f"/api/users/painter/sessions/{NOBODY}") == 404
    assert call("DELETE", f"/api/users/painter/sessions/{sessions[0]['token']}") == 204
    assert call("GET", "/api/users/me", key=None, headers=artist) == 401
    assert call("DELETE", "/api/users/painter") == 204
    assert running.call("GET", f"/api/projects/demo/tasks/{task}")[1]["assignees"] == ["boss"]
    everything = str(running.call("GET", "/api/users/boss")) + str(running.graphql("{users{edges{node{name apiKeyPreview}}}}"))
    assert "argon2" not in everything


def groups_and_presets(running):
    def call(*arguments):
        return running.call(*arguments)[0]
    assert "create" in running.call("GET", "/api/accessGroups/_schema")[1]["properties"]
    for body in ({"create": 5}, {"create": {"enabled": "yes"}}, {"links": {"link_types": "x"}}, [1]):
        assert call("PUT", "/api/accessGroups/odd/_", body) == 400, body
    assert call("PUT", "/api/accessGroups/a%2Fb/_", {}) in (400, 404) and call("PUT", "/api/accessGroups/odd/nowhere", {}) == 404
    assert call("PUT", "/api/accessGroups/odd/_", {"update": {"enabled": True, "access_list": []}}) == 204
    assert call("PUT", "/api/accessGroups/odd/demo", {}) == 204
    assert {"name": "odd", "isProjectLevel": True} in running.call("GET", "/api/accessGroups/demo")[1]
    assert call("DELETE", "/api/accessGroups/odd/_") == 204
    assert not [item for item in running.call("GET", "/api/accessGroups/demo")[1] if item["name"] == "odd"], "its change in a project goes with a group"

    anatomy = running.call("GET", "/api/anatomy/presets/_")[1]
    assert "templates" in running.call("GET", "/api/anatomy/schema")[1]["properties"]
    assert call("PUT", "/api/anatomy/presets/film", anatomy) == 204 and call("PUT", "/api/anatomy/presets/series", anatomy) == 204
    assert call("PUT", "/api/anatomy/presets/bad", {"roots": "x"}) == 400 and call("PUT", "/api/anatomy/presets/a%2Fb", anatomy) in (400, 404)
    assert call("POST", "/api/anatomy/presets/film/primary") == 204
    assert call("POST", "/api/anatomy/presets/film/rename", {"name": "series"}) == 409 and call("POST", "/api/anatomy/presets/film/rename", {"name": "__primary__"}) == 400
    assert call("POST", "/api/anatomy/presets/film/rename", {"name": "Feature film"}) == 204
    listed = {item["name"]: item["primary"] for item in running.call("GET", "/api/anatomy/presets")[1]["presets"]}
    assert listed == {"Feature film": True, "series": False}, listed
    assert call("DELETE", "/api/anatomy/presets/Feature%20film") == 204 and call("DELETE", "/api/anatomy/presets/film") == 404
    assert running.call("GET", "/api/anatomy/presets/__primary__")[1] == anatomy


def project_bundles(running, artist):
    free = "project_can_override_addon_version = True"
    for version in ("1.0.0", "2.0.0"):
        install(running, "free", version, free, SETTINGS)
    install(running, "fixed", "1.0.0")
    install(running, "fixed", "2.0.0")
    assert running.call("POST", "/api/bundles", {"name": "studio", "addons": {"free": "1.0.0", "fixed": "1.0.0"}, "isProduction": True})[0] == 201
    path = "/api/projects/demo/bundle"
    status, empty = running.call("GET", path)
    assert status == 200 and empty["addons"] == {} and empty["installerVersion"] is None, empty
    choices = {one["name"]: [option["value"] for option in one["options"]] for one in empty["addonMetadata"]}
    assert choices == {"free": ["1.0.0", "2.0.0"]}, choices
    for body, status in (({"addons": {"fixed": "2.0.0"}}, 400), ({"addons": {"free": "9.9.9"}}, 400), ({}, 400)):
        assert running.call("POST", path, body)[0] == status, body
    assert running.call("POST", path, {"addons": {"free": "2.0.0"}}, key=None, headers=artist)[0] == 403
    assert running.call("POST", path + "?variant=other", {"addons": {}})[0] == 400
    assert running.call("POST", path, {"addons": {"free": "2.0.0"}})[0] == 200
    assert running.call("GET", path)[1]["addons"] == {"free": "2.0.0"} and running.call("GET", path + "?variant=staging")[1]["addons"] == {}
    name = running.graphql('{project(name:"demo"){bundle{production staging}}}')["project"]["bundle"]
    assert name["production"].startswith("__project__") and name["staging"] is None, name
    listed = {one["name"]: one["isProject"] for one in running.call("GET", "/api/bundles")[1]["bundles"]}
    assert listed[name["production"]] and not listed["studio"], listed
    assert running.call("POST", "/api/addons/free/2.0.0/settings/demo", {"deep": {"size": 9}})[0] == 204

    def versions(query):
        answer = running.call("GET", "/api/settings?" + query)[1]
        told = {one["name"]: (one["version"], one["isProjectBundle"]) for one in answer["addons"] if one["name"] in ("free", "fixed")}
        return told, [one for one in answer["inheritedAddons"] if one == "fixed"], next(one for one in answer["addons"] if one["name"] == "free")
    told, inherited, one = versions("project_name=demo&variant=production")
    assert told == {"free": ("2.0.0", True), "fixed": ("1.0.0", False)} and inherited == ["fixed"] and one["settings"]["deep"]["size"] == 9, told
    assert versions("variant=production")[:2] == ({"free": ("1.0.0", False), "fixed": ("1.0.0", False)}, [])
    assert versions("project_name=demo&bundle_name=studio")[0]["free"] == ("1.0.0", False), "a bundle that is named is the one"
    assert versions("bundle_name=studio&project_bundle_name=" + name["production"])[0]["free"] == ("2.0.0", True)
    assert running.call("GET", "/api/settings?project_bundle_name=nothing")[0] == 404
    status, whole = running.call("GET", "/api/settings/addons?project=demo")
    assert whole["versions"]["free"] == "2.0.0" and whole["settings"]["free"]["deep"]["size"] == 9, whole
    assert running.call("GET", "/api/settings/addons")[1]["versions"]["free"] == "1.0.0"
    assert running.call("GET", "/api/settings/addons/siteSettings?site_id=here")[1]["free"] == {"folder": "/tmp"}
    assert running.call("POST", "/api/projects/demo/bundles", {"staging": "nothing"})[0] == 404
    assert running.call("POST", "/api/projects/demo/bundles", {"staging": name["production"], "production": None})[0] == 204
    assert running.graphql('{project(name:"demo"){bundle{production staging}}}')["project"]["bundle"] == {"production": None, "staging": name["production"]}
    assert versions("project_name=demo&variant=production")[0]["free"] == ("1.0.0", False)
    for variant in ("production", "staging"):
        assert running.call("DELETE", f"{path}?variant={variant}")[0] == 204
    assert name["production"] not in {one["name"] for one in running.call("GET", "/api/bundles")[1]["bundles"]}
    assert running.graphql('{project(name:"demo"){bundle{production staging}}}')["project"]["bundle"] == {"production": None, "staging": None}


def overrides_keep_apart(running):
    """Keys are joined with a sign that names may hold too."""
    code = SETTINGS + "class Wide(Main):\n    deep_name: str = 'y'\nA.settings_model = Wide\n"
    install(running, "joined", "1.0.0", server_code=code)
    base = "/api/addons/joined/1.0.0/"
    assert running.call("POST", base + "settings", {"deep": {"name": "one"}, "deep_name": "two"})[0] == 204
    told = running.call("GET", base + "overrides")[1]
    assert sorted((item["path"], item["value"]) for item in told.values()) == [(["deep", "name"], "one"), (["deep_name"], "two")], told
    assert "root_deep_name" in told, told


def projects_in_pages(running):
    for name, code in (("page_a", "pz"), ("page_b", "py"), ("page_c", "px")):
        running.make_project(name, code)

    def names(query, status=200):
        got, answer = running.call("GET", f"/api/projects?{query}")
        assert got == status, (query, answer)
        return [project["name"] for project in answer["projects"] if project["name"] != "demo"] if status == 200 else None
    everything = names("order=name")
    assert everything == sorted(everything) and len(everything) >= 3, everything
    assert names("order=name&desc=true") == everything[::-1]
    assert names("order=code&name=") == [name for _, name in sorted((running.call("GET", f"/api/projects/{name}")[1]["code"], name) for name in everything)]
    answer = running.call("GET", "/api/projects?order=name&page=2&length=2")[1]
    assert [project["name"] for project in answer["projects"]] == [p["name"] for p in running.call("GET", "/api/projects?order=name")[1]["projects"]][2:4], answer
    assert answer["count"] == len(everything) + 1 and answer["detail"] == f"Showing 2 of {answer['count']} projects", answer
    assert names("page=99999999999999999&length=3") == []
    for wrong in ("page=0", "length=x", "length=-1", "order=secret"):
        names(wrong, 400)


def main():
    with server() as running:
        api = ayon_api.ServerAPI(running.url, KEY)
        running.make_project()
        running.call("PATCH", "/api/users/artist/accessGroups", {"accessGroups": [{"project": "demo", "accessGroups": ["artist"]}]})
        artist = {"authorization": "Bearer " + token(running, "artist")}
        links(running, api, artist)
        settings(running, api, artist)
        bundles(running)
        project_bundles(running, artist)
        overrides_keep_apart(running)
        secrets(running, api, artist)
        groups_and_presets(running)
        users(running, artist)
        projects_in_pages(running)
    print("studio routes: passed")


if __name__ == "__main__":
    sys.exit(main())
