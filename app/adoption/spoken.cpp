// SPDX-License-Identifier: Apache-2.0
#include "adoption/spoken.h"

#include "adoption/pages.h"
#include "core/entity_id.h"

#include <fmt/format.h>

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

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
    for (const Object *file : objects(jsontext::array(activity, "files")))
        files.push_back(canonicalEntityId(std::string(jsontext::text(*file, "id"))));
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
    return eachPage(studio, {project, "activities", fields, R"(, referenceTypes: ["origin"])"}, visit);
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

// Some servers give it as a number, some as a text; 0 where it is not given.
std::int64_t sizeOf(const Object &file)
{
    const std::string text(jsontext::text(file, "size"));
    return text.empty() ? jsontext::integer(file, "size") : std::strtoll(text.c_str(), nullptr, 10);
}

Result<> moveFile(const Errand &errand, const std::string &project, const Object &file)
{
    const std::string id = canonicalEntityId(std::string(jsontext::text(file, "id")));
    const std::string path = "/api/projects/" + element(project) + "/files";
    const auto here = errand.ours.ask({"GET", path + '/' + id + "/info"});
    if (here && here->isGood())
        return {};
    const std::string what = project + ": file " + id;
    const auto kept = errand.fetch(path + '/' + id + "/payload");
    if (!kept)
        return errand.orLeave(fail(kept.error()), what);
    const std::int64_t size = sizeOf(file);
    if (const qint64 came = QFileInfo(QString::fromStdString(*kept)).size(); size > 0 && came != size) {
        QFile::remove(QString::fromStdString(*kept));
        errand.report.lack(what, fmt::format("{} bytes came of {}", came, size));
        return {};
    }
    Question question{"POST", path, {}, {{"x-file-id", id}}};
    question.headers.emplace_back("x-file-name", jsontext::text(file, "name"));
    question.headers.emplace_back("content-type", jsontext::text(file, "mime"));
    const std::string author(jsontext::text(file, "author"));
    if (!author.empty() && errand.ours.ask({"GET", "/api/users/" + element(author)})->isGood())
        question.headers.emplace_back("x-as-user", author);
    return errand.orLeave(errand.ours.upload(question, *kept), what);
}

/// Takes theirs page by page.
class ActivityMover
{
public:
    ActivityMover(const Errand &errand, const std::string &project, Things ours)
        : m_errand(errand), m_project(project), m_ours(std::move(ours)), m_row(errand.report.row(project, "activities"))
    {
    }

    [[nodiscard]] Result<> take(const Array &nodes)
    {
        Array missing;
        Array changed;
        for (const Value &node : nodes) {
            const Object &activity = node.as_object();
            const std::string id = idOf(activity);
            const std::string &digest = m_theirs.insert_or_assign(id, comparable(activity)).first->second;
            const auto there = m_ours.find(id);
            if (there != m_ours.end() && there->second == digest)
                continue;
            if (const auto moved = moveFiles(activity); !moved)
                return moved;
            (there == m_ours.end() ? missing : changed).push_back(node);
        }
        if (const auto made = add(missing, m_row.made); !made)
            return made;
        return add(changed, m_row.changed);
    }

    [[nodiscard]] Result<> removeOthers()
    {
        for (const std::string &id : differenceOf(m_theirs, m_ours).gone) {
            if (const auto removed = m_errand.ours.takingOver().removeActivity(m_project, id); !removed)
                return removed;
            ++m_row.removed;
        }
        return {};
    }

    [[nodiscard]] const Things &theirs() const { return m_theirs; }

private:
    [[nodiscard]] Result<> moveFiles(const Object &activity)
    {
        for (const Object *file : objects(jsontext::array(activity, "files")))
            if (const auto moved = moveFile(m_errand, m_project, *file); !moved)
                return moved;
        return m_errand.goOn();
    }

    [[nodiscard]] Result<> add(const Array &activities, std::size_t &count)
    {
        if (activities.empty())
            return m_errand.goOn();
        const auto added = m_errand.ours.takingOver().addActivities(m_project, activities);
        if (!added)
            return fail(added.error());
        count += added->count;
        for (const auto &left : added->left)
            m_errand.report.leave(m_project + ": " + left.what, left.why);
        return m_errand.goOn();
    }

    const Errand &m_errand;
    const std::string m_project;
    const Things m_ours;
    Things m_theirs;
    ReportRow &m_row;
};

} // namespace

Result<> moveActivities(const Errand &errand, const std::string &project)
{
    errand.tell(project + ": activities");
    auto ours = activitiesOf(errand.ours, project);
    if (!ours)
        return fail(ours.error());
    ActivityMover mover(errand, project, std::move(*ours));
    const auto read =
        eachActivities(errand.theirs, project, [&mover](const Array &nodes) { return mover.take(nodes); });
    if (!read)
        return read;
    if (const auto removed = mover.removeOthers(); !removed)
        return removed;
    const auto now = activitiesOf(errand.ours, project);
    if (!now)
        return fail(now.error());
    compare(errand.report.row(project, "activities"), mover.theirs(), *now);
    return {};
}

} // namespace hearth::adoption
