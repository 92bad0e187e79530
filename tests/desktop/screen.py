# SPDX-License-Identifier: Apache-2.0
"""A private screen for tests: Xvfb, a window manager, a session bus with accessibility, optionally a keyring."""
import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77
BUS_WITHOUT_SERVICES = """<busconfig><type>session</type><listen>unix:path={}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""
FOREIGN = ("AYON_", "HEARTH_", "XDG_", "QT_", "DBUS_", "PYTHON", "GNOME_", "WAYLAND_", "SESSION_")


PATIENCE = 3  # a limit ends what hangs, it measures nothing: a machine that others load takes its time


def wait_for(condition, seconds, what):
    """Polls until the condition gives something true; raises with what was waited for."""
    seconds *= PATIENCE
    end = time.monotonic() + seconds
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(0.05)


def require(*programs):
    """Ends the test as skipped, saying why, where a program is not installed."""
    missing = [name for name in programs if not shutil.which(name)]
    if missing:
        print("skipped, not installed:", ", ".join(missing))
        sys.exit(SKIPPED)


class Output:
    """Lines a process has written so far."""

    def __init__(self, path):
        self._path = path

    def lines(self):
        return self._path.read_text(encoding="utf-8", errors="replace").splitlines()


class Screen:
    """Everything a windowed program needs, gone when the block ends.

    keyring: "unlocked" (or True); "locked": there, and nobody unlocks it; "absent": none, and the bus cannot start one;
    None: none until a program has the bus start it.
    account: (uid, gid) of the person at this screen, where it is not the one who runs the test.
    """

    def __init__(self, size="1600x1000x24", keyring=None, home=None, accessible=True, account=None):
        self._size = size
        self._keyring = "unlocked" if keyring is True else keyring or None
        self._accessible = accessible
        self._who = {"user": account[0], "group": account[1], "extra_groups": []} if account else {}
        self._processes = []
        self._outputs = []
        self._owns_home = home is None
        self.home = pathlib.Path(home or tempfile.mkdtemp(prefix="hearth_höme_"))
        if account:
            os.chown(self.home, *account)
        self.environment = {}

    def __enter__(self):
        clean = {k: v for k, v in os.environ.items() if not k.startswith(FOREIGN)}
        runtime = self.home / ".run"
        runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._who:
            os.chown(runtime, self._who["user"], self._who["group"])
        self.environment = {**clean, "HOME": str(self.home), "XDG_RUNTIME_DIR": str(runtime), "TMPDIR": str(runtime), "LIBGL_ALWAYS_SOFTWARE": "1", "LANG": "C.UTF-8",
                            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "PATH": "/usr/local/bin:/usr/bin:/bin", "USER": "artist"}
        try:
            self._start_display()
            self._start_bus()
            self.start(["openbox"])
            wait_for(self._has_window_manager, 10, "a window manager")
        except BaseException as problem:
            self.__exit__(type(problem), problem, None)
            raise
        return self

    def _start_display(self):
        read, write = os.pipe()
        access = ["-ac"] if self._who else []
        self._processes.append(subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", self._size, "-nolisten", "tcp", "-noreset", *access],
                                                pass_fds=[write], stderr=subprocess.DEVNULL))
        os.close(write)
        # The number and the end of its line are written one after the other.
        with os.fdopen(read) as pipe:
            self.environment["DISPLAY"] = ":" + pipe.readline().strip()

    def _has_window_manager(self):
        return "window id" in self.run(["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"]).stdout

    def _start_bus(self):
        settings = self.home / ".run/bus.conf"
        settings.write_text(BUS_WITHOUT_SERVICES.format(urllib.parse.quote(str(self.home / ".run/bus"))))
        kind = f"--config-file={settings}" if self._keyring == "absent" else "--session"
        bus = subprocess.Popen(["dbus-daemon", kind, "--print-address=1", "--nofork"], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, env=self.environment, text=True, **self._who)
        self._processes.append(bus)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        if self._keyring in ("unlocked", "locked"):
            self.start_keyring()
        if self._keyring == "locked":
            self.lock_keyring()
        if self._accessible:
            self._start_accessibility()

    def _start_accessibility(self):
        self.start(["/usr/libexec/at-spi-bus-launcher", "--launch-immediately"])
        wait_for(lambda: self._has_name("org.a11y.Bus"), 10, "the accessibility bus")
        self.run(["dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties.Set",
                  "string:org.a11y.Status", "string:IsEnabled", "variant:boolean:true"])

    def start_keyring(self, password="test"):
        """Starts the keyring and unlocks it with the password, which makes it where there is none."""
        daemon = subprocess.Popen(["gnome-keyring-daemon", "--unlock", "--components=secrets", "--foreground"], stdin=subprocess.PIPE,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self.environment, **self._who)
        daemon.stdin.write(password.encode() + b"\n")
        daemon.stdin.close()
        self._processes.append(daemon)
        wait_for(lambda: self._has_name("org.freedesktop.secrets"), 10, "the keyring")
        return daemon

    def lock_keyring(self):
        login = "/org/freedesktop/secrets/collection/login"
        done = self.run(["gdbus", "call", "--session", "--dest", "org.freedesktop.secrets", "--object-path", "/org/freedesktop/secrets",
                         "--method", "org.freedesktop.Secret.Service.Lock", f"[objectpath '{login}']"])
        if login not in done.stdout:
            raise RuntimeError("the keyring could not be locked: " + done.stdout + done.stderr)

    def unlock_keyring(self, password="test"):
        """Unlocks the keyring that runs, as a login does."""
        self.run(["gnome-keyring-daemon", "--unlock", "--replace", "--components=secrets"], input=password + "\n", timeout=60)

    def _has_name(self, name):
        answer = self.run(["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner",
                           f"string:{name}"])
        return "boolean true" in answer.stdout

    def start(self, command, **options):
        options.setdefault("stdout", subprocess.DEVNULL)
        options.setdefault("stderr", subprocess.DEVNULL)
        process = subprocess.Popen(command, env={**self.environment, **options.pop("extra", {})}, start_new_session=True, **self._who, **options)
        self._processes.append(process)
        return process

    def start_told(self, command, **options):
        """Starts a program whose words are read; they are shown when the block fails."""
        path = self.home / f".{len(self._outputs)}-{pathlib.Path(command[0]).name}.log"
        with open(path, "wb") as file:
            process = self.start(command, stdout=file, stderr=file, **options)
        self._outputs.append(path)
        return process, Output(path)

    def run(self, command, timeout=60, **options):
        options.setdefault("stdin", subprocess.DEVNULL) if "input" not in options else None
        return subprocess.run(command, env={**self.environment, **options.pop("extra", {})}, capture_output=True, text=True,
                              timeout=timeout, **self._who, **options)

    def see(self, verb, name="", role="", seconds=60):
        """Finds, clicks or lists what is on the screen; raises when it does not come."""
        # As text, since this file may lie where the person of this screen cannot go.
        done = self.run(["/usr/bin/python3", "-c", (HERE / "accessible.py").read_text(), verb, name, role, str(seconds)], timeout=seconds + 30)
        if done.returncode != 0:
            raise AssertionError(done.stderr.strip().splitlines()[-1:] or "the screen could not be read")
        return done.stdout.strip()

    def keys(self, *keys):
        for key in keys:
            self.run(["xdotool", "key", "--clearmodifiers", key])

    def type(self, text):
        self.run(["xdotool", "type", "--clearmodifiers", "--delay", "20", text])

    def active_window(self):
        return self.run(["xdotool", "getactivewindow", "getwindowname"]).stdout.strip()

    def screenshot(self, path):
        self.run(["import", "-silent", "-window", "root", str(path)])

    def has_color(self, red, green, blue, at_least=4):
        """Whether the screen shows points of about this colour."""
        path = self.home / ".screen.png"
        self.screenshot(path)
        body = subprocess.run(["convert", path, "-depth", "8", "rgb:-"], check=True, capture_output=True, timeout=60).stdout
        found = (1 for i in range(0, len(body) - 2, 3)
                 if abs(body[i] - red) < 14 and abs(body[i + 1] - green) < 14 and abs(body[i + 2] - blue) < 14)
        return sum(found) >= at_least

    def stop(self, process):
        """Ends a program of this screen and everything in its session."""
        if process.poll() is not None:
            return
        try:
            os.killpg(process.pid, signal.SIGTERM) if os.getpgid(process.pid) == process.pid else process.terminate()
            process.wait(5)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            process.kill()
            process.wait()
        with contextlib.suppress(ProcessLookupError):  # what it started and left behind
            os.killpg(process.pid, signal.SIGKILL)

    def __exit__(self, kind, *_):
        if kind is not None:
            for path in self._outputs:
                print(f"--- {path.name}\n{path.read_text(errors='replace')[-1500:]}")
        for process in reversed(self._processes):
            self.stop(process)
        self._end_strays()
        if self._owns_home:
            shutil.rmtree(self.home, ignore_errors=True)

    def _end_strays(self):
        """Programs that detached themselves (applications, a computer's own server) still carry a home of ours or below it."""
        until = time.monotonic() + 20
        while strays := self._strays():  # one may have started another meanwhile
            for pid in strays:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            if time.monotonic() > until:
                raise TimeoutError(f"processes of {self.home} do not end: {strays}")
            time.sleep(0.02)

    def _strays(self):
        marker = f"HOME={self.home}".encode()
        found = []
        for folder in pathlib.Path("/proc").iterdir():
            if folder.name.isdigit() and int(folder.name) != os.getpid():
                with contextlib.suppress(OSError):
                    told = (folder / "environ").read_bytes().split(b"\0")
                    if any(one == marker or one.startswith(marker + b"/") for one in told):
                        found.append(int(folder.name))
        return found
