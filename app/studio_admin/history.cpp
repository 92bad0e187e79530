// SPDX-License-Identifier: Apache-2.0
#include "studio_admin/history.h"
#include "studio_admin/settings_edit.h"

#include <QRegularExpression>
#include <QSaveFile>
#include <QUrlQuery>

#include <algorithm>

namespace hearth::studio_admin
{

namespace
{
constexpr int pageLimit = 500;

QString pathOf(const QString &route, const HistoryFilter &filter, qint64 cursor, int limit)
{
    QUrlQuery query;
    const auto put = [&query](const char *name, const QString &value) {
        if (!value.isEmpty())
            query.addQueryItem(QLatin1String(name), QString::fromLatin1(QUrl::toPercentEncoding(value)));
    };
    put("user", filter.user);
    put("project", filter.project);
    put("entityType", filter.entityType);
    put("entityId", filter.entityId);
    put("action", filter.action);
    put("since", filter.since);
    put("until", filter.until);
    put("text", filter.text);
    if (cursor > 0)
        put("cursor", QString::number(cursor));
    if (limit > 0)
        put("limit", QString::number(limit));
    return route + u'?' + query.query(QUrl::FullyEncoded);
}

HistoryEntry entryOf(const QJsonObject &given)
{
    const auto text = [&given](const char *name) { return given.value(QLatin1String(name)).toString(); };
    return {static_cast<qint64>(given.value(QLatin1String("id")).toDouble()),
            QDateTime::fromString(text("at"), Qt::ISODateWithMs),
            text("user"),
            text("action"),
            text("entityType"),
            text("entityId"),
            text("entityName"),
            text("project"),
            given.value(QLatin1String("before")).toObject(),
            given.value(QLatin1String("after")).toObject(),
            text("sender"),
            text("address"),
            text("request")};
}

QString wordOf(const QJsonObject &values, const QString &name)
{
    if (!values.contains(name))
        return QStringLiteral("nothing");
    const QJsonValue value = values.value(name);
    return value.isString() ? value.toString() : asWords(value);
}
} // namespace

Result<HistoryPage> readHistory(const client::Server &server, const HistoryFilter &filter, qint64 cursor, int limit,
                                const std::function<bool()> &goesOn)
{
    HistoryPage page;
    page.cursor = cursor;
    do {
        const int wanted = std::min(limit - static_cast<int>(page.entries.size()), pageLimit);
        const Result<Answer> answer =
            ask(server, "GET", pathOf(QStringLiteral("/api/hearth/history"), filter, page.cursor, wanted));
        if (!answer)
            return fail(answer.error());
        const QJsonObject body = answer->body.object();
        for (const QJsonValue &one : body.value(QLatin1String("changes")).toArray())
            page.entries.push_back(entryOf(one.toObject()));
        page.cursor = static_cast<qint64>(body.value(QLatin1String("cursor")).toDouble());
    } while (page.cursor > 0 && static_cast<int>(page.entries.size()) < limit && (!goesOn || goesOn()));
    return page;
}

Result<qint64> exportHistory(const client::Server &server, const HistoryFilter &filter, const QString &file,
                             const std::function<void(qint64)> &said)
{
    const bool isTable = file.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive);
    QSaveFile target(file);
    const auto failed = [&target, &file] {
        return fail(ErrorKind::Internal,
                    QStringLiteral("%1 cannot be written: %2. Nothing was kept.").arg(file, target.errorString()));
    };
    if (!target.open(QIODevice::WriteOnly))
        return failed();
    qint64 entries = isTable ? -1 : 0; // the first line of a table names its columns
    qint64 cursor = 0;
    do {
        const QString path = pathOf(QStringLiteral("/api/hearth/history/export"), filter, cursor, 0) +
                             QStringLiteral("&format=") + (isTable ? QStringLiteral("csv") : QStringLiteral("jsonl"));
        const Result<Answer> answer = ask(server, "GET", path);
        if (!answer)
            return fail(answer.error());
        if (target.write(answer->text) != answer->text.size())
            return failed();
        // Values are JSON without line ends of their own, so each line is one entry.
        entries += answer->text.count('\n');
        cursor = answer->cursor;
        if (said)
            said(std::max<qint64>(entries, 0));
    } while (cursor > 0);
    return target.commit() ? Result<qint64>(std::max<qint64>(entries, 0)) : failed();
}

Result<QString> historyTime(const QString &text, const QDateTime &now)
{
    static const QRegularExpression ago(QStringLiteral("^(\\d{1,5})([mhd])$"));
    static const QRegularExpression time(QStringLiteral("^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2})?)?$"));
    if (const auto found = ago.match(text); found.hasMatch()) {
        const qint64 unit = found.captured(2) == QLatin1String("m")   ? 60
                            : found.captured(2) == QLatin1String("h") ? 3600
                                                                      : 86400;
        return now.toUTC().addSecs(-found.captured(1).toLongLong() * unit).toString(Qt::ISODate);
    }
    if (!time.match(text).hasMatch() || !QDateTime::fromString(text, Qt::ISODate).isValid())
        return fail(ErrorKind::Invalid,
                    QStringLiteral("\"%1\" is no time. Times are like 2026-01-31, 2026-01-31T10:20, or a while ago "
                                   "like 90m, 12h, 7d.")
                        .arg(text));
    return text;
}

QStringList historyDifferences(const HistoryEntry &entry)
{
    QStringList names = entry.before.keys();
    for (const QString &name : entry.after.keys())
        if (!names.contains(name))
            names.append(name);
    QStringList made;
    for (const QString &name : names) {
        const QString head = QString(name).remove(QLatin1String("_changed"));
        const QString after = wordOf(entry.after, name);
        const QString before = wordOf(entry.before, name);
        made.append(entry.action == QLatin1String("update")
                        ? QStringLiteral("%1: %2 → %3").arg(head, before, after)
                        : QStringLiteral("%1: %2").arg(head, entry.after.contains(name) ? after : before));
    }
    return made;
}

QString historyLine(const HistoryEntry &entry)
{
    constexpr qsizetype shown = 160;
    QString what = historyDifferences(entry).join(QStringLiteral("; ")).simplified();
    if (what.size() > shown)
        what = what.left(shown) + u'…';
    const QString name = entry.entityName.isEmpty() ? entry.entityId : entry.entityName;
    const QString place = entry.project.isEmpty() ? QString() : entry.project + QStringLiteral(": ");
    return QStringLiteral("%1  %2  %3%4 %5 %6%7")
        .arg(entry.at.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")),
             entry.user.isEmpty() ? QStringLiteral("(server)") : entry.user, place, entry.action, entry.entityType,
             name, what.isEmpty() || entry.action != QLatin1String("update") ? QString() : QStringLiteral(": ") + what);
}

Result<QJsonObject> readRetention(const client::Server &server)
{
    const Result<Answer> answer = ask(server, "GET", QStringLiteral("/api/hearth/retention"));
    return answer ? Result<QJsonObject>(answer->body.object()) : fail(answer.error());
}

Result<QJsonObject> saveRetention(const client::Server &server, const QJsonObject &days)
{
    const Result<Answer> answer = ask(server, "PUT", QStringLiteral("/api/hearth/retention"), days);
    return answer ? Result<QJsonObject>(answer->body.object()) : fail(answer.error());
}

Result<QJsonObject> retentionFrom(const QString &text)
{
    QJsonObject made;
    for (const QString &part : text.split(u',', Qt::SkipEmptyParts)) {
        bool isNumber = false;
        const qint64 days = part.section(u'=', 1).toLongLong(&isNumber);
        if (!isNumber || days < 0 || part.section(u'=', 0, 0).isEmpty())
            return fail(ErrorKind::Invalid,
                        QStringLiteral("\"%1\" is not like changes=365; 0 days keep for ever.").arg(part));
        made.insert(part.section(u'=', 0, 0), days);
    }
    return made;
}

Result<QJsonObject> runRetention(const client::Server &server, bool isDry)
{
    const Result<Answer> answer =
        ask(server, "POST",
            QStringLiteral("/api/hearth/retention/run") + (isDry ? QStringLiteral("?dryRun=true") : QString()));
    return answer ? Result<QJsonObject>(answer->body.object()) : fail(answer.error());
}

} // namespace hearth::studio_admin
