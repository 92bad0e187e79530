// SPDX-License-Identifier: Apache-2.0
// What the windows offer to who is signed in, place by place: their own questions about rights, asked of a real server.
// Arguments: the project, then FOLDER-ID:PATH:TASK-ID for each place; "::" is the root.
#include "desktop/loader_adapter.h"
#include "desktop/publish_adapter.h"
#include "desktop/structure_adapter.h"
#include "desktop/studio_values.h"
#include "studio/opened_studio.h"

#include <QApplication>
#include <QJsonDocument>

#include <cstdio>

using namespace hearth;

namespace
{
constexpr std::chrono::seconds longestWait{30};

/// Asks and waits. A window offers nothing where the question itself fails.
template <typename T, typename Ask>
T answered(Ask ask, QJsonArray &errors)
{
    std::optional<Result<T>> answer;
    ask([&answer](const Result<T> &given) { answer = given; });
    tests::workUntil([&answer] { return answer.has_value(); }, longestWait);
    if (!answer || !*answer)
        errors.append(answer ? answer->error().message : QStringLiteral("No answer came."));
    return answer && *answer ? **answer : T{};
}

struct Windows {
    desktop::StructureAdapter structure;
    desktop::LoaderAdapter loader;
    desktop::PublishAdapter publisher;
};

QJsonObject offersAt(Windows &windows, const launcher_ui::Context &place, const launcher_ui::Folder &folder)
{
    QJsonArray errors;
    const auto structure = answered<launcher_ui::StructureRights>(
        [&](auto done) { windows.structure.rights(place, std::move(done)); }, errors);
    QJsonObject made{{"project", structure.mayCreateProjects}, {"create", structure.mayCreate}};
    if (!place.folderId.isEmpty()) {
        const auto loader = answered<loader_ui::LoaderRights>(
            [&](auto done) { windows.loader.rights(place.project, place.folderId, std::move(done)); }, errors);
        const auto publisher = answered<publisher_ui::PublishPlace>(
            [&](auto done) { windows.publisher.open(place, std::move(done)); }, errors);
        for (const auto &[name, may] :
             {std::pair("rename", launcher_ui::mayRename(structure, folder)),
              std::pair("move", launcher_ui::mayMove(structure, folder, QStringLiteral("/spare"))),
              std::pair("move task", structure.mayMoveTasksTo && structure.mayMoveTasksTo(QStringLiteral("/spare"))),
              std::pair("activate", structure.mayActivate), std::pair("frames", structure.mayChangeFrames),
              std::pair("assign", structure.mayAssign), std::pair("due", structure.maySetDue),
              std::pair("status", structure.mayChangeStatus), std::pair("versionStatus", loader.changeStatus),
              std::pair("removeVersion", loader.remove), std::pair("publish", publisher.mayPublish)})
            made.insert(QLatin1String(name), may);
    }
    made.insert(QStringLiteral("errors"), errors);
    return made;
}

QJsonObject studioOffers(const desktop::StudioState &state)
{
    const bool isOpen = desktop::mayAdminister(state);
    const studio_ui::StudioRights rights = desktop::studioRights(state);
    return {{"people", isOpen},
            {"groups", isOpen},
            {"settings", isOpen},
            {"anatomy", isOpen},
            {"bundles", isOpen && rights.mayChangeBundles},
            {"addons", isOpen && rights.mayInstallAddons},
            {"secrets", isOpen && rights.mayChangeSecrets},
            {"keys", isOpen && rights.mayMakeKeys},
            {"admins", isOpen && rights.mayTouchAdmins}};
}
} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const auto studio = tests::OpenedStudio::open();
    if (!studio)
        return 1;
    desktop::StudioState &state = studio->state;
    Windows windows{desktop::StructureAdapter(state), desktop::LoaderAdapter(state), desktop::PublishAdapter(state)};
    const QStringList words = QCoreApplication::arguments();
    const Result<std::vector<contract::Folder>> list = state.session().server.folders(words.value(1)).wait();
    const std::vector<launcher_ui::Folder> folders =
        desktop::shownFolders(list.value_or(std::vector<contract::Folder>()), {}, {});
    QJsonObject told{{"studio", studioOffers(state)}};
    for (const QString &word : words.mid(2)) {
        const QStringList parts = word.split(u':');
        launcher_ui::Context place{words.value(1), parts.value(0), parts.value(1), parts.value(2), {}};
        if (!place.taskId.isEmpty())
            place.taskName = QStringLiteral("job");
        const auto folder = std::find_if(folders.begin(), folders.end(),
                                         [&place](const launcher_ui::Folder &one) { return one.id == place.folderId; });
        told.insert(place.folderPath.isEmpty() ? QStringLiteral("/") : place.folderPath,
                    offersAt(windows, place, folder == folders.end() ? launcher_ui::Folder{} : *folder));
    }
    std::puts(QJsonDocument(told).toJson(QJsonDocument::Compact).constData());
    return 0;
}
