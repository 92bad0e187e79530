// SPDX-License-Identifier: Apache-2.0
#include "server/entity_rights.h"

#include "repository/entity_store.h"

#include <array>

namespace hearth::server
{
namespace
{

using repository::Kind;

// The folder an entity lies in; a folder is its own.
std::string folderIdOf(database::Connection &db, std::int64_t project, Kind kind, const repository::Entity &entity)
{
    static constexpr std::array parents{Kind::Folder,  Kind::Folder,  Kind::Folder,
                                        Kind::Product, Kind::Version, Kind::Task};
    std::string id = kind == Kind::Folder ? entity.id : entity.parentId;
    for (Kind parent = parents[static_cast<std::size_t>(kind)]; parent != Kind::Folder;
         parent = parents[static_cast<std::size_t>(parent)]) {
        const auto row = rules::need(repository::entityById(db, parent, project, id));
        if (!row)
            return {};
        id = row->parentId;
    }
    return id;
}

} // namespace

void checkEntityRight(const Call &call, database::Connection &db, Kind kind, const repository::Entity &entity,
                      rules::Right right)
{
    if (call.user->isManager)
        return;
    const std::int64_t project = call.project->row.id;
    const std::string id = folderIdOf(db, project, kind, entity);
    const auto folder = rules::need(repository::entityById(db, Kind::Folder, project, id));
    if (!rules::need(rules::isAllowed(db, *call.rights(db), project, right, folder ? folder->path : std::string(), id)))
        rules::refuse(rules::forbidden("You do not have permission to do this"));
    checkMayRead(call, db, kind, entity.id);
}

void checkMayRead(const Call &call, database::Connection &db, Kind kind, const std::string &id)
{
    if (!rules::need(call.scope(db)->mayRead(db, kind, call.project->row.id, id)))
        rules::refuse(rules::forbidden("You do not have permission to read this " + std::string(nameOf(kind))));
}

void checkMayUseActivity(const Call &call, database::Connection &db, std::string_view type)
{
    if (!rules::ProjectRights::allows(call.rights(db)->activities, type))
        rules::refuse(rules::forbidden("You are not allowed to use activities of the type " + std::string(type)));
}

} // namespace hearth::server
