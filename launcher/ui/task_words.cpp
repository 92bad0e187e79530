// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/task_words.h"

#include <QCoreApplication>
#include <QLocale>

namespace hearth::launcher_ui
{

namespace
{

constexpr int daysInWeek = 7;

QString tr(const char *words, int n = -1)
{
    return QCoreApplication::translate("hearth::launcher_ui", words, nullptr, n);
}

// English sources carry their plural in "(s)"; without a translation file one of both is chosen here.
QString counted(const char *one, const char *many, int n)
{
    return tr(n == 1 ? one : many).arg(n);
}

QString weekday(const QDate &date, QLocale::FormatType form)
{
    return QLocale().dayName(date.dayOfWeek(), form);
}

QString nearDate(const QDate &date, const QDate &today, QLocale::FormatType form)
{
    const qint64 days = today.daysTo(date);
    if (days > -daysInWeek && days < daysInWeek)
        return weekday(date, form);
    const QString pattern = date.year() == today.year() ? QStringLiteral("d MMM") : QStringLiteral("d MMM yyyy");
    return QLocale().toString(date, pattern);
}

QString lateWords(int days)
{
    return counted("%1 day late", "%1 days late", days);
}

} // namespace

DueWords dueWords(const QDate &due, const QDate &today)
{
    if (!due.isValid())
        return {};
    const auto days = static_cast<int>(today.daysTo(due));
    if (days < 0)
        return {tr("%1, %2").arg(nearDate(due, today, QLocale::ShortFormat), lateWords(-days)), ui_kit::Tone::Problem};
    if (days == 0)
        return {tr("today"), ui_kit::Tone::Warning};
    return {nearDate(due, today, QLocale::ShortFormat), ui_kit::Tone::Dim};
}

QString dueSentence(const QDate &due, const QDate &today)
{
    if (!due.isValid())
        return {};
    const auto days = static_cast<int>(today.daysTo(due));
    if (days < 0)
        return lateWords(-days);
    return days == 0 ? tr("due today") : nearDate(due, today, QLocale::LongFormat);
}

QString taskSecondLine(const Task &task, const QDate &today)
{
    QStringList people = task.assignees;
    if (task.isMine)
        people.append(tr("you"));
    QStringList parts;
    if (!task.isActive)
        parts.append(tr("deactivated"));
    if (!people.isEmpty())
        parts.append(people.join(QStringLiteral(", ")));
    for (const QString &part : {dueSentence(task.due, today), priorityWord(task.priority)}) {
        if (!part.isEmpty())
            parts.append(part);
    }
    if (!task.waitsFor.isEmpty())
        parts.append(tr("waits for %1").arg(task.waitsFor));
    return parts.isEmpty() ? tr("nobody assigned") : parts.join(QStringLiteral(" · "));
}

QString pathWords(const QString &projectLabel, const QString &folderPath)
{
    QStringList parts = folderPath.split(QLatin1Char('/'), Qt::SkipEmptyParts);
    parts.prepend(projectLabel);
    return parts.join(QStringLiteral(" / "));
}

QString ageWords(const QDateTime &when, const QDateTime &now)
{
    if (!when.isValid())
        return {};
    constexpr qint64 minute = 60;
    constexpr qint64 hour = 60 * minute;
    const qint64 seconds = when.secsTo(now);
    if (seconds < minute)
        return tr("just now");
    if (seconds < hour)
        return counted("%1 minute ago", "%1 minutes ago", static_cast<int>(seconds / minute));
    const QDate day = when.toLocalTime().date();
    const QDate today = now.toLocalTime().date();
    if (day == today)
        return counted("%1 hour ago", "%1 hours ago", static_cast<int>(seconds / hour));
    if (day.daysTo(today) == 1)
        return tr("yesterday");
    return nearDate(day, today, QLocale::LongFormat);
}

QString priorityWord(Priority priority)
{
    switch (priority) {
    case Priority::Low:
        return tr("low");
    case Priority::High:
        return tr("high");
    case Priority::Urgent:
        return tr("urgent");
    case Priority::None:
    case Priority::Normal:
        break;
    }
    return {};
}

QString contextWords(const Context &context)
{
    const QString folder = context.folderPath.section(QLatin1Char('/'), -1);
    return context.taskName.isEmpty() ? folder : folder + QStringLiteral(" · ") + context.taskName;
}

} // namespace hearth::launcher_ui
