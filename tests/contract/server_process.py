# SPDX-License-Identifier: Apache-2.0
"""Starts a hearth-server on a fresh data folder and a free port, for the tests beside this file."""
import contextlib
import copy
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

KEY = "contractTestServiceKey1234567890"
PASSWORD = "contract-Pass-1"
TEMPLATE = {"users": [
    {"name": "admin", "password": PASSWORD, "fullName": "Admin", "isAdmin": True},
    {"name": "service", "apiKey": KEY, "isService": True},
    {"name": "artist", "password": PASSWORD, "defaultAccessGroups": ["artist"]},
]}
BINARY = pathlib.Path(os.environ["HEARTH_BIN_DIR"]) / "hearth-server"
FAKETIME = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
SOURCE = pathlib.Path(os.environ["HEARTH_SOURCE_DIR"])
sys.path.insert(0, str(SOURCE / "tests" / "support"))
import postgres_cluster  # noqa: E402


def faked_clock(file):
    """The clock of the wall alone, as the file says; what measures intervals goes on as it does on a real machine."""
    return {"LD_PRELOAD": str(FAKETIME), "FAKETIME_TIMESTAMP_FILE": str(file), "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


def wait_until(condition, what, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        value = condition()
        if value:
            return value
        time.sleep(0.01)
    raise AssertionError(f"waited in vain for {what}")


class Server:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.data = self.folder / "data"
        self.ready = self.folder / "ready.json"
        self.process = None
        self.url = ""
        self.environment = dict(os.environ)
        cluster = os.environ.get("HEARTH_TEST_DATABASE")  # of support/postgres_cluster.py
        if cluster:
            self.environment["AYON_POSTGRES_URL"] = postgres_cluster.new_database(cluster, self.folder.name)

    def twin(self):
        """Another server on the same data and the same database; not started."""
        made = copy.copy(self)
        made.ready = self.folder / "ready-twin.json"
        made.process = None
        return made

    def run(self, *arguments, text=None):
        return subprocess.run([BINARY, *arguments], input=text, capture_output=True, text=True, timeout=60, env=self.environment)

    def sql(self, statement):
        """Asks the database itself. Gives rows of texts."""
        if "AYON_POSTGRES_URL" in self.environment:
            found = postgres_cluster.ask(self.environment["AYON_POSTGRES_URL"], "SET search_path = hearth, pg_catalog; " + statement)
            return [tuple(line.split("\x1f")) for line in found.splitlines()]
        with contextlib.closing(sqlite3.connect(self.data / "hearth.db")) as database, database:
            return [tuple(map(str, row)) for row in database.execute(statement)]

    def set_up(self, template=None):
        done = self.run("setup", "--data", self.data, text=json.dumps(template or TEMPLATE))
        assert done.returncode == 0, done.stderr

    def start(self, *arguments, **environment):
        self.ready.unlink(missing_ok=True)
        self.process = subprocess.Popen([BINARY, "--data", self.data, "--listen", "127.0.0.1:0", "--ready-file", self.ready,
                                         "--resources", SOURCE / "resources", *map(str, arguments)], env={**self.environment, **environment})
        wait_until(lambda: self.ready.exists() or self.process.poll() is not None, "the server")
        assert self.process.poll() is None, f"the server ended with {self.process.returncode}"
        self.url = json.loads(self.ready.read_text())["url"]
        return self

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            assert self.process.wait(60) == 0, "SIGTERM did not end the server with 0"

    def call(self, method, path, body=None, key=KEY, headers=None):
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        given = {"content-type": "application/json", **({"x-api-key": key} if key else {}), **(headers or {})}
        request = urllib.request.Request(self.url + path, data=data, method=method, headers=given)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                raw = answer.read()
                return answer.status, json.loads(raw) if raw[:1] in (b"{", b"[", b"n") else raw
        except urllib.error.HTTPError as error:
            raw = error.read()
            return error.code, json.loads(raw) if raw[:1] in (b"{", b"[") else raw

    def graphql(self, query, **variables):
        status, answer = self.call("POST", "/graphql", {"query": query, "variables": variables})
        assert status == 200 and "errors" not in answer, answer
        return answer["data"]

    def make_project(self, name="demo", code="dm"):
        status, anatomy = self.call("GET", "/api/anatomy/presets/_")
        status, answer = self.call("POST", "/api/projects", {"name": name, "code": code, "anatomy": anatomy})
        assert status == 201, answer


@contextlib.contextmanager
def server_with_clock():
    """A running server and the file that sets its clock, such as `+2h`."""
    with server() as running:
        running.stop()
        clock = running.folder / "clock"
        clock.write_text("+0")
        running.start(**faked_clock(clock))
        yield running, clock


@contextlib.contextmanager
def server(is_set_up=True):
    folder = tempfile.mkdtemp(prefix="hearth-contract-")
    made = Server(folder)
    try:
        if is_set_up:
            made.set_up()
            made.start()
        yield made
        made.stop()
    finally:
        if made.process and made.process.poll() is None:
            made.kill()
        shutil.rmtree(folder, ignore_errors=True)
