# SPDX-License-Identifier: Apache-2.0
"""A start-up script of the test's own user: publishes, loads in every way, publishes again, brings the scene up to date.
What came of each step goes into ~/blender_publishing.json, step by step; then Blender ends."""
import json
import os
import traceback

import bpy

RESULT = os.path.expanduser("~/blender_publishing.json")
result = {"said": []}


def held(collection):
    return sorted(one.name.split(".")[0] for one in collection.all_objects)


def shown(load):
    return {one.name: {"objects": held(one), "state": load.state_of(one), "outdated": load.is_outdated(one),
                       "linked": all(each.library is not None for each in one.all_objects),
                       **{key: one[key] for key in ("schema", "id", "name", "namespace", "loader", "representation", "project_name", "path")}}
            for one in load.containers()}


def publish(**wanted):
    import hearth_publish
    import hearth_session
    before = len(result["said"])
    kept, hearth_session.tell = hearth_session.tell, lambda words, icon="INFO": result["said"].append(words)
    try:
        assert bpy.ops.hearth.publish("EXEC_DEFAULT", **wanted) == {"FINISHED"}
        while hearth_publish._runs or len(result["said"]) == before:
            yield
    finally:
        hearth_session.tell = kept


def cube_of(container):
    return next(one for one in bpy.data.collections[container].all_objects if one.name.startswith("Cube"))


def arrange(container):
    """What an artist does to a loaded thing: put somewhere, held by something of the scene, moved by an action."""
    cube = cube_of(container)
    holder = bpy.data.objects.new("Holder", None)
    bpy.context.scene.collection.objects.link(holder)
    cube.parent, cube.location = holder, (1, 2, 3)
    cube.animation_data_create().action = bpy.data.actions.new("Wobble")


def arrangement(container):
    cube = cube_of(container)
    return {"location": list(cube.location), "holder": cube.parent.name, "action": cube.animation_data.action.name, "version": bpy.data.collections[container]["version"]}


def pictures_of_what_is_published(hearth_publish):
    """Where the picture beside the open file is looked for by what is published elsewhere, and that nothing changed here."""
    made, folder = os.path.expanduser("~/made"), os.path.expanduser("~/elsewhere/deep")
    for one in (made, folder):
        os.makedirs(one, exist_ok=True)
    picture = bpy.data.images.new("beside", 4, 4)
    picture.filepath_raw, picture.file_format = "//beside.png", "PNG"
    picture.save()
    cube = bpy.data.objects["Cube"]
    material = bpy.data.materials.new("painted")
    material.use_nodes = True
    material.node_tree.nodes.new("ShaderNodeTexImage").image = picture
    cube.data.materials.append(material)
    told = {"here": os.path.dirname(bpy.data.filepath)}
    for name, objects in (("scene", None), ("library", [cube])):
        path = os.path.join(folder, name + ".blend")
        hearth_publish.export_blend(os.path.join(made, name + ".blend"), objects)
        os.rename(os.path.join(made, name + ".blend"), path)
        with bpy.data.libraries.load(path, link=True) as (there, wanted):
            wanted.images = ["beside"]
        told[name] = os.path.normpath(bpy.path.abspath(wanted.images[0].filepath, library=wanted.images[0].library))
        bpy.data.libraries.remove(wanted.images[0].library)
    told["kept"] = picture.filepath_raw
    cube.data.materials.pop(index=len(cube.data.materials) - 1)
    bpy.data.materials.remove(material)
    bpy.data.images.remove(picture)
    return told


def steps():
    while not hasattr(bpy.types, "HEARTH_OT_publish"):
        yield
    import hearth_load
    import hearth_publish
    result["context"] = __import__("hearth_menu").context_label()
    objects = sorted(one.name for one in bpy.data.objects)
    yield from publish(comment="first", product_type="model", variant="Main", scope="scene", save_next=False)
    result["unchanged"] = objects == sorted(one.name for one in bpy.data.objects) and not bpy.data.filepath
    result["list"] = hearth_load.published()
    for camera in (bpy.context.scene.camera, None):  # without one the view is made up
        bpy.context.scene.camera = camera
        picture = bpy.data.images.load(hearth_publish.make_thumbnail(os.path.expanduser("~/thumbnail.png")))
        result["said"].append(f"thumbnail {picture.size[0]}x{picture.size[1]}, {len(set(picture.pixels)) > 8}")
        bpy.data.images.remove(picture)
        os.remove(os.path.expanduser("~/thumbnail.png"))
    result["cameras"] = len(bpy.data.cameras)
    names = {one["name"]: one for one in result["list"]}
    for way, kind in (("link", "blend"), ("append", "blend"), ("import", "glb")):
        hearth_load.offer(way)
        assert bpy.ops.hearth.load("EXEC_DEFAULT", representation=names[kind]["id"], way=way) == {"FINISHED"}
    hearth_load.check()
    result["loaded"] = shown(hearth_load)
    bpy.ops.object.select_all(action="DESELECT")
    bpy.data.objects["Cube"].select_set(True)
    yield from publish(comment="second", product_type="model", variant="Main", scope="selection")
    result["saved"] = bpy.data.filepath
    result["remembered"] = dict(bpy.context.scene["hearth_publish"])
    result["pictures"] = pictures_of_what_is_published(hearth_publish)
    result["count"] = hearth_load.check()
    result["outdated"] = shown(hearth_load)
    arrange("modelMain_append")
    assert bpy.ops.hearth.inventory_update("EXEC_DEFAULT") == {"FINISHED"}
    result["arranged"] = arrangement("modelMain_append")
    result["updated"] = shown(hearth_load)
    assert bpy.ops.hearth.inventory_remove("EXEC_DEFAULT", container="modelMain_append") == {"FINISHED"}
    result["removed"] = sorted(shown(hearth_load))
    result["cube"] = "Cube" in bpy.context.scene.objects
    yield from publish(comment="with what was loaded", product_type="layout", variant="Main", scope="scene")
    before = set(shown(hearth_load))
    hearth_load.offer("append")
    layout = next(one["id"] for one in hearth_load.published() if one["product"] == "layoutMain" and one["name"] == "blend")
    assert bpy.ops.hearth.load("EXEC_DEFAULT", representation=layout, way="append") == {"FINISHED"}
    result["brought along"] = sorted(set(shown(hearth_load)) - before)
    try:
        bpy.ops.object.select_all(action="DESELECT")
        bpy.ops.hearth.publish("EXEC_DEFAULT", scope="selection")
    except RuntimeError as error:
        result["nothing selected"] = str(error)


running = steps()


def step():
    try:
        next(running)
        return 0.1
    except StopIteration:
        pass
    except Exception:
        result["error"] = traceback.format_exc()
    with open(RESULT + ".part", "w", encoding="utf-8") as file:
        json.dump(result, file, default=str)
    os.replace(RESULT + ".part", RESULT)
    bpy.ops.wm.quit_blender()
    return None


def register():
    bpy.app.timers.register(step, first_interval=0.2, persistent=True)


def unregister():
    pass
