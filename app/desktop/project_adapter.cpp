// SPDX-License-Identifier: Apache-2.0
#include "desktop/project_adapter.h"
#include "contract/wire.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>

namespace hearth::desktop
{

std::vector<tray_ui::ProjectPreset> ProjectAdapter::presets() const
{
    std::vector<tray_ui::ProjectPreset> list;
    for (const composition::ProjectPresetDefinition &one : composition::projectPresets())
        list.push_back({QString::fromLatin1(one.id), tr(one.label), tr(one.explanation)});
    return list;
}

QString ProjectAdapter::proposedCode(const QString &name) const
{
    return composition::proposedProjectCode(name);
}

QString ProjectAdapter::problemOf(const QString &name, const QString &code) const
{
    if (!contract::isProjectName(name))
        return tr("Use letters, digits and underscores for the name.");
    return contract::isProjectName(code) ? QString() : tr("Use letters, digits and underscores for the code.");
}

void ProjectAdapter::create(const QString &name, const QString &code, const QString &preset, tray_ui::Done<> done)
{
    if (!m_state.isOpen()) {
        QMetaObject::invokeMethod(
            this, [done] { done(fail(ErrorKind::Offline, tr("No studio is open."))); }, Qt::QueuedConnection);
        return;
    }
    const composition::StudioSetup setup = m_state.setup();
    m_state.run<void>(
        this,
        [setup, name, code, preset](const launch::Launcher &, const launch::StudioSession &) {
            return composition::makeProject(setup, name, code, preset);
        },
        std::move(done));
}

BackupAdapter::BackupAdapter(composition::Desktop &desktop, QString finding, QObject *parent)
    : BackupRestorer(parent), m_desktop(desktop), m_finding(std::move(finding))
{
}

std::vector<tray_ui::Backup> BackupAdapter::backups() const
{
    std::vector<tray_ui::Backup> list;
    const QDir folder(m_desktop.directories.serverFolder + QStringLiteral("/backups"));
    for (const QFileInfo &file : folder.entryInfoList(QDir::Files, QDir::Time))
        list.push_back({file.absoluteFilePath(), file.lastModified(), file.size()});
    return list;
}

void BackupAdapter::restore(const QString &backupId, tray_ui::Done<> done)
{
    composition::Desktop &desktop = m_desktop;
    const Job<> job = startJob<void>(desktop.pool, [&desktop, backupId](JobContext<void> &) -> Result<> {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(desktop.localServer->settings().program,
                      {QStringLiteral("restore"), QStringLiteral("--data"), desktop.directories.serverFolder,
                       QStringLiteral("--backup"), backupId});
        // A worker thread may wait.
        if (!process.waitForFinished(120'000) || process.exitCode() != 0)
            return fail(
                ErrorKind::Internal,
                tr("The backup could not be brought back: %1").arg(QString::fromUtf8(process.readAll().trimmed())));
        return {};
    });
    ui_kit::whenFinished(job, this, std::move(done));
}

void BackupAdapter::startEmpty(tray_ui::Done<> done)
{
    composition::Desktop &desktop = m_desktop;
    const Job<> job = startJob<void>(desktop.pool, [&desktop](JobContext<void> &) -> Result<> {
        const QString folder = desktop.directories.serverFolder;
        const QString aside = folder + QStringLiteral(".damaged-") +
                              QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss"));
        if (!QDir().rename(folder, aside))
            return fail(ErrorKind::Internal, tr("%1 cannot be moved aside.").arg(folder));
        return desktop.localServer->setUp(desktop.localServer->adminName(), desktop.identity)
            .map([](const client::SignedIn &) {});
    });
    ui_kit::whenFinished(job, this, std::move(done));
}

} // namespace hearth::desktop
