// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/graphql/render.h"

namespace hearth::server::graphql
{

using Projects = std::vector<std::shared_ptr<const rules::ProjectInfo>>;

[[nodiscard]] std::vector<std::string> renderProjects(Context &context, const Selections &selections,
                                                      const Projects &projects);
[[nodiscard]] std::string renderProject(Context &context, const Item &item);
[[nodiscard]] std::string renderProjectList(Context &context, const Item &item);
[[nodiscard]] std::string renderUser(Context &context, const Item &item);
/// A node for each name, `null` where there is no such user. Those who may not list users are told who it is, no more.
[[nodiscard]] std::vector<std::string> renderUsersByName(Context &context, const Selections &selections,
                                                         const std::vector<std::string> &names);
[[nodiscard]] std::string renderUserList(Context &context, const Item &item);
[[nodiscard]] std::string renderEvents(Context &context, const Item &item);
[[nodiscard]] std::string renderKanban(Context &context, const Item &item);
[[nodiscard]] std::string renderProductTypes(Context &context, const Item &item);
/// `__schema` and `__type`.
[[nodiscard]] std::string renderIntrospection(Context &context, const Item &item);

} // namespace hearth::server::graphql
