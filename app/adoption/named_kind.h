// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adoption/errand.h"

#include <functional>
#include <initializer_list>
#include <map>
#include <string>

namespace hearth::adoption
{

using Values = std::map<std::string, jsontext::Value>;

/// How things that have a name are read from one studio and written to the other.
struct NamedKind {
    std::string kind; ///< in the plural
    std::function<Result<Values>(Studio &)> read;
    /// \param there what has the name here now; nullptr when nothing has
    std::function<Result<>(Studio &ours, const std::string &name, const jsontext::Value &wanted,
                           const jsontext::Value *there)>
        write;
    std::string project{}; ///< in the report; empty: of the studio
};

/// Makes what the others have equal here. What only this studio has stays, and is not compared.
[[nodiscard]] Result<> move(const Errand &errand, const NamedKind &named);

/// A list of objects by their names. \param member of the answer that holds it, where the answer is no list itself
[[nodiscard]] Result<Values> listed(Studio &studio, const std::string &path, const char *member,
                                    const char *key = "name");
/// Every item of a list, asked for by its name.
[[nodiscard]] Result<Values> eachOf(Studio &studio, const Values &items, const std::string &path,
                                    const std::string &end = {});
/// Some members, without those that are null.
[[nodiscard]] jsontext::Object only(const jsontext::Object &object, std::initializer_list<const char *> members);

} // namespace hearth::adoption
