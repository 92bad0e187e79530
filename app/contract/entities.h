// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/json_fields.h"

#include <QString>

/// What the wire says, as values. Each type lists its fields once; names are those of the REST answers.
namespace hearth::contract
{

/// A folder type, task type or status of a project.
struct TypeItem {
    QString name;
    QString shortName;
    QString color; ///< #rrggbb
    QString icon;  ///< Material glyph name
    QString state; ///< statuses only: not_started, in_progress, done, blocked
    QStringList scope;
    static constexpr auto fields()
    {
        return std::tuple{json::field("name", &TypeItem::name),   json::field("shortName", &TypeItem::shortName),
                          json::field("color", &TypeItem::color), json::field("icon", &TypeItem::icon),
                          json::field("state", &TypeItem::state), json::field("scope", &TypeItem::scope)};
    }
};

struct Project {
    QString name;
    QString code;
    QString label;
    bool library = false;
    bool active = true;
    std::vector<TypeItem> folderTypes;
    std::vector<TypeItem> taskTypes;
    std::vector<TypeItem> statuses;
    QJsonObject config; ///< roots, templates, entityNaming, productBaseTypes
    QJsonObject attrib;
    QJsonObject data;
    static constexpr auto fields()
    {
        return std::tuple{json::field("name", &Project::name),
                          json::field("code", &Project::code),
                          json::field("label", &Project::label),
                          json::field("library", &Project::library),
                          json::field("active", &Project::active),
                          json::field("folderTypes", &Project::folderTypes),
                          json::field("taskTypes", &Project::taskTypes),
                          json::field("statuses", &Project::statuses),
                          json::field("config", &Project::config),
                          json::field("attrib", &Project::attrib),
                          json::field("data", &Project::data)};
    }
};

/// One row of the flat folder list; its path has no leading slash there.
struct Folder {
    QString id;
    QString name;
    QString label;
    QString path;
    QString parentId; ///< empty for a folder at the top
    QStringList parents;
    QString folderType;
    QString status;
    bool hasTasks = false;
    bool hasChildren = false;
    bool hasVersions = false;
    QStringList taskNames;
    QJsonObject attrib;
    QStringList ownAttrib; ///< names of what is not inherited; only where attributes were asked for
    static constexpr auto fields()
    {
        return std::tuple{json::field("id", &Folder::id),
                          json::field("name", &Folder::name),
                          json::field("label", &Folder::label),
                          json::field("path", &Folder::path),
                          json::field("parentId", &Folder::parentId),
                          json::field("parents", &Folder::parents),
                          json::field("folderType", &Folder::folderType),
                          json::field("status", &Folder::status),
                          json::field("hasTasks", &Folder::hasTasks),
                          json::field("hasChildren", &Folder::hasChildren),
                          json::field("hasVersions", &Folder::hasVersions),
                          json::field("taskNames", &Folder::taskNames),
                          json::field("attrib", &Folder::attrib),
                          json::field("ownAttrib", &Folder::ownAttrib)};
    }
};

struct Task {
    QString id;
    QString name;
    QString label;
    QString taskType;
    QString folderId;
    QStringList assignees;
    QString status;
    QString path; ///< folder path and name, with a leading slash
    bool active = true;
    QString updatedAt;
    QJsonObject attrib;
    QStringList ownAttrib; ///< names of what is not inherited
    static constexpr auto fields()
    {
        return std::tuple{json::field("id", &Task::id),
                          json::field("name", &Task::name),
                          json::field("label", &Task::label),
                          json::field("taskType", &Task::taskType),
                          json::field("folderId", &Task::folderId),
                          json::field("assignees", &Task::assignees),
                          json::field("status", &Task::status),
                          json::field("path", &Task::path),
                          json::field("active", &Task::active),
                          json::field("updatedAt", &Task::updatedAt),
                          json::field("attrib", &Task::attrib),
                          json::field("ownAttrib", &Task::ownAttrib)};
    }
};

struct Workfile {
    QString id;
    QString path; ///< rootless: begins with {root[name]}
    QString taskId;
    QString createdBy;
    QString updatedBy;
    QString createdAt;
    QString updatedAt;
    QJsonObject attrib;
    QJsonObject data;
    static constexpr auto fields()
    {
        return std::tuple{json::field("id", &Workfile::id),
                          json::field("path", &Workfile::path),
                          json::field("taskId", &Workfile::taskId),
                          json::field("createdBy", &Workfile::createdBy),
                          json::field("updatedBy", &Workfile::updatedBy),
                          json::field("createdAt", &Workfile::createdAt),
                          json::field("updatedAt", &Workfile::updatedAt),
                          json::field("attrib", &Workfile::attrib),
                          json::field("data", &Workfile::data)};
    }
};

struct User {
    QString name;
    bool active = true;
    QJsonObject attrib;
    QJsonObject data;
    static constexpr auto fields()
    {
        return std::tuple{json::field("name", &User::name), json::field("active", &User::active),
                          json::field("attrib", &User::attrib), json::field("data", &User::data)};
    }
    [[nodiscard]] QString fullName() const { return attrib.value(QLatin1String("fullName")).toString(); }
    [[nodiscard]] bool isService() const { return data.value(QLatin1String("isService")).toBool(); }
};

} // namespace hearth::contract
