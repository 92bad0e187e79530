// SPDX-License-Identifier: Apache-2.0
#include "server/event_field.h"

#include <utility>

namespace hearth::server
{

using jsontext::Value;
using repository::EventRow;

Value eventField(const EventRow &event, const repository::EventIds &ids, std::string_view field)
{
    static constexpr std::pair<std::string_view, std::string EventRow::*> texts[] = {
        {"topic", &EventRow::topic},
        {"hash", &EventRow::hash},
        {"project", &EventRow::project},
        {"projectName", &EventRow::project},
        {"user", &EventRow::user},
        {"userName", &EventRow::user},
        {"sender", &EventRow::sender},
        {"status", &EventRow::status},
        {"senderType", &EventRow::senderType},
        {"dependsOn", &EventRow::dependsOn},
        {"createdAt", &EventRow::createdAt},
        {"updatedAt", &EventRow::updatedAt},
        {"description", &EventRow::description}};
    for (const auto &[name, member] : texts)
        if (field == name)
            return (event.*member).empty() ? Value(nullptr) : Value(event.*member);
    if (field == "id")
        return Value(ids.idOf(event.seq));
    if (field == "retries")
        return Value(event.retries);
    if (field == "summary")
        return Value(jsontext::parseObject(event.summary));
    return field == "payload" ? Value(jsontext::parseObject(event.payload)) : Value(nullptr);
}

} // namespace hearth::server
