// SPDX-License-Identifier: Apache-2.0
#include "publisher/loader/delivery.h"
#include "archive/digest.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>

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

Result<> copyOne(const DeliveredFile &one, qint64 before, qint64 total, const std::stop_token &stop,
                 const std::function<void(const Progress &)> &progress)
{
    QFile from(one.source);
    QFile to(one.target + QStringLiteral(".part"));
    QDir().mkpath(QFileInfo(one.target).path());
    if (!from.open(QIODevice::ReadOnly))
        return fail(ErrorKind::Internal, QStringLiteral("%1 cannot be read: %2.").arg(one.source, from.errorString()));
    if (!to.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return fail(ErrorKind::Internal, QStringLiteral("%1 cannot be written: %2.").arg(one.target, to.errorString()));
    archive::Digest digest;
    qint64 done = 0;
    while (!from.atEnd()) {
        const QByteArray block = from.read(blockBytes);
        if (stop.stop_requested() || to.write(block) != block.size()) {
            const QString why = to.errorString();
            to.remove();
            return stop.stop_requested()
                       ? fail(ErrorKind::Cancelled)
                       : fail(ErrorKind::Internal, QStringLiteral("%1 cannot be written: %2.").arg(one.target, why));
        }
        digest.add(block);
        done += block.size();
        progress({before + done, total, QFileInfo(one.target).fileName()});
    }
    if (const QString hash = digest.finish(); !one.hash.isEmpty() && hash != one.hash) {
        to.remove();
        return fail(ErrorKind::Invalid,
                    QStringLiteral("%1 is not what was published: its content has changed.").arg(one.source));
    }
    to.close();
    if (!to.rename(one.target)) { // refuses where something is
        const QString why = to.errorString();
        to.remove();
        return fail(ErrorKind::Internal, QStringLiteral("%1 cannot be put in place: %2.").arg(one.target, why));
    }
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
            if (!QFileInfo(source).isFile())
                made.problems.append(QStringLiteral("%1 is not on this machine.").arg(source));
            else if (QFileInfo::exists(*target))
                made.problems.append(QStringLiteral("%1 is there already.").arg(*target));
            else if (targets.contains(target->toCaseFolded()))
                made.problems.append(QStringLiteral("Two files would become %1.").arg(*target));
            targets.insert(target->toCaseFolded());
            const PublishedFile *file =
                static_cast<std::size_t>(n) < one.files.size() ? &one.files[static_cast<std::size_t>(n)] : nullptr;
            const bool isKnown = file && file->hashType == QLatin1String("sha256");
            made.files.push_back({source, *target, isKnown ? file->hash : QString(), QFileInfo(source).size()});
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
        if (const Result<> copied = copyOne(one, before, plan.bytes, stop, progress); !copied)
            return copied;
        before += one.bytes;
    }
    return {};
}

} // namespace hearth::load
