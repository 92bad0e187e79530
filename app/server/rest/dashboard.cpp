// SPDX-License-Identifier: Apache-2.0
// Numbers of a project at a glance; of what the asker may read.
#include "json_text/writer.h"
#include "repository/activities.h"
#include "repository/entity_store.h"
#include "repository/media.h"
#include "repository/stamp.h"
#include "rules/entity_json.h"
#include "server/rest/routes.h"

#include <charconv>
#include <map>
#include <set>

namespace hearth::server
{
namespace
{

using jsontext::Object;
using jsontext::Value;
using jsontext::Writer;
using repository::Entity;
using repository::Kind;

http::Response entityCounts(Call &call)
{
    const auto scope = call.scope(*call.db);
    std::string body;
    Writer w(body);
    w.beginObject();
    for (const Kind kind : repository::allKinds)
        w.member(std::string(repository::nameOf(kind)) + 's',
                 rules::need(scope->countBelow(*call.db, kind, call.project->row.id, {})));
    w.endObject();
    return http::Response::json(200, std::move(body));
}

// Activities of each of the last days, the oldest day first.
http::Response activityOfDays(Call &call)
{
    std::int64_t days = 50;
    if (const std::string text = call.text("days"); !text.empty()) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
        if (error != std::errc{} || end != text.data() + text.size() || days < 1 || days > 1000)
            rules::refuse(rules::badRequest("days must be a number from 1 to 1000"));
    }
    const auto now = std::chrono::system_clock::now();
    const std::string first = repository::stampOf(now - std::chrono::hours(24 * (days - 1))).substr(0, 10);
    const auto counts = rules::need(repository::activityCounts(*call.db, call.project->row.id, first));
    std::string body;
    Writer w(body);
    w.beginObject().key("activity").beginArray();
    for (std::int64_t day = days - 1; day >= 0; --day) {
        const auto found = counts.find(repository::stampOf(now - std::chrono::hours(24 * day)).substr(0, 10));
        w.integer(found == counts.end() ? 0 : found->second);
    }
    w.endArray().endObject();
    return http::Response::json(200, std::move(body));
}

struct Tasks {
    std::int64_t total = 0;
    std::int64_t completed = 0;
    std::int64_t overdue = 0;
    std::int64_t ahead = 0; ///< done before they are due
    std::map<std::string, std::int64_t> byStatus;
};

Tasks tasksOf(const Call &call)
{
    Tasks made;
    const std::string now = repository::stampNow();
    const auto library = call.store->attributes();
    repository::EntityQuery query(Kind::Task, call.project->row.id, true);
    call.scope(*call.db)->narrow(query);
    rules::need(query.each(*call.db, [&](Entity &task) {
        const Object attrib = jsontext::parseObject(rules::shownAttrib(Kind::Task, task, *library));
        const std::string due = repository::canonicalStamp(jsontext::text(attrib, "endDate"));
        const rules::Status *status = call.project->status(task.status);
        const bool isDone = status && status->state == "done";
        ++made.total;
        ++made.byStatus[task.status];
        made.completed += isDone ? 1 : 0;
        made.overdue += !isDone && !due.empty() && due < now ? 1 : 0;
        made.ahead += isDone && due > now ? 1 : 0;
    }));
    return made;
}

http::Response health(Call &call)
{
    const Tasks tasks = tasksOf(call);
    std::string body;
    Writer w(body);
    w.beginObject().key("completion").beginObject();
    w.member("percentage", tasks.total ? tasks.completed * 100 / tasks.total : 0);
    w.member("behind", tasks.overdue).member("ahead", tasks.ahead).endObject();
    w.key("storageUsage").beginObject().member("quota", 0); // there is none
    w.member("used", rules::need(repository::bytesOfFiles(*call.db, call.project->row.id))).endObject();
    w.key("tasks").beginObject().member("total", tasks.total).member("completed", tasks.completed);
    w.member("overdue", tasks.overdue).endObject().key("statuses").beginObject();
    for (const auto &[status, count] : tasks.byStatus)
        w.anyKey(status).integer(count);
    w.endObject().endObject();
    return http::Response::json(200, std::move(body));
}

std::set<std::string> teamNames(const rules::ProjectInfo &project)
{
    std::set<std::string> made;
    const Object data = jsontext::parseObject(project.row.data);
    for (const Value &team : jsontext::items(jsontext::array(data, "teams")))
        if (const Object *one = team.if_object())
            for (const Value &member : jsontext::items(jsontext::array(*one, "members")))
                made.emplace(jsontext::text(member.as_object(), "name"));
    return made;
}

http::Response users(Call &call)
{
    const auto team = teamNames(*call.project);
    std::int64_t counts[4] = {};
    std::map<std::string, std::int64_t> roles;
    for (auto &row : rules::need(repository::allUsers(*call.db))) {
        const auto user = rules::readUser(std::move(row));
        if (user->isService || !user->mayRead(call.project->row.name))
            continue;
        const bool isInTeam = team.contains(user->name());
        counts[0] += isInTeam && user->row.active ? 1 : 0;
        counts[1] += isInTeam ? 1 : 0;
        counts[2] += user->row.active ? 1 : 0;
        ++counts[3];
        if (const auto groups = user->accessGroups.find(call.project->row.name); groups != user->accessGroups.end())
            for (const std::string &group : groups->second)
                ++roles[group];
    }
    std::string body;
    Writer w(body);
    w.beginObject().member("teamSizeActive", counts[0]).member("teamSizeTotal", counts[1]);
    w.member("usersWithAccessActive", counts[2]).member("usersWithAccessTotal", counts[3]);
    w.key("roles").beginObject();
    for (const auto &[role, count] : roles)
        w.anyKey(role).integer(count);
    w.endObject().endObject();
    return http::Response::json(200, std::move(body));
}

} // namespace

void registerDashboardRoutes(Api &api)
{
    const std::string start = "/api/projects/{project}/";
    api.read("GET", (start + "dashboard/activity").c_str(), Access::User, activityOfDays)
        .query("days", "integer")
        .gives("activity", "array");
    api.read("GET", (start + "dashboard/entities").c_str(), Access::User, entityCounts);
    api.read("GET", (start + "dashboard/health").c_str(), Access::User, health);
    api.read("GET", (start + "dashboard/users").c_str(), Access::User, users);
}

} // namespace hearth::server
