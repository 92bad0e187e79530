# SPDX-License-Identifier: GPL-3.0-or-later
"""A WebSocket client just large enough for JSON-RPC with the tray, on Python's own socket module."""
import base64
import json
import os
import socket
import struct
import threading
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 8
LONG_TIMEOUT_SECONDS = 900  # of silence, while the tray works for this call
LONGEST_FRAME = 16 * 1024 * 1024


class LinkError(Exception):
    """A sentence for a person: why the tray could not be asked, or what it answered instead."""


class HearthLink:
    """One connection to the tray, opened when it is needed and again when it was lost."""

    def __init__(self, url, secret, about):
        self._url = urlsplit(url)
        self._secret = secret
        self._about = about
        self._socket = None
        self._buffer = b""
        self._next_id = 0
        self._lock = threading.Lock()
        self.context = {}

    def call(self, method, **params):
        with self._lock:
            try:
                self._connect()
                return self._exchange(method, params)
            except (OSError, ValueError, struct.error) as error:
                self._close()
                raise LinkError(f"Hearth does not answer ({error}).") from error

    def call_long(self, method, on_progress, **params):
        """A call that takes its time; notifications that come before its answer go to on_progress."""
        with self._lock:
            try:
                self._connect()
                self._socket.settimeout(LONG_TIMEOUT_SECONDS)
                try:
                    return self._exchange(method, params, on_progress)
                finally:
                    self._socket.settimeout(TIMEOUT_SECONDS)
            except (OSError, ValueError, struct.error) as error:
                self._close()
                raise LinkError(f"Hearth does not answer ({error}).") from error

    def _connect(self):
        if self._socket is not None:
            return
        self._socket = socket.create_connection((self._url.hostname, self._url.port), TIMEOUT_SECONDS)
        self._buffer = b""
        key = base64.b64encode(os.urandom(16)).decode()
        self._socket.sendall((f"GET {self._url.path} HTTP/1.1\r\nHost: {self._url.netloc}\r\nUpgrade: websocket\r\n"
                              f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
                              "Sec-WebSocket-Version: 13\r\n\r\n").encode())
        while b"\r\n\r\n" not in self._buffer:
            self._receive()
        head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise OSError("the connection was refused")
        try:
            self.context = self._exchange("hello", {"secret": self._secret, **self._about})["context"]
        except LinkError:
            self._close()  # a connection that was not greeted is no connection
            raise

    def _close(self):
        if self._socket is not None:
            self._socket.close()
        self._socket = None

    def _receive(self):
        part = self._socket.recv(65536)
        if not part:
            raise OSError("the connection was closed")
        self._buffer += part

    def _take(self, count):
        while len(self._buffer) < count:
            self._receive()
        taken, self._buffer = self._buffer[:count], self._buffer[count:]
        return taken

    def _send_frame(self, opcode, payload):
        mask = os.urandom(4)
        size = len(payload)
        if size < 126:
            head = struct.pack("!BB", 0x80 | opcode, 0x80 | size)
        elif size < 65536:
            head = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, size)
        else:
            head = struct.pack("!BBQ", 0x80 | opcode, 0x80 | 127, size)
        self._socket.sendall(head + mask + bytes(b ^ mask[n % 4] for n, b in enumerate(payload)))

    def _read_message(self):
        message = b""
        while True:
            first, second = self._take(2)
            size = second & 0x7F
            if size == 126:
                size = struct.unpack("!H", self._take(2))[0]
            elif size == 127:
                size = struct.unpack("!Q", self._take(8))[0]
            if size + len(message) > LONGEST_FRAME:
                raise OSError("an answer is too long")
            payload = self._take(size)
            opcode = first & 0x0F
            if opcode == 8:
                raise OSError("the connection was closed")
            if opcode == 9:
                self._send_frame(10, payload)
            elif opcode in (0, 1):
                message += payload
                if first & 0x80:
                    return json.loads(message.decode())

    def _exchange(self, method, params, on_progress=None):
        self._next_id += 1
        call = {"jsonrpc": "2.0", "id": self._next_id, "method": method, "params": params}
        self._send_frame(1, json.dumps(call).encode())
        while True:
            answer = self._read_message()
            if on_progress is not None and answer.get("method") == f"{method}.progress":
                on_progress(answer["params"])
            if answer.get("id") != self._next_id:
                continue  # a notification, or the late answer to a call that was given up
            if "error" in answer:
                raise LinkError(answer["error"].get("message", "Hearth refused without a reason."))
            return answer["result"]
