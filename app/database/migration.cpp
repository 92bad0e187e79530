// SPDX-License-Identifier: Apache-2.0
#include "database/migration.h"

namespace hearth::database
{
namespace
{

struct SchemaVersion {
    static constexpr const char *sql = "PRAGMA user_version";
    static constexpr int parameterCount = 0;
    using Row = int;
    static Row read(const Cursor &cursor) { return static_cast<int>(cursor.integer(0)); }
};

} // namespace

Result<int> schemaVersion(Connection &connection)
{
    const auto stored = connection.one<SchemaVersion>();
    if (!stored)
        return fail(stored.error());
    return stored->value_or(0);
}

Result<int> migrate(Connection &connection, std::span<const Migration> steps)
{
    const auto stored = schemaVersion(connection);
    if (!stored)
        return fail(stored.error());
    int version = *stored;
    const int newest = steps.empty() ? 0 : steps.back().version;
    if (version > newest)
        return fail(
            ErrorKind::Conflict,
            QStringLiteral("The database was written by a newer version of Hearth (schema %1, this one knows %2).")
                .arg(version)
                .arg(newest));
    for (const Migration &step : steps) {
        if (step.version <= version)
            continue;
        const std::string script = "BEGIN IMMEDIATE;" + std::string(step.script) +
                                   ";PRAGMA user_version=" + std::to_string(step.version) + ";COMMIT;";
        if (auto done = connection.runScript(script); !done) {
            if (connection.isInTransaction())
                (void)connection.runScript("ROLLBACK");
            return fail(done.error());
        }
        version = step.version;
    }
    return version;
}

} // namespace hearth::database
