# SPDX-License-Identifier: Apache-2.0
"""A studio at work on one server: people who browse, publish and listen, a farm that fetches its jobs, and peers that do
not behave. Every answer is checked and timed; what a peer does wrong must reach nobody else.

usage: studio_day.py --url URL --key KEY --shots N --seconds N   (on the tree of tree.py; prints one JSON line)
"""
import argparse
import asyncio
import contextlib
import dataclasses
import json
import pathlib
import random
import subprocess
import sys
import time
import urllib.parse

import websockets

import tree

PROJECT = f"/api/projects/{tree.PROJECT}"
LOADER = """query Loader($project: String!, $folders: [String!]) { project(name: $project) { products(folderIds: $folders, first: 100) { edges { node {
 id name productType latestVersion { id version status } } } } } }"""


class Unexpected(Exception):
    """An answer that a well-behaved peer must not get."""


@dataclasses.dataclass
class Day:
    """What is counted. `seconds`: of every request of those who behave; `delays`: from an event's making to its arrival."""
    host: str
    port: int
    key: str
    shots: int
    until: float
    seconds: list = dataclasses.field(default_factory=list)
    delays: list = dataclasses.field(default_factory=list)
    problems: list = dataclasses.field(default_factory=list)
    fetched: list = dataclasses.field(default_factory=list)  # the events that jobs were made of
    published: list = dataclasses.field(default_factory=list)
    changed: dict = dataclasses.field(default_factory=dict)  # shot → the last value that was answered as kept
    counts: dict = dataclasses.field(default_factory=dict)

    def goes_on(self):
        return time.monotonic() < self.until

    def count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1


class Seat:
    """One kept connection."""

    def __init__(self, day, number, pace):
        self.day, self.own, self.random, self._pace = day, number, random.Random(number), pace
        self._streams = None

    async def ask(self, method, path, body=None, expected=(200, 201, 204)):
        text = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {path} HTTP/1.1\r\nhost: h\r\nx-api-key: {self.day.key}\r\ncontent-type: application/json\r\ncontent-length: {len(text)}\r\n\r\n"
        started = time.perf_counter()
        if not self._streams or self._streams[0].at_eof():  # a server ends connections that rest for long
            self._streams = await asyncio.open_connection(self.day.host, self.day.port, limit=1 << 24)
        reader, writer = self._streams
        writer.write(head.encode() + text)
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
        status = int(lines[0].split()[1])
        length = next((int(line.split(":")[1]) for line in lines if line.startswith("content-length:")), 0)
        content = await reader.readexactly(length)
        self.day.seconds.append(time.perf_counter() - started)
        if status not in expected:
            raise Unexpected(f"{method} {path} was answered with {status}: {content[:200]!r}")
        return json.loads(content) if content else None

    async def rest(self):
        await asyncio.sleep(self._pace * self.random.uniform(0.5, 1.5))

    def close(self):
        if self._streams:
            self._streams[1].close()


async def browse(seat):
    number = seat.random.randrange(seat.day.shots)
    folder = await seat.ask("GET", f"{PROJECT}/folders/{tree.shot_id(number)}")
    if folder["name"] != f"sh{number:04d}":
        raise Unexpected(f"another folder was given: {folder['name']}")
    page = await seat.ask("POST", "/graphql", {"query": LOADER, "variables": {"project": tree.PROJECT, "folders": [folder["id"]]}})
    products = page["data"]["project"]["products"]["edges"]
    if {edge["node"]["name"] for edge in products} < set(tree.PRODUCTS):
        raise Unexpected(f"products are missing: {products}")
    if seat.random.random() < 0.1:
        await seat.ask("GET", f"{PROJECT}/hierarchy")
    seat.day.count("pages browsed")


async def change(seat):
    """Each shot is changed by one seat alone, so that the last answered value is known."""
    number, value = seat.own, seat.random.randrange(2000, 900000)
    update = {"type": "update", "entityType": "folder", "entityId": tree.shot_id(number), "data": {"attrib": {"frameEnd": value}}}
    answer = await seat.ask("POST", f"{PROJECT}/operations", {"operations": [update], "canFail": False})
    if not answer["success"]:
        raise Unexpected(f"a change was refused: {answer}")
    seat.day.changed[number] = value
    seat.day.count("changes")


async def publish(seat):
    number = seat.random.randrange(seat.day.shots)
    count = len(seat.day.published)
    version = tree.identifier("day", seat.own, count, seat.random.random())
    product = tree.identifier("product", number, "renderBeauty")
    todo = [tree.creation("version", version, version=100 + seat.own * 100000 + count, productId=product)]
    todo += [tree.creation("representation", tree.identifier(version, ext), name=ext, versionId=version, files=[], attrib={"path": f"/{version}.{ext}"})
             for ext in ("exr", "mp4")]
    seat.day.published.append(version)
    answer = await seat.ask("POST", f"{PROJECT}/operations", {"operations": todo, "canFail": False})
    if not answer["success"]:
        raise Unexpected(f"a publish was refused: {answer}")
    seat.day.count("publishes")


async def offer(seat):
    await seat.ask("POST", "/api/events", {"topic": "day.source", "project": tree.PROJECT, "summary": {"at": time.time()}})
    seat.day.count("events")


async def enroll(seat):
    job = await seat.ask("POST", "/api/enroll", {"sourceTopic": "day.source", "targetTopic": "day.job", "sender": f"node{seat.own}"})
    if not job:
        return
    seat.day.fetched.append(job["dependsOn"])
    await seat.ask("PATCH", f"/api/events/{job['id']}", {"status": "finished"})
    seat.day.count("jobs")


async def work(day, number, task, pace):
    """A seat does the same thing until the day ends, and waits about `pace` seconds between."""
    seat = Seat(day, number, pace)
    try:
        await asyncio.sleep(seat.random.uniform(0, min(pace, 5)))
        while day.goes_on():
            await task(seat)
            await seat.rest()
    except (Unexpected, OSError, EOFError, ValueError, KeyError, TypeError) as error:
        day.problems.append(f"{task.__name__}: {type(error).__name__}: {error}")
    finally:
        seat.close()


async def listen(day):
    """Hears of everything, and how late."""
    try:
        async with websockets.connect(f"ws://{day.host}:{day.port}/ws", max_size=None) as socket:
            await socket.send(json.dumps({"topic": "auth", "token": day.key, "subscribe": ["day.source", "entity.folder"], "project": tree.PROJECT}))
            while day.goes_on():
                with contextlib.suppress(asyncio.TimeoutError):
                    message = json.loads(await asyncio.wait_for(socket.recv(), 0.5))
                    if message["topic"] == "day.source":
                        day.delays.append(time.time() - message["summary"]["at"])
                        day.count("messages heard")
    except (OSError, websockets.WebSocketException, KeyError, ValueError) as error:
        day.problems.append(f"listen: {type(error).__name__}: {error}")


GARBAGE = (
    b"\x16\x03\x01\x02\x00\x01\x00", b"GET / HTTP/9.9\r\n\r\n", b"POST /graphql HTTP/1.1\r\ncontent-length: 99999999999999999999\r\n\r\n", b"\0" * 5000,
    b"GET /api/info HTTP/1.1\r\n" + b"x: " + b"y" * 200000 + b"\r\n\r\n", b"POST /api/enroll HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
    b"GET /ws HTTP/1.1\r\nupgrade: websocket\r\n\r\n\xff\xff\xff", b"POST /api/events HTTP/1.1\r\ncontent-length: 10\r\n\r\n{", b"PUT /api/addons/install HTTP/1.1\r\ncontent-length: 4\r\n\r\nPK\3\4",
)


async def send_garbage(day):
    """Says what is no request, or goes away in the middle of one."""
    chosen = random.Random(1)
    while day.goes_on():
        with contextlib.suppress(OSError, asyncio.TimeoutError):
            reader, writer = await asyncio.open_connection(day.host, day.port)
            writer.write(chosen.choice(GARBAGE) + chosen.randbytes(chosen.randrange(40)))
            await asyncio.wait_for(reader.read(1000), 0.2)
            writer.close()
        day.count("pieces of garbage")
        await asyncio.sleep(0.02)


async def read_slowly(day):
    """Asks for much, again and again on one connection, and takes one byte a second of it."""
    with contextlib.suppress(OSError):
        reader, writer = await asyncio.open_connection(day.host, day.port, limit=1)
        ask = f"GET {PROJECT}/folders?attrib=true HTTP/1.1\r\nhost: h\r\nx-api-key: {day.key}\r\n\r\n".encode()
        writer.write(ask * 20)
        while day.goes_on():
            await reader.read(1)
            day.count("bytes read slowly")
            await asyncio.sleep(1)
        writer.close()


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("inf")


async def _all(day, roles):
    number, tasks = 0, []
    for task, seats, pace in roles:
        for _ in range(seats):
            tasks.append(work(day, number, task, pace) if pace else task(day))
            number += 1
    await asyncio.gather(*tasks)


def spend(url, key, shots, seconds, roles):
    """Runs the roles, each with how many of it and the seconds between two things one does (0 for those who only listen or
    misbehave). Gives the day with what was counted."""
    address = urllib.parse.urlsplit(url)
    day = Day(address.hostname, address.port, key, shots, time.monotonic() + seconds)
    asyncio.run(_all(day, roles))
    return day


def faults(day, caller):
    """What does not hold afterwards: every answered change and publish is there, and no job was given twice."""
    found = list(day.problems)
    if len(set(day.fetched)) != len(day.fetched):
        found.append("a job was given to two nodes")
    for number, value in day.changed.items():
        kept = caller.call("GET", f"{PROJECT}/folders/{tree.shot_id(number)}")["attrib"]["frameEnd"]
        if kept != value:
            found.append(f"shot {number} was answered with {value} and holds {kept}")
    for version in day.published:
        representations = caller.call("POST", "/graphql", {
            "query": "query ($p: String!, $v: [String!]) { project(name: $p) { representations(versionIds: $v) { edges { node { name } } } } }",
            "variables": {"p": tree.PROJECT, "v": [version]}})["data"]["project"]["representations"]["edges"]
        if len(representations) != 2:
            found.append(f"version {version} has {len(representations)} of 2 representations")
    return found


# 100 seats browsing, two publishes a minute, 50 farm nodes, and everybody listens.
ROLES = ((browse, 100, 4), (publish, 2, 60), (offer, 2, 1), (enroll, 50, 2), (listen, 100, 0))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("--url", "--key"):
        parser.add_argument(name, required=True)
    for name in ("--shots", "--seconds"):
        parser.add_argument(name, type=int, required=True)
    given = parser.parse_args()
    # Until the last seconds, when the others go.
    witness = subprocess.Popen([sys.executable, pathlib.Path(__file__).with_name("witness.py"), "--url", given.url, "--key", given.key,
                                "--seconds", str(max(1, given.seconds - 3))], stdout=subprocess.PIPE, text=True)
    day = spend(given.url, given.key, given.shots, given.seconds, ROLES)
    heard, _ = witness.communicate(timeout=60)
    found = faults(day, tree.Caller(given.url, given.key))
    if witness.returncode:
        found.append(f"the witness ended with {witness.returncode}")
    if found:
        sys.exit("\n".join(found[:5]))
    print(json.dumps({"requests": len(day.seconds), "p99": percentile(day.seconds, 0.99), "messages": len(day.delays), "witness": json.loads(heard)}))


if __name__ == "__main__":
    main()
