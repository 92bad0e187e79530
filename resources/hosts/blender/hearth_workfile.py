# SPDX-License-Identifier: GPL-3.0-or-later
"""Work files: save as the next version, open another one."""
import os
import re

import bpy

from hearth_link import LinkError
from hearth_session import calmly, link

EXTENSION = ".blend"
_files = []  # the list a menu shows must outlive the menu


def _next_path_without_tray():
    """The next free version beside the open file, for when the tray is away."""
    current = bpy.data.filepath or os.environ.get("AYON_LAST_WORKFILE", "")
    match = re.match(r"^(.*_v)(\d+)(.*)$", os.path.basename(current))
    if not match:
        raise LinkError("Hearth does not answer and this file's name holds no version. Use Save As.")
    folder = os.path.dirname(current)
    number = int(match.group(2))
    while True:
        number += 1
        path = os.path.join(folder, f"{match.group(1)}{number:0{len(match.group(2))}d}{EXTENSION}")
        if not os.path.exists(path):
            return path


def save_next_version(comment):
    """Saves under the next free version. Returns the file's name and what the studio could not be told, if so."""
    try:
        path = link().call("workfile.next", extension=EXTENSION, comment=comment)["path"]
    except LinkError:
        path = _next_path_without_tray()
    os.makedirs(os.path.dirname(path), exist_ok=True)
    bpy.ops.wm.save_as_mainfile(filepath=path, check_existing=False)
    name = os.path.basename(path)
    try:
        link().call("workfile.register", path=path, comment=comment)
    except LinkError as error:
        return name, f"{name} is saved, but the studio does not know it yet: {error}"
    return name, None


class HEARTH_OT_save_next_version(bpy.types.Operator):
    """Save this file as the next version of its task and tell the studio of it"""
    bl_idname = "hearth.save_next_version"
    bl_label = "Save as next version"

    comment: bpy.props.StringProperty(name="Comment", description="What changed, in a few words")

    def invoke(self, context, event):
        return context.window_manager.invoke_props_dialog(self)

    @calmly
    def execute(self, context):
        name, problem = save_next_version(self.comment)
        if problem:
            self.report({"WARNING"}, problem)
        else:
            self.report({"INFO"}, f"Saved {name}")
        return {"FINISHED"}


def _file_items(self, context):
    global _files
    try:
        entries = [entry for entry in link().call("workfile.list")
                   if entry["isHere"] and entry["path"].lower().endswith(EXTENSION)]
        _files = [(entry["path"], entry["name"], entry["comment"] or entry["author"] or "") for entry in entries]
    except Exception:  # noqa: BLE001 - an empty list is what a menu can show
        _files = []
    return _files


class HEARTH_OT_open_workfile(bpy.types.Operator):
    """Open another work file of this task"""
    bl_idname = "hearth.open_workfile"
    bl_label = "Open…"
    bl_property = "path"

    path: bpy.props.EnumProperty(name="Work file", items=_file_items)

    def invoke(self, context, event):
        context.window_manager.invoke_search_popup(self)
        return {"RUNNING_MODAL"}

    @calmly
    def execute(self, context):
        bpy.ops.wm.open_mainfile(filepath=self.path)
        return {"FINISHED"}
