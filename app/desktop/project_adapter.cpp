// SPDX-License-Identifier: Apache-2.0
#include "desktop/project_adapter.h"
#include "contract/wire.h"

#include <QDateTime>
#include <QFileInfo>

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

template <typename T, typename Work>
void ProjectAdapter::run(Work work, tray_ui::Done<T> done)
{
    if (!m_state.isOpen()) {
        QMetaObject::invokeMethod(
            this, [done] { done(fail(ErrorKind::Offline, tr("No studio is open."))); }, Qt::QueuedConnection);
        return;
    }
    m_state.run<T>(
        this,
        [setup = m_state.setup(), work](const launch::Launcher &, const launch::StudioSession &) {
            return work(setup);
        },
        std::move(done));
}

void ProjectAdapter::proposedFolder(tray_ui::Done<QString> done)
{
    run<QString>(&composition::proposedProjectsFolder, std::move(done));
}

void ProjectAdapter::create(const tray_ui::NewProject &wanted, tray_ui::Done<> done)
{
    run<void>(
        [wanted](const composition::StudioSetup &setup) {
            return composition::makeProject(setup, {wanted.name, wanted.code, wanted.preset, wanted.folder});
        },
        std::move(done));
}

BackupAdapter::BackupAdapter(composition::Desktop &desktop, QString finding, QStringList files, QObject *parent)
    : BackupRestorer(parent), m_desktop(desktop), m_finding(std::move(finding)), m_files(std::move(files))
{
}

std::vector<tray_ui::Backup> BackupAdapter::backups() const
{
    std::vector<tray_ui::Backup> list;
    for (const QString &path : m_files) {
        const QFileInfo file(path);
        // The name says when it was made; a copied file's own date says when it was copied.
        QDateTime when = QDateTime::fromString(file.completeBaseName(), QStringLiteral("'hearth-'yyyyMMdd-HHmmss"));
        when.setTimeSpec(Qt::UTC);
        list.push_back({path, when.isValid() ? when : file.lastModified(), file.size()});
    }
    return list;
}

void BackupAdapter::restore(const QString &backupId, tray_ui::Done<> done)
{
    const Job<> job = startJob<void>(m_desktop.pool, [&desktop = m_desktop, backupId](JobContext<void> &) {
        return desktop.localServer->restore(backupId);
    });
    ui_kit::whenFinished(job, this, std::move(done));
}

void BackupAdapter::startEmpty(tray_ui::Done<> done)
{
    composition::Desktop &desktop = m_desktop;
    const Job<> job = startJob<void>(desktop.pool, [&desktop](JobContext<void> &) -> Result<> {
        const Result<client::SignedIn> signedIn = desktop.localServer->beginEmpty(desktop.identity);
        if (!signedIn)
            return fail(signedIn.error());
        const Result<QString> bundle = composition::makeFirstBundle(
            {client::Server(*desktop.transport, signedIn->url, desktop.identity, signedIn->credentials),
             signedIn->user.name, desktop.identity.siteId,
             desktop.configuration.value(composition::key::projectsFolder),
             desktop.directories.resources + QStringLiteral("/packages")});
        if (!bundle)
            return fail(bundle.error());
        return desktop.servers->remember(signedIn->url.toString(QUrl::StripTrailingSlash), signedIn->user.name,
                                         signedIn->credentials.token);
    });
    ui_kit::whenFinished(job, this, [this, done = std::move(done)](const Result<> &result) {
        m_desktop.reloadConfiguration();
        done(result);
    });
}

} // namespace hearth::desktop
