// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hearth::repository
{

enum class Kind { Folder, Task, Product, Version, Representation, Workfile };
inline constexpr std::array allKinds{Kind::Folder,  Kind::Task,           Kind::Product,
                                     Kind::Version, Kind::Representation, Kind::Workfile};

/// "folder" …, as in events and operations.
[[nodiscard]] std::string_view nameOf(Kind kind);
[[nodiscard]] std::optional<Kind> kindOf(std::string_view name);
/// What an entity lies in; folders lie in folders.
[[nodiscard]] constexpr Kind parentKindOf(Kind kind)
{
    constexpr std::array parents{Kind::Folder, Kind::Folder, Kind::Folder, Kind::Product, Kind::Version, Kind::Task};
    return parents[static_cast<std::size_t>(kind)];
}

/// A row of any of the six entity tables. Texts that hold JSON say so; an empty id or name stands for null.
struct Entity {
    std::int64_t order = 0; ///< creation order, the listing's key
    std::string id;
    std::string name;     ///< not of versions and workfiles
    std::string label;    ///< folder, task
    std::string type;     ///< folder type, task type or product type
    std::string baseType; ///< product
    std::string
        parentId; ///< folder: parent; task, product: folder; version: product; representation: version; workfile: task
    std::string taskId; ///< version
    std::string thumbnailId;
    std::string author; ///< version
    std::string path;   ///< folder: from the root, with a leading slash; workfile: the file's
    std::int64_t version = 0;
    std::string status;
    std::string tags = "[]";      ///< JSON array
    std::string attrib = "{}";    ///< JSON object, own values
    std::string data = "{}";      ///< JSON object
    std::string assignees = "[]"; ///< task; JSON array
    std::string files = "[]";     ///< representation; JSON array
    std::string traits;           ///< representation; JSON object or empty
    std::string effective;        ///< folder; JSON object, own and inherited values
    std::string inheritable;      ///< folder; JSON object, what passes on to children
    bool active = true;
    std::string createdAt;
    std::string updatedAt;
    std::string createdBy;
    std::string updatedBy;

    // Of the parents, filled by joined reads only.
    std::string folderPath;
    std::string folderInheritable;  ///< task
    std::string parentName;         ///< version, representation: the product's; workfile: the task's
    std::int64_t parentVersion = 0; ///< representation
};

/// What a table calls its columns. `own` lists the members that are not common to all, in the order of the texts.
struct EntityTable {
    const char *insert; ///< $1 project … as in entity_store.cpp
    const char *update;
    const char *remove;  ///< $1 project, $2 id
    const char *columns; ///< of a plain read
    const char *from;
    const char *joinedColumns; ///< appended to `columns` by a joined read
    const char *joinedFrom;
    std::span<std::string Entity::*const> own;
    bool hasNumber; ///< the version's number follows the own members
    std::span<std::string Entity::*const> joined;
    bool hasJoinedNumber;
};

[[nodiscard]] const EntityTable &tableOf(Kind kind);

} // namespace hearth::repository
