#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Installs a DEB in a fresh Debian root, runs what it brings, removes it, and looks for what stays behind.

usage: check_package.py FILE.deb     (as root; asks the mirror this machine's apt uses)
"""
import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "desktop"))
from screen import Screen, wait_for  # noqa: E402

STATE = ("var/lib/dpkg", "var/lib/apt", "var/cache", "var/log", "etc/ld.so.cache", "proc", "sys", "dev", "tmp", "run")


def mirror():
    told = subprocess.run(["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", "Codename: bookworm"], capture_output=True, text=True,
                          check=True).stdout.split()
    return told[0]


def files_of(root):
    found = set()
    for folder, folders, files in os.walk(root):
        place = os.path.relpath(folder, root)
        folders[:] = [name for name in folders if os.path.normpath(os.path.join(place, name)) not in STATE]
        found.update(os.path.normpath(os.path.join(place, name)) for name in files if os.path.normpath(os.path.join(place, name)) not in STATE)
    return found


class Root:
    """A Debian of its own in a folder, with what the kernel offers bound into it."""

    def __init__(self, folder):
        self.path = pathlib.Path(folder)
        self._mounts = []

    def make(self):
        subprocess.run(["debootstrap", "--variant=minbase", "--include=ca-certificates", "bookworm", self.path, mirror()], check=True, stdout=subprocess.DEVNULL)
        for kind in ("/etc/apt/sources.list", "/etc/apt/sources.list.d", "/etc/apt/apt.conf.d", "/etc/resolv.conf"):
            source, target = pathlib.Path(kind), self.path / kind[1:]
            if source.is_dir():
                shutil.copytree(source, target, dirs_exist_ok=True)
            elif source.exists():
                shutil.copy(source, target)
        for place in ("/proc", "/dev", "/tmp/.X11-unix"):
            if pathlib.Path(place).exists():
                (self.path / place[1:]).mkdir(parents=True, exist_ok=True)
                subprocess.run(["mount", "--rbind", "--make-rslave", place, self.path / place[1:]], check=True)
                self._mounts.append(self.path / place[1:])

    def gone(self):
        for place in reversed(self._mounts):
            subprocess.run(["umount", "-l", place], check=False)

    def run(self, *command, check=True, **environment):
        clean = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
        clean.update({name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")})
        done = subprocess.run(["chroot", self.path, *command], env={**clean, **environment}, capture_output=True, text=True, timeout=600)
        if check and done.returncode:
            raise AssertionError(f"{' '.join(command)}: {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
        return done

    def start(self, *command, **environment):
        return subprocess.Popen(["chroot", self.path, *command], env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8", **environment},
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextlib.contextmanager
def running(process):
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def install(root, package):
    shutil.copy(package, root.path / "tmp/hearth.deb")
    root.run("apt-get", "update", "-q")
    before = files_of(root.path)
    root.run("apt-get", "install", "-y", "-q", "--no-install-recommends", "/tmp/hearth.deb")
    print(f"  installed: {len(files_of(root.path) - before)} files, its libraries among them")


def commands_work(root):
    version = root.run("hearth", "--version").stdout.strip()
    assert version and version == root.run("ayon", "--version").stdout.strip()
    assert version == root.run("dpkg-query", "-W", "-f=${Version}", "hearth").stdout.strip()
    configuration = json.loads(root.run("hearth", "--print-effective-config", "--json").stdout)
    assert configuration["theme"]["value"] == "system", configuration
    assert "artist" in root.run("hearth", "help").stdout
    assert "Apache-2.0" in (root.path / "usr/lib/hearth/share/hearth/licenses/parts.json").read_text()
    parts = json.loads((root.path / "usr/lib/hearth/share/hearth/licenses/parts.json").read_text())
    assert {"Qt Base", "OpenSSL", "Unidecode"} <= {part["name"] for part in parts["packages"]}
    missing = [line for program in ("ayon", "hearth-server", "app_launcher") for line in root.run("ldd", f"/usr/lib/hearth/bin/{program}").stdout.splitlines()
               if "not found" in line]
    assert not missing, missing
    (root.path / "tmp/word.py").write_text("import ayon_common.utils\nprint('python', 6 * 7)\n")
    root.run("apt-get", "install", "-y", "-q", "--no-install-recommends", "python3")
    assert "python 42" in root.run("hearth", "--skip-bootstrap", "/tmp/word.py", PYTHONPATH="/usr/lib/hearth/share/hearth/python").stdout
    assert list(root.path.glob("usr/lib/hearth/**/__pycache__")), "the removal below has something to clean"
    print(f"  commands of {version} answer")


def server_works(root):
    ready = root.path / "tmp/ready.json"
    with running(root.start("hearth-server", "--data", "/tmp/studio", "--listen", "127.0.0.1:0", "--ready-file", "/tmp/ready.json")):
        wait_for(ready.exists, 20, "the server")
        with urllib.request.urlopen(json.loads(ready.read_text())["url"] + "/api/info", timeout=10) as answer:
            assert json.loads(answer.read())["version"].startswith("1.15"), answer
    print("  the server answers")


def tray_works(root):
    """The first-run window of the installed program opens on a screen outside of the root."""
    with Screen(accessible=False) as screen:
        display = screen.environment["DISPLAY"]
        cookie = {name: value for name, value in screen.environment.items() if name in ("XAUTHORITY",)}
        with running(root.start("ayon", DISPLAY=display, **cookie)):
            def titles():
                return subprocess.run(["xdotool", "search", "--name", "Hearth"], env={**os.environ, "DISPLAY": display, **cookie}, capture_output=True,
                                      text=True).stdout.split()
            wait_for(titles, 20, "the first-run window")
    print("  the first-run window opens")


def desktop_entry_holds(root):
    root.run("apt-get", "install", "-y", "-q", "--no-install-recommends", "desktop-file-utils")
    root.run("desktop-file-validate", "/usr/share/applications/ayon.desktop")
    root.run("update-desktop-database", "/usr/share/applications")
    assert "x-scheme-handler/ayon-launcher=ayon.desktop" in (root.path / "usr/share/applications/mimeinfo.cache").read_text()
    assert (root.path / "usr/share/icons/hicolor/scalable/apps/hearth.svg").stat().st_size > 100
    print("  desktop entry, icon and address handler are there")


def nothing_stays(root):
    root.run("apt-get", "purge", "-y", "-q", "hearth")
    left = sorted(name for name in files_of(root.path) if "hearth" in name and not name.startswith("root/"))
    assert not left, left
    assert not (root.path / "usr/bin/ayon").is_symlink() and not (root.path / "usr/lib/hearth").exists()
    print("  removed: nothing stays but what its users made")


def main():
    package = pathlib.Path(sys.argv[1]).resolve()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="hearth_root_") as folder:
        root = Root(folder)
        try:
            root.make()
            print(f"  a fresh root after {time.monotonic() - began:.0f} s")
            for step in (lambda: install(root, package), lambda: commands_work(root), lambda: server_works(root), lambda: tray_works(root),
                         lambda: desktop_entry_holds(root), lambda: nothing_stays(root)):
                step()
        finally:
            root.gone()
    print(f"package holds, {time.monotonic() - began:.0f} s")


main()
