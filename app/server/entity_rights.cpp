// SPDX-License-Identifier: Apache-2.0
#include "server/entity_rights.h"

#include "repository/folder_tree.h"

namespace hearth::server
{

using repository::FolderPlace;
using repository::Kind;

void checkEntityRight(const Call &call, database::Connection &db, Kind kind, const repository::Entity &entity,
                      rules::Right right)
{
    if (call.user->isManager)
        return;
    const std::int64_t project = call.project->row.id;
    const auto place = rules::need(repository::folderOf(db, kind, project, entity.id)).value_or(FolderPlace{});
    if (!rules::need(rules::isAllowed(db, *call.rights(db), project, right, place.path, place.id)))
        rules::refuse(rules::forbidden("You do not have permission to do this"));
    checkMayRead(call, db, kind, entity.id);
}

void checkMayRead(const Call &call, database::Connection &db, Kind kind, const std::string &id)
{
    if (!rules::need(rules::mayReadOne(db, *call.rights(db), kind, call.project->row.id, id)))
        rules::refuse(rules::forbidden("You do not have permission to read this " + std::string(nameOf(kind))));
}

Kind kindParam(const Call &call)
{
    std::string name = call.param("entityType");
    if (name.ends_with('s'))
        name.pop_back();
    const auto kind = repository::kindOf(name);
    if (!kind)
        rules::refuse(rules::badRequest("Invalid entity type: " + call.param("entityType")));
    return *kind;
}

repository::Entity readableEntity(const Call &call, database::Connection &db, Kind kind, const std::string &id)
{
    auto entity = rules::need(repository::entityById(db, kind, call.project->row.id, id, true));
    if (!entity)
        rules::refuse(rules::notFound("Entity " + id + " not found"));
    checkMayRead(call, db, kind, id);
    return std::move(*entity);
}

void checkMayUseActivity(const Call &call, database::Connection &db, std::string_view type)
{
    if (!rules::ProjectRights::allows(call.rights(db)->activities, type))
        rules::refuse(rules::forbidden("You are not allowed to use activities of the type " + std::string(type)));
}

} // namespace hearth::server
