// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/api.h"

namespace hearth::server
{

/// Folders that only put things in order, such as projects or lists; each is a document.
struct FolderShelf {
    const char *kind;  ///< of the documents
    std::string start; ///< of their names, before the folder's id
};
[[nodiscard]] FolderShelf listFolders(std::int64_t project);

[[nodiscard]] bool hasLabelFolder(database::Connection &db, const FolderShelf &shelf, const std::string &id);

} // namespace hearth::server
