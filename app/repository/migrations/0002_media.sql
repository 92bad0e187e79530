-- SPDX-License-Identifier: Apache-2.0
-- Pictures and files of projects. Their bytes are files of the data folder, named by `shown`, `original`, `content` and
-- `preview`; a name is never used for other bytes.
CREATE TABLE thumbnails (
    project INTEGER NOT NULL,
    id TEXT NOT NULL,
    mime TEXT NOT NULL,
    shown TEXT NOT NULL,
    original TEXT NOT NULL,
    original_mime TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (project, id)
) WITHOUT ROWID;

CREATE TABLE files (
    project INTEGER NOT NULL,
    id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    name TEXT NOT NULL,
    mime TEXT NOT NULL,
    size INTEGER NOT NULL,
    content TEXT NOT NULL,
    preview TEXT NOT NULL,
    author TEXT NOT NULL,
    media_info TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (project, id)
) WITHOUT ROWID;
CREATE INDEX files_activity ON files (project, activity_id);

CREATE TABLE activities (
    creation_order INTEGER PRIMARY KEY AUTOINCREMENT,
    project INTEGER NOT NULL,
    id TEXT NOT NULL,
    activity_type TEXT NOT NULL,
    entity_type TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    author TEXT NOT NULL,
    body TEXT NOT NULL,
    tags TEXT NOT NULL,
    data TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
CREATE UNIQUE INDEX activities_id ON activities (project, id);
CREATE INDEX activities_entity ON activities (project, entity_id);
CREATE INDEX activities_type ON activities (project, activity_type);
