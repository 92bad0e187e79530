# SPDX-License-Identifier: Apache-2.0
"""A Redis of its own on a free port of this machine, with a password, gone when its user is done."""
import contextlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

PASSWORD = "ge heim/ü@1"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Redis:
    def __init__(self, folder, tls=None):
        self.folder = folder
        self.port = free_port()
        self.tls = tls
        self.process = None

    def start(self):
        listening = ["--port", str(self.port)] if not self.tls else [
            "--port", "0", "--tls-port", str(self.port), "--tls-cert-file", self.tls[0], "--tls-key-file", self.tls[1],
            "--tls-ca-cert-file", self.tls[0], "--tls-auth-clients", "no"]
        self.process = subprocess.Popen(["redis-server", *listening, "--bind", "127.0.0.1", "--dir", self.folder, "--save", "",
                                         "--requirepass", PASSWORD], stdout=subprocess.DEVNULL)
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.02)
        raise AssertionError("redis-server does not start")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def ask(self, *words):
        secure = ["--tls", "--cacert", self.tls[0]] if self.tls else []
        return subprocess.run(["redis-cli", "-h", "127.0.0.1", "-p", str(self.port), "--no-auth-warning", "-a", PASSWORD, *secure, *words],
                              capture_output=True, text=True, check=True).stdout.strip()

    @property
    def url(self):
        return f"redis{'s' if self.tls else ''}://:ge%20heim%2F%C3%BC%401@127.0.0.1:{self.port}/2"


@contextlib.contextmanager
def redis(tls=None):
    folder = tempfile.mkdtemp(prefix="hearth-redis-")
    made = Redis(folder, tls)
    try:
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)
