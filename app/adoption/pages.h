// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adoption/studio.h"

#include <functional>
#include <string>

namespace hearth::adoption
{

/// A GraphQL connection that is read as a whole.
struct Connection {
    std::string project; ///< empty: the studio's own
    std::string name;    ///< such as "folders"
    std::string fields;  ///< of an edge, such as "node { id }"
    std::string arguments{};
};

/// Things of one page, all of them objects: nodes, or edges where the node was not asked for.
using PageVisitor = std::function<Result<>(const jsontext::Array &nodes)>;

/// Reads a connection from start to end, page by page. What was read is whole when this succeeds: pages that come
/// again, that lead nowhere or that never end are an error. Errors: Invalid; the visitor's; the connection's.
[[nodiscard]] Result<> eachPage(Studio &studio, const Connection &connection, const PageVisitor &visit);

} // namespace hearth::adoption
