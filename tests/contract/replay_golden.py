#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Replay recorded requests against a server and compare the answers.

usage: replay_golden.py URL API_KEY RECORDING.json [--allow NAME ...] [--show N]

Compared: status (a recorded 500 must become 400 or 409), the set of keys, the
type and the value of everything that is not volatile. Not compared: ids the
server chose, times, versions, message texts. Run it against a fresh server with a user `admin`, nothing else; the addon
that the recording uses is installed first from zz_addon01-1.0.0.zip beside it. Addons, bundles, users and sites
that only the recorded server had are compared by shape. Prints one line for
each difference and last 'N passed, M failed'; exits 1 where M > 0.
Needs only the standard library.
"""
import argparse
import json
import pathlib
import re
import sys
import time
import urllib.error
import urllib.request

VOLATILE = {"createdAt", "updatedAt", "uptime", "version", "token", "detail", "msg", "message", "traceback", "sender",
            "senderType", "apiKey", "apiKeyPreview", "password", "endCursor", "startCursor", "cursor", "user", "author",
            "createdBy", "updatedBy", "errors", "locations", "path", "fileId", "activityId", "eventId", "etag", "disableFeedback", "hash",
            "serverVersion", "thumbnailHash", "count"}
UNORDERED = {"ownAttrib"}
UNORDERED_BY_ID = {"folders"}  # the recorded server gives these in no order
NEVER_SENT = {"apiKey", "password"}  # hashes that the recorded server leaks and ours must not
BY_SHAPE = {"activities", "addons", "bundles", "sites", "services", "hosts", "installers", "packages", "users", "projects", "ssoOptions",
            "productionBundle", "stagingBundle", "devBundles", "attributes", "enabledAddons"}
ID = re.compile(r"^[0-9a-f]{32}$")
PNG_1PX = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c636660f8cf500f000386018058"
    "9a357d6b0000000049454e44ae426082")


def kind(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    return type(value).__name__


def differences(want, got, where="", shape_only=False, known=None):
    if kind(want) != kind(got):
        if shape_only and "null" in (kind(want), kind(got)):
            return
        yield f"{where or '.'}: {kind(want)} expected, {kind(got)} answered"
    elif isinstance(want, dict):
        if shape_only and where.endswith((".addons", ".versions", ".settings", ".dependencyPackages")):
            return
        for key in want.keys() - got.keys() - NEVER_SENT:
            yield f"{where}.{key}: missing"
        for key in got.keys() - want.keys():
            if not shape_only:
                yield f"{where}.{key}: not expected"
        for key in want.keys() & got.keys():
            if key in VOLATILE:
                continue
            if key in UNORDERED and kind(want[key]) == kind(got[key]) == "list":
                want, got = {**want, key: sorted(want[key])}, {**got, key: sorted(got[key])}
            if key in UNORDERED_BY_ID and all(isinstance(item, dict) and "id" in item for side in (want, got)
                                              for item in (side[key] if isinstance(side[key], list) else [None])):
                want = {**want, key: sorted(want[key], key=lambda item: item["id"])}
                got = {**got, key: sorted(got[key], key=lambda item: item["id"])}
            yield from differences(want[key], got[key], f"{where}.{key}", shape_only or key in BY_SHAPE, known)
    elif isinstance(want, list):
        if shape_only:
            if want and got:
                yield from differences(want[0], got[0], f"{where}[0]", True, known)
        elif len(want) != len(got):
            yield f"{where}: {len(want)} items expected, {len(got)} answered"
        else:
            for index, pair in enumerate(zip(want, got)):
                yield from differences(*pair, f"{where}[{index}]", False, known)
    elif not shape_only and want != got:
        if isinstance(want, str) and isinstance(got, str):
            if ID.match(want) and ID.match(got):
                return
            if want[:1] in "{[" and got[:1] in "{[":
                try:
                    parsed = json.loads(want), json.loads(got)
                except ValueError:
                    parsed = None
                if parsed is not None:
                    yield from differences(*parsed, where, shape_only, known)
                    return
        yield f"{where}: {json.dumps(want)[:60]} expected, {json.dumps(got)[:60]} answered"


def send(url, key, request, renamed):
    text = json.dumps(request)
    for old, new in renamed.items():
        text = text.replace(old, new)
    request = json.loads(text)
    headers = {"x-api-key": key}
    headers.update(request.get("headers", {}))
    body = request.get("body")
    if isinstance(body, str) and body.startswith("<"):
        count = int(body[1:].split()[0])
        if headers.get("content-type") == "image/png":
            data = PNG_1PX
        elif headers.get("content-type") == "application/json":
            data = b"{"
        else:
            data = (b"abc" if count == 3 else b"0123456789"[:count].ljust(count, b"x"))
            headers.setdefault("content-type", "application/octet-stream")
    elif body is not None:
        data = json.dumps(body).encode()
        headers.setdefault("content-type", "application/json")
    else:
        data = None
    wire = urllib.request.Request(url + request["path"], data=data, method=request["method"],
                                  headers={k: v for k, v in headers.items() if v is not None})
    try:
        with urllib.request.urlopen(wire, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def prepare(url, key, archive):
    """Installs the addon that the recording speaks of and puts it into a production bundle, where that is missing."""
    def call(method, path, data=None, kind="application/json"):
        wire = urllib.request.Request(url + path, data=data, method=method, headers={"x-api-key": key, "content-type": kind})
        try:
            with urllib.request.urlopen(wire, timeout=60) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            return error.code, None

    def listed():
        return any(addon["name"] == "zz_addon01" for addon in call("GET", "/api/addons")[1]["addons"])

    if not listed():
        status, _ = call("POST", "/api/addons/install", archive.read_bytes(), "application/zip")
        until = time.monotonic() + 60
        while not listed():
            if status >= 400 or time.monotonic() > until:
                sys.exit(f"the addon of the recording could not be installed (status {status})")
            time.sleep(0.1)
    if call("GET", "/api/bundles")[1]["productionBundle"] != "zz-bundle":
        call("POST", "/api/bundles", json.dumps({"name": "zz-bundle", "addons": {"zz_addon01": "1.0.0"}, "installerVersion": None,
                                                 "dependencyPackages": {}, "isProduction": True}).encode())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url")
    parser.add_argument("api_key")
    parser.add_argument("recording")
    parser.add_argument("--allow", action="append", default=[], help="name of a step whose differences are accepted")
    parser.add_argument("--show", type=int, default=6, help="differences shown for each step")
    args = parser.parse_args()
    with open(args.recording, encoding="utf-8") as file:
        steps = json.load(file)
    archive = pathlib.Path(args.recording).with_name("zz_addon01-1.0.0.zip")
    if archive.exists() and "zz_addon01" in json.dumps([step["request"] for step in steps]):
        prepare(args.url.rstrip("/"), args.api_key, archive)
    for step in steps:  # what an earlier, interrupted replay left behind
        if step["name"] == "create project":
            send(args.url.rstrip("/"), args.api_key,
                 {"method": "DELETE", "path": "/api/projects/" + step["request"]["body"]["name"]}, {})
    renamed, passed, failed = {}, 0, 0
    for step in steps:
        if step["name"] == "delete leftovers":
            continue
        status, headers, payload = send(args.url.rstrip("/"), args.api_key, step["request"], renamed)
        found = []
        if not (status == step["status"] or (step["status"] == 500 and status in (400, 409))):
            found.append(f"status {step['status']} expected, {status} answered: {payload[:120]!r}")
        elif step["status"] != 500:
            want = step["response"]
            if isinstance(want, dict) and "<bytes>" in want:
                if "content-type" in step["headers"] and headers.get("content-type", "").split(";")[0] != \
                        step["headers"]["content-type"].split(";")[0]:
                    found.append(f"content-type {step['headers']['content-type']} expected, {headers.get('content-type')} answered")
                if want.get("content") is None and step["status"] == 206 and len(payload) != want["<bytes>"]:
                    found.append(f"{want['<bytes>']} bytes expected, {len(payload)} answered")
            else:
                try:
                    got = json.loads(payload) if payload else None
                except ValueError:
                    got = f"<not JSON: {payload[:40]!r}>"
                found.extend(differences(want, got))
                if isinstance(want, dict) and isinstance(got, dict) and ID.match(str(want.get("id", ""))):
                    renamed[want["id"]] = str(got.get("id", want["id"]))
        if found and step["name"] not in args.allow:
            failed += 1
            for line in found[:args.show]:
                print(f"{step['name']}: {line}")
            if len(found) > args.show:
                print(f"{step['name']}: and {len(found) - args.show} more")
        else:
            passed += 1
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
