// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"

#include <string_view>

namespace hearth::server
{

/// Refuses (400) a document with a text that holds U+0000, which not every database keeps. Pure. Threads: any.
/// \param text what `parsed` was parsed from
void refuseUnstorable(std::string_view text, const jsontext::Value &parsed);

} // namespace hearth::server
