// SPDX-License-Identifier: Apache-2.0
#include "studio_admin/access_groups.h"

#include <QRegularExpression>

#include <algorithm>

namespace hearth::studio_admin
{

namespace
{
// What a section restricts, in words, with the lists of what it leaves.
const char *const folderSections[][3] = {
    {"create", "Make folders and tasks", "Where folders and tasks may be made"},
    {"read", "Read", "What may be read"},
    {"update", "Change folders and tasks", "What may be changed"},
    {"publish", "Publish", "Where versions and work files may be made and changed"},
    {"delete", "Delete", "What may be deleted"},
};
const char *const nameSections[][4] = {
    {"attrib_read", "Read attributes", "attributes", "Attributes"},
    {"attrib_write", "Change attributes and fields", "attributes", "Attributes"},
    {"attrib_write", "", "fields", "Fields, such as status or assignees"},
    {"activities", "Activities", "activities", "Kinds of activity"},
    {"actions", "Actions", "actions", "Actions"},
    {"links", "Links", "link_types", "Link types"},
    {"endpoints", "Routes of the server", "endpoints", "Routes"},
};

QJsonObject group(const QString &title, const QJsonObject &properties)
{
    return {{"type", "object"}, {"title", title}, {"properties", properties}};
}

QJsonObject flag(const char *title, bool fallback = false)
{
    return {{"type", "boolean"}, {"title", title}, {"default", fallback}};
}

QJsonObject level(const char *title)
{
    return {{"type", "integer"},
            {"title", title},
            {"default", 0},
            {"enum", QJsonArray{0, 1, 2}},
            {"enumLabels", QJsonObject{{"0", "None"}, {"1", "May look"}, {"2", "May change"}}}};
}

QJsonObject accessList(const char *title)
{
    const QJsonObject kind{{"type", "string"},
                           {"title", "Which"},
                           {"default", "assigned"},
                           {"enum", QJsonArray{"assigned", "hierarchy", "children"}},
                           {"enumLabels", QJsonObject{{"assigned", "Folders with a task assigned to the person"},
                                                      {"hierarchy", "A folder and everything below it"},
                                                      {"children", "The folders directly below a folder"}}}};
    const QJsonObject path{{"type", "string"}, {"title", "Folder"}, {"default", ""}, {"placeholder", "/shots/sq010"}};
    return {{"type", "array"},
            {"title", title},
            {"default", QJsonArray()},
            {"items", group({}, {{"access_type", kind}, {"path", path}})}};
}

QJsonObject nameList(const char *title)
{
    return {{"type", "array"}, {"title", title}, {"default", QJsonArray()}, {"items", QJsonObject{{"type", "string"}}}};
}

QJsonObject section(const QString &title)
{
    QJsonObject restricts = flag("Restrict");
    restricts.insert(QStringLiteral("description"), QStringLiteral("Without a tick there is no limit."));
    return group(title, {{"enabled", restricts}});
}

void put(QJsonObject &sections, const char *name, const char *key, const QJsonObject &field)
{
    QJsonObject whole = sections.value(QLatin1String(name)).toObject();
    QJsonObject properties = whole.value(QLatin1String("properties")).toObject();
    properties.insert(QLatin1String(key), field);
    whole.insert(QStringLiteral("properties"), properties);
    sections.insert(QLatin1String(name), whole);
}

QJsonObject permissionSchema()
{
    QJsonObject sections{
        {"studio", group(QStringLiteral("Studio"), {{"create_projects", flag("May make projects")},
                                                    {"list_all_users", flag("Sees all people")}})},
        {"project",
         group(QStringLiteral("Running a project"),
               {{"anatomy", level("Anatomy")}, {"access", level("Access")}, {"settings", level("Settings")}})},
        {"advanced", group(QStringLiteral("Tasks of others"), {{"show_sibling_tasks", flag("Are shown", true)}})}};
    for (const auto &[name, title, list] : folderSections) {
        sections.insert(QLatin1String(name), section(QLatin1String(title)));
        put(sections, name, "access_list", accessList(list));
    }
    for (const auto &[name, title, list, words] : nameSections) {
        if (!sections.contains(QLatin1String(name)))
            sections.insert(QLatin1String(name), section(QLatin1String(title)));
        put(sections, name, list, nameList(words));
    }
    return group({}, sections);
}

/// The order in which a person reads them.
FormField ordered(FormField form)
{
    static const QStringList order{
        QStringLiteral("studio"),       QStringLiteral("project"),    QStringLiteral("read"),
        QStringLiteral("create"),       QStringLiteral("update"),     QStringLiteral("publish"),
        QStringLiteral("delete"),       QStringLiteral("advanced"),   QStringLiteral("attrib_read"),
        QStringLiteral("attrib_write"), QStringLiteral("activities"), QStringLiteral("actions"),
        QStringLiteral("links"),        QStringLiteral("endpoints")};
    std::stable_sort(form.children.begin(), form.children.end(), [](const FormField &a, const FormField &b) {
        return order.indexOf(a.key) < order.indexOf(b.key);
    });
    for (FormField &part : form.children) // the switch before what it switches
        std::stable_sort(part.children.begin(), part.children.end(), [](const FormField &a, const FormField &b) {
            return (a.key == QLatin1String("enabled")) > (b.key == QLatin1String("enabled"));
        });
    return form;
}

QString pathOf(const QString &group, const QString &project)
{
    return QStringLiteral("/api/accessGroups/%1/%2")
        .arg(element(group), project.isEmpty() ? QStringLiteral("_") : element(project));
}

Result<bool> isChangedIn(const client::Server &server, const QString &name, const QString &project)
{
    const Result<std::vector<AccessGroup>> groups = accessGroups(server, project);
    if (!groups)
        return fail(groups.error());
    return std::any_of(groups->begin(), groups->end(),
                       [&name](const AccessGroup &one) { return one.name == name && one.isOfProject; });
}
} // namespace

Result<std::vector<AccessGroup>> accessGroups(const client::Server &server, const QString &project)
{
    const Result<Answer> answer =
        ask(server, "GET",
            QStringLiteral("/api/accessGroups/") + (project.isEmpty() ? QStringLiteral("_") : element(project)));
    if (!answer)
        return fail(answer.error());
    std::vector<AccessGroup> made;
    for (const QJsonValue &one : answer->body.array())
        made.push_back({one.toObject().value(QLatin1String("name")).toString(),
                        one.toObject().value(QLatin1String("isProjectLevel")).toBool()});
    return made;
}

const FormField &permissionForm()
{
    static const FormField form = ordered(formOf(permissionSchema()));
    return form;
}

const QJsonObject &openPermissions()
{
    static const QJsonObject made = [] {
        QJsonObject whole;
        for (const FormField &part : permissionForm().children) {
            QJsonObject values;
            for (const FormField &field : part.children)
                values.insert(field.key, field.fallback);
            whole.insert(part.key, values);
        }
        return whole;
    }();
    return made;
}

Result<GroupSnapshot> readGroup(const client::Server &server, const QString &group, const QString &project)
{
    const Result<Answer> studio = ask(server, "GET", pathOf(group, {}));
    if (!studio)
        return fail(studio.error());
    GroupSnapshot made{group, project, {openPermissions(), studio->body.object(), {}, {}}, studio->body.object()};
    if (project.isEmpty())
        return made;
    const Result<bool> isChanged = isChangedIn(server, group, project);
    const Result<Answer> own = isChanged ? ask(server, "GET", pathOf(group, project)) : fail(isChanged.error());
    if (!own)
        return fail(own.error());
    made.stored = *isChanged ? own->body.object() : QJsonObject();
    if (*isChanged)
        made.layers.project = merged(openPermissions(), made.stored); // what it does not say is open, not the studio's
    return made;
}

Result<> saveGroup(const client::Server &server, const QString &group, const QString &project,
                   const std::optional<QJsonObject> &seen, const QJsonObject &wanted)
{
    if (const QString problem = problemOfGroupName(group); !problem.isEmpty())
        return fail(ErrorKind::Invalid, problem);
    if (seen) {
        const Result<GroupSnapshot> now = readGroup(server, group, project);
        if (!now)
            return fail(now.error());
        QStringList theirs;
        for (const SettingsDifference &one : difference(*seen, now->stored))
            theirs.append(QStringLiteral("%1: %2 → %3")
                              .arg(one.path.join(QStringLiteral(" › ")), asWords(one.before), asWords(one.after)));
        if (!theirs.isEmpty())
            return fail(ErrorKind::Conflict,
                        QStringLiteral("Somebody changed %1 meanwhile. Nothing was saved.").arg(group),
                        theirs.join(u'\n'));
    }
    return tell(server, "PUT", pathOf(group, project), wanted);
}

Result<> removeGroup(const client::Server &server, const QString &group, const QString &project)
{
    return tell(server, "DELETE", pathOf(group, project));
}

QString problemOfGroupName(const QString &name)
{
    static const QRegularExpression good(QStringLiteral("^[a-zA-Z0-9_]([a-zA-Z0-9_.\\-]*[a-zA-Z0-9_])?$"));
    return good.match(name).hasMatch() ? QString()
                                       : QStringLiteral("A group's name has letters, digits and underscores; dot and "
                                                        "dash may stand between them.");
}

} // namespace hearth::studio_admin
