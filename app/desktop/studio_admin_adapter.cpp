// SPDX-License-Identifier: Apache-2.0
#include "desktop/studio_admin_adapter.h"
#include "studio_admin/secrets.h"

#include <algorithm>

namespace hearth::desktop
{

using namespace studio_ui;
using client::Server;

namespace
{
Result<PeopleState> readPeople(const Server &server)
{
    Result<std::vector<studio_admin::Person>> people = studio_admin::people(server);
    const Result<std::vector<studio_admin::AccessGroup>> groups =
        people ? studio_admin::accessGroups(server) : fail(people.error());
    const Result<std::vector<contract::Project>> projects = groups ? server.projects().wait() : fail(groups.error());
    if (!projects)
        return fail(projects.error());
    PeopleState made{std::move(*people), {}, {}};
    for (const contract::Project &project : *projects)
        made.projects.append(project.name);
    for (const studio_admin::AccessGroup &group : *groups)
        made.groups.append(group.name);
    return made;
}

Result<BundleState> readBundles(const Server &server)
{
    const auto asked = server.addons(); // on its way while the bundles are
    const Result<contract::BundleList> bundles = studio_admin::allBundles(server);
    const Result<std::vector<contract::Addon>> addons = bundles ? asked.wait() : fail(bundles.error());
    if (!addons)
        return fail(addons.error());
    // No way back is no fault; a server without a history has none.
    return BundleState{*bundles, *addons, studio_admin::wayBack(server, *bundles).value_or(QString())};
}

Result<InspectedPackage> inspectFor(const Server &server, const QString &zipFile)
{
    Result<studio_admin::PackageFacts> facts = studio_admin::inspectPackage(zipFile);
    const Result<std::vector<contract::Addon>> addons = facts ? server.addons().wait() : fail(facts.error());
    if (!addons)
        return fail(addons.error());
    QStringList versions;
    for (const contract::Addon &addon : *addons)
        if (addon.name == facts->name)
            versions = addon.versions.keys();
    return InspectedPackage{*facts, studio_admin::changeAgainst(*facts, versions)};
}

/// Addons that have settings, each in the version of the bundle in production; else the newest installed one.
Result<SettingsChoice> readChoice(const Server &server)
{
    const Result<studio_admin::Answer> answer = studio_admin::ask(server, "GET", QStringLiteral("/api/addons"));
    const Result<std::vector<contract::Project>> projects = answer ? server.projects().wait() : fail(answer.error());
    if (!projects)
        return fail(projects.error());
    SettingsChoice made;
    for (const QJsonValue &value : answer->body.object().value(QLatin1String("addons")).toArray()) {
        const QJsonObject addon = value.toObject();
        const QJsonObject versions = addon.value(QLatin1String("versions")).toObject();
        QString version = addon.value(QLatin1String("productionVersion")).toString();
        if (!versions.contains(version)) {
            const QStringList all = versions.keys();
            const auto newest = std::max_element(all.begin(), all.end(), [](const QString &a, const QString &b) {
                return studio_admin::compareVersions(a, b) < 0;
            });
            version = newest == all.end() ? QString() : *newest;
        }
        if (versions.value(version).toObject().value(QLatin1String("hasSettings")).toBool())
            made.addons.emplace_back(addon.value(QLatin1String("name")).toString(), version);
    }
    for (const contract::Project &project : *projects)
        made.projects.append(project.name);
    made.siteId = server.identity().siteId;
    return made;
}

Result<AnatomyState> readState(const Server &server, const studio_admin::AnatomyPlace &place, const QString &user)
{
    const Result<QJsonObject> anatomy = studio_admin::readAnatomy(server, place);
    const Result<studio_admin::PreviewContext> context =
        anatomy ? studio_admin::previewContext(server, place, user) : fail(anatomy.error());
    return context ? Result<AnatomyState>(AnatomyState{*anatomy, *context}) : fail(context.error());
}
} // namespace

namespace
{
bool isFlagged(const StudioState &state, const char *flag)
{
    return state.isOpen() && state.studio().signedIn.user.data.value(QLatin1String(flag)).toBool();
}

/// A guest is neither, whatever else is said.
bool isAdmin(const StudioState &state)
{
    return !isFlagged(state, "isGuest") && (isFlagged(state, "isAdmin") || isFlagged(state, "isService"));
}
} // namespace

bool mayAdminister(const StudioState &state)
{
    return isAdmin(state) || (isFlagged(state, "isManager") && !isFlagged(state, "isGuest"));
}

StudioRights studioRights(const StudioState &state)
{
    const bool may = isAdmin(state);
    return {may, may, may, may, may};
}

StudioAdminAdapter::StudioAdminAdapter(StudioState &state, QObject *parent) : QObject(parent), m_state(state) {}

template <typename T, typename Work>
void StudioAdminAdapter::ask(Work work, Done<T> done)
{
    m_state.run<T>(
        this,
        [work = std::move(work)](const launch::Launcher &, const launch::StudioSession &session) -> Result<T> {
            return work(session.server);
        },
        std::move(done));
}

void StudioAdminAdapter::people(Done<PeopleState> done)
{
    ask<PeopleState>(readPeople, std::move(done));
}

void StudioAdminAdapter::create(const studio_admin::Person &person, Done<Secret> done)
{
    ask<Secret>(
        [person](const Server &s) { return studio_admin::createPerson(s, person, studio_admin::systemRandom()); },
        std::move(done));
}

void StudioAdminAdapter::resetPassword(const QString &name, Done<Secret> done)
{
    ask<Secret>([name](const Server &s) { return studio_admin::resetPassword(s, name, studio_admin::systemRandom()); },
                std::move(done));
}

void StudioAdminAdapter::createKey(const QString &name, Done<Secret> done)
{
    ask<Secret>([name](const Server &s) { return studio_admin::createKey(s, name, studio_admin::systemRandom()); },
                std::move(done));
}

void StudioAdminAdapter::revokeKey(const QString &name, Done<> done)
{
    ask<void>([name](const Server &s) { return studio_admin::revokeKey(s, name, studio_admin::systemRandom()); },
              std::move(done));
}

void StudioAdminAdapter::setActive(const QString &name, bool isActive, Done<> done)
{
    ask<void>([name, isActive](const Server &s) { return studio_admin::setActive(s, name, isActive); },
              std::move(done));
}

void StudioAdminAdapter::setAccess(const QString &name, const QString &project, const QStringList &groups, Done<> done)
{
    ask<void>([name, project, groups](const Server &s) { return studio_admin::setAccess(s, name, project, groups); },
              std::move(done));
}

void StudioAdminAdapter::bundles(Done<BundleState> done)
{
    ask<BundleState>(readBundles, std::move(done));
}

void StudioAdminAdapter::check(const contract::Bundle &bundle, Done<std::vector<studio_admin::BundleIssue>> done)
{
    ask<std::vector<studio_admin::BundleIssue>>(
        [bundle](const Server &s) { return studio_admin::checkBundle(s, bundle); }, std::move(done));
}

void StudioAdminAdapter::create(const contract::Bundle &bundle, Done<> done)
{
    ask<void>([bundle](const Server &s) { return studio_admin::createBundle(s, bundle); }, std::move(done));
}

void StudioAdminAdapter::update(const contract::Bundle &seen, const contract::Bundle &wanted, Done<> done)
{
    ask<void>([seen, wanted](const Server &s) { return studio_admin::updateBundle(s, seen, wanted); }, std::move(done));
}

void StudioAdminAdapter::setArchived(const QString &name, bool isArchived, Done<> done)
{
    ask<void>([name, isArchived](const Server &s) { return studio_admin::setArchived(s, name, isArchived); },
              std::move(done));
}

void StudioAdminAdapter::remove(const contract::Bundle &bundle, Done<> done)
{
    ask<void>([bundle](const Server &s) { return studio_admin::removeBundle(s, bundle); }, std::move(done));
}

void StudioAdminAdapter::setStage(const QString &name, studio_admin::BundleStage stage, Done<> done)
{
    ask<void>([name, stage](const Server &s) { return studio_admin::setStage(s, name, stage); }, std::move(done));
}

void StudioAdminAdapter::inspect(const QString &zipFile, Done<InspectedPackage> done)
{
    ask<InspectedPackage>([zipFile](const Server &s) { return inspectFor(s, zipFile); }, std::move(done));
}

void StudioAdminAdapter::install(const QString &zipFile, std::function<void(const Progress &)> progress,
                                 Done<QString> done)
{
    if (!m_state.isOpen()) {
        QMetaObject::invokeMethod(
            this, [done] { done(fail(ErrorKind::Offline, tr("No studio is open."))); }, Qt::QueuedConnection);
        return;
    }
    // Goes on when its window is closed; only cancelling ends it.
    m_install = startJob<studio_admin::InstallOutcome>(
        m_state.desktop().pool,
        [server = m_state.session().server, zipFile](JobContext<studio_admin::InstallOutcome> &context) {
            return studio_admin::installAddon(server, zipFile, context.stopToken(), [&context](const Progress &now) {
                context.report(now.done, now.total, now.step);
            });
        });
    ui_kit::whenProgressed(*m_install, this, std::move(progress));
    ui_kit::whenFinished(*m_install, this,
                         [this, done = std::move(done)](const Result<studio_admin::InstallOutcome> &outcome) {
                             m_install.reset();
                             m_state.noteOutcome(outcome ? nullptr : &outcome.error());
                             done(outcome ? Result<QString>(outcome->description) : fail(outcome.error()));
                         });
}

void StudioAdminAdapter::cancelInstall()
{
    if (m_install)
        m_install->stop();
}

void StudioAdminAdapter::choice(Done<SettingsChoice> done)
{
    ask<SettingsChoice>(readChoice, std::move(done));
}

void StudioAdminAdapter::read(const studio_admin::SettingsPlace &place, Done<studio_admin::SettingsSnapshot> done)
{
    ask<studio_admin::SettingsSnapshot>([place](const Server &s) { return studio_admin::readSettings(s, place); },
                                        std::move(done));
}

void StudioAdminAdapter::lastChanges(const studio_admin::SettingsPlace &place,
                                     Done<std::vector<studio_admin::LastChange>> done)
{
    ask<std::vector<studio_admin::LastChange>>([place](const Server &s) { return studio_admin::lastChanges(s, place); },
                                               std::move(done));
}

void StudioAdminAdapter::groups(const QString &project, Done<GroupState> done)
{
    ask<GroupState>(
        [project](const Server &s) -> Result<GroupState> {
            const auto asked = s.projects(); // on its way while the groups are
            const Result<std::vector<studio_admin::AccessGroup>> groups = studio_admin::accessGroups(s, project);
            if (!groups || !asked.wait())
                return fail(groups ? asked.wait().error() : groups.error());
            GroupState made{*groups, {}};
            for (const contract::Project &one : *asked.wait())
                made.projects.append(one.name);
            return made;
        },
        std::move(done));
}

void StudioAdminAdapter::read(const QString &group, const QString &project, Done<studio_admin::GroupSnapshot> done)
{
    ask<studio_admin::GroupSnapshot>(
        [group, project](const Server &s) { return studio_admin::readGroup(s, group, project); }, std::move(done));
}

void StudioAdminAdapter::save(const QString &group, const QString &project, const std::optional<QJsonObject> &seen,
                              const QJsonObject &wanted, Done<> done)
{
    ask<void>([=](const Server &s) { return studio_admin::saveGroup(s, group, project, seen, wanted); },
              std::move(done));
}

void StudioAdminAdapter::removeGroup(const QString &group, const QString &project, Done<> done)
{
    ask<void>([group, project](const Server &s) { return studio_admin::removeGroup(s, group, project); },
              std::move(done));
}

void StudioAdminAdapter::save(const studio_admin::SettingsPlace &place,
                              const std::vector<studio_admin::SettingsChange> &changes, const QString &seenRevision,
                              Done<QString> done)
{
    ask<QString>([place, changes, seenRevision](
                     const Server &s) { return studio_admin::saveSettings(s, place, changes, seenRevision); },
                 std::move(done));
}

void StudioAdminAdapter::names(Done<QStringList> done)
{
    ask<QStringList>([](const Server &s) { return studio_admin::secretNames(s); }, std::move(done));
}

void StudioAdminAdapter::uses(const QString &name, Done<QStringList> done)
{
    ask<QStringList>(
        [name](const Server &s) -> Result<QStringList> {
            const Result<QJsonObject> settings = s.settings({}, QStringLiteral("production"), {}).wait();
            return settings ? Result<QStringList>(studio_admin::usesOf(name, *settings)) : fail(settings.error());
        },
        std::move(done));
}

void StudioAdminAdapter::store(const QString &name, const Secret &value, Done<> done)
{
    ask<void>([name, value](const Server &s) { return studio_admin::setSecret(s, name, value); }, std::move(done));
}

void StudioAdminAdapter::remove(const QString &name, Done<> done)
{
    ask<void>([name](const Server &s) { return studio_admin::removeSecret(s, name); }, std::move(done));
}

void StudioAdminAdapter::history(const studio_admin::HistoryFilter &filter, qint64 cursor, int limit,
                                 Done<studio_admin::HistoryPage> done)
{
    ask<studio_admin::HistoryPage>(
        [filter, cursor, limit](const Server &s) { return studio_admin::readHistory(s, filter, cursor, limit); },
        std::move(done));
}

void StudioAdminAdapter::exportHistory(const studio_admin::HistoryFilter &filter, const QString &file,
                                       Done<qint64> done)
{
    ask<qint64>([filter, file](const Server &s) { return studio_admin::exportHistory(s, filter, file); },
                std::move(done));
}

void StudioAdminAdapter::places(Done<std::vector<studio_admin::AnatomyPlace>> done)
{
    ask<std::vector<studio_admin::AnatomyPlace>>([](const Server &s) { return studio_admin::anatomyPlaces(s); },
                                                 std::move(done));
}

void StudioAdminAdapter::read(const studio_admin::AnatomyPlace &place, Done<AnatomyState> done)
{
    const QString user = m_state.isOpen() ? m_state.studio().signedIn.user.name : QString();
    ask<AnatomyState>([place, user](const Server &s) { return readState(s, place, user); }, std::move(done));
}

void StudioAdminAdapter::save(const studio_admin::AnatomyPlace &place, const QJsonObject &seen,
                              const QJsonObject &wanted, Done<QJsonObject> done)
{
    ask<QJsonObject>(
        [place, seen, wanted](const Server &s) { return studio_admin::saveAnatomy(s, place, seen, wanted); },
        std::move(done));
}

} // namespace hearth::desktop
