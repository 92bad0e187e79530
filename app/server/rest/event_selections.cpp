// SPDX-License-Identifier: Apache-2.0
// Many events at once, chosen by a filter: read, or deleted.
#include "rules/query_filter.h"
#include "server/event_field.h"
#include "server/events/event_hub.h"
#include "server/rest/routes.h"

#include <functional>
#include <limits>

namespace hearth::server
{
namespace
{

using jsontext::Object;
using jsontext::Value;
using repository::EventRow;

constexpr std::int64_t page = 1000;

rules::QueryFilter filterOf(const Object &body)
{
    const Object *given = jsontext::object(body, "filter");
    auto filter = rules::QueryFilter::parse(given ? *given : Object{}, eventFields);
    if (!filter)
        rules::refuse(filter.error());
    return std::move(*filter);
}

// Newest first, until the visitor has enough.
void visitMatching(database::Connection &db, const repository::EventIds &ids, const rules::QueryFilter &filter,
                   const std::function<bool(const EventRow &)> &visit)
{
    std::int64_t before = std::numeric_limits<std::int64_t>::max();
    for (;;) {
        repository::EventQuery query;
        query.where("e.seq < $#", before).newestFirst().limit(page);
        const auto rows = rules::need(query.all(db));
        for (const EventRow &row : rows) {
            before = row.seq;
            if (filter.matches([&](std::string_view field) { return eventField(row, ids, field); }) && !visit(row))
                return;
        }
        if (static_cast<std::int64_t>(rows.size()) < page)
            return;
    }
}

std::int64_t countIn(const Object &body, const char *name, std::int64_t otherwise)
{
    const Value *given = body.if_contains(name);
    if (!given || given->is_null())
        return otherwise;
    if (!given->is_int64() || given->get_int64() < 0)
        rules::refuse(rules::beyondLimit(name, "ensure this value is greater than or equal to 0", "0",
                                         "value_error.number.not_ge"));
    return given->get_int64();
}

http::Response query(Call &call)
{
    call.body = parseBody(call);
    const Object &body = call.object();
    const std::string_view entity = jsontext::text(body, "entity");
    if (entity.empty())
        rules::refuse(rules::invalidField("entity", "field required", "value_error.missing"));
    if (entity != "event")
        rules::refuse({501, "not-implemented", "Only events can be queried here; ask GraphQL for entities", {}});
    const rules::QueryFilter filter = filterOf(body);
    std::int64_t left = countIn(body, "limit", 100);
    std::int64_t skipped = countIn(body, "offset", 0);
    const auto &ids = call.store->eventIds();
    std::string text = "[";
    if (left > 0)
        visitMatching(*call.db, ids, filter, [&](const EventRow &row) {
            if (skipped > 0) {
                --skipped;
                return true;
            }
            text += (text.size() > 1 ? "," : "") + eventText(row, ids);
            return --left > 0;
        });
    return http::Response::json(200, text + ']');
}

http::Response change(Call &call, WriteContext &context)
{
    const Object &body = call.object();
    const std::string_view type = jsontext::text(body, "type");
    if (type == "restart" || type == "abort")
        rules::refuse({501, "not-implemented", "Events can only be deleted by a filter", {}});
    if (type != "delete")
        rules::refuse(rules::notPermitted("type", type, {"delete", "restart", "abort"}));
    const rules::QueryFilter filter = filterOf(body);
    if (filter.isUnlimited())
        rules::refuse(
            rules::invalidField("filter", "a filter without conditions would delete every event", "value_error"));
    std::vector<std::int64_t> found;
    visitMatching(context.db, context.eventIds(), filter, [&found](const EventRow &row) {
        found.push_back(row.seq);
        return true;
    });
    for (const std::int64_t seq : found)
        context.removeEvent(seq);
    return http::Response::empty();
}

} // namespace

void registerEventSelectionRoutes(Api &api)
{
    api.read("POST", "/api/query", Access::Admin, query)
        .needs("entity")
        .takes("filter", "object")
        .takes("limit", "integer")
        .takes("offset", "integer")
        .givesArray();
    api.write("POST", "/api/eventops", Access::Admin, change).needs("type").needs("filter", "object");
}

} // namespace hearth::server
