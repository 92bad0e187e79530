// SPDX-License-Identifier: Apache-2.0
#include "publisher/loader/delivery.h"
#include "archive/digest.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>

#include <unistd.h>

namespace hearth::load
{

namespace
{
constexpr qint64 blockBytes = 4 * 1024 * 1024;
const QString category = QStringLiteral("delivery");

/// The data of a representation with what belongs to one of its files.
QJsonObject dataOf(const Representation &one, const QString &source)
{
    QJsonObject data = one.context;
    data.insert(QStringLiteral("originalBasename"), QFileInfo(source).completeBaseName());
    data.insert(QStringLiteral("ext"), QFileInfo(source).suffix());
    static const QRegularExpression frame(QStringLiteral("[._]([0-9]{2,})\\.[^.]+$"));
    if (const QRegularExpressionMatch match = frame.match(QFileInfo(source).fileName());
        match.hasMatch() && data.contains(QStringLiteral("frame")))
        data.insert(QStringLiteral("frame"), match.captured(1));
    return data;
}

Result<QString> targetOf(const Representation &one, const QString &source, const anatomy::Anatomy &anatomy,
                         const QString &templateName, const QString &folder)
{
    if (templateName.isEmpty())
        return QString(folder + u'/' + QFileInfo(source).fileName());
    const Result<anatomy::FilledPath> filled = anatomy.path(category, templateName, dataOf(one, source));
    return filled ? Result<QString>(filled->path()) : fail(filled.error());
}

/// The bytes of a file on their way; told of and stopped block by block.
struct Carrier {
    const std::stop_token &stop;
    const std::function<void(const Progress &)> &progress;
    qint64 before = 0;
    qint64 total = 0;

    /// \returns the digest of what was read
    [[nodiscard]] Result<QString> carry(QFile &from, QFile &to, const QString &name) const
    {
        archive::Digest digest;
        for (qint64 done = 0;;) {
            const QByteArray block = from.read(blockBytes);
            if (block.isEmpty() && from.error() != QFileDevice::NoError)
                return unreadable(from);
            if (block.isEmpty())
                return digest.finish();
            if (stop.stop_requested())
                return fail(ErrorKind::Cancelled);
            if (to.write(block) != block.size())
                return unwritable(to);
            digest.add(block);
            done += block.size();
            progress({before + done, total, name});
        }
    }

    static tl::unexpected<Error> unreadable(const QFile &file)
    {
        return fail(ErrorKind::Internal,
                    QStringLiteral("%1 cannot be read: %2.").arg(file.fileName(), file.errorString()));
    }
    static tl::unexpected<Error> unwritable(const QFile &file)
    {
        return fail(file.error() == QFileDevice::ResourceError ? ErrorKind::NoSpace : ErrorKind::Internal,
                    QStringLiteral("%1 cannot be written: %2.").arg(file.fileName(), file.errorString()));
    }
};

/// Copies into a file beside the target and reads that again from the disk.
Result<> copyBeside(const DeliveredFile &one, const QString &part, const Carrier &carrier)
{
    QFile from(one.source);
    QFile to(part);
    if (!from.open(QIODevice::ReadOnly))
        return Carrier::unreadable(from);
    if (!to.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return Carrier::unwritable(to);
    const Result<QString> read = carrier.carry(from, to, QFileInfo(one.target).fileName());
    if (!read)
        return fail(read.error());
    if (!one.hash.isEmpty() && *read != one.hash)
        return fail(ErrorKind::Invalid,
                    QStringLiteral("%1 is not what was published: its content has changed.").arg(one.source));
    if (!to.flush() || ::fsync(to.handle()) != 0)
        return Carrier::unwritable(to);
    to.close();
    if (to.error() != QFileDevice::NoError)
        return Carrier::unwritable(to);
    const Result<QString> written = archive::fileDigest(part);
    if (!written)
        return fail(written.error());
    if (*written != *read)
        return fail(ErrorKind::Internal, QStringLiteral("What was written as %1 reads back as something else: the "
                                                        "disk may be failing.")
                                             .arg(one.target));
    return {};
}

Result<> copyOne(const DeliveredFile &one, const Carrier &carrier)
{
    const QString part = one.target + QStringLiteral(".part");
    QDir().mkpath(QFileInfo(one.target).path());
    if (auto copied = copyBeside(one, part, carrier); !copied) {
        QFile::remove(part);
        return copied;
    }
    QFile whole(part);
    if (whole.rename(one.target)) // refuses where something is
        return {};
    const QString why = whole.errorString();
    QFile::remove(part);
    return fail(ErrorKind::Internal, QStringLiteral("%1 cannot be put in place: %2.").arg(one.target, why));
}

/// Of what lies at the target already.
Result<> compare(const DeliveredFile &one)
{
    const Result<QString> there = archive::fileDigest(one.target);
    const Result<QString> wanted = one.hash.isEmpty() ? archive::fileDigest(one.source) : one.hash;
    if (!there || !wanted)
        return fail(there ? wanted.error() : there.error());
    if (*there != *wanted)
        return fail(ErrorKind::Invalid, QStringLiteral("%1 is there already and is another file.").arg(one.target));
    return {};
}
} // namespace

DeliveryPlan planDelivery(const std::vector<Representation> &representations, const anatomy::Anatomy &anatomy,
                          const QString &templateName, const QString &folder)
{
    DeliveryPlan made;
    QSet<QString> targets;
    for (const Representation &one : representations) {
        const QStringList sources = filesOf(one, anatomy);
        for (qsizetype n = 0; n < sources.size(); ++n) {
            const QString &source = sources[n];
            const Result<QString> target = targetOf(one, source, anatomy, templateName, folder);
            if (!target) {
                made.problems.append(target.error().message);
                continue;
            }
            const qint64 bytes = QFileInfo(source).size();
            const QFileInfo there(*target);
            const bool isThere = there.isFile() && there.size() == bytes;
            if (!QFileInfo(source).isFile())
                made.problems.append(QStringLiteral("%1 is not on this machine.").arg(source));
            else if (there.exists() && !isThere)
                made.problems.append(QStringLiteral("%1 is there already.").arg(*target));
            else if (targets.contains(target->toCaseFolded()))
                made.problems.append(QStringLiteral("Two files would become %1.").arg(*target));
            targets.insert(target->toCaseFolded());
            const PublishedFile *file =
                static_cast<std::size_t>(n) < one.files.size() ? &one.files[static_cast<std::size_t>(n)] : nullptr;
            const bool isKnown = file && file->hashType == QLatin1String("sha256");
            made.files.push_back({source, *target, isKnown ? file->hash : QString(), bytes, isThere});
            made.bytes += made.files.back().bytes;
        }
    }
    return made;
}

Result<> deliver(const DeliveryPlan &plan, const std::stop_token &stop,
                 const std::function<void(const Progress &)> &progress)
{
    if (!plan.problems.isEmpty())
        return fail(ErrorKind::Invalid, plan.problems.first(), plan.problems.join(u'\n'));
    qint64 before = 0;
    for (const DeliveredFile &one : plan.files) {
        if (stop.stop_requested())
            return fail(ErrorKind::Cancelled);
        const Carrier carrier{stop, progress, before, plan.bytes};
        if (auto done = one.isThere ? compare(one) : copyOne(one, carrier); !done)
            return done;
        before += one.bytes;
    }
    return {};
}

} // namespace hearth::load
