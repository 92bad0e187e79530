#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes parts.json beside this file: an SPDX document of every library, font and Python package that Hearth links or
carries. Versions come from the installed Debian packages and from the archive of the sample's dependency package;
licences from the tables below, read in /usr/share/doc/<package>/copyright and in the packages' own metadata.
usage: make_parts.py [--packages FOLDER] [--check]
"""
import argparse
import datetime
import email
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE / "parts.json"

# Debian package: the part's name, its licence ("Files: *" in the copyright file), what it is used for.
DEBIAN = {
    "libqt6core6": ("Qt Base", "LGPL-3.0-only OR GPL-2.0-only", "windows, network client; linked dynamically"),
    "libqt6websockets6": ("Qt WebSockets", "LGPL-3.0-only OR GPL-2.0-only", "push channel; linked dynamically"),
    "libqt6svg6": ("Qt SVG", "LGPL-3.0-only OR GPL-2.0-only", "icons of applications; a plug-in loaded when it is there"),
    "libboost1.81-dev": ("Boost", "BSL-1.0", "HTTP and WebSocket serving; compiled in"),
    "libsqlite3-0": ("SQLite", "blessing", "database; linked dynamically; in the public domain"),
    "libpq5": ("libpq", "PostgreSQL", "a studio's PostgreSQL database; linked dynamically by the server"),
    "libhiredis0.14": ("hiredis", "BSD-3-Clause", "Redis between several servers; linked dynamically by the server"),
    "libarchive13": ("libarchive", "BSD-2-Clause", "zip and tar archives; linked dynamically"),
    "libssl3": ("OpenSSL", "Apache-2.0", "digests and TLS; linked dynamically"),
    "libsodium23": ("libsodium", "ISC", "passwords and signatures; linked dynamically"),
    "libsecret-1-0": ("libsecret", "LGPL-2.1-or-later", "keychain; linked dynamically"),
    "libglib2.0-0": ("GLib", "LGPL-2.1-or-later", "keychain; linked dynamically"),
    "libgit2-1.5": ("libgit2", "GPL-2.0-only WITH GCC-exception-2.0",
                    "git sources of bundles; linked dynamically, which its exception permits without condition"),
    "libspdlog1.10": ("spdlog", "MIT", "logs; linked dynamically"),
    "libfmt9": ("fmt", "MIT WITH fmt-exception", "text formatting; linked dynamically"),
    "libexpected-dev": ("tl::expected", "CC0-1.0", "results; compiled in"),
    "fonts-inter": ("Inter", "OFL-1.1", "font of the windows; carried in the resources"),
    "fonts-material-design-icons-iconfont": ("Material Design Icons", "Apache-2.0", "icon font; carried in the resources"),
}
# Name on PyPI, as its metadata writes it: the licence there.
PYTHON = {
    "ayon-python-api": "Apache-2.0",
    "certifi": "MPL-2.0",
    "charset-normalizer": "MIT",
    "idna": "BSD-3-Clause",
    "requests": "Apache-2.0",
    "Unidecode": "GPL-2.0-or-later",
    "urllib3": "MIT",
    "websocket-client": "Apache-2.0",
}


def package(name, version, licence, comment, where):
    return {"SPDXID": "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]+", "-", name), "name": name, "versionInfo": version, "downloadLocation": where,
            "filesAnalyzed": False, "licenseConcluded": licence, "licenseDeclared": licence, "copyrightText": "NOASSERTION", "comment": comment}


def debian_version(name):
    done = subprocess.run(["dpkg-query", "-W", "-f=${source:Version}", name], capture_output=True, text=True)
    if done.returncode != 0 or not done.stdout:
        sys.exit(f"{name} is not installed, so its version is not known.")
    return done.stdout


def debian_parts():
    for name, (title, licence, use) in DEBIAN.items():
        yield package(title, debian_version(name), licence, f"{use}. Debian package {name}.", f"https://packages.debian.org/bookworm/{name}")


def carried_metadata(folder):
    for archive in sorted(folder.glob("*.zip")):
        with zipfile.ZipFile(archive) as opened:
            for name in sorted(opened.namelist()):
                if name.endswith(".dist-info/METADATA"):
                    yield archive.name, email.message_from_bytes(opened.read(name))


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def python_parts(folder):
    licences = {canonical(name): licence for name, licence in PYTHON.items()}
    for archive, metadata in carried_metadata(folder):
        name = metadata["Name"]
        if canonical(name) not in licences:
            sys.exit(f"The licence of {name} in {archive} is not in the table yet.")
        yield package(name, metadata["Version"], licences.pop(canonical(name)),
                      f"Python package for applications, carried unchanged in {archive}; no part of Hearth's own programs.",
                      f"https://pypi.org/project/{name}/{metadata['Version']}/")
    if licences:
        sys.exit(f"No archive in {folder} carries {', '.join(sorted(licences))}.")


def document(packages, created):
    digest = hashlib.sha256(json.dumps(packages, sort_keys=True).encode()).hexdigest()
    return {"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": "Hearth: libraries, fonts and packages",
            "documentNamespace": f"https://spdx.org/spdxdocs/hearth-parts-{digest[:32]}",
            "creationInfo": {"created": created, "creators": ["Tool: make_parts.py"]}, "packages": packages,
            "relationships": [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": one["SPDXID"]}
                              for one in packages]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packages", type=pathlib.Path, default=HERE.parents[1] / "build/release/share/hearth/packages",
                        help="folder of the dependency packages that are carried")
    parser.add_argument("--check", action="store_true", help="only say whether parts.json is what would be written")
    arguments = parser.parse_args()
    packages = [*debian_parts(), *python_parts(arguments.packages)]
    before = json.loads(TARGET.read_text(encoding="utf-8")) if TARGET.exists() else {}
    if before.get("packages") == packages:
        return
    if arguments.check:
        sys.exit("parts.json is out of date: run resources/licenses/make_parts.py.")
    created = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    TARGET.write_text(json.dumps(document(packages, created), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
