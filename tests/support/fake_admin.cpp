// SPDX-License-Identifier: Apache-2.0
#include "support/fake_admin.h"

#include <QJsonDocument>

#include <algorithm>

namespace hearth::tests
{

using namespace studio_ui;
using namespace studio_admin;

namespace
{
const char *const schemaText = R"({"type":"object","properties":{
 "enabled":{"type":"boolean","title":"Enabled","scope":["studio","project"]},
 "label":{"type":"string","title":"Name of the stage","description":"What artists read in the header"},
 "mode":{"type":"string","title":"Mode","enum":["fast","good"],"enumLabels":{"fast":"Fast","good":"Good"}},
 "limits":{"type":"object","title":"Limits","properties":{
   "size":{"type":"integer","title":"Largest size","description":"In gigabytes","minimum":1,"maximum":10},
   "hosts":{"type":"array","title":"Applications","items":{"type":"string"}},
   "tools":{"type":"array","title":"Tools","items":{"type":"string","enum":["review","render"]}}}},
 "lights":{"type":"object","title":"Lights","properties":{
   "all":{"type":"array","title":"Set of lights","items":{"type":"object","properties":{
      "name":{"type":"string","title":"Name"},"power":{"type":"number","title":"Power","minimum":0}}}},
   "tint":{"type":"string","title":"Tint","widget":"color"},
   "script":{"type":"string","title":"Script","widget":"textarea"}}}}})";

const char *const anatomyText = R"({"roots":[{"name":"work","windows":"P:/projects","linux":"/mnt/share/projects",
 "darwin":"/Volumes/projects"}],"templates":{"version_padding":3,"version":"v{version:0>{@version_padding}}",
 "frame_padding":4,"frame":"{frame:0>{@frame_padding}}","work":[{"name":"default",
 "directory":"{root[work]}/{project[name]}/{hierarchy}/{folder[name]}/work/{task[name]}",
 "file":"{project[code]}_{folder[name]}_{task[name]}_{@version}<_{comment}>.{ext}"}],
 "publish":[{"name":"default",
 "directory":"{root[work]}/{project[name]}/{hierarchy}/{folder[name]}/publish/{product[type]}/{product[name]}/{@version}",
 "file":"{project[code]}_{folder[name]}_{product[name]}_{@version}<_{output}>.{ext}"},{"name":"render",
 "directory":"{root[work]}/{project[name]}/render/{@version}","file":"{product[name]}_{@version}.{ext}"}]}})";

QJsonObject parsed(const char *text)
{
    return QJsonDocument::fromJson(text).object();
}

contract::Bundle bundle(const QString &name, const QMap<QString, QString> &addons)
{
    contract::Bundle made;
    made.name = name;
    made.addons = addons;
    return made;
}

contract::Addon addon(const QString &name, const QString &title, const QStringList &versions)
{
    contract::Addon made{name, title, {}};
    for (const QString &version : versions)
        made.versions.insert(version, {});
    return made;
}
} // namespace

namespace
{
HistoryEntry changeOf(qint64 id, const char *user, const char *action, const char *type, const char *name,
                      const char *before, const char *after)
{
    HistoryEntry made;
    made.id = id;
    made.at = QDateTime({2026, 11, 20}, {9, static_cast<int>(id % 60), 5}, Qt::UTC);
    made.user = QLatin1String(user);
    made.action = QLatin1String(action);
    made.entityType = QLatin1String(type);
    made.entityId = made.entityName = QString::fromUtf8(name);
    made.before = parsed(before);
    made.after = parsed(after);
    made.address = QStringLiteral("10.1.4.%1").arg(id % 200);
    made.request = QStringLiteral("1f0c9a2b7d3e4455");
    return made;
}
} // namespace

FakeAdmin::FakeAdmin() : secretsNow{QStringLiteral("farm_key"), QStringLiteral("review_token")}
{
    const auto person = [](const char *name, const char *full, Role role, bool isActive) {
        Person made{QLatin1String(name),
                    QString::fromUtf8(full),
                    QLatin1String(name) + QStringLiteral("@example.com"),
                    role,
                    isActive,
                    {},
                    {}};
        if (role == Role::User)
            made.access.insert(QStringLiteral("lantern"), {QStringLiteral("artist")});
        return made;
    };
    historyNow = {changeOf(208, "ben", "update", "folder", "/shots/sh010", R"({"status_changed":"Not ready"})",
                           R"({"status_changed":"In progress"})"),
                  changeOf(207, "anna", "update", "bundle", "lantern-2026-11", R"({"isProduction":false})",
                           R"({"isProduction":true})"),
                  changeOf(206, "", "refused", "session", "", "{}", R"({"reason":"no such user"})"),
                  changeOf(205, "anna", "read", "secret", "farm_key", "{}", "{}"),
                  changeOf(204, "chloe", "update", "user", "david", R"x({"active":true,"password":"(hidden)"})x",
                           R"x({"active":false,"password":"(hidden)"})x"),
                  changeOf(203, "anna", "login", "session", "anna", "{}", R"({"agent":"Hearth","computer":"ws-01"})")};
    historyNow.front().project = QStringLiteral("lantern");
    peopleNow = {{person("anna", "Anna Example", Role::Admin, true), person("ben", "Ben Bright", Role::User, true),
                  person("chloe", "Chloé Dubois", Role::Manager, true),
                  person("david", "David Long", Role::User, false), person("farm", "", Role::Service, true)},
                 {QStringLiteral("lantern"), QStringLiteral("night_ferry")},
                 {QStringLiteral("artist"), QStringLiteral("freelancer"), QStringLiteral("supervisor")}};
    peopleNow.people.back().keyPreview = QStringLiteral("very…sts1");
    bundlesNow.bundles.bundles = {
        bundle(QStringLiteral("lantern-2026-12"), {{"core", "1.7.0"}, {"blender", "0.4.1"}, {"krita", "0.2.0"}}),
        bundle(QStringLiteral("lantern-2026-11"), {{"core", "1.6.2"}, {"blender", "0.4.1"}}),
        bundle(QStringLiteral("lantern-2026-10"), {{"core", "1.6.0"}, {"blender", "0.4.0"}})};
    bundlesNow.bundles.bundles[0].isStaging = true;
    bundlesNow.bundles.bundles[1].isProduction = true;
    bundlesNow.bundles.productionBundle = QStringLiteral("lantern-2026-11");
    bundlesNow.bundles.stagingBundle = QStringLiteral("lantern-2026-12");
    bundlesNow.wayBack = QStringLiteral("lantern-2026-10");
    bundlesNow.addons = {addon("blender", "Blender", {"0.4.0", "0.4.1"}),
                         addon("core", "Core", {"1.6.0", "1.6.2", "1.7.0"}), addon("krita", "Krita", {"0.2.0"})};
    settingsNow.form = formOfText(schemaText);
    settingsNow.layers.defaults = parsed(R"({"enabled":true,"label":"Stage","mode":"fast","limits":{"size":5,
        "hosts":["blender","krita"],"tools":["review"]},"lights":{"all":[{"name":"key","power":1.5}],
        "tint":"#ff8a4c","script":"light = 1"}})");
    settingsNow.layers.studio = parsed(R"({"label":"Big stage","limits":{"size":7}})");
    settingsNow.layers.project = parsed(R"({"limits":{"size":9}})");
    settingsNow.revision = QStringLiteral("3");
    anatomyNow = parsed(anatomyText);
    for (const char *name : {"artist", "freelancer", "supervisor"})
        groupsNow[QLatin1String(name)] = openPermissions();
    groupsNow[QStringLiteral("artist")] =
        withValueAt(openPermissions(), {QStringLiteral("create"), QStringLiteral("enabled")}, true);
}

template <typename T>
void FakeAdmin::answer(Done<T> done, Result<T> result)
{
    if (isFailing)
        result = fail(ErrorKind::Offline, QStringLiteral("studio-a.example.com cannot be reached."));
    QMetaObject::invokeMethod(
        this, [done = std::move(done), result = std::move(result)] { done(result); }, Qt::QueuedConnection);
}

Person &FakeAdmin::personNamed(const QString &name)
{
    return *std::find_if(peopleNow.people.begin(), peopleNow.people.end(),
                         [&name](const Person &one) { return one.name == name; });
}

void FakeAdmin::people(Done<PeopleState> done)
{
    answer<PeopleState>(std::move(done), peopleNow);
}

void FakeAdmin::create(const Person &person, Done<Secret> done)
{
    asked.append(QStringLiteral("create %1 %2").arg(person.name, roleWord(person.role)));
    if (std::any_of(peopleNow.people.begin(), peopleNow.people.end(),
                    [&person](const Person &one) { return one.name == person.name; }))
        return answer<Secret>(std::move(done), fail(ErrorKind::Conflict, QStringLiteral("User already exists")));
    peopleNow.people.push_back(person);
    answer<Secret>(std::move(done), Secret(QStringLiteral("k7mq-3xtf-h2wp-n9ra")));
}

void FakeAdmin::resetPassword(const QString &name, Done<Secret> done)
{
    asked.append(QStringLiteral("password ") + name);
    answer<Secret>(std::move(done), Secret(QStringLiteral("r4tn-w8cd-5pkz-b3ye")));
}

void FakeAdmin::createKey(const QString &name, Done<Secret> done)
{
    asked.append(QStringLiteral("key ") + name);
    answer<Secret>(std::move(done), Secret(QStringLiteral("abcdefghijklmnop")));
}

void FakeAdmin::revokeKey(const QString &name, Done<> done)
{
    asked.append(QStringLiteral("revoke ") + name);
    answer<void>(std::move(done), {});
}

void FakeAdmin::setActive(const QString &name, bool isActive, Done<> done)
{
    asked.append(QStringLiteral("active %1 %2").arg(name).arg(isActive));
    personNamed(name).isActive = isActive;
    answer<void>(std::move(done), {});
}

void FakeAdmin::setAccess(const QString &name, const QString &project, const QStringList &groups, Done<> done)
{
    asked.append(QStringLiteral("access %1 %2 %3").arg(name, project, groups.join(u',')));
    personNamed(name).access.insert(project, groups);
    answer<void>(std::move(done), {});
}

void FakeAdmin::bundles(Done<BundleState> done)
{
    BundleState state = isEmpty ? BundleState() : bundlesNow;
    answer<BundleState>(std::move(done), std::move(state));
}

void FakeAdmin::check(const contract::Bundle &bundle, Done<std::vector<BundleIssue>> done)
{
    std::vector<BundleIssue> issues;
    if (bundle.addons.value(QStringLiteral("core")).isEmpty() && bundle.addons.contains(QStringLiteral("blender")))
        issues.push_back({true, QStringLiteral("blender"),
                          QStringLiteral("blender 0.4.1 requires core >=1.6.0, which the bundle does not have")});
    answer<std::vector<BundleIssue>>(std::move(done), std::move(issues));
}

void FakeAdmin::create(const contract::Bundle &bundle, Done<> done)
{
    asked.append(QStringLiteral("bundle %1 core=%2").arg(bundle.name, bundle.addons.value(QStringLiteral("core"))));
    bundlesNow.bundles.bundles.insert(bundlesNow.bundles.bundles.begin(), bundle);
    answer<void>(std::move(done), {});
}

void FakeAdmin::update(const contract::Bundle &seen, const contract::Bundle &wanted, Done<> done)
{
    asked.append(QStringLiteral("update %1 core=%2").arg(seen.name, wanted.addons.value(QStringLiteral("core"))));
    if (std::exchange(isElsewhereSoon, false))
        return answer<void>(std::move(done),
                            fail(ErrorKind::Conflict, QStringLiteral("Somebody changed it meanwhile.")));
    for (contract::Bundle &one : bundlesNow.bundles.bundles)
        if (one.name == seen.name)
            one = wanted;
    answer<void>(std::move(done), {});
}

void FakeAdmin::setArchived(const QString &name, bool isArchived, Done<> done)
{
    asked.append(QStringLiteral("archived %1 %2").arg(name).arg(isArchived));
    for (contract::Bundle &one : bundlesNow.bundles.bundles)
        if (one.name == name)
            one.isArchived = isArchived;
    answer<void>(std::move(done), {});
}

void FakeAdmin::remove(const contract::Bundle &bundle, Done<> done)
{
    asked.append(QStringLiteral("remove bundle %1").arg(bundle.name));
    std::erase_if(bundlesNow.bundles.bundles, [&bundle](const auto &one) { return one.name == bundle.name; });
    answer<void>(std::move(done), {});
}

void FakeAdmin::lastChanges(const SettingsPlace &place, Done<std::vector<LastChange>> done)
{
    std::vector<LastChange> made;
    if (!isEmpty && !place.addon.isEmpty())
        made.push_back({Layer::Studio, QStringLiteral("anna"), QDateTime(QDate(2026, 11, 20), QTime(18, 2))});
    answer<std::vector<LastChange>>(std::move(done), made);
}

void FakeAdmin::groups(const QString &project, Done<GroupState> done)
{
    GroupState made{{}, peopleNow.projects};
    for (const auto &[name, permissions] : groupsNow)
        if (!name.contains(u'|'))
            made.groups.push_back({name, groupsNow.contains(name + u'|' + project)});
    answer<GroupState>(std::move(done), made);
}

void FakeAdmin::read(const QString &group, const QString &project, Done<GroupSnapshot> done)
{
    GroupSnapshot made{group, project, {openPermissions(), groupsNow.at(group), {}, {}}, groupsNow.at(group)};
    if (!project.isEmpty()) {
        const auto own = groupsNow.find(group + u'|' + project);
        made.stored = own == groupsNow.end() ? QJsonObject() : own->second;
        made.layers.project = made.stored;
    }
    answer<GroupSnapshot>(std::move(done), made);
}

void FakeAdmin::save(const QString &group, const QString &project, const std::optional<QJsonObject> &seen,
                     const QJsonObject &wanted, Done<> done)
{
    const QString key = project.isEmpty() ? group : group + u'|' + project;
    asked.append(QStringLiteral("group ") + key);
    if (seen && std::exchange(isElsewhereSoon, false)) {
        groupsNow[key] = withValueAt(groupsNow[key], {QStringLiteral("delete"), QStringLiteral("enabled")}, true);
        return answer<void>(std::move(done), fail(ErrorKind::Conflict, QStringLiteral("Somebody changed it meanwhile."),
                                                  QStringLiteral("delete: no → yes")));
    }
    groupsNow[key] = wanted;
    answer<void>(std::move(done), {});
}

void FakeAdmin::removeGroup(const QString &group, const QString &project, Done<> done)
{
    const QString key = project.isEmpty() ? group : group + u'|' + project;
    asked.append(QStringLiteral("remove group ") + key);
    groupsNow.erase(key);
    answer<void>(std::move(done), {});
}

void FakeAdmin::setStage(const QString &name, BundleStage stage, Done<> done)
{
    const bool isProduction = stage == BundleStage::Production;
    asked.append(
        QStringLiteral("%1 %2").arg(isProduction ? QStringLiteral("production") : QStringLiteral("staging"), name));
    for (contract::Bundle &one : bundlesNow.bundles.bundles)
        (isProduction ? one.isProduction : one.isStaging) = one.name == name;
    if (isProduction)
        bundlesNow.wayBack = bundlesNow.bundles.productionBundle;
    (isProduction ? bundlesNow.bundles.productionBundle : bundlesNow.bundles.stagingBundle) = name;
    answer<void>(std::move(done), {});
}

void FakeAdmin::inspect(const QString &zipFile, Done<InspectedPackage> done)
{
    if (zipFile.contains(QLatin1String("hostile")))
        return answer<InspectedPackage>(
            std::move(done), fail(ErrorKind::Invalid, QStringLiteral("The archive holds a path outside itself: "
                                                                     "../evil.py. Nothing was sent.")));
    InspectedPackage made;
    made.facts.name = QStringLiteral("core");
    made.facts.title = QStringLiteral("Core");
    made.facts.version = QStringLiteral("1.8.0");
    made.facts.fileBytes = 12'400'000;
    made.facts.clientBytes = 9'800'000;
    made.facts.hasSettings = true;
    made.facts.required.insert(QStringLiteral("applications"), QStringLiteral(">=1.0.0"));
    made.change = changeAgainst(made.facts, {QStringLiteral("1.6.2"), QStringLiteral("1.7.0")});
    answer<InspectedPackage>(std::move(done), made);
}

void FakeAdmin::install(const QString &zipFile, std::function<void(const Progress &)> progress, Done<QString> done)
{
    asked.append(QStringLiteral("install ") + zipFile);
    QMetaObject::invokeMethod(
        this,
        [progress] {
            progress({5'100'000, 12'400'000, {}});
        },
        Qt::QueuedConnection);
    if (staysInstalling)
        m_installing = std::move(done);
    else
        answer<QString>(std::move(done), QStringLiteral("Addon core 1.8.0 installed"));
}

void FakeAdmin::cancelInstall()
{
    asked.append(QStringLiteral("cancel install"));
    answer<QString>(std::move(m_installing), fail(ErrorKind::Cancelled, QStringLiteral("Stopped.")));
}

void FakeAdmin::choice(Done<SettingsChoice> done)
{
    SettingsChoice made;
    if (!isEmpty)
        made = {{{QStringLiteral("stage"), QStringLiteral("1.1.0")}, {QStringLiteral("core"), QStringLiteral("1.6.2")}},
                {QStringLiteral("lantern")},
                QStringLiteral("calm-birch")};
    answer<SettingsChoice>(std::move(done), std::move(made));
}

void FakeAdmin::read(const SettingsPlace &place, Done<SettingsSnapshot> done)
{
    SettingsSnapshot made = settingsNow;
    made.place = place;
    if (place.layer() < Layer::Project)
        made.layers.project = {};
    answer<SettingsSnapshot>(std::move(done), std::move(made));
}

void FakeAdmin::save(const SettingsPlace &place, const std::vector<SettingsChange> &changes,
                     const QString &seenRevision, Done<QString> done)
{
    asked.append(QStringLiteral("save %1 %2").arg(changes.size()).arg(seenRevision));
    QJsonObject &own = place.layer() == Layer::Studio ? settingsNow.layers.studio : settingsNow.layers.project;
    if (isElsewhereSoon) {
        isElsewhereSoon = false;
        own = withValueAt(own, {QStringLiteral("label")}, QStringLiteral("Annas stage"));
        settingsNow.revision = QStringLiteral("8");
    }
    if (!seenRevision.isEmpty() && seenRevision != settingsNow.revision)
        return answer<QString>(std::move(done),
                               fail(ErrorKind::Conflict, QStringLiteral("The settings were changed by anna after you "
                                                                        "read them. Nothing of yours was stored.")));
    own = applied(own, changes);
    settingsNow.revision = QString::number(settingsNow.revision.toInt() + 1);
    answer<QString>(std::move(done), settingsNow.revision);
}

void FakeAdmin::history(const HistoryFilter &filter, qint64 cursor, int limit, Done<studio_admin::HistoryPage> done)
{
    asked.append(
        QStringLiteral("history %1 %2 %3 %4").arg(filter.user, filter.action, filter.text).arg(cursor).simplified());
    studio_admin::HistoryPage page;
    for (const HistoryEntry &entry : historyNow) {
        const bool isWanted = (filter.user.isEmpty() || entry.user == filter.user) &&
                              (filter.action.isEmpty() || entry.action == filter.action) &&
                              (cursor == 0 || entry.id < cursor) && !isEmpty;
        if (isWanted && static_cast<int>(page.entries.size()) < limit)
            page.entries.push_back(entry);
        else if (isWanted)
            page.cursor = page.entries.back().id;
    }
    answer<studio_admin::HistoryPage>(std::move(done), page);
}

void FakeAdmin::exportHistory(const HistoryFilter &, const QString &file, Done<qint64> done)
{
    asked.append(QStringLiteral("export ") + file);
    answer<qint64>(std::move(done), static_cast<qint64>(historyNow.size()));
}

void FakeAdmin::names(Done<QStringList> done)
{
    answer<QStringList>(std::move(done), isEmpty ? QStringList() : secretsNow);
}

void FakeAdmin::uses(const QString &name, Done<QStringList> done)
{
    answer<QStringList>(std::move(done), name == QLatin1String("farm_key")
                                             ? QStringList{QStringLiteral("deadline: servers.1.key")}
                                             : QStringList());
}

void FakeAdmin::store(const QString &name, const Secret &value, Done<> done)
{
    asked.append(QStringLiteral("secret %1 %2").arg(name).arg(value.reveal().size()));
    if (!secretsNow.contains(name))
        secretsNow.append(name);
    answer<void>(std::move(done), {});
}

void FakeAdmin::remove(const QString &name, Done<> done)
{
    asked.append(QStringLiteral("remove ") + name);
    secretsNow.removeAll(name);
    answer<void>(std::move(done), {});
}

void FakeAdmin::places(Done<std::vector<AnatomyPlace>> done)
{
    std::vector<AnatomyPlace> made;
    if (!isEmpty)
        made = {{true, QStringLiteral("lantern")}, {false, QStringLiteral("film")}};
    answer<std::vector<AnatomyPlace>>(std::move(done), std::move(made));
}

void FakeAdmin::read(const AnatomyPlace &place, Done<AnatomyState> done)
{
    static_cast<void>(place);
    answer<AnatomyState>(std::move(done),
                         AnatomyState{anatomyNow,
                                      {QStringLiteral("lantern"), QStringLiteral("lan"), QStringLiteral("assets/hero"),
                                       QStringLiteral("Asset"), QStringLiteral("modeling"), QStringLiteral("Modeling"),
                                       QStringLiteral("anna")}});
}

void FakeAdmin::save(const AnatomyPlace &place, const QJsonObject &seen, const QJsonObject &wanted,
                     Done<QJsonObject> done)
{
    asked.append(QStringLiteral("anatomy ") + place.name);
    if (std::exchange(isElsewhereSoon, false))
        anatomyNow = withTemplateTexts(anatomyNow, {{QStringLiteral("work"), QStringLiteral("default"),
                                                     QStringLiteral("file"), QStringLiteral("theirs.{ext}")}});
    const TextMerge merged = mergedTexts(seen, wanted, anatomyNow);
    if (!merged.contested.empty())
        return answer<QJsonObject>(std::move(done), fail(ErrorKind::Conflict,
                                                         QStringLiteral("Somebody else has changed the same texts."),
                                                         merged.contested.front().text));
    anatomyNow = merged.anatomy;
    answer<QJsonObject>(std::move(done), anatomyNow);
}

} // namespace hearth::tests
