// SPDX-License-Identifier: Apache-2.0
#include "publisher/journal.h"
#include "core/whole_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>

namespace hearth::publish
{

namespace
{
constexpr int format = 1;
constexpr qint64 largestJournal = 1024ll * 1024 * 1024;
constexpr std::array states{"staging", "staged", "committed", "withdrawing", "kept"};

QStringList texts(const QJsonValue &list)
{
    QStringList made;
    for (const QJsonValue &one : list.toArray())
        made.append(one.toString());
    return made;
}
} // namespace

QJsonObject journalToJson(const Journal &journal)
{
    QJsonArray files;
    for (const JournalFile &one : journal.files)
        files.append(QJsonArray{one.stage, one.target, one.content.size, one.content.sha256});
    return {
        {"format", format},
        {"id", journal.id},
        {"server", journal.server},
        {"project", journal.project},
        {"host", journal.host},
        {"owner",
         QJsonObject{{"pid", journal.owner.pid}, {"started", journal.owner.startTime}, {"mark", journal.owner.mark}}},
        {"state", states.at(static_cast<std::size_t>(journal.state))},
        {"begun", journal.begun},
        {"versions", QJsonArray::fromStringList(journal.versionIds)},
        {"newProducts", QJsonArray::fromStringList(journal.newProductIds)},
        {"madeFolders", QJsonArray::fromStringList(journal.madeFolders)},
        {"stageFolders", QJsonArray::fromStringList(journal.stageFolders)},
        {"files", files}};
}

Result<Journal> journalFromJson(const QJsonObject &object)
{
    Journal made;
    const auto state = std::find(states.begin(), states.end(), object.value(QLatin1String("state")).toString());
    if (object.value(QLatin1String("format")).toInt() != format || state == states.end())
        return fail(ErrorKind::Invalid, QStringLiteral("This is no journal of this version."));
    made.state = static_cast<JournalState>(state - states.begin());
    made.id = object.value(QLatin1String("id")).toString();
    made.server = object.value(QLatin1String("server")).toString();
    made.project = object.value(QLatin1String("project")).toString();
    made.host = object.value(QLatin1String("host")).toString();
    const QJsonObject owner = object.value(QLatin1String("owner")).toObject();
    made.owner = {owner.value(QLatin1String("pid")).toInteger(), owner.value(QLatin1String("started")).toDouble(),
                  owner.value(QLatin1String("mark")).toString()};
    made.begun = object.value(QLatin1String("begun")).toString();
    made.versionIds = texts(object.value(QLatin1String("versions")));
    made.newProductIds = texts(object.value(QLatin1String("newProducts")));
    made.madeFolders = texts(object.value(QLatin1String("madeFolders")));
    made.stageFolders = texts(object.value(QLatin1String("stageFolders")));
    for (const QJsonValue &one : object.value(QLatin1String("files")).toArray()) {
        const QJsonArray file = one.toArray();
        made.files.push_back(
            {file.at(0).toString(), file.at(1).toString(), {file.at(2).toInteger(), file.at(3).toString()}});
    }
    if (made.id.isEmpty() || made.versionIds.isEmpty())
        return fail(ErrorKind::Invalid, QStringLiteral("This journal says nothing."));
    return made;
}

QString JournalFolder::fileOf(const QString &id) const
{
    return m_folder + u'/' + id + QStringLiteral(".json");
}

Result<> JournalFolder::write(const Journal &journal) const
{
    if (!QDir(m_folder).exists()) {
        if (!QDir().mkpath(m_folder))
            return fail(ErrorKind::Internal, QStringLiteral("The folder %1 cannot be made.").arg(m_folder));
        if (const Result<> safe = m_disk->sync({}, {m_folder.section(u'/', 0, -2)}); !safe)
            return safe;
    }
    return m_disk->writeWhole(fileOf(journal.id), QJsonDocument(journalToJson(journal)).toJson(QJsonDocument::Compact));
}

Result<> JournalFolder::close(const Journal &journal) const
{
    if (const Result<> removed = m_disk->remove(fileOf(journal.id)); !removed)
        return removed;
    return m_disk->sync({}, {m_folder});
}

std::vector<Journal> JournalFolder::all(QStringList &damaged) const
{
    std::vector<Journal> list;
    for (const QString &name : QDir(m_folder).entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        const QString path = m_folder + u'/' + name;
        const Result<QByteArray> text = readFile(path, largestJournal);
        Result<Journal> one = text ? journalFromJson(QJsonDocument::fromJson(*text).object()) : fail(text.error());
        if (one)
            list.push_back(std::move(*one));
        else if (text || text.error().kind != ErrorKind::NotFound)
            damaged.append(path);
    }
    return list;
}

process::ProcessIdentity thisProcess()
{
    return process::identityOf(QCoreApplication::applicationPid());
}

} // namespace hearth::publish
