#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The main job, unattended and through the real windows: an empty home, this computer as a studio, the sample project,
a real click on the task's primary button, Blender in the context, the host's own operator, the new work file listed.
Ends with one JSON line. usage: main_job.py --bin FOLDER [--keep FOLDER]
"""
import argparse
import contextlib
import json
import pathlib
import shutil
import subprocess
import sys
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from screen import Screen, wait_for  # noqa: E402


class MainJob:
    def __init__(self, screen, programs, keep):
        self.screen = screen
        self.programs = pathlib.Path(programs).resolve()
        self.keep = keep
        self.steps = []
        self.result = {}
        self.projects = screen.home / "Documents/Projects"

    @contextlib.contextmanager
    def step(self, name):
        started = time.monotonic()
        print(f"  {name} …", file=sys.stderr, flush=True)
        yield
        self.steps.append({"name": name, "ms": round((time.monotonic() - started) * 1000)})
        if self.keep:
            self.screen.screenshot(pathlib.Path(self.keep) / f"{len(self.steps):02d}-{name.replace(' ', '-')}.png")

    def see(self, verb, name="", role="", seconds=30):
        return self.screen.see(verb, name, role, seconds)

    def type_into(self, field, text):
        self.see("click", field, "text")
        self.screen.run(["xdotool", "key", "--clearmodifiers", "ctrl+a"])
        self.screen.run(["xdotool", "type", "--clearmodifiers", "--delay", "5", text])

    def local(self):
        return self.screen.home / ".local/share/AYON"

    def tray(self):
        for file in (self.local() / "tray").glob("*"):
            with contextlib.suppress(ValueError, OSError):
                content = json.loads(file.read_text())
                if content.get("started") and content.get("url"):
                    return content["url"]
        return None

    def first_run(self):
        with self.step("first window"):
            self.program = self.screen.start([self.programs / "hearth"], stderr=open(self.screen.home / "hearth.err", "w"))
            self.see("find", "Work on this computer*")
        with self.step("work on this computer"):
            self.see("click", "Work on this computer*")
            self.type_into("Your name", "Anna Example")
            self.see("find", "Folder for projects", "text")
            self.see("click", "Set up", "push button")
            self.see("click", "Look at the sample project*", "push button", 60)

    def open_task(self):
        with self.step("launcher"):
            self.see("find", "modeling*", "", 40)
            url = wait_for(self.tray, 20, "the tray's file")
            with urllib.request.urlopen(url + "/tray", timeout=5) as answer:
                self.result["bundle"] = json.load(answer)["bundle"]
            servers = json.loads((self.local() / "used_servers.json").read_text())
            self.result["server"] = servers["last_server"]
        with self.step("choose the task"):
            self.see("click", "modeling, lantern_sample / assets / hero*")
        with self.step("click the primary button"):
            self.result["application"] = self.see("find", "Open Blender*", "push button", 30).removeprefix("Open ").removesuffix(" Enter")
            self.see("click", "Open Blender*", "push button")

    def application(self):
        found = self.screen.home / "blender_check.json"
        with self.step("application in context"):
            wait_for(found.exists, 120, "Blender's answer")
            told = json.loads(found.read_text())
            if "error" in told:
                raise AssertionError(told["error"])
            assert told["saved"] == ["FINISHED"], told
            assert told["task"] == "modeling", told
            assert str(self.local() / "dependency_packages") in told["client"], told["client"]
            assert any(path.endswith(pathlib.Path(told["filepath"]).name) for path in told["workfiles"]), told["workfiles"]
            assert pathlib.Path(told["filepath"]).is_file() and str(self.projects) in told["filepath"], told["filepath"]
            environment = told["environment"]
            self.result["context"] = f"{environment['AYON_PROJECT_NAME']}{environment['AYON_FOLDER_PATH']}:{environment['AYON_TASK_NAME']}"
            self.result["workfile"] = told["filepath"]
        with self.step("new work file is listed"):
            self.see("find", pathlib.Path(told["filepath"]).name + "*", "", 20)

    def run(self):
        startup = self.screen.home / ".config/blender/3.4/scripts/startup"
        startup.mkdir(parents=True)
        shutil.copy(HERE / "inside_blender.py", startup / "hearth_check.py")
        self.first_run()
        self.open_task()
        self.application()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--keep", help="folder for screenshots and logs")
    arguments = parser.parse_args()
    if arguments.keep:
        shutil.rmtree(arguments.keep, ignore_errors=True)
        pathlib.Path(arguments.keep).mkdir(parents=True)
    with Screen(keyring=True) as screen:
        job = MainJob(screen, arguments.bin, arguments.keep)
        error = None
        try:
            job.run()
        except (AssertionError, TimeoutError, subprocess.TimeoutExpired, OSError, KeyError, ValueError) as problem:
            error = f"{type(problem).__name__}: {problem}"
            if arguments.keep:
                screen.screenshot(pathlib.Path(arguments.keep) / "failed.png")
        if arguments.keep:
            shutil.copytree(job.local() / "hearth/logs", pathlib.Path(arguments.keep) / "logs", dirs_exist_ok=True, ignore_dangling_symlinks=True) \
                if (job.local() / "hearth/logs").exists() else None
        print(json.dumps({"ok": error is None, "steps": job.steps, **job.result, **({"error": error} if error else {})}, ensure_ascii=False))
    sys.exit(0 if error is None else 1)


if __name__ == "__main__":
    main()
