-- SPDX-License-Identifier: Apache-2.0
-- What people say and do about entities: whom and what each activity concerns, and lists of entities.
CREATE TABLE activity_references (
    creation_order INTEGER PRIMARY KEY AUTOINCREMENT,
    project INTEGER NOT NULL,
    activity_id TEXT NOT NULL,
    reference_type TEXT NOT NULL,
    entity_type TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    entity_name TEXT NOT NULL,
    is_active INTEGER NOT NULL,
    is_read INTEGER NOT NULL,
    created_at TEXT NOT NULL
);
CREATE UNIQUE INDEX activity_references_once ON activity_references (project, activity_id, entity_id, entity_name, reference_type);
CREATE INDEX activity_references_entity ON activity_references (project, entity_id) WHERE entity_id <> '';
CREATE INDEX activity_references_user ON activity_references (entity_name, created_at) WHERE entity_name <> '';
CREATE INDEX activity_references_time ON activity_references (project, created_at);
INSERT INTO activity_references (project, activity_id, reference_type, entity_type, entity_id, entity_name, is_active, is_read, created_at)
    SELECT project, id, 'origin', entity_type, entity_id, '', 1, 0, created_at FROM activities ORDER BY creation_order;
INSERT INTO activity_references (project, activity_id, reference_type, entity_type, entity_id, entity_name, is_active, is_read, created_at)
    SELECT project, id, 'author', 'user', '', author, 1, 0, created_at FROM activities ORDER BY creation_order;

CREATE TABLE entity_lists (
    creation_order INTEGER PRIMARY KEY AUTOINCREMENT,
    project INTEGER NOT NULL,
    id TEXT NOT NULL,
    entity_type TEXT NOT NULL,
    list_type TEXT NOT NULL,
    folder_id TEXT NOT NULL,
    label TEXT NOT NULL,
    access TEXT NOT NULL,
    attrib TEXT NOT NULL,
    data TEXT NOT NULL,
    template TEXT NOT NULL,
    tags TEXT NOT NULL,
    owner TEXT NOT NULL,
    active INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
CREATE UNIQUE INDEX entity_lists_id ON entity_lists (project, id);
CREATE UNIQUE INDEX entity_lists_label ON entity_lists (project, label);

CREATE TABLE entity_list_items (
    creation_order INTEGER PRIMARY KEY AUTOINCREMENT,
    project INTEGER NOT NULL,
    list_id TEXT NOT NULL,
    id TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    attrib TEXT NOT NULL,
    data TEXT NOT NULL,
    tags TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
CREATE UNIQUE INDEX entity_list_items_id ON entity_list_items (project, id);
CREATE INDEX entity_list_items_list ON entity_list_items (project, list_id, position);
