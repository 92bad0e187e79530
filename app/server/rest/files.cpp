// SPDX-License-Identifier: Apache-2.0
// Files of a project: attachments, and the media that reviewables show.
#include "core/entity_id.h"
#include "json_text/writer.h"
#include "repository/activities.h"
#include "repository/media.h"
#include "repository/stamp.h"
#include "rules/project_rules.h"
#include "server/entity_rights.h"
#include "server/media/media.h"
#include "server/media/served_file.h"
#include "server/rest/routes.h"

#include <sys/stat.h>

#include <cmath>

namespace hearth::server
{
namespace
{

using repository::FileRow;

constexpr std::uint64_t bodyLimit = 64ull * 1024 * 1024 * 1024;

// An id from a header, or from the query, where the official client puts it.
std::string givenId(const http::Request &request, std::string_view header, std::string_view query)
{
    std::string text(request.header(header));
    if (text.empty())
        text = request.query(query).value_or(std::string());
    if (text.empty() || text == "None")
        return {};
    std::string id = canonicalEntityId(text);
    if (id.empty())
        rules::refuse(rules::badRequest(std::string(header) + " is no id"));
    return id;
}

FileRow takeFile(const Call &call, const Media &media)
{
    FileRow made;
    made.name = safeFileName(call.request.header("x-file-name"));
    if (made.name.empty())
        rules::refuse(rules::badRequest("The name of the file must be given as x-file-name"));
    made.mime = mimeOf(call.request.header("content-type"));
    if (made.mime.empty())
        rules::refuse(rules::badRequest("The type of the file must be given as Content-Type"));
    made.id = givenId(call.request, "x-file-id", "x_file_id");
    if (made.id.empty())
        made.id = newEntityId();
    made.activityId = givenId(call.request, "x-activity-id", "x_activity_id");
    struct stat info {
    };
    if (call.request.bodyFile.empty() || ::stat(call.request.bodyFile.c_str(), &info) != 0 || info.st_size == 0)
        rules::refuse(rules::badRequest("Empty file"));
    made.size = info.st_size;
    made.content = media.store.take(call.request.bodyFile);
    if (made.content.empty())
        rules::refuse({507, "internal", "The upload cannot be kept", {}});
    made.author = call.user->name();
    made.createdAt = repository::stampNow();
    made.updatedAt = made.createdAt;
    return made;
}

// What a file is uploaded for must be there, and be readable.
void checkActivity(const Call &call, database::Connection &db, const std::string &id)
{
    if (id.empty())
        return;
    const auto activity = rules::need(repository::activityById(db, call.project->row.id, id));
    if (!activity)
        rules::refuse(rules::conflict("activity_id '" + id + "' is not present in table \"activities\".",
                                      "foreign-key-violation"));
    checkMayUseActivity(call, db, activity->type);
    if (const auto kind = repository::kindOf(activity->entityType))
        checkMayRead(call, db, *kind, activity->entityId);
}

void upload(const std::shared_ptr<Call> &call, const http::Responder &reply, const Media &media)
{
    const FileRow row = takeFile(*call, media);
    const auto trial = std::make_shared<MediaOnTrial>(media.store);
    trial->add(row.content);
    call->change(
        [call, row](WriteContext &context) {
            const std::int64_t project = context.project(call->project->row.name)->row.id;
            checkActivity(*call, context.db, row.activityId);
            if (rules::need(repository::fileById(context.db, project, row.id)))
                rules::refuse(rules::conflict("File with id '" + row.id + "' already exists.", "unique-violation"));
            rules::need(repository::insertFile(context.db, project, row));
            return idResponse(201, row.id);
        },
        [call, trial, reply](rules::Outcome<http::Response> made) {
            if (made)
                trial->keep();
            reply.send(made ? std::move(*made) : failureResponse(made.error(), call->request));
        });
}

// A file is read by those who may read what its activity speaks of; one of no activity by its author, where reading is
// restricted at all.
void checkMayReadFile(const Call &call, database::Connection &db, const FileRow &file)
{
    if (call.user->isManager || file.author == call.user->name())
        return;
    const auto activity = file.activityId.empty()
                              ? std::nullopt
                              : rules::need(repository::activityById(db, call.project->row.id, file.activityId));
    if (activity)
        checkMayUseActivity(call, db, activity->type);
    const auto kind = activity ? repository::kindOf(activity->entityType) : std::nullopt;
    if (kind)
        checkMayRead(call, db, *kind, activity->entityId);
    else if (!call.scope(db)->isAll())
        rules::refuse(rules::forbidden("You do not have permission to read this file"));
}

FileRow fileOf(const Call &call, database::Connection &db)
{
    auto row = rules::need(repository::fileById(db, call.project->row.id, entityIdParam(call, "file")));
    if (!row)
        rules::refuse(rules::notFound("File not found"));
    checkMayReadFile(call, db, *row);
    return std::move(*row);
}

http::Response payload(Call &call, const Media &media)
{
    const FileRow row = fileOf(call, *call.db);
    http::Response made = servedMedia(call.request, media.store, row.content, row.mime);
    made.headers.push_back({"Content-Disposition", dispositionOf(row.name)});
    made.headers.push_back({"Last-Modified", httpDate(row.updatedAt)});
    return made;
}

http::Response info(Call &call)
{
    const FileRow row = fileOf(call, *call.db);
    std::string body;
    jsontext::Writer(body)
        .beginObject()
        .member("size", row.size)
        .member("filename", row.name)
        .member("contentType", row.mime)
        .endObject();
    return http::Response::json(200, std::move(body));
}

http::Response preview(Call &call, const Media &media)
{
    const FileRow row = fileOf(call, *call.db);
    if (row.preview.empty())
        rules::refuse(rules::notFound("No thumbnail available"));
    return servedMedia(call.request, media.store, row.preview, "image/jpeg");
}

// A picture out of a movie, made when it is asked for.
void still(const std::shared_ptr<Call> &call, const http::Responder &reply, const Media &media)
{
    const auto row = [&call] {
        const auto db = call->store->read();
        return fileOf(*call, *db);
    }();
    if (!row.mime.starts_with("video/") && !row.mime.starts_with("image/"))
        rules::refuse(rules::badRequest("There are no pictures in this file"));
    const double seconds = std::strtod(call->text("t").c_str(), nullptr);
    if (!std::isfinite(seconds) || seconds < 0)
        rules::refuse(rules::badRequest("The time must be a number of seconds"));
    std::string picture = media.tools.still(media.store.path(row.content), seconds);
    if (picture.empty())
        rules::refuse(rules::notFound("No picture can be made of this file"));
    reply.send(http::Response::text(200, "image/jpeg", std::move(picture)));
}

http::Response remove(Call &call, WriteContext &context, const Media &media)
{
    const FileRow row = fileOf(call, context.db);
    if (!call.user->isManager && row.author != call.user->name())
        rules::refuse(rules::forbidden("Only its author and managers may delete a file"));
    (void)rules::need(repository::removeFile(context.db, call.project->row.id, row.id));
    context.afterCommit([&media, row] {
        media.store.drop(row.content);
        media.store.drop(row.preview);
    });
    context.touch(call.project->row.id);
    return http::Response::empty();
}

} // namespace

void registerFileRoutes(Api &api, Media &media)
{
    const std::string one = "/api/projects/{project}/files/{file}";
    api.slow("POST", "/api/projects/{project}/files", Access::User, media.pool,
             [&media](const std::shared_ptr<Call> &call, const http::Responder &reply) { upload(call, reply, media); },
             {bodyLimit, true});
    for (const char *end : {"", "/payload"})
        api.read("GET", (one + end).c_str(), Access::User, [&media](Call &call) { return payload(call, media); });
    api.read("GET", (one + "/info").c_str(), Access::User, info);
    api.read("GET", (one + "/thumbnail").c_str(), Access::User, [&media](Call &call) { return preview(call, media); });
    api.slow("GET", (one + "/still").c_str(), Access::User, media.pool,
             [&media](const std::shared_ptr<Call> &call, const http::Responder &reply) { still(call, reply, media); });
    api.write("DELETE", one.c_str(), Access::User,
              [&media](Call &call, WriteContext &context) { return remove(call, context, media); });
}

} // namespace hearth::server
