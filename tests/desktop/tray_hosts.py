# SPDX-License-Identifier: Apache-2.0
"""The tray icon in real hosts: a StatusNotifier panel and an XEmbed tray, each there before and after the program."""
import sys

from desktop_session import DesktopSession, require, wait_for

ACCENT = (0xFF, 0x8A, 0x4C)
PANEL = ("xfce4-panel", "--disable-wm-check")
TRAYER = ("trayer", "--edge", "bottom", "--widthtype", "request", "--height", "28")


def hosts(output):
    return [line.split(" ", 1)[1] for line in output.lines() if line.startswith("host ")]


def last_host(output, wanted):
    return hosts(output)[-1:] == [wanted]


def early(probe, host, wanted):
    with DesktopSession() as desktop:
        desktop.start(*host)
        if wanted == "status-notifier":
            wait_for("the panel's watcher", lambda: watcher_is_there(desktop))
        _, output = desktop.start(probe, "tray")
        wait_for(f"{host[0]} is used", lambda: last_host(output, wanted), 30)
        wait_for(f"{host[0]} shows the icon", lambda: desktop.has_color(*ACCENT), 20)


def late(probe, host, wanted):
    with DesktopSession() as desktop:
        _, output = desktop.start(probe, "tray")
        wait_for("the stand-in window", lambda: window_is_there(desktop))
        process, _ = desktop.start(*host)
        wait_for(f"{host[0]} that came later is used", lambda: last_host(output, wanted), 30)
        wait_for("the stand-in window is gone", lambda: not window_is_there(desktop))
        wait_for(f"{host[0]} shows the icon", lambda: desktop.has_color(*ACCENT), 20)
        desktop.stop(process)
        wait_for("the stand-in window is back", lambda: window_is_there(desktop), 30)


def watcher_is_there(desktop):
    reply = desktop.run("dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus",
                        "org.freedesktop.DBus.NameHasOwner", "string:org.kde.StatusNotifierWatcher", check=False)
    return "boolean true" in reply.stdout


def window_is_there(desktop):
    return bool(desktop.run("xdotool", "search", "--onlyvisible", "--name", "^Hearth$", check=False).stdout.strip())


def main():
    require("xfce4-panel", "trayer", "dbus-send")
    probe = sys.argv[1]
    for host, wanted in ((PANEL, "status-notifier"), (TRAYER, "embedded")):
        for case in (early, late):
            case(probe, host, wanted)
            print("ok", host[0], case.__name__)


if __name__ == "__main__":
    main()
