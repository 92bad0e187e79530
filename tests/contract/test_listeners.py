# SPDX-License-Identifier: Apache-2.0
"""Foreign WebSocket clients on /ws: who hears what, heartbeats, and who is sent away."""
import asyncio
import json
import socket as socket_module
import sys
import time

import websocket
import websockets

from server_process import KEY, PASSWORD, server


def open_socket(running, token, subscribe, project=None):
    socket = websocket.create_connection(running.url.replace("http", "ws") + "/ws", timeout=15)
    socket.send(json.dumps({"topic": "auth", "token": token, "subscribe": subscribe, "project": project}))
    assert json.loads(socket.recv()) == {"topic": "heartbeat"}, "a heartbeat follows the authorisation at once"
    return socket


def next_event(socket):
    while True:
        message = json.loads(socket.recv())
        if message["topic"] != "heartbeat":
            return message


def hears_changes(running):
    socket = open_socket(running, KEY, ["entity.folder"], "demo")
    running.call("POST", "/api/projects/demo/folders", {"name": "a", "folderType": "Folder"}, headers={"x-sender": "me"})
    event = next_event(socket)
    assert event["topic"] == "entity.folder.created" and event["project"] == "demo" and event["sender"] == "me" and event["store"] is True, event
    assert event["createdAt"].endswith("+00:00") and "payload" not in event and "hash" not in event, event
    status, stored = running.call("GET", f"/api/events/{event['id']}")
    assert status == 200 and stored["summary"]["entityId"] == event["summary"]["entityId"]
    running.call("POST", "/api/events", {"topic": "other.topic"})
    running.call("POST", "/api/projects/demo/folders", {"name": "b", "folderType": "Folder"})
    assert next_event(socket)["topic"] == "entity.folder.created", "a topic that was not subscribed to was sent"
    socket.close()


def progress_is_told(running):
    socket = open_socket(running, KEY, ["*"])
    status, made = running.call("POST", "/api/events", {"topic": "long.job", "finished": False})
    assert next_event(socket)["id"] == made["id"]
    running.call("PATCH", f"/api/events/{made['id']}", {"status": "in_progress", "progress": 40})
    event = next_event(socket)
    assert event["id"] == made["id"] and event["progress"] == 40 and "store" not in event, event
    running.call("POST", "/api/events", {"topic": "only.passing", "store": False})
    assert next_event(socket)["store"] is False
    socket.close()


def strangers_are_sent_away(running):
    started = time.monotonic()
    socket = websocket.create_connection(running.url.replace("http", "ws") + "/ws", timeout=20)
    socket.send("not json")
    socket.send(json.dumps({"topic": "auth", "token": "wrong", "subscribe": ["*"]}))
    running.call("POST", "/api/events", {"topic": "secret.thing"})
    try:
        frame = socket.recv()
    except websocket.WebSocketConnectionClosedException:
        frame = ""
    assert frame in ("", b""), f"a stranger heard {frame}"
    assert time.monotonic() - started < 15


def artists_hear_their_projects_only(running):
    status, answer = running.call("POST", "/api/auth/login", {"name": "artist", "password": PASSWORD}, key=None)
    assert status == 200, answer
    running.call("PATCH", "/api/users/artist/accessGroups", {"accessGroups": [{"project": "demo", "accessGroups": ["artist"]}]})
    running.make_project("hidden", "hi")
    running.call("PATCH", "/api/users/artist/accessGroups", {"accessGroups": [{"project": "demo", "accessGroups": ["artist"]}]})
    socket = open_socket(running, answer["token"], ["entity.folder"])
    running.call("POST", "/api/projects/hidden/folders", {"name": "x", "folderType": "Folder"})
    running.call("POST", "/api/projects/demo/folders", {"name": "seen", "folderType": "Folder"})
    assert next_event(socket)["project"] == "demo"
    socket.close()


async def other_library(running):
    async with websockets.connect(running.url.replace("http", "ws") + "/ws") as socket:
        await socket.send(json.dumps({"topic": "auth", "token": KEY, "subscribe": ["entity"]}))
        beats = [json.loads(await asyncio.wait_for(socket.recv(), 15)) for _ in range(2)]
        assert beats == [{"topic": "heartbeat"}] * 2, beats


def many_listeners(running):
    sockets = [open_socket(running, KEY, ["burst"]) for _ in range(40)]
    for n in range(50):
        running.call("POST", "/api/events", {"topic": "burst.one", "description": str(n)})
    for socket in sockets:
        assert [next_event(socket)["description"] for _ in range(50)] == [str(n) for n in range(50)]
        socket.close()


def deaf_ones_do_not_hold_the_server(running):
    """At its end some never answer, and for some of them more is queued than goes out."""
    narrow = ((socket_module.SOL_SOCKET, socket_module.SO_RCVBUF, 4096),)
    deaf = []
    for n in range(40):
        one = websocket.create_connection(running.url.replace("http", "ws") + "/ws", timeout=15, sockopt=narrow)
        one.send(json.dumps({"topic": "auth", "token": KEY, "subscribe": ["deaf" if n % 2 else "nothing"]}))
        deaf.append(one)
    for one in deaf:
        assert json.loads(one.recv())["topic"] == "heartbeat"
    for _ in range(300):
        running.call("POST", "/api/events", {"topic": "deaf.thing", "description": "d" * 10_000})
    began = time.monotonic()
    running.process.terminate()
    assert running.process.wait(60) == 0
    took = time.monotonic() - began
    assert took < 5, f"{took:.1f} s"
    for one in deaf:
        one.shutdown()
    print(f"the server ended {took:.1f} s after SIGTERM, with {len(deaf)} listeners that do not read")


def main():
    with server() as running:
        deaf_ones_do_not_hold_the_server(running)
    with server() as running:
        running.make_project()
        hears_changes(running)
        progress_is_told(running)
        strangers_are_sent_away(running)
        artists_hear_their_projects_only(running)
        many_listeners(running)
        asyncio.run(other_library(running))
        socket = open_socket(running, KEY, ["*"])
        running.process.terminate()
        while socket.recv():
            pass  # the server says goodbye before it ends
        assert running.process.wait(60) == 0
    print("listeners: passed")


if __name__ == "__main__":
    sys.exit(main())
