#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An example of a publish plug-in that extracts: a JPEG of 1024 pixels beside a published image, made by ffmpeg."""
import json
import os
import pathlib
import shutil
import subprocess
import sys

IMAGES = {".exr", ".png", ".tif", ".tiff", ".tga", ".dpx", ".hdr", ".bmp", ".webp"}


def extract(instance, folder):
    for one in instance["representations"]:
        source = pathlib.Path(one["files"][0])
        if len(one["files"]) > 1 or source.suffix.lower() not in IMAGES:
            continue
        if not shutil.which("ffmpeg"):
            return {"representations": [], "log": ["ffmpeg is not installed: no preview"]}
        done = subprocess.run(["ffmpeg", "-nostdin", "-loglevel", "error", "-i", f"file:{source}", "-frames:v", "1", "-vf",
                               "scale=w=1024:h=1024:force_original_aspect_ratio=decrease", "-q:v", "3", os.path.join(folder, "preview.jpg")],
                              capture_output=True, text=True, check=False)
        if done.returncode:
            return {"representations": [], "log": [f"no preview of {source.name}: {done.stderr.strip()}"]}
        return {"representations": [{"name": "preview", "outputName": "preview", "files": ["preview.jpg"]}], "log": [f"preview of {source.name}"]}
    return {"representations": []}


def main():
    request = json.load(sys.stdin)
    if request["call"] == "describe":
        answer = {"name": "image_preview", "label": "Preview of an image", "description": "A JPEG of 1024 pixels beside the image.",
                  "calls": ["extract"], "families": ["image"], "timeLimit": 120}
    else:
        answer = extract(request["instance"], request["stagingDir"])
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
