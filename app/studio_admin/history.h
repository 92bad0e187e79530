// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_admin/answers.h"

#include <QDateTime>

#include <functional>
#include <vector>

/// Who changed what in a studio, when and from where, and how long that is kept. What speaks to a server blocks; never
/// on the GUI thread. Errors: the server's; NotFound where the server keeps no history.
namespace hearth::studio_admin
{

/// What to look for; empty members do not matter.
struct HistoryFilter {
    QString user;
    QString project;
    QString entityType;
    QString entityId;
    QString action; ///< create, update, delete, login, logout, refused, read
    QString since;  ///< as `historyTime` gives it
    QString until;
    QString text; ///< somewhere in the id or the values
};

struct HistoryEntry {
    qint64 id = 0;
    QDateTime at; ///< UTC
    QString user; ///< empty: the server itself
    QString action;
    QString entityType;
    QString entityId;
    QString entityName; ///< as it is called now; empty for what is no more
    QString project;
    QJsonObject before;
    QJsonObject after;
    QString sender;
    QString address;
    QString request;
};

struct HistoryPage {
    std::vector<HistoryEntry> entries; ///< newest first
    qint64 cursor = 0;                 ///< where to go on; 0: there is nothing older
};

/// Fills a page: asks until there are `limit` entries or nothing older, which may take several answers.
/// \param cursor of the page before; 0 for the newest \param goesOn asked between two answers; may be empty
[[nodiscard]] Result<HistoryPage> readHistory(const client::Server &server, const HistoryFilter &filter, qint64 cursor,
                                              int limit, const std::function<bool()> &goesOn = {});
/// Writes all of it into a file, which is there whole or not at all: a table where its name ends in .csv, else one JSON
/// object a line. \returns the number of entries \param said told how many there are so far; may be empty
[[nodiscard]] Result<qint64> exportHistory(const client::Server &server, const HistoryFilter &filter,
                                           const QString &file, const std::function<void(qint64)> &said = {});

/// A time as people say it: 2026-01-31, 2026-01-31T10:20, or a while ago as 90m, 12h, 7d. Pure. Errors: Invalid.
[[nodiscard]] Result<QString> historyTime(const QString &text, const QDateTime &now);
/// "2026-01-31 10:20:30  anna  update folder /shots/sh010: status In progress → Done". Pure.
[[nodiscard]] QString historyLine(const HistoryEntry &entry);
/// "status: In progress → Done", one for each member that is different; of what was made, deleted or refused the values
/// alone. Pure.
[[nodiscard]] QStringList historyDifferences(const HistoryEntry &entry);

/// How long things are kept, in days by name: changes, events, logs, sessions, files; 0: for ever.
[[nodiscard]] Result<QJsonObject> readRetention(const client::Server &server);
[[nodiscard]] Result<QJsonObject> saveRetention(const client::Server &server, const QJsonObject &days);
/// changes=365,logs=7 as days by name. Pure. Errors: Invalid.
[[nodiscard]] Result<QJsonObject> retentionFrom(const QString &text);
/// Removes what is older, or says what would go. \returns the server's answer: isComplete, kinds
[[nodiscard]] Result<QJsonObject> runRetention(const client::Server &server, bool isDry);

} // namespace hearth::studio_admin
