// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace hearth::rules
{

/// `{"attributes": […]}`: the attributes every studio begins with.
[[nodiscard]] std::string_view builtinAttributes();
/// The anatomy of a project that is given none.
[[nodiscard]] std::string_view builtinAnatomy();

} // namespace hearth::rules
