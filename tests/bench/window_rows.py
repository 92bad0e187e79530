# SPDX-License-Identifier: Apache-2.0
"""What is measured of the windows: from a real click or key, or a colleague's change, to the paint that shows it. The
program itself writes down what it painted and when (app/desktop/paint_trace.h)."""
import contextlib
import json
import pathlib
import time
import uuid

import tree
from desktop_rows import Desk, Stamp
from proxy import Proxy
from report import median
from screen import Screen, wait_for
from studio_server import KEY, PASSWORD

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = "bench_folders"
FOLDERS, TASKS, FILES, PRODUCTS = 12, 8, 3, 50
UNTOUCHED = FOLDERS - 1  # a folder without work files, whose tasks start with an empty one
READABLE = "modeling"  # the step of every task's name that is mine


class Paintings:
    """The lists as they were painted, in the order of painting."""

    def __init__(self, file):
        self._file = pathlib.Path(file)

    def forget(self):
        self._file.write_bytes(b"")

    def first(self, wanted, seconds, what):
        """When a painting first satisfied `wanted(list name, visible texts, all texts)`, by time.monotonic()."""
        def seen():
            with contextlib.suppress(OSError, ValueError):
                for line in self._file.read_text().splitlines():
                    one = json.loads(line)
                    rows = one["rows"]
                    if wanted(one["list"], [row["text"] for row in rows if row["visible"]], [row["text"] for row in rows]):
                        return one["at"] / 1e9
            return None
        return wait_for(seen, seconds, what)


class Window(Desk):
    """The launcher's window on a screen, its paintings written down."""

    def __init__(self, screen, programs, url):
        super().__init__(screen, programs, url)
        (self.local / "hearth/settings.json").write_text('{"openLauncherAtStart": true}')
        file = screen.home / "paintings"
        self.paintings = Paintings(file)
        self.paintings.forget()
        screen.environment["HEARTH_PAINT_TRACE"] = str(file)

    def open(self, *arguments):
        self.paintings.forget()
        return self.screen.start([self.programs / "hearth", "tray", *arguments])

    def see(self, verb, name, role="", seconds=30):
        done = self.screen.run(["/usr/bin/python3", HERE.parent / "desktop/accessible.py", verb, name, role, str(seconds)], timeout=seconds + 30)
        if done.returncode != 0:
            raise RuntimeError(f"{name} is not on the screen: {done.stderr.strip()[-200:]}")
        return done.stdout.strip()

    def point_at(self, name, role="", seconds=30):
        x, y = self.see("place", name, role, seconds).split()
        self.screen.run(["xdotool", "mousemove", "--sync", x, y])

    def click(self):
        """Where the pointer is; gives the time before the click."""
        started = time.monotonic()
        self.screen.run(["xdotool", "click", "1"])
        return started


def make_folders(caller):
    """Folders with tasks, work files and published products; one task of each is anna's."""
    tree.make_project(caller, PROJECT)
    todo = []
    for folder in range(FOLDERS):
        folder_id = tree.identifier(PROJECT, folder)
        todo.append(tree.creation("folder", folder_id, name=f"prop{folder:02d}", folderType="Asset"))
        todo += published_in(folder, folder_id)
        for task in range(TASKS):
            task_id = tree.identifier(PROJECT, folder, task)
            name = f"{READABLE if task == 0 else 'step'}{folder:02d}{task}"
            todo.append(tree.creation("task", task_id, name=name, taskType="Modeling", folderId=folder_id, assignees=["anna"] if task == 0 else []))
            if folder == UNTOUCHED:
                continue
            todo += [tree.creation("workfile", uuid.uuid4().hex, path=f"{{root[work]}}/{PROJECT}/{name}_v{version:03d}.blend", taskId=task_id)
                     for version in range(1, FILES + 1)]
    answer = caller.call("POST", f"/api/projects/{PROJECT}/operations", {"operations": todo})
    if not answer["success"]:
        raise RuntimeError(f"folders were refused: {json.dumps(answer)[:300]}")


def published_in(folder, folder_id):
    for number in range(PRODUCTS):
        product = tree.identifier(PROJECT, folder, "product", number)
        yield tree.creation("product", product, name=f"model{folder:02d}x{number:02d}", productType="model", folderId=folder_id)
        for version in (1, 2, 3):
            yield tree.creation("version", tree.identifier(product, version), version=version, productId=product)


def shows_folder(folder):
    """Both lists of a folder: its tasks, and the work files of the one that is chosen."""
    task = f"{READABLE}{folder:02d}0"

    def tasks(name, visible, _):
        return name == "Tasks" and any(text.startswith(task + ",") for text in visible)

    def files(name, visible, _):
        return name == "Workfiles" and any(text.startswith(task + "_v") for text in visible)
    return tasks, files


def select_folders(window, proxy, rounds):
    """Folders that were not seen before, one after the other."""
    times, asked = [], []
    window.see("click", "Browse*", "", 20)
    if PROJECT not in window.see("find", "Project: *"):
        window.see("click", "Project: *")
        window.screen.run(["xdotool", "type", "--clearmodifiers", "--delay", "20", PROJECT])
        window.screen.run(["xdotool", "key", "--clearmodifiers", "Return"])
        window.see("find", f"Project: {PROJECT}*")
    window.see("click", "prop00*", "", 20)
    for folder in range(1, rounds + 1):
        window.point_at(f"prop{folder:02d}*")
        window.paintings.forget()
        proxy.reset()
        started = window.click()
        painted = max(window.paintings.first(shows, 20, f"folder {folder}") for shows in shows_folder(folder))
        times.append(painted - started)
        asked.append([name for name, at in zip(list(proxy.requests), list(proxy.times)) if at <= painted])
    return times, asked


def open_loader(window, rounds):
    """From the click at Load in the launcher to the products of the folder, in a window that was not open; the first time it is built."""
    times = []
    for folder in range(1, rounds + 1):
        window.see("click", f"prop{folder:02d}*", "", 20)
        window.point_at("Load", "push button", 20)
        window.paintings.forget()
        started = window.click()
        painted = window.paintings.first(
            lambda name, visible, _, folder=folder: name == "Products" and any(f"model{folder:02d}x" in text for text in visible), 20, "the loader")
        times.append(painted - started)
        window.see("find", "Products", "list", 20)
        window.screen.run(["xdotool", "key", "--clearmodifiers", "Escape"])
    return times


def colleague(window, url, folder, rounds):
    """Another person's change of a task of the folder that is open."""
    times, caller = [], tree.Caller(url, KEY)
    task = tree.identifier(PROJECT, folder, 0)
    for status in (["In progress", "Pending review"] * rounds)[:rounds]:
        window.paintings.forget()
        started = time.monotonic()
        caller.call("PATCH", f"/api/projects/{PROJECT}/tasks/{task}", {"status": status})
        painted = window.paintings.first(
            lambda name, visible, _, status=status: name == "Tasks" and any(f"status {status}" in text and text.startswith(READABLE) for text in visible),
            20, "the colleague's change")
        times.append(painted - started)
    caller.close()
    return times


def sign_in(window, rounds):
    """From Enter in the sign-in dialog to my tasks of all projects on the screen, the window not open before."""
    times = []
    for _ in range(rounds):
        process = window.open("--ayon-login")
        window.see("click", "Password*", "", 10)
        window.screen.run(["xdotool", "type", "--clearmodifiers", PASSWORD])
        window.paintings.forget()
        started = time.monotonic()
        window.screen.run(["xdotool", "key", "--clearmodifiers", "Return"])
        painted = window.paintings.first(
            lambda name, visible, texts: name == "My tasks" and bool(visible) and sum("status" in text for text in texts) >= 40, 30, "my tasks")
        times.append(painted - started)
        window.end(process)
    return times


def launches(window, stamp, rounds):
    """A click at the launcher's primary button, to the first thing the application does."""
    times = []
    window.see("click", f"prop{UNTOUCHED}*", "", 20)
    window.point_at("Open Blender*", "push button", 30)
    for _ in range(rounds):
        times.append(stamp.seconds_after(window.click))
        time.sleep(1)  # the button says for a moment that it starts
    return times


def measure_windows(report, programs, server, rounds):
    caller = tree.Caller(server.url, KEY)
    make_folders(caller)
    caller.close()
    for delay, where, budget in ((0, "local", 0.05), (0.04, "upstream at 40 ms", 0.15)):
        proxy = Proxy(server.port, delay)
        with Screen(keyring=True) as screen:
            window = Window(screen, programs, proxy.url)
            stamp = Stamp(screen.home)
            window.hearth("applications", "--set", f"blender/installed={stamp.program}")
            measure_one_place(report, window, proxy, server.url, stamp, rounds, where, budget)
        proxy.close()


def measure_one_place(report, window, proxy, url, stamp, rounds, where, budget):
    is_far = where != "local"
    if is_far:
        report.add("sign-in to my 40 tasks of 5 projects painted, 40 ms away", 1.0, median(sign_in(window, rounds)), "s", note="from Enter in the sign-in dialog")
    process = window.open()
    window.paintings.first(lambda name, visible, _: name == "My tasks" and bool(visible), 30, "the launcher")
    window.see("find", "Quit*")  # the menu's own window, where no tray is there: it takes the focus when it comes
    times, asked = select_folders(window, proxy, rounds)
    worst = max(asked, key=len)
    report.add(f"folder selected to tasks and work files painted, {where}", budget, median(times), "s", note=f"asked until then: {', '.join(worst)}")
    if is_far:
        report.add("a colleague's change to painted in the open window", 1.0, median(colleague(window, url, rounds, rounds)), "s", note="40 ms away")
    else:
        opened = open_loader(window, rounds)
        report.add("click at Load to its products painted, local", 0.1, median(opened), "s", note=f"the first time {opened[0]:.3f} s")
        report.add("real click at Open to application process started", 0.15, median(launches(window, stamp, rounds)), "s", note="xdotool's own start is in it")
    window.end(process)
