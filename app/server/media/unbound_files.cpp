// SPDX-License-Identifier: Apache-2.0
#include "server/media/unbound_files.h"

#include "repository/media.h"
#include "repository/stamp.h"

namespace hearth::server
{
void dropUnboundFiles(WriteContext &context, std::int64_t project, const Media &media)
{
    const std::string before = repository::stampOf(std::chrono::system_clock::now() - unboundLifetime);
    for (const auto &file : rules::need(repository::unboundFiles(context.db, project, before))) {
        (void)rules::need(repository::removeFile(context.db, project, file.id));
        context.afterCommit([&media, file] {
            media.store.drop(file.content);
            media.store.drop(file.preview);
        });
    }
}

} // namespace hearth::server
