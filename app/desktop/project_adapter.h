// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desktop/studio_state.h"
#include "tray/studio_offers.h"

namespace hearth::desktop
{

/// Makes projects for the new-project window. GUI thread.
class ProjectAdapter final : public tray_ui::ProjectMaker
{
    Q_OBJECT

public:
    explicit ProjectAdapter(StudioState &state, QObject *parent = nullptr) : ProjectMaker(parent), m_state(state) {}

    std::vector<tray_ui::ProjectPreset> presets() const override;
    QString proposedCode(const QString &name) const override;
    QString problemOf(const QString &name, const QString &code) const override;
    void proposedFolder(tray_ui::Done<QString> done) override;
    void create(const tray_ui::NewProject &wanted, tray_ui::Done<> done) override;

private:
    template <typename T, typename Work>
    void run(Work work, tray_ui::Done<T> done);

    StudioState &m_state;
};

/// Brings this computer's damaged database back. GUI thread; the server program does the work.
class BackupAdapter final : public tray_ui::BackupRestorer
{
    Q_OBJECT

public:
    /// \param files good backups, newest first
    BackupAdapter(composition::Desktop &desktop, QString finding, QStringList files, QObject *parent = nullptr);

    QString finding() const override { return m_finding; }
    std::vector<tray_ui::Backup> backups() const override;
    void restore(const QString &backupId, tray_ui::Done<> done) override;
    void startEmpty(tray_ui::Done<> done) override;

private:
    composition::Desktop &m_desktop;
    QString m_finding;
    QStringList m_files;
};

} // namespace hearth::desktop
