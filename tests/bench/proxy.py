# SPDX-License-Identifier: Apache-2.0
"""Stands between a desktop and its server like a network with a delay, and counts requests and round trips."""
import queue
import re
import socket
import threading
import time

REQUEST = re.compile(rb"(?:^|\r\n|\n|\}|\])(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) (\S+) HTTP/1\.[01]\r\n")


class Proxy:
    """\\param delay of a round trip in seconds, half of it each way; opening a connection costs one as well"""

    def __init__(self, port, delay=0.04):
        self._target = port
        self._delay = delay
        self._lock = threading.Lock()
        self._answered_since_round = True
        self.requests = []
        self.times = []  # of each request, as it arrives at the server, by time.monotonic()
        self.round_trips = 0
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def reset(self):
        with self._lock:
            self.requests, self.times, self.round_trips, self._answered_since_round = [], [], 0, True

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            opened = time.monotonic() + self._delay
            server = socket.create_connection(("127.0.0.1", self._target))
            for one in (client, server):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._pump(client, server, self._note_request, opened)
            self._pump(server, client, self._note_answer, 0)

    def _note_request(self, part):
        found = [f"{one.group(1).decode()} {one.group(2).decode().split('?')[0]}" for one in REQUEST.finditer(part)]
        with self._lock:
            if found and self._answered_since_round:  # what is sent before any answer came back belongs to the same round trip
                self.round_trips += 1
                self._answered_since_round = False
            self.requests += found
            self.times += [time.monotonic()] * len(found)

    def _note_answer(self, part):
        if part.startswith(b"HTTP/1."):
            with self._lock:
                self._answered_since_round = True

    def _pump(self, source, target, note, opened):
        """Parts leave in the order they came, each a while after it came; many may be under way at once."""
        under_way = queue.Queue()
        threading.Thread(target=self._read, args=(source, under_way, opened), daemon=True).start()
        threading.Thread(target=self._write, args=(source, target, under_way, note), daemon=True).start()

    def _read(self, source, under_way, opened):
        try:
            while part := source.recv(1 << 18):
                under_way.put((max(time.monotonic(), opened) + self._delay / 2, part))
        except OSError:
            pass
        under_way.put((time.monotonic(), None))

    @staticmethod
    def _write(source, target, under_way, note):
        try:
            while True:
                due, part = under_way.get()
                if part is None:
                    break
                time.sleep(max(0.0, due - time.monotonic()))
                note(part)
                target.sendall(part)
        except OSError:
            pass
        for one in (source, target):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        self._listener.close()
