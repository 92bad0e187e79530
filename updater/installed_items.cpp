// SPDX-License-Identifier: Apache-2.0
#include "updater/installed_items.h"
#include "core/entity_id.h"
#include "core/whole_file.h"

#include <QDateTime>
#include <QFileInfo>
#include <QLockFile>

namespace hearth::update
{

namespace
{
QString stamp(const QDateTime &time)
{
    return time.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

bool checksumFits(const PlanItem &item, const QJsonObject &entry)
{
    const QString recorded = entry.value(QLatin1String("checksum")).toString().toLower();
    const QString algorithm = entry.value(QLatin1String("checksum_algorithm")).toString(QStringLiteral("sha256"));
    return item.checksum.isEmpty() || recorded.isEmpty() || algorithm != item.checksumAlgorithm ||
           recorded == item.checksum;
}
} // namespace

QString InstalledItems::listFile(const PlanItem &item) const
{
    return item.kind == QLatin1String("addon") ? m_folders.addons + QStringLiteral("/addons.json")
                                               : m_folders.dependencyPackages + QStringLiteral("/dependency.json");
}

QJsonObject InstalledItems::listedEntry(const PlanItem &item) const
{
    const QJsonObject list = readJsonFile(listFile(item)).value_or(QJsonObject{});
    const QJsonObject entry = list.value(item.name).toObject();
    return item.kind == QLatin1String("addon") ? entry.value(item.version).toObject() : entry;
}

bool InstalledItems::isComplete(const PlanItem &item) const
{
    if (!QFileInfo(item.folder).isDir())
        return false;
    const Result<QJsonObject> progress = readJsonFile(item.folder + u'/' + progressFileName);
    if (progress)
        return progress->value(QLatin1String("state")).toString() == QLatin1String("done") &&
               checksumFits(item, *progress);
    const QJsonObject listed = listedEntry(item);
    if (progress.error().kind != ErrorKind::NotFound || listed.isEmpty() || !checksumFits(item, listed))
        return false;
    // Put there by an older launcher: give it the progress file that today's launchers look for.
    const QDateTime now = QDateTime::currentDateTime();
    return writeFile(item.folder + u'/' + progressFileName,
                     finishedProgress(listed.value(QLatin1String("checksum")).toString(),
                                      listed.value(QLatin1String("checksum_algorithm")).toString(), now, now))
        .has_value();
}

QByteArray InstalledItems::finishedProgress(const QString &checksum, const QString &algorithm, const QDateTime &started,
                                            const QDateTime &finished)
{
    const QJsonObject object{
        {"state", "done"},
        {"progress_id", QString::fromStdString(randomHex(16))},
        {"checksum", checksum.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(checksum)},
        {"checksum_algorithm", algorithm.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(algorithm)},
        {"dist_started", stamp(started)},
        {"dist_finished", stamp(finished)}};
    return QJsonDocument(object).toJson();
}

Result<> InstalledItems::record(const PlanItem &item, const contract::Source &used, const QString &checksum,
                                const QString &algorithm) const
{
    const QString path = listFile(item);
    QLockFile lock(path + QStringLiteral(".lock"));
    lock.setStaleLockTime(20'000);
    if (!lock.tryLock(5'000))
        return fail(ErrorKind::Timeout, QStringLiteral("%1 is in use by another program.").arg(path));
    QJsonObject list = readJsonFile(path).value_or(QJsonObject{});
    const QJsonObject entry{{"source", json::write(used)},
                            {"checksum", checksum},
                            {"checksum_algorithm", algorithm},
                            {"distributed_dt", stamp(QDateTime::currentDateTime())}};
    if (item.kind == QLatin1String("addon")) {
        QJsonObject versions = list.value(item.name).toObject();
        versions.insert(item.version, entry);
        list.insert(item.name, versions);
    } else {
        list.insert(item.name, entry);
    }
    return writeJsonFile(path, list);
}

} // namespace hearth::update
