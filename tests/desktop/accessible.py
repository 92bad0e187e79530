# SPDX-License-Identifier: Apache-2.0
"""Finds and clicks what a person sees, through the accessibility bus and real pointer events. Runs inside the screen."""
import json
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402


def applications():
    desktop = Atspi.get_desktop(0)
    return [desktop.get_child_at_index(n) for n in range(desktop.get_child_count())]


def walk(node, depth=0):
    if node is None or depth > 40:
        return
    yield node
    try:
        count = min(node.get_child_count(), 400)
    except Exception:
        return
    for index in range(count):
        try:
            child = node.get_child_at_index(index)
        except Exception:
            continue
        yield from walk(child, depth + 1)


def is_showing(node):
    states = node.get_state_set()
    return states.contains(Atspi.StateType.SHOWING) and states.contains(Atspi.StateType.VISIBLE)


def matches(node, name, role):
    try:
        if role and node.get_role_name() != role:
            return False
        own = node.get_name() or ""
        if name.startswith("*"):
            return name.strip("*") in own
        return own == name or (name.endswith("*") and own.startswith(name[:-1]))
    except Exception:
        return False


def find(name, role=None, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for application in applications():
            for node in walk(application):
                try:
                    if matches(node, name, role) and is_showing(node):
                        return node
                except Exception:
                    continue
        time.sleep(0.1)
    raise SystemExit(f"not found: {name!r} {role or ''}")


def center(node):
    box = node.get_extents(Atspi.CoordType.SCREEN)
    return box.x + box.width // 2, box.y + box.height // 2, box.width, box.height


def click(name, role=None, seconds=60, double=False):
    x, y, *_ = place(name, role, seconds)  # a window that still moves is not clicked
    # Without --sync, which waits long for a pointer that is there already; the server keeps the order anyway.
    command = ["xdotool", "mousemove", str(x), str(y), "click"]
    subprocess.run(command + (["--repeat", "2", "1"] if double else ["1"]), check=True)


def place(name, role=None, seconds=60):
    """The middle of something that does not move any more, on the screen."""
    node = find(name, role, seconds)
    previous = None
    while (now := center(node)) != previous or now[2] <= 0:
        previous = now
        time.sleep(0.15)
    return now


def dump():
    for application in applications():
        for node in walk(application):
            try:
                if is_showing(node):
                    print(node.get_role_name(), "|", node.get_name(), "|", node.get_description())
            except Exception:
                continue


ACTIONABLE = {"push button", "toggle button", "check box", "radio button", "text", "combo box", "menu item", "list item", "tree item", "page tab",
              "password text", "spin button", "link", "entry", "table cell"}


def unnamed():
    """Controls that can be acted on and have no name, as JSON."""
    found = []
    for application in applications():
        for node in walk(application):
            try:
                if node.get_role_name() in ACTIONABLE and is_showing(node) and not (node.get_name() or "").strip():
                    found.append([node.get_role_name(), node.get_parent().get_name() if node.get_parent() else ""])
            except Exception:
                continue
    print(json.dumps(found))


if __name__ == "__main__":
    verb, *rest = sys.argv[1:]
    if verb == "click":
        click(rest[0], rest[1] if len(rest) > 1 and rest[1] else None, float(rest[2]) if len(rest) > 2 else 20)
    elif verb == "double":
        click(rest[0], rest[1] if len(rest) > 1 else None, double=True)
    elif verb == "place":
        x, y, *_ = place(rest[0], rest[1] if len(rest) > 1 and rest[1] else None, float(rest[2]) if len(rest) > 2 else 20)
        print(x, y)
    elif verb == "find":
        node = find(rest[0], rest[1] if len(rest) > 1 and rest[1] else None, float(rest[2]) if len(rest) > 2 else 20)
        print(node.get_name())
    elif verb == "unnamed":
        unnamed()
    else:
        dump()
