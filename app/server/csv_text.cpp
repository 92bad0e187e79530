// SPDX-License-Identifier: Apache-2.0
#include "server/csv_text.h"

namespace hearth::server
{
namespace
{

bool mayBeFormula(std::string_view cell)
{
    return !cell.empty() && std::string_view("=+-@\t\r\n|").find(cell.front()) != std::string_view::npos;
}

void appendCell(std::string &out, std::string_view cell)
{
    const bool isQuoted = mayBeFormula(cell) || cell.find_first_of(",\"\r\n") != std::string_view::npos;
    if (!isQuoted) {
        out += cell;
        return;
    }
    out += '"';
    if (mayBeFormula(cell))
        out += '\'';
    for (const char c : cell) {
        if (c == '"')
            out += '"';
        out += c;
    }
    out += '"';
}

} // namespace

void appendCsvRow(std::string &out, std::initializer_list<std::string_view> cells)
{
    bool isFirst = true;
    for (const std::string_view cell : cells) {
        if (!isFirst)
            out += ',';
        isFirst = false;
        appendCell(out, cell);
    }
    out += "\r\n";
}

} // namespace hearth::server
