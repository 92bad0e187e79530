#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL cluster of its own in a temporary folder, on a Unix socket, gone when its user is done.

usage: postgres_cluster.py COMMAND…   runs a command with HEARTH_TEST_DATABASE naming the cluster
"""
import contextlib
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time

BIN = pathlib.Path("/usr/lib/postgresql/15/bin")
NAME = "hearth"


class Cluster:
    """PostgreSQL refuses root: then its processes belong to the user `postgres` or, without one, to `nobody`."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.process = None
        self.prefix = []
        self.user = None
        self.port = 5432
        if os.geteuid() == 0:
            names = {entry.pw_name: entry for entry in pwd.getpwall()}
            self.user = names.get("postgres") or names["nobody"]
            self.prefix = ["setpriv", f"--reuid={self.user.pw_uid}", f"--regid={self.user.pw_gid}", "--clear-groups"]
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        self.folder.chmod(0o711)  # the socket is for everyone of this machine, the files are not
        self._run("initdb", "-D", self.folder / "files", "-U", NAME, "--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync", "-E", "UTF8",
                  "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en")

    def _run(self, program, *arguments):
        subprocess.run([*self.prefix, BIN / program, *arguments], check=True, stdout=subprocess.DEVNULL, cwd="/")

    def own(self, path):
        """Hands a file to the user whom the processes belong to."""
        os.chmod(path, 0o600)
        if self.user:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def start(self, *settings, port=5432):
        """Settings are as in postgresql.conf."""
        self.port = port
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                [*self.prefix, *(["--pdeathsig=INT"] if self.prefix else []), BIN / "postgres", "-D", self.folder / "files",
                 "-c", "listen_addresses=", "-c", f"unix_socket_directories={self.folder}", "-p", str(port), "-c", "max_connections=80",
                 "-c", "shared_buffers=64MB", *(word for setting in settings for word in ("-c", setting))], stdout=log, stderr=log, cwd="/", start_new_session=True)
        until = time.monotonic() + 60
        while subprocess.run([BIN / "pg_isready", "-q", "-h", self.folder, "-p", str(port), "-U", NAME, "-d", "postgres"]).returncode:
            assert self.process.poll() is None and time.monotonic() < until, (self.folder / "log").read_text()
            time.sleep(0.02)

    def stop(self, how=signal.SIGINT):
        """SIGINT ends the sessions and then the server; SIGQUIT ends it as a crash does."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(60)

    def url(self, database="postgres"):
        return f"postgres:///{database}?host={self.folder}&port={self.port}&user={NAME}"


def ask(url, sql):
    done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-F", "\x1f", "-v", "ON_ERROR_STOP=1", url, "-c", sql], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def new_database(url, name):
    """Makes a database beside the one of the address. Gives its address."""
    ask(url, f'CREATE DATABASE "{name}"')
    before, after = url.split("?", 1)
    return before.rsplit("/", 1)[0] + "/" + name + "?" + after


@contextlib.contextmanager
def cluster():
    folder = tempfile.mkdtemp(prefix="hearth-postgres-")
    made = None
    try:
        made = Cluster(folder)
        made.start()
        yield made
    finally:
        if made:
            made.stop(signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)


def main():
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    with cluster() as made:
        return subprocess.run(sys.argv[1:], env={**os.environ, "HEARTH_TEST_DATABASE": made.url()}).returncode


if __name__ == "__main__":
    sys.exit(main())
