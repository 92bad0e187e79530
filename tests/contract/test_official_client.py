# SPDX-License-Identifier: Apache-2.0
"""The official Python client against a fresh server: what it reads, writes, and hears."""
import os
import sys
import tempfile
import threading
from pathlib import Path

from server_process import KEY, PASSWORD, server, wait_until


def connect(url, token):
    import ayon_api
    return ayon_api.ServerAPI(url, token)


def make_tree(api):
    api.create_project("demo", "dm")
    assert api.get_project("demo")["name"] == "demo"
    assert "demo" in api.get_project_names()
    assets = api.create_folder("demo", "assets", folder_type="Folder")
    hero = api.create_folder("demo", "hero", folder_type="Asset", parent_id=assets, label="Hero!", attrib={"fps": 24})
    task = api.create_task("demo", "modeling", "Modeling", hero, assignees=["admin"])
    product = api.create_product("demo", "modelMain", "model", hero)
    versions = [api.create_version("demo", number, product, task_id=task, attrib={"comment": f"take {number}"}) for number in (1, 2, 3)]
    api.create_version("demo", -3, product)
    files = [{"id": "f" * 32, "name": "a.glb", "path": "{root[work]}/a.glb", "size": 3, "hash": "x", "hashType": "md5"}]
    representation = api.create_representation("demo", "glb", versions[-1], files=files, data={"context": {"ext": "glb", "folder": {"name": "hero"}}},
                                               attrib={"path": "a.glb", "template": "{root[work]}/a.{ext}"})
    workfile = api.create_workfile_entity("demo", "{root[work]}/demo/hero_v001.blend", task) if hasattr(api, "create_workfile_entity") else None
    return {"assets": assets, "hero": hero, "task": task, "product": product, "versions": versions, "representation": representation, "workfile": workfile}


def read_back(api, made):
    folder = api.get_folder_by_path("demo", "/assets/hero", own_attributes=True)
    assert folder["id"] == made["hero"] and folder["label"] == "Hero!", folder
    assert folder["attrib"]["fps"] == 24 and folder["ownAttrib"]["fps"] == 24, folder
    assert folder["ownAttrib"]["frameStart"] is None, folder["ownAttrib"]
    assert [item["name"] for item in api.get_folders("demo", parent_ids=[made["assets"]])] == ["hero"]
    assert {item["name"] for item in api.get_folders("demo", folder_names=["hero", "assets"])} == {"hero", "assets"}
    assert [item["name"] for item in api.get_folders("demo", has_products=True)] == ["hero"]
    assert [item["name"] for item in api.get_folders("demo", folder_path_regex="^/ass.*ro$")] == ["hero"]
    task = api.get_task_by_name("demo", made["hero"], "modeling")
    assert task["id"] == made["task"] and task["assignees"] == ["admin"] and task["attrib"]["fps"] == 24, task
    assert list(api.get_tasks("demo", assignees=["admin"]))[0]["name"] == "modeling"
    assert api.get_product_by_name("demo", "modelMain", made["hero"])["id"] == made["product"]
    assert api.get_last_version_by_product_id("demo", made["product"])["version"] == 3
    assert api.get_hero_version_by_product_id("demo", made["product"])["version"] == -3
    assert sorted(item["version"] for item in api.get_versions("demo", product_ids=[made["product"]])) == [-3, 1, 2, 3]
    assert sorted(item["version"] for item in api.get_versions("demo", product_ids=[made["product"]], hero=False)) == [1, 2, 3]
    assert [item["version"] for item in api.get_versions("demo", version_ids=[made["versions"][0]])] == [1]
    assert api.version_is_latest("demo", made["versions"][-1])
    representation = api.get_representation_by_name("demo", "glb", made["versions"][-1])
    assert representation["context"]["ext"] == "glb" and representation["files"][0]["size"] in (3, "3"), representation
    parents = api.get_representation_parents("demo", made["representation"])
    assert parents.folder["name"] == "hero" and parents.product["name"] == "modelMain" and parents.version["version"] == 3
    if made["workfile"]:
        assert [item["id"] for item in api.get_workfiles_info("demo", task_ids=[made["task"]])] == [made["workfile"]]
    hierarchy = api.get_folders_hierarchy("demo")["hierarchy"]
    assert hierarchy[0]["children"][0]["taskNames"] == ["modeling"], hierarchy
    assert len(list(api.get_folders_rest("demo"))) == 2


def many_pages(api):
    operations = [{"id": f"{n:032x}", "type": "create", "entityType": "folder", "data": {"name": f"sh{n:04d}", "folderType": "Shot"}} for n in range(701)]
    results = api.send_batch_operations("demo", operations)
    assert all(result["success"] for result in results), results[:2]
    names = [item["name"] for item in api.get_folders("demo", fields={"name"}, folder_types=["Shot"])]
    assert len(names) == 701 and len(set(names)) == 701


def hub(api):
    from ayon_api.entity_hub import EntityHub
    entity_hub = EntityHub("demo", connection=api)
    entity_hub.fetch_hierarchy_entities()
    hero = entity_hub.get_folder_by_id(api.get_folder_by_path("demo", "/assets/hero")["id"])
    hero.attribs["fps"] = 30
    entity_hub.commit_changes()
    assert api.get_folder_by_path("demo", "/assets/hero")["attrib"]["fps"] == 30
    entity_hub.commit_changes()  # nothing to say, which must end too


def failures(api):
    from ayon_api import exceptions
    for bad in ({"name": "with space"}, {"name": "hero2", "folder_type": "NoSuchType"}):
        try:
            api.create_folder("demo", bad["name"], folder_type=bad.get("folder_type", "Folder"))
        except (exceptions.HTTPRequestError, exceptions.FailedOperations):
            continue
        raise AssertionError(f"{bad} was accepted")
    assert api.get_folder_by_id("demo", "0" * 32) is None
    assert api.get_project("nothing_here") is None


def events(api):
    event_id = api.dispatch_event("test.contract", project_name="demo", description="hello", payload={"a": 1})
    event_id = event_id if isinstance(event_id, str) else event_id["id"]
    assert api.get_event(event_id)["payload"] == {"a": 1}
    assert any(item["id"] == event_id for item in api.get_events(topics=["test.contract"]))
    job = api.enroll_event_job("test.contract", "test.contract.done", "worker-1", sequential=True)
    assert job and job["dependsOn"] == event_id, job
    api.update_event(job["id"], status="finished", description="done")
    assert api.enroll_event_job("test.contract", "test.contract.done", "worker-1", sequential=True) is None


def listen(api):
    """The client's own listener hears of a change and of nothing it did not ask for."""
    from ayon_api.events import EventHub
    heard = []
    opened = threading.Event()

    def on_folder(event):
        heard.append(event.topic)

    def on_opened(_):
        opened.set()

    event_hub = EventHub(api)
    event_hub.add_callback("entity.folder", on_folder)
    event_hub.add_callback("entity.folder.*", on_folder)
    event_hub.add_callback("entity.folder.label_changed", on_folder)
    event_hub.add_callback("connection.opened", on_opened)
    try:
        wait_until(lambda: opened.is_set() and event_hub.is_connected(), "the official EventHub to connect", 20)
        api.update_folder("demo", api.get_folder_by_path("demo", "/assets")["id"], label="poke")
        wait_until(lambda: "entity.folder.label_changed" in heard, "the official EventHub to hear of a change", 10)
    finally:
        event_hub.stop()


def files(api):
    archive = Path(__file__).with_name("zz_addon01-1.0.0.zip")
    api.upload_addon_zip(str(archive))
    wait_until(lambda: any(item["name"] == "zz_addon01" for item in api.get_addons_info()["addons"]), "the addon")
    with tempfile.TemporaryDirectory() as folder:
        api.download_addon_private_file("zz_addon01", "1.0.0", "client.zip", folder)
        assert (Path(folder) / "client.zip").read_bytes()[:2] == b"PK"
    api.create_bundle("main", {"zz_addon01": "1.0.0"}, installer_version=None, is_production=True)
    assert api.get_bundles()["productionBundle"] == "main"
    assert api.get_addon_studio_settings("zz_addon01", "1.0.0") == {"enabled": True, "size": 5}
    assert "applications" in api.get_addons_settings(bundle_name="main", variant="production")
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "libs-1.zip"
        package.write_bytes(os.urandom(3_000_000))
        api.create_dependency_package("libs-1.zip", python_modules={}, source_addons={}, installer_version="1.0.0", checksum="0", checksum_algorithm="md5", platform_name="linux", file_size=3_000_000)
        api.upload_dependency_package(str(package), "libs-1.zip")
        api.download_dependency_package("libs-1.zip", folder, "back.zip")
        assert (Path(folder) / "back.zip").read_bytes() == package.read_bytes()


def main():
    os.environ["HOME"] = tempfile.mkdtemp()
    with server() as running:
        api = connect(running.url, KEY)
        assert api.is_service_user()
        made = make_tree(api)
        read_back(api, made)
        many_pages(api)
        hub(api)
        failures(api)
        events(api)
        files(api)
        listen(api)
        login = connect(running.url, None)
        login.login("admin", PASSWORD)
        assert login.get_user()["name"] == "admin"
        assert not login.is_service_user()
        assert list(login.get_users()) and login.get_graphql_schema()
        login.delete_project("demo")
        assert login.get_project("demo") is None
        login.logout()
    print("official client: passed")


if __name__ == "__main__":
    sys.exit(main())
