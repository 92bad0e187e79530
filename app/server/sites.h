// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"
#include "server/api.h"

#include <string>

namespace hearth::server
{

/// The site a request names: `site_id` or `site` of the query, else its header; empty when none.
[[nodiscard]] std::string siteOf(const http::Request &request);
/// A project's roots for a platform: name → path.
[[nodiscard]] jsontext::Object rootsOf(const rules::ProjectInfo &project, std::string_view platform);
/// What a user set for the roots of a project at a site: name → path.
[[nodiscard]] jsontext::Object ownRoots(database::Connection &db, const rules::ProjectInfo &project,
                                        std::string_view site, const rules::User &user);
/// The name under which that is kept.
[[nodiscard]] std::string ownRootsKey(const rules::ProjectInfo &project, std::string_view site,
                                      const rules::User &user);
/// `[{"id", "platform", …}]`, of one platform or machine where they are named.
[[nodiscard]] std::string sitesText(database::Connection &db, std::string_view platform = {},
                                    std::string_view hostname = {});
/// Keeps a site that says what it is, where that is news.
void rememberSite(Store &store, database::Connection &db, const http::Request &request, const rules::User &user);

} // namespace hearth::server
