// SPDX-License-Identifier: Apache-2.0
// Who changed what, when and from where, and how long that and other things are kept.
#include "json_text/writer.h"
#include "repository/change_log.h"
#include "repository/change_text.h"
#include "repository/documents.h"
#include "repository/entity_store.h"
#include "repository/projects.h"
#include "repository/stamp.h"
#include "rules/entity_json.h"
#include "server/csv_text.h"
#include "server/rest/routes.h"
#include "server/retention.h"

#include <charconv>
#include <fmt/format.h>
#include <unordered_map>

namespace hearth::server
{
namespace
{

using jsontext::Object;
using jsontext::Writer;
using repository::LoggedChange;

constexpr std::int64_t pageLimit = 500;
constexpr std::int64_t exportLimit = 5000;
constexpr std::chrono::seconds runPatience{25};

std::int64_t numberIn(const Call &call, std::string_view name, std::int64_t otherwise, std::int64_t most)
{
    const std::string text = call.text(name);
    if (text.empty())
        return otherwise;
    std::int64_t made = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), made);
    if (error != std::errc{} || end != text.data() + text.size() || made < 1)
        rules::refuse(rules::badRequest(fmt::format("{} takes a number from 1 on", name)));
    return std::min(made, most);
}

// \param isEnd a day alone means its last moment
std::string stampIn(const Call &call, std::string_view name, bool isEnd)
{
    std::string text = call.text(name);
    if (text.empty())
        return {};
    if (text.size() == 10 && isEnd)
        text.append("T23:59:59.999999");
    std::string made = repository::canonicalStamp(text);
    if (made.empty())
        rules::refuse(
            rules::badRequest(fmt::format("{} takes a time, such as 2026-01-31 or 2026-01-31T10:20:30", name)));
    return made;
}

repository::ChangeFilter filterOf(const Call &call, database::Connection &db)
{
    repository::ChangeFilter made;
    made.user = call.text("user");
    made.entityType = call.text("entityType");
    made.entityId = call.text("entityId");
    made.action = call.text("action");
    made.text = call.text("text");
    made.since = stampIn(call, "since", false);
    made.until = stampIn(call, "until", true);
    if (const std::string name = call.text("project"); !name.empty()) {
        const auto project = call.store->project(db, name);
        if (!project)
            rules::refuse(rules::notFound("Project " + name + " not found"));
        made.project = project->row.id;
    }
    return made;
}

/// Puts words to the numbers of entries.
class Names
{
public:
    explicit Names(database::Connection &db) : m_db(db)
    {
        for (const auto &project : rules::need(repository::allProjects(db)))
            m_projects[project.id] = project.name;
    }

    [[nodiscard]] std::string ofProject(std::int64_t id) const
    {
        const auto found = m_projects.find(id);
        return found == m_projects.end() ? std::string() : found->second;
    }

    /// What an entity is called now; empty for one that is no more.
    [[nodiscard]] std::string ofEntity(const LoggedChange &change)
    {
        const auto kind = repository::kindOf(change.entityType);
        if (!kind)
            return {};
        const auto [kept, isNew] = m_entities.try_emplace(change.entityId);
        if (isNew)
            if (const auto row =
                    rules::need(repository::entityById(m_db, *kind, change.project, change.entityId, true)))
                kept->second = rules::pathOf(*kind, *row);
        return kept->second;
    }

private:
    database::Connection &m_db;
    std::unordered_map<std::int64_t, std::string> m_projects;
    std::unordered_map<std::string, std::string> m_entities;
};

std::string shownValues(const std::string &text)
{
    return jsontext::toText(repository::withoutSecrets(jsontext::parseObject(text)));
}

void appendChange(Writer &w, const LoggedChange &change, Names &names)
{
    w.beginObject().member("id", change.seq).member("at", change.at).member("user", change.user);
    w.member("action", change.action).member("entityType", change.entityType).member("entityId", change.entityId);
    w.memberOrNull("entityName", names.ofEntity(change));
    w.memberOrNull("project", names.ofProject(change.project));
    w.memberRaw("before", shownValues(change.before)).memberRaw("after", shownValues(change.after));
    w.memberOrNull("sender", change.sender).memberOrNull("address", change.address);
    w.memberOrNull("request", change.request).endObject();
}

void list(const std::shared_ptr<Call> &call, const http::Responder &reply)
{
    const auto db = call->store->read();
    const auto page = rules::need(repository::changesBefore(
        *db, filterOf(*call, *db), numberIn(*call, "cursor", 0, INT64_MAX), numberIn(*call, "limit", 100, pageLimit)));
    Names names(*db);
    std::string body;
    Writer w(body);
    w.beginObject().key("changes").beginArray();
    for (const LoggedChange &change : page.changes)
        appendChange(w, change, names);
    w.endArray().member("cursor", page.nextBefore).endObject(); // 0: there is nothing older
    reply.send(http::Response::json(200, std::move(body)));
}

constexpr const char *csvHead = "id,at,user,action,project,entityType,entityId,entityName,before,after,sender,address,"
                                "request\r\n";

void appendCsv(std::string &out, const LoggedChange &change, Names &names)
{
    const std::string id = std::to_string(change.seq);
    const std::string project = names.ofProject(change.project);
    const std::string name = names.ofEntity(change);
    const std::string before = shownValues(change.before);
    const std::string after = shownValues(change.after);
    appendCsvRow(out, {id, change.at, change.user, change.action, project, change.entityType, change.entityId, name,
                       before, after, change.sender, change.address, change.request});
}

// A page of the export; where there is more, a header says how to go on.
void exportPage(const std::shared_ptr<Call> &call, const http::Responder &reply)
{
    const std::string format = call->text("format").empty() ? "jsonl" : call->text("format");
    if (format != "jsonl" && format != "csv")
        rules::refuse(rules::badRequest("format takes jsonl or csv"));
    const auto db = call->store->read();
    const std::int64_t cursor = numberIn(*call, "cursor", 0, INT64_MAX);
    const auto page = rules::need(repository::changesBefore(*db, filterOf(*call, *db), cursor,
                                                            numberIn(*call, "limit", exportLimit, exportLimit)));
    Names names(*db);
    std::string body;
    if (format == "csv" && cursor == 0)
        body = csvHead;
    for (const LoggedChange &change : page.changes) {
        if (format == "csv") {
            appendCsv(body, change, names);
            continue;
        }
        Writer w(body);
        appendChange(w, change, names);
        body += '\n';
    }
    auto response = http::Response::text(200, format == "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson",
                                         std::move(body));
    if (page.nextBefore > 0)
        response.headers.push_back({"X-Hearth-Cursor", std::to_string(page.nextBefore)});
    response.headers.push_back({"Content-Disposition", "attachment; filename=\"history." + format + '"'});
    reply.send(std::move(response));
}

http::Response putRetention(Call &call, WriteContext &context)
{
    RetentionRules made = RetentionRules::read(context.db);
    made.take(call.object());
    const std::string text = jsontext::toText(made.asObject());
    rules::need(repository::putDocument(context.db, repository::documents::retention, "studio", text));
    return http::Response::json(200, text);
}

void runRetention(const std::shared_ptr<Call> &call, const http::Responder &reply, Retention &retention)
{
    const bool isDry = call->flag("dryRun");
    const Retention::Report report = isDry ? retention.count() : retention.run(call->origin(), runPatience);
    std::string body;
    Writer w(body);
    w.beginObject().member("dryRun", isDry).member("isComplete", report.isComplete).key("kinds").beginArray();
    for (const RetentionAmount &one : report.kinds)
        w.beginObject().member("kind", one.kind).member("rows", one.rows).member("bytes", one.bytes).endObject();
    w.endArray().endObject();
    reply.send(http::Response::json(200, std::move(body)));
}

void describeFilters(RouteDescription &route)
{
    for (const char *name : {"user", "project", "entityType", "entityId", "action", "since", "until", "text"})
        route.query(name);
    route.query("cursor", "integer").query("limit", "integer");
}

} // namespace

void registerHistoryRoutes(Api &api, WorkPool &pool, Retention &retention)
{
    describeFilters(api.slow("GET", "/api/hearth/history", Access::Manager, pool, list)
                        .gives("changes", "array")
                        .gives("cursor", "integer"));
    describeFilters(api.slow("GET", "/api/hearth/history/export", Access::Manager, pool, exportPage).query("format"));
    api.read("GET", "/api/hearth/retention", Access::Manager, [](Call &call) {
        return http::Response::json(200, jsontext::toText(RetentionRules::read(*call.db).asObject()));
    });
    api.write("PUT", "/api/hearth/retention", Access::Admin, putRetention)
        .takes("changes", "integer")
        .takes("events", "integer")
        .takes("logs", "integer")
        .takes("sessions", "integer")
        .takes("files", "integer");
    api.slow("POST", "/api/hearth/retention/run", Access::Admin, pool,
             [&retention](const std::shared_ptr<Call> &call, const http::Responder &reply) {
                 runRetention(call, reply, retention);
             })
        .query("dryRun", "boolean")
        .gives("dryRun", "boolean")
        .gives("isComplete", "boolean")
        .gives("kinds", "array");
}

} // namespace hearth::server
