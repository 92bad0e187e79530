// SPDX-License-Identifier: Apache-2.0
#include "rules/user.h"

namespace hearth::rules
{

std::shared_ptr<const User> readUser(repository::UserRow row)
{
    auto made = std::make_shared<User>();
    made->attrib = jsontext::parseObject(row.attrib);
    made->data = jsontext::parseObject(row.data);
    made->row = std::move(row);
    made->isService = jsontext::flag(made->data, "isService");
    made->isGuest = jsontext::flag(made->data, "isGuest");
    made->isAdmin = (jsontext::flag(made->data, "isAdmin") || made->isService) && !made->isGuest;
    made->isManager = (jsontext::flag(made->data, "isManager") || made->isAdmin) && !made->isGuest;
    made->isDeveloper = jsontext::flag(made->data, "isDeveloper");
    if (const jsontext::Object *groups = jsontext::object(made->data, "accessGroups"))
        for (const auto &member : *groups) {
            auto &names = made->accessGroups[std::string(member.key())];
            if (const jsontext::Array *list = member.value().if_array())
                for (const jsontext::Value &item : *list)
                    if (item.is_string())
                        names.emplace_back(item.get_string());
        }
    return made;
}

} // namespace hearth::rules
