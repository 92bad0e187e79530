// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/process_model.h"

#include "ui_kit/glyphs.h"
#include "ui_kit/row_roles.h"

#include <QCoreApplication>

namespace hearth::launcher_ui
{

namespace role = ui_kit::row_role;

namespace
{

QString tr(const char *words)
{
    return QCoreApplication::translate("hearth::launcher_ui", words);
}

QString duration(const QDateTime &from, const QDateTime &to)
{
    constexpr qint64 hour = 3600;
    const qint64 seconds = qMax<qint64>(0, from.secsTo(to));
    if (seconds < 60)
        return tr("%1 s").arg(seconds);
    return seconds < hour ? tr("%1 min").arg(seconds / 60)
                          : tr("%1 h %2 min").arg(seconds / hour).arg(seconds % hour / 60);
}

bool isRunning(ProcessState state)
{
    return state == ProcessState::Running || state == ProcessState::Starting;
}

QString stateGlyph(ProcessState state)
{
    if (state == ProcessState::Failed)
        return QStringLiteral("error_outline");
    return isRunning(state) ? QStringLiteral("play_circle_outline") : QStringLiteral("check_circle_outline");
}

} // namespace

QString processStateWords(const Process &process, const QDateTime &now)
{
    switch (process.state) {
    case ProcessState::Starting:
        return tr("starting");
    case ProcessState::Running:
        return tr("running, %1").arg(duration(process.since, now));
    case ProcessState::Failed:
        return process.exitCode ? tr("failed with code %1").arg(*process.exitCode) : tr("failed");
    case ProcessState::Ended:
        break;
    }
    return process.until.isValid() ? tr("ended after %1").arg(duration(process.since, process.until)) : tr("ended");
}

ProcessModel::ProcessModel(QObject *parent) : RowListModel(parent), m_now(QDateTime::currentDateTimeUtc()) {}

void ProcessModel::setNow(const QDateTime &now)
{
    m_now = now;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {role::SecondLine, Qt::AccessibleTextRole});
}

QVariant ProcessModel::data(const QModelIndex &index, int wanted) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Process &process = row(index.row());
    const bool isAlive = isRunning(process.state);
    switch (wanted) {
    case Qt::DisplayRole:
        return process.application;
    case Qt::AccessibleTextRole:
        return tr("%1, %2, %3").arg(process.application, process.context, processStateWords(process, m_now));
    case role::SecondLine:
        return tr("%1 · %2").arg(process.context, processStateWords(process, m_now));
    case role::Glyph:
        return process.icon;
    case role::GlyphKindRole:
        return static_cast<int>(ui_kit::GlyphKind::Application);
    case role::GlyphColor:
        return isAlive ? process.iconColor : QColor();
    case role::TrailingGlyph:
        return stateGlyph(process.state);
    case role::TrailingOnTop:
        return true;
    case role::IsDimmed:
        return !isAlive;
    case role::Id:
        return process.id;
    default:
        return {};
    }
}

} // namespace hearth::launcher_ui
