// SPDX-License-Identifier: Apache-2.0
#include "server_program/server_template.h"

#include "repository/documents.h"
#include "repository/stamp.h"
#include "rules/names.h"
#include "server/auth/authenticator.h"
#include "server/auth/password_hasher.h"
#include "server/bundles.h"
#include "server/user_json.h"

#include <algorithm>
#include <map>

namespace hearth::server_program
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;
using server::WriteContext;
namespace documents = repository::documents;

const Array &list(const Object &from, const char *name)
{
    static const Array none;
    const Array *found = jsontext::array(from, name);
    return found ? *found : none;
}

void reportUnknown(const Object &object, std::initializer_list<std::string_view> known, const std::string &where,
                   std::vector<std::string> &lines)
{
    for (const auto &member : object)
        if (std::find(known.begin(), known.end(), std::string_view(member.key())) == known.end())
            lines.push_back("The template's " + where + " has an unknown member \"" + std::string(member.key()) + "\"");
}

void setRoles(const Object &given, Object &data)
{
    for (const char *flag : {"isAdmin", "isManager", "isService", "isGuest", "isDeveloper"})
        if (const Value *value = given.if_contains(flag); value && value->is_bool()) {
            if (value->get_bool())
                data[flag] = true;
            else
                data.erase(flag);
        }
    for (const char *groups : {"defaultAccessGroups", "accessGroups"})
        if (const Value *value = given.if_contains(groups))
            data[groups] = *value;
}

// What other servers of this protocol mix into passwords unless they are told otherwise.
constexpr std::string_view usualPepper = "supersecretpasswordpepper";

std::string storedForm(std::string_view hashed, std::string_view pepper)
{
    if (hashed.starts_with("$argon2id$"))
        return std::string(hashed);
    std::string made = server::PasswordHasher::adopted(hashed, pepper.empty() ? usualPepper : pepper);
    if (made.empty())
        rules::refuse(rules::badRequest("A hashedPassword is neither Argon2id nor \"hash:salt\" in hexadecimal"));
    return made;
}

void putUser(WriteContext &context, const server::Authenticator &authenticator, const Object &given,
             const std::string &passwordHash)
{
    const std::string name(jsontext::text(given, "name"));
    if (!rules::isUserName(name))
        rules::refuse(rules::badRequest("\"" + name + "\" cannot be the name of a user"));
    auto stored = rules::need(repository::userByName(context.db, name));
    if (stored && !jsontext::flag(given, "forceUpdate"))
        return;
    repository::UserRow row = stored ? std::move(*stored) : repository::UserRow{};
    row.name = stored ? row.name : name;
    row.updatedAt = repository::stampNow();
    if (row.createdAt.empty())
        row.createdAt = row.updatedAt;
    Object attrib = jsontext::parseObject(row.attrib);
    for (const char *field : {"fullName", "email"})
        if (const std::string_view text = jsontext::text(given, field); !text.empty())
            attrib[field] = text;
    row.attrib = jsontext::toText(attrib);
    Object data = jsontext::parseObject(row.data);
    setRoles(given, data);
    if (const std::string_view hashed = jsontext::text(given, "hashedPassword"); !hashed.empty())
        row.password = storedForm(hashed, jsontext::text(given, "passwordPepper"));
    if (!passwordHash.empty())
        row.password = passwordHash;
    if (const std::string key(jsontext::text(given, "apiKey")); !key.empty()) {
        row.apiKey = authenticator.hashOf(key);
        data["apiKeyPreview"] = server::keyPreview(key);
    }
    row.data = jsontext::toText(data);
    rules::need(repository::putUser(context.db, row));
    context.usersChanged();
}

void putBundle(WriteContext &context, const Object &given)
{
    if (!server::allBundles(context.db).empty())
        return;
    Object addons;
    for (const Value &item : list(given, "addons"))
        if (item.is_object())
            addons[jsontext::text(item.get_object(), "name")] = jsontext::text(item.get_object(), "version");
    const Object bundle = server::completeBundle(
        Object{{"name", jsontext::text(given, "name")}, {"addons", std::move(addons)}, {"isProduction", true}});
    server::saveBundle(context.db, bundle);
}

void apply(WriteContext &context, const server::Authenticator &authenticator, const Object &given,
           const std::map<std::string, std::string> &hashes)
{
    for (const Value &item : list(given, "users"))
        if (item.is_object()) {
            const auto hash = hashes.find(std::string(jsontext::text(item.get_object(), "name")));
            putUser(context, authenticator, item.get_object(), hash == hashes.end() ? std::string() : hash->second);
        }
    for (const Value &item : list(given, "accessGroups"))
        if (item.is_object()) {
            const std::string name(jsontext::text(item.get_object(), "name"));
            const Object *data = jsontext::object(item.get_object(), "data");
            if (!rules::need(repository::documentByName(context.db, documents::accessGroup, name)))
                rules::need(repository::putDocument(context.db, documents::accessGroup, name,
                                                    data ? jsontext::toText(*data) : "{}"));
        }
    if (const Object *secrets = jsontext::object(given, "secrets"))
        for (const auto &member : *secrets)
            if (!rules::need(repository::documentByName(context.db, documents::secret, std::string(member.key()))))
                rules::need(repository::putDocument(context.db, documents::secret, std::string(member.key()),
                                                    jsontext::toText(Object{{"value", member.value()}})));
    if (const Object *config = jsontext::object(given, "config");
        config && !config->empty() && !rules::need(repository::documentByName(context.db, documents::config, "studio")))
        rules::need(repository::putDocument(context.db, documents::config, "studio", jsontext::toText(*config)));
    if (const Object *bundle = jsontext::object(given, "initialBundle"))
        putBundle(context, *bundle);
}

// Passwords of users that will be written; existing ones that stay need no hash.
std::map<std::string, std::string> hashPasswords(server::Store &store, const Object &given)
{
    std::map<std::string, std::string> made;
    for (const Value &item : list(given, "users")) {
        const Object *user = item.if_object();
        const std::string name(user ? jsontext::text(*user, "name") : std::string_view());
        const std::string password(user ? jsontext::text(*user, "password") : std::string_view());
        if (password.empty())
            continue;
        bool isKnown = false;
        {
            const auto db = store.read();
            isKnown = rules::need(repository::userByName(*db, name)).has_value();
        }
        if (!isKnown || jsontext::flag(*user, "forceUpdate"))
            made[name] = server::PasswordHasher::hash(password);
    }
    return made;
}

} // namespace

Result<std::vector<std::string>> applyTemplate(server::Store &store, const std::string &text)
{
    std::vector<std::string> lines;
    if (text.find_first_not_of(" \t\r\n") == std::string::npos)
        return lines;
    const auto parsed = jsontext::parse(text);
    if (!parsed || !parsed->is_object())
        return fail(ErrorKind::Invalid, QStringLiteral("The template is no JSON object."),
                    parsed ? QString() : parsed.error().detail);
    const Object &given = parsed->get_object();
    reportUnknown(given, {"users", "accessGroups", "secrets", "config", "initialBundle", "settings"}, "top", lines);
    for (const Value &user : list(given, "users"))
        if (user.is_object())
            reportUnknown(user.get_object(),
                          {"name", "password", "hashedPassword", "passwordPepper", "apiKey", "fullName", "email",
                           "isAdmin", "isManager", "isService", "isGuest", "isDeveloper", "defaultAccessGroups",
                           "accessGroups", "forceUpdate"},
                          "user", lines);
    try {
        const SystemClock clock;
        const server::Authenticator authenticator(store, clock);
        const auto hashes = hashPasswords(store, given);
        const auto done = store.writeAndWait([&](WriteContext &context) {
            apply(context, authenticator, given, hashes);
            return http::Response::empty();
        });
        if (!done)
            return fail(ErrorKind::Invalid, QString::fromStdString(done.error().detail));
    } catch (const rules::Refusal &refusal) {
        return fail(ErrorKind::Internal, QString::fromStdString(refusal.failure().detail));
    }
    return lines;
}

} // namespace hearth::server_program
