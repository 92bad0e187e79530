// SPDX-License-Identifier: Apache-2.0
#include "rules/names.h"

#include <algorithm>

namespace hearth::rules
{
namespace
{

bool isAlnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isWord(char c)
{
    return isAlnum(c) || c == '_';
}

bool allOf(std::string_view text, std::string_view more)
{
    return std::all_of(text.begin(), text.end(),
                       [more](char c) { return isWord(c) || more.find(c) != std::string_view::npos; });
}

} // namespace

bool isEntityName(std::string_view text)
{
    return !text.empty() && isWord(text.front()) && isWord(text.back()) && allOf(text, ".-");
}
bool isProjectName(std::string_view text)
{
    return !text.empty() && allOf(text, "");
}

bool isUserName(std::string_view text)
{
    return text.size() >= 2 && isAlnum(text.front()) && isAlnum(text.back()) && allOf(text, ".-");
}

bool isStatusName(std::string_view text)
{
    return text.size() >= 3 && text.size() <= 66 && isWord(text.front()) && isWord(text.back()) && allOf(text, " -");
}

bool isTopic(std::string_view text)
{
    return text.size() >= 3 && text.size() <= 65 && isAlnum(text.front()) &&
           !(text.front() >= '0' && text.front() <= '9') && allOf(text, ".*");
}

bool isAttributeName(std::string_view text)
{
    return text.size() >= 2 && text.size() <= 64 && std::all_of(text.begin(), text.end(), isAlnum);
}
bool isLabel(std::string_view text)
{
    return text.find_first_of("';") == std::string_view::npos;
}

bool isSiteId(std::string_view text)
{
    return !text.empty() && text.size() <= 200 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

bool isFileName(std::string_view text)
{
    return !text.empty() && text.size() <= 255 && text != "." && text != ".." && allOf(text, "-+.");
}

bool isAddonName(std::string_view text)
{
    return text.size() >= 2 && text.size() <= 128 && isEntityName(text);
}

bool isAddonVersion(std::string_view text)
{
    return !text.empty() && text.size() <= 128 && isAlnum(text.front()) && allOf(text, ".+-");
}

std::string lowered(std::string_view text)
{
    std::string made(text);
    for (char &c : made)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + 32);
    return made;
}

std::string dashed(std::string_view id)
{
    if (id.size() != 32)
        return std::string(id);
    std::string made(id.substr(0, 8));
    for (const std::size_t at : {8u, 12u, 16u})
        made.append("-").append(id.substr(at, 4));
    return made.append("-").append(id.substr(20));
}

} // namespace hearth::rules
