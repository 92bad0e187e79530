// SPDX-License-Identifier: Apache-2.0
// Reviewables: media of a version, each an activity with a file.
#include "core/entity_id.h"
#include "json_text/writer.h"
#include "repository/entity_store.h"
#include "repository/media.h"
#include "repository/stamp.h"
#include "rules/activities.h"
#include "rules/entity_json.h"
#include "rules/project_rules.h"
#include "server/entity_rights.h"
#include "server/media/media.h"
#include "server/media/served_file.h"
#include "server/media/unbound_files.h"
#include "server/rest/routes.h"

#include <sys/stat.h>

#include <algorithm>
#include <map>

namespace hearth::server
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;
using jsontext::Writer;
using repository::ActivityRow;
using repository::Entity;
using repository::FileRow;
using repository::Kind;

constexpr std::uint64_t bodyLimit = 64ull * 1024 * 1024 * 1024;
constexpr std::string_view reviewable = "reviewable"; // the type of these activities

Entity versionOf(const Call &call, database::Connection &db, const std::string &id)
{
    auto version = rules::need(repository::entityById(db, Kind::Version, call.project->row.id, id, true));
    if (!version)
        rules::refuse(rules::notFound("Entity " + id + " not found"));
    return std::move(*version);
}

void appendReviewable(Writer &w, const ActivityRow &activity, const FileRow &file, const rules::User *author)
{
    const Object data = jsontext::parseObject(activity.data);
    const Object info = jsontext::parseObject(file.mediaInfo);
    const std::string_view label = jsontext::text(data, "reviewableLabel");
    w.beginObject().member("fileId", file.id).member("activityId", activity.id).member("filename", file.name);
    w.memberIf("label", label)
        .member("mimetype", file.mime)
        .member("availability", availabilityOf(info, file.mime))
        .memberRaw("mediaInfo", file.mediaInfo)
        .memberIf("createdFrom", jsontext::text(data, "createdFrom"))
        .member("createdAt", activity.createdAt)
        .member("updatedAt", activity.updatedAt);
    w.key("author").beginObject().member("name", activity.author);
    w.memberIf("fullName", author ? jsontext::text(author->attrib, "fullName") : std::string_view()).endObject();
    w.endObject();
}

std::int64_t placeOf(const ActivityRow &activity)
{
    return jsontext::integer(jsontext::parseObject(activity.data), "reviewableOrder", activity.order);
}

/// The reviewables of versions, in the order people gave them.
struct Shown {
    std::map<std::string, std::vector<ActivityRow>, std::less<>> byVersion;

    Shown(database::Connection &db, std::int64_t project, const std::vector<Entity> &versions)
    {
        std::vector<std::string> ids;
        ids.reserve(versions.size());
        for (const Entity &version : versions)
            ids.push_back(version.id);
        for (ActivityRow &row : rules::need(repository::reviewablesOf(db, project, repository::jsonList(ids))))
            byVersion[row.entityId].push_back(std::move(row));
        for (auto &[version, rows] : byVersion)
            std::stable_sort(rows.begin(), rows.end(),
                             [](const ActivityRow &a, const ActivityRow &b) { return placeOf(a) < placeOf(b); });
    }
};

void appendVersion(Writer &w, const Call &call, const Entity &version, const Shown &shown)
{
    const std::int64_t project = call.project->row.id;
    const auto product = rules::need(repository::entityById(*call.db, Kind::Product, project, version.parentId));
    const std::string name = rules::versionName(version.version);
    w.beginObject().member("id", version.id).member("name", name).member("version", name);
    w.member("status", version.status).member("productId", version.parentId);
    w.member("productName", product ? product->name : std::string())
        .member("productType", product ? product->type : std::string());
    w.memberRaw("attrib", call.scope(*call.db)->shownAttrib(version.attrib)).key("reviewables").beginArray();
    if (const auto found = shown.byVersion.find(version.id); found != shown.byVersion.end())
        for (const ActivityRow &activity : found->second)
            for (const FileRow &file : rules::need(repository::filesOfActivity(*call.db, project, activity.id)))
                appendReviewable(w, activity, file, call.store->user(*call.db, activity.author).get());
    w.endArray().endObject();
}

http::Response ofVersion(Call &call)
{
    const Entity version = versionOf(call, *call.db, entityIdParam(call, "id"));
    checkMayRead(call, *call.db, Kind::Version, version.id);
    checkMayUseActivity(call, *call.db, reviewable);
    std::string body;
    Writer w(body);
    appendVersion(w, call, version, Shown(*call.db, call.project->row.id, {version}));
    return http::Response::json(200, std::move(body));
}

// Versions below a folder, a product or a task, those without reviewables too where a product is asked for.
http::Response below(Call &call, Kind kind, const char *condition)
{
    const std::string id = entityIdParam(call, "id");
    const std::int64_t project = call.project->row.id;
    const auto top = rules::need(repository::entityById(*call.db, kind, project, id));
    if (!top)
        rules::refuse(rules::notFound("Entity " + id + " not found"));
    checkMayRead(call, *call.db, kind, id);
    checkMayUseActivity(call, *call.db, reviewable);
    repository::EntityQuery query(Kind::Version, project, true);
    query.where(condition, id).order("v.version");
    call.scope(*call.db)->narrow(query);
    const std::vector<Entity> versions = rules::need(query.all(*call.db));
    const Shown shown(*call.db, project, versions);
    std::string body;
    Writer w(body);
    w.beginArray();
    for (const Entity &version : versions)
        if (kind == Kind::Product || shown.byVersion.contains(version.id))
            appendVersion(w, call, version, shown);
    w.endArray();
    return http::Response::json(200, std::move(body));
}

struct Made {
    FileRow file;
    ActivityRow activity;
    std::shared_ptr<MediaOnTrial> trial;
};

FileRow probed(const Call &call, const Media &media)
{
    FileRow file;
    const std::string &sent = call.request.bodyFile;
    file.name = safeFileName(call.request.header("x-file-name"));
    file.mime = mimeOf(call.request.header("content-type"));
    if (file.name.empty())
        rules::refuse(rules::badRequest("The name of the file must be given as x-file-name"));
    if (!file.mime.starts_with("video/") && !file.mime.starts_with("image/"))
        rules::refuse(rules::badRequest("Only videos and images can be reviewed"));
    struct stat size {
    };
    if (sent.empty() || ::stat(sent.c_str(), &size) != 0 || size.st_size == 0)
        rules::refuse(rules::badRequest("Empty file"));
    const auto info = media.tools.probe(sent);
    if (!info)
        rules::refuse(rules::badRequest("Failed to extract media info"));
    file.size = size.st_size;
    file.mediaInfo = jsontext::toText(*info);
    return file;
}

Made keepReviewable(const Call &call, const Media &media)
{
    Made made{probed(call, media), {}, std::make_shared<MediaOnTrial>(media.store)};
    FileRow &file = made.file;
    if (const std::string picture = media.tools.still(call.request.bodyFile, 0); !picture.empty())
        file.preview = media.store.write(picture);
    made.trial->add(file.preview);
    file.content = media.store.take(call.request.bodyFile);
    made.trial->add(file.content);
    if (file.content.empty())
        rules::refuse({507, "internal", "The upload cannot be kept", {}});
    ActivityRow &activity = made.activity;
    activity.id = newEntityId();
    activity.type = reviewable;
    activity.entityType = "version";
    activity.entityId = entityIdParam(call, "id");
    activity.author = call.user->name();
    activity.createdAt = repository::stampNow();
    activity.updatedAt = activity.createdAt;
    file.id = newEntityId();
    file.activityId = activity.id;
    file.author = activity.author;
    file.createdAt = activity.createdAt;
    file.updatedAt = activity.createdAt;
    return made;
}

rules::ActivityBook bookOf(const Call &call, WriteContext &context)
{
    return {context.db, call.project->row, repository::stampNow()};
}

void tell(WriteContext &context, rules::ActivityBook &book)
{
    context.emit(book.takeEvents());
    context.pass(book.takePassing());
}

http::Response store(Call &call, WriteContext &context, const Media &media, Made made)
{
    const std::int64_t project = call.project->row.id;
    const Entity version = versionOf(call, context.db, made.activity.entityId);
    checkEntityRight(call, context.db, Kind::Version, version, rules::Right::Publish);
    checkMayUseActivity(call, context.db, reviewable);
    dropUnboundFiles(context, project, media);
    const std::string label = call.text("label").empty() ? made.file.name : call.text("label");
    rules::ActivityDraft draft;
    draft.id = made.activity.id;
    draft.type = reviewable;
    draft.data = Object{{"reviewableLabel", label}};
    rules::ActivityBook book = bookOf(call, context);
    made.activity = book.add(call.actor, Kind::Version, version, std::move(draft));
    rules::need(repository::insertFile(context.db, project, made.file));
    tell(context, book);
    std::string summary;
    Writer(summary)
        .beginObject()
        .member("fileId", made.file.id)
        .member("versionId", version.id)
        .member("productId", version.parentId)
        .member("activityId", made.activity.id)
        .member("size", made.file.size)
        .member("filename", made.file.name)
        .member("label", label)
        .member("mimetype", made.file.mime)
        .endObject();
    context.emit(rules::need(rules::storeEvent(context.db, call.actor, "reviewable.created", call.project->row.name,
                                               "Reviewable " + label + " uploaded", summary, "{}")));
    context.touch(project);
    std::string body;
    Writer w(body);
    appendReviewable(w, made.activity, made.file, call.user.get());
    return http::Response::json(200, std::move(body));
}

void upload(const std::shared_ptr<Call> &call, const http::Responder &reply, const Media &media)
{
    {
        const auto db = call->store->read(); // refused before a movie is looked at
        checkEntityRight(*call, *db, Kind::Version, versionOf(*call, *db, entityIdParam(*call, "id")),
                         rules::Right::Publish);
        checkMayUseActivity(*call, *db, reviewable);
    }
    const Made made = keepReviewable(*call, media);
    call->change([call, made, &media](WriteContext &context) { return store(*call, context, media, made); },
                 [call, trial = made.trial, reply](rules::Outcome<http::Response> done) {
                     if (done)
                         trial->keep();
                     reply.send(done ? std::move(*done) : failureResponse(done.error(), call->request));
                 });
}

void change(Call &call, WriteContext &context, ActivityRow &activity, const char *name, Value value)
{
    const Object data{{name, std::move(value)}};
    rules::ActivityPatch patch;
    patch.data = &data;
    rules::ActivityBook book = bookOf(call, context);
    book.change(call.actor, activity, patch);
    tell(context, book);
}

ActivityRow reviewableOf(const Call &call, database::Connection &db, const std::string &id, const std::string &version)
{
    auto activity = rules::need(repository::activityById(db, call.project->row.id, id));
    if (!activity || activity->type != reviewable || activity->entityId != version)
        rules::refuse(rules::notFound("Reviewable " + id + " not found"));
    return std::move(*activity);
}

http::Response sort(Call &call, WriteContext &context)
{
    const Entity version = versionOf(call, context.db, entityIdParam(call, "id"));
    checkEntityRight(call, context.db, Kind::Version, version, rules::Right::Publish);
    checkMayUseActivity(call, context.db, reviewable);
    const Array *order = jsontext::array(call.object(), "sort");
    if (!order)
        rules::refuse(rules::invalidField("sort", "field required", "value_error.missing"));
    std::int64_t place = 0;
    for (const Value &item : *order) {
        const std::string id = item.is_string() ? canonicalEntityId(std::string(item.get_string())) : std::string();
        ActivityRow activity = reviewableOf(call, context.db, id, version.id);
        change(call, context, activity, "reviewableOrder", ++place);
    }
    return http::Response::json(200, "null");
}

http::Response rename(Call &call, WriteContext &context)
{
    const Entity version = versionOf(call, context.db, entityIdParam(call, "id"));
    checkEntityRight(call, context.db, Kind::Version, version, rules::Right::Publish);
    checkMayUseActivity(call, context.db, reviewable);
    ActivityRow activity = reviewableOf(call, context.db, entityIdParam(call, "activity"), version.id);
    if (const Value *label = jsontext::find(call.object(), "label"); label && label->is_string())
        change(call, context, activity, "reviewableLabel", *label);
    return http::Response::json(200, "null");
}

} // namespace

void registerReviewableRoutes(Api &api, Media &media)
{
    const std::string start = "/api/projects/{project}/";
    const std::string versions = start + "versions/{id}/reviewables";
    api.slow("POST", versions.c_str(), Access::User, media.pool,
             [&media](const std::shared_ptr<Call> &call, const http::Responder &reply) { upload(call, reply, media); },
             {bodyLimit, true});
    api.read("GET", versions.c_str(), Access::User, ofVersion);
    api.write("PATCH", versions.c_str(), Access::User, sort);
    api.write("PATCH", (versions + "/{activity}").c_str(), Access::User, rename);
    api.read("GET", (start + "products/{id}/reviewables").c_str(), Access::User,
             [](Call &call) { return below(call, Kind::Product, "v.product_id = $#"); });
    api.read("GET", (start + "tasks/{id}/reviewables").c_str(), Access::User,
             [](Call &call) { return below(call, Kind::Task, "v.task_id = $#"); });
    api.read("GET", (start + "folders/{id}/reviewables").c_str(), Access::User,
             [](Call &call) { return below(call, Kind::Folder, "p.folder_id = $#"); });
}

} // namespace hearth::server
