// SPDX-License-Identifier: Apache-2.0
#include "server/graphql/endpoint.h"

#include "server/api.h"
#include "server/graphql/activities.h"
#include "server/graphql/root_nodes.h"
#include "server/storable_text.h"

#include <mutex>

namespace hearth::server
{
namespace
{

using namespace graphql;
using jsontext::Object;

constexpr std::size_t documentLimit = 256 * 1024;

/// The schema of the attributes that are in force.
std::shared_ptr<const Schema> schemaFor(const std::shared_ptr<const rules::AttributeLibrary> &library)
{
    static std::mutex mutex;
    static std::shared_ptr<const rules::AttributeLibrary> made;
    static std::shared_ptr<const Schema> schema;
    const std::lock_guard lock(mutex);
    if (made != library) {
        schema = Schema::make(*library);
        made = library;
    }
    return schema;
}

std::string renderRootField(Context &context, const Item &item)
{
    if (item.name == "project")
        return renderProject(context, item);
    if (item.name == "projects")
        return renderProjectList(context, item);
    if (item.name == "user" || item.name == "me")
        return renderUser(context, item);
    if (item.name == "users")
        return renderUserList(context, item);
    if (item.name == "events")
        return renderEvents(context, item);
    if (item.name == "kanban")
        return renderKanban(context, item);
    if (item.name == "productTypes")
        return renderProductTypes(context, item);
    if (item.name == "__schema" || item.name == "__type")
        return renderIntrospection(context, item);
    if (item.name == "__typename")
        return "\"Query\"";
    return renderInbox(context, item);
}

void appendError(Writer &w, const std::string &message, Location location, std::string_view path, int status)
{
    w.beginObject().member("message", message);
    if (location.line > 0)
        w.key("locations")
            .beginArray()
            .beginObject()
            .member("line", location.line)
            .member("column", location.column)
            .endObject()
            .endArray();
    if (!path.empty())
        w.key("path").beginArray().string(path).endArray();
    if (status > 0)
        w.key("extensions").beginObject().member("status", status).endObject();
    w.endObject();
}

std::string errorText(const std::string &message, Location location, std::string_view path, int status)
{
    std::string out;
    Writer w(out);
    w.beginObject().key("data").null().key("errors").beginArray();
    appendError(w, message, location, path, status);
    w.endArray().endObject();
    return out;
}

// A field that may be null answers null beside its error; any other takes the whole with it.
std::string answer(Context &context)
{
    const TypeDefinition &query = *context.request.schema().type("Query");
    std::string data;
    Writer w(data);
    w.beginObject();
    for (const Item &item : context.request.items(query, context.request.root())) {
        try {
            w.key(item.key).raw(renderRootField(context, item));
        } catch (const GraphError &error) {
            return errorText(error.message(), error.location().line > 0 ? error.location() : item.location, item.key,
                             error.status());
        } catch (const rules::Refusal &refusal) {
            if (context.effort.isLate()) // the database was told to stop
                return errorText(Effort::tooLong, item.location, item.key, 400);
            return errorText(refusal.failure().detail, item.location, item.key, refusal.failure().status);
        }
    }
    w.endObject();
    return "{\"data\":" + data + '}';
}

std::string execute(Call &call, std::string_view text, const std::string &operation, const Object &variables)
{
    if (text.size() > documentLimit)
        return errorText("Syntax Error: The document is too long.", {}, {}, 400);
    try {
        const auto library = call.store->attributes();
        const Request request(parseDocument(text), schemaFor(library), operation, variables);
        Context context{request, *call.db, *call.store, call.user, library, nullptr};
        const database::Deadline deadline(context.db, context.effort.end());
        return answer(context);
    } catch (const GraphError &error) {
        return errorText(error.message(), error.location(), {}, error.status());
    }
}

http::Response post(Call &call)
{
    auto parsed = jsontext::parse(call.request.body);
    if (!parsed || !parsed->is_object())
        return http::Response::text(400, "text/plain", "Unable to parse request body as JSON");
    refuseUnstorable(call.request.body, *parsed);
    const Object &body = parsed->get_object();
    const jsontext::Value *query = body.if_contains("query");
    if (!query || !query->is_string())
        return http::Response::text(400, "text/plain", "No GraphQL query found in the request");
    const Object *variables = jsontext::object(body, "variables");
    static const Object none;
    return http::Response::json(200, execute(call, std::string_view(query->get_string()),
                                             std::string(jsontext::text(body, "operationName")),
                                             variables ? *variables : none));
}

} // namespace

void registerGraphqlRoutes(Api &api)
{
    api.read("POST", "/graphql", Access::User, post);
    api.read("GET", "/graphql", Access::User, [](Call &call) {
        const Object variables = jsontext::parseObject(call.text("variables"));
        return http::Response::json(200, execute(call, call.text("query"), call.text("operationName"), variables));
    });
}

} // namespace hearth::server
