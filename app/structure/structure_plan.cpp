// SPDX-License-Identifier: Apache-2.0
#include "structure/structure_plan.h"
#include "contract/wire.h"
#include "structure/same_value.h"

#include <algorithm>
#include <set>

namespace hearth::structure
{

namespace
{
QString clean(const QString &path)
{
    return u'/' + path.split(u'/', Qt::SkipEmptyParts).join(u'/');
}

QString parentOf(const QString &path)
{
    return path.section(u'/', 0, -2);
}

QString known(const QStringList &names, const QString &wanted)
{
    for (const QString &name : names)
        if (name.compare(wanted, Qt::CaseInsensitive) == 0)
            return name;
    return {};
}

/// One run over what is wanted.
class Planner
{
public:
    Planner(const StructureFacts &facts, const std::function<QString()> &newId) : m_facts(facts), m_newId(newId)
    {
        // A deactivated one counts as there, so that it is not made again; an active one of the same name goes first.
        for (const bool isActive : {true, false}) {
            for (const contract::Folder &folder : facts.folders)
                if (facts.inactive.contains(folder.id) != isActive)
                    m_folders.emplace(clean(folder.path).toLower(), Place{folder.id, clean(folder.path), &folder});
            for (const contract::Task &task : facts.tasks)
                if (task.active == isActive)
                    m_tasks.emplace(task.folderId + u'/' + task.name.toLower(), &task);
        }
    }

    void take(const WantedFolder &wanted)
    {
        const QString path = clean(wanted.path);
        const QString folder = takeFolder(path, wanted);
        for (const WantedTask &task : wanted.tasks)
            takeTask(path, folder, task);
    }

    StructurePlan plan;

private:
    struct Place {
        QString id;
        QString path;
        const contract::Folder *folder = nullptr; ///< nothing: made by this plan
    };

    void problem(const QString &words)
    {
        if (!plan.problems.contains(words))
            plan.problems.append(words);
    }

    void add(const StructureChange &change, const QString &entityType, const QString &id, const QJsonObject &data,
             const QJsonObject &before)
    {
        plan.changes.push_back(change);
        if (change.what == Change::Same)
            return;
        const bool isNew = change.what == Change::Create;
        const auto operation = [&](const char *type, const QJsonObject &body) {
            QJsonObject made{{"id", m_newId()}, {"type", type}, {"entityType", entityType}, {"entityId", id}};
            if (!body.isEmpty())
                made.insert(QStringLiteral("data"), body);
            return made;
        };
        plan.operations.append(operation(isNew ? "create" : "update", data));
        plan.undo.append(isNew ? operation("delete", {}) : operation("update", before));
    }

    /// The project's own spelling of a type or status; a problem when it has none.
    QString spelled(const QStringList &names, const QString &wanted, const QString &kind, const QString &path)
    {
        if (wanted.isEmpty())
            return {};
        const QString found = known(names, wanted);
        if (found.isEmpty())
            problem(QStringLiteral("%1: the project has no %2 \"%3\" (it has %4).")
                        .arg(path, kind, wanted, names.join(QStringLiteral(", "))));
        return found;
    }

    /// \returns the folder's id
    QString takeFolder(const QString &path, const WantedFolder &wanted)
    {
        const QString type = spelled(m_facts.folderTypes, wanted.type, QStringLiteral("folder type"), path);
        const auto found = m_folders.find(path.toLower());
        if (found == m_folders.end())
            return makeFolder(path, type, wanted);
        if (!found->second.folder) // named twice: made above
            return found->second.id;
        changeFolder(*found->second.folder, found->second.path, type, wanted);
        return found->second.id;
    }

    QString makeFolder(const QString &path, const QString &type, const WantedFolder &wanted)
    {
        const QString name = path.section(u'/', -1);
        if (!contract::isEntityName(name))
            problem(QStringLiteral("%1: \"%2\" is no name: letters, digits, \"_\", \".\" and \"-\", and neither of the "
                                   "last two at its ends.")
                        .arg(path, name));
        const QString above = parentOf(path);
        const QString parent = above.isEmpty() ? QString() : takeFolder(above, {});
        const QString id = m_newId();
        m_folders.emplace(path.toLower(), Place{id, path, nullptr});
        const QString otherwise =
            type.isEmpty() ? spelled(m_facts.folderTypes, wanted.typeIfNew, QStringLiteral("folder type"), path) : type;
        QJsonObject data{{"name", name}, {"folderType", otherwise.isEmpty() ? QStringLiteral("Folder") : otherwise}};
        if (!parent.isEmpty())
            data.insert(QStringLiteral("parentId"), parent);
        if (!wanted.label.isEmpty())
            data.insert(QStringLiteral("label"), wanted.label);
        if (!wanted.attrib.isEmpty())
            data.insert(QStringLiteral("attrib"), wanted.attrib);
        add({Change::Create, false, path, {}}, QStringLiteral("folder"), id, data, {});
        return id;
    }

    void changeFolder(const contract::Folder &folder, const QString &path, const QString &type,
                      const WantedFolder &wanted)
    {
        QJsonObject data;
        QJsonObject before;
        if (!type.isEmpty() && type != folder.folderType) {
            data.insert(QStringLiteral("folderType"), type);
            before.insert(QStringLiteral("folderType"), folder.folderType);
        }
        if (!wanted.label.isEmpty() && wanted.label != folder.label) {
            data.insert(QStringLiteral("label"), wanted.label);
            before.insert(QStringLiteral("label"), folder.label);
        }
        compareAttributes(wanted.attrib, folder.attrib, folder.ownAttrib, data, before);
        add({data.isEmpty() ? Change::Same : Change::Update, false, path, data.keys()}, QStringLiteral("folder"),
            folder.id, data, before);
    }

    /// What was inherited is inherited again after an undo.
    static void compareAttributes(const QJsonObject &wanted, const QJsonObject &has, const QStringList &own,
                                  QJsonObject &data, QJsonObject &before)
    {
        QJsonObject set;
        QJsonObject former;
        for (auto it = wanted.begin(); it != wanted.end(); ++it)
            if (!isSameValue(has.value(it.key()), *it)) {
                set.insert(it.key(), *it);
                former.insert(it.key(), own.contains(it.key()) ? has.value(it.key()) : QJsonValue(QJsonValue::Null));
            }
        if (set.isEmpty())
            return;
        data.insert(QStringLiteral("attrib"), set);
        before.insert(QStringLiteral("attrib"), former);
    }

    void takeTask(const QString &folderPath, const QString &folderId, const WantedTask &wanted)
    {
        const QString path = folderPath + u'/' + wanted.name;
        const QString key = folderId + u'/' + wanted.name.toLower();
        const QString type = spelled(m_facts.taskTypes, wanted.type, QStringLiteral("task type"), path);
        const QString status = spelled(m_facts.statuses, wanted.status, QStringLiteral("status"), path);
        if (!contract::isEntityName(wanted.name))
            problem(QStringLiteral("%1: \"%2\" is no name for a task.").arg(path, wanted.name));
        const auto found = m_tasks.find(key);
        if (found != m_tasks.end())
            return changeTask(*found->second, path, type, status, wanted);
        if (!m_made.insert(key).second)
            return problem(QStringLiteral("%1 is named twice.").arg(path));
        if (type.isEmpty())
            problem(QStringLiteral("%1: a new task needs a type.").arg(path));
        QJsonObject data{{"name", wanted.name}, {"taskType", type}, {"folderId", folderId}};
        if (!status.isEmpty())
            data.insert(QStringLiteral("status"), status);
        if (wanted.assignees)
            data.insert(QStringLiteral("assignees"), QJsonArray::fromStringList(*wanted.assignees));
        if (!wanted.attrib.isEmpty())
            data.insert(QStringLiteral("attrib"), wanted.attrib);
        add({Change::Create, true, path, {}}, QStringLiteral("task"), m_newId(), data, {});
    }

    void changeTask(const contract::Task &task, const QString &path, const QString &type, const QString &status,
                    const WantedTask &wanted)
    {
        QJsonObject data;
        QJsonObject before;
        if (!type.isEmpty() && type != task.taskType) {
            data.insert(QStringLiteral("taskType"), type);
            before.insert(QStringLiteral("taskType"), task.taskType);
        }
        if (!status.isEmpty() && status != task.status) {
            data.insert(QStringLiteral("status"), status);
            before.insert(QStringLiteral("status"), task.status);
        }
        if (wanted.assignees && !areSamePeople(*wanted.assignees, task.assignees)) {
            data.insert(QStringLiteral("assignees"), QJsonArray::fromStringList(*wanted.assignees));
            before.insert(QStringLiteral("assignees"), QJsonArray::fromStringList(task.assignees));
        }
        compareAttributes(wanted.attrib, task.attrib, task.ownAttrib, data, before);
        add({data.isEmpty() ? Change::Same : Change::Update, true, path, data.keys()}, QStringLiteral("task"), task.id,
            data, before);
    }

    const StructureFacts &m_facts;
    const std::function<QString()> &m_newId;
    std::map<QString, Place> m_folders; // by path in lower case
    std::map<QString, const contract::Task *> m_tasks;
    std::set<QString> m_made;
};
} // namespace

int StructurePlan::count(Change what) const
{
    return static_cast<int>(
        std::count_if(changes.begin(), changes.end(), [what](const StructureChange &one) { return one.what == what; }));
}

StructurePlan planStructure(const std::vector<WantedFolder> &wanted, const StructureFacts &facts,
                            const std::function<QString()> &newId)
{
    Planner planner(facts, newId);
    for (const WantedFolder &folder : wanted)
        planner.take(folder);
    return std::move(planner.plan);
}

PlaceMade placeMade(const StructurePlan &plan)
{
    PlaceMade place;
    qsizetype depth = 0;
    auto operation = plan.operations.begin();
    for (const StructureChange &one : plan.changes) {
        if (one.what == Change::Same)
            continue;
        const QJsonObject sent = (operation++)->toObject();
        const QString id = sent.value(QLatin1String("entityId")).toString();
        if (one.what != Change::Create)
            continue;
        if (one.isTask)
            return {sent.value(QLatin1String("data")).toObject().value(QLatin1String("folderId")).toString(),
                    one.path.section(u'/', 0, -2), id};
        if (const qsizetype level = one.path.count(u'/'); level > depth) {
            depth = level;
            place = {id, one.path, {}};
        }
    }
    return place;
}

} // namespace hearth::structure
