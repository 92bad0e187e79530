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
    // First byte from … to, length of the sequence, and the second byte from … to: no overlong form, no surrogate.
    static constexpr unsigned char forms[][5] = {{0xC2, 0xDF, 2, 0x80, 0xBF}, {0xE0, 0xE0, 3, 0xA0, 0xBF},
                                                 {0xE1, 0xEC, 3, 0x80, 0xBF}, {0xED, 0xED, 3, 0x80, 0x9F},
                                                 {0xEE, 0xEF, 3, 0x80, 0xBF}, {0xF0, 0xF0, 4, 0x90, 0xBF},
                                                 {0xF1, 0xF3, 4, 0x80, 0xBF}, {0xF4, 0xF4, 4, 0x80, 0x8F}};
    const auto isBetween = [&text](std::size_t i, unsigned char low, unsigned char high) {
        const auto byte = static_cast<unsigned char>(text[i]);
        return byte >= low && byte <= high;
    };
    for (const auto &form : forms) {
        if (!isBetween(0, form[0], form[1]))
            continue;
        bool isWhole = text.size() >= form[2] && isBetween(1, form[3], form[4]);
        for (std::size_t i = 2; isWhole && i < form[2]; ++i)
            isWhole = isBetween(i, 0x80, 0xBF);
        return isWhole ? form[2] : 0;
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
