// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/environment_comparison.h"

#include <map>

namespace hearth::launcher_ui
{

std::vector<EnvironmentVariable> compared(const EnvironmentReport &here, const EnvironmentReport &there)
{
    std::map<QString, EnvironmentVariable> byName;
    for (EnvironmentVariable variable : here.variables) {
        variable.comparison = Comparison::OnlyHere;
        byName.emplace(variable.name, std::move(variable));
    }
    for (const EnvironmentVariable &other : there.variables) {
        const auto found = byName.find(other.name);
        if (found == byName.end()) {
            EnvironmentVariable absent;
            absent.name = other.name;
            absent.otherValue = other.value;
            absent.separator = other.separator;
            absent.isSecret = other.isSecret;
            absent.comparison = Comparison::OnlyThere;
            byName.emplace(other.name, std::move(absent));
            continue;
        }
        EnvironmentVariable &own = found->second;
        own.otherValue = other.value;
        own.isSecret = own.isSecret || other.isSecret;
        own.comparison = own.isSecret || own.value == other.value ? Comparison::Same : Comparison::Different;
    }
    std::vector<EnvironmentVariable> list;
    list.reserve(byName.size());
    for (auto &[name, variable] : byName)
        list.push_back(std::move(variable));
    return list;
}

} // namespace hearth::launcher_ui
