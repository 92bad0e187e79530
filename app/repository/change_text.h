// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"

#include <string>
#include <string_view>

/// What the change log keeps of values. Pure.
namespace hearth::repository
{

/// Stands where a value must not be kept or shown.
inline constexpr std::string_view hiddenValue = "(hidden)";

/// Whether a member of this name may hold a password, a key or the like.
[[nodiscard]] bool isSecretName(std::string_view name);
/// The same with `hiddenValue` in place of every such member at any depth; empty texts and truths stay.
[[nodiscard]] jsontext::Value withoutSecrets(jsontext::Value value);

/// The members that differ, as they were and as they are, each without secrets; where only a secret differs, both sides
/// show it hidden.
struct ChangedMembers {
    jsontext::Object before;
    jsontext::Object after;
    [[nodiscard]] bool isEmpty() const { return before.empty() && after.empty(); }
};
[[nodiscard]] ChangedMembers changedMembers(const jsontext::Object &before, const jsontext::Object &after);

/// An object as it is kept: as text; one that is longer than 64 KiB only by the names of its members.
[[nodiscard]] std::string keptText(const jsontext::Object &object);

} // namespace hearth::repository
