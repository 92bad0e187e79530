// SPDX-License-Identifier: Apache-2.0
#include "updater/fetch.h"
#include "archive/digest.h"
#include "core/log.h"
#include "core/platform.h"
#include "core/whole_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <memory>

namespace hearth::update
{

namespace
{
using client::Response;

/// What is kept beside a partial file, so that another start can go on with it.
struct PartNote {
    QString source;
    QString etag;
    static constexpr auto fields()
    {
        return std::tuple{json::field("source", &PartNote::source), json::field("etag", &PartNote::etag)};
    }
};

/// One archive on its way into a .part file.
class Download
{
public:
    Download(QString path, QString sourceName, ByteProgress progress)
        : m_path(std::move(path)), m_progress(std::move(progress)), m_file(m_path + QStringLiteral(".part"))
    {
        m_note.source = std::move(sourceName);
    }

    /// Bytes that are there already and may be gone on with.
    qint64 resumable()
    {
        const Result<QJsonObject> stored = readJsonFile(notePath());
        const Result<PartNote> note = stored ? json::read<PartNote>(*stored) : fail(stored.error());
        if (!note || note->source != m_note.source || note->etag.isEmpty())
            return 0;
        m_note = *note;
        return QFileInfo(m_file.fileName()).size();
    }
    QByteArray etag() const { return m_note.etag.toLatin1(); }

    Result<> begin(const Response &head, qint64 bodyBytes)
    {
        if (head.status >= 400)
            return {}; // the caller reads the status
        const bool isContinued = head.status == 206;
        m_note.etag = QString::fromLatin1(head.headers.value("etag"));
        if (const Result<> noted = writeJsonFile(notePath(), json::write(m_note)); !noted)
            return noted;
        if (!m_file.open(isContinued ? QIODevice::Append : QIODevice::WriteOnly | QIODevice::Truncate))
            return fail(ErrorKind::Internal,
                        QStringLiteral("%1 cannot be written: %2.").arg(m_path, m_file.errorString()));
        m_received = isContinued ? m_file.size() : 0;
        m_total = bodyBytes < 0 ? 0 : m_received + bodyBytes;
        return {};
    }

    Result<> take(const QByteArray &bytes)
    {
        if (!m_file.isOpen())
            return {};
        if (m_file.write(bytes) != bytes.size())
            return fail(
                ErrorKind::Internal,
                QStringLiteral("The disk of %1 is full or cannot be written: %2.").arg(m_path, m_file.errorString()));
        m_received += bytes.size();
        if (m_progress)
            m_progress(m_received, m_total);
        return {};
    }

    Result<> finish()
    {
        m_file.close();
        if (m_total > 0 && m_received != m_total)
            return fail(ErrorKind::Offline, QStringLiteral("The connection was lost during a download."));
        QFile::remove(m_path);
        if (!QFile::rename(m_file.fileName(), m_path))
            return fail(ErrorKind::Internal, QStringLiteral("%1 cannot be written.").arg(m_path));
        QFile::remove(notePath());
        return {};
    }

    void discard()
    {
        m_file.close();
        m_file.remove();
        QFile::remove(notePath());
        QFile::remove(m_path);
    }

private:
    QString notePath() const { return m_path + QStringLiteral(".part.json"); }

    QString m_path;
    PartNote m_note;
    ByteProgress m_progress;
    QFile m_file;
    qint64 m_received = 0;
    qint64 m_total = 0;
};

QString serverPath(const PlanItem &item, const contract::Source &source)
{
    const QString file = source.filename.isEmpty() ? item.filename : source.filename;
    if (item.kind == QLatin1String("addon"))
        return QStringLiteral("/addons/%1/%2/private/%3").arg(item.name, item.version, file);
    return QStringLiteral("/api/desktop/dependencyPackages/") + item.filename;
}

Result<Response> transfer(const client::Server &server, const PlanItem &item, const contract::Source &source,
                          const std::shared_ptr<Download> &download, const std::stop_token &stop)
{
    const qint64 from = download->resumable();
    const auto start = [download](const Response &head, qint64 bytes) { return download->begin(head, bytes); };
    const auto sink = [download](const QByteArray &bytes) { return download->take(bytes); };
    const Job<Response> job = [&] {
        if (source.type == QLatin1String("server"))
            return server.download(serverPath(item, source), from, start, sink);
        client::Request request;
        request.url = QUrl(source.url);
        request.redirects = client::Redirects::Anywhere; // never to a less safe scheme
        request.headers.emplaceBack("User-Agent", "AYON-launcher");
        if (from > 0)
            request.headers.emplaceBack("Range", "bytes=" + QByteArray::number(from) + "-");
        return server.transport().download(std::move(request), start, sink);
    }();
    const std::stop_callback stopper(stop, [&job] { job.stop(); });
    return job.wait();
}

Result<> downloadOnce(const client::Server &server, const PlanItem &item, const contract::Source &source,
                      const std::shared_ptr<Download> &download, const std::stop_token &stop)
{
    const Result<Response> answer = transfer(server, item, source, download, stop);
    if (!answer)
        return fail(answer.error());
    if (answer->status >= 400) {
        if (answer->status == 416) // what is there is longer than the file
            download->discard();
        return fail(answer->status == 404 ? ErrorKind::NotFound : ErrorKind::Offline,
                    QStringLiteral("The server answers with status %1 for %2.").arg(answer->status).arg(item.filename));
    }
    return download->finish();
}

Result<Fetched> checkedArchive(const PlanItem &item, const contract::Source &source, const QString &path, bool isOurs)
{
    const auto kind =
        archive::digestKind(item.checksumAlgorithm.isEmpty() ? QStringLiteral("sha256") : item.checksumAlgorithm);
    if (!kind)
        return fail(ErrorKind::Invalid,
                    QStringLiteral("%1 names an unknown digest \"%2\".").arg(item.name, item.checksumAlgorithm));
    const Result<QString> digest = archive::fileDigest(path, *kind);
    if (!digest)
        return fail(digest.error());
    if (!item.checksum.isEmpty() && *digest != item.checksum)
        return fail(
            ErrorKind::Invalid,
            QStringLiteral("%1 arrived damaged: its digest is another one than the server says.").arg(item.filename));
    return Fetched{path, source, *digest,
                   item.checksumAlgorithm.isEmpty() ? QStringLiteral("sha256") : item.checksumAlgorithm, isOurs};
}

Result<Fetched> fetchFrom(const client::Server &server, const PlanItem &item, const contract::Source &source,
                          const QString &folder, const std::stop_token &stop, const ByteProgress &progress)
{
    if (source.type == QLatin1String("filesystem"))
        return checkedArchive(item, source, source.path.toObject().value(platformName(currentPlatform())).toString(),
                              false);
    if (source.type != QLatin1String("server") && source.type != QLatin1String("http"))
        return fail(ErrorKind::NotFound, QStringLiteral("The source type \"%1\" is not known.").arg(source.type));
    const QString path = folder + u'/' + item.name + u'_' + item.version + u'_' + item.filename;
    Error last;
    for (int attempt = 0; attempt < 3; ++attempt) {
        const auto download =
            std::make_shared<Download>(path, source.type + source.url + item.name + item.version, progress);
        const Result<> done = downloadOnce(server, item, source, download, stop);
        if (done) {
            Result<Fetched> fetched = checkedArchive(item, source, path, true);
            if (!fetched)
                download->discard();
            return fetched;
        }
        last = done.error();
        if (last.kind != ErrorKind::Offline && last.kind != ErrorKind::Timeout)
            break;
    }
    return fail(last);
}
} // namespace

Result<Fetched> fetchArchive(const client::Server &server, const PlanItem &item, const QString &folder,
                             const std::stop_token &stop, const ByteProgress &progress)
{
    if (!QDir().mkpath(folder))
        return fail(ErrorKind::Internal, QStringLiteral("The folder %1 cannot be made.").arg(folder));
    Error first{
        ErrorKind::NotFound, QStringLiteral("The server names no place to get %1 from.").arg(item.filename), {}};
    bool isFirst = true;
    for (const contract::Source &source : item.sources) {
        Result<Fetched> fetched = fetchFrom(server, item, source, folder, stop, progress);
        if (fetched || fetched.error().kind == ErrorKind::Cancelled)
            return fetched;
        log::warning(log::update, "{} from {}: {}", item.filename.toStdString(), source.type.toStdString(),
                     fetched.error().message.toStdString());
        if (isFirst)
            first = fetched.error(); // why the best source failed tells most
        isFirst = false;
    }
    return fail(first);
}

} // namespace hearth::update
