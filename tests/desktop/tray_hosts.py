# SPDX-License-Identifier: Apache-2.0
"""The tray icon in real hosts: a StatusNotifier panel and an XEmbed tray, each there before and after the program."""
import sys

from screen import Screen, require, wait_for

ACCENT = (0xFF, 0x8A, 0x4C)
PANEL = ("xfce4-panel", "--disable-wm-check")
TRAYER = ("trayer", "--edge", "bottom", "--widthtype", "request", "--height", "28")
SIZE = "1280x900x24"


def hosts(output):
    return [line.split(" ", 1)[1] for line in output.lines() if line.startswith("host ")]


def last_host(output, wanted):
    return hosts(output)[-1:] == [wanted]


def early(probe, host, wanted):
    with Screen(SIZE, accessible=False) as screen:
        screen.start_told(host)
        if wanted == "status-notifier":
            wait_for(lambda: watcher_is_there(screen), 20, "the panel's watcher")
        _, output = screen.start_told([probe, "tray"])
        wait_for(lambda: last_host(output, wanted), 30, f"{host[0]} is used")
        wait_for(lambda: screen.has_color(*ACCENT), 20, f"{host[0]} shows the icon")


def late(probe, host, wanted):
    with Screen(SIZE, accessible=False) as screen:
        _, output = screen.start_told([probe, "tray"])
        wait_for(lambda: window_is_there(screen), 20, "the stand-in window")
        process, _ = screen.start_told(host)
        wait_for(lambda: last_host(output, wanted), 30, f"{host[0]} that came later is used")
        wait_for(lambda: not window_is_there(screen), 20, "the stand-in window is gone")
        wait_for(lambda: screen.has_color(*ACCENT), 20, f"{host[0]} shows the icon")
        screen.stop(process)
        wait_for(lambda: window_is_there(screen), 30, "the stand-in window is back")


def watcher_is_there(screen):
    reply = screen.run(["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus",
                        "org.freedesktop.DBus.NameHasOwner", "string:org.kde.StatusNotifierWatcher"])
    return "boolean true" in reply.stdout


def window_is_there(screen):
    return bool(screen.run(["xdotool", "search", "--onlyvisible", "--name", "^Hearth$"]).stdout.strip())


def main():
    require("Xvfb", "dbus-daemon", "openbox", "xdotool", "xprop", "import", "convert", "xfce4-panel", "trayer", "dbus-send")
    probe = sys.argv[1]
    for host, wanted in ((PANEL, "status-notifier"), (TRAYER, "embedded")):
        for case in (early, late):
            case(probe, host, wanted)
            print("ok", host[0], case.__name__)


if __name__ == "__main__":
    main()
