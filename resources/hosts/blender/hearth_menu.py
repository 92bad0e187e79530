# SPDX-License-Identifier: GPL-3.0-or-later
"""The Hearth menu in Blender: the context, and what the other files offer."""
import os

import bpy

import hearth_load
import hearth_publish
import hearth_workfile


def context_label():
    folder = os.environ.get("AYON_FOLDER_PATH", "").rsplit("/", 1)[-1]
    task = os.environ.get("AYON_TASK_NAME", "")
    return " · ".join(part for part in (os.environ.get("AYON_PROJECT_NAME", ""), folder, task) if part)


class TOPBAR_MT_hearth(bpy.types.Menu):
    bl_label = os.environ.get("AYON_MENU_LABEL", "Hearth")

    def draw(self, context):
        layout = self.layout
        layout.label(text=context_label() or "No context")
        layout.separator()
        layout.operator(hearth_workfile.HEARTH_OT_save_next_version.bl_idname, icon="FILE_TICK")
        layout.operator(hearth_workfile.HEARTH_OT_open_workfile.bl_idname, icon="FILE_FOLDER")
        layout.separator()
        layout.operator_context = "INVOKE_DEFAULT"
        layout.operator(hearth_publish.HEARTH_OT_publish.bl_idname, icon="EXPORT")
        layout.menu("TOPBAR_MT_hearth_load", icon="IMPORT")
        layout.operator(hearth_load.HEARTH_OT_inventory.bl_idname, icon="OUTLINER")


def _draw_menu(self, context):
    self.layout.menu("TOPBAR_MT_hearth")


CLASSES = (hearth_workfile.HEARTH_OT_save_next_version, hearth_workfile.HEARTH_OT_open_workfile, hearth_publish.HEARTH_OT_publish, hearth_load.HEARTH_OT_load,
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
