// SPDX-License-Identifier: Apache-2.0
#include "adoption/spoken.h"

#include "adoption/entity_page.h"
#include "core/entity_id.h"

#include <QCryptographicHash>

#include <algorithm>

namespace hearth::adoption
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;

constexpr const char *fields =
    "node { activityId activityType entityType entityId body tags activityData createdAt updatedAt author { name } "
    "files { id size name mime author } }";

std::string idOf(const Object &activity)
{
    return canonicalEntityId(std::string(jsontext::text(activity, "activityId")));
}

// Without what each server adds by itself.
std::string comparable(const Object &activity)
{
    Object data = jsontext::parseObject(jsontext::text(activity, "activityData"));
    for (const char *added : {"author", "origin", "parents", "files", "category", "hasChecklist"})
        data.erase(added);
    std::vector<std::string> files;
    for (const Value &file : jsontext::items(jsontext::array(activity, "files")))
        files.push_back(canonicalEntityId(std::string(jsontext::text(file.as_object(), "id"))));
    std::sort(files.begin(), files.end());
    Object kept{{"data", std::move(data)}};
    for (const char *name : {"activityType", "entityType", "entityId", "body", "tags", "createdAt", "author"})
        if (const Value *value = activity.if_contains(name))
            kept[name] = *value;
    kept["files"] = Array(files.begin(), files.end());
    return QCryptographicHash::hash(QByteArray::fromStdString(canonical(kept)), QCryptographicHash::Sha256)
        .left(16)
        .toStdString();
}

Result<> eachActivities(Studio &studio, const std::string &project, const PageVisitor &visit)
{
    return eachPage(studio, project, "activities", R"(, referenceTypes: ["origin"])", fields, visit);
}

Result<Things> activitiesOf(Studio &studio, const std::string &project)
{
    Things made;
    const auto read = eachActivities(studio, project, [&made](const Array &nodes) -> Result<> {
        for (const Value &node : nodes)
            made.insert_or_assign(idOf(node.as_object()), comparable(node.as_object()));
        return {};
    });
    if (!read)
        return fail(read.error());
    return made;
}

Result<> moveFile(const Errand &errand, const std::string &project, const Object &file)
{
    const std::string id = canonicalEntityId(std::string(jsontext::text(file, "id")));
    const std::string path = "/api/projects/" + element(project) + "/files";
    const auto here = errand.ours.ask({"GET", path + '/' + id + "/info"});
    if (here && here->isGood())
        return {};
    const std::string kept = errand.ours.spoolFolder() + "/adopted-" + randomHex(8);
    const std::string what = project + ": file " + id;
    if (const auto fetched = errand.theirs.fetch(path + '/' + id + "/payload", kept); !fetched)
        return errand.orLeave(fetched, what);
    Question question{"POST", path, {}, {{"x-file-id", id}}};
    question.headers.emplace_back("x-file-name", jsontext::text(file, "name"));
    question.headers.emplace_back("content-type", jsontext::text(file, "mime"));
    const std::string author(jsontext::text(file, "author"));
    if (!author.empty() && errand.ours.ask({"GET", "/api/users/" + element(author)})->isGood())
        question.headers.emplace_back("x-as-user", author);
    return errand.orLeave(errand.ours.upload(std::move(question), kept), what);
}

Array asArray(const Object &one)
{
    Array made;
    made.push_back(one);
    return made;
}

} // namespace

Result<> moveActivities(const Errand &errand, const std::string &project)
{
    errand.tell(project + ": activities");
    const auto ours = activitiesOf(errand.ours, project);
    if (!ours)
        return fail(ours.error());
    ReportRow &row = errand.report.row(project, "activities");
    Things theirs;
    const auto take = [&](const Object &activity) -> Result<> {
        const std::string id = idOf(activity);
        const std::string digest = comparable(activity);
        theirs.insert_or_assign(id, digest);
        const auto there = ours->find(id);
        if (there != ours->end() && there->second == digest)
            return errand.goOn();
        for (const Value &file : jsontext::items(jsontext::array(activity, "files")))
            if (const auto moved = moveFile(errand, project, file.as_object()); !moved)
                return moved;
        const auto added = errand.ours.takingOver().addActivities(project, asArray(activity));
        if (!added)
            return fail(added.error());
        (there == ours->end() ? row.made : row.changed) += added->count;
        for (const auto &left : added->left)
            errand.report.leave(project + ": " + left.what, left.why);
        return errand.goOn();
    };
    const auto read = eachActivities(errand.theirs, project, [&take](const Array &nodes) -> Result<> {
        for (const Value &node : nodes)
            if (const auto taken = take(node.as_object()); !taken)
                return taken;
        return {};
    });
    if (!read)
        return read;
    for (const auto &[id, digest] : *ours) {
        if (theirs.contains(id))
            continue;
        if (const auto removed = errand.ours.takingOver().removeActivity(project, id); !removed)
            return removed;
        ++row.removed;
    }
    const auto now = activitiesOf(errand.ours, project);
    if (!now)
        return fail(now.error());
    compare(row, theirs, *now);
    return {};
}

} // namespace hearth::adoption
