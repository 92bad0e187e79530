// SPDX-License-Identifier: Apache-2.0
#include "core/entity_id.h"
#include "desktop/studio_entries.h"
#include "desktop/studio_subjects.h"
#include "structure/entity_edit.h"
#include "structure/structure_edit.h"

#include <algorithm>

namespace hearth::desktop
{

namespace
{
using structure::EntityEdit;

/// What the words of one command name.
struct Wanted {
    QStringList entities; ///< as they were typed
    QString target;       ///< of rename and move
    QStringList settings; ///< KEY=VALUE
};

/// Nothing, where the words are too few or too many for the verb.
std::optional<Wanted> wantedOf(const StudioCall &call, bool isTask)
{
    Wanted made;
    const QString verb = call.verb();
    QStringList words = call.words();
    if (verb == QLatin1String("rename") || verb == QLatin1String("move")) {
        if (words.size() < 2 || (verb == QLatin1String("rename") && words.size() > 2))
            return std::nullopt;
        made.target = words.takeLast();
    } else if (verb == QLatin1String("set")) {
        for (const QString &word : words)
            (word.contains(u'=') ? made.settings : made.entities).append(word);
        return made.settings.isEmpty() || made.entities.isEmpty() ? std::nullopt : std::optional(made);
    } else if (!isTask || call.option("--user").isEmpty()) {
        return std::nullopt;
    }
    made.entities = words;
    return words.isEmpty() ? std::nullopt : std::optional(made);
}

/// Names of the attributes a folder or task may have, and whether each is kept as a text. Errors: those of the server.
Result<QMap<QString, bool>> attributesOf(const client::Server &server, bool isTask)
{
    const Result<QJsonObject> answer = server.call("GET", QStringLiteral("/api/attributes")).wait();
    if (!answer)
        return fail(answer.error());
    const QLatin1String kind(isTask ? "task" : "folder");
    QMap<QString, bool> made;
    for (const QJsonValue &one : answer->value(QLatin1String("attributes")).toArray()) {
        const QString type = one[QLatin1String("data")][QLatin1String("type")].toString();
        if (one[QLatin1String("scope")].toArray().contains(kind))
            made.insert(one[QLatin1String("name")].toString(),
                        type == QLatin1String("string") || type == QLatin1String("datetime"));
    }
    return made;
}

/// Null for nothing: inherited again.
QJsonValue valueOf(const QString &text, bool isText)
{
    if (text.isEmpty())
        return QJsonValue(QJsonValue::Null);
    const QJsonDocument read = QJsonDocument::fromJson(QByteArray("[") + text.toUtf8() + ']');
    return isText || read.array().size() != 1 ? QJsonValue(text) : read.array().first();
}

/// Puts KEY=VALUE words into an edit. Errors: Invalid, naming the key.
Result<> applySettings(const QStringList &settings, const QMap<QString, bool> &attributes, EntityEdit &edit)
{
    for (const QString &word : settings) {
        const QString key = word.section(u'=', 0, 0);
        const QString value = word.section(u'=', 1);
        if (key == QLatin1String("status"))
            edit.status = value;
        else if (key == QLatin1String("type"))
            edit.type = value;
        else if (key == QLatin1String("label"))
            edit.label = value;
        else if (key == QLatin1String("due"))
            edit.due = value;
        else if (attributes.contains(key))
            edit.attrib.insert(key, valueOf(value, attributes.value(key)));
        else
            return fail(ErrorKind::Invalid, QStringLiteral("There is no \"%1\". There is status, type, label, due, %2.")
                                                .arg(key, QStringList(attributes.keys()).join(QStringLiteral(", "))));
    }
    return {};
}

/// The people named with --user, as the server spells them. Errors: NotFound.
Result<QStringList> peopleOf(const StudioCall &call, const client::Server &server)
{
    const Result<std::vector<structure::KnownPerson>> all =
        structure::readPeople(structure::askPeople(server, call.option("--project")));
    if (!all)
        return fail(all.error());
    QStringList made;
    for (const QString &word : call.option("--user").split(u',', Qt::SkipEmptyParts)) {
        const auto found = std::find_if(all->begin(), all->end(), [name = word.trimmed()](const auto &one) {
            return one.name.compare(name, Qt::CaseInsensitive) == 0;
        });
        if (found == all->end())
            return fail(ErrorKind::NotFound,
                        QStringLiteral("There is no active person \"%1\". Nothing was changed.").arg(word.trimmed()));
        made.append(found->name);
    }
    return made;
}

/// Errors: NotFound (a folder to move to), Invalid, those of the server.
Result<> fill(EntityEdit &edit, const StudioCall &call, const Wanted &wanted, const client::Server &server,
              const structure::StructureFacts &facts)
{
    if (call.verb() == QLatin1String("rename")) {
        edit.name = wanted.target;
        return {};
    }
    if (call.verb() == QLatin1String("move")) {
        edit.parentId = QString();
        if (wanted.target == QLatin1String("/"))
            return {};
        const Result<QStringList> parent = idsOf({withSlash(wanted.target)}, folderEntries(facts), true);
        if (parent)
            edit.parentId = parent->first();
        return parent ? Result<>() : fail(parent.error());
    }
    if (call.verb() == QLatin1String("set")) {
        const Result<QMap<QString, bool>> attributes = attributesOf(server, edit.isTask);
        return attributes ? applySettings(wanted.settings, *attributes, edit) : fail(attributes.error());
    }
    const Result<QStringList> people = peopleOf(call, server);
    if (people)
        (call.verb() == QLatin1String("assign") ? edit.assign : edit.unassign) = *people;
    return people ? Result<>() : fail(people.error());
}

int carryOut(const StudioCall &call, const client::Server &server, const EntityEdit &edit,
             const structure::StructureFacts &facts, const QStringList &paths)
{
    const Result<structure::StructurePlan> plan =
        structure::planEdit(edit, facts, [] { return QString::fromStdString(newEntityId()); });
    if (!plan)
        return call.failed(plan.error());
    if (!call.isDry())
        if (const Result<> done = structure::carryOut(server, call.option("--project"), *plan); !done)
            return call.failed(done.error());
    QJsonArray changes;
    QStringList words;
    for (const structure::StructureChange &one : plan->changes) {
        const QString path = paths.value(edit.ids.indexOf(one.path)); // a plan of edits speaks of ids
        changes.append(QJsonObject{{"path", path}, {"fields", QJsonArray::fromStringList(one.fields)}});
        words.append(QStringLiteral("%1 (%2)").arg(path, one.fields.join(QStringLiteral(", "))));
    }
    const QString what = words.isEmpty() ? QStringLiteral("nothing, it is so already") : words.join(u' ');
    return call.done({{"paths", QJsonArray::fromStringList(paths)},
                      {"changed", static_cast<int>(changes.size())},
                      {"changes", changes}},
                     QStringLiteral("Changed: %1.").arg(what), QStringLiteral("Would change: %1.").arg(what));
}

QString usageOf(bool isTask)
{
    return isTask ? QStringLiteral("hearth studio task rename --project P --folder /PATH NAME NEW | move NAME… "
                                   "/NEWFOLDER | set NAME… KEY=VALUE… | assign NAME… --user U,… | unassign NAME… "
                                   "--user U,…; nothing after the equals sign takes a value away.")
                  : QStringLiteral("hearth studio folder rename --project P /PATH NAME | move /PATH… /NEWPARENT | set "
                                   "/PATH… KEY=VALUE…; the root is /, and nothing after the equals sign takes a value "
                                   "away.");
}
} // namespace

bool isStudioEdit(const QString &verb)
{
    return QStringList{QStringLiteral("rename"), QStringLiteral("move"), QStringLiteral("set"),
                       QStringLiteral("assign"), QStringLiteral("unassign")}
        .contains(verb);
}

int studioEditCommand(const StudioCall &call, bool isTask)
{
    const QString project = call.option("--project");
    const QString folder = call.option("--folder");
    const std::optional<Wanted> wanted = wantedOf(call, isTask);
    if (!wanted || project.isEmpty() || (isTask && folder.isEmpty()))
        return call.wrongUse(usageOf(isTask));
    const Result<client::Server> server = call.server();
    const Result<structure::StructureFacts> facts =
        server ? structure::readFacts(*server, project) : fail(server.error());
    if (!facts)
        return call.failed(facts.error());
    const Result<std::vector<StudioEntry>> entries = isTask ? taskEntries(*facts, folder) : folderEntries(*facts);
    if (!entries)
        return call.failed(entries.error());
    QStringList paths;
    for (const QString &word : wanted->entities)
        paths.append(isTask ? withSlash(folder) + u'/' + word : withSlash(word));
    const Result<QStringList> ids = idsOf(paths, *entries, true);
    if (!ids)
        return call.failed(ids.error());
    EntityEdit edit;
    edit.isTask = isTask;
    edit.ids = *ids;
    if (const Result<> good = fill(edit, call, *wanted, *server, *facts); !good)
        return call.failed(good.error());
    return carryOut(call, *server, edit, *facts, paths);
}

} // namespace hearth::desktop
