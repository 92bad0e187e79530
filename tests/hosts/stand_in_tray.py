# SPDX-License-Identifier: Apache-2.0
"""The tray's end of the host connection, on an independent WebSocket implementation, with every misbehaviour on request."""
import contextlib
import json
import socket
import threading

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import serve

SECRET = "5e" * 32
LARGE = "grünes Licht " * 5500


class StandInTray:
    """Answers in the block; `registered` and `logged` hold what was told to it."""

    def __init__(self, folder=None, port=0):
        self.folder = folder
        self.greetings, self.registered, self.logged, self.published, self.pongs = [], [], [], [], 0
        self._released = threading.Event()
        self._connections = []
        self._server = serve(self._talk, "127.0.0.1", port, max_size=None, close_timeout=0.5)
        self.port = self._server.socket.getsockname()[1]
        self.url = f"ws://127.0.0.1:{self.port}/hearth/host"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.leave()
        self._thread.join(10)

    def leave(self):
        """Gone at once, as a tray that was killed."""
        self._released.set()
        self._server.shutdown()
        for connection in self._connections:
            with contextlib.suppress(OSError):
                connection.socket.shutdown(socket.SHUT_RDWR)

    def _talk(self, connection):
        self._connections.append(connection)
        try:
            for text in connection:
                call = json.loads(text)
                answer = self._greet(call) if call["method"] == "hello" else self._answer(connection, call)
                if answer is not None:
                    connection.send(json.dumps({"jsonrpc": "2.0", "id": call["id"], **answer}))
        except (ConnectionClosed, OSError):
            pass

    def _greet(self, call):
        if call["params"]["secret"] != SECRET:
            return {"error": {"code": -32001, "message": "This launch is not known here."}}
        self.greetings.append(call["params"])
        return {"result": {"context": {"project": "demo"}, "server": {}}}

    def _answer(self, connection, call):
        handler = getattr(self, "_on_" + call["method"].replace(".", "_"), None)
        if handler is None:
            return {"error": {"code": -32601, "message": f"There is no {call['method']}."}}
        return handler(connection, call)

    @staticmethod
    def _text(call, value):
        return json.dumps({"jsonrpc": "2.0", "id": call["id"], "result": value}, ensure_ascii=False)

    def _on_test_echo(self, _, call):
        return {"result": call["params"]}

    def _on_test_fragments(self, connection, call):
        text = self._text(call, "ä in pieces")
        connection.send(iter([text[:5], text[5:6], "", text[6:]]))

    def _on_test_ping(self, connection, call):
        pong = connection.ping()
        threading.Thread(target=self._wait_for_pong, args=(connection, call, pong), daemon=True).start()

    def _wait_for_pong(self, connection, call, pong):
        if pong.wait(5):
            self.pongs += 1
            connection.send(self._text(call, "after the pong"))

    def _on_test_large(self, connection, call):
        connection.send(self._text(call, LARGE))

    def _on_test_late(self, connection, call):
        """A notification and the answer to another call come first."""
        connection.send(json.dumps({"jsonrpc": "2.0", "method": "context.changed", "params": {}}))
        connection.send(json.dumps({"jsonrpc": "2.0", "id": call["id"] + 1000, "result": "not yours"}))
        return {"result": "yours"}

    def _on_test_close(self, connection, _):
        connection.close()

    def _on_test_silence(self, *_):
        return None

    def _on_test_leave(self, *_):
        threading.Thread(target=self.leave, daemon=True).start()
        self._released.wait(5)

    def _on_context_get(self, *_):
        return {"result": {"project": "demo"}}

    def _on_publish(self, connection, call):
        """Two notifications, then the answer; or gone in the middle of it."""
        self.published = call["params"]["instances"]
        for done in (1, 2):
            connection.send(json.dumps({"jsonrpc": "2.0", "method": "publish.progress",
                                        "params": {"done": done, "total": 2, "step": f"Copying {done}"}}))
        if self.published[0].get("comment") == "vanish":
            return self._on_test_leave()
        return {"result": {"versions": [{"product": "modelMain", "version": 7}], "warnings": ["no thumbnail"]}}

    def _on_workfile_next(self, _, call):
        if call["params"]["comment"] == "nonsense":
            return {"result": {"no path": True}}
        number = 1
        while (path := self.folder / f"demo_hero_v{number:03d}{call['params']['extension']}").exists():
            number += 1
        return {"result": {"path": str(path), "version": number}}

    def _on_workfile_register(self, _, call):
        self.registered.append(call["params"])
        return {"result": {"id": "0" * 32}}

    def _on_log(self, _, call):
        self.logged.append(call["params"]["text"])
        return {"result": None}
