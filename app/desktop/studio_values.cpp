// SPDX-License-Identifier: Apache-2.0
#include "desktop/studio_values.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace hearth::desktop
{

using namespace launcher_ui;

namespace
{
StatusState stateOf(const QString &text)
{
    if (text == QLatin1String("done"))
        return StatusState::Done;
    if (text == QLatin1String("blocked"))
        return StatusState::Blocked;
    return text == QLatin1String("in_progress") ? StatusState::InProgress : StatusState::NotStarted;
}

Status shownStatus(const contract::TypeItem &item)
{
    return {item.name, item.shortName, item.icon, QColor(item.color), stateOf(item.state)};
}

const contract::TypeItem *named(const std::vector<contract::TypeItem> &items, const QString &name)
{
    const auto found =
        std::find_if(items.begin(), items.end(), [&name](const contract::TypeItem &one) { return one.name == name; });
    return found == items.end() ? nullptr : &*found;
}

Status statusNamed(const contract::Project *project, const QString &name)
{
    const contract::TypeItem *item = project ? named(project->statuses, name) : nullptr;
    return item ? shownStatus(*item) : Status{name, {}, {}, {}, StatusState::NotStarted};
}

Priority priorityOf(const QString &text)
{
    if (text == QLatin1String("urgent"))
        return Priority::Urgent;
    if (text == QLatin1String("high"))
        return Priority::High;
    return text == QLatin1String("low") ? Priority::Low : Priority::Normal;
}

QDate dateOf(const QString &text)
{
    return QDateTime::fromString(text, Qt::ISODate).toLocalTime().date();
}

QString withSlash(const QString &path)
{
    return path.startsWith(u'/') ? path : u'/' + path;
}

void addTypeLooks(Task &task, const contract::Project *project)
{
    if (const contract::TypeItem *type = project ? named(project->taskTypes, task.type) : nullptr) {
        task.typeIcon = type->icon;
        task.typeColor = QColor(type->color);
    }
}
} // namespace

Project shownProject(const contract::Project &project)
{
    Project made;
    made.name = project.name;
    made.code = project.code;
    made.label = project.label.isEmpty() ? project.name : project.label;
    made.isLibrary = project.library;
    made.mayCreateTasks = true; // the server refuses with words where rights lack
    for (const contract::TypeItem &status : project.statuses)
        if (status.scope.isEmpty() || status.scope.contains(QLatin1String("task")))
            made.taskStatuses.push_back(shownStatus(status));
    for (const contract::TypeItem &type : project.taskTypes)
        made.taskTypes.push_back({type.name, type.icon, QColor(type.color)});
    return made;
}

std::vector<Folder> shownFolders(const std::vector<contract::Folder> &folders, const QSet<QString> &inactive,
                                 const contract::Project &project)
{
    QMap<QString, int> counts;
    for (const contract::Folder &folder : folders)
        for (QString path = withSlash(folder.path); !path.isEmpty(); path = path.section(u'/', 0, -2))
            counts[path] += static_cast<int>(folder.taskNames.size());
    std::vector<Folder> made;
    made.reserve(folders.size());
    for (const contract::Folder &folder : folders) {
        Folder one;
        one.id = folder.id;
        one.parentId = folder.parentId;
        one.name = folder.name;
        one.label = folder.label;
        one.path = withSlash(folder.path);
        one.type = folder.folderType;
        if (const contract::TypeItem *type = named(project.folderTypes, folder.folderType))
            one.typeIcon = type->icon;
        if (const contract::TypeItem *status = named(project.statuses, folder.status)) {
            one.statusColor = QColor(status->color);
            one.statusName = status->name;
        }
        one.taskCount = counts.value(one.path);
        one.isLeaf = !folder.hasChildren;
        one.hasVersions = folder.hasVersions;
        one.isActive = !inactive.contains(folder.id);
        made.push_back(std::move(one));
    }
    std::sort(made.begin(), made.end(), [](const Folder &a, const Folder &b) { return a.path < b.path; });
    return made;
}

Task shownTask(const contract::Task &task, const contract::Project &project, const QString &folderPath,
               const QString &user)
{
    Task made;
    made.id = task.id;
    made.project = project.name;
    made.projectLabel = project.label.isEmpty() ? project.name : project.label;
    made.folderId = task.folderId;
    made.folderPath = withSlash(folderPath);
    made.name = task.name;
    made.label = task.label;
    made.type = task.taskType;
    made.status = statusNamed(&project, task.status);
    made.isMine = task.assignees.contains(user);
    made.assigneeNames = made.assignees = task.assignees;
    made.assignees.removeAll(user); // shown as "you"
    made.isActive = task.active;
    made.due = dateOf(task.attrib.value(QLatin1String("endDate")).toString());
    made.priority = priorityOf(task.attrib.value(QLatin1String("priority")).toString());
    addTypeLooks(made, &project);
    return made;
}

Task shownMyTask(const client::MyTask &task, const contract::Project *project, const QString &user)
{
    Task made;
    made.id = task.id;
    made.project = task.projectName;
    made.projectLabel = project && !project->label.isEmpty() ? project->label : task.projectName;
    made.folderId = task.folderId;
    made.folderPath = withSlash(task.folderPath);
    made.name = task.name;
    made.label = task.label;
    made.type = task.taskType;
    made.status = statusNamed(project, task.status);
    made.assigneeNames = made.assignees = task.assignees;
    made.assignees.removeAll(user);
    made.isMine = task.assignees.contains(user);
    made.due = dateOf(task.dueDate);
    made.priority = priorityOf(task.priority);
    addTypeLooks(made, project);
    return made;
}

Workfile shownWorkfile(const launch::WorkfileEntry &entry, const launch::ApplicationDefinitions &definitions,
                       const QString &user)
{
    Workfile made;
    made.id = entry.entityId;
    made.path = entry.path;
    made.name = QFileInfo(entry.path).fileName();
    made.version = entry.version;
    made.author = entry.author;
    made.isMine = entry.author == user;
    made.when = entry.changed.toLocalTime();
    made.comment = entry.comment;
    for (auto it = definitions.kinds.begin(); it != definitions.kinds.end(); ++it) {
        const bool fits = std::any_of(it->extensions.begin(), it->extensions.end(), [&entry](const QString &extension) {
            return entry.path.endsWith(extension, Qt::CaseInsensitive);
        });
        if (fits) {
            made.application = it.key();
            made.applicationIcon = it->icon;
            break;
        }
    }
    made.place = !entry.isOnDisk            ? FilePlace::NotHere
                 : entry.entityId.isEmpty() ? FilePlace::Unregistered
                                            : FilePlace::ThisMachine;
    return made;
}

Application shownApplication(const launch::InstalledApplication &installed,
                             const launch::ApplicationDefinitions &definitions)
{
    Application made;
    made.fullName = installed.application.fullName();
    made.group = installed.application.group;
    made.groupLabel = installed.application.groupLabel;
    made.variantLabel = installed.application.variantLabel;
    if (const launch::ApplicationKind *kind = launch::kindOf(definitions, installed.application)) {
        made.icon = kind->icon;
        made.iconColor = QColor(kind->iconColor);
        made.extensions = kind->extensions;
        made.makesWorkfiles = !kind->extensions.isEmpty();
    }
    return made;
}

EnvironmentReport shownReport(const QJsonObject &explanation)
{
    const auto text = [&explanation](const char *key) { return explanation.value(QLatin1String(key)).toString(); };
    EnvironmentReport report;
    report.application = text("application");
    report.context = text("context");
    report.when = QDateTime::fromString(text("when"), Qt::ISODate);
    report.command = text("program");
    for (const QJsonValue &argument : explanation.value(QLatin1String("arguments")).toArray())
        report.command += u' ' + argument.toString();
    for (const QJsonValue &warning : explanation.value(QLatin1String("warnings")).toArray())
        report.warnings.append(warning.toString());
    const QJsonObject variables = explanation.value(QLatin1String("variables")).toObject();
    for (auto it = variables.begin(); it != variables.end(); ++it) {
        const QJsonObject one = it->toObject();
        EnvironmentVariable variable;
        variable.name = it.key();
        variable.value = one.value(QLatin1String("value")).toString();
        variable.isSecret = one.value(QLatin1String("secret")).toBool();
        const bool isList = it.key().endsWith(QLatin1String("PATH")) || it.key().endsWith(QLatin1String("_DIRS"));
        variable.separator = isList ? QString(pathListSeparator(currentPlatform())) : QString();
        variable.isChanged = one.value(QLatin1String("changed")).toBool();
        for (const QJsonValue &value : one.value(QLatin1String("steps")).toArray()) {
            const QJsonObject step = value.toObject();
            variable.steps.push_back(
                {step.value(QLatin1String("source")).toString(), step.value(QLatin1String("before")).toString(),
                 step.value(QLatin1String("after")).toString(), step.value(QLatin1String("removed")).toBool()});
        }
        report.variables.push_back(std::move(variable));
    }
    return report;
}

} // namespace hearth::desktop
