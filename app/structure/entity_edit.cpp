// SPDX-License-Identifier: Apache-2.0
#include "structure/entity_edit.h"
#include "contract/wire.h"
#include "structure/same_value.h"
#include "structure/structure_file.h"

#include <algorithm>

namespace hearth::structure
{

namespace
{
/// A change of one field with what it was.
struct FieldChange {
    QString key;
    QJsonValue before;
    QJsonValue after;
    bool isAttribute = false;
};

template <typename Entity>
const Entity *byId(const std::vector<Entity> &all, const QString &id)
{
    const auto found = std::find_if(all.begin(), all.end(), [&id](const Entity &one) { return one.id == id; });
    return found == all.end() ? nullptr : &*found;
}

QJsonValue ownValue(const QJsonObject &attrib, const QStringList &own, const QString &name)
{
    return own.contains(name) ? attrib.value(name) : QJsonValue(QJsonValue::Null);
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

Result<> checkName(const QString &name)
{
    if (contract::isEntityName(name))
        return {};
    return fail(ErrorKind::Invalid,
                QStringLiteral("\"%1\" is no name: letters, digits, _, . and - make one, and it begins and ends with a "
                               "letter, a digit or _.")
                    .arg(name));
}

/// Whether a folder lies below another, or is it.
bool liesIn(const std::vector<contract::Folder> &folders, QString id, const QString &top)
{
    for (std::size_t steps = 0; steps <= folders.size() && !id.isEmpty(); ++steps) {
        if (id == top)
            return true;
        const contract::Folder *folder = byId(folders, id);
        id = folder ? folder->parentId : QString();
    }
    return false;
}

Result<std::vector<FieldChange>> attributeChanges(const EntityEdit &edit, const QJsonObject &attrib,
                                                  const QStringList &own)
{
    std::vector<FieldChange> made;
    const auto add = [&](const QString &name, const QJsonValue &after) {
        made.push_back({name, ownValue(attrib, own, name), after, true});
    };
    if (edit.due) {
        const Result<QString> due = edit.due->isEmpty() ? Result<QString>(QString()) : dueDate(*edit.due);
        if (!due)
            return fail(due.error());
        add(QStringLiteral("endDate"), orNull(*due));
    }
    for (auto it = edit.attrib.begin(); it != edit.attrib.end(); ++it)
        add(it.key(), *it);
    const QJsonValue first = edit.attrib.value(QLatin1String("frameStart"));
    const QJsonValue last = edit.attrib.value(QLatin1String("frameEnd"));
    if (first.isDouble() && last.isDouble() && first.toDouble() > last.toDouble())
        return fail(ErrorKind::Invalid, QStringLiteral("The first frame lies behind the last one."));
    return made;
}

/// The project's own spelling. Errors: Invalid, with what there is.
Result<QString> spelled(const QString &word, const QStringList &all, const QString &what)
{
    for (const QString &one : all)
        if (one.compare(word, Qt::CaseInsensitive) == 0)
            return one;
    return fail(ErrorKind::Invalid,
                QStringLiteral("There is no %1 \"%2\". There is %3.").arg(what, word, all.join(QStringLiteral(", "))));
}

/// The edit with types and statuses as the project spells them. Errors: Invalid.
Result<EntityEdit> spelledOut(EntityEdit edit, const StructureFacts &facts)
{
    if (edit.type) {
        const Result<QString> type = edit.isTask
                                         ? spelled(*edit.type, facts.taskTypes, QStringLiteral("task type"))
                                         : spelled(*edit.type, facts.folderTypes, QStringLiteral("folder type"));
        if (!type)
            return fail(type.error());
        edit.type = *type;
    }
    if (edit.status) {
        const Result<QString> status = spelled(*edit.status, facts.statuses, QStringLiteral("status"));
        if (!status)
            return fail(status.error());
        edit.status = *status;
    }
    return edit;
}

/// Who works on a task after an edit; those that nobody speaks of stay.
QStringList assigneesAfter(const EntityEdit &edit, const QStringList &now)
{
    QStringList made;
    for (const QString &one : now + edit.assign)
        if (!made.contains(one) && !edit.unassign.contains(one))
            made.append(one);
    return made;
}

Result<std::vector<FieldChange>> folderChanges(const EntityEdit &edit, const contract::Folder &folder,
                                               const StructureFacts &facts)
{
    Result<std::vector<FieldChange>> made = attributeChanges(edit, folder.attrib, folder.ownAttrib);
    if (!made)
        return made;
    if (edit.name)
        made->push_back({QStringLiteral("name"), folder.name, *edit.name});
    if (edit.parentId) {
        if (liesIn(facts.folders, *edit.parentId, folder.id))
            return fail(ErrorKind::Invalid, QStringLiteral("%1 cannot be put into itself.").arg(folder.name));
        made->push_back({QStringLiteral("parentId"), orNull(folder.parentId), orNull(*edit.parentId)});
    }
    if (edit.active)
        made->push_back({QStringLiteral("active"), !facts.inactive.contains(folder.id), *edit.active});
    if (edit.label)
        made->push_back({QStringLiteral("label"), orNull(folder.label), orNull(*edit.label)});
    if (edit.type)
        made->push_back({QStringLiteral("folderType"), folder.folderType, *edit.type});
    if (edit.status)
        made->push_back({QStringLiteral("status"), folder.status, *edit.status});
    return made;
}

Result<std::vector<FieldChange>> taskChanges(const EntityEdit &edit, const contract::Task &task)
{
    Result<std::vector<FieldChange>> made = attributeChanges(edit, task.attrib, task.ownAttrib);
    if (!made)
        return made;
    if (edit.parentId && edit.parentId->isEmpty())
        return fail(ErrorKind::Invalid, QStringLiteral("A task lies in a folder; %1 stays.").arg(task.name));
    if (edit.name)
        made->push_back({QStringLiteral("name"), task.name, *edit.name});
    if (edit.parentId)
        made->push_back({QStringLiteral("folderId"), task.folderId, *edit.parentId});
    if (edit.active)
        made->push_back({QStringLiteral("active"), task.active, *edit.active});
    if (edit.label)
        made->push_back({QStringLiteral("label"), orNull(task.label), orNull(*edit.label)});
    if (edit.type)
        made->push_back({QStringLiteral("taskType"), task.taskType, *edit.type});
    if (edit.status)
        made->push_back({QStringLiteral("status"), task.status, *edit.status});
    if (!edit.assign.isEmpty() || !edit.unassign.isEmpty())
        made->push_back({QStringLiteral("assignees"), QJsonArray::fromStringList(task.assignees),
                         QJsonArray::fromStringList(assigneesAfter(edit, task.assignees))});
    return made;
}

QJsonObject operation(const EntityEdit &edit, const QString &entity, const QJsonObject &fields,
                      const QJsonObject &attrib, const std::function<QString()> &newId)
{
    QJsonObject data = fields;
    if (!attrib.isEmpty())
        data.insert(QStringLiteral("attrib"), attrib);
    return {{"id", newId()},
            {"type", "update"},
            {"entityType", edit.isTask ? "task" : "folder"},
            {"entityId", entity},
            {"data", data}};
}

void add(StructurePlan &plan, const EntityEdit &edit, const QString &entity, const std::vector<FieldChange> &changes,
         const std::function<QString()> &newId)
{
    QJsonObject fields;
    QJsonObject attrib;
    QJsonObject fieldsBefore;
    QJsonObject attribBefore;
    StructureChange told{Change::Update, edit.isTask, entity, {}};
    for (const FieldChange &one : changes) {
        if (isSameValue(one.before, one.after))
            continue;
        (one.isAttribute ? attrib : fields).insert(one.key, one.after);
        (one.isAttribute ? attribBefore : fieldsBefore).insert(one.key, one.before);
        told.fields.append(one.key);
    }
    if (told.fields.isEmpty())
        return;
    plan.changes.push_back(told);
    plan.operations.append(operation(edit, entity, fields, attrib, newId));
    plan.undo.append(operation(edit, entity, fieldsBefore, attribBefore, newId));
}
} // namespace

Result<StructurePlan> planEdit(const EntityEdit &wanted, const StructureFacts &facts,
                               const std::function<QString()> &newId)
{
    StructurePlan plan;
    if (wanted.name)
        if (const Result<> good = checkName(*wanted.name); !good)
            return fail(good.error());
    const Result<EntityEdit> spelling = spelledOut(wanted, facts);
    if (!spelling)
        return fail(spelling.error());
    const EntityEdit &edit = *spelling;
    for (const QString &id : edit.ids) {
        const contract::Folder *folder = edit.isTask ? nullptr : byId(facts.folders, id);
        const contract::Task *task = edit.isTask ? byId(facts.tasks, id) : nullptr;
        if (!folder && !task)
            return fail(ErrorKind::NotFound, QStringLiteral("It is not there any more. Nothing was changed."));
        const Result<std::vector<FieldChange>> changes =
            folder ? folderChanges(edit, *folder, facts) : taskChanges(edit, *task);
        if (!changes)
            return fail(changes.error());
        add(plan, edit, id, *changes, newId);
    }
    return plan;
}

StructurePlan reversed(const StructurePlan &plan)
{
    StructurePlan made;
    made.changes = {plan.changes.rbegin(), plan.changes.rend()};
    for (qsizetype n = plan.undo.size() - 1; n >= 0; --n)
        made.operations.append(plan.undo[n]);
    for (qsizetype n = plan.operations.size() - 1; n >= 0; --n)
        made.undo.append(plan.operations[n]);
    return made;
}

} // namespace hearth::structure
