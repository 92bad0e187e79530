// SPDX-License-Identifier: Apache-2.0
#include "desktop/process_watch.h"

#include <QDateTime>
#include <QFile>

#include <algorithm>
#include <chrono>

namespace hearth::desktop
{

using namespace std::chrono_literals;

namespace
{
constexpr qint64 mostOutput = 1024 * 1024; // bytes shown of one process
constexpr int mostLines = 10'000;
} // namespace

ProcessWatch::ProcessWatch(composition::Desktop &desktop, QObject *parent) : QObject(parent), m_desktop(desktop)
{
    m_timer.setInterval(500ms);
    connect(&m_timer, &QTimer::timeout, this, &ProcessWatch::look);
    refresh();
}

void ProcessWatch::refresh()
{
    m_records = m_desktop.processes->all();
    std::vector<launcher_ui::Process> shown;
    for (auto it = m_records.rbegin(); it != m_records.rend(); ++it) {
        launcher_ui::Process one;
        one.id = it->id;
        one.application = it->label;
        if (const auto kind = m_desktop.definitions.kinds.constFind(it->application.section(u'/', 0, 0));
            kind != m_desktop.definitions.kinds.constEnd()) {
            one.icon = kind->icon;
            one.iconColor = QColor(kind->iconColor);
        }
        one.context = it->folderPath.section(u'/', -1) + QStringLiteral(" · ") + it->taskName;
        one.since = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(it->startTime * 1000));
        one.pid = it->pid;
        one.logFile = it->outputFile;
        const bool isRunning = process::isRunning(it->identity());
        one.state = isRunning ? launcher_ui::ProcessState::Running : launcher_ui::ProcessState::Ended;
        for (const launcher_ui::Process &known : m_shown)
            if (known.id == one.id && !isRunning)
                one.until = known.until.isValid() ? known.until : QDateTime::currentDateTime();
        shown.push_back(std::move(one));
    }
    m_shown = std::move(shown);
    const bool isAnyRunning = std::any_of(m_shown.begin(), m_shown.end(), [](const launcher_ui::Process &one) {
        return one.state == launcher_ui::ProcessState::Running;
    });
    isAnyRunning ? m_timer.start() : m_timer.stop();
    Q_EMIT changed();
}

void ProcessWatch::look()
{
    followOutput();
    QStringList gone;
    for (const launcher_ui::Process &one : m_shown)
        if (const launch::ProcessRecord *known = record(one.id);
            one.state == launcher_ui::ProcessState::Running && known && !process::isRunning(known->identity()))
            gone.append(one.id);
    if (gone.isEmpty())
        return;
    refresh();
    for (const QString &id : gone)
        Q_EMIT ended(id);
}

void ProcessWatch::followOutput()
{
    for (const launch::ProcessRecord &one : m_records) {
        QFile file(one.outputFile);
        qint64 &read = m_read[one.id];
        if (!file.open(QIODevice::ReadOnly) || file.size() <= read)
            continue;
        read = std::max(read, file.size() - mostOutput);
        file.seek(read);
        const QByteArray added = m_rest[one.id] + file.readAll();
        read = file.size();
        const qsizetype end = added.lastIndexOf('\n');
        m_rest[one.id] = added.mid(end + 1);
        if (end >= 0)
            Q_EMIT outputAdded(one.id, QString::fromUtf8(added.left(end)).split(u'\n'));
    }
}

QStringList ProcessWatch::output(const QString &id) const
{
    const launch::ProcessRecord *known = record(id);
    QFile file(known ? known->outputFile : QString());
    if (!known || !file.open(QIODevice::ReadOnly))
        return {};
    if (file.size() > mostOutput)
        file.seek(file.size() - mostOutput);
    QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n');
    if (lines.last().isEmpty())
        lines.removeLast();
    return lines.mid(std::max<qsizetype>(0, lines.size() - mostLines));
}

const launch::ProcessRecord *ProcessWatch::record(const QString &id) const
{
    const auto found = std::find_if(m_records.begin(), m_records.end(),
                                    [&id](const launch::ProcessRecord &one) { return one.id == id; });
    return found == m_records.end() ? nullptr : &*found;
}

void ProcessWatch::forgetEnded()
{
    if (m_desktop.processes->forgetEnded())
        refresh();
}

} // namespace hearth::desktop
