# SPDX-License-Identifier: Apache-2.0
"""Routes for people: keys by name, pictures, membership, what would go by mail, and what ends when somebody is locked out.

usage: test_people.py (environment: HEARTH_BIN_DIR, HEARTH_SOURCE_DIR)
"""
import hashlib
import json
import sys
import time
import urllib.request

import websocket

from server_process import KEY, PASSWORD, server, wait_until
from test_rights import Person, png

OWN = "ownKeyOfKim0123456789abcdefghij"
ROBOT = "keyOfTheRobot0123456789abcdefgh"


def with_key(running, key, path="/api/users/me"):
    return running.call("GET", path, key=key)


def keys_by_name(running, kim, rita):
    base = "/api/users/kim/apikeys"
    for body, status in (({"label": "farm", "key": "short"}, 400), ({"key": OWN}, 400), ({"label": "farm", "key": OWN, "expires": "soon"}, 400),
                         ({"label": "farm", "key": KEY}, 409)):
        assert kim.status("POST", base, body) == status, body
    status, made = kim.call("POST", base, {"label": "farm", "key": OWN})
    assert status == 200, made
    assert kim.status("POST", base, {"label": "again", "key": OWN}) == 409
    listed = kim.call("GET", base)[1]
    assert [(one["id"], one["label"], one["preview"], one["expires"]) for one in listed] == [(made["id"], "farm", "ownK***ghij", None)], listed
    assert "user" not in listed[0] and "key" not in listed[0] and listed[0]["created"] <= time.time()
    status, me = with_key(running, OWN)
    assert status == 200 and me["name"] == "kim", me
    assert running.call("GET", "/api/users/me", key=None, headers={"authorization": f"Bearer {OWN}"})[0] == 401, "a key is no token"
    assert rita.status("GET", base) == 403 and rita.status("DELETE", f"{base}/{made['id']}") == 403
    assert running.call("GET", "/api/users/nobody9/apikeys")[0] == 404 and kim.status("DELETE", f"{base}/{'0' * 32}") == 404
    assert kim.status("PATCH", f"{base}/{made['id']}", {"label": "night", "expires": time.time() - 1}) == 204
    assert with_key(running, OWN)[0] == 401, "a key that ended still holds"
    assert kim.status("PATCH", f"{base}/{made['id']}", {"expires": None}) == 204 and with_key(running, OWN)[0] == 200
    assert kim.call("GET", base)[1][0]["label"] == "night"
    # The key stays the user's under a new name, and goes with the user.
    assert running.call("POST", "/api/users/kim/rename", {"name": "kim2"})[0] == 204
    assert with_key(running, OWN)[1]["name"] == "kim2"
    assert running.call("POST", "/api/users/kim2/rename", {"name": "kim"})[0] == 204
    assert kim.status("DELETE", f"{base}/{made['id']}") == 204 and with_key(running, OWN)[0] == 401
    assert kim.call("GET", base)[1] == []


def a_key_is_taken_back(running, kim):
    assert running.call("PUT", "/api/users/robot", {"data": {"isService": True}, "apiKey": ROBOT})[0] == 204
    assert with_key(running, ROBOT)[1]["name"] == "robot"
    socket = listen(running, ROBOT)
    assert kim.status("PATCH", "/api/users/robot/password", {"apiKey": None}) == 403
    assert with_key(running, ROBOT)[0] == 200
    assert running.call("PATCH", "/api/users/robot/password", {"apiKey": None})[0] == 204
    status, answer = with_key(running, ROBOT)
    assert (status, answer["detail"]) == (401, "Invalid API key"), answer
    assert "apiKeyPreview" not in running.call("GET", "/api/users/robot")[1]["data"]
    assert is_cut(socket), "a listener with a key that was taken back stays"
    assert running.call("PATCH", "/api/users/robot/password", {})[0] == 400
    assert running.call("PATCH", "/api/users/robot/password", {"apiKey": ROBOT})[0] == 204 and with_key(running, ROBOT)[0] == 200


def listen(running, token):
    socket = websocket.create_connection(running.url.replace("http", "ws") + "/ws", timeout=10)
    socket.send(json.dumps({"topic": "auth", "token": token, "subscribe": ["test"]}))
    assert json.loads(socket.recv()) == {"topic": "heartbeat"}
    return socket


def is_cut(socket):
    until = time.monotonic() + 5
    try:
        while time.monotonic() < until:
            if not socket.recv():
                return True
    except websocket.WebSocketConnectionClosedException:
        return True
    return False


def disabling(running):
    lou = Person(running, "lou")
    assert running.call("POST", "/api/users/lou/apikeys", {"label": "x", "key": OWN})[0] == 200
    socket = listen(running, lou.token)
    by_key = listen(running, OWN)
    started = time.monotonic()
    assert running.call("PATCH", "/api/users/lou", {"active": False})[0] == 204
    assert lou.status("GET", "/api/users/me") == 401 and with_key(running, OWN)[0] == 401
    assert running.call("POST", "/api/auth/login", {"name": "lou", "password": PASSWORD}, key=None)[0] == 403
    assert is_cut(socket) and is_cut(by_key) and time.monotonic() - started < 5, "a listener hears on"
    assert running.call("PATCH", "/api/users/lou", {"active": True})[0] == 204
    assert lou.status("GET", "/api/users/me") == 401, "an ended session came back"
    assert running.call("GET", "/api/users/lou/sessions")[1]["sessions"] == []
    assert running.call("POST", "/api/auth/login", {"name": "lou", "password": PASSWORD}, key=None)[0] == 200
    assert running.call("DELETE", "/api/users/lou")[0] == 204 and with_key(running, OWN)[0] == 401


def pictures(running, kim, rita):
    def avatar(person="kim"):
        request = urllib.request.Request(f"{running.url}/api/users/{person}/avatar", headers={"x-api-key": KEY})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.headers["content-type"], answer.read()
    running.call("PATCH", "/api/users/kim", {"attrib": {"fullName": "Kim <b>x</b> Åsa Berg"}})
    kind, drawn = avatar()
    assert kind == "image/svg+xml" and b">KB<" in drawn and b"<b>" not in drawn, drawn
    path = "/api/users/kim/avatar"
    assert kim.status("PUT", path, png(), content_type="image/png") == 204
    assert avatar() == ("image/png", png())
    assert rita.status("PUT", path, png(), content_type="image/png") == 403 and rita.status("DELETE", path) == 403
    assert kim.status("PUT", path, b"no picture at all", content_type="image/png") == 415
    assert kim.status("PUT", path, png(), content_type="image/svg+xml") == 415 and avatar() == ("image/png", png())
    assert running.call("PUT", "/api/users/nobody9/avatar", png(), headers={"content-type": "image/png"})[0] == 404
    running.stop()
    running.start()
    assert avatar() == ("image/png", png()), "a picture is gone after a start"
    assert kim.status("GET", "/api/users/me") == 200, "a session is gone after a start"
    assert running.call("POST", "/api/users/kim/rename", {"name": "kim2"})[0] == 204 and avatar("kim2") == ("image/png", png())
    assert running.call("POST", "/api/users/kim2/rename", {"name": "kim"})[0] == 204
    media = running.data / "media"
    before = sum(1 for one in media.rglob("*") if one.is_file())
    assert kim.status("DELETE", path) == 204 and avatar()[0] == "image/svg+xml"
    wait_until(lambda: sum(1 for one in media.rglob("*") if one.is_file()) < before, "the bytes of a picture to go")


def membership(running, kim, rita):
    kim.may({"project": {"access": 2}})
    assert running.call("PATCH", "/api/users/rita/accessGroups", {"accessGroups": []})[0] == 204
    assert rita.status("GET", "/api/projects/demo") == 403
    path = "/api/projects/demo/users/rita"
    assert rita.status("PATCH", path, ["artist"]) == 403
    status, people = kim.call("PATCH", path, ["artist", "nosuchgroup"])
    assert status == 200 and people["rita"] == ["artist"] and people == kim.call("GET", "/api/projects/demo/users")[1], people
    assert rita.status("GET", "/api/projects/demo") == 200 and rita.status("PATCH", path, ["supervisor"]) == 403
    assert kim.status("PATCH", path, {"a": 1}) == 400 and kim.status("PATCH", "/api/projects/demo/users/nobody9", []) == 404
    status, people = kim.call("PATCH", path, [])
    assert status == 200 and "rita" not in people and rita.status("GET", "/api/projects/demo") == 403
    running.make_project("other", "ot")
    running.call("PATCH", "/api/users/kim", {"data": {"accessGroups": {"demo": ["kim0"], "other": ["artist"]}}})
    assert kim.status("POST", "/api/access", {"rita": {"demo": ["artist"], "other": ["artist"]}}) == 403
    assert "rita" not in running.call("GET", "/api/projects/demo/users")[1], "all of it or nothing"
    assert kim.status("POST", "/api/access", {"rita": {"demo": ["freelancer"]}}) == 200
    assert running.call("POST", "/api/access", {"rita": {"other": ["artist"]}, "kim": {"other": []}})[0] == 200
    assert running.call("GET", "/api/users/rita")[1]["data"]["accessGroups"] == {"demo": ["freelancer"], "other": ["artist"]}
    assert running.call("GET", "/api/users/kim")[1]["data"]["accessGroups"] == {"demo": ["kim0"]}
    for body, status in (({"rita": []}, 400), ({"rita": {"demo": "x"}}, 400), ({"rita": {"nosuch": []}}, 404), ({"nobody9": {"demo": []}}, 404), ([], 400)):
        assert running.call("POST", "/api/access", body)[0] == status, body


def by_mail(running, kim):
    status, answer = running.call("POST", "/api/users/kim/invite", {"message": "come"})
    assert status == 400 and "no e-mail address" in answer["detail"], answer
    running.call("PATCH", "/api/users/kim", {"attrib": {"email": "kim@example.com"}})
    status, answer = running.call("POST", "/api/users/kim/invite", {})
    assert status == 501 and answer["code"] == 501 and "sends no e-mail" in answer["detail"], answer
    assert kim.status("POST", "/api/users/kim/invite", {}) == 403 and running.call("POST", "/api/users/nobody9/invite", {})[0] == 404
    told = [running.call("POST", "/api/users/passwordResetRequest", {"email": email}, key=None) for email in ("kim@example.com", "no@example.com")]
    assert told[0] == told[1] and told[0][0] == 501, "it tells which addresses are known"
    assert running.call("POST", "/api/users/passwordResetRequest", {"email": "none"}, key=None)[0] == 400
    for path in ("passwordReset", "acceptInvite"):
        assert running.call("POST", f"/api/users/{path}", {"token": "x" * 64, "password": "new-Pass-12"}, key=None)[0] == 403
        assert running.call("POST", f"/api/users/{path}", {}, key=None)[0] == 400
    assert kim.status("GET", "/api/users/me") == 200
    assert running.call("GET", "/api/auth/pools") == (200, []) and running.call("GET", "/api/auth/tokenauth", key=None)[0] == 501


def passwords(running, kim, rita):
    path = "/api/users/kim/checkPassword"
    for password, status in (("short-1", 400), ("longenoughbutplain", 400), ("Long-enough-1", 200)):
        assert kim.status("POST", path, {"password": password}) == status, password
    assert rita.status("POST", path, {"password": "Long-enough-1"}) == 403
    assert running.call("POST", "/api/users/nobody9/checkPassword", {"password": "Long-enough-1"})[0] == 404


def too_many_failures(running):
    login = {"name": "rita", "password": PASSWORD}
    assert running.call("POST", "/api/auth/login", login, key=None)[0] == 200
    for _ in range(10):
        assert running.call("POST", "/api/auth/login", {**login, "password": "wrong"}, key=None)[0] == 403
    status, answer = running.call("POST", "/api/auth/login", login, key=None)
    assert status == 403 and "Too many failed logins" in answer["detail"], answer
    assert with_key(running, KEY)[0] == 200, "who is signed in stays so"


def passwords_of_another_server():
    """Hashes as another server of the protocol kept them hold once, and are Argon2id from then on."""
    def kept(password, pepper, salt="5a" * 32):
        return hashlib.sha256(f"{password}:{salt}:{pepper}".encode()).hexdigest() + ":" + salt
    people = [{"name": "old", "isAdmin": True, "hashedPassword": kept("from-Before-1", "supersecretpasswordpepper")},
              {"name": "peppered", "hashedPassword": kept("from-Before-2", "öther:pepper"), "passwordPepper": "öther:pepper"}]
    with server(is_set_up=False) as running:
        refused = running.run("setup", "--data", running.data, text=json.dumps({"users": [{"name": "odd", "hashedPassword": "5a:zz"}]}))
        assert refused.returncode != 0 and "hashedPassword" in refused.stderr, refused
        running.set_up({"users": people})
        running.start()

        def login(name, password):
            return running.call("POST", "/api/auth/login", {"name": name, "password": password}, key=None)[0]

        def forms():
            return {name: password.split("$")[1] if "$" in password else "old" for name, password in running.sql("SELECT name, password FROM users")}
        assert set(forms().values()) == {"old"}, forms()
        assert login("old", "from-Before-2") == 403 and login("old", "from-Before-1 ") == 403 and forms()["old"] == "old"
        for _ in range(2):
            assert login("old", "from-Before-1") == 200 and login("peppered", "from-Before-2") == 200
            assert set(forms().values()) == {"argon2id"}, forms()
        assert login("old", "from-Before-2") == 403


def main():
    passwords_of_another_server()
    with server() as running:
        running.make_project()
        kim, rita = Person(running, "kim"), Person(running, "rita")
        keys_by_name(running, kim, rita)
        a_key_is_taken_back(running, kim)
        disabling(running)
        pictures(running, kim, rita)
        membership(running, kim, rita)
        by_mail(running, kim)
        passwords(running, kim, rita)
        too_many_failures(running)
    print("people: passed")


if __name__ == "__main__":
    sys.exit(main())
