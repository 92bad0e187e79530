// SPDX-License-Identifier: Apache-2.0
#include "adoption/entity_page.h"

namespace hearth::adoption
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;
using repository::Kind;

// The own attributes' names are asked for before the values: some servers add the inherited ones otherwise.
constexpr const char *common = "id active createdBy updatedBy createdAt updatedAt status tags data ";

const char *fieldsOf(Kind kind)
{
    switch (kind) {
    case Kind::Folder:
        return "name label folderType parentId thumbnailId path ownAttrib allAttrib";
    case Kind::Task:
        return "name label taskType folderId thumbnailId assignees ownAttrib allAttrib";
    case Kind::Product:
        return "name productType productBaseType folderId allAttrib";
    case Kind::Version:
        return "version productId taskId thumbnailId author allAttrib";
    case Kind::Representation:
        return "name versionId traits files { id name path hash size hashType } allAttrib";
    case Kind::Workfile:
        return "path taskId thumbnailId allAttrib";
    }
    return "";
}

std::vector<const char *> plainMembers(Kind kind)
{
    switch (kind) {
    case Kind::Folder:
        return {"name", "label", "folderType", "parentId", "thumbnailId"};
    case Kind::Task:
        return {"name", "label", "taskType", "folderId", "thumbnailId", "assignees"};
    case Kind::Product:
        return {"name", "productType", "productBaseType", "folderId"};
    case Kind::Version:
        return {"version", "productId", "taskId", "thumbnailId", "author"};
    case Kind::Representation:
        return {"name", "versionId"};
    case Kind::Workfile:
        return {"path", "taskId", "thumbnailId"};
    }
    return {};
}

Value member(const Object &node, std::string_view name)
{
    const Value *value = node.if_contains(name);
    if (!value || (value->is_string() && value->get_string().empty()))
        return nullptr;
    return *value;
}

Object ownAttributes(Kind kind, const Object &node)
{
    Object all = jsontext::parseObject(jsontext::text(node, "allAttrib"));
    Object own;
    if (kind == Kind::Folder || kind == Kind::Task) {
        for (const Value &name : jsontext::items(jsontext::array(node, "ownAttrib")))
            if (const Value *value = name.is_string() ? all.if_contains(name.get_string()) : nullptr)
                own[name.get_string()] = *value;
    } else {
        own = std::move(all);
    }
    Object made;
    for (const auto &one : own)
        if (!one.value().is_null())
            made[one.key()] = one.value();
    return made;
}

Array filesOf(const Object &node)
{
    Array made;
    for (const Value &file : jsontext::items(jsontext::array(node, "files"))) {
        if (!file.is_object())
            continue;
        Object one = file.get_object();
        if (const std::string size(jsontext::text(one, "size")); !size.empty())
            one["size"] = std::strtoll(size.c_str(), nullptr, 10);
        made.push_back(std::move(one));
    }
    return made;
}

void nullMissing(Object &wanted, const Object &there, const char *name)
{
    const Object *present = jsontext::object(there, name);
    Value *given = wanted.if_contains(name);
    if (!present || !given || !given->is_object())
        return;
    for (const auto &one : *present)
        if (!given->get_object().contains(one.key()))
            given->get_object()[one.key()] = nullptr;
}

} // namespace

std::string connectionOf(Kind kind)
{
    return std::string(repository::nameOf(kind)) + 's';
}

Object entityData(Kind kind, const Object &node)
{
    Object made;
    for (const char *name : {"active", "createdBy", "updatedBy", "createdAt", "updatedAt", "status", "tags"})
        made[name] = member(node, name);
    for (const char *name : plainMembers(kind))
        made[name] = member(node, name);
    made["data"] = jsontext::parseObject(jsontext::text(node, "data"));
    made["attrib"] = ownAttributes(kind, node);
    if (kind == Kind::Representation) {
        made["files"] = filesOf(node);
        const std::string traits(jsontext::text(node, "traits"));
        made["traits"] = traits.empty() ? Value(nullptr) : Value(jsontext::parseObject(traits));
    }
    return made;
}

Object entityChange(Object wanted, const Object &there)
{
    nullMissing(wanted, there, "attrib");
    nullMissing(wanted, there, "data");
    return wanted;
}

Result<> eachEntityPage(Studio &studio, const std::string &project, Kind kind, const PageVisitor &visit,
                        const std::string &arguments)
{
    return eachPage(studio,
                    {project, connectionOf(kind), "node { " + std::string(common) + fieldsOf(kind) + " }", arguments},
                    visit);
}

} // namespace hearth::adoption
