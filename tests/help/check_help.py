#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Follows every link of the guides, checks that windows' help places exist, and runs every command shown in a block."""
import html
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(os.environ["HEARTH_SOURCE_DIR"])
PROGRAMS = pathlib.Path(os.environ["HEARTH_BIN_DIR"])
PAGES = {file.stem: file.read_text(encoding="utf-8") for file in (SOURCE / "resources/help").glob("*.html")}
problems = []


def anchors(page):
    return set(re.findall(r'id="([^"]+)"', PAGES[page]))


def check_links():
    for name, text in PAGES.items():
        for link in re.findall(r'href="([^"]+)"', text):
            page, _, anchor = link.partition("#")
            stem = page.removesuffix(".html") or name
            if stem not in PAGES or (anchor and anchor not in anchors(stem)):
                problems.append(f"{name}: the link {link} leads nowhere")


def check_places():
    """HelpPlace{page, anchor} in the windows' code."""
    found = 0
    for folder in ("launcher", "tray", "app", "publisher"):
        for file in (SOURCE / folder).rglob("*.cpp"):
            text = file.read_text(encoding="utf-8")
            for page, anchor in re.findall(r'\{\s*(?:QStringLiteral|QLatin1String)\("(artist|technical-director|administrator|developer)"\),\s*'
                                           r'(?:QStringLiteral|QLatin1String)\("([^"]*)"\)\s*\}', text):
                found += 1
                if anchor and anchor not in anchors(page):
                    problems.append(f"{file.relative_to(SOURCE)}: the help has no place {page}#{anchor}")
    if not found:
        problems.append("no window names a place in the help")


def check_commands():
    with tempfile.TemporaryDirectory() as home:
        environment = {"HOME": home, "PATH": f"{PROGRAMS}:/usr/bin:/bin", "LANG": "C.UTF-8"}
        for name, text in PAGES.items():
            for block in re.findall(r"<pre><code>(.*?)</code></pre>", text, re.S):
                for line in html.unescape(block).splitlines():
                    words = shlex.split(line) if line.startswith(("hearth", "hearth-server")) else []
                    if not words:
                        continue
                    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=60)
                    # These need a studio, which an empty home has not: that sentence is the right answer here; wrong words end with 2.
                    expected = 1 if words[1] in ("launch", "studio") else 0
                    if done.returncode != expected or (expected and "No studio is set up" not in done.stderr):
                        problems.append(f"{name}: `{line}` ends with {done.returncode}: {done.stderr.strip()[:200]}")


check_links()
check_places()
check_commands()
for one in problems:
    print(one)
print(f"{len(PAGES) - 1} guides, {len(problems)} problems")
sys.exit(1 if problems else 0)
