// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/connection.h"

#include <optional>
#include <string>
#include <vector>

namespace hearth::repository
{

struct LinkRow {
    std::int64_t order = 0;
    std::string id;
    std::string name;
    std::string linkType; ///< short name
    std::string inputType;
    std::string outputType;
    std::string inputId;
    std::string outputId;
    std::string author;
    std::string data = "{}";
    std::string createdAt;
};

[[nodiscard]] Result<> insertLink(database::Connection &db, std::int64_t project, const LinkRow &link);
[[nodiscard]] Result<std::optional<LinkRow>> linkById(database::Connection &db, std::int64_t project,
                                                      std::string_view id);
[[nodiscard]] Result<bool> removeLink(database::Connection &db, std::int64_t project, std::string_view id);
[[nodiscard]] Result<> removeLinksOfType(database::Connection &db, std::int64_t project, std::string_view linkType,
                                         std::string_view inputType, std::string_view outputType);
/// Links with one of the entities (JSON array of ids) at either end, in order of making.
[[nodiscard]] Result<std::vector<LinkRow>> linksTouching(database::Connection &db, std::int64_t project,
                                                         std::string_view ids);
[[nodiscard]] Result<std::vector<LinkRow>> allLinks(database::Connection &db, std::int64_t project);

} // namespace hearth::repository
