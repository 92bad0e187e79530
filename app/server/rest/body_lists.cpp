// SPDX-License-Identifier: Apache-2.0
#include "server/rest/body_lists.h"

#include "core/entity_id.h"
#include "rules/failure.h"

namespace hearth::server
{

std::vector<std::string> textsIn(const jsontext::Object &body, const std::string &name)
{
    std::vector<std::string> made;
    const jsontext::Value *given = jsontext::find(body, name);
    if (!given || given->is_null())
        return made;
    if (!given->is_array())
        rules::refuse(rules::invalidField(name, "value is not a valid list", "type_error.list"));
    for (const jsontext::Value &item : given->get_array()) {
        if (!item.is_string())
            rules::refuse(rules::invalidField(name, "str type expected", "type_error.str"));
        made.emplace_back(item.get_string());
    }
    return made;
}

std::vector<std::string> entityIdsIn(const jsontext::Object &body, const std::string &name)
{
    std::vector<std::string> made = textsIn(body, name);
    for (std::string &id : made)
        if (id = canonicalEntityId(id); id.empty())
            rules::refuse(rules::invalidField(name, "the value is not an id", "value_error.str.regex"));
    return made;
}

} // namespace hearth::server
