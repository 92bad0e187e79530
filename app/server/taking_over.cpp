// SPDX-License-Identifier: Apache-2.0
#include "server/taking_over.h"

#include "core/entity_id.h"
#include "repository/entity_store.h"
#include "repository/media.h"
#include "repository/stamp.h"
#include "rules/activities.h"
#include "rules/operations.h"

namespace hearth::server
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;

rules::Actor actorNamed(const std::string &name)
{
    auto user = std::make_shared<rules::User>();
    user->row.name = name;
    user->isAdmin = user->isManager = user->isService = true;
    return {std::move(user), "adoption", "adoption"};
}

std::string timeIn(const Object &data, std::string_view name)
{
    return repository::canonicalStamp(jsontext::text(data, name));
}

// GraphQL gives an author as a node, and JSON values as texts.
std::string authorOf(const Object &activity)
{
    const Object *author = jsontext::object(activity, "author");
    return author ? std::string(jsontext::text(*author, "name")) : std::string(jsontext::text(activity, "author"));
}

rules::ActivityDraft draftOf(const Object &activity)
{
    rules::ActivityDraft draft;
    draft.id = canonicalEntityId(std::string(jsontext::text(activity, "activityId")));
    draft.type = jsontext::text(activity, "activityType");
    draft.body = jsontext::text(activity, "body");
    draft.tags = jsontext::toText(jsontext::items(jsontext::array(activity, "tags")));
    draft.data = jsontext::parseObject(jsontext::text(activity, "activityData"));
    draft.createdAt = timeIn(activity, "createdAt");
    draft.updatedAt = timeIn(activity, "updatedAt");
    draft.isAutomatic = draft.isMoved = true;
    for (const Value &file : jsontext::items(jsontext::array(draft.data, "files")))
        if (file.is_object())
            draft.files.push_back(canonicalEntityId(std::string(jsontext::text(file.get_object(), "id"))));
    return draft;
}

void run(database::Connection &db, const char *sql)
{
    rules::need(db.visit(sql, std::span<const database::Parameter>{}, {}));
}

void addOne(database::Connection &db, std::int64_t project, rules::ActivityBook &book, const Object &activity)
{
    const auto kind = repository::kindOf(jsontext::text(activity, "entityType"));
    if (!kind)
        rules::refuse(rules::badRequest("It is about no entity"));
    const auto entity = rules::need(repository::entityById(
        db, *kind, project, canonicalEntityId(std::string(jsontext::text(activity, "entityId"))), true));
    if (!entity)
        rules::refuse(rules::notFound("What it is about is not there any more"));
    rules::ActivityDraft draft = draftOf(activity);
    rules::need(repository::unbindFiles(db, project, draft.id));
    rules::need(repository::removeActivity(db, project, draft.id));
    (void)book.add(actorNamed(authorOf(activity)), *kind, *entity, std::move(draft));
}

} // namespace

TakingOver::TakingOver(Store &store) : m_store(store), m_actor(actorNamed("adoption")) {}

Result<> TakingOver::write(const std::string &project, Work work)
{
    const auto made = m_store.writeAndWait([&](WriteContext &context) {
        const auto info = context.project(project);
        work(context, info);
        context.touch(info->row.id);
        return http::Response::empty();
    });
    if (made)
        return {};
    const int status = made.error().status;
    const ErrorKind kind = status == 404   ? ErrorKind::NotFound
                           : status == 503 ? ErrorKind::Offline
                           : status == 507 ? ErrorKind::NoSpace
                                           : ErrorKind::Internal;
    return fail(kind, QString::fromStdString(made.error().detail));
}

Result<TakingOver::Done> TakingOver::apply(const std::string &project, Array operations)
{
    auto batch = rules::readBatch(Object{{"operations", std::move(operations)}, {"canFail", true}});
    if (!batch)
        return fail(ErrorKind::Invalid, QString::fromStdString(batch.error().detail));
    batch->isMoved = true;
    for (rules::Operation &operation : batch->operations) {
        operation.isForced = true;
        operation.origin = {timeIn(operation.data, "createdAt"), timeIn(operation.data, "updatedAt"),
                            std::string(jsontext::text(operation.data, "createdBy")),
                            std::string(jsontext::text(operation.data, "updatedBy"))};
        for (const char *name : {"createdAt", "updatedAt", "createdBy", "updatedBy"})
            operation.data.erase(name);
    }
    Done done;
    const auto written =
        write(project, [&](WriteContext &context, const std::shared_ptr<const rules::ProjectInfo> &info) {
            const auto made = rules::applyBatch(context.db, *info, *context.attributes(), m_actor, *batch);
            for (const rules::OperationResult &result : made.results) {
                if (result.failure)
                    done.left.push_back(
                        {std::string(repository::nameOf(result.kind)) + ' ' + result.entityId, result.failure->detail});
                else
                    ++done.count;
            }
        });
    if (!written)
        return fail(written.error());
    return done;
}

Result<TakingOver::Done> TakingOver::addActivities(const std::string &project, const Array &activities)
{
    Done done;
    const auto written =
        write(project, [&](WriteContext &context, const std::shared_ptr<const rules::ProjectInfo> &info) {
            rules::ActivityBook book(context.db, info->row, repository::stampNow());
            for (const Value &activity : activities) {
                run(context.db, "SAVEPOINT activity");
                try {
                    addOne(context.db, info->row.id, book, activity.as_object());
                    ++done.count;
                } catch (const rules::Refusal &refusal) {
                    run(context.db, "ROLLBACK TO activity");
                    done.left.push_back({"activity " + std::string(jsontext::text(activity.as_object(), "activityId")),
                                         refusal.failure().detail});
                }
                run(context.db, "RELEASE activity");
            }
        });
    if (!written)
        return fail(written.error());
    return done;
}

Result<> TakingOver::removeActivity(const std::string &project, const std::string &id)
{
    return write(project, [&](WriteContext &context, const std::shared_ptr<const rules::ProjectInfo> &info) {
        rules::need(repository::unbindFiles(context.db, info->row.id, id));
        rules::need(repository::removeActivity(context.db, info->row.id, id));
    });
}

} // namespace hearth::server
