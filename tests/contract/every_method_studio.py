# SPDX-License-Identifier: Apache-2.0
"""One call and its outcome for each method of the official client that is about the studio or the client itself."""
import hashlib
import io
import json
import pathlib

import ayon_api

from every_method_world import PNG, Recorded, fails, ids, names
from server_process import KEY, PASSWORD, wait_until

ADDON, VERSION = "zz_addon01", "1.0.0"
ARCHIVE = pathlib.Path(__file__).with_name("zz_addon01-1.0.0.zip")
USER_KEY = "aKeyOfItsOwn0123456789abcdefghij"


def unchanged(w, getter, setter, value):
    """Sets, reads back, and puts it as it was."""
    before = getattr(w.api, getter)()
    getattr(w.api, setter)(value)
    now = getattr(w.api, getter)()
    getattr(w.api, setter)(before)
    return now == value and getattr(w.api, getter)() == before


def logs_in(w):
    other = ayon_api.ServerAPI(w.running.url)
    Recorded(other, w.asked).login("admin", PASSWORD)
    return other.get_user()["name"] == "admin" and fails(lambda: ayon_api.ServerAPI(w.running.url).login("admin", "wrong"))


def logs_out(w):
    other = ayon_api.ServerAPI(w.running.url)
    other.login("artist", PASSWORD)
    token = other.access_token
    Recorded(other, w.asked).logout()
    return w.running.call("GET", "/api/users/me", key=None, headers={"authorization": "Bearer " + token})[0] == 401


def as_other(w):
    with w.api.as_username("artist"):
        return w.api.get_user()["name"] == "artist"


def installed(w):
    w.api.upload_addon_zip(str(ARCHIVE))
    wait_until(lambda: ADDON in names(w.api.get_addons_info()["addons"]), "the addon")
    return True


def takes_action(w):
    """The token of an action that was triggered is exchanged once for what is to be done."""
    task = w.api.create_task("every", "acting", "Modeling", w.api.create_folder("every", "acted"))
    w.action = {"project_name": "every", "entity_type": "task", "entity_ids": [task]}
    applications = next(item for item in w.api.get_addons_info()["addons"] if item["name"] == "applications")
    w.offering = ("application.debug_terminal", "applications", next(iter(applications["versions"])))
    uri = w.api.trigger_action(*w.offering, **w.action)["payload"]["uri"]
    w.token = uri.rsplit("token=", 1)[1]
    return uri.startswith("ayon-launcher://action?server_url=")


def package(content):
    return {"checksum": hashlib.sha256(content).hexdigest(), "checksum_algorithm": "sha256", "file_size": len(content)}


CONTENT = b"an installer"


def installer(w):
    w.file = w.folder / "installer.exe"
    w.file.write_bytes(CONTENT)
    w.api.create_installer("hearth.exe", "1.0.0", "3.9.1", "windows", {}, {}, **package(CONTENT))
    return "hearth.exe" in {item["filename"] for item in w.api.get_installers()["installers"]}


def dependency_package(w):
    w.api.create_dependency_package("packed.zip", {}, {}, "1.0.0", platform_name="linux", **package(CONTENT))
    return "packed.zip" in {item["filename"] for item in w.api.get_dependency_packages()["packages"]}


def websocket(w):
    socket = w.api.create_websocket("ws", timeout=10)
    try:
        socket.send(json.dumps({"topic": "auth", "token": KEY, "subscribe": []}))
        return json.loads(socket.recv())["topic"] == "heartbeat"
    finally:
        socket.close()


def spawned(w):
    """A worker as services' hosts are: it says who it is and what runs, and is told what should."""
    beat = {"hostname": "farm01", "health": {"cpu": 12.5, "mem": 40}, "services": []}
    assert w.running.call("POST", "/api/hosts/heartbeat", beat) == (200, {"services": []})
    w.api.spawn_service("sync", "with_service", "1.0.0", "worker", "farm01", {"env": {"A": "1"}, "volumes": ["/a:/a"]})
    told = w.running.call("POST", "/api/hosts/heartbeat", beat)[1]["services"]
    assert [(one["name"], one["shouldRun"], one["isRunning"], one["data"]) for one in told] == [
        ("sync", True, False, {"image": "studio/worker:1", "env": {"A": "1"}, "volumes": ["/a:/a"]})], told
    running = w.running.call("POST", "/api/hosts/heartbeat", {**beat, "services": ["sync"]})[1]["services"]
    assert running[0]["isRunning"] and running[0]["lastSeenDelta"] < 60, running
    assert w.running.call("POST", "/api/hosts/heartbeat", {"hostname": "farm01"})[0] == 400
    return w.api.get_services()[0]["isRunning"]


def deletes_events(w):
    made = [w.api.dispatch_event("test.removed", description=str(n)) for n in range(3)]
    w.api.delete_events({"conditions": [{"key": "topic", "value": "test.removed"}]})
    return made and list(w.api.get_events(topics=["test.removed"])) == [] and fails(lambda: w.api.delete_events({"conditions": []}))


STUDIO_CASES = {
    # the client itself
    "access_token": lambda w: w.api.access_token == KEY,
    "base_url": lambda w: w.api.base_url == w.running.url.rstrip("/"),
    "rest_url": lambda w: w.api.rest_url == w.running.url.rstrip("/") + "/api",
    "get_base_url": lambda w: w.api.get_base_url() == w.api.base_url,
    "get_rest_url": lambda w: w.api.get_rest_url() == w.api.rest_url,
    "get_websocket_url": lambda w: w.api.get_websocket_url("ws").startswith("ws://"),
    "create_websocket": websocket,
    "cert": lambda w: w.api.cert is None,
    "ssl_verify": lambda w: w.api.ssl_verify in (True, False, None),
    "timeout": lambda w: w.api.timeout > 0,
    "max_retries": lambda w: w.api.max_retries > 0,
    "sender": lambda w: w.api.sender is None,
    "sender_type": lambda w: w.api.sender_type is None,
    "site_id": lambda w: w.api.site_id == w.site,
    "client_version": lambda w: w.api.client_version == "1.0.0",
    "default_settings_variant": lambda w: w.api.default_settings_variant == "production",
    "default_download_chunk_size": lambda w: w.api.default_download_chunk_size > 0,
    "default_upload_chunk_size": lambda w: w.api.default_upload_chunk_size > 0,
    "log": lambda w: w.api.log.name != "",
    "get_cert": lambda w: w.api.get_cert() is None,
    "set_cert": lambda w: unchanged(w, "get_cert", "set_cert", None),
    "get_ssl_verify": lambda w: w.api.get_ssl_verify() == w.api.ssl_verify,
    "set_ssl_verify": lambda w: unchanged(w, "get_ssl_verify", "set_ssl_verify", False),
    "get_timeout": lambda w: w.api.get_timeout() == w.api.timeout,
    "set_timeout": lambda w: unchanged(w, "get_timeout", "set_timeout", 20.0),
    "get_default_timeout": lambda w: w.api.get_default_timeout() > 0,
    "get_max_retries": lambda w: w.api.get_max_retries() == w.api.max_retries,
    "set_max_retries": lambda w: unchanged(w, "get_max_retries", "set_max_retries", 2),
    "get_default_max_retries": lambda w: w.api.get_default_max_retries() > 0,
    "get_sender": lambda w: w.api.get_sender() is None,
    "set_sender": lambda w: unchanged(w, "get_sender", "set_sender", "worker-7"),
    "get_sender_type": lambda w: w.api.get_sender_type() is None,
    "set_sender_type": lambda w: unchanged(w, "get_sender_type", "set_sender_type", "test"),
    "get_site_id": lambda w: w.api.get_site_id() == w.site,
    "set_site_id": lambda w: unchanged(w, "get_site_id", "set_site_id", "another-site"),
    "get_client_version": lambda w: w.api.get_client_version() == "1.0.0",
    "set_client_version": lambda w: unchanged(w, "get_client_version", "set_client_version", "1.0.1"),
    "get_default_settings_variant": lambda w: w.api.get_default_settings_variant() == "production",
    "set_default_settings_variant": lambda w: unchanged(w, "get_default_settings_variant", "set_default_settings_variant", "staging"),
    "get_default_service_username": lambda w: w.api.get_default_service_username() is None,
    "set_default_service_username": lambda w: w.api.set_default_service_username("artist") is None and w.api.get_user()["name"] == "artist"
    and w.api.set_default_service_username(None) is None and w.api.get_user()["name"] == "service",
    "get_headers": lambda w: w.api.get_headers()["x-ayon-site-id"] == w.site,
    "as_username": as_other,
    "set_attributes_cache_timeout": lambda w: w.api.set_attributes_cache_timeout(60) is None,
    "has_valid_token": lambda w: w.api.has_valid_token is True,
    "is_server_available": lambda w: w.api.is_server_available is True,
    "is_service_user": lambda w: w.api.is_service_user() is True,
    "validate_server_availability": lambda w: w.api.validate_server_availability() is None,
    "validate_token": lambda w: w.api.validate_token() is True,
    "login": logs_in,
    "logout": logs_out,
    "create_session": lambda w: w.api.create_session(force=True) is None and w.api.get_user()["name"] == "service",
    "close_session": lambda w: w.api.close_session() is None and w.api.create_session() is None,
    "set_token": lambda w: w.api.set_token(KEY) is None and w.api.has_valid_token,
    "reset_token": lambda w: (w.api.reset_token() or True) and (w.api.set_token(KEY) or True) and w.api.has_valid_token,
    # bare requests
    "get": lambda w: w.api.get("info").status_code == 200,
    "post": lambda w: w.api.post("resolve", uris=[]).data == [],
    "put": lambda w: w.api.put("secrets/bare", name="bare", value="1").status_code == 204,
    "patch": lambda w: w.api.patch("config", studio_name="Every").status_code == 204,
    "delete": lambda w: w.api.delete("secrets/bare").status_code == 204,
    "raw_get": lambda w: w.api.raw_get("info").status_code == 200,
    "raw_post": lambda w: w.api.raw_post("resolve", json={"uris": []}).data == [],
    "raw_put": lambda w: w.api.raw_put("secrets/bare", json={"name": "bare", "value": "1"}).status_code == 204,
    "raw_patch": lambda w: w.api.raw_patch("config", json={"studio_name": "Every"}).status_code == 204,
    "raw_delete": lambda w: w.api.raw_delete("secrets/bare").status_code == 204,
    "query_graphql": lambda w: w.api.query_graphql("{me{name}}").data["data"]["me"]["name"] == "service",
    "get_graphql_schema": lambda w: "types" in json.dumps(w.api.get_graphql_schema()),
    "get_server_schema": lambda w: "/api/projects/{project}" in w.api.get_server_schema()["paths"],
    "get_schemas": lambda w: isinstance(w.api.get_schemas(), dict),
    # the server
    "get_info": lambda w: w.api.get_info()["version"].startswith("1.15."),
    "get_server_version": lambda w: w.api.get_server_version().startswith("1.15."),
    "server_version": lambda w: w.api.server_version == w.api.get_server_version(),
    "get_server_version_tuple": lambda w: w.api.get_server_version_tuple()[:2] == (1, 15),
    "server_version_tuple": lambda w: w.api.server_version_tuple == w.api.get_server_version_tuple(),
    "get_sites": lambda w: w.site in ids(w.api.get_sites()) and w.api.get_sites(hostname="nowhere") == [],
    "get_restart_required": lambda w: w.api.get_restart_required() == {"required": False, "reason": None},
    "set_restart_required": lambda w: w.api.set_restart_required(True, "new addon") is None and w.api.get_restart_required() == {"required": True, "reason": "new addon"},
    "trigger_server_restart": lambda w: w.api.trigger_server_restart() is None and not w.running.call("GET", "/api/system/restartRequired")[1]["required"],
    "get_server_config": lambda w: w.api.get_server_config()["studio_name"] == "Every",
    "set_server_config": lambda w: w.api.set_server_config(studio_name="Set") is None and w.api.get_server_config_value("studio_name") == "Set",
    "update_server_config": lambda w: w.api.update_server_config({"customization": {"motd": "Hello"}}) is None and w.api.get_server_config()["customization"]["motd"] == "Hello",
    "get_server_config_overrides": lambda w: w.api.get_server_config_overrides()["studio_name"] == "Set",
    "get_server_config_schema": lambda w: "studio_name" in w.api.get_server_config_schema()["properties"],
    "get_server_config_value": lambda w: w.api.get_server_config_value("studio_name") == "Set",
    "upload_server_config_file": lambda w: w.api.upload_server_config_file("studio_logo", w.picture, content_type="image/png").status_code == 200
    and w.api.get_server_config()["customization"]["studio_logo"] == "front.png",
    "upload_server_config_file_from_stream": lambda w: w.api.upload_server_config_file_from_stream("login_background", io.BytesIO(PNG), "b.png", content_type="image/png").status_code == 200,
    "download_server_config_file": lambda w: w.api.download_server_config_file("studio_logo", str(w.folder / "logo.png")) and (w.folder / "logo.png").read_bytes() == PNG,
    "download_server_config_file_to_stream": lambda w: w.read(lambda stream: w.api.download_server_config_file_to_stream("login_background", stream)) == PNG,
    "get_enum": lambda w: "Asset" in {item["value"] for item in w.api.get_enum("folderTypes", "every")} and "urgent" in {item["value"] for item in w.api.get_enum("priority")}
    and "artist" in {item["value"] for item in w.api.get_enum("users")},
    "get_secrets": lambda w: w.api.save_secret("one", "1") is None and {"one"} <= names(w.api.get_secrets()),
    "save_secret": lambda w: w.api.save_secret("one", "2") is None and w.api.get_secret("one")["value"] == "2",
    "get_secret": lambda w: w.api.get_secret("one")["value"] == "2",
    "delete_secret": lambda w: w.api.delete_secret("one") is None and "one" not in names(w.api.get_secrets()),
    # attributes and presets
    "get_attributes_schema": lambda w: "fps" in names(w.api.get_attributes_schema()["attributes"]),
    "reset_attributes_schema": lambda w: w.api.reset_attributes_schema() is None,
    "reset_attributes_cache": lambda w: w.api.reset_attributes_cache() is None,
    "set_attribute_config": lambda w: w.api.set_attribute_config("studioMood", {"type": "string", "title": "Mood"}, ["folder"]) is None and "studioMood" in w.api.get_attributes_for_type("folder"),
    "get_attributes_for_type": lambda w: "fps" in w.api.get_attributes_for_type("folder"),
    "get_attributes_fields_for_type": lambda w: "attrib.fps" in w.api.get_attributes_fields_for_type("folder"),
    "get_default_fields_for_type": lambda w: "name" in w.api.get_default_fields_for_type("folder"),
    "remove_attribute_config": lambda w: w.api.remove_attribute_config("studioMood") is None and "studioMood" not in names(w.api.get_attributes_schema(use_cache=False)["attributes"]),
    "delete_attribute_config": lambda w: w.api.set_attribute_config("studioMood", {"type": "string"}, ["task"]) is None and w.api.delete_attribute_config("studioMood") is None
    and "studioMood" not in names(w.api.get_attributes_schema(use_cache=False)["attributes"]),
    "get_anatomy_schema": lambda w: "folder_types" in w.api.get_anatomy_schema()["properties"],
    "get_built_in_anatomy_preset": lambda w: w.api.get_built_in_anatomy_preset()["roots"][0]["name"] == "work",
    "get_build_in_anatomy_preset": lambda w: w.api.get_build_in_anatomy_preset() == w.api.get_built_in_anatomy_preset(),
    "save_project_anatomy_preset": lambda w: w.api.save_project_anatomy_preset("house", w.api.get_built_in_anatomy_preset()) is None,
    "get_project_anatomy_presets": lambda w: names(w.api.get_project_anatomy_presets()) == {"house"},
    "get_project_anatomy_preset": lambda w: w.api.get_project_anatomy_preset("house")["folder_types"] != [],
    "rename_project_anatomy_preset": lambda w: w.api.rename_project_anatomy_preset("house", "home") is None and names(w.api.get_project_anatomy_presets()) == {"home"},
    "set_primary_anatomy_preset": lambda w: w.api.set_primary_anatomy_preset("home") is None and w.api.get_default_anatomy_preset_name() == "home",
    "get_default_anatomy_preset_name": lambda w: w.api.get_default_anatomy_preset_name() == "home",
    "unset_primary_anatomy_preset": lambda w: w.api.unset_primary_anatomy_preset("home") is None and w.api.get_default_anatomy_preset_name() == "_",
    "delete_project_anatomy_preset": lambda w: w.api.delete_project_anatomy_preset("home") is None and w.api.get_project_anatomy_presets() == [],
    # people
    "create_user": lambda w: w.api.create_user("newcomer", password="long-Enough-1") is None and w.api.get_user("newcomer")["name"] == "newcomer",
    "get_user": lambda w: w.api.get_user()["name"] == "service" and fails(lambda: w.api.get_user("nobody_here")),
    "get_users": lambda w: {"admin", "artist", "newcomer"} <= names(w.api.get_users()),
    "get_user_by_name": lambda w: w.api.get_user_by_name("newcomer")["name"] == "newcomer",
    "update_user": lambda w: w.api.update_user("newcomer", attrib={"fullName": "New Comer"}) is None and w.api.get_user("newcomer")["attrib"]["fullName"] == "New Comer",
    "change_password": lambda w: w.api.change_password("newcomer", password="other-Enough-1") is None and not fails(lambda: ayon_api.ServerAPI(w.running.url).login("newcomer", "other-Enough-1")),
    "get_user_sessions": lambda w: len(w.api.get_user_sessions("newcomer")) == 1,
    "delete_user_session": lambda w: w.api.delete_user_session("newcomer", w.api.get_user_sessions("newcomer")[0]["token"]) is None and w.api.get_user_sessions("newcomer") == [],
    "create_user_api_key": lambda w: w.api.create_user_api_key("newcomer", "laptop", USER_KEY) is None and w.running.call("GET", "/api/users/me", key=USER_KEY)[1]["name"] == "newcomer",
    "get_user_api_keys": lambda w: w.keep("key", w.api.get_user_api_keys("newcomer")[0])["label"] == "laptop",
    "update_user_api_key": lambda w: w.api.update_user_api_key("newcomer", w.key["id"], label="desk") is None and w.api.get_user_api_keys("newcomer")[0]["label"] == "desk",
    "delete_user_api_key": lambda w: w.api.delete_user_api_key("newcomer", w.key["id"]) is None and w.api.get_user_api_keys("newcomer") == [],
    "set_user_access_groups": lambda w: w.api.set_user_access_groups("newcomer", {"every": ["artist"]}) is None and w.api.get_user("newcomer")["data"]["accessGroups"] == {"every": ["artist"]},
    "get_user_permissions": lambda w: w.api.get_user_permissions()["user_level"] == "admin" and w.api.get_user_permissions("newcomer")["user_level"] == "user",
    "rename_user": lambda w: w.api.rename_user("newcomer", "regular") is None and w.api.get_user("regular")["attrib"]["fullName"] == "New Comer",
    "delete_user": lambda w: w.api.delete_user("regular") is None and "regular" not in names(w.api.get_users()),
    "get_access_groups": lambda w: {"artist", "freelancer", "supervisor"} <= names(w.api.get_access_groups()),
    "get_access_group_schema": lambda w: w.api.get_access_group_schema() != {},
    "save_access_group": lambda w: w.api.save_access_group("guild", {"create": {"enabled": True, "access_list": []}}) is None and "guild" in names(w.api.get_access_groups()),
    "get_access_group": lambda w: w.api.get_access_group("guild")["create"]["enabled"] is True,
    "delete_access_group": lambda w: w.api.delete_access_group("guild") is None and "guild" not in names(w.api.get_access_groups()),
    # addons, bundles, settings
    "upload_addon_zip": installed,
    "get_addons_info": lambda w: ADDON in names(w.api.get_addons_info()["addons"]),
    "get_addon_endpoint": lambda w: w.api.get_addon_endpoint(ADDON, VERSION, "x") == f"addons/{ADDON}/{VERSION}/x",
    "get_addon_url": lambda w: w.api.get_addon_url(ADDON, VERSION, "x", use_rest=True) == f"{w.api.base_url}/addons/{ADDON}/{VERSION}/x",
    "download_addon_private_file": lambda w: pathlib.Path(w.api.download_addon_private_file(ADDON, VERSION, "client.zip", str(w.folder))).read_bytes()[:2] == b"PK",
    "download_file": lambda w: w.api.download_file(f"addons/{ADDON}/{VERSION}/private/client.zip", str(w.folder / "d.zip")) and (w.folder / "d.zip").read_bytes()[:2] == b"PK",
    "download_file_to_stream": lambda w: w.read(lambda stream: w.api.download_file_to_stream(f"addons/{ADDON}/{VERSION}/private/client.zip", stream))[:2] == b"PK",
    "check_bundle_compatibility": lambda w: w.api.check_bundle_compatibility("main", {ADDON: VERSION}, None)["success"] is True
    and w.api.check_bundle_compatibility("main", {ADDON: "9.9.9"}, None)["success"] is False,
    "create_bundle": lambda w: w.api.create_bundle("main", {ADDON: VERSION}, None, is_production=True) is None and w.api.create_bundle("next", {ADDON: VERSION}, None, is_staging=True) is None,
    "get_bundles": lambda w: w.api.get_bundles()["productionBundle"] == "main",
    "update_bundle": lambda w: w.api.update_bundle("main", is_production=True, addon_versions={ADDON: VERSION}) is None,
    "get_addon_settings_schema": lambda w: "size" in w.api.get_addon_settings_schema(ADDON, VERSION)["properties"],
    "get_addon_site_settings_schema": lambda w: isinstance(w.api.get_addon_site_settings_schema(ADDON, VERSION), dict),
    "get_addon_settings": lambda w: w.api.get_addon_settings(ADDON, VERSION)["size"] == 5,
    "get_addon_studio_settings": lambda w: w.api.get_addon_studio_settings(ADDON, VERSION)["size"] == 5,
    "set_addon_studio_settings": lambda w: w.api.set_addon_studio_settings(ADDON, VERSION, {"size": 6}) is None and w.api.get_addon_studio_settings(ADDON, VERSION)["size"] == 6,
    "set_addon_settings": lambda w: w.api.set_addon_settings(ADDON, VERSION, {"size": 7}) is None and w.api.get_addon_settings(ADDON, VERSION)["size"] == 7,
    "set_addon_project_settings": lambda w: w.api.set_addon_project_settings(ADDON, VERSION, "every", {"size": 8}) is None,
    "get_addon_project_settings": lambda w: w.api.get_addon_project_settings(ADDON, VERSION, "every")["size"] == 8,
    "set_addon_site_settings": lambda w: w.api.set_addon_site_settings(ADDON, VERSION, {}) is None,
    "get_addon_site_settings": lambda w: isinstance(w.api.get_addon_site_settings(ADDON, VERSION), dict),
    "get_addon_overrides": lambda w: "root_size" in w.api.get_addon_overrides(ADDON, VERSION),
    "get_addon_studio_overrides": lambda w: w.api.get_addon_studio_overrides(ADDON, VERSION)["root_size"]["value"] == 7,
    "get_addon_project_overrides": lambda w: w.api.get_addon_project_overrides(ADDON, VERSION, "every")["root_size"]["level"] == "project",
    "get_addon_raw_overrides": lambda w: w.api.get_addon_raw_overrides(ADDON, VERSION) == {"size": 7},
    "get_addon_studio_raw_overrides": lambda w: w.api.get_addon_studio_raw_overrides(ADDON, VERSION) == {"size": 7},
    "get_addon_project_raw_overrides": lambda w: w.api.get_addon_project_raw_overrides(ADDON, VERSION, "every") == {"size": 8},
    "set_addon_raw_overrides": lambda w: w.api.set_addon_raw_overrides(ADDON, VERSION, {"size": 9}) is None and w.api.get_addon_raw_overrides(ADDON, VERSION) == {"size": 9},
    "set_addon_studio_raw_overrides": lambda w: w.api.set_addon_studio_raw_overrides(ADDON, VERSION, {"size": 10}) is None and w.api.get_addon_studio_raw_overrides(ADDON, VERSION) == {"size": 10},
    "set_addon_project_raw_overrides": lambda w: w.api.set_addon_project_raw_overrides(ADDON, VERSION, "every", {"size": 11}) is None
    and w.api.get_addon_project_raw_overrides(ADDON, VERSION, "every") == {"size": 11},
    "migrate_settings_by_bundle": lambda w: w.api.migrate_settings_by_bundle("main", "next", "production", "staging") is None
    and w.api.get_addon_studio_raw_overrides(ADDON, VERSION, variant="staging") == {"size": 10}
    and w.api.get_addon_project_raw_overrides(ADDON, VERSION, "every", variant="staging") == {"size": 11},
    "modify_addon_overrides": lambda w: w.api.modify_addon_overrides(ADDON, VERSION, "delete", ["size"]) is None and w.api.get_addon_raw_overrides(ADDON, VERSION) == {},
    "modify_addon_studio_overrides": lambda w: w.api.modify_addon_studio_overrides(ADDON, VERSION, "pin", ["size"]) is None and w.api.get_addon_raw_overrides(ADDON, VERSION) == {"size": 5},
    "modify_addon_project_overrides": lambda w: w.api.modify_addon_project_overrides(ADDON, VERSION, "every", "delete", ["size"]) is None
    and w.api.get_addon_project_raw_overrides(ADDON, VERSION, "every") == {},
    "delete_addon_overrides": lambda w: w.api.delete_addon_overrides(ADDON, VERSION) is None and w.api.get_addon_raw_overrides(ADDON, VERSION) == {},
    "delete_addon_studio_overrides": lambda w: w.api.set_addon_raw_overrides(ADDON, VERSION, {"size": 9}) is None and w.api.delete_addon_studio_overrides(ADDON, VERSION) is None
    and w.api.get_addon_raw_overrides(ADDON, VERSION) == {},
    "delete_addon_project_overrides": lambda w: w.api.set_addon_project_raw_overrides(ADDON, VERSION, "every", {"size": 1}) is None
    and w.api.delete_addon_project_overrides(ADDON, VERSION, "every") is None and w.api.get_addon_project_raw_overrides(ADDON, VERSION, "every") == {},
    "get_addons_settings": lambda w: w.api.get_addons_settings()[ADDON]["size"] == 5,
    "get_addons_studio_settings": lambda w: w.api.get_addons_studio_settings()[ADDON]["size"] == 5,
    "get_addons_project_settings": lambda w: w.api.get_addons_project_settings("every")[ADDON]["size"] == 5,
    "get_bundle_settings": lambda w: ADDON in names(w.api.get_bundle_settings()["addons"]),
    "set_project_bundle": lambda w: fails(lambda: w.api.set_project_bundle("every", {ADDON: VERSION})) or w.api.get_project_bundle("every")["addons"][ADDON] == VERSION,
    "get_project_bundle": lambda w: isinstance(w.api.get_project_bundle("every"), dict),
    "unset_project_bundle": lambda w: w.api.unset_project_bundle("every") is None,
    "delete_bundle": lambda w: w.api.create_bundle("gone", {}, None) is None and w.api.delete_bundle("gone") is None and "gone" not in names(w.api.get_bundles()["bundles"]),
    # services
    "spawn_service": spawned,
    "get_services": lambda w: w.api.get_services()[0]["addonName"] == "with_service",
    "get_hosts": lambda w: [(host["name"], host["health"]) for host in w.api.get_hosts()] == [("farm01", {"cpu": 12.5, "mem": 40.0})],
    "update_service": lambda w: w.api.update_service("sync", should_run=False, config={"memLimit": "1g"}) is None and w.api.get_services()[0]["shouldRun"] is False
    and w.api.get_services()[0]["data"]["memLimit"] == "1g",
    "delete_service": lambda w: w.api.delete_service("sync") is None and w.api.get_services() == [],
    # files of the desktop
    "create_installer": installer,
    "get_installers": lambda w: w.api.get_installers(version="1.0.0")["installers"][0]["pythonVersion"] == "3.9.1",
    "update_installer": lambda w: w.api.update_installer("hearth.exe", [{"type": "http", "url": "http://x/y"}]) is None,
    "upload_installer": lambda w: w.api.upload_installer(str(w.file), "hearth.exe").status_code in (200, 204),
    "download_installer": lambda w: w.api.download_installer("hearth.exe", str(w.folder / "got.exe")) and (w.folder / "got.exe").read_bytes() == CONTENT,
    "delete_installer": lambda w: w.api.delete_installer("hearth.exe") is None and w.api.get_installers()["installers"] == [],
    "create_dependency_package": dependency_package,
    "get_dependency_packages": lambda w: w.api.get_dependency_packages()["packages"][0]["platform"] == "linux",
    "update_dependency_package": lambda w: w.api.update_dependency_package("packed.zip", [{"type": "http", "url": "http://x/y"}]) is None,
    "upload_dependency_package": lambda w: w.api.upload_dependency_package(str(w.file), "packed.zip") is None,
    "download_dependency_package": lambda w: pathlib.Path(w.api.download_dependency_package("packed.zip", str(w.folder), "got.zip")).read_bytes() == CONTENT,
    "delete_dependency_package": lambda w: w.api.delete_dependency_package("packed.zip") is None and w.api.get_dependency_packages()["packages"] == [],
    "upload_file": lambda w: w.api.upload_file("projects/every/files", w.picture, request_type=ayon_api.server_api.RequestTypes.post, content_type="image/png", filename="a.png").status_code == 201,
    "upload_file_from_stream": lambda w: w.api.upload_file_from_stream("projects/every/files", io.BytesIO(PNG), request_type=ayon_api.server_api.RequestTypes.post, content_type="image/png",
                                                                        filename="a.png").status_code == 201,
    # events and actions
    "dispatch_event": lambda w: w.keep("event", w.api.dispatch_event("test.every", payload={"a": 1})["id"]),
    "create_event": lambda w: w.api.get_event(w.api.create_event("test.every", finished=False))["status"] == "pending",
    "get_event": lambda w: w.api.get_event(w.event)["payload"] == {"a": 1},
    "get_events": lambda w: w.event in ids(w.api.get_events(topics=["test.every"])),
    "enroll_event_job": lambda w: w.keep("job", w.api.enroll_event_job("test.every", "test.every.done", "worker"))["dependsOn"] == w.event,
    "update_event": lambda w: w.api.update_event(w.job["id"], status="finished") is None and w.api.get_event(w.job["id"])["status"] == "finished",
    "delete_event": lambda w: w.api.delete_event(w.event) is None and fails(lambda: w.api.get_event(w.event)),
    "delete_events": deletes_events,
    "trigger_action": takes_action,
    "get_actions": lambda w: w.offering[0] in {action["identifier"] for action in w.api.get_actions(**w.action)},
    "set_action_config": lambda w: w.api.set_action_config(*w.offering, {"skip_last_workfile": True}, **w.action) == {"skip_last_workfile": True},
    "get_action_config": lambda w: w.api.get_action_config(*w.offering, **w.action) == {"skip_last_workfile": True},
    "abort_action": lambda w: w.api.abort_action(w.token, "not wanted") is None and w.api.get_event(w.api.get_events(topics=["action.launcher"]).__next__()["id"])["status"] == "aborted",
    "get_event_hub": lambda w: w.api.get_event_hub() is not None,
    # the end of them
    "delete_addon_version": lambda w: w.api.update_bundle("main", addon_versions={ADDON: None}) is None and w.api.update_bundle("next", addon_versions={ADDON: None}) is None
    and w.api.delete_addon_version(ADDON, VERSION) is None and ADDON not in names(w.api.get_addons_info()["addons"]),
    "delete_addon": lambda w: installed(w) and w.api.delete_addon(ADDON, purge=True) is None and ADDON not in names(w.api.get_addons_info()["addons"]),
    "delete_site": lambda w: w.api.delete_site(w.site) is None and w.site not in ids(w.running.call("GET", "/api/system/sites")[1]),
}
