# SPDX-License-Identifier: Apache-2.0
"""How late an event is heard, seen by a program that does nothing else: it says something several times a second and waits for it
on `/ws`. A program that plays a whole studio measures itself, being busy with a hundred listeners.

usage: witness.py --url URL --key KEY --seconds N   (prints one JSON line: how many, and the delays of p50 and p99 in seconds)
"""
import argparse
import json
import time

import websocket

import tree

TOPIC = "day.witness"
PACE = 0.1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("--url", "--key"):
        parser.add_argument(name, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    given = parser.parse_args()
    caller = tree.Caller(given.url, given.key)
    socket = websocket.create_connection(given.url.replace("http", "ws", 1) + "/ws", timeout=10)
    socket.send(json.dumps({"topic": "auth", "token": given.key, "subscribe": [TOPIC], "project": tree.PROJECT}))
    delays, until, number = [], time.monotonic() + given.seconds, 0
    while time.monotonic() < until:
        number += 1
        body = json.dumps({"topic": TOPIC, "project": tree.PROJECT, "summary": {"number": number}}).encode()
        started = time.perf_counter()
        caller.send("POST", "/api/events", body)
        while True:
            message = json.loads(socket.recv())
            if message.get("topic") == TOPIC and message["summary"]["number"] == number:
                break
        delays.append(time.perf_counter() - started)
        time.sleep(PACE)
    delays.sort()
    print(json.dumps({"events": len(delays), "p50": delays[len(delays) // 2], "p99": delays[int(len(delays) * 0.99)]}))


if __name__ == "__main__":
    main()
