// SPDX-License-Identifier: Apache-2.0
#include "server/addons/package_file.h"

#include <algorithm>
#include <functional>

namespace hearth::server
{
namespace
{

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

bool isIdentifier(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.';
    });
}

// A text in quotes, with nothing but a comment after it.
bool quotedText(std::string_view text, std::string &value)
{
    if (text.size() < 2 || (text.front() != '"' && text.front() != '\''))
        return false;
    const auto end = text.find(text.front(), 1);
    if (end == std::string_view::npos || text.substr(1, end - 1).find('\\') != std::string_view::npos)
        return false;
    const std::string_view rest = trimmed(text.substr(end + 1));
    if (!rest.empty() && rest.front() != '#')
        return false;
    value = text.substr(1, end - 1);
    return true;
}

void eachLine(std::string_view text, const std::function<void(std::string_view)> &onLine)
{
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        onLine(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

jsontext::Object &section(jsontext::Object &root, std::string_view path)
{
    jsontext::Object *at = &root;
    while (!path.empty()) {
        const auto dot = std::min(path.find('.'), path.size());
        jsontext::Value &next = (*at)[path.substr(0, dot)];
        if (!next.is_object())
            next = jsontext::Object{};
        at = &next.get_object();
        path.remove_prefix(std::min(dot + 1, path.size()));
    }
    return *at;
}

} // namespace

std::map<std::string, std::string> literalAssignments(std::string_view python)
{
    std::map<std::string, std::string> made;
    eachLine(python, [&made](std::string_view line) {
        const auto equals = line.find('=');
        if (equals == std::string_view::npos || line.empty() || line.front() == ' ' || line.front() == '\t')
            return;
        std::string_view name = trimmed(line.substr(0, equals));
        name = trimmed(name.substr(0, name.find(':'))); // an annotation may follow the name
        std::string value;
        if (isIdentifier(name) && quotedText(trimmed(line.substr(equals + 1)), value))
            made[std::string(name)] = value;
    });
    return made;
}

jsontext::Object simpleToml(std::string_view toml)
{
    jsontext::Object root;
    std::string path;
    eachLine(toml, [&](std::string_view raw) {
        const std::string_view line = trimmed(raw);
        if (line.starts_with('[') && line.ends_with(']') && !line.starts_with("[[")) {
            path = trimmed(line.substr(1, line.size() - 2));
            (void)section(root, path);
            return;
        }
        const auto equals = line.find('=');
        if (equals == std::string_view::npos || line.starts_with('#'))
            return;
        std::string_view key = trimmed(line.substr(0, equals));
        if (key.size() > 2 && key.front() == '"' && key.back() == '"')
            key = key.substr(1, key.size() - 2);
        std::string value;
        if (isIdentifier(key) && quotedText(trimmed(line.substr(equals + 1)), value))
            section(root, path)[key] = value;
    });
    return root;
}

jsontext::Object simpleYaml(std::string_view yaml)
{
    jsontext::Object root;
    std::string parent;
    eachLine(yaml, [&](std::string_view raw) {
        const bool isBelow = raw.starts_with(' ') || raw.starts_with('\t');
        const std::string_view line = trimmed(raw);
        const auto colon = line.find(':');
        if (line.starts_with('#') || colon == std::string_view::npos || (isBelow && parent.empty()))
            return;
        std::string key(trimmed(line.substr(0, colon)));
        if (std::string plain; quotedText(key, plain))
            key = plain;
        if (!isIdentifier(key))
            return;
        std::string_view given = trimmed(line.substr(colon + 1));
        std::string value;
        if (!quotedText(given, value)) {
            given = trimmed(given.substr(0, std::min(given.find(" #"), given.size())));
            value = given.starts_with('#') ? std::string_view() : given;
        }
        if (isBelow) {
            section(root, parent)[key] = value;
            return;
        }
        parent = value.empty() ? key : std::string();
        if (value == "true" || value == "false")
            root[key] = value == "true";
        else if (!value.empty())
            root[key] = value;
    });
    return root;
}

jsontext::Object packageFields(std::string_view fileName, std::string_view text)
{
    if (fileName.ends_with(".json"))
        return jsontext::parseObject(text);
    if (!fileName.ends_with(".py"))
        return simpleYaml(text);
    jsontext::Object made;
    for (const auto &[name, value] : literalAssignments(text))
        made[name] = value;
    return made;
}

} // namespace hearth::server
