-- SPDX-License-Identifier: Apache-2.0
-- What the statements expect of a database beyond what both have under the same name: the functions of SQLite that they
-- use, exact for text, and one row about the studio. Bodies name pg_catalog, so that they mean the same everywhere.
CREATE OR REPLACE FUNCTION hearth.lower(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT pg_catalog.lower($1 COLLATE "C") $$;

CREATE OR REPLACE FUNCTION hearth.json_each(text) RETURNS TABLE (value text) LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 20
    AS $$ SELECT e.v FROM pg_catalog.json_array_elements_text($1::pg_catalog.json) AS e (v) $$;

CREATE OR REPLACE FUNCTION hearth.json_extract(text, text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT $1::pg_catalog.json #>> pg_catalog.string_to_array(pg_catalog.substr($2, 3), '.') $$;

-- Of members of the outermost object; the others keep their order and their spelling.
CREATE OR REPLACE FUNCTION hearth.json_set(text, text, text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    WITH members AS (
        SELECT m.key, m.value::text AS value, m.place
        FROM pg_catalog.json_each($1::pg_catalog.json) WITH ORDINALITY AS m (key, value, place)
        WHERE m.key <> pg_catalog.substr($2, 3)
        UNION ALL
        SELECT pg_catalog.substr($2, 3), pg_catalog.to_json($3)::text,
               coalesce((SELECT m.place FROM pg_catalog.json_each($1::pg_catalog.json) WITH ORDINALITY AS m (key, value, place)
                         WHERE m.key = pg_catalog.substr($2, 3) LIMIT 1), 1000000000))
    SELECT '{' || pg_catalog.string_agg(pg_catalog.to_json(key)::text || ':' || value, ',' ORDER BY place) || '}' FROM members $$;

CREATE OR REPLACE FUNCTION hearth.json_group_step(text, text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT $1 || CASE WHEN $1 = '[' THEN '' ELSE ',' END || coalesce(pg_catalog.to_json($2)::text, 'null') $$;
CREATE OR REPLACE FUNCTION hearth.json_group_end(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT $1 || ']' $$;
CREATE OR REPLACE AGGREGATE hearth.json_group_array(text)
    (SFUNC = hearth.json_group_step, STYPE = text, INITCOND = '[', FINALFUNC = hearth.json_group_end);

CREATE OR REPLACE FUNCTION hearth.instr(text, text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT pg_catalog.strpos($1, $2) $$;

-- A place below zero counts from the end.
CREATE OR REPLACE FUNCTION hearth.substr(text, integer) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN $2 < 0 THEN pg_catalog."right"($1, -$2) ELSE pg_catalog.substr($1, $2) END $$;

-- The pattern first. Upper and lower case of the alphabet are one, and nothing quotes % and _.
CREATE OR REPLACE FUNCTION hearth."like"(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT pg_catalog.lower($2 COLLATE "C") LIKE pg_catalog.replace(pg_catalog.lower($1 COLLATE "C"), '\', '\\') $$;

-- The pattern first: * and ?, and [*], [?] and [[] for the signs themselves.
CREATE OR REPLACE FUNCTION hearth.glob(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT $2 COLLATE "C" LIKE
        pg_catalog.translate(
            pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(
                pg_catalog.regexp_replace(
                    pg_catalog.replace(pg_catalog.replace(pg_catalog.replace($1, '[*]', E'\u0001'), '[?]', E'\u0002'), '[[]', E'\u0003'),
                    '([\\%_])', '\\\1', 'g'),
                '*', '%'), '?', '_'), E'\u0001', '*'),
            E'\u0002\u0003', '?[') $$;

CREATE OR REPLACE FUNCTION hearth.printf(text, bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE $1 WHEN '%016x' THEN pg_catalog.lpad(pg_catalog.to_hex($2), 16, '0') END $$;

-- A plus before a text keeps SQLite from an index; a function that cannot be looked into does so here.
CREATE OR REPLACE FUNCTION hearth.itself(text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$ BEGIN RETURN $1; END $$;
DO $$ BEGIN
    CREATE OPERATOR hearth.+ (RIGHTARG = text, FUNCTION = hearth.itself);
EXCEPTION WHEN duplicate_function THEN NULL; END $$;

-- One row. `revision` counts the transactions that changed the studio.
CREATE TABLE IF NOT EXISTS hearth.studio (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    schema_version integer NOT NULL DEFAULT 0,
    functions_version integer NOT NULL DEFAULT 0,
    revision bigint NOT NULL DEFAULT 0
);
INSERT INTO hearth.studio DEFAULT VALUES ON CONFLICT DO NOTHING;
