# SPDX-License-Identifier: Apache-2.0
"""A private desktop for one test: X server, session bus, window manager; gone afterwards."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SKIPPED = 77


def require(*programs):
    missing = [name for name in programs if not shutil.which(name)]
    if missing:
        print("skipped, not installed:", ", ".join(missing))
        sys.exit(SKIPPED)


def wait_for(what, condition, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        result = condition()
        if result:
            return result
        time.sleep(0.05)
    raise AssertionError(f"did not happen within {seconds} s: {what}")


class Output:
    """Lines a process has written so far."""

    def __init__(self, path):
        self.path = path

    def lines(self):
        with open(self.path, encoding="utf-8", errors="replace") as file:
            return file.read().splitlines()


class DesktopSession:
    def __init__(self, window_manager=True):
        require("Xvfb", "dbus-daemon", "openbox", "xdotool", "xprop", "import", "convert")
        self.folder = tempfile.mkdtemp(prefix="hearth-desktop-")
        self.started = []
        self.environment = dict(os.environ)
        for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "SESSION_MANAGER", "XDG_CURRENT_DESKTOP"):
            self.environment.pop(name, None)
        self.environment.update(HOME=self.folder, XDG_RUNTIME_DIR=self.folder, XDG_CONFIG_HOME=self.folder + "/config",
                                XDG_CACHE_HOME=self.folder + "/cache", XDG_DATA_HOME=self.folder + "/data",
                                QT_QPA_PLATFORM="xcb", GTK_A11Y="none", NO_AT_BRIDGE="1")
        os.chmod(self.folder, 0o700)
        try:
            self._start_x()
            self._start_bus()
            if window_manager:
                self.start("openbox")
                wait_for("a window manager", self._has_window_manager)
        except BaseException as problem:
            self.__exit__(type(problem), problem, None)
            raise

    def _has_window_manager(self):
        reply = self.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK", check=False)
        return "window id" in reply.stdout

    def _start_x(self):
        reading, writing = os.pipe()
        self.start("Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-noreset", fds=(writing,))
        os.close(writing)
        # The number and the end of its line are written one after the other.
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        self.environment["DISPLAY"] = ":" + number

    def _start_bus(self):
        out = os.path.join(self.folder, "bus-address")
        self.start("dbus-daemon", "--session", "--nofork", "--print-address=1", out=out)
        address = wait_for("a session bus", lambda: os.path.exists(out) and open(out).read().strip())
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = address

    def start(self, *command, out=None, fds=(), **variables):
        path = out or os.path.join(self.folder, f"{len(self.started)}-{os.path.basename(command[0])}.log")
        file = open(path, "wb")
        process = subprocess.Popen(command, stdout=file, stderr=file if not out else subprocess.DEVNULL, pass_fds=fds,
                                   env={**self.environment, **variables}, start_new_session=True)
        file.close()
        self.started.append(process)
        return process, Output(path)

    def run(self, *command, check=True):
        return subprocess.run(command, env=self.environment, check=check, capture_output=True, text=True, timeout=20)

    def stop(self, process):
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def screenshot(self):
        """The screen's points as bytes, red, green and blue in turn."""
        path = os.path.join(self.folder, "screen.png")
        self.run("import", "-silent", "-window", "root", path)
        return subprocess.run(("convert", path, "-depth", "8", "rgb:-"), check=True, capture_output=True, timeout=20).stdout

    def has_color(self, red, green, blue, at_least=4):
        """Whether the screen shows points of about this colour."""
        body = self.screenshot()
        found = (1 for i in range(0, len(body) - 2, 3)
                 if abs(body[i] - red) < 14 and abs(body[i + 1] - green) < 14 and abs(body[i + 2] - blue) < 14)
        return sum(found) >= at_least

    def key(self, *keys):
        for key in keys:
            self.run("xdotool", "key", "--clearmodifiers", key)
            time.sleep(0.03)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None:
            for name in sorted(os.listdir(self.folder)):
                if name.endswith(".log"):
                    text = open(os.path.join(self.folder, name), errors="replace").read()[-1500:]
                    print(f"--- {name}\n{text}")
        for process in reversed(self.started):
            self.stop(process)
        shutil.rmtree(self.folder, ignore_errors=True)
