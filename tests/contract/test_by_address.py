# SPDX-License-Identifier: Apache-2.0
"""Addon packages, installers and dependency packages that the server fetches from an address by itself.

usage: test_by_address.py (environment: HEARTH_BIN_DIR, HEARTH_SOURCE_DIR)
"""
import contextlib
import hashlib
import http.server
import sys
import threading
import time
import urllib.parse

from server_process import server, wait_until
from test_packages import archive, finished, install, versions

PACKAGE = {"package.py": 'name = "far_addon"\nversion = "1.0.0"\n', "private/client.zip": "x"}


class Place(http.server.BaseHTTPRequestHandler):
    """What lies elsewhere: `files`, one that sends on, and one that never ends."""
    files = {}
    asked = []

    def do_GET(self):
        Place.asked.append(self.path)
        path = urllib.parse.urlsplit(self.path).path
        if path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/far.zip")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif path == "/endless":
            self.send_response(200)
            self.send_header("Content-Length", str(8 << 30 if "huge" in self.path else 1 << 30))
            self.end_headers()
            with contextlib.suppress(OSError):
                while True:
                    self.wfile.write(b"x" * 1000)
                    self.wfile.flush()
                    time.sleep(0.02)
        elif path in self.files:
            self.send_response(200)
            self.send_header("Content-Length", str(len(self.files[path])))
            self.end_headers()
            self.wfile.write(self.files[path])
        else:
            self.send_error(404)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def place():
    listening = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Place)
    listening.daemon_threads = True
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.server_address[1]}"
    finally:
        listening.shutdown()
        listening.server_close()


def ask(running, url, name="far_addon", version="1.0.0"):
    return running.call("POST", "/api/addons/install?" + urllib.parse.urlencode({"url": url, "addonName": name, "addonVersion": version}))


def addons(running, far):
    Place.files = {"/far.zip": archive(PACKAGE), "/text.zip": b"no zip at all"}
    status, answer = ask(running, far.replace("//", "//ann:password@") + "/moved?signature=1")
    assert status == 200, answer
    event = finished(running, answer["eventId"])
    assert event["status"] == "finished" and event["topic"] == "addon.install_from_url", event
    assert event["summary"]["name"] == "far_addon" and event["summary"]["url"].endswith("/moved?signature=1"), event
    assert "password" not in str(event), "a password is told"
    assert versions(running)["far_addon"]["1.0.0"]["isBroken"] is False
    again = ask(running, far.replace("//", "//ann:password@") + "/moved?signature=1")[1]["eventId"]
    assert again == answer["eventId"], "the same again is the same event"
    finished(running, again)
    shown = running.call("GET", "/api/addons/install")[1]["items"][0]
    assert (shown["addonName"], shown["addonVersion"], shown["topic"]) == ("far_addon", "1.0.0", "addon.install_from_url"), shown
    for url, name, words in ((far + "/far.zip", "other_addon", "and not other_addon"), (far + "/none.zip", "far_addon", "HTTP 404"),
                             (far + "/text.zip", "far_addon", "Unsupported addon format"), ("http://127.0.0.1:1/x.zip", "far_addon", "could not be fetched"),
                             (far + "/endless?huge", "far_addon", "larger than 4096 MiB")):
        event = finished(running, ask(running, url, name)[1]["eventId"])
        assert event["status"] == "failed" and words in event["description"], (url, event)
    assert "other_addon" not in versions(running)
    for url, name in (("file:///etc/passwd", "far_addon"), ("ftp://127.0.0.1/x.zip", "far_addon"), ("https://", "far_addon"), ("no address", "far_addon"),
                      (far + "/far.zip", ""), (far + "/far.zip", "../far")):
        status, answer = ask(running, url, name)
        assert status == 400, (url, name, status, answer)
    status, answer = install(running, PACKAGE)
    first = finished(running, answer["eventId"])
    assert install(running, PACKAGE)[1]["eventId"] == first["id"], "the same file again is the same event"
    finished(running, first["id"])


def manifests(running, far):
    content = b"an installer" * 1000
    Place.files = {"/setup.bin": content}
    good = {"version": "1.2.3", "platform": "linux", "checksum": hashlib.sha256(content).hexdigest(), "checksumAlgorithm": "sha256",
            "sources": [{"type": "http", "url": far + "/setup.bin"}], "pythonVersion": "3.9", "pythonModules": {}, "size": len(content)}
    for family, key, topic in (("installers", "installers", "installer.install_from_url"),
                               ("dependencyPackages", "packages", "dependency_package.install_from_url")):
        path = f"/api/desktop/{family}"
        more = {"installerVersion": "1.2.3", "sourceAddons": {}} if family == "dependencyPackages" else {"runtimePythonModules": {}}
        status, answer = running.call("POST", path, {**good, **more, "filename": "good.bin"})
        assert status == 201, answer
        event = finished(running, answer["eventId"])
        assert (event["status"], event["topic"]) == ("finished", topic), event
        assert running.call("GET", path + "/good.bin")[1] == content
        sources = {one["filename"]: one["sources"] for one in running.call("GET", path)[1][key]}
        assert [one["type"] for one in sources["good.bin"]] == ["server", "http"], sources
        answer = running.call("POST", path, {**good, **more, "filename": "bad.bin", "checksum": "0" * 64})[1]
        event = finished(running, answer["eventId"])
        assert event["status"] == "failed" and "checksum" in event["description"], event
        assert running.call("GET", path + "/bad.bin")[0] == 404
        assert running.call("POST", path, {**good, **more, "filename": "none.bin", "sources": [{"type": "server"}]})[1]["eventId"] is None
        running.call("DELETE", path + "/good.bin")


def ends_meanwhile(running, far):
    event = ask(running, far + "/endless")[1]["eventId"]
    told = wait_until(lambda: (lambda found: "MiB" in found["description"] and found)(running.call("GET", f"/api/events/{event}")[1]), "word of how far it is")
    assert told["status"] == "in_progress" and "of 1024 MiB" in told["description"], told
    began = time.monotonic()
    running.stop()
    assert time.monotonic() - began < 5, "the end of the server waits for a download"
    running.start()
    found = running.call("GET", f"/api/events/{event}")[1]
    assert found["status"] == "failed" and "ask for it again" in found["description"], found
    event = ask(running, far + "/endless")[1]["eventId"]
    running.kill()
    running.start()
    found = running.call("GET", f"/api/events/{event}")[1]
    assert found["status"] == "failed" and "ask for it again" in found["description"], found
    left = [one.name for one in (running.folder / "data" / "spool").glob("*")]
    assert not left, left


def main():
    with place() as far, server() as running:
        addons(running, far)
        manifests(running, far)
        ends_meanwhile(running, far)
    print("by address: passed")


if __name__ == "__main__":
    sys.exit(main())
