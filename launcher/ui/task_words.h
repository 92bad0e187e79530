// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/studio_types.h"
#include "ui_kit/row_roles.h"

#include <QString>

namespace hearth::launcher_ui
{

/// A due date in words, and how urgent it is.
struct DueWords {
    QString text; ///< "Thu, 2 days late", "today", "Wed"; empty without a date
    ui_kit::Tone tone = ui_kit::Tone::Dim;
};
DueWords dueWords(const QDate &due, const QDate &today);

/// The same inside a sentence: "due today", "2 days late", "Friday".
QString dueSentence(const QDate &due, const QDate &today);

/// "Anna, you · due today · high"
QString taskSecondLine(const Task &task, const QDate &today);

/// "Lantern / assets / hero"
QString pathWords(const QString &projectLabel, const QString &folderPath);

/// "just now", "12 minutes ago", "yesterday", "Monday", "3 March"
QString ageWords(const QDateTime &when, const QDateTime &now);

QString priorityWord(Priority priority);

/// "hero · modeling"
QString contextWords(const Context &context);

} // namespace hearth::launcher_ui
