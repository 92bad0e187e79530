// SPDX-License-Identifier: Apache-2.0
#include "desktop/tray_adapter.h"
#include "desktop/studio_admin_adapter.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace hearth::desktop
{

using namespace tray_ui;

namespace
{
const QString recentKey = QStringLiteral("tray/recent");
constexpr std::size_t mostRecent = 8;

QString placeOf(const launcher_ui::Context &context)
{
    return context.folderPath.section(u'/', -1) + QStringLiteral(" · ") + context.taskName;
}
} // namespace

TrayAdapter::TrayAdapter(StudioState &state, StudioAdapter &studio, ProcessWatch &processes, UpdateWatch &updates,
                         ui_kit::UserMemory &memory, QObject *parent)
    : TraySource(parent), m_state(state), m_studio(studio), m_processes(processes), m_updates(updates), m_memory(memory)
{
    connect(&m_state, &StudioState::opened, this, &TraySource::changed);
    connect(&m_state, &StudioState::reachableChanged, this, &TraySource::changed);
    connect(&m_processes, &ProcessWatch::changed, this, &TraySource::changed);
    connect(&m_updates, &UpdateWatch::readyChanged, this, &TraySource::changed);
}

void TrayAdapter::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    Q_EMIT changed();
}

void TrayAdapter::setAttention(bool needsOne)
{
    m_needsAttention = needsOne;
    Q_EMIT changed();
}

void TrayAdapter::setPublishing(const QString &sentence)
{
    m_publishing = sentence;
    Q_EMIT changed();
}

void TrayAdapter::rememberContext(const launcher_ui::Context &context, const QString &application)
{
    QString label = application;
    for (const launcher_ui::Process &process : m_processes.processes())
        if (const launch::ProcessRecord *record = m_processes.record(process.id);
            record && record->application == application) {
            label = record->label;
            break;
        }
    const QJsonObject entry{{"project", context.project},
                            {"folderId", context.folderId},
                            {"folderPath", context.folderPath},
                            {"taskId", context.taskId},
                            {"taskName", context.taskName},
                            {"application", application},
                            {"label", label}};
    m_memory.remember(recentKey, QString::fromUtf8(QJsonDocument(entry).toJson(QJsonDocument::Compact)));
    Q_EMIT changed();
}

std::vector<RecentContext> TrayAdapter::recent() const
{
    std::vector<RecentContext> list;
    for (const QString &text : m_memory.recent(recentKey)) {
        const QJsonObject entry = QJsonDocument::fromJson(text.toUtf8()).object();
        const auto textOf = [&entry](const char *key) { return entry.value(QLatin1String(key)).toString(); };
        list.push_back(
            {{textOf("project"), textOf("folderId"), textOf("folderPath"), textOf("taskId"), textOf("taskName")},
             textOf("application"),
             textOf("label")});
        if (list.size() >= mostRecent)
            break;
    }
    return list;
}

TrayState TrayAdapter::state() const
{
    const bool isWorking = m_isBusy || !m_publishing.isEmpty();
    return m_needsAttention                             ? TrayState::Attention
           : m_state.isOpen() && !m_state.isReachable() ? TrayState::Offline
           : isWorking                                  ? TrayState::Working
                                                        : TrayState::Normal;
}

TrayContents TrayAdapter::contents() const
{
    TrayContents made;
    const launcher_ui::Connection connection = m_studio.connection();
    made.state = state();
    made.hasAdmin = mayAdminister(m_state);
    if (m_state.isOpen())
        made.variant = m_state.studio().plan.isDev       ? Variant::Dev
                       : m_state.studio().plan.isStaging ? Variant::Staging
                                                         : Variant::Production;
    made.sentence =
        connection.server.isEmpty() ? connection.sentence : tr("%1, %2").arg(connection.server, connection.sentence);
    made.hasBrowse = made.hasPublish = m_state.isOpen();
    const std::vector<RecentContext> contexts = m_state.isOpen() ? recent() : std::vector<RecentContext>{};
    if (!contexts.empty())
        made.headline =
            tr("Open %1 on %2 again").arg(contexts.front().applicationLabel, placeOf(contexts.front().context));
    for (std::size_t n = 0; n < contexts.size(); ++n)
        made.recent.push_back(
            {QString::number(n), tr("%1 in %2").arg(placeOf(contexts[n].context), contexts[n].applicationLabel), {}});
    if (!m_publishing.isEmpty())
        made.running.push_back({publishing, m_publishing, QStringLiteral("backup")});
    for (const launcher_ui::Process &process : m_processes.processes())
        if (process.state == launcher_ui::ProcessState::Running)
            made.running.push_back(
                {process.id, tr("%1 on %2").arg(process.application, process.context), process.icon});
    if (m_updates.ready())
        made.updateLine = tr("Bundle %1 is ready").arg(m_updates.ready()->bundle);
    return made;
}

void TrayAdapter::run(TrayCommand command, const QString &id)
{
    Q_EMIT commandChosen(command, id);
}

} // namespace hearth::desktop
