# SPDX-License-Identifier: Apache-2.0
"""Every public method of the official client and of its listener is called against a fresh server, and does what it
says. A method that is in none of the tables fails the test, so that a newer client is noticed.

usage: test_every_method.py  (environment: HEARTH_BIN_DIR, HEARTH_SOURCE_DIR)
"""
import pathlib
import sys
import tempfile
import time
import traceback

import ayon_api

try:
    from ayon_api.events import Event, EventCallback, EventHub
except ImportError:  # before 1.2.25
    EventHub = None

from every_method_entities import ENTITY_CASES
from every_method_grouped import GROUPED_CASES
from every_method_studio import STUDIO_CASES
from every_method_world import PNG, Recorded, World, add_service_addon, fails
from server_process import KEY, server, wait_until

# The client asks for a newer protocol than the one this server speaks, and refuses by itself.
NEWER = {
    "get_enums": lambda w: w.api.get_enums(),
    "get_reviewables": lambda w: w.api.get_reviewables("every", "version", []),
    "migrate_addon_settings": lambda w: w.api.migrate_addon_settings("applications", "1", "2"),
}

# The client asks for it in a way that no server answers: by GET of the address that aborts.
BROKEN = {"take_action": lambda w: w.api.take_action(w.token)}

# Called in the tests of their subjects (activities, inbox, lists), which this one checks.
ELSEWHERE = {
    "create_activity", "create_activity_reaction", "create_entity_list", "create_entity_list_folder", "create_entity_list_item", "delete_activity",
    "delete_activity_reaction", "delete_entity_list", "delete_entity_list_folder", "delete_entity_list_item", "get_activity_by_id",
    "get_activity_categories", "get_entity_list_attribute_definitions", "get_entity_list_entities", "get_entity_list_folders", "get_entity_list_rest",
    "get_entity_lists", "get_entity_watchers", "materialize_entity_list", "send_activities_batch_operations", "set_entity_list_attribute_definitions",
    "set_entity_list_folders_order", "set_entity_list_items_order", "set_entity_watchers", "suggest_entity_mention", "update_activity",
    "update_entity_list", "update_entity_list_folder", "update_entity_list_item",
}

ADDON = "/api/addons/zz_addon01/1.0.0"
# What later rows stand on, for an older client that cannot do it: method, path and body.
GROUND = {
    "rename_project": lambda w: ("POST", "/api/projects/other/rename", {"name": "another", "code": "ano"}),
    "set_project_root_overrides": lambda w: ("PUT", f"/api/projects/every/roots/{w.site}", {"work": "/mine"}),
    "assign_users_to_task": lambda w: ("PATCH", f"/api/projects/every/tasks/{w.task}", {"assignees": ["artist"]}),
    "set_entity_thumbnail": lambda w: ("POST", f"/api/projects/every/folders/{w.hero}/thumbnail", PNG),
    "set_entity_thumbnail_from_stream": lambda w: ("POST", f"/api/projects/every/versions/{w.version}/thumbnail", PNG),
    "save_project_anatomy_preset": lambda w: ("PUT", "/api/anatomy/presets/house", w.api.get_built_in_anatomy_preset()),
    "rename_project_anatomy_preset": lambda w: ("PUT", "/api/anatomy/presets/home", w.api.get_built_in_anatomy_preset()),
    "set_primary_anatomy_preset": lambda w: ("POST", "/api/anatomy/presets/home/primary", {}),
    "unset_primary_anatomy_preset": lambda w: ("DELETE", "/api/anatomy/presets/home/primary", None),
    "create_user": lambda w: ("PUT", "/api/users/newcomer", {"password": "long-Enough-1", "attrib": {"fullName": "New Comer"}}),
    "rename_user": lambda w: ("POST", "/api/users/newcomer/rename", {"name": "regular"}),
    "set_addon_project_settings": lambda w: ("POST", ADDON + "/settings/every", {"size": 8}),
    "delete_addon_project_overrides": lambda w: ("DELETE", ADDON + "/overrides/every", None),
}


def lay_ground(w, name):
    if name not in GROUND:
        return
    method, path, body = GROUND[name](w)
    status, answer = w.running.call(method, path, body, headers={"content-type": "image/png"} if body is PNG else None)
    assert status < 300, (name, status, answer)


def heard(w):
    """One listener, from its start to its end."""
    seen, own = [], []

    def on_label(event):
        seen.append(event.topic)

    def on_own(event):
        own.append(event.topic)

    hub = Recorded(EventHub(w.api._client), w.asked_of_hub)
    hub.add_callback("entity.folder.label_changed", on_label, connect=False)
    hub.add_callbacks([EventCallback(topic, on_own) for topic in ("test.own", hub.TOPIC_CONNECTION_OPENED, hub.TOPIC_CONNECTION_CLOSED)], connect=False)
    assert {hub.TOPIC_AUTH_FAILED, hub.TOPIC_SERVER_RESTART_REQUESTED} and not hub.is_running()
    hub.start()
    try:
        wait_until(hub.is_connected, "the listener to connect", 20)
        assert hub.is_running() and hub.get_connection_state() is True and hub.check_server_available() is True
        assert not hub.is_auth_failed() and not hub.is_server_restarting()
        folder = w.api.create_folder("every", "listened")
        w.api.update_folder("every", folder, label="poke")
        wait_until(lambda: "entity.folder.label_changed" in seen, "the listener to hear of a change", 20)
        hub.emit_event(own_event())
        assert "test.own" in own, own
        for again in (hub.reconnect, hub.reauthenticate):
            again()
            wait_until(lambda: hears_again(w.api, folder, again.__name__, seen) and hub.is_connected(), f"the listener to hear of a change after {again.__name__}", 20)
    finally:
        hub.stop()
    wait_until(lambda: not hub.is_running(), "the listener to end", 20)


def hears_again(api, folder, label, seen):
    """Changes the folder once more: what happens between two connections of a listener is told to neither."""
    seen.clear()
    api.update_folder("every", folder, label=f"{label} {time.monotonic_ns()}")
    try:
        wait_until(lambda: "entity.folder.label_changed" in seen, "it", 1)
    except AssertionError:
        return False
    return True


def own_event():
    return Event.from_ws_message({"topic": "test.own", "id": "0" * 32})


def public_names(kind):
    return {name for name in dir(kind) if not name.startswith("_")}


def check_tables():
    tables = [set(ENTITY_CASES), set(GROUPED_CASES), set(STUDIO_CASES), set(NEWER), set(BROKEN), ELSEWHERE]
    for at, table in enumerate(tables):
        for other in tables[at + 1:]:
            assert not table & other, f"in two tables: {sorted(table & other)}"
    known = set().union(*tables)
    others = "".join(path.read_text() for path in pathlib.Path(__file__).parent.glob("test_*.py") if path.name != pathlib.Path(__file__).name)
    assert not [name for name in ELSEWHERE if f"{name}(" not in others], "a method is no longer called where it was"
    there = public_names(ayon_api.ServerAPI)
    assert not there - known, f"methods of the client that no table names: {sorted(there - known)}"
    if known - there:  # an older client has not all of them
        print(f"ayon_api {ayon_api.__version__} does not have {len(known - there)} of the methods in the tables")
    return there


def main():
    there = check_tables()
    failed = []
    with server() as running, tempfile.TemporaryDirectory() as folder:
        add_service_addon(running)
        running.make_project("other", "ot")
        client = ayon_api.ServerAPI(running.url, KEY, site_id=World.site, client_version="1.0.0")
        asked = set()
        w = World(running, client, folder, asked)
        w.asked_of_hub = set()
        w.api.get_info()
        cases = {**ENTITY_CASES, **GROUPED_CASES, **STUDIO_CASES}
        order = ["create_project", *[name for name in cases if name != "create_project"]]
        called = 0
        for name in order:
            if name not in there:
                lay_ground(w, name)
                continue
            asked.discard(name)
            try:
                assert cases[name](w), "another outcome than the table says"
                assert name in asked, "the table does not call it"
                called += 1
            except Exception:  # the next ones are tried too, so that one run shows all that is wrong
                failed.append(name)
                print(f"--- {name}\n{traceback.format_exc(limit=-3)}", file=sys.stderr)
        for table, kind in ((NEWER, "UnsupportedServerVersion"), (BROKEN, "HTTPRequestError")):
            failed += [name for name in set(table) & there if fails(lambda: table[name](w)) != kind]
        if EventHub:
            heard(w)
            missing = public_names(EventHub) - w.asked_of_hub
            assert not missing, f"methods of the listener that were not called: {sorted(missing)}"
    print(f"{called} of {len(there)} methods of ayon_api {ayon_api.__version__} called, {len(set(NEWER) & there)} ask for a newer protocol, {len(set(BROKEN) & there)} ask wrongly, {len(ELSEWHERE & there)} in other tests; "
          + (f"{len(public_names(EventHub))} of the listener" if EventHub else "this client has no listener"))
    assert not failed, f"{len(failed)} failed: {failed}"


if __name__ == "__main__":
    main()
