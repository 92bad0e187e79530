#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Hearth's code inside Blender: its connection against an independent WebSocket server, its menu in real Blenders."""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback

from stand_in_tray import LARGE, SECRET, StandInTray

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = pathlib.Path(os.environ.get("HEARTH_SOURCE_DIR", HERE.parents[1])).resolve()
HOST = SOURCE / "resources/hosts/blender"
IS_FULL = os.environ.get("HEARTH_FULL") == "1" or "--full" in sys.argv
BLENDER_FROM_PYPI = "bpy==4.5.15"
sys.dont_write_bytecode = True
sys.path.insert(0, str(HOST))
import hearth_link  # noqa: E402


def connect(url, secret=SECRET):
    return hearth_link.HearthLink(url, secret, {"host": "test", "hostVersion": "1", "pid": os.getpid()})


def refusal(link, method, **params):
    try:
        answer = link.call(method, **params)
    except hearth_link.LinkError as error:
        return str(error)
    raise AssertionError(f"{method} was answered with {answer!r}")


def one_connection_many_calls():
    with StandInTray() as tray:
        link = connect(tray.url)
        assert [link.call("test.echo", n=n) for n in range(3)] == [{"n": 0}, {"n": 1}, {"n": 2}]
        assert len(tray.greetings) == 1 and tray.greetings[0]["pid"] == os.getpid(), tray.greetings
        assert link.context == {"project": "demo"}


def fragmented_answer():
    with StandInTray() as tray:
        assert connect(tray.url).call("test.fragments") == "ä in pieces"


def ping_is_answered():
    with StandInTray() as tray:
        assert connect(tray.url).call("test.ping") == "after the pong"
        assert tray.pongs == 1


def long_messages_in_every_size_of_frame():
    with StandInTray() as tray:
        link = connect(tray.url)
        assert len(LARGE.encode()) > 70_000 and link.call("test.large") == LARGE
        for size in (1, 120, 126, 300, 65_000, 70_000):
            assert link.call("test.echo", text="x" * size) == {"text": "x" * size}, size


def other_messages_come_first():
    with StandInTray() as tray:
        assert connect(tray.url).call("test.late") == "yours"


def closed_and_coming_back():
    with StandInTray() as tray:
        link = connect(tray.url)
        assert "closed" in refusal(link, "test.close")
        assert link.call("test.echo") == {}
        assert len(tray.greetings) == 2


def long_work_tells_how_far_it_is():
    with StandInTray() as tray:
        link, told = connect(tray.url), []
        answer = link.call_long("publish", told.append, instances=[{"comment": "x"}])
        assert answer["versions"][0]["version"] == 7 and [one["step"] for one in told] == ["Copying 1", "Copying 2"], told
        assert link.call("test.echo") == {}  # the limit of a short call is back
        assert link._socket.gettimeout() == hearth_link.TIMEOUT_SECONDS


def refused_method_keeps_the_connection():
    with StandInTray() as tray:
        link = connect(tray.url)
        assert refusal(link, "no.such") == "There is no no.such."
        assert link.call("test.echo") == {} and len(tray.greetings) == 1


def refused_secret():
    with StandInTray() as tray:
        link = connect(tray.url, "wrong")
        for _ in range(2):  # no later call may pass on the half-made connection either
            assert refusal(link, "test.echo") == "This launch is not known here."


def lost_tray_and_another_one():
    with StandInTray() as tray:
        link = connect(tray.url)
        assert link.call("test.echo") == {}
        port = tray.port
    assert "does not answer" in refusal(link, "test.echo")
    assert "does not answer" in refusal(link, "test.echo")
    with StandInTray(port=port) as tray:
        assert link.call("test.echo") == {} and len(tray.greetings) == 1


def silence_ends_after_a_while():
    kept, hearth_link.TIMEOUT_SECONDS = hearth_link.TIMEOUT_SECONDS, 0.3
    try:
        with StandInTray() as tray:
            started = time.monotonic()
            assert "does not answer" in refusal(connect(tray.url), "test.silence")
            assert 0.2 < time.monotonic() - started < 3
    finally:
        hearth_link.TIMEOUT_SECONDS = kept


def answered_by_something_else(raw):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        def answer():
            client, _ = listener.accept()
            with client:
                client.recv(4096)
                client.sendall(raw)
        threading.Thread(target=answer, daemon=True).start()
        return refusal(connect(f"ws://127.0.0.1:{listener.getsockname()[1]}/hearth/host"), "test.echo")


def not_a_tray():
    assert "refused" in answered_by_something_else(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
    upgraded = b"HTTP/1.1 101 Switching Protocols\r\n\r\n"
    assert "too long" in answered_by_something_else(upgraded + b"\x81\x7f" + b"\x7f" * 8)
    assert "does not answer" in answered_by_something_else(upgraded + b"\x81\x03{[x")
    assert "does not answer" in answered_by_something_else(upgraded + b"\x81\x02\xff\xfe")


class Blender:
    """A real one, without a window: Debian's program, or the module from PyPI in a Python of its own."""

    def __init__(self, *command):
        self.command = command

    def follow(self, folder, url, steps, **environment):
        told = folder / "told.json"
        done = subprocess.run([*self.command, HERE / "inside_application.py"], capture_output=True, text=True, timeout=120, env={
            "PATH": "/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", "HEARTH_HOST_URL": url,
            "HEARTH_HOST_SECRET": SECRET, "HEARTH_TEST_HOST_FOLDER": str(HOST), "HEARTH_TEST_STEPS": json.dumps(steps),
            "HEARTH_TEST_RESULT": str(told), "AYON_PROJECT_NAME": "demo", "AYON_FOLDER_PATH": "/assets/hero", "AYON_TASK_NAME": "modeling",
            **environment})
        said = done.stdout + done.stderr
        assert told.exists(), said[-2000:]
        assert "Traceback" not in said, said[-2000:]
        return json.loads(told.read_text()), said


def saves_with_and_without_the_tray(blender):
    with tempfile.TemporaryDirectory(prefix="hearth_höst_") as name:
        folder = pathlib.Path(name)
        with StandInTray(folder / "work") as tray:
            told, said = blender.follow(folder, tray.url, ["first", "leave", "second"])
            first, _, second = told["results"]
            assert told["label"] == "demo · hero · modeling" and told["menu"], told
            assert first["result"] == ["FINISHED"] and first["file"] == str(folder / "work/demo_hero_v001.blend"), first
            assert tray.registered == [{"path": first["file"], "comment": "first"}], tray.registered
            assert tray.greetings[0]["host"] == "blender" and tray.greetings[0]["hostVersion"] == told["version"]
            assert second["result"] == ["FINISHED"] and second["file"] == str(folder / "work/demo_hero_v002.blend"), second
            assert "the studio does not know it yet" in said, said
            assert all(pathlib.Path(one["file"]).stat().st_size > 1000 for one in (first, second))
        return told["version"]


def never_had_a_tray(blender):
    with tempfile.TemporaryDirectory(prefix="hearth_host_") as name:
        folder = pathlib.Path(name)
        last = folder / "demo_hero_v007.blend"
        told, said = blender.follow(folder, "ws://127.0.0.1:9/hearth/host", ["alone"], AYON_LAST_WORKFILE=str(last))
        assert told["results"][0] == {"step": "alone", "result": ["FINISHED"], "file": str(folder / "demo_hero_v008.blend")}, told
        assert "the studio does not know it yet" in said, said
        told, _ = blender.follow(folder, "ws://127.0.0.1:9/hearth/host", ["unnamed"])
        assert "Use Save As" in told["results"][0]["result"][0] and not told["results"][0]["file"], told


def what_goes_wrong_inside_is_told(blender):
    with tempfile.TemporaryDirectory(prefix="hearth_host_") as name:
        folder = pathlib.Path(name)
        with StandInTray(folder / "work") as tray:
            told, _ = blender.follow(folder, tray.url, ["nonsense", "after"])
            nonsense, after = told["results"]
            assert "That did not work" in nonsense["result"][0] and not nonsense["file"], nonsense
            assert tray.logged and "KeyError" in tray.logged[0], tray.logged
            assert after["result"] == ["FINISHED"], after
        (folder / "blocked").write_text("a file where the work folder should be")
        with StandInTray(folder / "blocked") as tray:
            told, _ = blender.follow(folder, tray.url, ["first"])
            assert "That did not work" in told["results"][0]["result"][0] and not tray.registered, told


def publishes_and_loses_nothing_when_the_tray_goes(blender):
    with tempfile.TemporaryDirectory(prefix="hearth_host_") as name:
        folder = pathlib.Path(name)
        with StandInTray(folder / "work") as tray:
            told, said = blender.follow(folder, tray.url, ["publish good", "publish vanish", "publish late"], TMPDIR=name)
            good, vanished, late = told["results"]
            assert good["result"] == ["FINISHED"] and "Published modelMain v007; no thumbnail" in said, (good, said[-800:])
            assert tray.published[0]["productType"] == "model" and tray.published[0]["variant"] == "Main", tray.published
            kept = list(folder.glob("hearth_publish_*"))
            assert len(kept) == 1 and str(kept[0]) in vanished["result"][0] and "unchanged" in vanished["result"][0], (kept, vanished)
            assert sorted(one.suffix for one in kept[0].iterdir() if one.suffix != ".png") == [".blend", ".glb"], list(kept[0].iterdir())
            assert "does not answer" in late["result"][0], late


def blender_from_pypi():
    python = SOURCE / "build/bpy-venv/bin/python"
    ready = python.parent.parent / f".{BLENDER_FROM_PYPI}"
    if not ready.exists():
        print(f"     fetching {BLENDER_FROM_PYPI} (373 MB) …", flush=True)
        shutil.rmtree(python.parent.parent, ignore_errors=True)
        subprocess.run(["/usr/bin/python3", "-m", "venv", python.parent.parent], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", BLENDER_FROM_PYPI], check=True)
        ready.touch()
    return Blender(python)


def debian_blender():
    found = shutil.which("blender", path="/usr/bin:/usr/local/bin")
    assert found, "Blender is not installed: ./dev test installs it"
    return Blender(found, "-b", "--factory-startup", "--python")


def attempt(name, function, *arguments):
    started = time.monotonic()
    try:
        answer = function(*arguments)
        print(f"ok   {name} ({time.monotonic() - started:.1f} s){f' {answer}' if isinstance(answer, str) else ''}", flush=True)
        return True
    except Exception as error:  # a test that fails must not hide the others
        traceback.print_exc(limit=4)
        print(f"FAIL {name}: {type(error).__name__}: {error}", flush=True)
        return False


LINK_TESTS = (one_connection_many_calls, fragmented_answer, ping_is_answered, long_messages_in_every_size_of_frame, other_messages_come_first,
              closed_and_coming_back, long_work_tells_how_far_it_is, refused_method_keeps_the_connection, refused_secret, lost_tray_and_another_one, silence_ends_after_a_while,
              not_a_tray)
BLENDER_TESTS = (saves_with_and_without_the_tray, never_had_a_tray, what_goes_wrong_inside_is_told, publishes_and_loses_nothing_when_the_tray_goes)


def main():
    results = [attempt(test.__name__, test) for test in LINK_TESTS]
    kinds = [("Debian's Blender", debian_blender)] + ([(BLENDER_FROM_PYPI, blender_from_pypi)] if IS_FULL else [])
    for kind, make in kinds:
        try:
            blender = make()
        except (AssertionError, OSError, subprocess.CalledProcessError) as error:
            results.append(False)
            print(f"FAIL {kind}: {error}", flush=True)
            continue
        results += [attempt(f"{test.__name__} in {kind}", test, blender) for test in BLENDER_TESTS]
    if not IS_FULL:
        print(f"skipped: the same in {BLENDER_FROM_PYPI} from PyPI, 373 MB to fetch (HEARTH_FULL=1 or --full)")
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
