// SPDX-License-Identifier: Apache-2.0
#include "rules/entity_json.h"

#include "json_text/writer.h"

namespace hearth::rules
{

using repository::Entity;
using repository::Kind;

std::string versionName(std::int64_t version)
{
    if (version < 0)
        return "HERO";
    std::string digits = std::to_string(version);
    if (digits.size() < 3)
        digits.insert(0, 3 - digits.size(), '0');
    return "v" + digits;
}

std::string_view baseName(std::string_view path)
{
    const auto slash = path.find_last_of("/\\");
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string pathOf(Kind kind, const Entity &e)
{
    switch (kind) {
    case Kind::Folder:
        return e.path;
    case Kind::Task:
    case Kind::Product:
        return e.folderPath + '/' + e.name;
    case Kind::Version:
        return e.folderPath + '/' + e.parentName + '/' + versionName(e.version);
    case Kind::Representation:
        return e.folderPath + '/' + e.parentName + '/' + versionName(e.parentVersion) + '/' + e.name;
    case Kind::Workfile:
        break;
    }
    return e.path;
}

std::string ownAttribText(std::string_view attrib)
{
    std::string out;
    jsontext::Writer writer(out);
    writer.beginArray();
    if (attrib != "{}")
        for (const auto &member : jsontext::parseObject(attrib))
            writer.string({member.key().data(), member.key().size()});
    writer.endArray();
    return out;
}

std::string shownAttrib(Kind kind, const Entity &entity, const AttributeLibrary &library)
{
    if (kind == Kind::Folder)
        return entity.effective;
    if (kind == Kind::Task)
        return library.ofTask(entity.folderInheritable, entity.attrib);
    return library.visible(repository::nameOf(kind), entity.attrib);
}

namespace
{

void appendOwnFields(jsontext::Writer &w, Kind kind, const Entity &e, bool hasVersions)
{
    switch (kind) {
    case Kind::Folder:
        w.member("name", e.name)
            .memberIf("label", e.label)
            .member("folderType", e.type)
            .memberIf("parentId", e.parentId);
        w.memberIf("thumbnailId", e.thumbnailId).member("path", pathOf(kind, e)).member("hasVersions", hasVersions);
        return;
    case Kind::Task:
        w.member("name", e.name)
            .memberIf("label", e.label)
            .member("taskType", e.type)
            .memberIf("thumbnailId", e.thumbnailId);
        w.memberRaw("assignees", e.assignees).member("folderId", e.parentId).member("path", pathOf(kind, e));
        return;
    case Kind::Product:
        w.member("name", e.name)
            .member("folderId", e.parentId)
            .member("productType", e.type)
            .memberIf("productBaseType", e.baseType);
        w.member("path", pathOf(kind, e));
        return;
    case Kind::Version:
        w.member("version", e.version)
            .member("productId", e.parentId)
            .memberIf("taskId", e.taskId)
            .memberIf("thumbnailId", e.thumbnailId);
        w.memberIf("author", e.author).member("path", pathOf(kind, e));
        return;
    case Kind::Representation:
        w.member("name", e.name).member("versionId", e.parentId).memberRaw("files", e.files);
        if (!e.traits.empty())
            w.memberRaw("traits", e.traits);
        w.member("path", pathOf(kind, e));
        return;
    case Kind::Workfile:
        w.member("path", e.path).member("taskId", e.parentId).memberIf("thumbnailId", e.thumbnailId);
        return;
    }
}

} // namespace

void appendEntity(std::string &out, Kind kind, const Entity &e, std::string_view effective, bool hasVersions)
{
    jsontext::Writer w(out);
    w.beginObject().member("id", e.id);
    appendOwnFields(w, kind, e, hasVersions);
    w.memberRaw("attrib", effective).memberRaw("data", e.data).member("active", e.active);
    w.memberRaw("ownAttrib", ownAttribText(e.attrib)).member("status", e.status).memberRaw("tags", e.tags);
    w.memberIf("createdBy", e.createdBy).memberIf("updatedBy", e.updatedBy);
    w.member("createdAt", e.createdAt).member("updatedAt", e.updatedAt).endObject();
}

jsontext::Value fieldValue(Kind kind, const Entity &e, std::string_view field)
{
    using jsontext::Value;
    const auto text = [](const std::string &value) { return value.empty() ? Value(nullptr) : Value(value); };
    if (field == "data")
        return Value(jsontext::parseObject(e.data));
    if (field == "tags")
        return Value(jsontext::parseArray(e.tags));
    if (field == "assignees")
        return Value(jsontext::parseArray(e.assignees));
    if (field == "files")
        return Value(jsontext::parseArray(e.files));
    if (field == "traits")
        return Value(jsontext::parseObject(e.traits));
    if (field == "active")
        return Value(e.active);
    if (field == "version")
        return Value(e.version);
    const std::pair<std::string_view, const std::string &> texts[] = {{"id", e.id},
                                                                      {"name", e.name},
                                                                      {"label", e.label},
                                                                      {"status", e.status},
                                                                      {"createdAt", e.createdAt},
                                                                      {"updatedAt", e.updatedAt},
                                                                      {"createdBy", e.createdBy},
                                                                      {"updatedBy", e.updatedBy},
                                                                      {"folderType", e.type},
                                                                      {"taskType", e.type},
                                                                      {"productType", e.type},
                                                                      {"productBaseType", e.baseType},
                                                                      {"parentId", e.parentId},
                                                                      {"folderId", e.parentId},
                                                                      {"productId", e.parentId},
                                                                      {"versionId", e.parentId},
                                                                      {"thumbnailId", e.thumbnailId},
                                                                      {"author", e.author}};
    if (field == "taskId")
        return text(kind == Kind::Workfile ? e.parentId : e.taskId);
    for (const auto &[name, value] : texts)
        if (name == field)
            return text(value);
    return nullptr;
}

} // namespace hearth::rules
