// SPDX-License-Identifier: Apache-2.0
#include "publisher/preview.h"
#include "core/whole_file.h"

#include <QFileInfo>
#include <QMimeDatabase>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <chrono>

namespace hearth::publish
{

namespace
{
constexpr qint64 largestThumbnail = 16ll * 1024 * 1024;

QStringList thumbnailArguments(const QString &source, const QString &target)
{
    const bool isFilm = isMovie(QFileInfo(source).suffix());
    QStringList list{QStringLiteral("-nostdin"), QStringLiteral("-loglevel"), QStringLiteral("error"),
                     QStringLiteral("-y")};
    // A per cent sign in an image's name is no pattern of frames.
    list += linearPictures(QFileInfo(source).suffix().toLower());
    if (isImage(QFileInfo(source).suffix()))
        list +=
            {QStringLiteral("-f"), QStringLiteral("image2"), QStringLiteral("-pattern_type"), QStringLiteral("none")};
    list += {QStringLiteral("-i"), QStringLiteral("file:") + source};
    QString filter = QStringLiteral("scale=w=500:h=500:force_original_aspect_ratio=decrease");
    if (isFilm)
        filter.prepend(QStringLiteral("thumbnail=24,"));
    list +=
        {QStringLiteral("-frames:v"), QStringLiteral("1"),        QStringLiteral("-vf"),           filter,
         QStringLiteral("-pix_fmt"),  QStringLiteral("yuvj420p"), QStringLiteral("-q:v"),          QStringLiteral("4"),
         QStringLiteral("-f"),        QStringLiteral("mjpeg"),    QStringLiteral("file:") + target};
    return list;
}

/// Waits for a job's end and ends it when the stop comes first.
template <typename T>
Result<T> waitFor(const Job<T> &job, const std::stop_token &stop)
{
    const std::stop_callback ending(stop, [&job] { job.stop(); });
    return job.wait();
}
} // namespace

QStringList linearPictures(const QString &extension)
{
    return extension == QLatin1String("exr") ? QStringList{QStringLiteral("-apply_trc"), QStringLiteral("iec61966_2_1")}
                                             : QStringList{};
}

QString findFfmpeg()
{
    return QStandardPaths::findExecutable(QStringLiteral("ffmpeg"));
}

QString thumbnailSource(const Instance &instance)
{
    if (!instance.thumbnail.isEmpty())
        return instance.thumbnail;
    for (const Representation &one : instance.representations)
        if (isImage(one.files.extension()) || isMovie(one.files.extension()))
            return one.files.path(one.files.names.size() / 2);
    return {};
}

Result<QByteArray> makeThumbnail(const PreviewTools &tools, const QString &source, const std::stop_token &stop)
{
    if (tools.ffmpeg.isEmpty())
        return fail(ErrorKind::NotFound,
                    QStringLiteral("There is no thumbnail, since ffmpeg is not installed on this computer."));
    const QTemporaryDir scratch(tools.scratchFolder.isEmpty() ? QString()
                                                              : tools.scratchFolder + QStringLiteral("/XXXXXX"));
    const QString target = scratch.filePath(QStringLiteral("thumbnail.jpg"));
    BoundedRequest request;
    request.program = tools.ffmpeg;
    request.arguments = thumbnailArguments(source, target);
    request.environment = plainEnvironment(tools.environment);
    request.workingFolder = scratch.path();
    request.limit = std::chrono::seconds(60);
    const Result<BoundedResult> done = runBounded(request, stop);
    if (!done)
        return fail(done.error());
    Result<QByteArray> jpeg = readFile(target, largestThumbnail);
    if (done->exitCode == 0 && jpeg && !jpeg->isEmpty())
        return jpeg;
    return fail(ErrorKind::Invalid, QStringLiteral("No thumbnail can be made of %1.").arg(source),
                QString::fromUtf8(done->errors));
}

Result<> uploadThumbnail(const client::Server &server, const QString &project, const QString &versionId,
                         const QByteArray &jpeg, const std::stop_token &stop)
{
    const Result<QJsonObject> sent =
        waitFor(server.uploadMedia(QStringLiteral("/api/projects/%1/versions/%2/thumbnail").arg(project, versionId),
                                   jpeg, "image/jpeg"),
                stop);
    return sent ? Result<>{} : fail(sent.error());
}

Result<> uploadReviewable(const client::Server &server, const QString &project, const QString &versionId,
                          const QString &file, const QString &label, const UploadProgress &progress,
                          const std::stop_token &stop)
{
    const QByteArray type = QMimeDatabase().mimeTypeForFile(file, QMimeDatabase::MatchExtension).name().toLatin1();
    const QString path = QStringLiteral("/api/projects/%1/versions/%2/reviewables?label=%3")
                             .arg(project, versionId, QString::fromLatin1(QUrl::toPercentEncoding(label)));
    const Job<client::Response> job = server.uploadFile("POST", path, file, type);
    job.onProgress([progress](const Progress &now) { progress(now.done, now.total); });
    const Result<client::Response> sent = waitFor(job, stop);
    if (!sent)
        return fail(sent.error());
    const Result<client::Response> taken = client::checked(*sent);
    return taken ? Result<>{} : fail(taken.error());
}

} // namespace hearth::publish
