// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace hearth::server
{

/// Appends one row of a table as RFC 4180 has it. A cell that a table program would take for a formula gets an
/// apostrophe before it. Pure.
void appendCsvRow(std::string &out, std::initializer_list<std::string_view> cells);

} // namespace hearth::server
