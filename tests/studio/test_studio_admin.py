#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a coordinator does to a studio from a command line: people, bundles, addons, settings, secrets; and who did
it, from the history."""
import csv
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile

from studio_server import KEY, PASSWORD, Seat, StudioServer, addon_package, run, zipped

WORK = tempfile.TemporaryDirectory(prefix="hearth_admin_ü_")
TOP = pathlib.Path(WORK.name)
server = StudioServer(TOP / "server").start()
seat = Seat(TOP / "seat", AYON_SERVER_URL=server.url, AYON_API_KEY=KEY)
SETTINGS_CODE = '''
from ayon_server.addons import BaseServerAddon
from ayon_server.settings import BaseSettingsModel, SettingsField

class Light(BaseSettingsModel):
    name: str = SettingsField("key", title="Name")
    power: int = SettingsField(5, title="Power", ge=0, le=10)

class Settings(BaseSettingsModel):
    enabled: bool = SettingsField(True, title="Enabled")
    label: str = SettingsField("Stage", title="Label")
    light: Light = SettingsField(default_factory=Light, title="Light")

class Stage(BaseServerAddon):
    settings_model = Settings
'''


def studio(*arguments, expected=0, who=None, stdin=""):
    done = (who or seat).hearth("studio", *arguments, stdin=stdin)
    assert done.returncode == expected, (done.returncode, done.stdout, done.stderr)
    return json.loads(done.stdout) if "--json" in arguments else done


def user(name):
    return {u["name"]: u for u in studio("user", "list", "--json")["users"]}[name]


def stage_zip(version, **more):
    path = TOP / f"stage-{version}.zip"
    path.write_bytes(zipped({"package.py": f'name = "stage"\nversion = "{version}"\ntitle = "Stage"\nclient_dir = "stage"\n',
                             "private/client.zip": zipped({"stage/__init__.py": f"v = '{version}'\n"}), "server/__init__.py": SETTINGS_CODE, **more}))
    return str(path)


def signed_in(name, password):
    own = Seat(TOP / f"seat_{name}", AYON_SERVER_URL=server.url)
    done = own.hearth("login", server.url, "--user", name, stdin=password + "\n")
    assert done.returncode == 0, done.stderr
    return own


def everything_written(folder):
    return "".join(p.read_text(errors="replace") for p in pathlib.Path(folder).rglob("*") if p.is_file() and p.suffix in (".log", ".txt", ".json"))


def people_come_with_a_one_time_password():
    server.add_project("lantern", TOP / "work")
    dry = studio("user", "create", "ben", "--group", "artist", "--project", "lantern", "--dry-run", "--json")
    assert not dry["done"] and "password" not in dry, dry
    made = studio("user", "create", "ben", "--full-name", "Ben Bright", "--email", "ben@example.com", "--group", "artist", "--project", "lantern", "--json")
    ben = user("ben")
    assert ben["fullName"] == "Ben Bright" and ben["role"] == "user" and ben["accessGroups"] == {"lantern": ["artist"]}, ben
    own = signed_in("ben", made["password"])
    listed = studio("project", "list", "--json", who=own)
    assert [p["name"] for p in listed["projects"]] == ["lantern"], listed
    again = studio("user", "password", "ben", "--json")["password"]
    assert again != made["password"]
    assert Seat(TOP / "late", AYON_SERVER_URL=server.url).hearth("login", server.url, "--user", "ben", stdin=made["password"] + "\n").returncode != 0
    signed_in("ben", again)
    assert made["password"] not in everything_written(seat.home) and again not in everything_written(TOP / "server")
    plain = studio("user", "password", "ben").stdout.splitlines()
    assert len(plain) == 3 and len(plain[1]) == 19, plain


def people_leave_and_come_back():
    assert studio("user", "deactivate", "ben", "--dry-run", "--json")["done"] is False and user("ben")["active"]
    studio("user", "deactivate", "ben", "--json")
    assert not user("ben")["active"]
    password = studio("user", "password", "ben", "--json")["password"]
    assert Seat(TOP / "gone", AYON_SERVER_URL=server.url).hearth("login", server.url, "--user", "ben", stdin=password + "\n").returncode != 0
    studio("user", "activate", "ben", "--json")
    signed_in("ben", password)
    studio("user", "access", "ben", "--project", "lantern", "--group", "supervisor,artist", "--json")
    assert sorted(user("ben")["accessGroups"]["lantern"]) == ["artist", "supervisor"]
    done = studio("user", "access", "ben", "--project", "lantern", "--group", "artists", expected=1)
    assert '"artists"' in done.stderr and "supervisor" in done.stderr, done.stderr
    assert {g["name"] for g in studio("group", "list", "--json")["groups"]} >= {"artist", "supervisor", "freelancer"}


def service_users_have_keys():
    made = studio("user", "create", "render", "--service", "--json")
    by_key = Seat(TOP / "farm", AYON_SERVER_URL=server.url, AYON_API_KEY=made["key"])
    studio("user", "list", "--json", who=by_key)
    new = studio("key", "create", "render", "--json")["key"]
    assert new != made["key"]
    studio("user", "list", "--json", who=Seat(TOP / "farm2", AYON_SERVER_URL=server.url, AYON_API_KEY=new))
    studio("key", "revoke", "render", "--json")
    studio("user", "list", who=Seat(TOP / "farm3", AYON_SERVER_URL=server.url, AYON_API_KEY=new), expected=1)
    assert not server.call("GET", "/api/users/render")["data"].get("apiKeyPreview"), "the key is taken away, not only changed"
    done = studio("key", "create", "ben", expected=1)
    assert "service" in done.stderr, done.stderr


def an_ordinary_user_is_refused_with_a_sentence():
    own = signed_in("ben", studio("user", "password", "ben", "--json")["password"])
    for words in (("user", "list"), ("user", "create", "carl"), ("user", "password", "anna"), ("user", "deactivate", "anna"), ("group", "list"),
                  ("secret", "list"), ("bundle", "create", "mine"), ("settings", "set", "applications", "only_available=true")):
        done = studio(*words, who=own, expected=1)
        assert done.stderr.startswith("hearth: ") and len(done.stderr) > 20 and not done.stdout, (words, done.stdout, done.stderr)
    assert "carl" not in [u["name"] for u in studio("user", "list", "--json")["users"]]
    for words in (("user",), ("user", "create"), ("user", "create", "b"), ("bundle", "compare", "a"), ("key", "make", "x"), ("settings", "show"), ("nothing",)):
        studio(*words, expected=2)


def an_addon_comes_out_of_a_zip():
    path = stage_zip("1.0.0")
    seen = studio("addon", "inspect", path, "--json")
    assert (seen["name"], seen["version"], seen["hasSettings"], seen["newestInstalled"]) == ("stage", "1.0.0", True, ""), seen
    assert seen["clientBytes"] > 0 and not studio("addon", "install", path, "--dry-run", "--json")["done"]
    assert studio("addon", "install", path, "--json")["done"]
    assert studio("addon", "inspect", stage_zip("1.1.0"), "--json")["newestInstalled"] == "1.0.0"
    studio("addon", "install", stage_zip("1.1.0"))
    versions = {a["name"]: a["versions"] for a in studio("addon", "list", "--json")["addons"]}
    assert versions["stage"] == ["1.0.0", "1.1.0"], versions
    studio("addon", "install", stage_zip("0.9.0"))
    studio("addon", "remove", "stage", "0.9.0", "--json")
    assert {a["name"]: a["versions"] for a in studio("addon", "list", "--json")["addons"]}["stage"] == ["1.0.0", "1.1.0"]


def hostile_and_foreign_zips_are_refused():
    before = sorted(p.name for p in TOP.iterdir())
    hostile = io.BytesIO()
    with zipfile.ZipFile(hostile, "w") as archive:
        archive.writestr("package.py", 'name = "evil"\nversion = "1.0.0"\n')
        archive.writestr("../../evil.py", "x")
    (TOP / "evil.zip").write_bytes(hostile.getvalue())
    for command in ("inspect", "install"):
        done = studio("addon", command, str(TOP / "evil.zip"), expected=1)
        assert "outside" in done.stderr and "Nothing was sent" in done.stderr, done.stderr
    (TOP / "plain.zip").write_bytes(zipped({"readme.txt": "nothing"}))
    assert "package.py" in studio("addon", "install", str(TOP / "plain.zip"), expected=1).stderr
    assert "does not exist" in studio("addon", "install", str(TOP / "nowhere.zip"), expected=1).stderr
    names = [a["name"] for a in studio("addon", "list", "--json")["addons"]]
    assert "evil" not in names and sorted(p.name for p in TOP.iterdir()) == sorted(before + ["evil.zip", "plain.zip"])


def bundles_go_forth_and_back():
    studio("bundle", "create", "lantern-1", "stage=1.0.0")
    assert "no other bundle" in studio("bundle", "back", expected=1).stderr.lower()
    studio("bundle", "production", "lantern-1")
    made = studio("bundle", "duplicate", "lantern-1", "stage=1.1.0", "--json")
    assert made["name"] == "lantern-2", made
    different = studio("bundle", "compare", "lantern-1", "lantern-2", "--json")["differences"]
    assert different == [{"part": "addon", "name": "stage", "before": "1.0.0", "after": "1.1.0"}], different
    assert studio("bundle", "check", "lantern-2", "--json") == {"ok": True, "issues": []}
    assert "not active" in studio("bundle", "create", "bad", "stage=9.9.9", expected=1).stderr
    studio("bundle", "staging", "lantern-2")
    assert not studio("bundle", "production", "lantern-2", "--dry-run", "--json")["done"]
    studio("bundle", "production", "lantern-2")

    def production():
        return [b["name"] for b in studio("bundle", "list", "--json")["bundles"] if b["isProduction"]]
    assert production() == ["lantern-2"]
    back = studio("bundle", "back", "--json")
    assert (back["name"], back["before"]) == ("lantern-1", "lantern-2") and production() == ["lantern-1"], back
    assert studio("bundle", "back", "--json")["name"] == "lantern-2" and production() == ["lantern-2"]
    assert "in use" in studio("addon", "remove", "stage", "1.1.0", expected=1).stderr
    assert "lantern-1" in studio("bundle", "production", "lantern-9", expected=1).stderr


def bundles_are_changed_archived_and_deleted():
    studio("bundle", "create", "loose", "stage=1.0.0", "--json")
    dry = studio("bundle", "update", "loose", "stage=1.1.0", "--dry-run", "--json")
    assert not dry["done"] and dry["changes"], dry
    told = studio("bundle", "update", "loose", "stage=1.1.0", "--json")
    assert told["done"] and len(told["changes"]) == 1, told
    by_name = {b["name"]: b for b in studio("bundle", "list", "--json")["bundles"]}
    assert by_name["loose"]["addons"] == {"stage": "1.1.0"}, by_name["loose"]
    assert "do not fit" in studio("bundle", "update", "loose", "stage=7.7.7", expected=1).stderr
    production = next(name for name, bundle in by_name.items() if bundle["isProduction"])
    for verb in ("delete", "archive"):
        assert "is in production" in studio("bundle", verb, production, expected=1).stderr
    studio("bundle", "archive", "loose", "--json")
    assert {b["name"]: b["isArchived"] for b in studio("bundle", "list", "--json")["bundles"]}["loose"]
    studio("bundle", "restore", "loose", "--json")
    assert not studio("bundle", "delete", "loose", "--dry-run", "--json")["done"]
    studio("bundle", "delete", "loose", "--json")
    assert "loose" not in [b["name"] for b in studio("bundle", "list", "--json")["bundles"]]
    for words in (("bundle", "update", "loose"), ("bundle", "delete")):
        studio(*words, expected=2)


def permissions(name, *more):
    return studio("group", "show", name, *more, "--json")["permissions"]


def groups_are_made_changed_and_deleted():
    dry = studio("group", "create", "night", "update.enabled=true", "--dry-run", "--json")
    assert not dry["done"] and dry["changes"] == [{"path": "update.enabled", "before": False, "after": True}], dry
    studio("group", "create", "night", "update.enabled=true", "--json")
    assert permissions("night")["update"] == {"enabled": True, "access_list": []}
    assert "already" in studio("group", "create", "night", expected=1).stderr
    studio("group", "set", "night", 'update.access_list=[{"access_type":"hierarchy","path":"/assets"}]', "project.settings=1", "--json")
    assert server.call("GET", "/api/accessGroups/night/_")["update"]["access_list"] == [{"access_type": "hierarchy", "path": "/assets"}]
    assert permissions("night")["project"]["settings"] == 1
    assert "no permission" in studio("group", "set", "night", "update.everything=true", expected=1).stderr
    assert studio("group", "set", "night", "project.settings=7", expected=1).stderr
    studio("group", "set", "night", "update.enabled=false", "--project", "lantern", "--json")
    assert not permissions("night", "--project", "lantern")["update"]["enabled"] and permissions("night")["update"]["enabled"]
    levels = {g["name"]: g["isProjectLevel"] for g in studio("group", "list", "--project", "lantern", "--json")["groups"]}
    assert levels["night"] and not levels["artist"], levels
    studio("group", "delete", "night", "--project", "lantern", "--json")
    assert permissions("night", "--project", "lantern")["update"]["enabled"]
    assert not studio("group", "delete", "night", "--dry-run", "--json")["done"]
    studio("group", "delete", "night", "--json")
    assert "night" not in [g["name"] for g in studio("group", "list", "--json")["groups"]]
    assert studio("group", "show", "night", expected=1).stderr
    for words in (("group",), ("group", "set", "artist"), ("group", "create", "x", "--project", "lantern")):
        studio(*words, expected=2)


def settings_have_layers():
    def shown(path, *more):
        return {s["path"]: s for s in studio("settings", "show", "stage", "--path", path, "--json", *more)["settings"]}
    assert shown("light.power")["light.power"]["origin"] == "default"
    assert not studio("settings", "set", "stage", "light.power=7", "--dry-run", "--json")["done"]
    changed = studio("settings", "set", "stage", "light.power=7", "label=Big stage", "--json")
    assert [(c["path"], c["before"], c["after"]) for c in changed["changes"]] == [("label", "Stage", "Big stage"), ("light.power", 5, 7)], changed
    studio("settings", "set", "stage", "light.power=9", "--project", "lantern", "--json")
    at_project = shown("light", "--project", "lantern")["light.power"]
    assert (at_project["value"], at_project["origin"], at_project["default"], at_project["studio"], at_project["project"]) == (9, "project", 5, 7, 9), at_project
    different = studio("settings", "diff", "stage:1.1.0", "stage:1.1.0@lantern", "--json")["differences"]
    assert different == [{"path": "light.power", "before": 7, "after": 9}], different
    studio("settings", "reset", "stage", "light.power", "--project", "lantern")
    assert shown("light", "--project", "lantern")["light.power"]["origin"] == "studio"
    for words, sentence in ((("light.power=11",), "at most 10"), (("light.power=many",), "no value"), (("zebra=1",), "no setting"), (("enabled=1",), "true or false")):
        done = studio("settings", "set", "stage", *words, expected=1)
        assert sentence in done.stderr and "Nothing was changed" in done.stderr, done.stderr
    assert shown("light.power")["light.power"]["value"] == 7
    assert "not changed" in studio("settings", "reset", "stage", "enabled", expected=1).stderr


def two_administrators_do_not_write_over_each_other():
    seen = studio("settings", "show", "stage", "--json")["revision"]
    anna = signed_in("anna", PASSWORD)
    studio("settings", "set", "stage", "label=Annas stage", who=anna)
    done = studio("settings", "set", "stage", "light.power=1", "--if-revision", seen, expected=1)
    assert "anna" in done.stderr, done.stderr
    values = studio("settings", "show", "stage", "--json")
    assert values["values"]["label"] == "Annas stage" and values["values"]["light"]["power"] == 7, values
    studio("settings", "set", "stage", "light.power=1", "--if-revision", values["revision"], "--json")


def a_manager_reads_layers_without_the_stored_form():
    studio("user", "create", "mona", "--manager", "--json")
    mona = signed_in("mona", studio("user", "password", "mona", "--json")["password"])
    studio("settings", "set", "stage", "light.name=rim", who=mona)
    values = {s["path"]: s for s in studio("settings", "show", "stage", "--json", who=mona)["settings"]}
    assert values["light.name"]["origin"] == "studio" and values["light.name"]["default"] == "key", values
    studio("settings", "reset", "stage", "light.name", who=mona)


def the_window_shows_the_same():
    server.call("POST", "/api/projects/lantern/anatomy", server.call("GET", "/api/projects/lantern/anatomy"))
    studio("secret", "set", "shown_name", stdin="never-shown-value\n")

    def pages(who):
        done = subprocess.run([sys.argv[1]], env={**who.environment, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.strip().splitlines()[-1])
    seen = pages(seat)
    assert seen["mayAdminister"]
    assert {"anna", "ben", "farm", "mona"} <= set(seen["people"]["rows"]), seen["people"]
    assert set(seen["bundles"]["rows"]) == {"lantern-1", "lantern-2"} and "In production · any launcher" in seen["bundles"]["texts"], seen["bundles"]
    assert seen["settings"]["rows"], seen["settings"]
    assert seen["secrets"]["rows"] == ["shown_name"], seen["secrets"]
    assert "work/default" in seen["anatomy"]["rows"] and "Shown for assets/hero · modeling" in seen["anatomy"]["texts"], seen["anatomy"]
    assert "never-shown-value" not in json.dumps(seen)
    assert len(seen["history"]["rows"]) == 100, seen["history"]["rows"]
    studio("secret", "remove", "shown_name")
    ben = Seat(TOP / "seat_ben_window", AYON_SERVER_URL=server.url)
    password = studio("user", "password", "ben", "--json")["password"]
    assert ben.hearth("login", server.url, "--user", "ben", stdin=password + "\n").returncode == 0
    assert not pages(ben)["mayAdminister"]


def secrets_are_written_and_never_read():
    word = "tallow-9f2c-candle"
    assert not studio("secret", "set", "farm_key", "--dry-run", "--json", stdin=word + "\n")["done"]
    told = studio("secret", "set", "farm_key", stdin=word + "\n")
    listed = studio("secret", "list", "--json")
    assert listed["secrets"] == ["farm_key"], listed
    assert word not in told.stdout + told.stderr + json.dumps(listed)
    assert word not in everything_written(TOP)
    assert "empty" in studio("secret", "set", "other", stdin="\n", expected=1).stderr
    assert "letters" in studio("secret", "set", "a b", stdin="x\n", expected=1).stderr
    studio("secret", "remove", "farm_key")
    assert studio("secret", "list", "--json")["secrets"] == []
    assert "farm_key" in studio("secret", "remove", "farm_key", expected=1).stderr


def the_history_tells_who_did_it():
    studio("user", "create", "hanna", "--json")
    password = studio("user", "password", "hanna", "--json")["password"]
    signed_in("hanna", password)
    studio("secret", "set", "history_key", stdin="never-in-the-history\n")
    told = studio("history", "--limit", "400", "--json")
    assert told["ok"] and len(told["changes"]) > 50, len(told["changes"])
    made = next(one for one in told["changes"] if one["entityType"] == "user" and one["action"] == "create" and one["entityId"] == "hanna")
    assert made["user"] == "farm" and made["address"] == "127.0.0.1" and made["after"]["active"] is True, made
    logins = studio("history", "--user", "hanna", "--action", "login", "--json")["changes"]
    assert len(logins) == 1, logins
    moved = studio("history", "--entity", "bundle:lantern-2", "--json")["changes"]
    assert moved and {one["entityId"] for one in moved} == {"lantern-2"} and any(one["after"].get("isProduction") for one in moved), moved
    assert studio("history", "--since", "1m", "--text", "history_key", "--json")["changes"][0]["entityType"] == "secret"
    assert not studio("history", "--until", "2001-01-01", "--json")["changes"]
    lines = studio("history", "--user", "farm", "--limit", "3").stdout.splitlines()
    assert len(lines) == 4 and "farm" in lines[0] and "--limit" in lines[3], lines
    table, rows = TOP / "history.csv", TOP / "history.jsonl"
    count = studio("history", "--export", str(table), "--json")["entries"]
    assert studio("history", "--export", str(rows), "--json")["entries"] == count > 50
    with open(table, newline="", encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == count
    assert len([json.loads(line) for line in rows.read_text(encoding="utf-8").splitlines()]) == count
    written = table.read_text(encoding="utf-8") + rows.read_text(encoding="utf-8")
    assert "never-in-the-history" not in written and password not in written and KEY not in written and PASSWORD not in written
    done = studio("history", "--export", str(TOP / "nowhere" / "x.csv"), expected=1)
    assert "cannot be written" in done.stderr, done.stderr
    for wrong in (("--limit", "0"), ("--since", "yesterday"), ("now",)):
        studio("history", *wrong, expected=2)


def retention_is_counted_before_it_is_done():
    days = studio("retention", "--json")["days"]
    assert days == {"changes": 0, "events": 0, "logs": 7, "sessions": 3, "files": 1}, days
    would = studio("retention", "--set", "changes=400", "--dry-run", "--json")
    assert not would["saved"] and would["days"]["changes"] == 0 and would["run"]["dryRun"], would
    saved = studio("retention", "--set", "changes=400,logs=9", "--run", "--json")
    assert saved["saved"] and saved["days"]["changes"] == 400 and saved["run"]["isComplete"], saved
    written = studio("history", "--entity", "retention", "--json")["changes"][0]
    assert (written["after"]["changes"], written["after"]["logs"], written["user"]) == (400, 9, "farm"), written
    assert "for ever" in studio("retention").stdout
    assert "sessions" in studio("retention", "--set", "sessions=1", expected=1).stderr
    studio("retention", "--set", "changes", expected=2)
    own = signed_in("hanna", studio("user", "password", "hanna", "--json")["password"])
    for words in (("history",), ("retention",), ("retention", "--run")):
        studio(*words, who=own, expected=1)


if __name__ == "__main__":
    try:
        run([people_come_with_a_one_time_password, people_leave_and_come_back, service_users_have_keys, an_ordinary_user_is_refused_with_a_sentence,
             an_addon_comes_out_of_a_zip, hostile_and_foreign_zips_are_refused, bundles_go_forth_and_back, bundles_are_changed_archived_and_deleted,
             groups_are_made_changed_and_deleted, settings_have_layers,
             two_administrators_do_not_write_over_each_other, a_manager_reads_layers_without_the_stored_form, the_window_shows_the_same,
             secrets_are_written_and_never_read, the_history_tells_who_did_it, retention_is_counted_before_it_is_done])
    finally:
        server.stop()
