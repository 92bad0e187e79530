// SPDX-License-Identifier: Apache-2.0
#include "repository/change_text.h"

#include <algorithm>
#include <array>

namespace hearth::repository
{
namespace
{

using jsontext::Object;
using jsontext::Value;

constexpr std::size_t keptLimit = 64 * 1024; // bytes
constexpr std::size_t namesLimit = 200;

// Small letters only, so that apiKey, api_key and API-KEY are one.
std::string plainName(std::string_view name)
{
    std::string made;
    for (const char c : name)
        if (c >= 'A' && c <= 'Z')
            made.push_back(static_cast<char>(c + 32));
        else if (c != '_' && c != '-' && c != ' ')
            made.push_back(c);
    return made;
}

void hide(Value &value)
{
    const bool isEmptyText = value.is_string() && value.get_string().empty();
    if (!value.is_null() && !value.is_bool() && !isEmptyText)
        value = hiddenValue;
}

} // namespace

bool isSecretName(std::string_view name)
{
    static constexpr std::array<std::string_view, 11> parts{"password",  "passwd",    "passphrase",   "secret",
                                                            "token",     "apikey",    "credential",   "privatekey",
                                                            "accesskey", "sharedkey", "encryptionkey"};
    const std::string plain = plainName(name);
    return std::any_of(parts.begin(), parts.end(),
                       [&plain](std::string_view part) { return plain.find(part) != std::string::npos; });
}

Value withoutSecrets(Value value)
{
    if (Object *object = value.if_object()) {
        for (auto &member : *object) {
            member.value() = withoutSecrets(std::move(member.value()));
            if (isSecretName(member.key()))
                hide(member.value());
        }
    } else if (jsontext::Array *array = value.if_array()) {
        for (Value &item : *array)
            item = withoutSecrets(std::move(item));
    }
    return value;
}

ChangedMembers changedMembers(const Object &before, const Object &after)
{
    ChangedMembers made;
    const auto put = [](Object &into, const std::string_view name, const Value &value) {
        Object one;
        one[name] = value;
        Value shown = withoutSecrets(std::move(one));
        into[name] = std::move(shown.get_object().begin()->value());
    };
    for (const auto &member : after) {
        const Value *was = before.if_contains(member.key());
        if (was && *was == member.value())
            continue;
        if (was)
            put(made.before, member.key(), *was);
        put(made.after, member.key(), member.value());
    }
    for (const auto &member : before)
        if (!after.contains(member.key()))
            put(made.before, member.key(), member.value());
    return made;
}

std::string keptText(const Object &object)
{
    std::string text = jsontext::toText(object);
    if (text.size() <= keptLimit)
        return text;
    jsontext::Array names;
    for (const auto &member : object)
        if (names.size() < namesLimit)
            names.emplace_back(std::string_view(member.key()).substr(0, 200));
    return jsontext::toText(Object{{"tooLong", text.size()}, {"members", std::move(names)}});
}

} // namespace hearth::repository
