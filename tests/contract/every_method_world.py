# SPDX-License-Identifier: Apache-2.0
"""What the calls of test_every_method.py share: the server, the clients, what was made before."""
import io
import pathlib
import struct
import zipfile
import zlib

from server_process import wait_until


def png(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + b"\x20\x80\xff" * width for _ in range(height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


PNG = png(16, 16)


def names(items):
    return {item["name"] for item in items}


def ids(items):
    return {item["id"] for item in items}


def fails(call):
    """Whether the client says that a call did not succeed."""
    try:
        call()
    except Exception as error:  # the client has many kinds, and all of them are an answer
        return type(error).__name__
    return None


class Recorded:
    """A client whose methods that were asked for are remembered by name."""

    def __init__(self, client, asked):
        object.__setattr__(self, "_client", client)
        object.__setattr__(self, "_asked", asked)

    def __getattr__(self, name):
        self._asked.add(name)
        return getattr(self._client, name)

    def __setattr__(self, name, value):
        self._asked.add(name)
        setattr(self._client, name, value)


class World:
    site = "site-of-the-test"

    def __init__(self, running, client, folder, asked):
        self.running = running
        self.asked = asked
        self.api = Recorded(client, asked)
        self.folder = pathlib.Path(folder)
        self.picture = str(self.folder / "front.png")
        pathlib.Path(self.picture).write_bytes(PNG)

    def keep(self, name, value):
        setattr(self, name, value)
        return value

    def read(self, download):
        stream = io.BytesIO()
        download(stream)
        return stream.getvalue()


def add_service_addon(running):
    """An addon that brings a service, for hosts to run."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        made.writestr("package.py", "name = 'with_service'\nversion = '1.0.0'\nservices = {'worker': {'image': 'studio/worker:1'}}\n")
    event = running.call("POST", "/api/addons/install", data.getvalue())[1]["eventId"]
    wait_until(lambda: running.call("GET", f"/api/events/{event}")[1]["status"] == "finished", "the addon with a service")
