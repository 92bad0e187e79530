// SPDX-License-Identifier: Apache-2.0
#include "adoption/studio_parts.h"

#include "adoption/named_kind.h"
#include "adoption/pages.h"

namespace hearth::adoption
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;

NamedKind attributes()
{
    return {"attributes",
            [](Studio &studio) -> Result<Values> {
                auto all = listed(studio, "/api/attributes", "attributes");
                if (all)
                    for (auto &[name, value] : *all)
                        value = only(value.as_object(), {"data", "scope", "position", "builtin"});
                return all;
            },
            [](Studio &ours, const std::string &name, const Value &wanted, const Value *) {
                return tell(ours, "PUT", "/api/attributes/" + element(name), wanted);
            }};
}

NamedKind presets()
{
    return {"anatomy presets",
            [](Studio &studio) -> Result<Values> {
                const auto all = listed(studio, "/api/anatomy/presets", "presets");
                if (!all)
                    return fail(all.error());
                return eachOf(studio, *all, "/api/anatomy/presets/");
            },
            [](Studio &ours, const std::string &name, const Value &wanted, const Value *) {
                return tell(ours, "PUT", "/api/anatomy/presets/" + element(name), wanted);
            }};
}

NamedKind groups()
{
    return {"access groups",
            [](Studio &studio) -> Result<Values> {
                const auto all = listed(studio, "/api/accessGroups/_", "");
                if (!all)
                    return fail(all.error());
                return eachOf(studio, *all, "/api/accessGroups/", "/_");
            },
            [](Studio &ours, const std::string &name, const Value &wanted, const Value *) {
                return tell(ours, "PUT", "/api/accessGroups/" + element(name) + "/_", wanted);
            }};
}

NamedKind secrets()
{
    return {"secrets",
            [](Studio &studio) -> Result<Values> {
                auto all = listed(studio, "/api/secrets", "");
                if (all)
                    for (auto &[name, value] : *all)
                        value = only(value.as_object(), {"name", "value"});
                return all;
            },
            [](Studio &ours, const std::string &name, const Value &wanted, const Value *) {
                return tell(ours, "PUT", "/api/secrets/" + element(name), wanted);
            }};
}

NamedKind configuration()
{
    return {"configuration",
            [](Studio &studio) -> Result<Values> {
                auto all = askObject(studio, "/api/config");
                if (!all)
                    return fail(all.error());
                Values made;
                for (auto &member : *all)
                    made.emplace(member.key(), std::move(member.value()));
                return made;
            },
            [](Studio &ours, const std::string &name, const Value &wanted, const Value *) {
                return tell(ours, "PATCH", "/api/config", Object{{name, wanted}});
            }};
}

NamedKind projectFolders()
{
    return {"project folders",
            [](Studio &studio) -> Result<Values> {
                auto all = askObject(studio, "/api/projectFolders");
                if (!all)
                    return fail(all.error());
                Values made;
                for (const Object *folder : objects(jsontext::array(*all, "folders")))
                    made.emplace(jsontext::text(*folder, "id"), only(*folder, {"id", "label", "parentId", "data"}));
                return made;
            },
            [](Studio &ours, const std::string &id, const Value &wanted, const Value *there) {
                return there ? tell(ours, "PATCH", "/api/projectFolders/" + element(id), wanted)
                             : tell(ours, "POST", "/api/projectFolders", wanted);
            }};
}

// What a user is, without what each server makes of it.
Object userOf(const Object &user)
{
    Object made{{"active", jsontext::flag(user, "active", true)}};
    for (const char *name : {"attrib", "data"}) {
        Object kept;
        if (const Object *given = jsontext::object(user, name))
            for (const auto &member : *given)
                if (!member.value().is_null())
                    kept[member.key()] = member.value();
        for (const char *own :
             {"apiKeyPreview", "password", "apiKey", "apiKeys", "createdAt", "updatedAt", "invite", "inviteToken"})
            kept.erase(own);
        made[name] = std::move(kept);
    }
    return made;
}

// Of every user but the adoption's own.
Result<> eachUser(Studio &studio, const std::string &fields, const std::function<Result<>(const Object &user)> &visit)
{
    return eachPage(studio, {{}, "users", "node { name " + fields + " }"}, [&](const Array &nodes) -> Result<> {
        for (const Value &node : nodes) {
            const std::string_view name = jsontext::text(node.as_object(), "name");
            if (name.empty() || name == OwnStudio::user)
                continue;
            if (const auto visited = visit(node.as_object()); !visited)
                return visited;
        }
        return {};
    });
}

Result<Values> usersOf(Studio &studio)
{
    Values made;
    const auto read = eachUser(studio, "", [&](const Object &node) -> Result<> {
        const std::string name(jsontext::text(node, "name"));
        const auto user = askObject(studio, "/api/users/" + element(name));
        if (!user)
            return fail(user.error());
        made.emplace(name, userOf(*user));
        return {};
    });
    if (!read)
        return fail(read.error());
    return made;
}

Result<> writeUser(Studio &ours, const std::string &name, const Value &wanted, const Value *there)
{
    if (!there)
        return tell(ours, "PUT", "/api/users/" + element(name), wanted);
    Object patch = wanted.as_object();
    for (const char *part : {"attrib", "data"})
        if (const Object *present = jsontext::object(there->as_object(), part))
            for (const auto &member : *present)
                if (!patch[part].as_object().contains(member.key()))
                    patch[part].as_object()[member.key()] = nullptr;
    return tell(ours, "PATCH", "/api/users/" + element(name), patch);
}

// Hashes are not given by any server, so people choose a new password, and services get a new key.
Result<> leaveCredentials(const Errand &errand)
{
    return eachUser(errand.ours, "hasPassword isService apiKeyPreview", [&errand](const Object &user) -> Result<> {
        const std::string name(jsontext::text(user, "name"));
        if (jsontext::flag(user, "isService") && jsontext::text(user, "apiKeyPreview").empty())
            errand.report.leave("the key of " + name, "no server gives keys.",
                                "Make a new one: hearth studio key create " + name);
        else if (!jsontext::flag(user, "isService") && !jsontext::flag(user, "hasPassword"))
            errand.report.leave("the password of " + name, "no server gives passwords.",
                                "Give a one-time password: hearth studio user password " + name);
        return {};
    });
}

} // namespace

Result<> moveStudio(const Errand &errand)
{
    for (const NamedKind &named : {attributes(), presets(), groups(), secrets(), configuration(), projectFolders()})
        if (const auto moved = move(errand, named); !moved)
            return moved;
    return moveUsers(errand);
}

Result<> moveUsers(const Errand &errand)
{
    if (const auto moved = move(errand, {"users", usersOf, writeUser}); !moved)
        return moved;
    return leaveCredentials(errand);
}

} // namespace hearth::adoption
