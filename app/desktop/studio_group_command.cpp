// SPDX-License-Identifier: Apache-2.0
#include "desktop/studio_subjects.h"
#include "studio_admin/access_groups.h"
#include "studio_admin/settings_check.h"

namespace hearth::desktop
{

namespace
{
using studio_admin::GroupSnapshot;
using studio_admin::SettingsChange;
using studio_admin::SettingsDifference;

QString levelWords(const StudioCall &call)
{
    const QString project = call.option("--project");
    return project.isEmpty() ? QString() : QStringLiteral(" in ") + project;
}

int listGroups(const StudioCall &call, const client::Server &server)
{
    const Result<std::vector<studio_admin::AccessGroup>> groups =
        studio_admin::accessGroups(server, call.option("--project"));
    if (!groups)
        return call.failed(groups.error());
    QJsonArray list;
    QStringList lines;
    for (const studio_admin::AccessGroup &group : *groups) {
        list.append(QJsonObject{{"name", group.name}, {"isProjectLevel", group.isOfProject}});
        lines.append(group.isOfProject ? QStringLiteral("%1  (changed for this project)").arg(group.name) : group.name);
    }
    return call.answer({{"ok", true}, {"groups", list}}, lines);
}

int showGroup(const StudioCall &call, const client::Server &server)
{
    const Result<GroupSnapshot> group = studio_admin::readGroup(server, call.word(), call.option("--project"));
    if (!group)
        return call.failed(group.error());
    const QJsonObject values = group->values();
    QStringList lines;
    for (const SettingsDifference &one : studio_admin::difference({}, values))
        lines.append(QStringLiteral("%1 = %2").arg(one.path.join(u'.'), studio_admin::asWords(one.after)));
    return call.answer({{"ok", true},
                        {"name", group->group},
                        {"project", group->project},
                        {"isProjectLevel", !group->project.isEmpty() && !group->stored.isEmpty()},
                        {"permissions", values}},
                       lines);
}

/// PATH=JSON, such as update.enabled=true. Errors: Invalid, NotFound.
Result<std::vector<SettingsChange>> typedChanges(const QStringList &words)
{
    std::vector<SettingsChange> changes;
    for (const QString &word : words) {
        const qsizetype sign = word.indexOf(u'=');
        const QStringList path = word.left(sign).split(u'.');
        const studio_admin::FormField *field =
            sign < 1 || path.size() != 2 ? nullptr : studio_admin::fieldAt(studio_admin::permissionForm(), path);
        if (!field)
            return fail(
                ErrorKind::NotFound,
                QStringLiteral("\"%1\" is no permission, like update.enabled=true. Nothing was changed.").arg(word));
        const std::optional<QJsonValue> value = studio_admin::valueFromText(field, word.mid(sign + 1));
        const auto problems = value ? studio_admin::problemsOf(*field, *value)
                                    : std::vector<studio_admin::SettingsProblem>{{path, QStringLiteral("No JSON.")}};
        if (!problems.empty())
            return fail(ErrorKind::Invalid,
                        QStringLiteral("%1: %2 Nothing was changed.").arg(path.join(u'.'), problems.front().message));
        studio_admin::put(changes, {path, *value});
    }
    return changes;
}

int save(const StudioCall &call, const client::Server &server, const std::optional<QJsonObject> &seen,
         const QJsonObject &before, const QJsonObject &wanted)
{
    const std::vector<SettingsDifference> all = studio_admin::difference(before, wanted);
    QJsonArray list;
    QStringList words;
    for (const SettingsDifference &one : all) {
        list.append(QJsonObject{{"path", one.path.join(u'.')}, {"before", one.before}, {"after", one.after}});
        words.append(
            QStringLiteral("%1: %2 → %3")
                .arg(one.path.join(u'.'), studio_admin::asWords(one.before), studio_admin::asWords(one.after)));
    }
    if (!call.isDry())
        if (const Result<> done = studio_admin::saveGroup(server, call.word(), call.option("--project"), seen, wanted);
            !done)
            return call.failed(done.error());
    const QString what = words.isEmpty() ? QStringLiteral("as it was") : words.join(QStringLiteral("; "));
    return call.done({{"name", call.word()}, {"project", call.option("--project")}, {"changes", list}},
                     QStringLiteral("The group %1%2 is saved: %3.").arg(call.word(), levelWords(call), what),
                     QStringLiteral("The group %1%2 would be saved: %3.").arg(call.word(), levelWords(call), what));
}

int createGroup(const StudioCall &call, const client::Server &server)
{
    const Result<std::vector<SettingsChange>> changes = typedChanges(call.words().mid(1));
    if (!changes)
        return call.failed(changes.error());
    if (const QString problem = studio_admin::problemOfGroupName(call.word()); !problem.isEmpty())
        return call.wrongUse(problem);
    const Result<std::vector<studio_admin::AccessGroup>> groups = studio_admin::accessGroups(server);
    if (!groups)
        return call.failed(groups.error());
    for (const studio_admin::AccessGroup &one : *groups)
        if (one.name == call.word())
            return call.failed({ErrorKind::Conflict,
                                QStringLiteral("There is a group %1 already. Nothing was changed.").arg(one.name),
                                {}});
    const QJsonObject &open = studio_admin::openPermissions();
    return save(call, server, std::nullopt, open, studio_admin::applied(open, *changes));
}

int setGroup(const StudioCall &call, const client::Server &server)
{
    const Result<std::vector<SettingsChange>> changes = typedChanges(call.words().mid(1));
    const Result<GroupSnapshot> group =
        changes ? studio_admin::readGroup(server, call.word(), call.option("--project")) : fail(changes.error());
    if (!group)
        return call.failed(group.error());
    return save(call, server, group->stored, group->values(), studio_admin::applied(group->values(), *changes));
}

int deleteGroup(const StudioCall &call, const client::Server &server)
{
    if (!call.isDry())
        if (const Result<> done = studio_admin::removeGroup(server, call.word(), call.option("--project")); !done)
            return call.failed(done.error());
    return call.done({{"name", call.word()}, {"project", call.option("--project")}},
                     QStringLiteral("The group %1%2 is deleted.").arg(call.word(), levelWords(call)),
                     QStringLiteral("The group %1%2 would be deleted.").arg(call.word(), levelWords(call)));
}

struct Action {
    int (*run)(const StudioCall &, const client::Server &) = nullptr;
    qsizetype fewest = 0;
    qsizetype most = 0;
};
} // namespace

int studioGroupCommand(const StudioCall &call)
{
    constexpr qsizetype any = 10'000;
    const QMap<QString, Action> actions{{QStringLiteral("list"), {listGroups, 0, 0}},
                                        {QStringLiteral("show"), {showGroup, 1, 1}},
                                        {QStringLiteral("create"), {createGroup, 1, any}},
                                        {QStringLiteral("set"), {setGroup, 2, any}},
                                        {QStringLiteral("delete"), {deleteGroup, 1, 1}}};
    const Action action = actions.value(call.verb());
    const bool isNewInProject = call.verb() == QLatin1String("create") && !call.option("--project").isEmpty();
    if (!action.run || isNewInProject || call.words().size() < action.fewest || call.words().size() > action.most)
        return call.wrongUse(
            QStringLiteral("hearth studio group list | show NAME | set NAME PERMISSION=JSON… | delete NAME, each with "
                           "[--project P], or: group create NAME [PERMISSION=JSON…]; a permission is "
                           "update.enabled=true or publish.access_list=[{\"access_type\":\"assigned\"}]."));
    const Result<client::Server> server = call.server();
    return server ? action.run(call, *server) : call.failed(server.error());
}

} // namespace hearth::desktop
