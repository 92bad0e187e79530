# SPDX-License-Identifier: GPL-3.0-or-later
"""Run by Blender at its start. A failure here costs the menu, never the artist's session."""
import os
import sys


def start():
    if not os.environ.get("HEARTH_HOST_URL"):
        return
    folder = os.path.dirname(os.path.abspath(__file__))
    if folder not in sys.path:
        sys.path.append(folder)
    import hearth_menu
    hearth_menu.register()


try:
    start()
except Exception as error:  # noqa: BLE001
    print(f"Hearth: the menu could not be made ({error}).")
