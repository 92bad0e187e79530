#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An example of a plug-in that loads: it compares the files of a version with the digests they were published with."""
import hashlib
import json
import pathlib
import sys


def digest(path):
    found = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 22):
            found.update(block)
    return found.hexdigest()


def load(files):
    known = [one for one in files if one["hashType"] == "sha256"]
    if not known:
        return {"problem": "it was published without digests to compare with"}
    for one in known:
        path = pathlib.Path(one["path"])
        if not path.is_file():
            return {"problem": f"{path.name} is not on this machine"}
        if digest(path) != one["hash"]:
            return {"problem": f"{path.name} has changed since it was published"}
    return {"message": "1 file is as it was published." if len(known) == 1 else f"{len(known)} files are as they were published."}


def main():
    request = json.load(sys.stdin)
    if request["call"] == "describe":
        answer = {"name": "compare_published", "label": "Compare with what was published", "calls": ["load"], "timeLimit": 600,
                  "description": "Reads the files again and compares their digests."}
    else:
        answer = load(request["files"])
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
