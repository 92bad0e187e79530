// SPDX-License-Identifier: Apache-2.0
#include "rules/entity_fields.h"

#include "core/entity_id.h"
#include "json_text/writer.h"
#include "rules/failure.h"
#include "rules/names.h"

#include <algorithm>
#include <array>
#include <span>

namespace hearth::rules
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;
using repository::Entity;
using repository::Kind;

enum class Field {
    Name,
    Label,
    FolderType,
    TaskType,
    ProductType,
    BaseType,
    Parent,
    Task,
    Thumbnail,
    Author,
    Path,
    Version,
    Status,
    Tags,
    Attrib,
    Data,
    Active,
    Assignees,
    Files,
    Traits,
    CreatedBy,
    UpdatedBy
};

struct FieldName {
    std::string_view camel;
    std::string_view snake;
    Field field;
};

constexpr std::array common{FieldName{"name", "name", Field::Name},
                            FieldName{"status", "status", Field::Status},
                            FieldName{"attrib", "attrib", Field::Attrib},
                            FieldName{"data", "data", Field::Data},
                            FieldName{"tags", "tags", Field::Tags},
                            FieldName{"active", "active", Field::Active},
                            FieldName{"createdBy", "created_by", Field::CreatedBy},
                            FieldName{"updatedBy", "updated_by", Field::UpdatedBy}};
constexpr std::array folder{
    FieldName{"label", "label", Field::Label}, FieldName{"folderType", "folder_type", Field::FolderType},
    FieldName{"parentId", "parent_id", Field::Parent}, FieldName{"thumbnailId", "thumbnail_id", Field::Thumbnail}};
constexpr std::array task{
    FieldName{"label", "label", Field::Label}, FieldName{"taskType", "task_type", Field::TaskType},
    FieldName{"folderId", "folder_id", Field::Parent}, FieldName{"thumbnailId", "thumbnail_id", Field::Thumbnail},
    FieldName{"assignees", "assignees", Field::Assignees}};
constexpr std::array product{FieldName{"folderId", "folder_id", Field::Parent},
                             FieldName{"productType", "product_type", Field::ProductType},
                             FieldName{"productBaseType", "product_base_type", Field::BaseType}};
constexpr std::array version{
    FieldName{"version", "version", Field::Version}, FieldName{"productId", "product_id", Field::Parent},
    FieldName{"taskId", "task_id", Field::Task}, FieldName{"thumbnailId", "thumbnail_id", Field::Thumbnail},
    FieldName{"author", "author", Field::Author}};
constexpr std::array representation{FieldName{"versionId", "version_id", Field::Parent},
                                    FieldName{"files", "files", Field::Files},
                                    FieldName{"traits", "traits", Field::Traits}};
constexpr std::array workfile{FieldName{"path", "path", Field::Path}, FieldName{"taskId", "task_id", Field::Parent},
                              FieldName{"thumbnailId", "thumbnail_id", Field::Thumbnail}};

std::span<const FieldName> ownFields(Kind kind)
{
    switch (kind) {
    case Kind::Folder:
        return folder;
    case Kind::Task:
        return task;
    case Kind::Product:
        return product;
    case Kind::Version:
        return version;
    case Kind::Representation:
        return representation;
    case Kind::Workfile:
        break;
    }
    return workfile;
}

std::optional<Field> fieldOf(Kind kind, std::string_view key)
{
    const auto search = [key](std::span<const FieldName> names) -> std::optional<Field> {
        for (const FieldName &name : names)
            if (name.camel == key || name.snake == key)
                return name.field;
        return std::nullopt;
    };
    const auto found = search(common);
    if (found == Field::Name && (kind == Kind::Version || kind == Kind::Workfile))
        return std::nullopt;
    return found ? found : search(ownFields(kind));
}

std::string textOf(const std::string &field, const Value &value)
{
    if (!value.is_string())
        refuse(invalidField(field, "str type expected", "type_error.str"));
    return std::string(value.get_string());
}

std::string nameOfEntity(const std::string &field, const Value &value)
{
    std::string text = textOf(field, value);
    if (!isEntityName(text))
        refuse(invalidPattern(field, entityNamePattern));
    return text;
}

std::string idOrEmpty(const std::string &field, const Value &value)
{
    if (value.is_null())
        return {};
    const std::string id = canonicalEntityId(textOf(field, value));
    if (id.empty())
        refuse(invalidField(field, "value is not a valid id", "value_error.uuid"));
    return id;
}

std::string textList(const std::string &field, const Value &value)
{
    const Array *items = value.if_array();
    if (!items)
        refuse(invalidField(field, "value is not a valid list", "type_error.list"));
    for (const Value &item : *items)
        if (!item.is_string())
            refuse(invalidField(field, "str type expected", "type_error.str"));
    return jsontext::toText(*items);
}

std::string labelOf(const Value &value)
{
    if (value.is_null())
        return {};
    std::string label = textOf("label", value);
    if (!isLabel(label))
        refuse(invalidPattern("label", labelPattern));
    return label;
}

Object fileOf(const Object &given)
{
    static constexpr std::array<std::string_view, 4> hashTypes{"md5", "sha1", "sha256", "op3"};
    const Value *id = given.if_contains("id");
    Object file;
    file["id"] = id && id->is_string() ? canonicalEntityId(std::string(id->get_string())) : newEntityId();
    if (file["id"].get_string().empty())
        refuse(invalidField("files.id", "value is not a valid id", "value_error.uuid"));
    for (const char *field : {"name", "path", "hash"})
        if (const std::string_view text = jsontext::text(given, field); !text.empty())
            file[field] = text;
    file["size"] = jsontext::integer(given, "size");
    const std::string_view hashType = jsontext::text(given, "hashType");
    if (!hashType.empty() && std::find(hashTypes.begin(), hashTypes.end(), hashType) == hashTypes.end())
        refuse(invalidField("files.hashType", "unexpected value", "value_error.const"));
    file["hashType"] = hashType.empty() ? hashTypes.front() : hashType;
    return file;
}

std::string filesOf(const Value &value)
{
    const Array *items = value.if_array();
    if (!items)
        refuse(invalidField("files", "value is not a valid list", "type_error.list"));
    Array made;
    for (const Value &item : *items) {
        const Object *given = item.if_object();
        if (!given || jsontext::text(*given, "path").empty())
            refuse(invalidField("files.path", "field required", "value_error.missing"));
        made.push_back(fileOf(*given));
    }
    return jsontext::toText(made);
}

void checkSubtasks(const Object &data)
{
    const Value *given = data.if_contains("subtasks");
    if (!given || given->is_null())
        return;
    if (!given->is_array())
        refuse(invalidField("data.subtasks", "value is not a valid list", "type_error.list"));
    std::vector<std::string_view> seen;
    for (const Value &item : given->get_array()) {
        const Object *one = item.if_object();
        for (const char *key : {"id", "name", "label"}) {
            const std::string_view text = one ? jsontext::text(*one, key) : std::string_view();
            if (text.empty())
                refuse(invalidField(std::string("data.subtasks.") + key, "field required", "value_error.missing"));
        }
        for (const char *key : {"id", "name"}) {
            const std::string_view text = jsontext::text(*one, key);
            for (const std::string_view other : seen)
                if (other == text)
                    refuse(badRequest("Two subtasks share the " + std::string(key) + " " + std::string(text)));
            seen.push_back(text);
        }
    }
}

void mergeAttrib(Kind kind, const Value &value, const AttributeLibrary &library, Entity &entity, GivenFields &given)
{
    if (!value.is_object())
        refuse(invalidField("attrib", "value is not a valid dict", "type_error.dict"));
    if (value.get_object().empty())
        return;
    const Object patch = library.checked(repository::nameOf(kind), value.get_object());
    Object own = jsontext::parseObject(entity.attrib);
    jsontext::mergePatch(own, patch);
    entity.attrib = jsontext::toText(own);
    given.attribPatch = jsontext::toText(patch);
}

void mergeData(Kind kind, const Value &value, Entity &entity, GivenFields &given)
{
    if (!value.is_object())
        refuse(invalidField("data", "value is not a valid dict", "type_error.dict"));
    if (value.get_object().empty())
        return;
    if (kind == Kind::Task)
        checkSubtasks(value.get_object());
    Object own = jsontext::parseObject(entity.data);
    jsontext::mergePatch(own, value.get_object());
    entity.data = jsontext::toText(own);
    given.dataPatch = jsontext::toText(value.get_object());
}

bool truthOf(const std::string &key, const Value &value)
{
    if (!value.is_bool())
        refuse(invalidField(key, "value could not be parsed to a boolean", "type_error.bool"));
    return value.get_bool();
}

std::int64_t versionOf(const Value &value)
{
    if (!value.is_int64())
        refuse(invalidField("version", "value is not a valid integer", "type_error.integer"));
    return value.get_int64();
}

constexpr std::string_view parentField(Kind kind)
{
    constexpr std::array<std::string_view, 6> names{"parentId",  "folderId",  "folderId",
                                                    "productId", "versionId", "taskId"};
    return names[static_cast<std::size_t>(kind)];
}

void applyReference(Field field, const std::string &key, const Value &value, Entity &e)
{
    if (field == Field::Task)
        e.taskId = idOrEmpty(key, value);
    else if (field == Field::Thumbnail)
        e.thumbnailId = idOrEmpty(key, value);
    else if (field == Field::Author)
        e.author = value.is_null() ? std::string() : textOf(key, value);
}

// The fields that are plain values of the row.
void applyPlain(Kind kind, Field field, const std::string &key, const Value &value, Entity &e)
{
    switch (field) {
    case Field::Name:
        e.name = nameOfEntity(key, value);
        return;
    case Field::Label:
        e.label = labelOf(value);
        return;
    case Field::FolderType:
    case Field::TaskType:
        e.type = textOf(key, value);
        return;
    case Field::ProductType:
        e.type = nameOfEntity(key, value);
        return;
    case Field::BaseType:
        e.baseType = value.is_null() ? std::string() : nameOfEntity(key, value);
        return;
    case Field::Parent:
        e.parentId = idOrEmpty(key, value);
        if (e.parentId.empty() && kind != Kind::Folder)
            refuse(invalidField(key, "none is not an allowed value", "type_error.none.not_allowed"));
        return;
    case Field::Path:
        e.path = textOf(key, value);
        return;
    case Field::Version:
        e.version = versionOf(value);
        return;
    default:
        return applyReference(field, key, value, e);
    }
}

void applyMaker(Field field, const std::string &key, const Value &value, Entity &e, GivenFields &given)
{
    (field == Field::CreatedBy ? e.createdBy : e.updatedBy) = value.is_null() ? std::string() : textOf(key, value);
    given.hasUpdatedBy |= field == Field::UpdatedBy;
}

bool applyShared(Kind kind, Field field, const std::string &key, const Value &value, const AttributeLibrary &library,
                 bool isCreate, Entity &e, GivenFields &given)
{
    switch (field) {
    case Field::Status:
        e.status = textOf(key, value);
        given.hasStatus = true;
        return true;
    case Field::Tags:
        e.tags = textList(key, value);
        return true;
    case Field::Attrib:
        mergeAttrib(kind, value, library, e, given);
        return true;
    case Field::Data:
        mergeData(kind, value, e, given);
        return true;
    case Field::Active:
        e.active = truthOf(key, value);
        return true;
    case Field::Assignees:
        e.assignees = textList(key, value);
        return true;
    case Field::Files:
        e.files = filesOf(value);
        return true;
    case Field::Traits:
        e.traits = value.is_object() ? jsontext::toText(value) : std::string();
        return true;
    case Field::CreatedBy:
    case Field::UpdatedBy:
        if (!isCreate)
            applyMaker(field, key, value, e, given);
        return true;
    default:
        return false;
    }
}

// Fields that may be null in a request and then mean "as it is".
bool isIgnoredNull(Field field)
{
    switch (field) {
    case Field::Status:
    case Field::Tags:
    case Field::Attrib:
    case Field::Data:
    case Field::Active:
    case Field::Assignees:
    case Field::Files:
    case Field::FolderType:
    case Field::Name:
    case Field::Version:
    case Field::TaskType:
    case Field::ProductType:
    case Field::Path:
        return true;
    default:
        return false;
    }
}

} // namespace

GivenFields applyFields(Kind kind, const Object &data, const AttributeLibrary &library, bool isCreate, Entity &entity)
{
    GivenFields given;
    for (const auto &member : data) {
        const std::string key(member.key());
        const auto field = fieldOf(kind, key);
        if (!field || (member.value().is_null() && isIgnoredNull(*field)))
            continue;
        if (*field != Field::Thumbnail && *field != Field::UpdatedBy)
            given.onlyThumbnail = false;
        if (applyShared(kind, *field, key, member.value(), library, isCreate, entity, given))
            continue;
        applyPlain(kind, *field, key, member.value(), entity);
        given.hasAuthor |= *field == Field::Author && !entity.author.empty();
        given.hasThumbnail |= *field == Field::Thumbnail;
    }
    return given;
}

void checkRequired(Kind kind, const Entity &entity, const Object &data)
{
    const auto missing = [](std::string_view field) {
        refuse(invalidField(std::string(field), "field required", "value_error.missing"));
    };
    if (kind == Kind::Workfile ? entity.path.empty() : kind != Kind::Version && entity.name.empty())
        missing(kind == Kind::Workfile ? "path" : "name");
    if (kind == Kind::Version && !jsontext::find(data, "version"))
        missing("version");
    if (kind == Kind::Task && entity.type.empty())
        missing("taskType");
    if (kind == Kind::Product && entity.type.empty())
        missing("productType");
    if (kind != Kind::Folder && entity.parentId.empty())
        missing(parentField(kind));
    if (kind == Kind::Representation && !jsontext::find(data, "files"))
        missing("files");
}

} // namespace hearth::rules
