// SPDX-License-Identifier: Apache-2.0
#include "json_text/writer.h"

#include <array>
#include <charconv>
#include <cmath>

namespace hearth::jsontext
{
namespace
{

// Length of the UTF-8 sequence that starts here, 0 when it is malformed.
std::size_t sequenceLength(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto follows = [&](std::size_t count) {
        if (text.size() <= count)
            return false;
        for (std::size_t i = 1; i <= count; ++i)
            if ((byte(i) & 0xC0u) != 0x80u)
                return false;
        return true;
    };
    const unsigned char first = byte(0);
    if (first >= 0xC2 && first <= 0xDF && follows(1))
        return 2;
    if (first >= 0xE0 && first <= 0xEF && follows(2)) {
        const bool isOverlong = first == 0xE0 && byte(1) < 0xA0;
        const bool isSurrogate = first == 0xED && byte(1) >= 0xA0;
        return isOverlong || isSurrogate ? 0 : 3;
    }
    if (first >= 0xF0 && first <= 0xF4 && follows(3)) {
        const bool isOutside = (first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) >= 0x90);
        return isOutside ? 0 : 4;
    }
    return 0;
}

void appendEscape(std::string &out, unsigned char c)
{
    static constexpr char digits[] = "0123456789abcdef";
    switch (c) {
    case '"':
        out.append("\\\"");
        return;
    case '\\':
        out.append("\\\\");
        return;
    case '\n':
        out.append("\\n");
        return;
    case '\r':
        out.append("\\r");
        return;
    case '\t':
        out.append("\\t");
        return;
    default:
        out.append("\\u00");
        out.push_back(digits[c >> 4]);
        out.push_back(digits[c & 15]);
    }
}

} // namespace

void appendQuoted(std::string &out, std::string_view text)
{
    out.push_back('"');
    std::size_t plain = 0;
    for (std::size_t i = 0; i < text.size();) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
            ++i;
            continue;
        }
        const std::size_t length = c < 0x80 ? 0 : sequenceLength(text.substr(i));
        if (length > 0) {
            i += length;
            continue;
        }
        out.append(text.substr(plain, i - plain));
        if (c < 0x80)
            appendEscape(out, c);
        else
            out.append("\\ufffd");
        plain = ++i;
    }
    out.append(text.substr(plain));
    out.push_back('"');
}

void appendReal(std::string &out, double value)
{
    if (!std::isfinite(value)) {
        out.append("null");
        return;
    }
    std::array<char, 32> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    out.append(text);
    if (text.find_first_of(".e") == std::string_view::npos)
        out.append(".0");
}

void appendInteger(std::string &out, std::int64_t value)
{
    std::array<char, 24> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    out.append(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
}

} // namespace hearth::jsontext
