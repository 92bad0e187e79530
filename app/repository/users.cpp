// SPDX-License-Identifier: Apache-2.0
#include "repository/users.h"

#include "json_text/document.h"
#include "repository/change_log.h"

namespace hearth::repository
{
namespace
{

using database::Connection;
using database::Cursor;
using database::Parameter;

UserRow readUser(const Cursor &c)
{
    return {c.string(0), c.string(1), c.string(2), c.boolean(3), c.string(4), c.string(5), c.string(6), c.string(7)};
}

SessionRow readSession(const Cursor &c)
{
    return {c.string(0), c.string(1), c.real(2), c.real(3), c.string(4)};
}

struct UserByName {
    static constexpr const char *sql =
        "SELECT name, attrib, data, active, password, api_key, created_at, updated_at FROM users "
        "WHERE lower(name) = lower($1)";
    static constexpr int parameterCount = 1;
    using Row = UserRow;
    static Row read(const Cursor &c) { return readUser(c); }
};

struct UserByApiKey {
    static constexpr const char *sql =
        "SELECT name, attrib, data, active, password, api_key, created_at, updated_at FROM users "
        "WHERE api_key = $1";
    static constexpr int parameterCount = 1;
    using Row = UserRow;
    static Row read(const Cursor &c) { return readUser(c); }
};

struct AllUsers {
    static constexpr const char *sql =
        "SELECT name, attrib, data, active, password, api_key, created_at, updated_at FROM users ORDER BY name";
    static constexpr int parameterCount = 0;
    using Row = UserRow;
    static Row read(const Cursor &c) { return readUser(c); }
};

struct PutUser {
    static constexpr const char *sql =
        "INSERT INTO users (name, attrib, data, active, password, api_key, created_at, updated_at) VALUES ($1, $2, $3, "
        "$4, $5, $6, $7, $8) "
        "ON CONFLICT (name) DO UPDATE SET attrib = excluded.attrib, data = excluded.data, active = excluded.active, "
        "password = excluded.password, api_key = excluded.api_key, updated_at = excluded.updated_at";
    static constexpr int parameterCount = 8;
};

struct RemoveUser {
    static constexpr const char *sql = "DELETE FROM users WHERE name = $1";
    static constexpr int parameterCount = 1;
};

struct SessionByToken {
    static constexpr const char *sql =
        "SELECT token, user_name, created, last_used, client FROM sessions WHERE token = $1";
    static constexpr int parameterCount = 1;
    using Row = SessionRow;
    static Row read(const Cursor &c) { return readSession(c); }
};

struct SessionsSince {
    static constexpr const char *sql =
        "SELECT token, user_name, created, last_used, client FROM sessions WHERE last_used >= $1 ORDER BY created";
    static constexpr int parameterCount = 1;
    using Row = SessionRow;
    static Row read(const Cursor &c) { return readSession(c); }
};

struct SessionsOf {
    static constexpr const char *sql =
        "SELECT token, user_name, created, last_used, client FROM sessions WHERE user_name = $1 ORDER BY created";
    static constexpr int parameterCount = 1;
    using Row = SessionRow;
    static Row read(const Cursor &c) { return readSession(c); }
};

#define HEARTH_MAKERS(table)                                                                                           \
    "UPDATE " table " SET created_by = $2 WHERE created_by = $1",                                                      \
        "UPDATE " table " SET updated_by = $2 WHERE updated_by = $1"
constexpr const char *renames[] = {
    "UPDATE users SET name = $2 WHERE name = $1",
    "UPDATE sessions SET user_name = $2 WHERE user_name = $1",
    "UPDATE versions SET author = $2 WHERE author = $1",
    "UPDATE links SET author = $2 WHERE author = $1",
    "UPDATE activities SET author = $2 WHERE author = $1",
    "UPDATE activity_references SET entity_name = $2 WHERE entity_name = $1 AND entity_type = 'user'",
    "UPDATE entity_lists SET owner = $2 WHERE owner = $1",
    "UPDATE files SET author = $2 WHERE author = $1",
    "UPDATE tasks SET assignees = (SELECT json_group_array(CASE a.value WHEN $1 THEN $2 ELSE a.value END) FROM "
    "json_each(tasks.assignees) a) WHERE EXISTS (SELECT 1 FROM json_each(tasks.assignees) a WHERE a.value = $1)",
    "UPDATE documents SET name = substr(name, 1, length(name) - length($1)) || $2 WHERE (kind IN ('roots', "
    "'site_settings') OR (kind = 'settings' AND instr(name, '|@') > 0)) AND substr(name, -length($1) - 1) = '|' || $1",
    "UPDATE documents SET body = json_set(body, '$.user', $2) WHERE kind = 'api_key' AND "
    "json_extract(body, '$.user') = $1",
    "UPDATE documents SET body = json_set(body, '$.owner', $2) WHERE kind IN ('view', 'entity_list_folder') AND "
    "json_extract(body, '$.owner') = $1",
    "UPDATE thumbnails SET id = $2 WHERE project = 0 AND id = $1",
    HEARTH_MAKERS("folders"),
    HEARTH_MAKERS("tasks"),
    HEARTH_MAKERS("products"),
    HEARTH_MAKERS("versions"),
    HEARTH_MAKERS("representations"),
    HEARTH_MAKERS("workfiles"),
    HEARTH_MAKERS("entity_lists"),
    HEARTH_MAKERS("entity_list_items"),
};
#undef HEARTH_MAKERS

struct PutSession {
    static constexpr const char *sql =
        "INSERT INTO sessions (token, user_name, created, last_used, client) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (token) DO UPDATE SET last_used = excluded.last_used";
    static constexpr int parameterCount = 5;
};

struct RemoveSession {
    static constexpr const char *sql = "DELETE FROM sessions WHERE token = $1";
    static constexpr int parameterCount = 1;
};

struct RemoveSessionsOf {
    static constexpr const char *sql = "DELETE FROM sessions WHERE user_name = $1";
    static constexpr int parameterCount = 1;
};

struct RemoveSessionsBefore {
    static constexpr const char *sql = "DELETE FROM sessions WHERE last_used < $1";
    static constexpr int parameterCount = 1;
};

Result<> done(const Result<std::int64_t> &changed)
{
    if (!changed)
        return fail(changed.error());
    return {};
}

// As the log sees it: of a password and a key only that there is one.
jsontext::Object loggedUser(const UserRow &user)
{
    jsontext::Object made = jsontext::parseObject(user.data);
    for (auto &member : jsontext::parseObject(user.attrib))
        made["attrib." + std::string(member.key())] = member.value();
    made["active"] = user.active;
    if (!user.password.empty())
        made["password"] = user.password; // not kept: the log hides what goes by this name
    if (!user.apiKey.empty())
        made["apiKey"] = user.apiKey;
    return made;
}

Result<> logUser(Connection &db, const std::optional<UserRow> &before, const UserRow *after)
{
    const jsontext::Object was = before ? loggedUser(*before) : jsontext::Object{};
    const jsontext::Object is = after ? loggedUser(*after) : jsontext::Object{};
    return logDifference(db,
                         {0, "user",
                          after    ? after->name
                          : before ? before->name
                                   : std::string()},
                         before ? &was : nullptr, after ? &is : nullptr);
}

Result<bool> any(const Result<std::int64_t> &changed)
{
    if (!changed)
        return fail(changed.error());
    return *changed > 0;
}

} // namespace

Result<std::optional<UserRow>> userByName(Connection &db, std::string_view name)
{
    return db.one<UserByName>(name);
}
Result<std::optional<UserRow>> userByApiKey(Connection &db, std::string_view keyHash)
{
    return db.one<UserByApiKey>(keyHash);
}
Result<std::vector<UserRow>> allUsers(Connection &db)
{
    return db.all<AllUsers>();
}

Result<> putUser(Connection &db, const UserRow &user)
{
    const auto before = userByName(db, user.name);
    if (!before)
        return fail(before.error());
    if (auto logged = logUser(db, *before, &user); !logged)
        return logged;
    return done(db.run<PutUser>(user.name, user.attrib, user.data, user.active, Parameter::orNull(user.password),
                                Parameter::orNull(user.apiKey), user.createdAt, user.updatedAt));
}

Result<bool> removeUser(Connection &db, std::string_view name)
{
    const auto before = userByName(db, name);
    if (!before)
        return fail(before.error());
    if (auto logged = logUser(db, *before, nullptr); !logged)
        return fail(logged.error());
    return any(db.run<RemoveUser>(name));
}

Result<> renameUser(Connection &db, std::string_view from, std::string_view to)
{
    for (const char *sql : renames)
        if (auto renamed = db.visit(sql, {Parameter(from), Parameter(to)}, {}); !renamed)
            return fail(renamed.error());
    return logChange(db, {0, "user", to}, "update", {{"name", from}}, {{"name", to}});
}

Result<std::vector<SessionRow>> sessionsOf(Connection &db, std::string_view userName)
{
    return db.all<SessionsOf>(userName);
}

Result<std::optional<SessionRow>> sessionByToken(Connection &db, std::string_view tokenHash)
{
    return db.one<SessionByToken>(tokenHash);
}
Result<std::vector<SessionRow>> sessionsSince(Connection &db, double lastUsed)
{
    return db.all<SessionsSince>(lastUsed);
}

Result<> putSession(Connection &db, const SessionRow &session)
{
    return done(db.run<PutSession>(session.token, session.userName, session.created, session.lastUsed, session.client));
}

Result<bool> removeSession(Connection &db, std::string_view tokenHash)
{
    return any(db.run<RemoveSession>(tokenHash));
}
Result<> removeSessionsOf(Connection &db, std::string_view userName)
{
    return done(db.run<RemoveSessionsOf>(userName));
}
Result<> removeSessionsBefore(Connection &db, double lastUsed)
{
    return done(db.run<RemoveSessionsBefore>(lastUsed));
}

} // namespace hearth::repository
