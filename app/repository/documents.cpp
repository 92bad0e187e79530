// SPDX-License-Identifier: Apache-2.0
#include "repository/documents.h"

#include "repository/stamp.h"

namespace hearth::repository
{
namespace
{

using database::Cursor;

Document readDocument(const Cursor &c)
{
    return {c.integer(0), c.string(1), c.string(2), c.string(3), c.string(4)};
}

struct DocumentByName {
    static constexpr const char *sql =
        "SELECT position, name, body, created_at, updated_at FROM documents WHERE kind = $1 AND name = $2";
    static constexpr int parameterCount = 2;
    using Row = Document;
    static Row read(const Cursor &c) { return readDocument(c); }
};

struct DocumentsOfKind {
    static constexpr const char *sql =
        "SELECT position, name, body, created_at, updated_at FROM documents WHERE kind = $1 ORDER BY position";
    static constexpr int parameterCount = 1;
    using Row = Document;
    static Row read(const Cursor &c) { return readDocument(c); }
};

struct DocumentsStarting {
    static constexpr const char *sql =
        "SELECT position, name, body, created_at, updated_at FROM documents WHERE kind = $1 "
        "AND substr(name, 1, length($2)) = $2 ORDER BY position";
    static constexpr int parameterCount = 2;
    using Row = Document;
    static Row read(const Cursor &c) { return readDocument(c); }
};

struct PutDocument {
    static constexpr const char *sql =
        "INSERT INTO documents (kind, name, body, created_at, updated_at) VALUES ($1, $2, $3, $4, $4) "
        "ON CONFLICT (kind, name) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at";
    static constexpr int parameterCount = 4;
};

struct RemoveDocument {
    static constexpr const char *sql = "DELETE FROM documents WHERE kind = $1 AND name = $2";
    static constexpr int parameterCount = 2;
};

} // namespace

Result<std::optional<Document>> documentByName(database::Connection &db, const char *kind, std::string_view name)
{
    return db.one<DocumentByName>(kind, name);
}

Result<std::vector<Document>> documentsOf(database::Connection &db, const char *kind)
{
    return db.all<DocumentsOfKind>(kind);
}

Result<std::vector<Document>> documentsStarting(database::Connection &db, const char *kind, std::string_view start)
{
    return db.all<DocumentsStarting>(kind, start);
}

Result<> putDocument(database::Connection &db, const char *kind, std::string_view name, std::string_view body)
{
    const std::string now = stampNow();
    if (auto done = db.run<PutDocument>(kind, name, body, now); !done)
        return fail(done.error());
    return {};
}

Result<bool> removeDocument(database::Connection &db, const char *kind, std::string_view name)
{
    const auto done = db.run<RemoveDocument>(kind, name);
    if (!done)
        return fail(done.error());
    return *done > 0;
}

} // namespace hearth::repository
