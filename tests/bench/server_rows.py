# SPDX-License-Identifier: Apache-2.0
"""What is measured of the server: its start, its memory, its answers under wrk, and one writer beside its readers."""
import contextlib
import json
import pathlib
import re
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error

import tree
from report import median, resident_megabytes
from studio_server import KEY, StudioServer

PROJECT = f"/api/projects/{tree.PROJECT}"
LOADER = """query Page($project: String!, $folders: [String!]) { project(name: $project) { products(folderIds: $folders, first: 100) {
  pageInfo { hasNextPage endCursor } edges { node { id name folderId productType status
    versions(latestOnly: true) { edges { node { id version author status createdAt attrib { comment } } } } } } } } }"""
TASKS = """query Tasks($project: String!, $folders: [String!]) { project(name: $project) { tasks(folderIds: $folders, first: 500) {
  edges { node { id name folderId taskType status assignees allAttrib } } } } }"""
KANBAN = """query Mine($users: [String!]) { kanban(assigneesAny: $users) { edges { node { projectName projectCode id name label status
  taskType assignees folderId folderName folderPath dueDate priority } } } }"""
CHANGES_A_SECOND = 50


def lua_script(method, body):
    """What wrk sends. A body with %SHOT% and %NUMBER% is another one in every request, so that no update changes nothing."""
    lines = [f'wrk.method = "{method}"', f'wrk.headers["x-api-key"] = "{KEY}"']
    if body is None:
        return "\n".join(lines)
    text = json.dumps(body).replace('"%NUMBER%"', "%NUMBER%")
    lines += ['wrk.headers["Content-Type"] = "application/json"', f"wrk.body = [==[{text}]==]"]
    if "%SHOT%" in text:
        shots = ",".join(f'"{tree.shot_id(number)}"' for number in range(50))
        lines += [f"local shots, text, count = {{{shots}}}, wrk.body, 0", "request = function()", "  count = count + 1",
                  '  local body = text:gsub("%%NUMBER%%", tostring(1100 + count % 7919)):gsub("%%SHOT%%", shots[count % #shots + 1])',
                  "  return wrk.format(nil, nil, nil, body)", "end"]
    return "\n".join(lines)


def wrk(url, method, path, body=None, seconds=2):
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(lua_script(method, body))
        script.flush()
        done = subprocess.run(["wrk", "-t1", "-c8", f"-d{seconds}s", "--timeout", "20s", "-s", script.name, url + path],
                              capture_output=True, text=True, timeout=seconds + 60)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if not rate or "Non-2xx" in done.stdout:
        raise RuntimeError(f"{path}: {done.stdout.strip()[-200:]} {done.stderr.strip()[-200:]}")
    return float(rate.group(1))


def requests():
    shots = [tree.shot_id(number) for number in range(50)]
    variables = {"project": tree.PROJECT, "folders": shots}
    update = {"id": "a" * 32, "type": "update", "entityType": "folder", "entityId": "%SHOT%", "data": {"attrib": {"frameEnd": "%NUMBER%"}}}
    yield "info with a key", 25_000, "GET", "/api/info", None
    yield "one folder", 18_000, "GET", f"{PROJECT}/folders/{shots[3]}", None
    yield "flat list of 1,011 folders", 1_200, "GET", f"{PROJECT}/folders", None
    yield "hierarchy of 1,011 folders", 1_200, "GET", f"{PROJECT}/hierarchy", None
    yield "GraphQL loader page (100 products, latest version)", 800, "POST", "/graphql", {"query": LOADER, "variables": variables}
    yield "GraphQL 200 tasks with allAttrib", 1_500, "POST", "/graphql", {"query": TASKS, "variables": variables}
    yield "operations, one durable update", 5_000, "POST", f"{PROJECT}/operations", {"operations": [update]}
    yield "event dispatch", 8_000, "POST", "/api/events", {"topic": "bench.ping", "project": tree.PROJECT, "description": "ping"}


class Writer:
    """Changes shots at a steady pace until the block ends."""

    def __init__(self, url):
        self._caller = tree.Caller(url, KEY)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self.rate = 0.0
        self.answers = []

    def __enter__(self):
        self._thread.start()
        return self

    def _work(self):
        started, count = time.monotonic(), 0
        while not self._over.is_set():
            body = {"operations": [{"id": "b" * 32, "type": "update", "entityType": "folder", "entityId": tree.shot_id(count % 50),
                                    "data": {"attrib": {"frameEnd": 20_000 + count}}}]}
            sent = time.monotonic()
            self._caller.call("POST", f"{PROJECT}/operations", body)
            self.answers.append(time.monotonic() - sent)
            count += 1
            self._over.wait(max(0.0, started + count / CHANGES_A_SECOND - time.monotonic()))
        self.rate = count / (time.monotonic() - started)

    def __exit__(self, *_):
        self._over.set()
        self._thread.join(30)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def seconds_to_first_answer(programs, data):
    port = free_port()
    started = time.perf_counter()
    process = subprocess.Popen([programs / "hearth-server", "--data", data, "--listen", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    try:
        while time.perf_counter() - started < 20:
            with contextlib.suppress(OSError, urllib.error.URLError):
                tree.Caller(f"http://127.0.0.1:{port}", KEY).send("GET", "/api/info")
                return time.perf_counter() - started
            time.sleep(0.001)
        raise RuntimeError("the server did not answer in 20 s")
    finally:
        process.terminate()
        process.wait(20)


def measure_start(report, programs, data, rounds):
    report.add("server: start to first answer", 0.1, median([seconds_to_first_answer(programs, data) for _ in range(rounds)]), "s")


def measure_memory(report, server, seconds):
    """On a server started just now that holds the whole tree."""
    time.sleep(seconds)
    report.add("server: idle memory", 40, resident_megabytes(server.process_id), "MB", note=f"{seconds} s after start" + ("" if seconds >= 60 else "; the budget says 60 s"))


def measure_bulk(report, caller, shots):
    count, seconds = tree.grow(caller, shots)
    report.add("bulk create through operations, 500 a call", 15_000, count / seconds, "/s", note=f"{count:,} entities")


# Reads whose time must not grow with the project.
SMALL_READS = ("one folder", "GraphQL loader page (100 products, latest version)", "GraphQL 200 tasks with allAttrib")


def measure_million(report, caller, url, rounds, seconds_each, entities=1_000_000, last=50_000):
    """After measure_requests, whose rates the reads are compared with."""
    started = time.monotonic()
    seconds = tree.grow_evenly(caller, entities, last)
    report.add(f"bulk create, the last {last:,} up to {entities:,}", 7_500, last / seconds, "/s", note=f"{time.monotonic() - started:.0f} s for all")
    small = {row["what"]: row["measured"] for row in report.rows}
    for what, _, method, path, body in requests():
        if what in SMALL_READS and small.get(what):
            rate = median([wrk(url, method, path, body, seconds_each) for _ in range(rounds)])
            report.add(f"{what}, of {entities:,} entities", small[what] / 2, rate, "/s", note="budget: half the rate among 35,000")


def measure_requests(report, url, rounds, seconds):
    for what, budget, method, path, body in requests():
        try:
            report.add(what, budget, median([wrk(url, method, path, body, seconds) for _ in range(rounds)]), "/s")
        except RuntimeError as error:
            report.failed(what, str(error))


def measure_beside_writer(report, url, rounds, seconds):
    for what, path in (("flat list", "folders"), ("hierarchy", "hierarchy")):
        with Writer(url) as writer:
            rate = median([wrk(url, "GET", f"{PROJECT}/{path}", None, seconds) for _ in range(rounds)])
        report.add(f"{what} with one writer beside it", 200, rate, "/s", note=f"{writer.rate:.0f} of {CHANGES_A_SECOND} changes/s, each answered in {1000 * median(writer.answers):.0f} ms")


def background_is_ready(caller, count, start):
    todo = [{"id": tree.identifier("background", start, n), "type": "update", "entityType": "folder", "entityId": tree.shot_id(n),
             "data": {"attrib": {"frameEnd": 30_000 + start + n}}} for n in range(count)]
    begun = caller.call("POST", f"{PROJECT}/operations/background", {"operations": todo})
    time.sleep(0.1)  # the pace of the client that asks
    return caller.call("GET", f"{PROJECT}/operations/background/{begun['id']}")["status"] == "completed"


def measure_background(report, caller, rounds, count):
    ready = [background_is_ready(caller, count, 1000 * n) for n in range(rounds)]
    report.add(f"background: {count} operations ready at the first poll", 1.0, sum(ready) / len(ready), "", at_least=True,
               note=f"{sum(ready)} of {len(ready)} polls after 0.1 s")


def measure_my_tasks(report, url, user, rounds):
    caller, times = tree.Caller(url, KEY), []
    for _ in range(rounds):
        started = time.perf_counter()
        answer = caller.call("POST", "/graphql", {"query": KANBAN, "variables": {"users": [user]}})
        times.append(time.perf_counter() - started)
        if "errors" in answer or len(answer["data"]["kanban"]["edges"]) != 40:
            raise RuntimeError(json.dumps(answer)[:300])
    report.add("my 40 tasks of 5 projects answered", 1.0, median(times), "s", note="the request alone: without sign-in, 40 ms of network and painting")


def measure_day(report, server, shots, seconds):
    """On the tree that measure_bulk made. The clients run in the tests' Python, which has websockets."""
    here = pathlib.Path(__file__).resolve().parent
    done = subprocess.run([here.parents[1] / "build/venv/bin/python", here / "studio_day.py", "--url", server.url, "--key", KEY, "--shots", str(shots),
                           "--seconds", str(seconds)], capture_output=True, text=True, timeout=seconds + 120)
    if done.returncode:
        raise RuntimeError((done.stdout + done.stderr)[-500:])
    day = json.loads(done.stdout)
    note = f"{seconds} s, {day['requests']:,} requests, {day['messages']:,} messages, no error"
    report.add("mixed day: p99 of requests", 0.1, day["p99"], "s", note=note)
    witness = day["witness"]
    report.add("mixed day: p99 from event to /ws", 0.01, witness["p99"], "s",
               note=f"seen by a program that does nothing else: {witness['events']:,} events, median {1000 * witness['p50']:.1f} ms")
    report.add("mixed day: memory", 300, resident_megabytes(server.process_id), "MB")


class MeasuredServer(StudioServer):
    @property
    def process_id(self):
        return self._process.pid
