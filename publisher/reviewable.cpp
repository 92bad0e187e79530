// SPDX-License-Identifier: Apache-2.0
#include "publisher/reviewable.h"
#include "contract/profile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace hearth::publish
{

namespace
{
constexpr auto mark = "webreview";
constexpr std::chrono::seconds begin{60};
constexpr std::chrono::minutes longestMovie{60};
constexpr qint64 mostHeldFrames = 1000;

/// The studio's profile for a product, from the settings of the core.
std::optional<QJsonObject> reviewProfile(const PublishContext &context, const Instance &instance,
                                         const QJsonObject &settings)
{
    static const QStringList keys{QStringLiteral("product_base_types"), QStringLiteral("product_types"),
                                  QStringLiteral("host_names"), QStringLiteral("hosts"), QStringLiteral("task_types")};
    QMap<QString, QString> values{{keys[0], instance.productBaseType},
                                  {keys[1], instance.productType},
                                  {keys[2], context.hostName},
                                  {keys[3], context.hostName}};
    if (!context.task.id.isEmpty())
        values.insert(keys[4], context.task.taskType);
    return contract::bestProfile(settings.value(QLatin1String("profiles")).toArray(), keys, values);
}

bool makesReviewable(const QJsonObject &profile)
{
    const QJsonArray outputs = profile.value(QLatin1String("outputs")).toArray();
    return std::any_of(outputs.begin(), outputs.end(), [](const QJsonValue &one) {
        return one.toObject().value(QLatin1String("tags")).toArray().contains(QLatin1String(mark));
    });
}

bool isLookedAtMoving(const Instance &instance)
{
    static const QStringList types{QStringLiteral("plate"), QStringLiteral("render"), QStringLiteral("prerender"),
                                   QStringLiteral("review")};
    return types.contains(instance.productBaseType) || types.contains(instance.productType);
}

double framesPerSecond(const PublishContext &context, const Instance &instance)
{
    const double own = instance.versionData.value(QLatin1String("fps")).toDouble();
    const double folder = context.folder.attrib.value(QLatin1String("fps")).toDouble();
    return own > 0 ? own : folder > 0 ? folder : 25;
}

ReviewSource sourceOf(const PublishContext &context, const Instance &instance, const PlannedRepresentation &planned)
{
    ReviewSource made{planned.name, {}, {}, framesPerSecond(context, instance)};
    for (const PlannedFile &file : planned.files)
        made.files.append(file.target);
    for (const Representation &one : instance.representations)
        if (one.name == planned.name && instance.hasFrames(one))
            made.frames = one.files.frames;
    return made;
}

QString extensionOf(const QString &file)
{
    return QFileInfo(file).suffix().toLower();
}

bool isPicture(const QString &extension)
{
    return isImage(extension) || isMovie(extension);
}

QString ffprobeBeside(const QString &ffmpeg)
{
    const QString beside = QFileInfo(ffmpeg).path() + QStringLiteral("/ffprobe");
    return !ffmpeg.isEmpty() && QFileInfo(beside).isExecutable() ? beside : QString();
}

QByteArray streamsOf(const PreviewTools &tools, const QString &file, const std::stop_token &stop)
{
    BoundedRequest request;
    request.program = ffprobeBeside(tools.ffmpeg);
    if (request.program.isEmpty() || !isMovie(extensionOf(file)))
        return {};
    for (const char *one :
         {"-v", "error", "-select_streams", "v:0", "-show_entries", "stream=codec_name,pix_fmt", "-of", "json"})
        request.arguments.append(QLatin1String(one));
    request.arguments.append(QStringLiteral("file:") + file);
    request.environment = plainEnvironment(tools.environment);
    const Result<BoundedResult> done = runBounded(request, stop);
    return done && done->exitCode == 0 ? done->output : QByteArray();
}

/// The frames under numbers without gaps, as links, so that neither their names nor their numbers matter.
/// \returns how many
Result<qint64> linkFrames(const ReviewSource &source, const QString &folder)
{
    const auto count = static_cast<qint64>(source.files.size());
    const bool isHeld =
        !source.frames.empty() && source.frames.back() - source.frames.front() + 1 <= 2 * count + mostHeldFrames;
    const QString tail = u'.' + extensionOf(source.files.front());
    qint64 number = 0;
    for (qsizetype n = 0; n < source.files.size(); ++n) {
        const auto at = static_cast<std::size_t>(n);
        const qint64 shown = isHeld && n + 1 < source.files.size() ? source.frames[at + 1] - source.frames[at] : 1;
        for (qint64 again = 0; again < shown; ++again)
            if (!QFile::link(source.files.at(n),
                             folder + QStringLiteral("/%1").arg(++number, 7, 10, QLatin1Char('0')) + tail))
                return fail(ErrorKind::Internal, QStringLiteral("Nothing can be written in %1.").arg(folder));
    }
    return number;
}

QStringList movieArguments(const ReviewSource &source, const QString &target)
{
    QStringList list{QStringLiteral("-nostdin"), QStringLiteral("-loglevel"), QStringLiteral("error"),
                     QStringLiteral("-nostats"), QStringLiteral("-progress"), QStringLiteral("pipe:1"),
                     QStringLiteral("-y")};
    const QString extension = extensionOf(source.files.front());
    if (isImage(extension)) {
        list += linearPictures(extension);
        list += {QStringLiteral("-f"),
                 QStringLiteral("image2"),
                 QStringLiteral("-framerate"),
                 QString::number(source.framesPerSecond, 'g', 12),
                 QStringLiteral("-start_number"),
                 QStringLiteral("1"),
                 QStringLiteral("-i"),
                 QStringLiteral("%07d.") + extension};
    } else {
        list += {QStringLiteral("-i"), QStringLiteral("file:") + source.files.front()};
    }
    for (const char *one :
         {"-map",
          "0:v:0",
          "-map",
          "0:a:0?",
          "-vf",
          "scale=w='max(2,trunc(min(1920,iw)/2)*2)':h=-2:out_color_matrix=bt709:out_range=tv,format=yuv420p",
          "-c:v",
          "libx264",
          "-preset",
          "veryfast",
          "-crf",
          "20",
          "-colorspace",
          "bt709",
          "-color_primaries",
          "bt709",
          "-color_trc",
          "bt709",
          "-c:a",
          "aac",
          "-movflags",
          "+faststart",
          "-f",
          "mp4"})
        list.append(QLatin1String(one));
    list.append(QStringLiteral("file:") + target);
    return list;
}

/// Hands on the frame number whenever ffmpeg says one.
std::function<void(const QByteArray &)> frameReader(const FrameProgress &progress, qint64 total)
{
    return [progress, total, rest = QByteArray()](const QByteArray &piece) mutable {
        rest += piece;
        for (qsizetype end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
            if (rest.startsWith("frame="))
                progress(rest.mid(6, end - 6).trimmed().toLongLong(), total);
            rest.remove(0, end + 1);
        }
    };
}
} // namespace

bool wantsReviewable(const PublishContext &context, const Instance &instance)
{
    if (instance.isReviewed)
        return *instance.isReviewed;
    const QJsonValue settings =
        context.coreSettings.value(QLatin1String("publish")).toObject().value(QLatin1String("ExtractReview"));
    if (!settings.isObject())
        return isLookedAtMoving(instance);
    if (!settings.toObject().value(QLatin1String("enabled")).toBool(true))
        return false;
    const std::optional<QJsonObject> profile = reviewProfile(context, instance, settings.toObject());
    if (!profile || !makesReviewable(*profile))
        return false;
    // A profile for everything does not mean textures and stills.
    return isLookedAtMoving(instance) || !profile->value(QLatin1String("product_base_types")).toArray().isEmpty() ||
           !profile->value(QLatin1String("product_types")).toArray().isEmpty();
}

std::vector<ReviewSource> reviewSources(const PublishContext &context, const Instance &instance,
                                        const PlannedVersion &version)
{
    std::vector<ReviewSource> made;
    if (instance.isReviewed && !*instance.isReviewed)
        return made;
    for (const PlannedRepresentation &one : version.representations)
        if (one.tags.contains(QLatin1String(mark)) && isPicture(extensionOf(one.files.front().target)))
            made.push_back(sourceOf(context, instance, one));
    if (!made.empty() || !wantsReviewable(context, instance))
        return made;
    for (const PlannedRepresentation &one : version.representations) {
        const QString extension = extensionOf(one.files.front().target);
        ReviewSource source = sourceOf(context, instance, one);
        if (isMovie(extension) || (isImage(extension) && (!source.frames.empty() || instance.isReviewed)))
            return {std::move(source)};
    }
    return made;
}

bool playsInBrowser(const QString &file, const QByteArray &streams)
{
    const QString extension = extensionOf(file);
    if (isImage(extension)) {
        static const QStringList shown{QStringLiteral("png"), QStringLiteral("jpg"), QStringLiteral("jpeg"),
                                       QStringLiteral("webp"), QStringLiteral("gif")};
        return shown.contains(extension);
    }
    static const QStringList h264{QStringLiteral("mp4"), QStringLiteral("m4v")};
    const bool isWebm = extension == QLatin1String("webm");
    if (streams.isEmpty() || (!isWebm && !h264.contains(extension)))
        return isWebm || h264.contains(extension);
    const QJsonObject first =
        QJsonDocument::fromJson(streams).object().value(QLatin1String("streams")).toArray().first().toObject();
    return isWebm || (first.value(QLatin1String("codec_name")) == QLatin1String("h264") &&
                      first.value(QLatin1String("pix_fmt")).toString().endsWith(QLatin1String("420p")));
}

Result<QString> makeReviewable(const PreviewTools &tools, const ReviewSource &source, const QString &folder,
                               const FrameProgress &progress, const std::stop_token &stop)
{
    const bool isOne = source.files.size() == 1;
    if (isOne && playsInBrowser(source.files.front(), streamsOf(tools, source.files.front(), stop)))
        return source.files.front();
    if (tools.ffmpeg.isEmpty())
        return fail(ErrorKind::NotFound, QStringLiteral("ffmpeg is not installed on this computer."));
    qint64 frames = 0;
    if (isImage(extensionOf(source.files.front()))) {
        const Result<qint64> linked = linkFrames(source, folder);
        if (!linked)
            return fail(linked.error());
        frames = *linked;
    }
    const QString target = folder + QStringLiteral("/reviewable.mp4");
    BoundedRequest request;
    request.program = tools.ffmpeg;
    request.arguments = movieArguments(source, target);
    request.environment = plainEnvironment(tools.environment);
    request.workingFolder = folder;
    request.limit = frames > 0 ? begin + std::chrono::seconds(frames) : longestMovie;
    request.onOutput = frameReader(progress, frames);
    progress(0, frames);
    const Result<BoundedResult> done = runBounded(request, stop);
    if (!done)
        return fail(done.error());
    if (done->exitCode == 0 && QFileInfo(target).size() > 0)
        return target;
    return fail(ErrorKind::Invalid, QStringLiteral("No movie can be made of %1.").arg(source.files.front()),
                QString::fromUtf8(done->errors));
}

} // namespace hearth::publish
