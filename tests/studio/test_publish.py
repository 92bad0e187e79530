#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""hearth publish against a studio's server: what the disk, the server and the official client say afterwards."""
import hashlib
import json
import os
import pathlib
import pty
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.request
import zlib

from studio_server import KEY, PROGRAMS, Seat, StudioServer, run
from screen import wait_for

TOP_SOURCE = pathlib.Path(os.environ.get("HEARTH_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
WORK = tempfile.TemporaryDirectory(prefix="hearth_publish_ü_")
TOP = pathlib.Path(WORK.name)
server = StudioServer(TOP / "server").start()
server.add_bundle("b1", {}, isProduction=True)
server.add_project("demo_project", TOP / "Projects")
seat = Seat(TOP / "seat", AYON_SERVER_URL=server.url, AYON_API_KEY=KEY)
CONTEXT = ["--project", "demo_project", "--folder", "/assets/hero", "--task", "modeling"]


def glb(path, text=b'{"asset":{"version":"2.0"}}'):
    text += b" " * (-len(text) % 4)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"glTF" + (2).to_bytes(4, "little") + (20 + len(text)).to_bytes(4, "little") + len(text).to_bytes(4, "little") + b"JSON" + text)
    return path


def frames(folder, first, last, size=50_000):
    folder.mkdir(parents=True, exist_ok=True)
    for frame in range(first, last + 1):
        (folder / f"plate.{frame:04d}.exr").write_bytes(os.urandom(size))
    return folder


def publish(*arguments, expected=0, seat=seat, **environment):
    done = seat.hearth("publish", *map(str, arguments), *CONTEXT, "--json", **environment)
    assert done.returncode == expected, (done.returncode, done.stdout, done.stderr)
    return json.loads(done.stdout.strip().splitlines()[-1])


def leftovers():
    return [str(p) for p in (TOP / "Projects").rglob(".hearth-*")] + [str(p) for p in TOP.glob("*/.local/share/AYON/hearth/publishes/*.json")]


def representations(version):
    query = ('query R($p: String!, $v: [String!]!) { project(name: $p) { representations(versionIds: $v) { edges { node { name context attrib { path template } '
             'files { name path size hash hashType } } } } } }')
    data = server.call("POST", "/graphql", {"query": query, "variables": {"p": "demo_project", "v": [version]}})["data"]
    return [edge["node"] for edge in data["project"]["representations"]["edges"]]


def check_version(version, root=TOP / "Projects"):
    """Every file that the server names is there with the content it says."""
    count = 0
    for one in representations(version):
        for file in one["files"]:
            path = pathlib.Path(file["path"].replace("{root[work]}", str(root)))
            content = path.read_bytes()
            assert (int(file["size"]), file["hash"], file["hashType"]) == (len(content), hashlib.sha256(content).hexdigest(), "sha256"), file
            count += 1
    return count


def a_model_and_a_sequence():
    done = publish(glb(TOP / "in/hero ü.glb"), frames(TOP / "in/plates", 1001, 1012), "--comment", "first one")
    assert done["ok"] and not leftovers(), done
    assert {(v["product"], v["version"], v["files"]) for v in done["versions"]} == {("modelMain", 1, 1), ("plateMain", 1, 12)}, done
    assert sum(check_version(v["id"]) for v in done["versions"]) == 13
    assert (TOP / "in/hero ü.glb").exists()
    report = json.loads(pathlib.Path(done["report"]).read_text())
    assert report["report_version"] == "1.1.1" and pathlib.Path(done["report"]).parent.name == "publish_report_viewer", done["report"]
    again = publish(TOP / "in/hero ü.glb")
    assert [v["version"] for v in again["versions"]] == [2], again


def the_official_client_reads_it():
    done = publish(glb(TOP / "in2/box.glb"), "--product", "model/Box", "--comment", "for the client")
    version = done["versions"][0]
    code = """
import json, sys, ayon_api
p, v = sys.argv[1:]
version = ayon_api.get_version_by_id(p, v)
product = ayon_api.get_product_by_id(p, version["productId"])
one = list(ayon_api.get_representations(p, version_ids=[v]))[0]
print(json.dumps({"number": version["version"], "comment": version["attrib"]["comment"], "families": version["attrib"]["families"],
                  "data": version.get("data"), "author": version["author"], "task": bool(version["taskId"]), "product": product["name"],
                  "type": product["productType"], "name": one["name"], "files": one["files"], "context": one["context"], "template": one["attrib"]["template"]}))
"""
    out = subprocess.run([TOP_SOURCE / "build/venv/bin/python", "-c", code, "demo_project", version["id"]], capture_output=True, text=True, timeout=60,
                         env={"PATH": "/usr/bin:/bin", "HOME": str(TOP / "client"), "AYON_SERVER_URL": server.url, "AYON_API_KEY": KEY})
    assert out.returncode == 0, out.stderr
    read = json.loads(out.stdout.strip().splitlines()[-1])
    assert (read["number"], read["comment"], read["product"], read["type"], read["name"]) == (1, "for the client", "modelBox", "model", "glb"), read
    assert read["families"] == ["model"] and read["task"], read
    context = read["context"] if isinstance(read["context"], dict) else json.loads(read["context"])
    assert context["product"]["name"] == "modelBox" and context["hierarchy"] == "assets" and context["version"] == 1, context
    file = read["files"][0]
    path = pathlib.Path(file["path"].replace("{root[work]}", str(TOP / "Projects")))
    assert hashlib.sha256(path.read_bytes()).hexdigest() == file["hash"], file


def a_dry_run_touches_nothing():
    before = sorted(TOP.glob("Projects/**/*"))
    dry = publish(glb(TOP / "in3/dry.glb"), "--product", "model/Dry", "--dry-run")
    assert dry["ok"] and not dry["done"] and dry["versions"][0]["files"][0]["target"].endswith("/modelDry/v001/dem_hero_modelDry_v001.glb"), dry
    assert sorted(TOP.glob("Projects/**/*")) == before


def problems_are_told():
    plates = frames(TOP / "in4", 1, 6)
    (plates / "plate.0004.exr").unlink()
    done = publish(plates, "--product", "plate/Gap", expected=1)
    assert [p["title"] for p in done["problems"]] == ["Frames are missing"] and "4" in done["problems"][0]["message"], done
    done = publish(plates, "--product", "plate/Gap", "--accept-gaps")
    assert check_version(done["versions"][0]["id"]) == 5
    done = publish(plates, "--product", "plate/Gap", "--accept-gaps", "--version", "1", expected=1)
    assert done["problems"][0]["title"] == "Version exists", done
    done = publish(TOP / "nowhere.glb", expected=1)
    assert "nowhere.glb" in done["error"], done
    wrong = seat.hearth("publish", str(plates), "--project", "demo_project", "--product", "plate")
    assert wrong.returncode == 2 and "--folder" in wrong.stderr, wrong.stderr
    wrong = seat.hearth("publish", str(plates), "--project", "demo_project", "--folder", "/none")
    assert wrong.returncode == 1 and "/none" in wrong.stderr, wrong.stderr
    context = seat.hearth("publish", "context.json")
    assert context.returncode == 2 and "core addon" in context.stderr, context.stderr
    assert not leftovers()


def pictures_get_a_thumbnail_or_a_warning():
    """The server may be one without that route; then the report says so and the version is there."""
    picture = TOP / "in10/paint ü.png"
    picture.parent.mkdir()
    pixels = b"".join(b"\0" + b"\x40\x80\xc0" * 640 for _ in range(480))

    def chunk(kind, content):
        return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", (640).to_bytes(4, "big") + (480).to_bytes(4, "big") + b"\x08\x02\0\0\0")
                        + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b""))
    done = publish(picture)
    assert done["ok"] and done["versions"][0]["product"] == "imageMain", done
    assert {r["name"] for r in representations(done["versions"][0]["id"])} == {"png", "preview"}, done
    assert check_version(done["versions"][0]["id"]) == 2
    version = server.call("GET", f"/api/projects/demo_project/versions/{done['versions'][0]['id']}")
    told = [w for w in done["warnings"] if "no thumbnail" in w]
    assert bool(version.get("thumbnailId")) != bool(told), (version, done["warnings"])
    broken = glb(TOP / "in11/broken.glb")
    broken.write_bytes(broken.read_bytes()[:-4])
    refused = publish(broken, "--product", "model/Broken", expected=1)
    assert [p["check"] for p in refused["problems"]] == ["check_gltf"], refused


def pictures(folder, count=24, tail="shot.%04d.png", *codec):
    """A picture that moves, of a size that H.264 cannot have."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc=size=321x181:rate=24", "-frames:v", str(count), *codec, folder / tail], check=True,
                   timeout=120, stdin=subprocess.DEVNULL)
    return folder


def reviewables(version):
    return server.call("GET", f"/api/projects/demo_project/versions/{version['id']}/reviewables")["reviewables"]


def a_sequence_can_be_reviewed():
    done = publish(pictures(TOP / "in12"), "--product", "plate/Shown")
    assert not done["warnings"] and check_version(done["versions"][0]["id"]) == 24, done
    (shown,) = reviewables(done["versions"][0])
    assert (shown["filename"], shown["mimetype"], shown["label"]) == ("plateShown_v001.mp4", "video/mp4", "plateShown"), shown
    media = urllib.request.urlopen(urllib.request.Request(f"{server.url}/api/projects/demo_project/files/{shown['fileId']}", headers={"x-api-key": KEY}), timeout=30)
    (TOP / "shown.mp4").write_bytes(media.read())
    probed = json.loads(subprocess.run(["ffprobe", "-v", "error", "-count_frames", "-show_streams", "-of", "json", TOP / "shown.mp4"], check=True, capture_output=True,
                                       timeout=60).stdout)["streams"][0]
    assert (probed["codec_name"], probed["pix_fmt"], probed["width"], probed["nb_read_frames"]) == ("h264", "yuv420p", 320, "24"), probed
    assert not reviewables(publish(TOP / "in12", "--product", "plate/Shown", "--no-reviewable")["versions"][0])
    assert len(reviewables(publish(TOP / "in12", "--product", "image/Shown", "--reviewable")["versions"][0])) == 1


def movies_can_be_reviewed():
    done = publish(pictures(TOP / "in13", 8, "edit.mov", "-c:v", "prores_ks") / "edit.mov", "--product", "review/Edit")
    (shown,) = reviewables(done["versions"][0])
    assert shown["filename"] == "reviewEdit_v001.mp4" and not done["warnings"], (shown, done)
    done = publish(pictures(TOP / "in13", 8, "web.mp4", "-vf", "scale=320:180", "-pix_fmt", "yuv420p") / "web.mp4", "--product", "review/Web")
    (shown,) = reviewables(done["versions"][0])
    published = representations(done["versions"][0]["id"])[0]["files"][0]
    assert (shown["filename"], shown["mediaInfo"].get("size", published["size"])) == (published["name"], published["size"]), (shown, published)


def without_ffmpeg_it_is_published_with_a_warning():
    done = publish(TOP / "in12", "--product", "plate/Poor", PATH=str(TOP / "nothing_here"))
    assert done["ok"] and check_version(done["versions"][0]["id"]) == 24, done
    assert any("cannot be reviewed in a browser: ffmpeg is not installed" in one for one in done["warnings"]), done
    assert not reviewables(done["versions"][0])


def a_stop_while_pictures_are_sent_keeps_the_version(hold, product, *told):
    relay = Relay(server.port, hold=hold)
    far = Seat(TOP / f"far_{product}", AYON_SERVER_URL=relay.url, AYON_API_KEY=KEY)
    terminal, inside = pty.openpty()
    running = subprocess.Popen([PROGRAMS / "hearth", "publish", TOP / "in12", *CONTEXT, "--product", f"plate/{product}", "--json"], env=far.environment,
                               stdout=subprocess.PIPE, stderr=inside, text=True)
    os.close(inside)
    seen = bytearray()

    def read():
        try:
            while block := os.read(terminal, 65536):
                seen.extend(block)
        except OSError:
            pass  # the program's end of it is closed
    reader = threading.Thread(target=read)
    reader.start()
    assert relay.held.wait(90), seen
    running.send_signal(signal.SIGINT)
    out, _ = running.communicate(timeout=60)
    reader.join(20)
    assert running.returncode == 0, (running.returncode, out, seen)
    done = json.loads(out.strip().splitlines()[-1])
    assert done["ok"] and check_version(done["versions"][0]["id"]) == 24 and not leftovers(), done
    assert any(f"plate{product} is published. Pictures of it that were not sent yet were left out" in one for one in done["warnings"]), done
    for words in told:
        assert words in seen.decode(), (words, seen)


def a_stop_while_the_thumbnail_is_sent():
    a_stop_while_pictures_are_sent_keeps_the_version(b"/thumbnail HTTP", "HeldSmall", "Thumbnail of plateHeldSmall")


def a_stop_while_the_reviewable_is_sent():
    a_stop_while_pictures_are_sent_keeps_the_version(b"/reviewables?label=", "HeldLong", "Making the reviewable of plateHeldLong: frame", "Sending plateHeldLong for review")


def two_at_once_get_consecutive_versions():
    big = frames(TOP / "in5", 1, 8, size=4_000_000)
    others = [Seat(TOP / f"seat{n}", AYON_SERVER_URL=server.url, AYON_API_KEY=KEY) for n in range(3)]
    running = [subprocess.Popen([PROGRAMS / "hearth", "publish", big, *CONTEXT, "--product", "plate/Both", "--json"], env=one.environment, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True) for one in others]
    numbers = []
    for one in running:
        out, errors = one.communicate(timeout=120)
        assert one.returncode == 0, (out, errors)
        version = json.loads(out.strip().splitlines()[-1])["versions"][0]
        assert check_version(version["id"]) == 8
        numbers.append(version["version"])
    assert sorted(numbers) == [1, 2, 3] and not leftovers(), (numbers, leftovers())


class Relay:
    """Passes bytes between a program and the server; cuts the connection that carries the first operations call
    before its answer, and holds back what contains certain bytes."""

    def __init__(self, port, cut=0, hold=None):
        self._port, self.cut, self.cuts = port, cut, 0
        self._hold, self.held = hold, threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            near, _ = self._socket.accept()
            far = socket.create_connection(("127.0.0.1", self._port))
            state = {"isCut": False}
            threading.Thread(target=self._pass, args=(near, far, state, True), daemon=True).start()
            threading.Thread(target=self._pass, args=(far, near, state, False), daemon=True).start()

    def _pass(self, source, target, state, is_request):
        try:
            while block := source.recv(65536):
                if is_request and self._hold and self._hold in block:
                    self.held.set()
                    return  # the program waits, and nobody hears of it
                if is_request and b"/operations HTTP" in block and self.cuts < self.cut:
                    self.cuts += 1
                    state["isCut"] = True
                if not is_request and state["isCut"]:
                    break  # the server did it; nobody is told
                target.sendall(block)
        except OSError:
            pass
        for one in (source, target):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def a_cut_connection_publishes_once():
    relay = Relay(server.port, 1)
    far = Seat(TOP / "far", AYON_SERVER_URL=relay.url, AYON_API_KEY=KEY)
    done = publish(glb(TOP / "in6/cut.glb"), "--product", "model/Cut", seat=far)
    assert relay.cuts == 1 and [v["version"] for v in done["versions"]] == [1], done
    assert check_version(done["versions"][0]["id"]) == 1 and not leftovers()


def killed_then_finished_by_the_next_one():
    big = frames(TOP / "in7", 1, 60, size=8_000_000)
    running = subprocess.Popen([PROGRAMS / "hearth", "publish", big, *CONTEXT, "--product", "plate/Killed"], env=seat.environment, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    wait_for(lambda: any(p.endswith(".json") for p in leftovers()), 30, "an open journal")
    running.kill()
    running.wait()
    assert leftovers()
    publish(glb(TOP / "in7b/next.glb"), "--product", "model/Next")
    assert not leftovers(), leftovers()


def stopped_by_the_keyboard():
    big = frames(TOP / "in8", 1, 60, size=8_000_000)
    running = subprocess.Popen([PROGRAMS / "hearth", "publish", big, *CONTEXT, "--product", "plate/Stopped"], env=seat.environment, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True)
    wait_for(lambda: any(".hearth-" in p for p in leftovers()), 30, "copies")
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=60)
    assert running.returncode == 130, (running.returncode, errors)
    assert not leftovers() and not list(TOP.glob("Projects/**/plateStopped")), leftovers()


def an_away_server_leaves_nothing():
    away = Seat(TOP / "away", AYON_SERVER_URL="http://127.0.0.1:9", AYON_API_KEY=KEY)
    done = away.hearth("publish", str(glb(TOP / "in9/a.glb")), *CONTEXT, "--json")
    assert done.returncode == 1 and done.stderr, done
    assert not leftovers()


if __name__ == "__main__":
    try:
        run([a_model_and_a_sequence, the_official_client_reads_it, a_dry_run_touches_nothing, problems_are_told, pictures_get_a_thumbnail_or_a_warning, a_sequence_can_be_reviewed,
             movies_can_be_reviewed, without_ffmpeg_it_is_published_with_a_warning, a_stop_while_the_thumbnail_is_sent, a_stop_while_the_reviewable_is_sent,
             two_at_once_get_consecutive_versions,
             a_cut_connection_publishes_once, killed_then_finished_by_the_next_one, stopped_by_the_keyboard, an_away_server_leaves_nothing])
    finally:
        server.stop()
        sys.stdout.flush()
