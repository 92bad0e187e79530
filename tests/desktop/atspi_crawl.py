# SPDX-License-Identifier: Apache-2.0
"""Walks first run and launcher over the accessibility bus, as a screen reader does: no control without a name."""
import os
import sys

from screen import SKIPPED, Screen, require, wait_for

BUS_LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
ACTIONABLE = {"push button", "button", "check box", "radio button", "text", "entry", "password text", "combo box", "spin button", "list",
              "tree", "list item", "tree item", "table cell", "menu item", "link", "toggle button", "page tab"}


def crawl(probe, wanted, at_least):
    with Screen("1280x900x24") as screen:
        _, output = screen.start_told([probe, wanted])
        wait_for(lambda: "ready" in output.lines(), 20, "the window")
        # The walk runs in a process of its own: the library reads the bus address once, when it is loaded.
        result = screen.run([sys.executable, __file__, "--walk", str(at_least)])
        print(result.stdout, end="")
        assert result.returncode == 0, f"{wanted}: {result.stderr}"


def walk(at_least):
    import gi
    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi

    def application():
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child and child.get_name() == "hearth" and child.get_child_count() > 0:
                return child
        return None

    root = wait_for(application, 20, "the program on the accessibility bus")
    seen, unnamed = [], []

    def visit(node, depth):
        if node is None or depth > 40:
            return
        states = node.get_state_set()
        if not states.contains(Atspi.StateType.SHOWING) and depth > 1:
            return
        role = node.get_role_name()
        if role in ACTIONABLE and states.contains(Atspi.StateType.ENABLED):
            seen.append((role, node.get_name()))
            if not (node.get_name() or "").strip():
                unnamed.append(role)
        for i in range(min(node.get_child_count(), 400)):
            visit(node.get_child_at_index(i), depth + 1)

    def enough():
        seen.clear()
        unnamed.clear()
        visit(root, 0)
        return len(seen) >= at_least

    wait_for(enough, 20, f"at least {at_least} controls")
    print(len(seen), "controls:", "; ".join(f"{role} {name!r}" for role, name in seen[:60]))
    assert not unnamed, f"controls without a name: {unnamed}"


def main():
    if sys.argv[1] == "--walk":
        walk(int(sys.argv[2]))
        return
    if not os.path.exists(BUS_LAUNCHER):
        print("skipped, not installed:", BUS_LAUNCHER)
        sys.exit(SKIPPED)
    require("Xvfb", "dbus-daemon", "openbox", "xprop")
    for wanted, at_least in (("first-run", 2), ("first-run-connect", 6), ("first-run-here", 4), ("first-run-ready", 3),
                              ("launcher", 25)):
        crawl(sys.argv[1], wanted, at_least)
        print("ok", wanted)


if __name__ == "__main__":
    main()
