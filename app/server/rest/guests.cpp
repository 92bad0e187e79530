// SPDX-License-Identifier: Apache-2.0
// People from outside who are expected in a project, and with whom something can be shared.
#include "json_text/writer.h"
#include "repository/documents.h"
#include "rules/names.h"
#include "server/rest/project_change.h"
#include "server/rest/routes.h"

#include <set>

namespace hearth::server
{
namespace
{

namespace documents = repository::documents;
using jsontext::Object;
using jsontext::Value;
using jsontext::Writer;

std::string startOf(const Call &call)
{
    return std::to_string(call.project->row.id) + '|';
}

// Guests of the project who have an account, by e-mail address.
std::set<std::string> guestAccounts(database::Connection &db, const std::string &project)
{
    std::set<std::string> made;
    for (auto &row : rules::need(repository::allUsers(db))) {
        const auto user = rules::readUser(std::move(row));
        if (user->isGuest && user->row.active && user->mayRead(project))
            made.insert(rules::lowered(jsontext::text(user->attrib, "email")));
    }
    return made;
}

http::Response list(Call &call)
{
    checkMayManagePeople(call, *call.db, call.project->row.name);
    const auto accounts = guestAccounts(*call.db, call.project->row.name);
    std::string body;
    Writer w(body);
    w.beginObject().key("users").beginArray();
    const std::string start = startOf(call);
    for (const auto &document : rules::need(repository::documentsStarting(*call.db, documents::guest, start))) {
        const std::string email = document.name.substr(start.size());
        w.beginObject().member("email", email);
        w.memberOrNull("fullName", jsontext::text(jsontext::parseObject(document.body), "fullName"));
        w.member("status", accounts.contains(email) ? "active" : "pending").endObject();
    }
    w.endArray().endObject();
    return http::Response::json(200, std::move(body));
}

std::string emailOf(std::string_view text)
{
    std::string email = rules::lowered(text);
    const auto at = email.find('@');
    if (at == 0 || at == std::string::npos || at + 1 == email.size() ||
        email.find_first_of(" \t\r\n<>|") != std::string::npos)
        rules::refuse(rules::badRequest("The e-mail address is malformed"));
    return email;
}

http::Response add(Call &call, WriteContext &context)
{
    checkMayManagePeople(call, context.db, call.project->row.name);
    const std::string email = emailOf(jsontext::text(call.object(), "email"));
    rules::need(
        repository::putDocument(context.db, documents::guest, startOf(call) + email,
                                jsontext::toText(Object{{"fullName", jsontext::text(call.object(), "fullName")}})));
    return http::Response::json(200, "null");
}

http::Response remove(Call &call, WriteContext &context)
{
    checkMayManagePeople(call, context.db, call.project->row.name);
    const std::string email = emailOf(call.param("email"));
    if (!rules::need(repository::removeDocument(context.db, documents::guest, startOf(call) + email)))
        rules::refuse(rules::notFound("Guest " + email + " not found"));
    return http::Response::json(200, "null");
}

void appendOption(Writer &w, const char *type, const std::string &value, std::string_view name, std::string_view label)
{
    w.beginObject().member("shareType", type).member("value", value).member("name", name);
    w.member("label", label.empty() ? name : label).endObject();
}

void appendProjectOptions(Writer &w, database::Connection &db, const rules::ProjectInfo &project)
{
    const Object data = jsontext::parseObject(project.row.data);
    for (const Value &team : jsontext::items(jsontext::array(data, "teams")))
        if (const Object *one = team.if_object()) {
            const std::string name(jsontext::text(*one, "name"));
            appendOption(w, "team", "team:" + name, name, {});
        }
    for (const auto &document : rules::need(repository::documentsOf(db, documents::accessGroup)))
        if (document.name.find('|') == std::string::npos)
            appendOption(w, "group", "group:" + document.name, document.name, {});
}

// Whom the access of a list or a view can name.
http::Response shareOptions(Call &call)
{
    std::string name = call.text("project_name");
    if (name.empty())
        name = call.text("projectName");
    const auto project = name.empty() ? nullptr : call.store->project(*call.db, name);
    if (!name.empty() && !project)
        rules::refuse(rules::notFound("Project " + name + " not found"));
    if (project && !call.user->mayRead(project->row.name))
        rules::refuse(rules::forbidden("No access group assigned on this project"));
    std::string body;
    Writer w(body);
    w.beginObject().key("options").beginArray();
    appendOption(w, "everyone", "__everyone__", "__everyone__", "Everyone");
    appendOption(w, "guests", "__guests__", "__guests__", "Guests");
    for (auto &row : rules::need(repository::allUsers(*call.db))) {
        const auto user = rules::readUser(std::move(row));
        const bool isShared =
            user->row.active && !user->isService && (project ? user->mayRead(project->row.name) : call.user->isManager);
        if (isShared)
            appendOption(w, "user", user->name(), user->name(), jsontext::text(user->attrib, "fullName"));
    }
    if (project)
        appendProjectOptions(w, *call.db, *project);
    w.endArray().endObject();
    return http::Response::json(200, std::move(body));
}

} // namespace

void registerGuestRoutes(Api &api)
{
    const std::string all = "/api/projects/{project}/guests";
    api.read("GET", all.c_str(), Access::User, list);
    api.write("POST", all.c_str(), Access::User, add);
    api.write("DELETE", (all + "/{email}").c_str(), Access::User, remove);
    api.read("GET", "/api/share", Access::User, shareOptions);
}

} // namespace hearth::server
