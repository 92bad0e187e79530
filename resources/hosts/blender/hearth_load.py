# SPDX-License-Identifier: GPL-3.0-or-later
"""Loading what was published into the scene, and keeping count of it: containers, what is outdated, update, remove."""
import contextlib
import os
import re

import bpy

import hearth_session
from hearth_link import LinkError
from hearth_session import calmly

CONTAINERS = "AYON_CONTAINERS"
SCHEMA, CONTAINER_ID = "ayon:container-3.0", "ayon.load.container"
WAYS = [("link", "Link", "Stays in its file; updates with it"), ("append", "Append", "Becomes a part of this file"),
        ("import", "Import GLB", "Through Blender's own importer")]
_choices = []  # the list a menu shows must outlive the menu
_outdated = {}  # representation id -> what the studio said of it
_published = {}


def containers():
    """Collections of this file that hold loaded things, by name. What a loaded thing brought along belongs to that one."""
    made = [one for one in bpy.data.collections if one.library is None and one.get("schema") == SCHEMA and one.get("id") == CONTAINER_ID]
    below = {child for one in made for child in one.children_recursive}
    return sorted((one for one in made if one not in below), key=lambda one: one.name)


def _parent():
    root = bpy.data.collections.get(CONTAINERS) or bpy.data.collections.new(CONTAINERS)
    if root.name not in bpy.context.scene.collection.children:
        bpy.context.scene.collection.children.link(root)
    return root


def _take_from_blend(path, is_linked):
    """Collections that stand at a file's top, and the objects outside of any."""
    with bpy.data.libraries.load(path, link=is_linked) as (there, wanted):
        wanted.collections, wanted.objects = list(there.collections), list(there.objects)
    collections = [one for one in wanted.collections if one is not None]
    below = {child for one in collections for child in one.children_recursive}
    held = {each for one in collections for each in one.all_objects}
    return [one for one in collections if one not in below], [one for one in wanted.objects if one is not None and one not in held]


@contextlib.contextmanager
def _names_of_older_numpy():
    """Blender 3's importer uses numpy.bool, which NumPy 1.24 took away; Debian 12 has these two together."""
    import numpy
    is_missing = "bool" not in vars(numpy)
    if is_missing:
        numpy.bool = bool
    try:
        yield
    finally:
        if is_missing:
            del numpy.bool


def _fill(container, path, way):
    if way == "import":
        before = set(bpy.data.objects)
        with _names_of_older_numpy():
            bpy.ops.import_scene.gltf(filepath=path)
        for one in set(bpy.data.objects) - before:
            for home in list(one.users_collection):
                home.objects.unlink(one)
            container.objects.link(one)
    else:
        collections, objects = _take_from_blend(path, way == "link")
        for one in collections:
            container.children.link(one)
        for one in objects:
            container.objects.link(one)
    if not container.all_objects:
        raise LinkError(f"{os.path.basename(path)} holds nothing that can be loaded.")


def _is_unused(one):
    return one.users - int(one.use_fake_user) <= 0


def _empty(container):
    """Takes everything out; what another container holds as well stays there."""
    children, objects = list(container.children_recursive), list(container.all_objects)
    libraries = {one.library for one in [*children, *objects] if one.library}
    for one in list(container.children):
        container.children.unlink(one)
    for one in list(container.objects):
        container.objects.unlink(one)
    for one in children:  # parents come first
        if _is_unused(one):
            bpy.data.collections.remove(one)
    for one in objects:
        if not one.users_collection:
            bpy.data.objects.remove(one)
    for one in libraries:
        if all(_is_unused(each) for each in one.users_id):
            bpy.data.libraries.remove(one)


def _describe(container, facts, way):
    for key, value in {"schema": SCHEMA, "id": CONTAINER_ID, "name": facts["product"], "namespace": container.name, "loader": f"hearth.{way}",
                       "representation": facts["id"], "project_name": facts["project"], "version": facts["version"],
                       "representation_name": facts["name"], "path": facts["path"]}.items():
        container[key] = value


def _plain_name(one):
    return re.sub(r"\.\d{3,}$", "", one.name)


def _numbers(matrix):
    return [round(value, 5) for row in matrix for value in row]


def _action(one):
    return one.animation_data.action if one.animation_data else None


def _note_placement(container):
    """Keeps how each thing came, so that what somebody does to it can be told from what it brought along."""
    for one in container.all_objects:
        if one.library is None:
            one["hearth_came"] = {"matrix": _numbers(one.matrix_basis), "action": getattr(_action(one), "name", "")}


def _placements(container):
    """What was done to the things of a container since they came, by their names."""
    made = {}
    inside = set(container.all_objects)
    for one in inside:
        came = one.get("hearth_came")
        if came is None:
            continue
        is_moved = _numbers(one.matrix_basis) != list(came["matrix"])
        is_acted = getattr(_action(one), "name", "") != came["action"]
        is_held = one.parent is not None and one.parent not in inside
        if is_moved or is_acted or is_held:
            made[_plain_name(one)] = {"matrix": one.matrix_basis.copy() if is_moved or is_held else None, "action": _action(one) if is_acted else None,
                                      "parent": (one.parent, one.matrix_parent_inverse.copy()) if is_held else None}
    return made


def _place(container, placements):
    for one in container.all_objects:
        done = placements.get(_plain_name(one))
        if done is None or one.library is not None:
            continue
        if done["parent"] is not None:
            one.parent, one.matrix_parent_inverse = done["parent"]
        if done["matrix"] is not None:
            one.matrix_basis = done["matrix"]
        if done["action"] is not None:
            one.animation_data_create().action = done["action"]


def load(facts, way):
    """Brings one representation into the scene. Nothing is left behind when that fails."""
    if not os.path.exists(facts["path"]):
        raise LinkError(f"{facts['path']} is not on this machine.")
    container = bpy.data.collections.new(f"{facts['product']}_{way}")
    try:
        _parent().children.link(container)
        _fill(container, facts["path"], way)
        _describe(container, facts, way)
        _note_placement(container)
    except Exception:
        remove(container)
        raise
    return container


def remove(container):
    _empty(container)
    bpy.data.collections.remove(container)


def update(container, newer, version):
    """The newer one first, then away with the old: a failure keeps what was there. Where its things were put, what holds them and
    what moves them stays."""
    way = container["loader"].rsplit(".", 1)[-1]
    facts = {"product": container["name"], "id": newer["id"], "project": container["project_name"], "version": version,
             "name": newer["name"], "path": newer["path"]}
    made = load(facts, way)
    _place(made, _placements(container))
    name = container.name
    remove(container)
    made.name = name
    made["namespace"] = name


def check():
    """Asks what is newer. Returns how many containers are outdated."""
    by_project = {}
    for one in containers():
        by_project.setdefault(one["project_name"], []).append(one["representation"])
    _outdated.clear()
    for project, ids in by_project.items():
        _outdated.update(hearth_session.link().call("inventory.check", project=project, representations=ids))
    return sum(1 for one in containers() if is_outdated(one))


def is_outdated(container):
    return _outdated.get(container["representation"], {}).get("isOutdated", False)


def state_of(container):
    known = _outdated.get(container["representation"])
    version = f"v{abs(container['version']):03d}"
    if known is None:
        return version
    return f"{version}, v{known['latest']:03d} is there" if known["isOutdated"] else f"{version}, the newest"


def published():
    """Every representation of the folder that Blender can load, the newest versions first."""
    answer = hearth_session.link().call("load.list")
    made = []
    for product in answer["products"]:
        for version in product["versions"]:
            for one in version["representations"]:
                if one["name"].lower().startswith(("blend", "glb", "gltf")):
                    made.append({**one, "product": product["name"], "type": product["type"], "project": answer["project"],
                                 "version": version["version"], "label": f"{product['name']} {version['name']} · {one['name']}"})
    return made


def offer(way):
    """Reads what the menu lists next."""
    _published.clear()
    _published.update({one["id"]: one for one in published() if (way == "import") == (not one["name"].startswith("blend"))})
    if not _published:
        raise LinkError("Nothing that can be loaded so was published in this folder yet.")


def _load_items(self, context):
    global _choices
    _choices = [(one["id"], one["label"], one["path"] if one["isHere"] else "not on this machine") for one in _published.values()]
    return _choices


class HEARTH_OT_load(bpy.types.Operator):
    """Load something published in this folder"""
    bl_idname = "hearth.load"
    bl_label = "Load…"
    bl_property = "representation"
    bl_options = {"REGISTER", "UNDO"}

    representation: bpy.props.EnumProperty(name="Published", items=_load_items)
    way: bpy.props.EnumProperty(name="How", items=WAYS)

    @calmly
    def _offer(self, context):
        offer(self.way)
        context.window_manager.invoke_search_popup(self)
        return {"RUNNING_MODAL"}

    def invoke(self, context, event):
        return self._offer(context)

    @calmly
    def execute(self, context):
        load(_published[self.representation], self.way)
        self.report({"INFO"}, f"Loaded {_published[self.representation]['label']}")
        return {"FINISHED"}


class HEARTH_OT_inventory_check(bpy.types.Operator):
    """Ask the studio what is newer than what this scene holds"""
    bl_idname = "hearth.inventory_check"
    bl_label = "Check for newer versions"

    @calmly
    def execute(self, context):
        count = check()
        self.report({"INFO"}, "Everything is the newest" if count == 0 else f"{count} outdated")
        return {"FINISHED"}


class HEARTH_OT_inventory_update(bpy.types.Operator):
    """Replace what is outdated by its newest version"""
    bl_idname = "hearth.inventory_update"
    bl_label = "Update to the newest"
    bl_options = {"REGISTER", "UNDO"}

    container: bpy.props.StringProperty(name="Container", description="Empty: everything that is outdated")

    @calmly
    def execute(self, context):
        check()
        done, kept = 0, []
        for one in [one for one in containers() if is_outdated(one) and self.container in ("", one.name)]:
            known = _outdated[one["representation"]]
            if "update" not in known:
                kept.append(f"{one.name}: v{known['latest']:03d} has no {known['name']}")
                continue
            update(one, known["update"], known["latest"])
            done += 1
        check()
        if kept:
            self.report({"WARNING"}, f"{done} updated; kept as they are: " + "; ".join(kept))
        else:
            self.report({"INFO"}, f"{done} updated")
        return {"FINISHED"}


class HEARTH_OT_inventory_remove(bpy.types.Operator):
    """Take this out of the scene; what was published stays"""
    bl_idname = "hearth.inventory_remove"
    bl_label = "Remove from the scene"
    bl_options = {"REGISTER", "UNDO"}

    container: bpy.props.StringProperty(name="Container")

    @calmly
    def execute(self, context):
        remove(bpy.data.collections[self.container])
        return {"FINISHED"}


class HEARTH_OT_inventory(bpy.types.Operator):
    """What this scene holds of published things"""
    bl_idname = "hearth.inventory"
    bl_label = "Inventory…"

    def invoke(self, context, event):
        try:
            check()
        except LinkError as error:
            self.report({"WARNING"}, f"{error} What is newer is not known.")
        return context.window_manager.invoke_popup(self, width=460)

    def execute(self, context):
        return {"FINISHED"}

    def draw(self, context):
        layout = self.layout
        layout.label(text="Inventory")
        for one in containers():
            split = layout.split(factor=0.7)
            words, row = split.row(), split.row()
            words.alert = is_outdated(one)
            words.label(text=f"{one.name}   {state_of(one)}", icon="ERROR" if is_outdated(one) else "CHECKMARK")
            if is_outdated(one):
                row.operator(HEARTH_OT_inventory_update.bl_idname, text="Update").container = one.name
            row.operator(HEARTH_OT_inventory_remove.bl_idname, text="", icon="X").container = one.name
        if not containers():
            layout.label(text="Nothing published was loaded into this scene yet.")
        elif any(is_outdated(one) for one in containers()):
            layout.operator(HEARTH_OT_inventory_update.bl_idname, text="Update all").container = ""


class TOPBAR_MT_hearth_load(bpy.types.Menu):
    bl_label = "Load…"

    def draw(self, context):
        for way, label, _ in WAYS:
            self.layout.operator(HEARTH_OT_load.bl_idname, text=f"{label}…").way = way
