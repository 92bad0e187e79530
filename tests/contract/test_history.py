# SPDX-License-Identifier: Apache-2.0
"""The history of a studio: who changed what, when and from where, what was refused and which secrets were read; and never a
password, a key or a secret in it."""
import csv
import io
import json
import urllib.request

import ayon_api

from server_process import KEY, PASSWORD, server, wait_until

SECRETS = ["history-Secret-1", "history-Pass-9", "historyApiKey0123456789abcdef", "settings-Password-5"]


def changes(running, **filters):
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    status, answer = running.call("GET", "/api/hearth/history?limit=500&" + query)
    assert status == 200, answer
    return answer["changes"]


def text_of(running, path):
    """The answer's text with the header that says where the rest begins."""
    request = urllib.request.Request(running.url + path, headers={"x-api-key": KEY})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read().decode(), answer.headers.get("X-Hearth-Cursor")


def newest(running, **filters):
    found = changes(running, **filters)
    assert found, f"nothing is written of {filters}"
    return found[0]


def log_in(running, name="admin", password=PASSWORD, **headers):
    return running.call("POST", "/api/auth/login", {"name": name, "password": password}, key=None, headers=headers)


def every_write_is_there(running):
    """Each of these must leave at least one entry of its own, by the one who asked, with the address and the request's id."""
    entity = running.call("POST", "/api/projects/demo/folders", {"name": "sh010", "folderType": "Folder"})[1]["id"]
    second = running.call("POST", "/api/projects/demo/folders", {"name": "sh020", "folderType": "Folder"})[1]["id"]
    task = running.call("POST", "/api/projects/demo/tasks", {"name": "comp", "taskType": "Generic", "folderId": entity})[1]["id"]
    listed = running.call("POST", "/api/projects/demo/lists", {"label": "Dailies", "entityType": "folder", "entityListType": "generic"})
    assert listed[0] in (200, 201), listed
    list_id = listed[1]["id"]
    writes = [
        ("PATCH", f"/api/projects/demo/folders/{entity}", {"status": "In progress"}, "folder"),
        ("PATCH", f"/api/projects/demo/tasks/{task}", {"assignees": ["artist"]}, "task"),
        ("PATCH", f"/api/projects/demo/lists/{list_id}", {"label": "Dailies 2"}, "list"),
        ("POST", f"/api/projects/demo/lists/{list_id}/items", {"entityId": entity}, "list_item"),
        ("PATCH", "/api/projects/demo", {"attrib": {"fps": 24}}, "project"),
        ("PUT", "/api/projects/demo/links/types/reference%7Cfolder%7Cfolder", {"data": {}}, "project"),
        ("POST", "/api/projects/demo/links", {"input": entity, "output": second, "linkType": "reference|folder|folder"}, "link"),
        ("POST", f"/api/projects/demo/folder/{entity}/activities", {"activityType": "comment", "body": "looks good"}, "activity"),
        ("PUT", "/api/users/newone", {"password": SECRETS[1], "attrib": {"fullName": "New One"}}, "user"),
        ("PATCH", "/api/users/newone/password", {"password": SECRETS[1] + "x"}, "user"),
        ("PUT", "/api/users/robot", {"apiKey": SECRETS[2], "data": {"isService": True}}, "user"),
        ("PATCH", "/api/users/newone", {"data": {"isManager": True}}, "user"),
        ("PATCH", "/api/users/newone/rename", {"newName": "newtwo"}, "user"),
        ("PUT", "/api/accessGroups/history/_", {"update": {"enabled": True}}, "access_group"),
        ("PUT", "/api/secrets/farm", {"name": "farm", "value": SECRETS[0]}, "secret"),
        ("DELETE", "/api/secrets/farm", None, "secret"),
        ("POST", "/api/bundles", {"name": "b1", "addons": {}, "installerVersion": None}, "bundle"),
        ("PATCH", "/api/bundles/b1", {"isProduction": True}, "bundle"),
        ("PUT", "/api/anatomy/presets/mine", running.call("GET", "/api/anatomy/presets/_")[1], "anatomy_preset"),
        ("PUT", "/api/attributes/historyAttrib", {"position": 50, "scope": ["folder"], "data": {"type": "string", "title": "H"}}, "attribute"),
        ("PATCH", "/api/config", {"customization": {"login_title": "Hello"}}, "config"),
        ("PUT", "/api/hearth/retention", {"logs": 8}, "retention"),
        ("PATCH", "/api/projects/demo", {"tags": [{"name": "urgent", "color": "#ff0000", "original_name": "urgent"}]}, "project"),
        ("DELETE", "/api/users/newtwo", None, "user"),
        ("DELETE", f"/api/projects/demo/lists/{list_id}", None, "list"),
        ("DELETE", f"/api/projects/demo/tasks/{task}", None, "task"),
    ]
    seen = 0
    for method, path, body, kind in writes:
        last = newest(running)["id"]
        status, answer = running.call(method, path, body)
        if status in (404, 405):  # the route has another name here: the test must not pass over it
            raise AssertionError(f"{method} {path}: {status} {answer}")
        assert status < 300, (method, path, status, answer)
        made = [one for one in changes(running) if one["id"] > last and one["entityType"] == kind]
        assert made, f"{method} {path} left nothing in the history"
        assert made[0]["user"] == "service" and made[0]["address"] == "127.0.0.1" and len(made[0]["request"]) == 16, made[0]
        seen += 1
    return entity, seen


def values_are_told(running, entity):
    status = newest(running, entityId=entity, action="update")
    assert status["before"]["status_changed"] != status["after"]["status_changed"] == "In progress", status
    assert status["project"] == "demo" and status["entityName"] == "/sh010", status
    switched = [one for one in changes(running, entityType="bundle", action="update") if one["after"].get("isProduction")]
    assert switched and switched[0]["entityId"] == "b1", switched
    renamed = newest(running, entityType="user", text="newtwo", action="update")
    assert (renamed["before"]["name"], renamed["after"]["name"]) == ("newone", "newtwo"), renamed
    assert newest(running, entityType="user", action="delete")["entityId"] == "newtwo"


def logins_and_refusals(running):
    status, login = log_in(running, **{"user-agent": "test-agent"})
    assert status == 200
    made = newest(running, action="login", user="admin")
    assert made["after"]["agent"] == "test-agent" and made["address"] == "127.0.0.1", made
    bearer = {"authorization": "Bearer " + login["token"]}
    assert running.call("POST", "/api/auth/logout", key=None, headers=bearer)[0] == 200
    assert newest(running, user="admin")["action"] == "logout"
    assert log_in(running, password="wrong")[0] == 403
    assert log_in(running, name="my-Secret-typed-as-name", password="x")[0] == 403
    wait_until(lambda: len(changes(running, action="refused", entityType="session")) == 2, "the refused logins")
    unknown, known = changes(running, action="refused", entityType="session")
    assert known["user"] == "admin" and known["after"]["reason"] == "wrong password", known
    assert unknown["user"] == "" and unknown["after"]["reason"] == "no such user", unknown
    for _ in range(30):  # refused a thousand times, written a few times
        log_in(running, name="nobody", password="x")
    refused = changes(running, action="refused", entityType="session")
    assert len(refused) <= 10, len(refused)
    artist = running.call("POST", "/api/auth/sessions", {"userName": "artist"})[1]["token"]
    bearer = {"authorization": "Bearer " + artist}
    for _ in range(3):
        assert running.call("DELETE", "/api/projects/demo", key=None, headers=bearer)[0] == 403
    wait_until(lambda: changes(running, action="refused", entityType="right"), "the refused right")
    rights = changes(running, action="refused", entityType="right")
    assert len(rights) == 1 and rights[0]["user"] == "artist" and rights[0]["entityId"] == "DELETE /api/projects/demo", rights
    for path in ("/api/hearth/history", "/api/hearth/history/export", "/api/hearth/retention"):
        assert running.call("GET", path, key=None, headers=bearer)[0] == 403, path
    wait_until(lambda: len(changes(running, action="refused", entityType="right")) == 4, "the refused readings")


def secrets_that_were_read(running):
    running.call("PUT", "/api/secrets/shared", {"name": "shared", "value": SECRETS[0]})
    for _ in range(3):
        assert running.call("GET", "/api/secrets/shared")[1]["value"] == SECRETS[0]
    read = changes(running, action="read", entityType="secret")
    assert [(one["entityId"], one["user"]) for one in read] == [("shared", "service")], read
    running.call("PUT", "/api/users/boss", {"password": SECRETS[1], "data": {"isManager": True}})
    token = running.call("POST", "/api/auth/sessions", {"userName": "boss"})[1]["token"]
    bearer = {"authorization": "Bearer " + token}
    assert "value" not in running.call("GET", "/api/secrets/shared", key=None, headers=bearer)[1]
    assert len(changes(running, action="read", entityType="secret")) == 1, "a manager is told names, which is no reading"


def nothing_secret_is_kept(running):
    rows = [" ".join(row) for row in running.sql("SELECT * FROM changes")]
    hashes = [value for row in running.sql("SELECT password, api_key FROM users") for value in row if value not in ("", "None")]
    hashes += [row[0] for row in running.sql("SELECT token FROM sessions")]
    hashes += [row[0] for row in running.sql("SELECT name FROM documents WHERE kind = 'api_key'")]
    assert len(hashes) > 4 and len(rows) > 30
    for word in [*SECRETS, KEY, PASSWORD, "my-Secret-typed-as-name", "wrong\"", "$argon2id$", *hashes]:
        held = [row for row in rows if word in row]
        assert not held, (word, held[0])


def pages_and_exports(running):
    whole = changes(running)
    paged, cursor = [], ""
    while True:
        status, page = running.call("GET", f"/api/hearth/history?limit=7{cursor}")
        assert status == 200 and len(page["changes"]) <= 7
        paged += page["changes"]
        if page["cursor"] == 0:
            break
        cursor = f"&cursor={page['cursor']}"
    assert [one["id"] for one in paged] == [one["id"] for one in whole] and len(paged) > 30, len(paged)
    middle = whole[len(whole) // 2]["at"][:26] + "Z"
    assert {one["id"] for one in changes(running, since=middle)} | {one["id"] for one in changes(running, until=middle)} == {one["id"] for one in whole}
    assert changes(running, since="2999-01-01") == [] == changes(running, until="1999-01-01"), (changes(running, since="2999-01-01"), changes(running, until="1999-01-01"))
    assert {one["project"] for one in changes(running, project="demo")} == {"demo"}
    for wrong in ("since=yesterday", "limit=0", "cursor=x", "project=none"):
        assert running.call("GET", "/api/hearth/history?" + wrong)[0] in (400, 404), wrong
    running.call("POST", "/api/projects/demo/folders", {"name": "formula", "label": "=HYPERLINK(1)", "folderType": "Folder"})
    running.call("PUT", "/api/secrets/-2.5_total", {"name": "x", "value": "1"})
    text, cursor = text_of(running, "/api/hearth/history/export")
    exported = [json.loads(line) for line in text.splitlines()]
    assert cursor is None
    parts, more = [], ""
    while more is not None:
        text, more = text_of(running, "/api/hearth/history/export?limit=9" + (f"&cursor={more}" if more else ""))
        parts += [json.loads(line) for line in text.splitlines()]
    assert parts == exported
    assert exported[0]["id"] > exported[-1]["id"] and len(exported) >= len(whole)
    table, _ = text_of(running, "/api/hearth/history/export?format=csv")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [int(row["id"]) for row in rows] == [one["id"] for one in exported]
    assert not [cell for row in rows for cell in row.values() if cell[:1] in tuple("=+-@")], "a cell that a table program runs"


def behind_a_proxy():
    with server() as running:
        running.stop()
        running.start("--trusted-proxy", "127.0.0.1")
        assert log_in(running, **{"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https"})[0] == 200
        assert newest(running, action="login")["address"] == "203.0.113.9"
    with server() as running:
        assert log_in(running, **{"x-forwarded-for": "203.0.113.9"})[0] == 200
        assert newest(running, action="login")["address"] == "127.0.0.1", "an address that anybody may write is not believed"


def the_official_client(running):
    connection = ayon_api.ServerAPI(running.url, token=KEY)
    made = connection.create_folder("demo", "by_client")
    entry = newest(running, entityId=made)
    assert (entry["action"], entry["user"]) == ("create", "service"), entry
    assert connection.get_secret("shared")["value"] == SECRETS[0]


def main():
    with server() as running:
        running.make_project()
        entity, seen = every_write_is_there(running)
        values_are_told(running, entity)
        secrets_that_were_read(running)
        logins_and_refusals(running)
        pages_and_exports(running)
        the_official_client(running)
        nothing_secret_is_kept(running)
        print(f"{seen} kinds of writes, logins, refusals and readings are in the history, and no secret")
    behind_a_proxy()


main()
