#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The house's own rules: layers, sizes, names, rooms, licences, format; clang-tidy on changed files or on all.

usage: lint.py [--all]
"""
import argparse
import concurrent.futures
import functools
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
SOURCES = ("app", "tray", "launcher", "publisher", "updater", "tests")
LONGEST_FILE, LONGEST_FUNCTION, MOST_BRANCHES = 800, 80, 15
BAD_NAMES = re.compile(r"(^|[/_])(utils?|common|helpers?|misc|managers?)([._/]|$)")
NAMES_OF_THE_CONTRACT = ("resources/python/ayon_common",)
TOP_LEVEL = {"CMakeLists.txt", "app", "tray", "launcher", "publisher", "updater", "resources", "tests", "installer", "README.md",
             "ARCHITECTURE.md", "LICENSE", "dev", "CMakePresets.json", ".ci", ".clang-format", ".clang-tidy", ".gitignore"}

problems = []


def problem(text):
    problems.append(text)


def tracked(*patterns):
    out = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "--", *patterns], cwd=TOP, capture_output=True, text=True, check=True).stdout
    return [line for line in out.splitlines() if (TOP / line).is_file()]


def cpp_files():
    return [f for f in tracked(*SOURCES) if f.endswith((".cpp", ".h"))]


def check_top_level():
    for name in {f.split("/")[0] for f in tracked()} - TOP_LEVEL:
        problem(f"{name}: the top level is fixed")


def modules():
    """Name, layer, dependencies and folder of every hearth_module."""
    found = {}
    for file in tracked("*CMakeLists.txt"):
        text = (TOP / file).read_text()
        for match in re.finditer(r"hearth_module\((\w+)\s+LAYER\s+(\d+)(.*?)\)\s*$", text, re.S | re.M):
            depends = re.search(r"\bDEPENDS\s+([\w\s]+?)(?=\s+(?:LINKS|PCH|SOURCES|HEADERS)\b|$)", match[3].strip())
            found[match[1]] = (int(match[2]), depends[1].split() if depends else [], str(pathlib.PurePosixPath(file).parent))
    return found


def room_of(include, rooms):
    """The module whose folder holds an included header."""
    best = None
    for name, (_, _, folder) in rooms.items():
        inside = folder.removeprefix("app/")
        if include.startswith(inside + "/") and (best is None or len(inside) > len(rooms[best][2].removeprefix("app/"))):
            best = name
    return best


def check_layers(rooms):
    def reachable(name, seen):
        for dependency in rooms[name][1]:
            if dependency not in rooms:
                problem(f"{rooms[name][2]}: depends on {dependency}, which does not exist")
            elif dependency not in seen:
                seen.add(dependency)
                reachable(dependency, seen)
        return seen
    for name, (layer, depends, folder) in rooms.items():
        for dependency in depends:
            if dependency in rooms and rooms[dependency][0] >= layer:
                problem(f"{folder}: layer {layer} links to {dependency} of layer {rooms[dependency][0]}")
        allowed = reachable(name, {name})
        for file in cpp_files():
            if str(pathlib.PurePosixPath(file).parent) != folder and not file.startswith(folder + "/"):
                continue
            if room_of(file.removeprefix("app/"), rooms) != name:
                continue
            for include in re.findall(r'^#include "([^"]+)"', (TOP / file).read_text(), re.M):
                target = room_of(include, rooms)
                if target and target not in allowed:
                    problem(f"{file}: includes {include} of {target}, which {name} does not link to")


def check_rooms(rooms):
    architecture = TOP / "ARCHITECTURE.md"
    text = architecture.read_text() if architecture.exists() else ""
    for name, (_, _, folder) in rooms.items():
        if not (TOP / folder / "README.md").exists():
            problem(f"{folder}: has no README.md")
        if f"`{folder}`" not in text and f"`{folder}/`" not in text:
            problem(f"ARCHITECTURE.md does not name {folder}")


def check_text():
    for file in cpp_files():
        text = (TOP / file).read_text(encoding="utf-8")
        lines = text.splitlines()
        if not lines or "SPDX-License-Identifier" not in lines[0]:
            problem(f"{file}: the first line is no SPDX line")
        if len(lines) >= LONGEST_FILE:
            problem(f"{file}: {len(lines)} lines")
        if file.startswith("tests/"):
            continue
        for number, line in enumerate(lines, 1):
            if re.search(r"\bconnect\([^;]*,\s*\[", line) and "this" not in line and not re.search(r",\s*\w+(\.get\(\))?,\s*\[", line):
                problem(f"{file}:{number}: a connect without a context object")
            if re.search(r"\bQEventLoop\b|processEvents\(", line):
                problem(f"{file}:{number}: a nested event loop")
    for file in tracked():
        if BAD_NAMES.search(file) and not file.startswith(NAMES_OF_THE_CONTRACT):
            problem(f"{file}: a name that explains nothing")
    for file in tracked("*.py", "*.sh", "dev", ".ci/run"):
        head = (TOP / file).read_text(encoding="utf-8").splitlines()[:3]
        if head and not any("SPDX-License-Identifier" in line for line in head):
            problem(f"{file}: has no SPDX line")


def check_licences():
    for folder in (p for p in (TOP / "resources/hosts").glob("*") if p.is_dir()):
        expected = "MIT" if folder.name == "godot" else "GPL-3.0-or-later"
        for file in folder.rglob("*.py"):
            if f"SPDX-License-Identifier: {expected}" not in file.read_text(encoding="utf-8"):
                problem(f"{file.relative_to(TOP)}: a host's code carries {expected}")
    files = [f for f in tracked(*SOURCES) if f.endswith((".cpp", ".h"))]
    out = subprocess.run(["licensecheck", "--machine", "--shortname-scheme=spdx", "--deb-machine", "-l", "3", *files], cwd=TOP, capture_output=True, text=True)
    if out.returncode not in (0, 1):
        problem(f"licensecheck failed: {out.stderr.strip()[:200]}")
    for stanza in out.stdout.split("\n\n"):
        licence = re.search(r"^License: (.*)$", stanza, re.M)
        if licence and "Apache-2.0" not in licence[1]:
            problem(f"licence {licence[1]}: {' '.join(stanza.split())[:160]}")


def check_functions():
    lizard = TOP / "build/venv/bin/lizard"
    if not lizard.exists():
        return problem("lizard is missing; ./dev lint installs it")
    out = subprocess.run([lizard, "-l", "cpp", "--csv", *[f for f in cpp_files() if not f.startswith("tests/")]], cwd=TOP, capture_output=True, text=True).stdout
    for line in out.splitlines():
        fields = re.findall(r'"[^"]*"|[^,]+', line)
        if len(fields) < 8 or not fields[0].isdigit():
            continue
        branches, length, name, file = int(fields[1]), int(fields[4]), fields[7].strip('"'), fields[6].strip('"')
        if length > LONGEST_FUNCTION:
            problem(f"{file}: {name} has {length} lines")
        if branches > MOST_BRANCHES:
            problem(f"{file}: {name} has a complexity of {branches}")


def changed_files():
    base = subprocess.run(["git", "rev-parse", "--verify", "-q", "HEAD~1"], cwd=TOP, capture_output=True, text=True).stdout.strip()
    names = subprocess.run(["git", "diff", "--name-only", "--diff-filter=d", *([base] if base else [])], cwd=TOP, capture_output=True, text=True).stdout.split()
    return [n for n in names if n.endswith(".cpp") and n.split("/")[0] in SOURCES and not n.startswith("tests/")]


def check_format(files):
    out = subprocess.run(["clang-format-16", "--dry-run", "-Werror", *files], cwd=TOP, capture_output=True, text=True)
    for line in sorted(set(re.findall(r"^(\S+?):\d+:\d+: error", out.stderr, re.M))):
        problem(f"{line}: not formatted; clang-format-16 -i mends it")


def tidy_database():
    """The compile commands without what only g++ understands: its precompiled headers."""
    source = TOP / "build/release/compile_commands.json"
    target = TOP / "build/tidy/compile_commands.json"
    if source.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(re.sub(r" -Winvalid-pch| -include \S*cmake_pch\.hxx", "", source.read_text()))
    return target


def side_by_side(work, items):
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for found in pool.map(work, items):
            for one in found:
                problem(one.replace(str(TOP) + "/", ""))


def check_tidy(files, limit):
    known = commands(tidy_database())
    headers = headers_of_objects()
    remembered = TOP / "build/tidy/clean"
    remembered.mkdir(parents=True, exist_ok=True)

    def tidy(file):
        before = digest_of(known[file], headers)
        if before and (remembered / before).exists():
            return []
        out = subprocess.run(["clang-tidy-16", "--quiet", "-p", TOP / "build/tidy", file], cwd=TOP, capture_output=True, text=True)
        found = re.findall(r"^(.*?: (?:error|warning): .*)$", out.stdout, re.M)
        if before and not found and out.returncode == 0:
            if digest_of(known[file], headers) == before:
                (remembered / before).touch()
        return found
    side_by_side(tidy, [f for f in files if f in known][:limit])


def headers_of_objects():
    """What each object of the build was made from, as the compiler told ninja."""
    build = TOP / "build/release"
    out = subprocess.run(["ninja", "-C", build, "-t", "deps"], capture_output=True, text=True).stdout
    found, place = {}, functools.lru_cache(maxsize=None)(lambda line: (build / line).resolve())
    for block in out.split("\n\n"):
        first, *rest = block.splitlines() or [""]
        if "(VALID)" in first:
            found[first.split(": #deps")[0]] = [place(line.strip()) for line in rest if not line.strip().endswith(".gch")]
    return found


@functools.lru_cache(maxsize=None)
def digest_as_of(file, _changed):
    return hashlib.sha256(file.read_bytes()).hexdigest()


def content_digest(file):
    return digest_as_of(file, file.stat().st_mtime_ns) if file.exists() else ""


def digest_of(entry, headers):
    """Of all that clang-tidy looks at for one source file; nothing while the build does not know its headers."""
    made = re.search(r" -o (\S+)", entry["command"])
    read = headers.get(made[1]) if made else None
    if not read:
        return None
    text = [entry["command"].replace(str(TOP), "."), content_digest(TOP / ".clang-tidy"), content_digest(pathlib.Path("/usr/bin/clang-tidy-16"))]
    return hashlib.sha256("\n".join([*text, *map(content_digest, sorted(read))]).encode()).hexdigest()


def commands(database):
    """The compile command of each source file."""
    if not database.exists():
        return {}
    return {pathlib.Path(e["file"]).resolve().relative_to(TOP).as_posix(): e for e in json.loads(database.read_text())
            if pathlib.Path(e["file"]).resolve().is_relative_to(TOP)}


def check_headers_alone():
    """Every header compiles by itself, with the flags of a source file of its own folder."""
    known = commands(tidy_database())
    neighbours = {}
    for file, entry in known.items():
        neighbours.setdefault(str(pathlib.PurePosixPath(file).parent), entry)

    def compile_alone(header):
        folder = str(pathlib.PurePosixPath(header).parent)
        entry = neighbours.get(folder) or neighbours.get(str(pathlib.PurePosixPath(folder).parent))
        if not entry:
            return [f"{header}: no source file beside it says how to compile it"]
        flags = shlex.split(re.sub(r" -o \S+| -c \S+", "", entry["command"]))
        out = subprocess.run([*flags, "-fsyntax-only", "-x", "c++", "-include", TOP / header, os.devnull],
                             cwd=entry["directory"], capture_output=True, text=True)
        return re.findall(r"^(.*?: (?:error|warning|fatal error): .*)$", out.stderr, re.M)[:3] if out.returncode else []
    side_by_side(compile_alone, [f for f in cpp_files() if f.endswith(".h") and not f.startswith("tests/")])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="clang-tidy on every file, and each header compiled alone")
    arguments = parser.parse_args()
    check_top_level()
    rooms = modules()
    check_layers(rooms)
    check_rooms(rooms)
    check_text()
    check_licences()
    check_functions()
    check_format(cpp_files())
    files = [f for f in cpp_files() if f.endswith(".cpp") and not f.startswith("tests/")] if arguments.all else changed_files()
    check_tidy(files, len(files) if arguments.all else 12)
    if arguments.all:
        check_headers_alone()
    for one in problems:
        print(one)
    print(f"lint: {len(problems)} problems")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
