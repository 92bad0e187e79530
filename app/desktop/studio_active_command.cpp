// SPDX-License-Identifier: Apache-2.0
#include "core/entity_id.h"
#include "desktop/studio_subjects.h"
#include "structure/entity_edit.h"
#include "structure/structure_edit.h"

#include <algorithm>

namespace hearth::desktop
{

namespace
{
/// A folder or a task as these commands see it.
struct Entry {
    QString id;
    QString path;
    QString type;
    bool isActive = true;  ///< its own state
    bool isHidden = false; ///< deactivated itself, or below one that is
};

QString withSlash(const QString &path)
{
    return path.startsWith(u'/') ? path : u'/' + path;
}

std::vector<Entry> foldersOf(const structure::StructureFacts &facts)
{
    std::map<QString, QString> parents;
    for (const contract::Folder &folder : facts.folders)
        parents.emplace(folder.id, folder.parentId);
    std::vector<Entry> made;
    for (const contract::Folder &folder : facts.folders) {
        Entry one{folder.id, withSlash(folder.path), folder.folderType, !facts.inactive.contains(folder.id), false};
        for (QString id = folder.id; !id.isEmpty() && !one.isHidden; id = parents[id])
            one.isHidden = facts.inactive.contains(id);
        made.push_back(std::move(one));
    }
    std::sort(made.begin(), made.end(), [](const Entry &a, const Entry &b) { return a.path < b.path; });
    return made;
}

/// Errors: NotFound, when no folder lies there.
Result<std::vector<Entry>> tasksOf(const structure::StructureFacts &facts, const QString &path)
{
    std::vector<Entry> made;
    bool isThere = false;
    for (const Entry &folder : foldersOf(facts)) {
        if (folder.path.compare(withSlash(path), Qt::CaseInsensitive) != 0)
            continue;
        isThere = true;
        for (const contract::Task &task : facts.tasks)
            if (task.folderId == folder.id)
                made.push_back({task.id, folder.path + u'/' + task.name, task.taskType, task.active,
                                folder.isHidden || !task.active});
    }
    return isThere ? Result<std::vector<Entry>>(made)
                   : fail(ErrorKind::NotFound, QStringLiteral("There is no folder %1.").arg(withSlash(path)));
}

int list(const StudioCall &call, const std::vector<Entry> &entries, const char *what)
{
    QJsonArray rows;
    QStringList lines;
    for (const Entry &one : entries) {
        if (call.has("--inactive") ? one.isActive : one.isHidden && !call.has("--all"))
            continue;
        rows.append(QJsonObject{{"id", one.id}, {"path", one.path}, {"type", one.type}, {"active", one.isActive}});
        lines.append(one.isActive ? one.path : one.path + QStringLiteral("  (deactivated)"));
    }
    return call.answer({{"ok", true}, {QLatin1String(what), rows}}, lines);
}

/// What the words name, the one whose state would change before others of the same path. Errors: NotFound.
Result<QStringList> idsOf(const QStringList &wanted, const std::vector<Entry> &entries, bool isActive)
{
    QStringList ids;
    for (const QString &path : wanted) {
        const Entry *found = nullptr;
        for (const Entry &one : entries)
            if (one.path.compare(path, Qt::CaseInsensitive) == 0 && (!found || one.isActive != isActive))
                found = &one;
        if (!found)
            return fail(ErrorKind::NotFound, QStringLiteral("There is no %1. Nothing was changed.").arg(path));
        ids.append(found->id);
    }
    return ids;
}

int setActive(const StudioCall &call, const client::Server &server, const structure::StructureFacts &facts,
              const std::vector<Entry> &entries, const QStringList &wanted, bool isTask)
{
    structure::EntityEdit edit;
    edit.isTask = isTask;
    edit.active = call.verb() == QLatin1String("activate");
    const Result<QStringList> ids = idsOf(wanted, entries, *edit.active);
    if (!ids)
        return call.failed(ids.error());
    edit.ids = *ids;
    const Result<structure::StructurePlan> plan =
        structure::planEdit(edit, facts, [] { return QString::fromStdString(newEntityId()); });
    if (!plan)
        return call.failed(plan.error());
    if (!call.isDry())
        if (const Result<> done = structure::carryOut(server, call.option("--project"), *plan); !done)
            return call.failed(done.error());
    const QString names = wanted.join(QStringLiteral(", "));
    const QString state = *edit.active ? QStringLiteral("active") : QStringLiteral("deactivated");
    return call.done({{"paths", QJsonArray::fromStringList(wanted)},
                      {"active", *edit.active},
                      {"changed", static_cast<int>(plan->operations.size())}},
                     QStringLiteral("%1: %2 now.").arg(names, state),
                     QStringLiteral("%1: would be %2.").arg(names, state));
}
} // namespace

int studioActiveCommand(const StudioCall &call, bool isTask)
{
    const bool isList = call.verb() == QLatin1String("list");
    const QString project = call.option("--project");
    const QString folder = call.option("--folder");
    if (project.isEmpty() || isList != call.words().isEmpty() || (isTask && folder.isEmpty()))
        return call.wrongUse(
            isTask ? QStringLiteral("hearth studio task list --project P --folder /PATH [--all | --inactive], or: task "
                                    "activate | deactivate --project P --folder /PATH NAME….")
                   : QStringLiteral("hearth studio folder list --project P [--all | --inactive], or: folder activate | "
                                    "deactivate --project P /PATH…."));
    const Result<client::Server> server = call.server();
    const Result<structure::StructureFacts> facts =
        server ? structure::readFacts(*server, project) : fail(server.error());
    if (!facts)
        return call.failed(facts.error());
    const Result<std::vector<Entry>> entries = isTask ? tasksOf(*facts, folder) : foldersOf(*facts);
    if (!entries)
        return call.failed(entries.error());
    if (isList)
        return list(call, *entries, isTask ? "tasks" : "folders");
    QStringList wanted;
    for (const QString &word : call.words())
        wanted.append(isTask ? withSlash(folder) + u'/' + word : withSlash(word));
    return setActive(call, *server, *facts, *entries, wanted, isTask);
}

} // namespace hearth::desktop
