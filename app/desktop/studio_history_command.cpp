// SPDX-License-Identifier: Apache-2.0
#include "desktop/studio_subjects.h"
#include "studio_admin/history.h"

#include <cstdio>

namespace hearth::desktop
{

namespace
{
using studio_admin::HistoryEntry;
using studio_admin::HistoryFilter;

constexpr const char *historyUsage =
    "hearth studio history [--user U] [--project P] [--entity TYPE[:ID]] [--action A] [--text WORDS] [--since T] "
    "[--until T] [--limit N | --export FILE.csv|FILE.jsonl] [--json]; a time is 2026-01-31, 2026-01-31T10:20, or a "
    "while "
    "ago like 90m, 12h, 7d.";
constexpr const char *retentionUsage = "hearth studio retention [--set NAME=DAYS,…] [--run] [--dry-run] [--json]; "
                                       "names are changes, events, logs, sessions "
                                       "and files, 0 days keep for ever.";
constexpr int mostShown = 100'000;

/// Errors: Invalid.
Result<HistoryFilter> filterOf(const StudioCall &call)
{
    HistoryFilter made;
    made.user = call.option("--user");
    made.project = call.option("--project");
    made.entityType = call.option("--entity").section(u':', 0, 0);
    made.entityId = call.option("--entity").section(u':', 1);
    made.action = call.option("--action");
    made.text = call.option("--text");
    for (const auto &[option, into] : {std::pair("--since", &made.since), std::pair("--until", &made.until)}) {
        if (!call.has(option))
            continue;
        const Result<QString> time = studio_admin::historyTime(call.option(option), QDateTime::currentDateTimeUtc());
        if (!time)
            return fail(time.error());
        *into = *time;
    }
    return made;
}

QJsonObject asJson(const HistoryEntry &entry)
{
    return {{"id", entry.id},
            {"at", entry.at.toString(Qt::ISODateWithMs)},
            {"user", entry.user},
            {"action", entry.action},
            {"entityType", entry.entityType},
            {"entityId", entry.entityId},
            {"entityName", entry.entityName},
            {"project", entry.project},
            {"before", entry.before},
            {"after", entry.after},
            {"sender", entry.sender},
            {"address", entry.address},
            {"request", entry.request}};
}

int exportTo(const StudioCall &call, const client::Server &server, const HistoryFilter &filter)
{
    const QString file = call.option("--export");
    const Result<qint64> entries = studio_admin::exportHistory(server, filter, file, [&call](qint64 soFar) {
        if (!call.wantsJson() && soFar >= 5000)
            std::fprintf(stderr, "%lld entries…\n", static_cast<long long>(soFar));
    });
    if (!entries)
        return call.failed(entries.error());
    return call.answer({{"ok", true}, {"file", file}, {"entries", *entries}},
                       {QStringLiteral("%1 holds what was found: %2.").arg(file).arg(*entries)});
}

int show(const StudioCall &call, const client::Server &server, const HistoryFilter &filter, int limit)
{
    const Result<studio_admin::HistoryPage> page = studio_admin::readHistory(server, filter, 0, limit);
    if (!page)
        return call.failed(page.error());
    QJsonArray list;
    QStringList lines;
    for (const HistoryEntry &entry : page->entries) {
        list.append(asJson(entry));
        lines.append(studio_admin::historyLine(entry));
    }
    if (lines.isEmpty())
        lines.append(QStringLiteral("Nothing is written of that."));
    else if (page->cursor > 0)
        lines.append(QStringLiteral("There is more: say --limit N, or --export FILE for all of it."));
    return call.answer({{"ok", true}, {"changes", list}, {"hasMore", page->cursor > 0}}, lines);
}

QStringList linesOf(const QJsonObject &run)
{
    QStringList lines;
    const bool isDry = run.value(QLatin1String("dryRun")).toBool();
    for (const QJsonValue &one : run.value(QLatin1String("kinds")).toArray())
        lines.append(QStringLiteral("%1: %2 %3 (%4 KiB)")
                         .arg(one[QLatin1String("kind")].toString())
                         .arg(static_cast<qint64>(one[QLatin1String("rows")].toDouble()))
                         .arg(isDry ? QStringLiteral("would go") : QStringLiteral("are gone"))
                         .arg(static_cast<qint64>(one[QLatin1String("bytes")].toDouble()) / 1024));
    if (!run.value(QLatin1String("isComplete")).toBool())
        lines.append(QStringLiteral("That was not all; the server goes on with its next daily run."));
    if (isDry)
        lines.append(QStringLiteral("Nothing was removed."));
    return lines;
}

int retention(const StudioCall &call, const client::Server &server, const QJsonObject &wanted)
{
    const bool saves = !wanted.isEmpty() && !call.isDry();
    const Result<QJsonObject> days =
        saves ? studio_admin::saveRetention(server, wanted) : studio_admin::readRetention(server);
    if (!days)
        return call.failed(days.error());
    QStringList lines;
    for (auto it = days->begin(); it != days->end(); ++it)
        lines.append(QStringLiteral("%1 are kept %2")
                         .arg(it.key(), it->toInt() == 0   ? QStringLiteral("for ever")
                                        : it->toInt() == 1 ? QStringLiteral("for a day")
                                                           : QStringLiteral("%1 days").arg(it->toInt())));
    QJsonObject json{{"ok", true}, {"saved", saves}, {"days", *days}};
    if (call.has("--run") || call.isDry()) {
        const Result<QJsonObject> run = studio_admin::runRetention(server, call.isDry());
        if (!run)
            return call.failed(run.error());
        json.insert(QStringLiteral("run"), *run);
        lines += linesOf(*run);
    }
    return call.answer(json, lines);
}
} // namespace

int studioHistoryCommand(const StudioCall &call)
{
    const Result<HistoryFilter> filter = filterOf(call);
    bool isNumber = false;
    const int limit = call.option("--limit", QStringLiteral("50")).toInt(&isNumber);
    if (!call.verb().isEmpty() || !isNumber || limit < 1 || limit > mostShown)
        return call.wrongUse(QString::fromUtf8(historyUsage));
    if (!filter)
        return call.wrongUse(filter.error().message);
    const Result<client::Server> server = call.server();
    if (!server)
        return call.failed(server.error());
    return call.has("--export") ? exportTo(call, *server, *filter) : show(call, *server, *filter, limit);
}

int studioRetentionCommand(const StudioCall &call)
{
    const Result<QJsonObject> wanted = studio_admin::retentionFrom(call.option("--set"));
    if (!call.verb().isEmpty())
        return call.wrongUse(QString::fromUtf8(retentionUsage));
    if (!wanted)
        return call.wrongUse(wanted.error().message);
    const Result<client::Server> server = call.server();
    return server ? retention(call, *server, *wanted) : call.failed(server.error());
}

} // namespace hearth::desktop
