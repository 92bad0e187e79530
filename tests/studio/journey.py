# SPDX-License-Identifier: Apache-2.0
"""What the journey leaves in a studio on this computer, by whatever way it was made."""
import contextlib
import sqlite3

PUBLISHED = "Night_Train/reel/sh010/publish/model/modelMain"
EXPECTED = {
    "folders": ["/reel", "/reel/sh010", "/reel/sh020", "/reel/sh030"],
    "tasks": ["/reel/sh010:animation:Animation"],
    "people": ["Mia Example:artist", "root:"],
    "model": ["v1:blend", "v1:glb", "v2:blend", "v2:glb"],
    "work files": ["nig_sh010_animation_v001.blend", "nig_sh010_animation_v002.blend", "nig_sh010_animation_v003.blend"],
    "files": [f"{PUBLISHED}/{version}/nig_sh010_modelMain_{version}.{kind}" for version in ("v001", "v002") for kind in ("blend", "glb")]}


def outcome(one):
    with contextlib.closing(sqlite3.connect(f"file:{one.database}?mode=ro", uri=True)) as database:
        def rows(text):
            return [row[0] for row in database.execute(text)]
        return {
            "folders": rows("SELECT path FROM folders WHERE path LIKE '%reel%' ORDER BY path"),
            "tasks": rows("SELECT f.path || ':' || t.name || ':' || t.task_type FROM tasks t JOIN folders f ON f.id = t.folder_id WHERE f.path LIKE '%reel%' ORDER BY 1"),
            "people": rows("SELECT coalesce(nullif(json_extract(attrib, '$.fullName'), ''), name) || ':' ||"
                           " coalesce(json_extract(data, '$.accessGroups.Night_Train[0]'), '') FROM users ORDER BY 1"),
            "model": rows("SELECT 'v' || v.version || ':' || r.name FROM representations r JOIN versions v ON v.id = r.version_id"
                          " JOIN products p ON p.id = v.product_id WHERE p.name = 'modelMain' AND p.product_type = 'model' ORDER BY 1"),
            "work files": sorted(path.name for path in (one.projects / "Night_Train/reel/sh010/work").rglob("*.blend")),
            "files": sorted(str(path.relative_to(one.projects)) for path in (one.projects / PUBLISHED).rglob("*.*"))}
