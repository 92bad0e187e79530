# SPDX-License-Identifier: GPL-3.0-or-later
"""Publishing from Blender: a copy as .blend and, through Blender's own exporter, a GLB, with a picture of the view."""
import contextlib
import os
import queue
import shutil
import tempfile
import threading

import bpy
import mathutils

import hearth_session
import hearth_workfile
from hearth_link import LinkError
from hearth_session import calmly

PRODUCT_TYPES = [("model", "Model", "Shapes and their materials"), ("layout", "Layout", "Where things stand"),
                 ("animation", "Animation", "How things move"), ("rig", "Rig", "What others animate with")]
THUMBNAIL_EDGE = 256
REMEMBERED = ("product_type", "variant", "scope", "as_blend", "as_glb")
LAST = "hearth_publish"  # what was chosen last, kept in the scene
_runs = {}


def _relative_blocks():
    """What names a file beside the open one, with the property that changes the name and nothing else."""
    for kind, name in (("images", "filepath_raw"), ("libraries", "filepath"), ("sounds", "filepath"), ("fonts", "filepath"),
                       ("movieclips", "filepath"), ("volumes", "filepath"), ("cache_files", "filepath")):
        for block in getattr(bpy.data, kind, ()):
            if block.library is None and not getattr(block, "packed_file", None) and getattr(block, name).startswith("//"):
                yield block, name


@contextlib.contextmanager
def _whole_paths():
    """What is published lies elsewhere: a path beside the open file would lead nowhere from there."""
    before = [(block, name, getattr(block, name)) for block, name in _relative_blocks()] if bpy.data.filepath else []
    try:
        for block, name, path in before:
            setattr(block, name, bpy.path.abspath(path))
        yield
    finally:
        for block, name, path in before:
            setattr(block, name, path)


def export_blend(path, objects):
    """The whole file as it is now, or a library of these objects; the open file stays the open file."""
    if objects is None:
        with _whole_paths():
            bpy.ops.wm.save_as_mainfile(filepath=path, copy=True, check_existing=False, compress=True, relative_remap=False)
        return
    collection = bpy.data.collections.new(os.path.splitext(os.path.basename(path))[0])
    try:
        for one in objects:
            collection.objects.link(one)
        with _whole_paths():
            bpy.data.libraries.write(path, {collection}, fake_user=True, compress=True)
    finally:
        bpy.data.collections.remove(collection)


def export_glb(path, objects):
    selected, active = list(bpy.context.selected_objects), bpy.context.view_layer.objects.active
    options = {"filepath": path, "export_format": "GLB", "use_selection": objects is not None, "export_apply": True, "export_animations": True}
    known = bpy.ops.export_scene.gltf.get_rna_type().properties.keys()
    try:
        if objects is not None:
            for one in bpy.context.view_layer.objects:
                one.select_set(one in objects)
        bpy.ops.export_scene.gltf(**{key: value for key, value in options.items() if key in known})
    finally:
        for one in bpy.context.view_layer.objects:
            one.select_set(one in selected)
        bpy.context.view_layer.objects.active = active


def _camera_on_everything(scene):
    """A camera of the moment that sees all there is; None in an empty scene."""
    corners = [one.matrix_world @ mathutils.Vector(corner) for one in scene.objects if one.type in {"MESH", "CURVE", "SURFACE", "FONT", "META"}
               for corner in one.bound_box]
    if not corners:
        return None
    middle = sum(corners, mathutils.Vector()) / len(corners)
    away = max((corner - middle).length for corner in corners) or 1
    made = bpy.data.objects.new("hearth_thumbnail", bpy.data.cameras.new("hearth_thumbnail"))
    toward = mathutils.Vector((1, -1, 0.7)).normalized()
    made.location = middle + toward * away * 3
    made.rotation_euler = toward.to_track_quat("Z", "Y").to_euler()
    made.data.clip_end = away * 10
    scene.collection.objects.link(made)
    return made


def make_thumbnail(path):
    """A Workbench picture of the scene; None where there is nothing to draw, or to draw with."""
    if bpy.app.background and not os.environ.get("DISPLAY"):
        return None
    scene = bpy.context.scene
    own = None if scene.camera else _camera_on_everything(scene)
    if not scene.camera and own is None:
        return None
    kept_camera, scene.camera = scene.camera, scene.camera or own
    try:
        return _render(scene, path)
    finally:
        scene.camera = kept_camera
        if own is not None:
            data = own.data
            bpy.data.objects.remove(own)
            bpy.data.cameras.remove(data)


def _render(scene, path):
    render, image = scene.render, scene.render.image_settings
    kept = (render.engine, render.resolution_x, render.resolution_y, render.resolution_percentage, render.filepath, image.file_format,
            render.use_compositing, render.use_sequencer)
    try:
        render.engine = "BLENDER_WORKBENCH"
        render.resolution_x = render.resolution_y = THUMBNAIL_EDGE
        render.resolution_percentage = 100
        render.filepath = path
        image.file_format = "PNG"
        render.use_compositing = render.use_sequencer = False
        bpy.ops.render.render(write_still=True)
    except RuntimeError as error:  # no graphics here: the publish goes on without a picture
        print(f"Hearth: no thumbnail ({error})")
    finally:
        (render.engine, render.resolution_x, render.resolution_y, render.resolution_percentage, render.filepath, image.file_format,
         render.use_compositing, render.use_sequencer) = kept
    return path if os.path.exists(path) else None


def make_instance(folder, wanted):
    """Writes the files into the folder. Returns what the tray is told of them."""
    objects = list(bpy.context.selected_objects) if wanted["scope"] == "selection" else None
    if objects is not None and not objects:
        raise LinkError("Nothing is selected. Select what you want to publish, or choose the whole scene.")
    if bpy.context.mode != "OBJECT" and bpy.context.view_layer.objects.active is not None:
        bpy.ops.object.mode_set(mode="OBJECT")  # what is edited right now belongs to what is published
    base = os.path.join(folder, f"{wanted['product_type']}{wanted['variant']}")
    files = []
    if wanted["as_blend"]:
        export_blend(base + ".blend", objects)
        files.append(base + ".blend")
    if wanted["as_glb"]:
        export_glb(base + ".glb", objects)
        files.append(base + ".glb")
    if not files:
        raise LinkError("Choose at least one of Blender file and GLB.")
    return {"productType": wanted["product_type"], "variant": wanted["variant"], "comment": wanted["comment"], "files": files,
            "thumbnail": make_thumbnail(base + "_thumbnail.png") or "", "workfile": bpy.data.filepath}


def said(answer):
    names = ", ".join(f"{one['product']} v{one['version']:03d}" for one in answer["versions"])
    return f"Published {names}" + "".join(f"; {one}" for one in answer["warnings"])


def publish(folder, instances, on_progress):
    """Asks over a connection of its own, so that saving goes on meanwhile."""
    answer = hearth_session.new_link().call_long("publish", on_progress, instances=instances)
    shutil.rmtree(folder, ignore_errors=True)
    return answer


def why_not(error, folder):
    return f"{error} Your scene is unchanged; the exported files are kept in {folder}."


class _Run(threading.Thread):
    """A publish that Blender's window does not wait for."""

    def __init__(self, folder, instances):
        super().__init__(daemon=True)
        self.folder, self.instances, self.told = folder, instances, queue.Queue()

    def run(self):
        try:
            self.told.put(("done", said(publish(self.folder, self.instances, lambda at: self.told.put(("progress", at["step"]))))))
        except Exception as error:  # noqa: BLE001 - the main thread tells it
            self.told.put(("failed", why_not(error, self.folder)))

    def look(self):
        """Called by Blender on its main thread until the end."""
        kind = words = None
        while not self.told.empty():
            kind, words = self.told.get()
        if kind in ("done", "failed"):
            bpy.context.workspace.status_text_set(None)
            hearth_session.tell(words, "CHECKMARK" if kind == "done" else "ERROR")
            _runs.pop(self.name, None)
            return None
        if kind == "progress":
            bpy.context.workspace.status_text_set(f"Hearth: {words}")
        return 0.2


class HEARTH_OT_publish(bpy.types.Operator):
    """Publish the selection or the whole scene to the studio"""
    bl_idname = "hearth.publish"
    bl_label = "Publish…"

    product_type: bpy.props.EnumProperty(name="Type", items=PRODUCT_TYPES)
    variant: bpy.props.StringProperty(name="Variant", default="Main")
    scope: bpy.props.EnumProperty(name="What", items=[("scene", "Whole scene", "Everything in this file"),
                                                      ("selection", "Selection", "Only what is selected")])
    as_blend: bpy.props.BoolProperty(name="Blender file", default=True)
    as_glb: bpy.props.BoolProperty(name="GLB", description="For engines and the web", default=True)
    comment: bpy.props.StringProperty(name="Comment", description="What changed, in a few words")
    save_next: bpy.props.BoolProperty(name="Save as next version first", default=True,
                                      description="So that a work file shows what was published")

    def invoke(self, context, event):
        for name in REMEMBERED:
            with contextlib.suppress(KeyError, TypeError, ValueError):  # a scene of another version, or none yet
                setattr(self, name, type(getattr(self, name))(context.scene[LAST][name]))
        return context.window_manager.invoke_props_dialog(self, width=360)

    @calmly
    def execute(self, context):
        hearth_session.link().call("context.get")  # before anything is exported: is there somebody to give it to
        if not context.scene.library:
            context.scene[LAST] = {name: getattr(self, name) for name in REMEMBERED}
        if self.save_next:
            _, problem = hearth_workfile.save_next_version(self.comment)
            if problem:
                self.report({"WARNING"}, problem)
        folder = tempfile.mkdtemp(prefix="hearth_publish_")
        try:
            instance = make_instance(folder, {name: getattr(self, name) for name in
                                              ("product_type", "variant", "scope", "as_blend", "as_glb", "comment")})
        except Exception:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        if not bpy.app.background:
            run = _Run(folder, [instance])
            _runs[run.name] = run
            run.start()
            bpy.app.timers.register(run.look, first_interval=0.1)
            return {"FINISHED"}
        try:
            self.report({"INFO"}, said(publish(folder, [instance], lambda at: None)))
        except LinkError as error:
            raise LinkError(why_not(error, folder)) from error
        return {"FINISHED"}
