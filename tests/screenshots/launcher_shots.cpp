// SPDX-License-Identifier: Apache-2.0
#include "screenshots/shot_list.h"
#include "support/fake_structure.h"
#include "support/fake_studio.h"

#include "launcher/ui/environment_window.h"
#include "launcher/ui/header_bar.h"
#include "launcher/ui/launcher_window.h"
#include "launcher/ui/new_workfile_dialog.h"
#include "launcher/ui/notices_popup.h"
#include "launcher/ui/process_monitor_window.h"
#include "launcher/ui/project_picker.h"
#include "launcher/ui/search_popup.h"
#include "launcher/ui/status_popup.h"
#include "launcher/ui/structure_dialog.h"
#include "launcher/ui/task_column.h"
#include "launcher/ui/work_column.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/row_list.h"

#include <QTest>

namespace hearth::tests
{

using namespace launcher_ui;

namespace
{

using Keep = std::vector<std::shared_ptr<void>>;

template <typename Window>
Window *windowWith(Keep &keep, Mood mood, ui_kit::Variant variant = ui_kit::Variant::Production)
{
    auto desktop = std::make_shared<FakeDesktop>();
    auto studio = std::make_shared<FakeStudio>(mood);
    desktop->services.variant = variant;
    keep.push_back(studio);
    keep.push_back(desktop);
    return new Window(desktop->services, *studio);
}

void goToHero(QWidget &window)
{
    auto &launcher = static_cast<LauncherWindow &>(window);
    launcher.presenter().goTo(
        {QStringLiteral("lantern"), QStringLiteral("hero"), QStringLiteral("/assets/hero"), QStringLiteral("t1"), {}});
    settle();
    launcher.workColumn().workList().setFocus(Qt::OtherFocusReason);
}

void goToShot(QWidget &window)
{
    auto &launcher = static_cast<LauncherWindow &>(window);
    launcher.workColumn().showTab(WorkColumn::Browse);
    launcher.presenter().goTo(
        {QStringLiteral("lantern"), QStringLiteral("ep103_sq0450_sh0010"), {}, QStringLiteral("t5"), {}});
    settle();
    launcher.workColumn().filter().setText(QStringLiteral("sh001"));
    launcher.taskColumn().list().setFocus(Qt::OtherFocusReason);
}

void addState(std::vector<Shot> &shots, const QString &name, Mood mood, std::function<void(QWidget &)> prepare)
{
    shots.push_back(
        {name, [mood](Keep &keep) -> QWidget * { return windowWith<LauncherWindow>(keep, mood); }, std::move(prepare)});
}

void addLauncherStates(std::vector<Shot> &shots)
{
    addState(shots, QStringLiteral("launcher-mywork"), Mood::Normal, goToHero);
    addState(shots, QStringLiteral("launcher-browse"), Mood::Normal, goToShot);
    addState(shots, QStringLiteral("launcher-longnames"), Mood::LongNames, goToHero);
    addState(shots, QStringLiteral("launcher-empty"), Mood::Empty, {});
    addState(shots, QStringLiteral("launcher-offline"), Mood::Offline, goToHero);
    addState(shots, QStringLiteral("launcher-failing"), Mood::Failing, goToHero);
    addState(shots, QStringLiteral("launcher-loading"), Mood::Silent, [](QWidget &window) {
        static_cast<LauncherWindow &>(window).presenter().goTo(
            {QStringLiteral("lantern"), QStringLiteral("hero"), QStringLiteral("/assets/hero"), {}, {}});
    });
    addState(shots, QStringLiteral("launcher-older-version"), Mood::Normal, [](QWidget &window) {
        goToHero(window);
        static_cast<LauncherWindow &>(window).presenter().selectWorkfile(
            QStringLiteral("/projects/lantern/work/lan_hero_modeling_v001.blend"));
    });
    addState(shots, QStringLiteral("launcher-narrow"), Mood::Normal, [](QWidget &window) {
        window.resize(620, 640);
        goToHero(window);
    });
    addState(shots, QStringLiteral("launcher-search"), Mood::Normal, [](QWidget &window) {
        goToHero(window);
        static_cast<LauncherWindow &>(window).header().search().setText(QStringLiteral("sh00"));
    });
    addState(shots, QStringLiteral("launcher-update"), Mood::Normal, [](QWidget &window) {
        goToHero(window);
        for (auto *row : window.findChildren<ui_kit::NoticeRow *>()) {
            if (row->parentWidget() != &window)
                continue;
            FakeStudio studio;
            showNotice(*row, studio.notices().front());
            row->show();
        }
    });
    shots.push_back({QStringLiteral("launcher-staging"),
                     [](Keep &keep) -> QWidget * {
                         return windowWith<LauncherWindow>(keep, Mood::Normal, ui_kit::Variant::Staging);
                     },
                     goToHero});
}

} // namespace

namespace
{
launcher_ui::StructureRights allRights()
{
    launcher_ui::StructureRights made;
    made.mayCreateProjects = made.mayCreate = made.mayRename = made.mayActivate = true;
    made.mayChangeFrames = made.mayAssign = made.maySetDue = made.mayChangeStatus = true;
    made.folderTypes = QStringList{QStringLiteral("Folder"), QStringLiteral("Shot"), QStringLiteral("Asset")};
    return made;
}

/// The dialog for new folders and tasks with a text in it.
void addStructure(std::vector<Shot> &shots, const char *name, const QString &text)
{
    shots.push_back({QLatin1String(name),
                     [](Keep &keep) -> QWidget * {
                         auto structure = std::make_shared<FakeStructure>(allRights());
                         keep.push_back(structure);
                         return new StructureDialog(*structure, QStringLiteral("lantern"), QStringLiteral("/shots"),
                                                    allRights(), nullptr);
                     },
                     [text](QWidget &window) {
                         static_cast<StructureDialog &>(window).text().setPlainText(text);
                         QTest::qWait(600);
                         settle();
                     }});
}

void showDeactivated(QWidget &window)
{
    auto &launcher = static_cast<LauncherWindow &>(window);
    launcher.workColumn().showTab(WorkColumn::Browse);
    launcher.presenter().setShowsInactive(true);
    goToHero(window);
}

void addDeactivated(std::vector<Shot> &shots)
{
    shots.push_back({QStringLiteral("launcher-deactivated"),
                     [](Keep &keep) -> QWidget * {
                         auto *window = windowWith<LauncherWindow>(keep, Mood::Normal);
                         auto studio = std::static_pointer_cast<FakeStudio>(keep[keep.size() - 2]);
                         Folder folder;
                         folder.id = QStringLiteral("gone");
                         folder.parentId = QStringLiteral("assets");
                         folder.name = QStringLiteral("heroine_old");
                         folder.path = QStringLiteral("/assets/heroine_old");
                         folder.isActive = false;
                         studio->addFolder(folder);
                         Task task;
                         task.id = QStringLiteral("gone");
                         task.project = QStringLiteral("lantern");
                         task.folderId = QStringLiteral("hero");
                         task.folderPath = QStringLiteral("/assets/hero");
                         task.name = QStringLiteral("grooming");
                         task.isActive = false;
                         studio->addTask(task);
                         return window;
                     },
                     showDeactivated});
}

void addStructureShots(std::vector<Shot> &shots)
{
    addStructure(shots, "structure-empty", {});
    addStructure(shots, "structure-table",
                 QStringLiteral("ep103_sq0450/sh0010\tanimation\nep103_sq0450/sh0020\tanimation\nsh0030\tlighting"));
    addStructure(shots, "structure-wrong", QStringLiteral("sh0010\tanimation\nbad name\tanimation\nsh0030\tlighting"));
    addDeactivated(shots);
}
} // namespace

void addLauncherShots(std::vector<Shot> &shots)
{
    addStructureShots(shots);
    addLauncherStates(shots);
    for (const auto &[name, mood] : {std::pair{QStringLiteral("monitor"), Mood::Normal},
                                     std::pair{QStringLiteral("monitor-longnames"), Mood::LongNames}})
        shots.push_back(
            {name, [mood = mood](Keep &keep) -> QWidget * { return windowWith<ProcessMonitorWindow>(keep, mood); }});
    shots.push_back({QStringLiteral("monitor-empty"), [](Keep &keep) -> QWidget * {
                         auto *window = windowWith<ProcessMonitorWindow>(keep, Mood::Normal);
                         static_cast<FakeStudio *>(keep.front().get())->setProcesses({});
                         return window;
                     }});
    for (const auto &[name, mood] : {std::pair{QStringLiteral("environment"), Mood::Normal},
                                     std::pair{QStringLiteral("environment-failing"), Mood::Failing}})
        shots.push_back(
            {name, [mood = mood](Keep &keep) -> QWidget * { return windowWith<EnvironmentWindow>(keep, mood); },
             [](QWidget &window) {
                 auto &explainer = static_cast<EnvironmentWindow &>(window);
                 explainer.explain({QStringLiteral("lantern"), QStringLiteral("hero"), QStringLiteral("/assets/hero"),
                                    QStringLiteral("t1"), QStringLiteral("modeling")},
                                   {});
                 settle();
                 if (auto *list = window.findChild<ui_kit::RowList *>())
                     list->setCurrentIndex(list->model()->index(3, 0));
             }});
    shots.push_back({QStringLiteral("environment-compared"),
                     [](Keep &keep) -> QWidget * { return windowWith<EnvironmentWindow>(keep, Mood::Normal); },
                     [](QWidget &window) {
                         auto &explainer = static_cast<EnvironmentWindow &>(window);
                         explainer.explain({}, {});
                         settle();
                         explainer.compareWith(QStringLiteral("/starts/1.json"));
                         settle();
                         if (auto *list = window.findChild<ui_kit::RowList *>())
                             list->setCurrentIndex(list->model()->index(1, 0));
                     }});
    shots.push_back({QStringLiteral("new-workfile"),
                     [](Keep &keep) -> QWidget * {
                         auto desktop = std::make_shared<FakeDesktop>();
                         auto studio = std::make_shared<FakeStudio>();
                         keep = {studio, desktop};
                         return new NewWorkfileDialog(desktop->services, *studio, nullptr);
                     },
                     [](QWidget &window) {
                         auto &dialog = static_cast<NewWorkfileDialog &>(window);
                         FakeStudio studio;
                         std::vector<Application> applications;
                         studio.applications({}, [&](const Result<std::vector<Application>> &found, Freshness) {
                             applications = *found;
                         });
                         settle();
                         dialog.openFor({QStringLiteral("lantern"), QStringLiteral("hero"),
                                         QStringLiteral("/assets/hero"), QStringLiteral("t1"),
                                         QStringLiteral("modeling")},
                                        applications, {});
                     }});
    shots.push_back({QStringLiteral("status-popup"), [](Keep &) -> QWidget * { return new StatusPopup(nullptr); },
                     [](QWidget &window) {
                         FakeStudio studio;
                         std::vector<Project> projects;
                         studio.projects(
                             [&](const Result<std::vector<Project>> &found, Freshness) { projects = *found; });
                         settle();
                         Task task;
                         task.status = projects.front().taskStatuses[2];
                         static_cast<StatusPopup &>(window).openFor(task, projects.front().taskStatuses, {100, 100});
                     }});
    shots.push_back({QStringLiteral("notices-popup"), [](Keep &) -> QWidget * { return new NoticesPopup(nullptr); },
                     [](QWidget &window) {
                         FakeStudio studio;
                         QWidget anchor;
                         static_cast<NoticesPopup &>(window).openFor(studio.notices(), anchor);
                     }});
    shots.push_back({QStringLiteral("project-picker"), [](Keep &) -> QWidget * { return new ProjectPicker(nullptr); },
                     [](QWidget &window) {
                         FakeStudio studio(Mood::LongNames);
                         std::vector<Project> projects;
                         studio.projects(
                             [&](const Result<std::vector<Project>> &found, Freshness) { projects = *found; });
                         settle();
                         QWidget anchor;
                         static_cast<ProjectPicker &>(window).openFor(projects, {QStringLiteral("harbor")},
                                                                      QStringLiteral("lantern"), anchor);
                     }});
}

} // namespace hearth::tests
