# SPDX-License-Identifier: GPL-3.0-or-later
"""What every part of the menu shares: the connection, and how failures are told."""
import os

import bpy

from hearth_link import HearthLink, LinkError

_link = None


def new_link():
    return HearthLink(os.environ["HEARTH_HOST_URL"], os.environ["HEARTH_HOST_SECRET"],
                      {"host": "blender", "hostVersion": bpy.app.version_string, "pid": os.getpid()})


def link():
    global _link
    if _link is None:
        _link = new_link()
    return _link


def log(text):
    try:
        link().call("log", text=text)
    except Exception:  # noqa: BLE001 - a log line is never worth an error of its own
        print(f"Hearth: {text}")


def tell(words, icon="INFO"):
    """A line beside the pointer, for what ends while nobody waits for it."""
    print(f"Hearth: {words}")
    if not bpy.app.background and bpy.context.window_manager.windows:
        with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
            bpy.context.window_manager.popup_menu(lambda menu, _: menu.layout.label(text=words), title="Hearth", icon=icon)


def calmly(function):
    """Turns whatever goes wrong into one line for the artist and keeps the rest for the log."""
    def run(self, context):
        try:
            return function(self, context)
        except LinkError as error:
            self.report({"ERROR"}, str(error))
        except Exception as error:  # noqa: BLE001 - nothing of this may reach the artist as a traceback
            self.report({"ERROR"}, f"That did not work: {error}")
            log(f"{type(error).__name__}: {error}")
        return {"CANCELLED"}
    run.__name__ = function.__name__
    return run
