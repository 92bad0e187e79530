#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An example of a publish plug-in that validates: glTF files are whole and their buffers are there."""
import json
import pathlib
import struct
import sys
import urllib.parse

TRIANGLES = {4: lambda count: count // 3, 5: lambda count: max(0, count - 2), 6: lambda count: max(0, count - 2)}


def read_glb(path):
    """The JSON part of a GLB file. Raises ValueError with the reason."""
    with path.open("rb") as file:
        head = file.read(20)
        if len(head) < 20 or head[:4] != b"glTF":
            raise ValueError("it does not begin as a GLB file does")
        version, length, json_length = struct.unpack("<III", head[4:16])
        if version != 2:
            raise ValueError(f"it is of glTF version {version}, not 2")
        if length != path.stat().st_size:
            raise ValueError(f"it says that it has {length} bytes and has {path.stat().st_size}")
        if head[16:20] != b"JSON":
            raise ValueError("its first part is no JSON")
        return json.loads(file.read(json_length))


def triangles(document):
    accessors, total = document.get("accessors", []), 0
    for mesh in document.get("meshes", []):
        for primitive in mesh.get("primitives", []):
            index = primitive.get("indices", primitive.get("attributes", {}).get("POSITION"))
            count = accessors[index]["count"] if isinstance(index, int) and index < len(accessors) else 0
            total += TRIANGLES.get(primitive.get("mode", 4), lambda _: 0)(count)
    return total


def check(path, siblings):
    """Problems of one file, and what there is to say of it."""
    try:
        document = read_glb(path) if path.suffix.lower() == ".glb" else json.loads(path.read_bytes())
        if not isinstance(document, dict) or "asset" not in document:
            raise ValueError("it says nothing of its asset")
    except (ValueError, OSError) as error:
        return [{"title": "glTF", "message": f"{path.name} cannot be used: {error}. Export it again."}], []
    problems = []
    for entry in document.get("buffers", []) + document.get("images", []):
        uri = entry.get("uri", "")
        if not uri or uri.startswith("data:"):
            continue
        name = urllib.parse.unquote(uri)
        if not (path.parent / name).is_file():
            problems.append({"title": "glTF", "message": f"{path.name} needs {name}, which is not beside it."})
        elif (path.parent / name) not in siblings:
            problems.append({"title": "glTF", "isWarning": True,
                             "message": f"{path.name} needs {name}, which is not published with it. A GLB file holds everything in one."})
    return problems, [f"{path.name}: {triangles(document):,} triangles"]


def validate(instance):
    problems, log = [], []
    files = [pathlib.Path(f) for one in instance["representations"] for f in one["files"]]
    for path in files:
        if path.suffix.lower() in (".glb", ".gltf"):
            found, said = check(path, files)
            problems += found
            log += said
    return {"problems": problems, "log": log}


def main():
    request = json.load(sys.stdin)
    if request["call"] == "describe":
        answer = {"name": "check_gltf", "label": "glTF files", "description": "Header, length and external buffers of glTF files.",
                  "calls": ["validate"], "families": ["model", "animation", "layout"]}
    else:
        answer = validate(request["instance"])
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
