#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the dependency package that the first bundle of a studio on this computer carries.

usage: build_package.py OUTPUT.zip
"""
import pathlib
import subprocess
import sys
import tempfile
import zipfile

REQUIREMENT = "ayon-python-api==1.2.25"


def main():
    output = pathlib.Path(sys.argv[1])
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        target = pathlib.Path(folder) / "dependencies"
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-compile",
                        "--target", target, "--platform", "any", "--implementation", "py", "--abi", "none",
                        "--only-binary=:all:", REQUIREMENT], check=True)
        part = output.with_suffix(".part")
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(target.rglob("*")):
                if file.is_file() and "__pycache__" not in file.parts:
                    name = file.relative_to(folder).as_posix()
                    info = zipfile.ZipInfo(name)  # a fixed time: the same input gives the same package
                    info.compress_type = zipfile.ZIP_DEFLATED
                    info.external_attr = 0o644 << 16
                    archive.writestr(info, file.read_bytes())
        part.replace(output)


main()
