// SPDX-License-Identifier: Apache-2.0
#include "database/migration.h"

namespace hearth::database
{

Result<int> migrate(Connection &connection, std::span<const Migration> steps)
{
    const auto stored = connection.schemaVersion();
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
        if (auto done = connection.runMigration(step.script, step.version); !done)
            return fail(done.error());
        version = step.version;
    }
    return version;
}

} // namespace hearth::database
