// SPDX-License-Identifier: Apache-2.0
#include "studio_admin/anatomy_edit.h"

#include <algorithm>

namespace hearth::studio_admin
{

namespace
{
QString pathOf(const AnatomyPlace &place)
{
    return place.isProject ? QStringLiteral("/api/projects/%1/anatomy").arg(element(place.name))
                           : QStringLiteral("/api/anatomy/presets/") + element(place.name);
}
} // namespace

Result<std::vector<AnatomyPlace>> anatomyPlaces(const client::Server &server)
{
    const Result<std::vector<contract::Project>> projects = server.projects().wait();
    const Result<Answer> presets =
        projects ? ask(server, "GET", QStringLiteral("/api/anatomy/presets")) : fail(projects.error());
    if (!presets)
        return fail(presets.error());
    std::vector<AnatomyPlace> made;
    for (const contract::Project &project : *projects)
        made.push_back({true, project.name});
    for (const QJsonValue &one : presets->body.object().value(QLatin1String("presets")).toArray())
        made.push_back({false, one.toObject().value(QLatin1String("name")).toString()});
    return made;
}

Result<QJsonObject> readAnatomy(const client::Server &server, const AnatomyPlace &place)
{
    const Result<Answer> answer = ask(server, "GET", pathOf(place));
    return answer ? Result<QJsonObject>(answer->body.object()) : fail(answer.error());
}

Result<QJsonObject> saveAnatomy(const client::Server &server, const AnatomyPlace &place, const QJsonObject &seen,
                                const QJsonObject &wanted)
{
    const Result<QJsonObject> stored = readAnatomy(server, place);
    if (!stored)
        return fail(stored.error());
    const TextMerge merged = mergedTexts(seen, wanted, *stored);
    if (!merged.contested.empty()) {
        QStringList theirs;
        for (const TemplateText &text : merged.contested)
            theirs.append(QStringLiteral("%1/%2 %3: %4").arg(text.category, text.name, text.part, text.text));
        return fail(ErrorKind::Conflict, QStringLiteral("Somebody else has changed the same texts meanwhile."),
                    theirs.join(u'\n'));
    }
    if (auto told = tell(server, place.isProject ? "POST" : "PUT", pathOf(place), merged.anatomy); !told)
        return fail(told.error());
    return merged.anatomy;
}

Result<PreviewContext> previewContext(const client::Server &server, const AnatomyPlace &place, const QString &user)
{
    PreviewContext made{QStringLiteral("project"),
                        QStringLiteral("prj"),
                        QStringLiteral("assets/hero"),
                        QStringLiteral("Asset"),
                        QStringLiteral("modeling"),
                        QStringLiteral("Modeling"),
                        user};
    if (!place.isProject)
        return made;
    const Result<contract::Project> project = server.project(place.name).wait();
    const Result<std::vector<contract::Folder>> folders =
        project ? server.folders(place.name).wait() : fail(project.error());
    if (!folders)
        return fail(folders.error());
    made.projectName = project->name;
    made.projectCode = project->code;
    const contract::Folder *chosen = nullptr;
    for (const contract::Folder &folder : *folders) {
        const auto rank = [](const contract::Folder &f) { return std::pair(f.hasTasks, f.path.count(u'/')); };
        if (!chosen || rank(folder) > rank(*chosen))
            chosen = &folder;
    }
    if (!chosen)
        return made;
    made.folderPath = chosen->path;
    made.folderType = chosen->folderType;
    if (const Result<client::FolderWork> work = server.folderWork(place.name, chosen->id).wait();
        work && !work->tasks.empty()) {
        made.taskName = work->tasks.front().name;
        made.taskType = work->tasks.front().taskType;
    }
    return made;
}

} // namespace hearth::studio_admin
