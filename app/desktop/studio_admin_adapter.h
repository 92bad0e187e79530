// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desktop/studio_state.h"
#include "studio_admin/addon_install.h"
#include "studio_ui/studio_sources.h"

namespace hearth::desktop
{

/// Whether who is signed in may open the Studio window: managers, administrators and services.
[[nodiscard]] bool mayAdminister(const StudioState &state);

/// What the pages of the Studio window offer to who is signed in.
[[nodiscard]] studio_ui::StudioRights studioRights(const StudioState &state);

/// Everything the Studio window asks for, from the server that is open. GUI thread; the work runs on the pool.
class StudioAdminAdapter final : public QObject,
                                 public studio_ui::PeopleSource,
                                 public studio_ui::BundleSource,
                                 public studio_ui::StudioSettingsSource,
                                 public studio_ui::SecretSource,
                                 public studio_ui::AnatomySource,
                                 public studio_ui::GroupSource,
                                 public studio_ui::HistorySource
{
    Q_OBJECT

public:
    explicit StudioAdminAdapter(StudioState &state, QObject *parent = nullptr);

    [[nodiscard]] studio_ui::StudioSources sources()
    {
        return {*this, *this, *this, *this, *this, *this, *this, studioRights(m_state)};
    }

    void people(studio_ui::Done<studio_ui::PeopleState> done) override;
    void create(const studio_admin::Person &person, studio_ui::Done<Secret> done) override;
    void resetPassword(const QString &name, studio_ui::Done<Secret> done) override;
    void createKey(const QString &name, studio_ui::Done<Secret> done) override;
    void revokeKey(const QString &name, studio_ui::Done<> done) override;
    void setActive(const QString &name, bool isActive, studio_ui::Done<> done) override;
    void setAccess(const QString &name, const QString &project, const QStringList &groups,
                   studio_ui::Done<> done) override;

    void bundles(studio_ui::Done<studio_ui::BundleState> done) override;
    void check(const contract::Bundle &bundle, studio_ui::Done<std::vector<studio_admin::BundleIssue>> done) override;
    void create(const contract::Bundle &bundle, studio_ui::Done<> done) override;
    void update(const contract::Bundle &seen, const contract::Bundle &wanted, studio_ui::Done<> done) override;
    void setArchived(const QString &name, bool isArchived, studio_ui::Done<> done) override;
    void remove(const contract::Bundle &bundle, studio_ui::Done<> done) override;
    void setStage(const QString &name, studio_admin::BundleStage stage, studio_ui::Done<> done) override;
    void inspect(const QString &zipFile, studio_ui::Done<studio_ui::InspectedPackage> done) override;
    void install(const QString &zipFile, std::function<void(const Progress &)> progress,
                 studio_ui::Done<QString> done) override;
    void cancelInstall() override;

    void choice(studio_ui::Done<studio_ui::SettingsChoice> done) override;
    void read(const studio_admin::SettingsPlace &place, studio_ui::Done<studio_admin::SettingsSnapshot> done) override;
    void lastChanges(const studio_admin::SettingsPlace &place,
                     studio_ui::Done<std::vector<studio_admin::LastChange>> done) override;
    void save(const studio_admin::SettingsPlace &place, const std::vector<studio_admin::SettingsChange> &changes,
              const QString &seenRevision, studio_ui::Done<QString> done) override;

    void names(studio_ui::Done<QStringList> done) override;
    void uses(const QString &name, studio_ui::Done<QStringList> done) override;
    void store(const QString &name, const Secret &value, studio_ui::Done<> done) override;
    void remove(const QString &name, studio_ui::Done<> done) override;

    void places(studio_ui::Done<std::vector<studio_admin::AnatomyPlace>> done) override;
    void read(const studio_admin::AnatomyPlace &place, studio_ui::Done<studio_ui::AnatomyState> done) override;
    void save(const studio_admin::AnatomyPlace &place, const QJsonObject &seen, const QJsonObject &wanted,
              studio_ui::Done<QJsonObject> done) override;

    void groups(const QString &project, studio_ui::Done<studio_ui::GroupState> done) override;
    void read(const QString &group, const QString &project, studio_ui::Done<studio_admin::GroupSnapshot> done) override;
    void save(const QString &group, const QString &project, const std::optional<QJsonObject> &seen,
              const QJsonObject &wanted, studio_ui::Done<> done) override;
    void removeGroup(const QString &group, const QString &project, studio_ui::Done<> done) override;

    void history(const studio_admin::HistoryFilter &filter, qint64 cursor, int limit,
                 studio_ui::Done<studio_admin::HistoryPage> done) override;
    void exportHistory(const studio_admin::HistoryFilter &filter, const QString &file,
                       studio_ui::Done<qint64> done) override;

private:
    /// Runs work with the server that is open now.
    template <typename T, typename Work>
    void ask(Work work, studio_ui::Done<T> done);

    StudioState &m_state;
    std::optional<Job<studio_admin::InstallOutcome>> m_install;
};

} // namespace hearth::desktop
