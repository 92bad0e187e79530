// SPDX-License-Identifier: Apache-2.0
#include "archive/extract.h"

#include <QByteArray>
#include <QDir>
#include <QFileInfo>

#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <cerrno>
#include <memory>

namespace hearth::archive
{

namespace
{
constexpr std::size_t blockSize = 256 * 1024;

struct ReaderCloser {
    void operator()(struct archive *a) const { archive_read_free(a); }
};
struct WriterCloser {
    void operator()(struct archive *a) const { archive_write_free(a); }
};
using Reader = std::unique_ptr<struct archive, ReaderCloser>;
using Writer = std::unique_ptr<struct archive, WriterCloser>;

tl::unexpected<Error> damaged(struct archive *reader)
{
    const char *reason = archive_error_string(reader);
    return fail(ErrorKind::Invalid, QStringLiteral("The archive is damaged or cut short."),
                reason ? QString::fromLocal8Bit(reason) : QString());
}

tl::unexpected<Error> unwritable(struct archive *writer)
{
    const char *reason = archive_error_string(writer);
    if (archive_errno(writer) == ENOSPC || archive_errno(writer) == EDQUOT)
        return fail(ErrorKind::Internal,
                    QStringLiteral("The disk is full; nothing was changed. Make room and try again."));
    return fail(ErrorKind::Internal,
                QStringLiteral("Unpacking failed: %1.").arg(reason ? QString::fromLocal8Bit(reason) : QString()));
}

Result<Reader> openReader(const QString &path)
{
    Reader reader(archive_read_new());
    archive_read_support_format_zip(reader.get());
    archive_read_support_format_tar(reader.get());
    // Not "all": that would also start programs of this machine for kinds the library cannot read itself.
    archive_read_support_filter_gzip(reader.get());
    archive_read_support_filter_bzip2(reader.get());
    archive_read_support_filter_xz(reader.get());
    archive_read_support_filter_zstd(reader.get());
    const QByteArray name = path.toUtf8();
    if (archive_read_open_filename(reader.get(), name.constData(), blockSize) != ARCHIVE_OK) {
        if (!QFileInfo::exists(path))
            return fail(ErrorKind::NotFound, QStringLiteral("%1 does not exist.").arg(path));
        return damaged(reader.get());
    }
    return reader;
}

/// True for a relative name without ".." or empty parts at its head, in UTF-8.
bool isInside(const QString &name)
{
    if (name.isEmpty() || name.startsWith(u'/') || name.startsWith(u'\\') || name.contains(QChar(0)))
        return false;
    if (name.size() > 1 && name[1] == u':')
        return false;
    const QStringList parts = QString(name).replace(u'\\', u'/').split(u'/');
    return !parts.contains(QStringLiteral(".."));
}

/// Where a link in the archive leads, seen from the archive's top.
bool linkStaysInside(const QString &entryName, const QString &target)
{
    if (target.startsWith(u'/') || target.isEmpty())
        return false;
    const QString resolved = QDir::cleanPath(QFileInfo(entryName).path() + u'/' + target);
    return resolved != QLatin1String("..") && !resolved.startsWith(QLatin1String("../"));
}

std::optional<QString> utf8Name(const char *raw)
{
    if (!raw)
        return std::nullopt;
    const QString name = QString::fromUtf8(raw);
    return name.toUtf8() == QByteArray(raw) ? std::optional(name) : std::nullopt;
}

/// A name of any bytes for a person to read: what is not plain ASCII is written as \\xNN.
QString escaped(const char *raw)
{
    QString made;
    for (const char c : QByteArray(raw).left(200))
        made += c > 0x1f && c < 0x7f
                    ? QString(QLatin1Char(c))
                    : QStringLiteral("\\x%1").arg(static_cast<unsigned char>(c), 2, 16, QLatin1Char('0'));
    return made;
}

Result<> checkEntry(struct archive_entry *entry)
{
    const auto name = utf8Name(archive_entry_pathname(entry));
    if (!name)
        return fail(ErrorKind::Invalid, QStringLiteral("The archive holds a name that is not UTF-8: %1. Nothing was "
                                                       "unpacked; it has to be packed again with UTF-8 names.")
                                            .arg(escaped(archive_entry_pathname(entry))));
    if (!isInside(*name))
        return fail(ErrorKind::Invalid, QStringLiteral("The archive holds a path outside itself: %1.").arg(*name));
    if (archive_entry_hardlink(entry))
        return fail(ErrorKind::Invalid, QStringLiteral("The archive holds a hard link: %1.").arg(*name));
    const auto type = archive_entry_filetype(entry);
    if (type == AE_IFLNK) {
        const auto target = utf8Name(archive_entry_symlink(entry));
        if (!target || !linkStaysInside(*name, *target))
            return fail(ErrorKind::Invalid,
                        QStringLiteral("The archive holds a link that leads outside: %1.").arg(*name));
    } else if (type != AE_IFREG && type != AE_IFDIR) {
        return fail(ErrorKind::Invalid,
                    QStringLiteral("The archive holds something that is not a file: %1.").arg(*name));
    }
    return {};
}

class Extraction
{
public:
    Extraction(Reader reader, QString target, const ExtractLimits &limits, std::stop_token stop,
               const ExtractProgress &progress)
        : m_reader(std::move(reader)), m_disk(archive_write_disk_new()), m_target(std::move(target)), m_limits(limits),
          m_stop(std::move(stop)), m_progress(progress)
    {
        archive_write_disk_set_options(m_disk.get(), ARCHIVE_EXTRACT_TIME | ARCHIVE_EXTRACT_SECURE_NODOTDOT |
                                                         ARCHIVE_EXTRACT_SECURE_SYMLINKS);
    }

    Result<Extracted> run()
    {
        while (true) {
            struct archive_entry *entry = nullptr;
            const int status = archive_read_next_header(m_reader.get(), &entry);
            if (status == ARCHIVE_EOF)
                return m_done;
            if (status < ARCHIVE_WARN || !entry)
                return damaged(m_reader.get());
            if (const auto taken = take(entry); !taken)
                return fail(taken.error());
        }
    }

private:
    Result<> take(struct archive_entry *entry)
    {
        if (const auto checked = checkEntry(entry); !checked)
            return checked;
        if (++m_done.files > m_limits.entries)
            return fail(ErrorKind::Invalid, QStringLiteral("The archive holds too many files."));
        const QByteArray path = (m_target + u'/' + QString::fromUtf8(archive_entry_pathname(entry))).toUtf8();
        archive_entry_copy_pathname(entry, path.constData());
        const bool isFolder = archive_entry_filetype(entry) == AE_IFDIR;
        const auto executable = archive_entry_perm(entry) & 0111;
        archive_entry_set_perm(entry, isFolder || executable ? 0755 : 0644);
        if (archive_write_header(m_disk.get(), entry) != ARCHIVE_OK)
            return unwritable(m_disk.get());
        if (const auto copied = copyBody(); !copied)
            return copied;
        return archive_write_finish_entry(m_disk.get()) == ARCHIVE_OK ? Result<>{} : unwritable(m_disk.get());
    }

    Result<> copyBody()
    {
        while (true) {
            if (m_stop.stop_requested())
                return fail(ErrorKind::Cancelled, QStringLiteral("Unpacking was stopped."));
            const void *block = nullptr;
            std::size_t size = 0;
            la_int64_t offset = 0;
            const int status = archive_read_data_block(m_reader.get(), &block, &size, &offset);
            if (status == ARCHIVE_EOF)
                return {};
            if (status != ARCHIVE_OK)
                return damaged(m_reader.get());
            m_done.bytes += static_cast<qint64>(size);
            if (m_done.bytes > m_limits.totalBytes || offset > m_limits.totalBytes)
                return fail(ErrorKind::Invalid, QStringLiteral("The archive unpacks to more than is allowed."));
            if (archive_write_data_block(m_disk.get(), block, size, offset) != ARCHIVE_OK)
                return unwritable(m_disk.get());
            if (m_progress)
                m_progress(archive_filter_bytes(m_reader.get(), -1));
        }
    }

    Reader m_reader;
    Writer m_disk;
    QString m_target;
    ExtractLimits m_limits;
    std::stop_token m_stop;
    const ExtractProgress &m_progress;
    Extracted m_done;
};
} // namespace

Result<Extracted> extractArchive(const QString &archivePath, const QString &targetFolder, const ExtractLimits &limits,
                                 std::stop_token stop, const ExtractProgress &progress)
{
    Result<Reader> reader = openReader(archivePath);
    if (!reader)
        return fail(reader.error());
    if (QFileInfo::exists(targetFolder))
        return fail(ErrorKind::Conflict, QStringLiteral("%1 exists already.").arg(targetFolder));
    if (!QDir().mkpath(targetFolder))
        return fail(ErrorKind::Internal, QStringLiteral("The folder %1 cannot be made.").arg(targetFolder));
    // Links are checked against the real path of the target, which must itself hold none.
    const QString real = QFileInfo(targetFolder).canonicalFilePath();
    Result<Extracted> done = Extraction(std::move(*reader), real, limits, std::move(stop), progress).run();
    if (!done)
        QDir(targetFolder).removeRecursively();
    return done;
}

Result<QByteArray> readArchiveMember(const QString &archivePath, const QString &member, qint64 limitBytes)
{
    Result<Reader> reader = openReader(archivePath);
    if (!reader)
        return fail(reader.error());
    struct archive_entry *entry = nullptr;
    int status = ARCHIVE_OK;
    while ((status = archive_read_next_header(reader->get(), &entry)) == ARCHIVE_OK || status == ARCHIVE_WARN) {
        if (utf8Name(archive_entry_pathname(entry)) != member)
            continue;
        QByteArray content;
        std::array<char, 64 * 1024> buffer{};
        la_ssize_t count = 0;
        while ((count = archive_read_data(reader->get(), buffer.data(), buffer.size())) > 0) {
            content.append(buffer.data(), static_cast<qsizetype>(count));
            if (content.size() > limitBytes)
                return fail(ErrorKind::Invalid, QStringLiteral("%1 in the archive is too long.").arg(member));
        }
        if (count < 0)
            return damaged(reader->get());
        return content;
    }
    if (status != ARCHIVE_EOF)
        return damaged(reader->get());
    return fail(ErrorKind::NotFound, QStringLiteral("The archive holds no %1.").arg(member));
}

Result<std::vector<ArchiveEntry>> archiveEntries(const QString &archivePath, const ExtractLimits &limits)
{
    Result<Reader> reader = openReader(archivePath);
    if (!reader)
        return fail(reader.error());
    std::vector<ArchiveEntry> made;
    struct archive_entry *entry = nullptr;
    int status = ARCHIVE_OK;
    qint64 total = 0;
    while ((status = archive_read_next_header(reader->get(), &entry)) == ARCHIVE_OK || status == ARCHIVE_WARN) {
        if (const Result<> good = checkEntry(entry); !good)
            return fail(good.error());
        made.push_back({utf8Name(archive_entry_pathname(entry)).value_or(QString()), archive_entry_size(entry)});
        total += made.back().bytes;
        if (static_cast<qint64>(made.size()) > limits.entries || total > limits.totalBytes)
            return fail(ErrorKind::Invalid, QStringLiteral("The archive holds more than is sensible."));
    }
    if (status != ARCHIVE_EOF)
        return damaged(reader->get());
    return made;
}

Result<> writeZip(const QString &archivePath, const QList<std::pair<QString, QByteArray>> &members)
{
    const Writer writer(archive_write_new());
    archive_write_set_format_zip(writer.get());
    if (archive_write_open_filename(writer.get(), archivePath.toUtf8().constData()) != ARCHIVE_OK)
        return unwritable(writer.get());
    for (const auto &[name, content] : members) {
        const std::unique_ptr<struct archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                                         &archive_entry_free);
        archive_entry_set_pathname_utf8(entry.get(), name.toUtf8().constData());
        archive_entry_set_size(entry.get(), content.size());
        archive_entry_set_filetype(entry.get(), AE_IFREG);
        archive_entry_set_perm(entry.get(), 0644);
        if (archive_write_header(writer.get(), entry.get()) != ARCHIVE_OK ||
            archive_write_data(writer.get(), content.constData(), static_cast<std::size_t>(content.size())) < 0)
            return unwritable(writer.get());
    }
    return archive_write_close(writer.get()) == ARCHIVE_OK ? Result<>{} : unwritable(writer.get());
}

} // namespace hearth::archive
