// SPDX-License-Identifier: Apache-2.0
#include "structure/structure_edit.h"

#include <algorithm>

namespace hearth::structure
{

namespace
{
constexpr qsizetype operationsAtOnce = 500;

const QString inactiveQuery = QStringLiteral(
    "query InactiveFolders($project: String!, $filter: String!) { project(name: $project) { folders(filter: $filter, "
    "first: 100000) { edges { node { id } } } } }");
const QString peopleQuery =
    QStringLiteral("query People($project: String!) { users(projectName: $project, first: 1000) { edges { node { name "
                   "active attrib { fullName } } } } }");
const QString isInactive =
    QStringLiteral(R"({"conditions":[{"key":"active","operator":"eq","value":false}],"operator":"and"})");

QJsonArray part(const QJsonArray &all, qsizetype from, qsizetype to)
{
    QJsonArray made;
    for (qsizetype n = from; n < to; ++n)
        made.append(all[n]);
    return made;
}

/// The last change first: children go before their parents.
QJsonArray backwards(const QJsonArray &undo, qsizetype to)
{
    QJsonArray made;
    for (qsizetype n = to - 1; n >= 0; --n)
        made.append(undo[n]);
    return made;
}

QStringList namesIn(const std::vector<contract::TypeItem> &items)
{
    QStringList names;
    for (const contract::TypeItem &item : items)
        names.append(item.name);
    return names;
}
} // namespace

Job<QJsonObject> askInactiveFolders(const client::Server &server, const QString &project)
{
    return server.graphql(inactiveQuery, {{"project", project}, {"filter", isInactive}});
}

Result<QSet<QString>> readInactiveFolders(const Job<QJsonObject> &asked)
{
    const Result<QJsonObject> &answer = asked.wait();
    if (!answer)
        return fail(answer.error());
    QSet<QString> made;
    for (const QJsonValue &edge : answer->value(QLatin1String("project"))
                                      .toObject()
                                      .value(QLatin1String("folders"))
                                      .toObject()
                                      .value(QLatin1String("edges"))
                                      .toArray())
        made.insert(edge.toObject().value(QLatin1String("node")).toObject().value(QLatin1String("id")).toString());
    return made;
}

Job<QJsonObject> askPeople(const client::Server &server, const QString &project)
{
    return server.graphql(peopleQuery, {{"project", project}});
}

Result<std::vector<KnownPerson>> readPeople(const Job<QJsonObject> &asked)
{
    const Result<QJsonObject> &answer = asked.wait();
    if (!answer)
        return fail(answer.error());
    std::vector<KnownPerson> made;
    for (const QJsonValue &edge :
         answer->value(QLatin1String("users")).toObject().value(QLatin1String("edges")).toArray()) {
        const QJsonObject node = edge.toObject().value(QLatin1String("node")).toObject();
        if (node.value(QLatin1String("active")).toBool(true))
            made.push_back(
                {node.value(QLatin1String("name")).toString(),
                 node.value(QLatin1String("attrib")).toObject().value(QLatin1String("fullName")).toString()});
    }
    return made;
}

Result<StructureFacts> readFacts(const client::Server &server, const QString &project)
{
    const Job<contract::Project> asked = server.project(project);
    const Job<std::vector<contract::Folder>> folders = server.folders(project, true);
    const Job<QJsonObject> inactive = askInactiveFolders(server, project);
    StructureFacts facts;
    QString cursor;
    do {
        const Job<client::TaskPage> page = server.tasks(project, cursor);
        if (!asked.wait()) // a project that is not there says more than its tasks that are not
            return fail(asked.wait().error());
        if (!page.wait())
            return fail(page.wait().error());
        const client::TaskPage &read = *page.wait();
        facts.tasks.insert(facts.tasks.end(), read.tasks.begin(), read.tasks.end());
        cursor = read.next;
    } while (!cursor.isEmpty());
    if (!folders.wait())
        return fail(folders.wait().error());
    facts.folders = *folders.wait();
    const Result<QSet<QString>> deactivated = readInactiveFolders(inactive);
    if (!deactivated)
        return fail(deactivated.error());
    facts.inactive = *deactivated;
    facts.folderTypes = namesIn(asked.wait()->folderTypes);
    facts.taskTypes = namesIn(asked.wait()->taskTypes);
    facts.statuses = namesIn(asked.wait()->statuses);
    return facts;
}

Result<> carryOut(const client::Server &server, const QString &project, const StructurePlan &plan)
{
    const qsizetype all = plan.operations.size();
    for (qsizetype from = 0; from < all; from += operationsAtOnce) {
        const qsizetype to = std::min(from + operationsAtOnce, all);
        const Result<QJsonArray> done = server.operations(project, part(plan.operations, from, to)).wait();
        if (done)
            continue;
        QString kept = QStringLiteral("Nothing was changed.");
        if (isAway(done.error().kind)) {
            // The answer is lost, not surely the change; nothing can be taken back from here either.
            kept = QStringLiteral("It is not known whether the last of it arrived; run it again, what is there stays.");
        } else if (from > 0) {
            const Result<QJsonArray> undone = server.operations(project, backwards(plan.undo, from)).wait();
            kept = undone ? QStringLiteral("What was made before it was taken back; nothing was changed.")
                          : QStringLiteral("The changes up to number %1 of %2 stay; run it again to go on.")
                                .arg(from)
                                .arg(all);
        }
        return fail(done.error().kind, QStringLiteral("%1 %2").arg(done.error().message, kept), done.error().detail);
    }
    return {};
}

} // namespace hearth::structure
