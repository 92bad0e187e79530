// SPDX-License-Identifier: Apache-2.0
#include "core/entity_id.h"
#include "desktop/studio_entries.h"
#include "desktop/studio_subjects.h"
#include "structure/entity_edit.h"
#include "structure/structure_edit.h"

namespace hearth::desktop
{

namespace
{
int list(const StudioCall &call, const std::vector<StudioEntry> &entries, const char *what)
{
    QJsonArray rows;
    QStringList lines;
    for (const StudioEntry &one : entries) {
        if (call.has("--inactive") ? one.isActive : one.isHidden && !call.has("--all"))
            continue;
        rows.append(QJsonObject{{"id", one.id}, {"path", one.path}, {"type", one.type}, {"active", one.isActive}});
        lines.append(one.isActive ? one.path : one.path + QStringLiteral("  (deactivated)"));
    }
    return call.answer({{"ok", true}, {QLatin1String(what), rows}}, lines);
}

int setActive(const StudioCall &call, const client::Server &server, const structure::StructureFacts &facts,
              const std::vector<StudioEntry> &entries, const QStringList &wanted, bool isTask)
{
    structure::EntityEdit edit;
    edit.isTask = isTask;
    edit.active = call.verb() == QLatin1String("activate");
    const Result<QStringList> ids = idsOf(wanted, entries, !*edit.active);
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
    const Result<std::vector<StudioEntry>> entries = isTask ? taskEntries(*facts, folder) : folderEntries(*facts);
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
