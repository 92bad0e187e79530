// SPDX-License-Identifier: Apache-2.0
#include "repository/media.h"

#include "json_text/document.h"
#include "repository/change_log.h"

namespace hearth::repository
{
namespace
{

using database::Connection;
using database::Cursor;

ThumbnailRow readThumbnail(const Cursor &c)
{
    return {c.string(0), c.string(1), c.string(2), c.string(3), c.string(4), c.string(5)};
}

FileRow readFile(const Cursor &c)
{
    return {c.string(0), c.string(1), c.string(2), c.string(3), c.integer(4), c.string(5),
            c.string(6), c.string(7), c.string(8), c.string(9), c.string(10)};
}

#define HEARTH_THUMBNAIL "SELECT h.id, h.mime, h.shown, h.original, h.original_mime, h.created_at FROM thumbnails h "
#define HEARTH_FILE                                                                                                    \
    "SELECT m.id, m.activity_id, m.name, m.mime, m.size, m.content, m.preview, m.author, m.media_info, "               \
    "m.created_at, m.updated_at FROM files m "
#define HEARTH_PREVIEW                                                                                                 \
    HEARTH_FILE "JOIN activities a ON a.project = m.project AND a.id = m.activity_id AND a.activity_type = "           \
                "'reviewable' "
struct ProjectsWithThumbnail {
    static constexpr const char *sql =
        "SELECT project FROM thumbnails WHERE id = $1 AND project IN (SELECT CAST(value AS BIGINT) FROM json_each($2))";
    static constexpr int parameterCount = 2;
    using Row = std::int64_t;
    static Row read(const Cursor &c) { return c.integer(0); }
};

struct ThumbnailById {
    static constexpr const char *sql = HEARTH_THUMBNAIL "WHERE h.project = $1 AND h.id = $2";
    static constexpr int parameterCount = 2;
    using Row = ThumbnailRow;
    static Row read(const Cursor &c) { return readThumbnail(c); }
};

struct ThumbnailOfFolder {
    static constexpr const char *sql =
        HEARTH_THUMBNAIL "JOIN versions v ON v.project = $1 AND v.thumbnail_id = h.id "
                         "WHERE h.project = $1 AND v.product_id IN (SELECT p.id FROM products p WHERE p.project = $1 "
                         "AND p.folder_id = $2) ORDER BY v.creation_order DESC LIMIT 1";
    static constexpr int parameterCount = 2;
    using Row = ThumbnailRow;
    static Row read(const Cursor &c) { return readThumbnail(c); }
};

struct ThumbnailOfTask {
    static constexpr const char *sql = HEARTH_THUMBNAIL "JOIN versions v ON v.project = $1 AND v.thumbnail_id = h.id "
                                                        "WHERE h.project = $1 AND v.task_id = $2 AND v.task_id <> '' "
                                                        "ORDER BY v.creation_order DESC LIMIT 1";
    static constexpr int parameterCount = 2;
    using Row = ThumbnailRow;
    static Row read(const Cursor &c) { return readThumbnail(c); }
};

struct RemoveThumbnail {
    static constexpr const char *sql = "DELETE FROM thumbnails WHERE project = $1 AND id = $2";
    static constexpr int parameterCount = 2;
};

struct PutThumbnail {
    static constexpr const char *sql =
        "INSERT INTO thumbnails (project, id, mime, shown, original, original_mime, created_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (project, id) DO UPDATE SET mime = excluded.mime, "
        "shown = excluded.shown, original = excluded.original, original_mime = excluded.original_mime, "
        "created_at = excluded.created_at";
    static constexpr int parameterCount = 7;
};

struct FileById {
    static constexpr const char *sql = HEARTH_FILE "WHERE m.project = $1 AND m.id = $2";
    static constexpr int parameterCount = 2;
    using Row = FileRow;
    static Row read(const Cursor &c) { return readFile(c); }
};

struct FilesOfActivity {
    static constexpr const char *sql =
        HEARTH_FILE "WHERE m.project = $1 AND m.activity_id = $2 ORDER BY m.created_at, m.id";
    static constexpr int parameterCount = 2;
    using Row = FileRow;
    static Row read(const Cursor &c) { return readFile(c); }
};

struct FilesOfActivities {
    static constexpr const char *sql =
        HEARTH_FILE "WHERE m.project = $1 AND m.activity_id IN (SELECT value FROM json_each($2)) AND "
                    "m.activity_id <> '' ORDER BY m.created_at, m.id";
    static constexpr int parameterCount = 2;
    using Row = FileRow;
    static Row read(const Cursor &c) { return readFile(c); }
};

struct UnboundFiles {
    static constexpr const char *sql = HEARTH_FILE "WHERE m.project = $1 AND m.activity_id = '' AND m.created_at < $2";
    static constexpr int parameterCount = 2;
    using Row = FileRow;
    static Row read(const Cursor &c) { return readFile(c); }
};

struct InsertFile {
    static constexpr const char *sql =
        "INSERT INTO files (project, id, activity_id, name, mime, size, content, preview, author, media_info, "
        "created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    static constexpr int parameterCount = 12;
};

struct BindFile {
    static constexpr const char *sql = "UPDATE files SET activity_id = $3 WHERE project = $1 AND id = $2";
    static constexpr int parameterCount = 3;
};

struct UnbindFiles {
    static constexpr const char *sql = "UPDATE files SET activity_id = '' WHERE project = $1 AND activity_id = $2";
    static constexpr int parameterCount = 2;
};

struct RemoveFile {
    static constexpr const char *sql = "DELETE FROM files WHERE project = $1 AND id = $2";
    static constexpr int parameterCount = 2;
};

struct PreviewOfVersion {
    static constexpr const char *sql = HEARTH_PREVIEW "WHERE m.project = $1 AND m.preview <> '' AND a.entity_id = $2 "
                                                      "ORDER BY a.creation_order DESC LIMIT 1";
    static constexpr int parameterCount = 2;
    using Row = FileRow;
    static Row read(const Cursor &c) { return readFile(c); }
};

struct PreviewOfTask {
    static constexpr const char *sql =
        HEARTH_PREVIEW "JOIN versions v ON v.project = $1 AND v.id = a.entity_id WHERE m.project = $1 AND "
                       "m.preview <> '' AND v.task_id = $2 AND v.task_id <> '' ORDER BY a.creation_order DESC LIMIT 1";
    static constexpr int parameterCount = 2;
    using Row = FileRow;
    static Row read(const Cursor &c) { return readFile(c); }
};

struct PreviewOfFolder {
    static constexpr const char *sql =
        HEARTH_PREVIEW "JOIN versions v ON v.project = $1 AND v.id = a.entity_id "
                       "JOIN products p ON p.project = $1 AND p.id = v.product_id WHERE m.project = $1 AND "
                       "m.preview <> '' AND p.folder_id = $2 ORDER BY a.creation_order DESC LIMIT 1";
    static constexpr int parameterCount = 2;
    using Row = FileRow;
    static Row read(const Cursor &c) { return readFile(c); }
};

struct FoldersWithReviewables {
    static constexpr const char *sql =
        "SELECT DISTINCT p.folder_id FROM activities a JOIN versions v ON v.project = $1 AND v.id = a.entity_id "
        "JOIN products p ON p.project = $1 AND p.id = v.product_id "
        "WHERE a.project = $1 AND a.activity_type = 'reviewable'";
    static constexpr int parameterCount = 1;
    using Row = std::string;
    static Row read(const Cursor &c) { return c.string(0); }
};

struct BytesOfFiles {
    static constexpr const char *sql = "SELECT coalesce(sum(size), 0) FROM files WHERE project = $1";
    static constexpr int parameterCount = 1;
    using Row = std::int64_t;
    static Row read(const Cursor &c) { return c.integer(0); }
};

struct MediaNames {
    static constexpr const char *sql =
        "SELECT shown FROM thumbnails WHERE $1 IN (0, project) "
        "UNION ALL SELECT original FROM thumbnails WHERE $1 IN (0, project) AND original <> '' "
        "UNION ALL SELECT content FROM files WHERE $1 IN (0, project) "
        "UNION ALL SELECT preview FROM files WHERE $1 IN (0, project) AND preview <> ''";
    static constexpr int parameterCount = 1;
    using Row = std::string;
    static Row read(const Cursor &c) { return c.string(0); }
};

#undef HEARTH_THUMBNAIL
#undef HEARTH_FILE
#undef HEARTH_PREVIEW

Result<> done(const Result<std::int64_t> &changed)
{
    if (!changed)
        return fail(changed.error());
    return {};
}

// Pictures of people and of the studio; those of entities are in the entities' own changes.
Result<> logPicture(Connection &db, std::int64_t project, std::string_view id, std::string_view action)
{
    if (project != 0)
        return {};
    return logChange(db, {0, "picture", id}, action, {}, {});
}

} // namespace

Result<std::vector<std::int64_t>> projectsWithThumbnail(Connection &db, std::string_view projects)
{
    return db.all<ProjectsWithThumbnail>(projectThumbnail, projects);
}

Result<std::optional<ThumbnailRow>> thumbnailById(Connection &db, std::int64_t project, std::string_view id)
{
    return db.one<ThumbnailById>(project, id);
}

Result<> putThumbnail(Connection &db, std::int64_t project, const ThumbnailRow &t)
{
    if (auto logged = logPicture(db, project, t.id, "create"); !logged)
        return logged;
    return done(db.run<PutThumbnail>(project, t.id, t.mime, t.shown, t.original, t.originalMime, t.createdAt));
}

Result<bool> removeThumbnail(Connection &db, std::int64_t project, std::string_view id)
{
    const auto removed = db.run<RemoveThumbnail>(project, id);
    if (!removed)
        return fail(removed.error());
    if (auto logged = *removed > 0 ? logPicture(db, project, id, "delete") : Result<>{}; !logged)
        return fail(logged.error());
    return *removed > 0;
}

Result<std::optional<ThumbnailRow>> newestThumbnailOfFolder(Connection &db, std::int64_t project, std::string_view id)
{
    return db.one<ThumbnailOfFolder>(project, id);
}

Result<std::optional<ThumbnailRow>> newestThumbnailOfTask(Connection &db, std::int64_t project, std::string_view id)
{
    return db.one<ThumbnailOfTask>(project, id);
}

Result<std::optional<FileRow>> fileById(Connection &db, std::int64_t project, std::string_view id)
{
    return db.one<FileById>(project, id);
}

Result<std::vector<FileRow>> filesOfActivity(Connection &db, std::int64_t project, std::string_view activity)
{
    return db.all<FilesOfActivity>(project, activity);
}

Result<std::vector<FileRow>> filesOfActivities(Connection &db, std::int64_t project, std::string_view activities)
{
    return db.all<FilesOfActivities>(project, activities);
}

Result<> insertFile(Connection &db, std::int64_t project, const FileRow &f)
{
    if (auto made = done(db.run<InsertFile>(project, f.id, f.activityId, f.name, f.mime, f.size, f.content, f.preview,
                                            f.author, f.mediaInfo, f.createdAt, f.updatedAt));
        !made)
        return made;
    return logChange(db, {project, "file", f.id}, "create", {}, {{"name", f.name}, {"mime", f.mime}, {"size", f.size}});
}

Result<bool> bindFile(Connection &db, std::int64_t project, std::string_view id, std::string_view activity)
{
    const auto bound = db.run<BindFile>(project, id, activity);
    if (!bound)
        return fail(bound.error());
    return *bound > 0;
}

Result<> unbindFiles(Connection &db, std::int64_t project, std::string_view activity)
{
    return done(db.run<UnbindFiles>(project, activity));
}

Result<bool> removeFile(Connection &db, std::int64_t project, std::string_view id)
{
    const auto before = fileById(db, project, id);
    if (!before)
        return fail(before.error());
    const auto removed = db.run<RemoveFile>(project, id);
    if (!removed)
        return fail(removed.error());
    if (const auto &file = *before)
        if (auto logged = logChange(db, {project, "file", id}, "delete",
                                    {{"name", file->name}, {"mime", file->mime}, {"size", file->size}}, {});
            !logged)
            return fail(logged.error());
    return *removed > 0;
}

Result<std::vector<FileRow>> unboundFiles(Connection &db, std::int64_t project, std::string_view before)
{
    return db.all<UnboundFiles>(project, before);
}

Result<std::optional<FileRow>> newestPreviewOfVersion(Connection &db, std::int64_t project, std::string_view id)
{
    return db.one<PreviewOfVersion>(project, id);
}

Result<std::optional<FileRow>> newestPreviewOfTask(Connection &db, std::int64_t project, std::string_view id)
{
    return db.one<PreviewOfTask>(project, id);
}

Result<std::optional<FileRow>> newestPreviewOfFolder(Connection &db, std::int64_t project, std::string_view id)
{
    return db.one<PreviewOfFolder>(project, id);
}

Result<std::vector<std::string>> foldersWithReviewables(Connection &db, std::int64_t project)
{
    return db.all<FoldersWithReviewables>(project);
}

Result<std::int64_t> bytesOfFiles(Connection &db, std::int64_t project)
{
    const auto bytes = db.one<BytesOfFiles>(project);
    if (!bytes)
        return fail(bytes.error());
    return bytes->value_or(0);
}

Result<std::vector<std::string>> mediaNames(Connection &db, std::int64_t project)
{
    return db.all<MediaNames>(project);
}

} // namespace hearth::repository
