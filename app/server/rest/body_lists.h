// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"

#include <string>
#include <vector>

namespace hearth::server
{

/// A member of a request's body that is a list of texts; empty where it is absent or null. Refuses other values with
/// 422.
[[nodiscard]] std::vector<std::string> textsIn(const jsontext::Object &body, const std::string &name);
/// The same with ids of entities, in the form they are stored in.
[[nodiscard]] std::vector<std::string> entityIdsIn(const jsontext::Object &body, const std::string &name);

} // namespace hearth::server
