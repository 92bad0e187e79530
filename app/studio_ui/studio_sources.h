// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_admin/access_groups.h"
#include "studio_admin/addon_package.h"
#include "studio_admin/anatomy_edit.h"
#include "studio_admin/bundles.h"
#include "studio_admin/history.h"
#include "studio_admin/last_change.h"
#include "studio_admin/people.h"
#include "studio_admin/settings_edit.h"
#include "ui_kit/reply.h"

/// What the pages of the Studio window ask for, one interface a page. Implemented by the program. Threads: GUI only;
/// every call answers exactly once, later, or never when the asking page is gone.
namespace hearth::studio_ui
{

using ui_kit::Done;

struct PeopleState {
    std::vector<studio_admin::Person> people;
    QStringList projects;
    QStringList groups;
};

class PeopleSource
{
public:
    virtual ~PeopleSource() = default;
    virtual void people(Done<PeopleState> done) = 0;
    /// \param done with the one-time password or key, which is nowhere else
    virtual void create(const studio_admin::Person &person, Done<Secret> done) = 0;
    virtual void resetPassword(const QString &name, Done<Secret> done) = 0;
    virtual void createKey(const QString &name, Done<Secret> done) = 0;
    virtual void revokeKey(const QString &name, Done<> done) = 0;
    virtual void setActive(const QString &name, bool isActive, Done<> done) = 0;
    virtual void setAccess(const QString &name, const QString &project, const QStringList &groups, Done<> done) = 0;
};

struct GroupState {
    std::vector<studio_admin::AccessGroup> groups; ///< of the level
    QStringList projects;
};

class GroupSource
{
public:
    virtual ~GroupSource() = default;
    /// \param project empty: the studio's
    virtual void groups(const QString &project, Done<GroupState> done) = 0;
    virtual void read(const QString &group, const QString &project, Done<studio_admin::GroupSnapshot> done) = 0;
    /// Errors: Conflict, when somebody changed it after it was seen.
    virtual void save(const QString &group, const QString &project, const std::optional<QJsonObject> &seen,
                      const QJsonObject &wanted, Done<> done) = 0;
    virtual void removeGroup(const QString &group, const QString &project, Done<> done) = 0;
};

struct BundleState {
    contract::BundleList bundles;
    std::vector<contract::Addon> addons;
    QString wayBack; ///< the bundle that was in production before; empty: none
};

struct InspectedPackage {
    studio_admin::PackageFacts facts;
    studio_admin::PackageChange change;
};

class BundleSource
{
public:
    virtual ~BundleSource() = default;
    virtual void bundles(Done<BundleState> done) = 0;
    virtual void check(const contract::Bundle &bundle, Done<std::vector<studio_admin::BundleIssue>> done) = 0;
    virtual void create(const contract::Bundle &bundle, Done<> done) = 0;
    /// Errors: Conflict, when somebody changed it after it was seen.
    virtual void update(const contract::Bundle &seen, const contract::Bundle &wanted, Done<> done) = 0;
    virtual void setArchived(const QString &name, bool isArchived, Done<> done) = 0;
    virtual void remove(const contract::Bundle &bundle, Done<> done) = 0;
    virtual void setStage(const QString &name, studio_admin::BundleStage stage, Done<> done) = 0;
    virtual void inspect(const QString &zipFile, Done<InspectedPackage> done) = 0;
    /// \param progress bytes sent
    virtual void install(const QString &zipFile, std::function<void(const Progress &)> progress,
                         Done<QString> done) = 0;
    virtual void cancelInstall() = 0;
};

struct SettingsChoice {
    std::vector<std::pair<QString, QString>> addons; ///< name and the version in use
    QStringList projects;
    QString siteId; ///< of this machine
};

class StudioSettingsSource
{
public:
    virtual ~StudioSettingsSource() = default;
    virtual void choice(Done<SettingsChoice> done) = 0;
    virtual void read(const studio_admin::SettingsPlace &place, Done<studio_admin::SettingsSnapshot> done) = 0;
    virtual void lastChanges(const studio_admin::SettingsPlace &place,
                             Done<std::vector<studio_admin::LastChange>> done) = 0;
    /// Errors: Conflict, when somebody changed it after the revision that was seen. \param seenRevision empty: in any
    /// case
    virtual void save(const studio_admin::SettingsPlace &place,
                      const std::vector<studio_admin::SettingsChange> &changes, const QString &seenRevision,
                      Done<QString> done) = 0;
};

class SecretSource
{
public:
    virtual ~SecretSource() = default;
    virtual void names(Done<QStringList> done) = 0;
    virtual void uses(const QString &name, Done<QStringList> done) = 0;
    virtual void store(const QString &name, const Secret &value, Done<> done) = 0;
    virtual void remove(const QString &name, Done<> done) = 0;
};

struct AnatomyState {
    QJsonObject anatomy;
    studio_admin::PreviewContext context;
};

class AnatomySource
{
public:
    virtual ~AnatomySource() = default;
    virtual void places(Done<std::vector<studio_admin::AnatomyPlace>> done) = 0;
    virtual void read(const studio_admin::AnatomyPlace &place, Done<AnatomyState> done) = 0;
    /// \param done with what is stored then; Conflict when somebody else has changed the same texts since `seen`
    virtual void save(const studio_admin::AnatomyPlace &place, const QJsonObject &seen, const QJsonObject &wanted,
                      Done<QJsonObject> done) = 0;
};

class HistorySource
{
public:
    virtual ~HistorySource() = default;
    /// \param cursor of the page before; 0 for the newest entries
    virtual void history(const studio_admin::HistoryFilter &filter, qint64 cursor, int limit,
                         Done<studio_admin::HistoryPage> done) = 0;
    /// \param done with the number of entries in the file
    virtual void exportHistory(const studio_admin::HistoryFilter &filter, const QString &file, Done<qint64> done) = 0;
};

/// What of the pages only administrators may do; what is false is not offered. Managers may do the rest.
struct StudioRights {
    bool mayChangeBundles = true;
    bool mayInstallAddons = true;
    bool mayChangeSecrets = true;
    bool mayMakeKeys = true;
    bool mayTouchAdmins = true; ///< and services
};

/// All of them; each outlives the window.
struct StudioSources {
    PeopleSource &people;
    BundleSource &bundles;
    StudioSettingsSource &settings;
    SecretSource &secrets;
    AnatomySource &anatomies;
    GroupSource &groups;
    HistorySource &histories;
    StudioRights rights = {};
};

} // namespace hearth::studio_ui
