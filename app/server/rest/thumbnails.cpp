// SPDX-License-Identifier: Apache-2.0
// Thumbnails: kept by id, worn by entities. An entity without one shows that of its newest version or reviewable.
#include "core/entity_id.h"
#include "core/log.h"
#include "json_text/writer.h"
#include "repository/entity_store.h"
#include "repository/media.h"
#include "repository/stamp.h"
#include "server/entity_rights.h"
#include "server/events/event_hub.h"
#include "server/media/media.h"
#include "server/media/served_file.h"
#include "server/one_operation.h"
#include "server/rest/kept_picture.h"
#include "server/rest/routes.h"

#include <array>

namespace hearth::server
{
namespace
{

using repository::Entity;
using repository::Kind;
using repository::ThumbnailRow;

constexpr std::uint64_t bodyLimit = 64ull * 1024 * 1024;

// A transparent picture of one pixel.
constexpr std::array<unsigned char, 68> placeholder{
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00,
    0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x04, 0x00, 0x00, 0x00, 0xb5, 0x1c, 0x0c, 0x02, 0x00,
    0x00, 0x00, 0x0b, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x60, 0x60, 0x00, 0x00, 0x00, 0x03, 0x00,
    0x01, 0xb8, 0xad, 0x3a, 0x63, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
};

struct Affected {
    Kind kind;
    std::string id;
    std::string hash;
};

std::string hashOf(const Entity &entity)
{
    const jsontext::Object data = jsontext::parseObject(entity.data);
    const std::string_view hash = jsontext::text(data, "thumbnailHash");
    return hash.empty() ? entity.id.substr(26) : std::string(hash);
}

// A new hash tells every reader that the picture is another one; nothing else of the entity changes.
void refreshHash(WriteContext &context, std::int64_t project, Kind kind, const std::string &id,
                 std::vector<Affected> &affected)
{
    auto entity = id.empty() ? std::nullopt : rules::need(repository::entityById(context.db, kind, project, id));
    if (!entity)
        return;
    jsontext::Object data = jsontext::parseObject(entity->data);
    data["thumbnailHash"] = randomHex(3);
    entity->data = jsontext::toText(data);
    rules::need(repository::updateEntity(context.db, kind, project, *entity));
    affected.push_back({kind, id, hashOf(*entity)});
}

void refreshWearers(WriteContext &context, std::int64_t project, const std::string &thumbnail,
                    std::vector<Affected> &affected)
{
    static constexpr std::pair<Kind, const char *> wearers[] = {{Kind::Folder, "f.thumbnail_id = $#"},
                                                                {Kind::Task, "t.thumbnail_id = $#"},
                                                                {Kind::Version, "v.thumbnail_id = $#"},
                                                                {Kind::Workfile, "w.thumbnail_id = $#"}};
    for (const auto &[kind, condition] : wearers) {
        repository::EntityQuery query(kind, project);
        query.where(condition, thumbnail);
        for (const Entity &entity : rules::need(query.all(context.db)))
            refreshHash(context, project, kind, entity.id, affected);
    }
}

std::string answerText(const std::string &id, const std::vector<Affected> &affected)
{
    std::string body;
    jsontext::Writer w(body);
    w.beginObject().member("id", id).key("affectedEntities").beginArray();
    for (const Affected &one : affected)
        w.beginObject()
            .member("entityType", repository::nameOf(one.kind))
            .member("entityId", one.id)
            .member("thumbnailHash", one.hash)
            .endObject();
    w.endArray().endObject();
    return body;
}

void tell(Call &call, WriteContext &context, EventHub &hub, const std::vector<Affected> &affected)
{
    context.touch(call.project->row.id);
    for (const Affected &one : affected) {
        repository::EventRow event;
        event.topic = "thumbnail.updated";
        event.project = call.project->row.name;
        event.user = call.user->name();
        event.sender = call.actor.sender;
        event.senderType = call.actor.senderType;
        event.description = "Thumbnail updated";
        event.createdAt = repository::stampNow();
        event.updatedAt = event.createdAt;
        jsontext::Writer(event.summary = {})
            .beginObject()
            .member("entityType", repository::nameOf(one.kind))
            .member("entityId", one.id)
            .member("thumbnailHash", one.hash)
            .endObject();
        context.afterCommit([&hub, event = std::move(event)] { hub.pass(event); });
    }
}

using Storing = std::function<std::vector<Affected>(Call &, WriteContext &, const ThumbnailRow &)>;

// Keeps the picture, then stores what speaks of it; the bytes go again when that does not happen.
void upload(const std::shared_ptr<Call> &call, const http::Responder &reply, const Media &media, EventHub &hub,
            const std::string &id, Storing storing)
{
    KeptPicture kept = keepPicture(*call, media);
    kept.row.id = id.empty() ? newEntityId() : id;
    call->change(
        [call, kept, &media, &hub, storing = std::move(storing)](WriteContext &context) {
            storePicture(context, media, context.project(call->project->row.name)->row.id, kept.row);
            const auto affected = storing(*call, context, kept.row);
            tell(*call, context, hub, affected);
            return http::Response::json(200, answerText(kept.row.id, affected));
        },
        [call, kept, reply](rules::Outcome<http::Response> made) {
            if (made)
                kept.trial->keep();
            reply.send(made ? std::move(*made) : failureResponse(made.error(), call->request));
        });
}

std::vector<Affected> assign(Call &call, WriteContext &context, Kind kind, const ThumbnailRow &row)
{
    const std::string id = entityIdParam(call, "id");
    const std::int64_t project = call.project->row.id;
    rules::Operation operation;
    operation.kind = kind;
    operation.type = rules::OperationType::Update;
    operation.entityId = id;
    operation.data["thumbnailId"] = row.id;
    (void)runOne(call, context, std::move(operation));
    const auto entity = rules::need(repository::entityById(context.db, kind, project, id));
    std::vector<Affected> affected{{kind, id, hashOf(*entity)}};
    if (kind != Kind::Version)
        return affected;
    // A folder and a task may show the picture of a version.
    if (const auto product = rules::need(repository::entityById(context.db, Kind::Product, project, entity->parentId)))
        refreshHash(context, project, Kind::Folder, product->parentId, affected);
    refreshHash(context, project, Kind::Task, entity->taskId, affected);
    return affected;
}

http::Response none(const Call &call, int status)
{
    if (call.text("placeholder") == "none")
        rules::refuse(rules::notFound("No thumbnail available"));
    http::Response made =
        http::Response::text(status, "image/png", std::string(placeholder.begin(), placeholder.end()));
    made.headers.push_back({"Cache-Control", "public, max-age=3600"});
    return made;
}

http::Response byId(Call &call, const Media &media, const std::string &id)
{
    const auto row = rules::need(repository::thumbnailById(*call.db, call.project->row.id, id));
    return row ? servedPicture(call, media, *row, "max-age=3600") : none(call, 203);
}

std::optional<ThumbnailRow> ofVersionsBelow(database::Connection &db, std::int64_t project, Kind kind,
                                            const std::string &id)
{
    if (kind == Kind::Folder)
        return rules::need(repository::newestThumbnailOfFolder(db, project, id));
    return kind == Kind::Task ? rules::need(repository::newestThumbnailOfTask(db, project, id)) : std::nullopt;
}

std::optional<repository::FileRow> previewBelow(database::Connection &db, std::int64_t project, Kind kind,
                                                const std::string &id)
{
    if (kind == Kind::Folder)
        return rules::need(repository::newestPreviewOfFolder(db, project, id));
    if (kind == Kind::Task)
        return rules::need(repository::newestPreviewOfTask(db, project, id));
    return kind == Kind::Version ? rules::need(repository::newestPreviewOfVersion(db, project, id)) : std::nullopt;
}

http::Response ofEntity(Call &call, const Media &media, Kind kind)
{
    static constexpr const char *cache = "public, max-age=31536000, immutable";
    const std::string id = entityIdParam(call, "id");
    const std::int64_t project = call.project->row.id;
    const auto entity = rules::need(repository::entityById(*call.db, kind, project, id));
    if (!entity)
        rules::refuse(rules::notFound("Entity " + id + " not found"));
    checkMayRead(call, *call.db, kind, id);
    const bool isOpen = kind != Kind::Folder || call.scope(*call.db)->isOpen(id);
    auto row = entity->thumbnailId.empty()
                   ? std::nullopt
                   : rules::need(repository::thumbnailById(*call.db, project, entity->thumbnailId));
    if (!row && isOpen)
        row = ofVersionsBelow(*call.db, project, kind, id);
    if (row)
        return servedPicture(call, media, *row, cache);
    const auto file = isOpen ? previewBelow(*call.db, project, kind, id) : std::nullopt;
    if (!file)
        return none(call, 200);
    http::Response made = servedMedia(call.request, media.store, file->preview, "image/jpeg");
    made.headers.push_back({"X-File-Id", file->id});
    made.headers.push_back({"Cache-Control", cache});
    return made;
}

void registerEntity(Api &api, Media &media, EventHub &hub, Kind kind)
{
    const std::string pattern = "/api/projects/{project}/" + std::string(repository::nameOf(kind)) + "s/{id}/thumbnail";
    api.slow("POST", pattern.c_str(), Access::User, media.pool,
             [&media, &hub, kind](const std::shared_ptr<Call> &call, const http::Responder &reply) {
                 (void)entityIdParam(*call, "id");
                 upload(call, reply, media, hub, {}, [kind](Call &of, WriteContext &context, const ThumbnailRow &row) {
                     return assign(of, context, kind, row);
                 });
             },
             {bodyLimit, true});
    api.read("GET", pattern.c_str(), Access::User, [&media, kind](Call &call) { return ofEntity(call, media, kind); });
}

} // namespace

void registerThumbnailRoutes(Api &api, Media &media, EventHub &hub)
{
    const auto plain = [](Call &, WriteContext &, const ThumbnailRow &) { return std::vector<Affected>{}; };
    const auto replacing = [](Call &call, WriteContext &context, const ThumbnailRow &row) {
        std::vector<Affected> affected;
        refreshWearers(context, call.project->row.id, row.id, affected);
        return affected;
    };
    api.slow("POST", "/api/projects/{project}/thumbnails", Access::User, media.pool,
             [&media, &hub, plain](const std::shared_ptr<Call> &call, const http::Responder &reply) {
                 upload(call, reply, media, hub, {}, plain);
             },
             {bodyLimit, true});
    api.slow("PUT", "/api/projects/{project}/thumbnails/{id}", Access::Manager, media.pool,
             [&media, &hub, replacing](const std::shared_ptr<Call> &call, const http::Responder &reply) {
                 upload(call, reply, media, hub, entityIdParam(*call, "id"), replacing);
             },
             {bodyLimit, true});
    api.slow("POST", "/api/projects/{project}/thumbnail", Access::Manager, media.pool,
             [&media, &hub, plain](const std::shared_ptr<Call> &call, const http::Responder &reply) {
                 upload(call, reply, media, hub, repository::projectThumbnail, plain);
             },
             {bodyLimit, true});
    api.read("GET", "/api/projects/{project}/thumbnails/{id}", Access::Manager,
             [&media](Call &call) { return byId(call, media, entityIdParam(call, "id")); });
    api.read("GET", "/api/projects/{project}/thumbnail", Access::User, [&media](Call &call) {
        const auto row =
            rules::need(repository::thumbnailById(*call.db, call.project->row.id, repository::projectThumbnail));
        return row ? servedPicture(call, media, *row, "max-age=3600") : none(call, 200);
    });
    for (const Kind kind : {Kind::Folder, Kind::Task, Kind::Version, Kind::Workfile})
        registerEntity(api, media, hub, kind);
}

} // namespace hearth::server
