// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/graphql/render.h"

#include <string>

namespace hearth::server::graphql
{

[[nodiscard]] std::string renderEntityLists(Context &context, const Item &item);
[[nodiscard]] std::string renderEntityList(Context &context, const Item &item);

} // namespace hearth::server::graphql
