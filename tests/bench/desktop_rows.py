# SPDX-License-Identifier: Apache-2.0
"""What is measured of the desktop: its command line, its tray, a launch, and what it asks a server at its start."""
import contextlib
import json
import os
import pathlib
import subprocess
import time
import urllib.error
import urllib.request

from proxy import Proxy
from report import median, resident_megabytes
from screen import Screen, wait_for
from studio_server import PASSWORD

APPLICATION = "krita/installed"


class Desk:
    """A signed-in person with a screen."""

    def __init__(self, screen, programs, url):
        self.screen = screen
        self.programs = programs
        self.local = screen.home / ".local/share/AYON"
        done = self.hearth("login", url, "--user", "anna", input=PASSWORD + "\n")
        if done.returncode != 0:
            raise RuntimeError(f"sign-in: {done.stderr.strip()}")
        (self.local / "hearth").mkdir(parents=True, exist_ok=True)
        (self.local / "hearth/settings.json").write_text('{"openLauncherAtStart": false}')

    def hearth(self, *arguments, **options):
        return self.screen.run([self.programs / "hearth", *arguments], **options)

    def launch(self, *more):
        done = self.hearth("launch", "--app", APPLICATION, "--project", "demo_project", "--folder", "/assets/hero", "--task", "modeling", *more)
        if done.returncode != 0:
            raise RuntimeError(f"launch: {done.stderr.strip()}")

    def tray_answers(self):
        for file in (self.local / "tray").glob("*"):
            with contextlib.suppress(ValueError, OSError, KeyError, urllib.error.URLError):
                told = json.loads(file.read_text())
                if told["started"]:
                    urllib.request.urlopen(told["url"] + "/tray", timeout=2).close()
                    return told
        return None

    def started_tray(self):
        """Starts the tray; gives its process and the seconds until it could be used."""
        started = time.perf_counter()
        process = self.screen.start([self.programs / "hearth", "tray"])
        while not self.tray_answers():
            if process.poll() is not None or time.perf_counter() - started > 30:
                raise RuntimeError("the tray did not come up")
            time.sleep(0.002)
        return process, time.perf_counter() - started

    def end(self, process):
        process.terminate()
        process.wait(20)
        for file in (self.local / "tray").glob("*"):
            file.unlink(missing_ok=True)

    def ask_tray_to_launch(self):
        """What the launcher's button asks for, by the local route that a second program takes."""
        run = json.loads(next((self.local / "hearth/run").glob("*.json")).read_text())
        body = {"application": APPLICATION, "project": "demo_project", "folder": "/assets/hero", "task": "modeling", "openLastWorkfile": True}
        request = urllib.request.Request(run["url"] + "/hearth/launch", json.dumps(body).encode(), method="POST",
                                         headers={"x-hearth-secret": run["secret"], "Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=30).close()


class Stamp:
    """An application that writes down when it began, and ends."""

    def __init__(self, folder):
        self.program = pathlib.Path(folder) / "stamp"
        self._told = pathlib.Path(folder) / "stamp.txt"
        self.program.write_text(f'#!/bin/sh\ndate +%s%N > "{self._told}.part"\nmv "{self._told}.part" "{self._told}"\n')
        self.program.chmod(0o755)

    def seconds_after(self, start):
        self._told.unlink(missing_ok=True)
        started = time.time_ns()
        start()
        wait_for(self._told.exists, 30, "the application")
        return (int(self._told.read_text()) - started) / 1e9


def measure_version(report, programs, rounds):
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        subprocess.run([programs / "hearth", "--version"], check=True, stdout=subprocess.DEVNULL, env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"})
        times.append(time.perf_counter() - started)
    report.add("hearth --version", 0.3, median(times), "s", note="no budget of its own: the tray's is taken")


def measure_tray(report, desk, rounds, wait):
    times = []
    for round_number in range(rounds + 1):  # the first one is not warm
        process, seconds = desk.started_tray()
        times += [seconds] if round_number else []
        if round_number == rounds:
            break
        desk.end(process)
    report.add("tray usable after exec, warm", 0.3, median(times), "s")
    if wait:
        time.sleep(wait)
        told = desk.tray_answers()
        report.add("tray: idle memory", 70, resident_megabytes(told["pid"]), "MB", note=f"no window, {wait} s after start" + ("" if wait >= 60 else "; the budget says 60 s"))
    return process


def measure_launch(report, desk, stamp, rounds):
    """Against the tray that runs already."""
    clicks = [stamp.seconds_after(desk.ask_tray_to_launch) for _ in range(rounds)]
    report.add("click to application process started", 0.15, median(clicks), "s", note="the request the button makes; the script's own start is in it")
    direct = median([stamp.seconds_after(lambda: desk.screen.start([str(stamp.program)])) for _ in range(rounds)])
    through = median([stamp.seconds_after(desk.launch) for _ in range(rounds)])
    report.add("what a launch adds to the application's own start", 0.3, through - direct, "s", note=f"hearth launch {through:.3f} s, alone {direct:.3f} s")


def wait_until_quiet(proxy, seconds=2):
    """Everything a start asks, also what it asks after it can be used."""
    asked, since = list(proxy.requests), time.monotonic()
    while time.monotonic() - since < seconds:
        time.sleep(0.05)
        if len(proxy.requests) != len(asked):
            asked, since = list(proxy.requests), time.monotonic()
    return asked


def measure_requests(report, programs, port):
    """A second start with nothing changed, 40 ms away from the server."""
    proxy = Proxy(port)
    with Screen(keyring=True) as screen:
        desk = Desk(screen, programs, proxy.url)
        stamp = Stamp(screen.home)
        desk.hearth("applications", "--set", f"{APPLICATION}={stamp.program}")
        desk.launch("--explain")
        proxy.reset()
        desk.launch("--explain")
        asked, trips = len(proxy.requests), proxy.round_trips
        print(f"    launch --explain asked {asked} times in {trips} round trips: {', '.join(proxy.requests)}")
        needed, whole = [], []
        for _ in range(4):  # the first one is not warm
            wait_until_quiet(proxy)
            proxy.reset()
            process, _ = desk.started_tray()
            needed.append(proxy.round_trips)
            asked = wait_until_quiet(proxy)
            whole.append(proxy.round_trips)
            desk.end(process)
        report.add("round trips to upstream at a no-change start", 2, median(needed[1:]), "", at_least=False,
                   note=f"until it can be used; {median(whole[1:])} with what follows: {', '.join(asked)}")
    proxy.close()


def measure_desk(report, programs, url, rounds, wait):
    with Screen(keyring=True) as screen:
        desk = Desk(screen, programs, url)
        stamp = Stamp(screen.home)
        done = desk.hearth("applications", "--set", f"{APPLICATION}={stamp.program}")
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        desk.launch("--explain")  # everything is on this machine from now on
        process = measure_tray(report, desk, rounds, wait)
        measure_launch(report, desk, stamp, max(rounds, 5))
        desk.end(process)
