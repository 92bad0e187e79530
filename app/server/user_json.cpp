// SPDX-License-Identifier: Apache-2.0
#include "server/user_json.h"

#include "json_text/writer.h"

namespace hearth::server
{

std::string userText(const rules::User &user, bool withLevel)
{
    std::string out;
    jsontext::Writer w(out);
    w.beginObject().member("name", user.name());
    if (withLevel)
        w.member("uiExposureLevel", user.exposureLevel());
    jsontext::Object attrib;
    for (const auto &member : user.attrib)
        if (!member.value().is_null())
            attrib[member.key()] = member.value();
    jsontext::Object data = user.data;
    for (const char *list : {"accessGroups", "defaultAccessGroups"})
        if (!data.contains(list))
            data[list] = std::string_view(list) == "accessGroups" ? jsontext::Value(jsontext::Object{})
                                                                  : jsontext::Value(jsontext::Array{});
    w.memberRaw("attrib", jsontext::toText(attrib))
        .memberRaw("data", jsontext::toText(data))
        .member("active", user.row.active);
    w.key("ownAttrib").beginArray();
    for (const char *name : {"fullName", "email", "avatarUrl", "developerMode"})
        w.string(name);
    w.endArray().member("createdAt", user.row.createdAt).member("updatedAt", user.row.updatedAt).endObject();
    return out;
}

std::string sessionText(const repository::SessionRow &session, const rules::User *user, std::string_view token)
{
    std::string out;
    jsontext::Writer w(out);
    w.beginObject();
    if (user)
        w.memberRaw("user", userText(*user, false));
    w.member("token", token).key("created").real(session.created).key("lastUsed").real(session.lastUsed);
    w.member("isService", user && user->isService)
        .member("isApiKey", false)
        .memberRaw("clientInfo", session.client)
        .endObject();
    return out;
}

std::string keyPreview(const std::string &key)
{
    return key.size() < 8 ? "***" : key.substr(0, 4) + "***" + key.substr(key.size() - 4);
}

} // namespace hearth::server
