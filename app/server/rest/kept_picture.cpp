// SPDX-License-Identifier: Apache-2.0
#include "server/rest/kept_picture.h"

#include "repository/stamp.h"
#include "server/media/picture.h"
#include "server/media/served_file.h"

#include <fstream>
#include <sstream>

namespace hearth::server
{

using repository::ThumbnailRow;

namespace
{

std::string wholeFile(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

rules::Failure unsupported(std::string detail)
{
    return {415, "unsupported-media", std::move(detail), {}};
}

void checkDeclared(const http::Request &request)
{
    const std::string mime = mimeOf(request.header("content-type"));
    if (mime.empty())
        rules::refuse(rules::badRequest("The type of the picture must be given as Content-Type"));
    if (mime != "image/png" && mime != "image/jpeg" && mime != "image/webp")
        rules::refuse(unsupported("A thumbnail is a PNG or a JPEG picture"));
}

} // namespace

KeptPicture keepPicture(const Call &call, const Media &media)
{
    checkDeclared(call.request);
    const std::string &file = call.request.bodyFile;
    const auto kind = file.empty() ? std::nullopt : pictureKind(wholeFile(file));
    if (!kind)
        rules::refuse(unsupported("The thumbnail is no picture that can be read"));
    KeptPicture made{{}, std::make_shared<MediaOnTrial>(media.store)};
    std::string scaled;
    const bool isLarge = kind->width > MediaTools::thumbnailSide || kind->height > MediaTools::thumbnailSide;
    const auto scaling = isLarge ? media.tools.scale(file, *kind, scaled) : MediaTools::Scaling::NoTool;
    if (scaling == MediaTools::Scaling::Undecodable)
        rules::refuse(unsupported("The thumbnail is no picture that can be read"));
    made.row.createdAt = repository::stampNow();
    made.row.mime = kind->mime;
    const std::string sent = media.store.take(file);
    made.trial->add(sent);
    made.row.shown = sent;
    if (scaling == MediaTools::Scaling::Done) {
        made.row.original = sent;
        made.row.originalMime = kind->mime;
        made.row.mime = std::string_view(kind->mime) == "image/png" ? "image/png" : "image/jpeg";
        made.row.shown = media.store.write(scaled);
        made.trial->add(made.row.shown);
    }
    if (sent.empty() || made.row.shown.empty())
        rules::refuse({507, "internal", "The thumbnail cannot be kept", {}});
    return made;
}

void storePicture(WriteContext &context, const Media &media, std::int64_t project, const ThumbnailRow &row)
{
    const auto old = rules::need(repository::thumbnailById(context.db, project, row.id));
    rules::need(repository::putThumbnail(context.db, project, row));
    if (old)
        context.afterCommit([&media, old] {
            media.store.drop(old->shown);
            media.store.drop(old->original);
        });
}

http::Response servedPicture(const Call &call, const Media &media, const ThumbnailRow &row, const char *cache)
{
    const bool isOriginal = call.flag("original") && !row.original.empty();
    http::Response made = servedMedia(call.request, media.store, isOriginal ? row.original : row.shown,
                                      isOriginal ? row.originalMime : row.mime);
    made.headers.push_back({"X-Thumbnail-Id", row.id});
    made.headers.push_back({"X-Thumbnail-Time", std::to_string(secondsOf(row.createdAt))});
    made.headers.push_back({"Cache-Control", cache});
    return made;
}

} // namespace hearth::server
