-- SPDX-License-Identifier: Apache-2.0
-- Small JSON documents of the studio: configuration, attributes, presets, bundles, settings, sites, packages …
CREATE TABLE documents (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
CREATE UNIQUE INDEX documents_name ON documents (kind, name);

CREATE TABLE users (
    name TEXT PRIMARY KEY,
    attrib TEXT NOT NULL,
    data TEXT NOT NULL,
    active INTEGER NOT NULL,
    password TEXT,
    api_key TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX users_lower_name ON users (lower(name));
CREATE UNIQUE INDEX users_api_key ON users (api_key) WHERE api_key IS NOT NULL;

CREATE TABLE sessions (
    token TEXT PRIMARY KEY,
    user_name TEXT NOT NULL,
    created REAL NOT NULL,
    last_used REAL NOT NULL,
    client TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions (user_name);

CREATE TABLE projects (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    code TEXT NOT NULL,
    label TEXT NOT NULL,
    color TEXT NOT NULL,
    library INTEGER NOT NULL,
    active INTEGER NOT NULL,
    skeleton INTEGER NOT NULL,
    attrib TEXT NOT NULL,
    data TEXT NOT NULL,
    config TEXT NOT NULL,
    folder_types TEXT NOT NULL,
    task_types TEXT NOT NULL,
    link_types TEXT NOT NULL,
    statuses TEXT NOT NULL,
    tags TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
CREATE UNIQUE INDEX projects_name ON projects (lower(name));
CREATE UNIQUE INDEX projects_code ON projects (lower(code));

-- Entities. `attrib` holds own values only; a folder also keeps what it passes on (`inheritable`) and all it has
-- (`effective`), so that reads need no walk up the tree. A root folder has the parent ''.
CREATE TABLE folders (
    creation_order INTEGER PRIMARY KEY AUTOINCREMENT,
    project INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    label TEXT NOT NULL,
    folder_type TEXT NOT NULL,
    parent_id TEXT NOT NULL,
    thumbnail_id TEXT NOT NULL,
    path TEXT NOT NULL,
    effective TEXT NOT NULL,
    inheritable TEXT NOT NULL,
    status TEXT NOT NULL,
    tags TEXT NOT NULL,
    attrib TEXT NOT NULL,
    data TEXT NOT NULL,
    active INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_by TEXT NOT NULL
);
CREATE UNIQUE INDEX folders_id ON folders (project, id);
CREATE INDEX folders_parent ON folders (project, parent_id);
CREATE UNIQUE INDEX folders_name ON folders (project, parent_id, lower(name)) WHERE active = 1;

CREATE TABLE tasks (
    creation_order INTEGER PRIMARY KEY AUTOINCREMENT,
    project INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    label TEXT NOT NULL,
    task_type TEXT NOT NULL,
    folder_id TEXT NOT NULL,
    thumbnail_id TEXT NOT NULL,
    assignees TEXT NOT NULL,
    status TEXT NOT NULL,
    tags TEXT NOT NULL,
    attrib TEXT NOT NULL,
    data TEXT NOT NULL,
    active INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_by TEXT NOT NULL
);
CREATE UNIQUE INDEX tasks_id ON tasks (project, id);
CREATE INDEX tasks_folder ON tasks (project, folder_id);
CREATE UNIQUE INDEX tasks_name ON tasks (project, folder_id, lower(name)) WHERE active = 1;

CREATE TABLE products (
    creation_order INTEGER PRIMARY KEY AUTOINCREMENT,
    project INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    product_type TEXT NOT NULL,
    folder_id TEXT NOT NULL,
    product_base_type TEXT NOT NULL,
    status TEXT NOT NULL,
    tags TEXT NOT NULL,
    attrib TEXT NOT NULL,
    data TEXT NOT NULL,
    active INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_by TEXT NOT NULL
);
CREATE UNIQUE INDEX products_id ON products (project, id);
CREATE INDEX products_folder ON products (project, folder_id);
CREATE UNIQUE INDEX products_name ON products (project, folder_id, lower(name)) WHERE active = 1;

CREATE TABLE versions (
    creation_order INTEGER PRIMARY KEY AUTOINCREMENT,
    project INTEGER NOT NULL,
    id TEXT NOT NULL,
    product_id TEXT NOT NULL,
    thumbnail_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    author TEXT NOT NULL,
    version INTEGER NOT NULL,
    status TEXT NOT NULL,
    tags TEXT NOT NULL,
    attrib TEXT NOT NULL,
    data TEXT NOT NULL,
    active INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_by TEXT NOT NULL
);
CREATE UNIQUE INDEX versions_id ON versions (project, id);
CREATE INDEX versions_product ON versions (project, product_id, version);
CREATE INDEX versions_task ON versions (project, task_id) WHERE task_id <> '';
CREATE UNIQUE INDEX versions_hero ON versions (project, product_id) WHERE version < 0;

CREATE TABLE representations (
    creation_order INTEGER PRIMARY KEY AUTOINCREMENT,
    project INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    version_id TEXT NOT NULL,
    files TEXT NOT NULL,
    traits TEXT NOT NULL,
    status TEXT NOT NULL,
    tags TEXT NOT NULL,
    attrib TEXT NOT NULL,
    data TEXT NOT NULL,
    active INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_by TEXT NOT NULL
);
CREATE UNIQUE INDEX representations_id ON representations (project, id);
CREATE INDEX representations_version ON representations (project, version_id);
CREATE UNIQUE INDEX representations_name ON representations (project, version_id, lower(name)) WHERE active = 1;

CREATE TABLE workfiles (
    creation_order INTEGER PRIMARY KEY AUTOINCREMENT,
    project INTEGER NOT NULL,
    id TEXT NOT NULL,
    path TEXT NOT NULL,
    task_id TEXT NOT NULL,
    thumbnail_id TEXT NOT NULL,
    status TEXT NOT NULL,
    tags TEXT NOT NULL,
    attrib TEXT NOT NULL,
    data TEXT NOT NULL,
    active INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_by TEXT NOT NULL
);
CREATE UNIQUE INDEX workfiles_id ON workfiles (project, id);
CREATE INDEX workfiles_task ON workfiles (project, task_id);
CREATE UNIQUE INDEX workfiles_path ON workfiles (project, path);

CREATE TABLE links (
    creation_order INTEGER PRIMARY KEY AUTOINCREMENT,
    project INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    link_type TEXT NOT NULL,
    input_type TEXT NOT NULL,
    output_type TEXT NOT NULL,
    input_id TEXT NOT NULL,
    output_id TEXT NOT NULL,
    author TEXT NOT NULL,
    data TEXT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE UNIQUE INDEX links_id ON links (project, id);
CREATE INDEX links_input ON links (project, input_id);
CREATE INDEX links_output ON links (project, output_id);

-- What every write did. Append-only; the integer key keeps it cheap.
CREATE TABLE changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    project INTEGER NOT NULL,
    entity_type TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    action TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    user_name TEXT NOT NULL,
    sender TEXT NOT NULL
);

-- An event's id is this server's prefix and `seq`, so that finding one needs no index of random keys.
CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    hash TEXT,
    topic TEXT NOT NULL,
    project TEXT NOT NULL,
    user_name TEXT NOT NULL,
    sender TEXT NOT NULL,
    sender_type TEXT NOT NULL,
    depends_on TEXT,
    status TEXT NOT NULL,
    retries INTEGER NOT NULL,
    description TEXT NOT NULL,
    summary TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
CREATE UNIQUE INDEX events_hash ON events (hash) WHERE hash IS NOT NULL;
CREATE INDEX events_depends_on ON events (depends_on) WHERE depends_on IS NOT NULL;
CREATE INDEX events_topic ON events (topic);
