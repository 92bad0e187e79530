// SPDX-License-Identifier: Apache-2.0
// The bulk request as text: what is asked and what came of it.
#include "rules/operations.h"

#include "core/entity_id.h"
#include "json_text/writer.h"

#include <set>

namespace hearth::rules
{
namespace
{

using jsontext::Object;
using jsontext::Value;

constexpr std::array<std::string_view, 3> typeNames{"create", "update", "delete"};

// As a failure of a field, which is one of an operation's.
[[noreturn]] void refuseAt(std::size_t index, const char *field, Failure failure)
{
    failure.problems.front().location = "[\"body\",\"operations\"," + std::to_string(index) + ",\"" + field + "\"]";
    failure.code = "bad-request";
    failure.detail = failure.problems.front().message;
    refuse(std::move(failure));
}

OperationType typeOf(std::size_t index, std::string_view text)
{
    for (std::size_t i = 0; i < typeNames.size(); ++i)
        if (text == typeNames[i])
            return static_cast<OperationType>(i);
    refuseAt(index, "type", notPermitted("type", text, typeNames));
}

Operation readOperation(std::size_t index, Object &given)
{
    Operation made;
    const Value *id = given.if_contains("id");
    made.id = id && id->is_string() ? std::string(id->get_string()) : newEntityId();
    made.type = typeOf(index, jsontext::text(given, "type"));
    const auto kind = repository::kindOf(jsontext::text(given, "entityType"));
    if (!kind)
        refuseAt(index, "entityType",
                 notPermitted("entityType", jsontext::text(given, "entityType"),
                              {"folder", "task", "product", "version", "representation", "workfile"}));
    made.kind = *kind;
    const std::string_view entityId = jsontext::text(given, "entityId");
    if (!entityId.empty()) {
        made.entityId = canonicalEntityId(entityId);
        if (made.entityId.empty())
            refuseAt(index, "entityId", invalidField("entityId", "value is not a valid id", "value_error.uuid"));
    } else if (made.type != OperationType::Create) {
        refuse(badRequest("entity_id is required for update/delete"));
    }
    made.isForced = jsontext::flag(given, "force");
    made.asUser = jsontext::text(given, "asUser");
    if (Value *data = given.if_contains("data"); data && data->is_object())
        made.data = std::move(data->get_object());
    return made;
}

} // namespace

Outcome<Batch> readBatch(Object body)
{
    try {
        Batch batch;
        batch.canFail = jsontext::flag(body, "canFail");
        batch.raiseOnError = jsontext::flag(body, "raiseOnError");
        Value *operations = body.if_contains("operations");
        if (!operations || operations->is_null())
            return batch;
        if (!operations->is_array())
            refuse(invalidField("operations", "value is not a valid list", "type_error.list"));
        std::set<std::pair<repository::Kind, std::string>> changed;
        batch.operations.reserve(operations->get_array().size());
        for (Value &item : operations->get_array()) {
            if (!item.is_object())
                refuse(invalidField("operations", "value is not a valid dict", "type_error.dict"));
            Operation operation = readOperation(batch.operations.size(), item.get_object());
            if (operation.type != OperationType::Create && !changed.emplace(operation.kind, operation.entityId).second)
                refuse(badRequest("Duplicate operation for " + std::string(nameOf(operation.kind)) + ' ' +
                                  operation.entityId));
            batch.operations.push_back(std::move(operation));
        }
        return batch;
    } catch (const Refusal &refusal) {
        return tl::unexpected(refusal.failure());
    }
}

std::string batchText(const BatchResult &result)
{
    std::string out;
    out.reserve(64 + result.results.size() * 180);
    jsontext::Writer w(out);
    w.beginObject().key("operations").beginArray();
    for (const OperationResult &one : result.results) {
        w.beginObject()
            .member("id", one.id)
            .member("type", typeNames[static_cast<std::size_t>(one.type)])
            .member("entityType", nameOf(one.kind));
        w.memberOrNull("entityId", one.entityId)
            .member("success", !one.failure.has_value())
            .member("status", one.status);
        w.memberOrNull("errorCode", one.failure ? one.failure->code : std::string())
            .memberOrNull("detail", one.failure ? one.failure->detail : std::string());
        w.endObject();
    }
    w.endArray().member("success", result.success).endObject();
    return out;
}

} // namespace hearth::rules
