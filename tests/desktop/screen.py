# SPDX-License-Identifier: Apache-2.0
"""A private screen for tests: Xvfb, a window manager, a session bus with accessibility, optionally a keyring."""
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time


def wait_for(condition, seconds, what):
    """Polls until the condition gives something true; raises with what was waited for."""
    end = time.monotonic() + seconds
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(0.05)


class Screen:
    """Everything a windowed program needs, gone when the block ends."""

    def __init__(self, size="1600x1000x24", keyring=False, home=None):
        self._size = size
        self._keyring = keyring
        self._processes = []
        self._owns_home = home is None
        self.home = pathlib.Path(home or tempfile.mkdtemp(prefix="hearth_höme_"))
        self.environment = {}

    def __enter__(self):
        clean = {k: v for k, v in os.environ.items()
                 if not k.startswith(("AYON_", "HEARTH_", "XDG_", "QT_", "DBUS_", "PYTHON", "GNOME_"))}
        runtime = self.home / ".run"
        runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.environment = {**clean, "HOME": str(self.home), "XDG_RUNTIME_DIR": str(runtime), "LIBGL_ALWAYS_SOFTWARE": "1", "LANG": "C.UTF-8",
                            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "PATH": "/usr/local/bin:/usr/bin:/bin", "USER": "artist"}
        self._start_display()
        self._start_bus()
        self.start(["openbox"])
        return self

    def _start_display(self):
        read, write = os.pipe()
        self._processes.append(subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", self._size, "-nolisten", "tcp", "-noreset"],
                                                pass_fds=[write], stderr=subprocess.DEVNULL))
        os.close(write)
        with os.fdopen(read) as pipe:
            self.environment["DISPLAY"] = ":" + pipe.readline().strip()

    def _start_bus(self):
        bus = subprocess.Popen(["dbus-daemon", "--session", "--print-address=1", "--nofork"], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, env=self.environment, text=True)
        self._processes.append(bus)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        if self._keyring:
            daemon = subprocess.Popen(["gnome-keyring-daemon", "--unlock", "--components=secrets", "--foreground"], stdin=subprocess.PIPE,
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self.environment)
            daemon.stdin.write(b"test\n")
            daemon.stdin.close()
            self._processes.append(daemon)
            wait_for(lambda: self._has_name("org.freedesktop.secrets"), 10, "the keyring")
        self.start(["/usr/libexec/at-spi-bus-launcher", "--launch-immediately"])
        wait_for(lambda: self._has_name("org.a11y.Bus"), 10, "the accessibility bus")
        self.run(["dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties.Set",
                  "string:org.a11y.Status", "string:IsEnabled", "variant:boolean:true"])

    def _has_name(self, name):
        answer = self.run(["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner",
                           f"string:{name}"])
        return "boolean true" in answer.stdout

    def start(self, command, **options):
        options.setdefault("stdout", subprocess.DEVNULL)
        options.setdefault("stderr", subprocess.DEVNULL)
        process = subprocess.Popen(command, env={**self.environment, **options.pop("extra", {})}, start_new_session=True, **options)
        self._processes.append(process)
        return process

    def run(self, command, timeout=60, **options):
        options.setdefault("stdin", subprocess.DEVNULL) if "input" not in options else None
        return subprocess.run(command, env={**self.environment, **options.pop("extra", {})}, capture_output=True, text=True,
                              timeout=timeout, **options)

    def screenshot(self, path):
        self.run(["import", "-window", "root", str(path)])

    def __exit__(self, *_):
        for process in reversed(self._processes):
            try:
                os.killpg(process.pid, signal.SIGTERM) if os.getpgid(process.pid) == process.pid else process.terminate()
                process.wait(5)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                process.kill()
        self._end_strays()
        if self._owns_home:
            shutil.rmtree(self.home, ignore_errors=True)

    def _end_strays(self):
        """Programs that detached themselves (applications, this computer's server) still carry our home."""
        marker = f"HOME={self.home}".encode()
        for folder in pathlib.Path("/proc").iterdir():
            if not folder.name.isdigit() or int(folder.name) == os.getpid():
                continue
            try:
                if marker in (folder / "environ").read_bytes().split(b"\0"):
                    os.kill(int(folder.name), signal.SIGKILL)
            except (OSError, ProcessLookupError):
                continue
