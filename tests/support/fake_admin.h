// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_ui/studio_sources.h"

#include <QObject>

#include <map>

namespace hearth::tests
{

/// A studio's administration in memory: what is changed is there when it is read again. Calls are written down.
class FakeAdmin final : public QObject,
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
    FakeAdmin();
    studio_ui::StudioSources sources() { return {*this, *this, *this, *this, *this, *this, *this, rights}; }

    studio_ui::StudioRights rights;
    std::map<QString, QJsonObject> groupsNow; ///< by name, and by name|project where a project changes it

    QStringList asked;
    bool isFailing = false;       ///< every call fails
    bool isEmpty = false;         ///< a studio on its first day
    bool isElsewhereSoon = false; ///< the next save meets a change of somebody else
    bool staysInstalling = false; ///< the upload stops half way
    studio_ui::PeopleState peopleNow;
    studio_ui::BundleState bundlesNow;
    QStringList secretsNow;
    studio_admin::SettingsSnapshot settingsNow;
    QJsonObject anatomyNow;
    std::vector<studio_admin::HistoryEntry> historyNow; ///< newest first

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
    template <typename T>
    void answer(studio_ui::Done<T> done, Result<T> result);
    studio_admin::Person &personNamed(const QString &name);

    studio_ui::Done<QString> m_installing;
};

} // namespace hearth::tests
