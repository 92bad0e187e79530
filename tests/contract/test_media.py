# SPDX-License-Identifier: Apache-2.0
"""Thumbnails, project files and reviewables, through the official client and bare requests.

usage: test_media.py (environment: HEARTH_BIN_DIR, HEARTH_SOURCE_DIR)
"""
import concurrent.futures
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import zlib

import ayon_api

from server_process import KEY, PASSWORD, server

NOBODY = "0" * 31 + "9"


def png(width, height, colour=b"\x20\x80\xff"):
    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    rows = zlib.compress((b"\0" + colour * width) * height)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def size_of(data):
    return struct.unpack(">II", data[16:24])


def send(running, method, path, body=None, key=KEY, **headers):
    given = {"x-api-key": key, **{name.replace("_", "-"): value for name, value in headers.items()}}
    request = urllib.request.Request(running.url + "/api/projects/demo/" + path, data=body, method=method, headers=given)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def tree(api):
    folder = api.create_folder("demo", "hero", folder_type="Asset")
    task = api.create_task("demo", "anim", "Animation", folder)
    product = api.create_product("demo", "reviewMain", "review", folder)
    return {"folder": folder, "task": task, "product": product, "version": api.create_version("demo", 1, product, task_id=task),
            "second": api.create_version("demo", 2, product)}


def thumbnails(running, api, ids, folder):
    small, large = png(64, 40), png(1000, 400)
    (folder / "small.png").write_bytes(small)
    (folder / "large.png").write_bytes(large)
    made = api.create_thumbnail("demo", str(folder / "small.png"))
    assert api.get_thumbnail_by_id("demo", made).content == small, "a small picture must come back as it was"
    status, headers, _ = send(running, "GET", f"thumbnails/{NOBODY}")
    assert (status, headers["x-thumbnail-id"]) == (203, None)
    assert send(running, "GET", f"thumbnails/{NOBODY}?placeholder=none")[0] == 404
    status, headers, body = send(running, "GET", f"versions/{ids['second']}/thumbnail")
    assert (status, len(body), headers["x-thumbnail-id"]) == (200, 68, None)
    assert b"No thumbnail available" in send(running, "GET", f"versions/{ids['second']}/thumbnail?placeholder=none")[2]

    api.update_version("demo", ids["version"], thumbnail_id=made)
    assert api.get_version_by_id("demo", ids["version"])["thumbnailId"] == made
    assert api.get_thumbnail("demo", "version", ids["version"], made).content == small
    for kind, name in (("folder", "folder"), ("task", "task")):
        assert send(running, "GET", f"{kind}s/{ids[name]}/thumbnail")[2] == small, f"a {kind} shows its version's picture"
    hash_before = send(running, "GET", f"versions/{ids['version']}")[2]
    status, _, answer = send(running, "PUT", f"thumbnails/{made}", large, content_type="image/png")
    assert status == 200 and ids["version"].encode() in answer, answer
    assert send(running, "GET", f"versions/{ids['version']}")[2] != hash_before
    scaled = send(running, "GET", f"thumbnails/{made}")[2]
    assert size_of(scaled) == (500, 200), size_of(scaled)
    assert send(running, "GET", f"thumbnails/{made}?original=true")[2] == large

    status, _, answer = send(running, "POST", f"folders/{ids['folder']}/thumbnail", small, content_type="image/jpeg")
    assert status == 200, answer
    assert send(running, "GET", f"folders/{ids['folder']}/thumbnail")[1]["content-type"] == "image/png", "the content decides"
    changed = running.graphql('{events(topics:["entity.folder.thumbnail_changed"]){edges{node{summary}}}}')
    assert ids["folder"] in str(changed)
    with concurrent.futures.ThreadPoolExecutor(8) as many:
        answers = list(many.map(lambda n: send(running, "PUT", f"thumbnails/{made}", png(10 + n, 10), content_type="image/png")[0], range(24)))
    assert set(answers) == {200}, answers
    assert size_of(send(running, "GET", f"thumbnails/{made}")[2])[1] == 10


def bad_thumbnails(running, ids):
    picture = png(20, 20)
    for body, kind, status in ((picture, "text/html", 415), (b"<svg/>" * 10, "image/png", 415), (picture[:40], "image/png", 415),
                               (b"short", "image/png", 415), (b"", "image/png", 415), (png(1, 1)[:16] + b"\xff" * 60, "image/png", 415),
                               (picture, "nonsense", 400)):
        got = send(running, "POST", "thumbnails", body, content_type=kind)
        assert got[0] == status, (kind, body[:20], got[0], got[2])
    broken = bytearray(png(900, 900))
    broken[60:len(broken) - 20] = b"\0" * (len(broken) - 80)
    assert send(running, "POST", "thumbnails", bytes(broken), content_type="image/png")[0] in (200, 415)
    assert send(running, "POST", f"versions/{NOBODY}/thumbnail", picture, content_type="image/png")[0] == 404
    assert send(running, "POST", "versions/zz/thumbnail", picture, content_type="image/png")[0] == 400
    assert send(running, "POST", "products/" + ids["product"] + "/thumbnail", picture, content_type="image/png")[0] in (404, 405)
    try:
        status = send(running, "POST", "thumbnails", b"\0" * 100_000_000, content_type="image/png")[0]
    except (urllib.error.URLError, ConnectionError):
        status = 413  # refused before everything was sent
    assert status == 413, status
    media = [file for file in (running.data / "media").rglob("*") if file.is_file()]
    named = running.graphql("{projects{edges{node{name}}}}")
    assert len(media) < 40 and named, "what was refused leaves nothing behind"


def files(running, api, folder):
    content = os.urandom(3_000_000)
    (folder / "notes.bin").write_bytes(content)
    answer = api.upload_project_file("demo", str(folder / "notes.bin"), content_type="application/octet-stream", filename="notes.bin")
    file_id = answer.json()["id"]
    api.download_project_file("demo", file_id, str(folder / "back.bin"))
    assert (folder / "back.bin").read_bytes() == content
    status, headers, part = send(running, "GET", f"files/{file_id}", range="bytes=100-199")
    assert (status, part, headers["content-range"]) == (206, content[100:200], "bytes 100-199/3000000")
    assert send(running, "GET", f"files/{file_id}", range="bytes=9999999-")[0] == 416
    status, headers, body = send(running, "HEAD", f"files/{file_id}/payload")
    assert (status, headers["content-length"], body) == (200, "3000000", b"") and headers["last-modified"].endswith("GMT")
    assert send(running, "GET", f"files/{file_id}", if_none_match=headers["etag"])[0] == 304
    assert b'"filename":"notes.bin"' in send(running, "GET", f"files/{file_id}/info")[2]

    own = "a" * 32
    assert send(running, "POST", f"files?x_file_id={own}", b"x", x_file_name="a.txt", content_type="text/plain")[0] == 201
    assert send(running, "POST", "files", b"x", x_file_name="a.txt", content_type="text/plain", x_file_id=own)[0] == 409
    for headers, body, status in (({"content_type": "text/plain"}, b"x", 400), ({"content_type": "text/plain", "x_file_name": "a"}, b"", 400),
                                  ({"content_type": "text/plain", "x_file_name": "a", "x_file_id": "../x"}, b"x", 400),
                                  ({"content_type": "text/plain", "x_file_name": "a", "x_activity_id": NOBODY}, b"x", 409),
                                  ({"content_type": "text/plain", "x_file_name": ".."}, b"x", 400)):
        assert send(running, "POST", "files", body, **headers)[0] == status, headers
    sly = send(running, "POST", "files", b"<script>", x_file_name="../../etc/pass\"wd.html", content_type="text/html")
    headers = send(running, "GET", "files/" + sly[2].decode().split('"')[3])[1]
    assert headers["content-disposition"] == 'inline; filename="passwd.html"' and "sandbox" in headers["content-security-policy"]
    artist = ayon_api.ServerAPI(running.url)
    artist.login("artist", PASSWORD)
    bearer = {"authorization": "Bearer " + artist.access_token}
    assert send(running, "DELETE", f"files/{own}", key="", **bearer)[0] == 403
    assert send(running, "DELETE", f"files/{own}")[0] == 204 and send(running, "GET", f"files/{own}")[0] == 404
    for bad in ("files/..%2f..%2fhearth.db", "files/zz"):
        assert send(running, "GET", bad)[0] == 400


def reviewables(running, api, ids, folder):
    movie = folder / "shot.mp4"
    subprocess.run(["/usr/bin/ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=320x240:rate=24:duration=1", "-pix_fmt", "yuv420p", movie], check=True)
    answer = api.upload_reviewable("demo", ids["second"], str(movie), label="Cut 1", content_type="video/mp4").json()
    assert answer["label"] == "Cut 1" and answer["filename"] == "shot.mp4" and answer["availability"] == "ready", answer
    assert (answer["mediaInfo"]["width"], answer["mediaInfo"]["frameRate"]) == (320, 24.0), answer["mediaInfo"]
    status, _, still = send(running, "POST", f"versions/{ids['second']}/reviewables", png(700, 300), content_type="image/png", x_file_name="b.png")
    assert status == 200, still
    listed = running.call("GET", f"/api/projects/demo/versions/{ids['second']}/reviewables")[1]
    assert [item["filename"] for item in listed["reviewables"]] == ["shot.mp4", "b.png"] and listed["version"] == "v002", listed
    first, second = (item["activityId"] for item in listed["reviewables"])
    base = f"/api/projects/demo/versions/{ids['second']}/reviewables"
    assert running.call("PATCH", base, {"sort": [second, first]})[0] == 200
    assert running.call("PATCH", f"{base}/{second}", {"label": "Still"})[0] == 200
    again = running.call("GET", base)[1]["reviewables"]
    assert [item["label"] for item in again] == ["Still", "Cut 1"], again
    assert running.call("PATCH", base, {"sort": [NOBODY]})[0] == 404 and running.call("PATCH", base, {"sort": 3})[0] == 400
    for collection, name, count in (("products", "product", 2), ("folders", "folder", 1), ("tasks", "task", 0)):
        status, versions = running.call("GET", f"/api/projects/demo/{collection}/{ids[name]}/reviewables")
        assert status == 200 and len(versions) == count, (collection, versions)
    status, headers, picture = send(running, "GET", f"versions/{ids['second']}/thumbnail")
    assert status == 200 and headers["x-file-id"] and headers["x-thumbnail-id"] is None and picture[:2] == b"\xff\xd8"
    assert send(running, "GET", f"files/{answer['fileId']}/still?t=0.5")[2][:2] == b"\xff\xd8"
    folders = running.call("GET", "/api/projects/demo/folders")[1]["folders"]
    assert folders[0]["hasReviewables"] is True
    nodes = running.graphql('{project(name:"demo"){versions(hasReviewables:true){edges{node{id hasReviewables}}} folders{edges{node{hasReviewables}}}}}')
    assert nodes["project"]["versions"]["edges"] == [{"node": {"id": ids["second"], "hasReviewables": True}}], nodes
    assert nodes["project"]["folders"]["edges"][0]["node"]["hasReviewables"] is True
    assert "reviewable.created" in str(running.graphql('{events(topics:["reviewable.*"]){edges{node{topic}}}}'))
    for body, kind, status in ((b"no movie at all", "video/mp4", 400), (b"x", "text/plain", 400),
                               (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "video/mp4", 400)):
        got = send(running, "POST", f"versions/{ids['second']}/reviewables", body, content_type=kind, x_file_name="x.mp4")
        assert got[0] == status, (kind, got)
    assert b"Failed to extract media info" in send(running, "POST", f"versions/{ids['second']}/reviewables", b"no", content_type="video/mp4", x_file_name="x")[2]


def main():
    with server() as running, tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        api = ayon_api.ServerAPI(running.url, KEY)
        running.make_project()
        running.call("PATCH", "/api/users/artist/accessGroups", {"accessGroups": [{"project": "demo", "accessGroups": ["artist"]}]})
        ids = tree(api)
        thumbnails(running, api, ids, folder)
        bad_thumbnails(running, ids)
        files(running, api, folder)
        reviewables(running, api, ids, folder)
        assert running.call("DELETE", "/api/projects/demo")[0] == 204
        assert not [file for file in (running.data / "media").rglob("*") if file.is_file()], "a project takes its files along"
    print("media: passed")


if __name__ == "__main__":
    sys.exit(main())
