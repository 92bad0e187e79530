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
    stamp = pathlib.Path(file["target"]).stat().st_mtime_ns
    assert told(anna, "deliver", *CONTEXT, "--product", "modelMain", "--to", str(target))["done"], "a delivery that was broken off goes on"
    assert pathlib.Path(file["target"]).stat().st_mtime_ns == stamp, "what is there is not written again"
    for content in (b"v 4 4 5\n", b"another size"):
        pathlib.Path(file["target"]).write_bytes(content)
        again = anna.hearth("load", "deliver", *CONTEXT, "--product", "modelMain", "--to", str(target))
        assert again.returncode == 1 and "there already" in again.stderr, again.stderr
        assert pathlib.Path(file["target"]).read_bytes() == content
    published = pathlib.Path(told(anna, "path", *CONTEXT, "--product", "modelMain", "--version", "2")[0]["files"][0])
    kept = published.read_bytes()
    published.chmod(0o644)
    published.write_bytes(b"somebody changed this")
    changed = anna.hearth("load", "deliver", *CONTEXT, "--product", "modelMain", "--version", "2", "--to", str(TOP / "other"))
    assert changed.returncode == 1 and "changed" in changed.stderr and not list((TOP / "other").glob("*")), changed.stderr
    published.write_bytes(kept)


def nothing_is_left_out_beyond_a_hundred():
    """What a server answers unasked is a page; the rest must be asked for."""
    product_id, versions = uuid.uuid1().hex, [uuid.uuid1().hex for _ in range(130)]
    hero = next(one for one in server.call("GET", "/api/projects/demo_project/folders")["folders"] if one["name"] == "hero")["id"]

    def created(kind, **data):
        return {"id": uuid.uuid1().hex, "type": "create", "entityType": kind, "data": data}
    operations = [created("product", id=product_id, name="modelMany", productType="model", folderId=hero)]
    for number, version in enumerate(versions, 1):
        operations.append(created("version", id=version, version=number, productId=product_id))
        path = "{root[work]}/demo_project/many/" + f"v{number:03d}.obj"
        operations.append(created("representation", id=uuid.uuid1().hex, name="obj", versionId=version, attrib={
            "template": "{root[work]}/demo_project/many/{product[name]}_v{version}.obj"},
            files=[{"id": uuid.uuid1().hex, "name": f"v{number:03d}.obj", "path": path, "size": 1, "hash": "0", "hashType": "sha256"}]))
    answer = server.call("POST", "/api/projects/demo_project/operations", {"operations": operations})
    assert answer["success"], answer
    assert [one["version"] for one in product("modelMany")["versions"]] == list(range(130, 0, -1))
    found = told(anna, "path", *CONTEXT, "--product", "modelMany")
    assert found[0]["files"][0].endswith("v130.obj"), found
    dry = told(anna, "remove-old", *CONTEXT, "--product", "modelMany", "--keep", "1", "--dry-run")
    assert len(dry["versions"]) == 129 and len(dry["files"]) == 129, (len(dry["versions"]), len(dry["files"]))
    server.call("DELETE", f"/api/projects/demo_project/products/{product_id}")


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


PLUGIN = """
import json, sys
request = json.load(sys.stdin)
print(json.dumps({"name": "NAME", "label": "Say NAME", "calls": ["load"], "families": FAMILIES} if request["call"] == "describe" else
                 {"message": f"{request['product']} v{request['version']} {request['representation']} with {len(request['files'])}"}))
"""


def loaders_run_from_wherever_they_lie():
    names = {one["name"] for one in told(anna, "plugins", *CONTEXT)}
    assert "compare_published" in names and "image_preview" not in names, names
    publish(b"v 7 7 7\n", "model/Loaded")
    done = told(anna, "run", *CONTEXT, "--product", "modelLoaded", "--plugin", "compare_published")
    assert done["ok"] and done["results"][0]["message"] == "1 file is as it was published.", done
    place = pathlib.Path(told(anna, "path", *CONTEXT, "--product", "modelLoaded")[0]["files"][0])
    place.chmod(0o644)
    place.write_bytes(b"v 8 8 8\n")
    done = told(anna, "run", *CONTEXT, "--product", "modelLoaded", "--plugin", "compare_published", code=1)
    assert "has changed since it was published" in done["results"][0]["problem"], done
    studio, addon = TOP / "studio plug-ins", {"shelf/__init__.py": "", "publish_plugins/from_addon.py": PLUGIN.replace("NAME", "from_addon").replace("FAMILIES", "[]")}
    studio.mkdir()
    (studio / "from_studio.py").write_text(PLUGIN.replace("NAME", "from_studio").replace("FAMILIES", '["image"]'))
    server.add_addon("shelf", "1.0.0", addon)
    server.add_bundle("b2", {"shelf": "1.0.0"}, isProduction=True)
    anna.environment["HEARTH_PLUGIN_FOLDERS"] = str(studio)
    names = {one["name"] for one in told(anna, "plugins", *CONTEXT)}
    assert {"compare_published", "from_addon", "from_studio"} <= names, names
    done = told(anna, "run", *CONTEXT, "--product", "modelLoaded", "--plugin", "from_addon")
    assert done["results"] == [{"product": "modelLoaded", "version": 1, "representation": "obj", "ok": True, "message": "modelLoaded v1 obj with 1"}], done
    refused = anna.hearth("load", "run", *CONTEXT, "--product", "modelLoaded", "--plugin", "from_studio")
    assert refused.returncode == 1 and "for nothing" in refused.stderr, refused.stderr
    refused = anna.hearth("load", "run", *CONTEXT, "--plugin", "nobody")
    assert refused.returncode == 2 and "hearth load plugins" in refused.stderr, refused.stderr


def a_report_is_read():
    file = TOP / "told.obj"
    file.write_bytes(b"v 9 9 9\n")
    done = anna.hearth("publish", str(file), *CONTEXT, "--task", "modeling", "--product", "model/Told", "--json")
    report = json.loads(done.stdout.strip().splitlines()[-1])["report"]
    read = json.loads(anna.hearth("publish", "report", report, "--json").stdout)
    assert read["ok"] and read["failed"] == 0 and len(read["products"]) == 1 and "modelTold" in read["products"][0], read
    assert {step["state"] for step in read["steps"]} <= {"passed", "warning", "skipped"} and len(read["steps"]) > 3, read["steps"]
    assert "passed" in anna.hearth("publish", "report", report).stdout
    assert anna.hearth("publish", "report", str(file)).returncode == 1


def rights_are_the_servers():
    server.call("PUT", "/api/users/guest_artist", {"password": PASSWORD, "data": {"accessGroups": {"demo_project": ["artist"]}}})
    artist = seat("artist", "guest_artist")
    before = len(product()["versions"])
    done = artist.hearth("load", "remove-old", *CONTEXT, "--product", "modelMain", "--keep", "1")
    assert done.returncode == 1 and done.stderr.strip(), done.stderr
    assert len(product()["versions"]) == before
    file = told(anna, "path", *CONTEXT, "--product", "modelMain", "--version", "3")[0]["files"][0]
    assert pathlib.Path(file).exists(), "what the server refuses keeps its files"


run([versions_are_found_with_their_files, nothing_is_left_out_beyond_a_hundred, deliveries_are_copies_that_were_compared, lineage_says_what_is_outdated, statuses_follow_the_project, loaders_run_from_wherever_they_lie, a_report_is_read,
     old_versions_go_after_a_dry_run_only, rights_are_the_servers])
