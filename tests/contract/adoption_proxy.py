# SPDX-License-Identifier: Apache-2.0
"""Stands between an adoption and the server that is left, and misbehaves where a test asks for it."""
import contextlib
import http.client
import http.server
import json
import sys
import threading


class Proxy(http.server.ThreadingHTTPServer):
    """Passes every request on, but those that a rule answers itself.

    A rule is called with the handler and the request's body, and says whether it answered. What `changed` makes of GraphQL's
    data is told instead of what the server said.
    """
    daemon_threads = True

    def __init__(self, url):
        super().__init__(("127.0.0.1", 0), Handler)
        self.target = url.removeprefix("http://")
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.asked = []  # method, path, headers
        self.rule = lambda handler, body: False
        self.changed = None
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):  # the other side may close
            super().handle_error(request, client_address)

    def end(self):
        """Nobody is there any more."""
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, headers, body=b""):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def cut(self, status, headers, body, told):
        """Says how long the body is, sends less and closes."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(told))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def ask(self, body):
        with contextlib.closing(http.client.HTTPConnection(self.server.target, timeout=60)) as connection:
            given = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection", "content-length")}
            connection.request(self.command, self.path, body, given)
            answer = connection.getresponse()
            return answer.status, {"Content-Type": answer.getheader("Content-Type") or "text/plain"}, answer.read()

    def serve(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        if self.server.rule(self, body):
            return
        status, headers, answer = self.ask(body)
        if self.path == "/graphql" and self.server.changed:
            made = json.loads(answer)
            self.server.changed(json.loads(body), made["data"])
            answer = json.dumps(made).encode()
        self.answer(status, headers, answer)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = serve


@contextlib.contextmanager
def proxy(url):
    made = Proxy(url)
    try:
        yield made
    finally:
        made.end()
