# SPDX-License-Identifier: GPL-3.0-or-later
"""The Hearth menu in Blender: context, save as next version, open; publish, load and inventory from their own files."""
import os
import re

import bpy

import hearth_load
import hearth_publish
from hearth_link import LinkError
from hearth_session import calmly, link

EXTENSION = ".blend"
_files = []  # the list a menu shows must outlive the menu


def context_label():
    folder = os.environ.get("AYON_FOLDER_PATH", "").rsplit("/", 1)[-1]
    task = os.environ.get("AYON_TASK_NAME", "")
    return " · ".join(part for part in (os.environ.get("AYON_PROJECT_NAME", ""), folder, task) if part)


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


class HEARTH_OT_save_next_version(bpy.types.Operator):
    """Save this file as the next version of its task and tell the studio of it"""
    bl_idname = "hearth.save_next_version"
    bl_label = "Save as next version"

    comment: bpy.props.StringProperty(name="Comment", description="What changed, in a few words")

    def invoke(self, context, event):
        return context.window_manager.invoke_props_dialog(self)

    @calmly
    def execute(self, context):
        try:
            path = link().call("workfile.next", extension=EXTENSION, comment=self.comment)["path"]
        except LinkError:
            path = _next_path_without_tray()
        os.makedirs(os.path.dirname(path), exist_ok=True)
        bpy.ops.wm.save_as_mainfile(filepath=path, check_existing=False)
        name = os.path.basename(path)
        try:
            link().call("workfile.register", path=path, comment=self.comment)
        except LinkError as error:
            self.report({"WARNING"}, f"{name} is saved, but the studio does not know it yet: {error}")
            return {"FINISHED"}
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


class TOPBAR_MT_hearth(bpy.types.Menu):
    bl_label = os.environ.get("AYON_MENU_LABEL", "Hearth")

    def draw(self, context):
        layout = self.layout
        layout.label(text=context_label() or "No context")
        layout.separator()
        layout.operator(HEARTH_OT_save_next_version.bl_idname, icon="FILE_TICK")
        layout.operator(HEARTH_OT_open_workfile.bl_idname, icon="FILE_FOLDER")
        layout.separator()
        layout.operator_context = "INVOKE_DEFAULT"
        layout.operator(hearth_publish.HEARTH_OT_publish.bl_idname, icon="EXPORT")
        layout.menu("TOPBAR_MT_hearth_load", icon="IMPORT")
        layout.operator(hearth_load.HEARTH_OT_inventory.bl_idname, icon="OUTLINER")


def _draw_menu(self, context):
    self.layout.menu("TOPBAR_MT_hearth")


CLASSES = (HEARTH_OT_save_next_version, HEARTH_OT_open_workfile, hearth_publish.HEARTH_OT_publish, hearth_load.HEARTH_OT_load,
           hearth_load.HEARTH_OT_inventory_check, hearth_load.HEARTH_OT_inventory_update, hearth_load.HEARTH_OT_inventory_remove,
           hearth_load.HEARTH_OT_inventory, hearth_load.TOPBAR_MT_hearth_load, TOPBAR_MT_hearth)


def register():
    for one in CLASSES:
        bpy.utils.register_class(one)
    bpy.types.TOPBAR_MT_editor_menus.append(_draw_menu)


def unregister():
    bpy.types.TOPBAR_MT_editor_menus.remove(_draw_menu)
    for one in reversed(CLASSES):
        bpy.utils.unregister_class(one)
