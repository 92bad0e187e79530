# SPDX-License-Identifier: Apache-2.0
"""Run by the tests' Blender: loads Hearth's menu as a launch does, follows HEARTH_TEST_STEPS, says what came of each."""
import json
import os
import runpy
import sys

import bpy

HOSTS = os.environ["HEARTH_TEST_HOST_FOLDER"]
steps, results = json.loads(os.environ["HEARTH_TEST_STEPS"]), []
runpy.run_path(os.path.join(HOSTS, "start_hearth.py"))
import hearth_menu  # noqa: E402  found where start_hearth.py is
import hearth_workfile  # noqa: E402


def save(comment):
    try:
        return sorted(bpy.ops.hearth.save_next_version("EXEC_DEFAULT", comment=comment))
    except RuntimeError as error:  # how an operator's error report reaches a script
        return [str(error).strip()]


def publish(comment):
    try:
        return sorted(bpy.ops.hearth.publish("EXEC_DEFAULT", comment=comment, scope="scene"))
    except RuntimeError as error:
        return [str(error).strip()]


def follow(step):
    if step.startswith("publish "):
        return publish(step.removeprefix("publish "))
    if step == "leave":
        try:
            hearth_workfile.link().call("test.leave")
        except hearth_workfile.LinkError as error:
            return [str(error)]
        return []
    return save(step)


for one in steps:
    results.append({"step": one, "result": follow(one), "file": bpy.data.filepath})
with open(os.environ["HEARTH_TEST_RESULT"], "w", encoding="utf-8") as file:
    json.dump({"version": bpy.app.version_string, "label": hearth_menu.context_label(), "results": results,
               "menu": hasattr(bpy.types, "TOPBAR_MT_hearth")}, file)
hearth_menu.unregister()
sys.stdout.flush()
