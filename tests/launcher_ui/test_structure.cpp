// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/launcher_window.h"
#include "launcher/ui/project_picker.h"
#include "launcher/ui/structure_dialog.h"
#include "launcher/ui/task_column.h"
#include "launcher/ui/work_column.h"
#include "support/fake_desktop.h"
#include "support/fake_structure.h"
#include "support/fake_studio.h"
#include "ui_kit/buttons.h"
#include "ui_kit/empty_state.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/row_list.h"
#include "ui_kit/row_roles.h"
#include "ui_kit/tree_view.h"

#include <QCalendarWidget>
#include <QComboBox>
#include <QListWidget>
#include <QSpinBox>
#include <QTableWidget>

using namespace hearth;
using namespace hearth::launcher_ui;
using namespace hearth::tests;

class TestStructure : public QObject
{
    Q_OBJECT

    FakeDesktop m_desktop;

    static StructureRights everything()
    {
        StructureRights made;
        made.mayCreate = made.mayRename = made.mayActivate = true;
        made.mayMoveTo = [](const QString &path) { return path != QLatin1String("/shots"); };
        made.mayMoveTasksTo = [](const QString &path) { return path != QLatin1String("/shots"); };
        made.mayChangeFrames = made.mayAssign = made.maySetDue = made.mayChangeStatus = true;
        made.folderTypes = QStringList{QStringLiteral("Folder"), QStringLiteral("Shot")};
        made.people = {{QStringLiteral("anna"), QStringLiteral("Anna Example")}, {QStringLiteral("ben"), {}}};
        return made;
    }

    struct Opened {
        std::unique_ptr<FakeStructure> structure;
        std::unique_ptr<FakeStudio> studio;
        std::unique_ptr<LauncherWindow> window;
    };
    Opened open(const StructureRights &rights, Mood mood = Mood::Normal)
    {
        Opened made{std::make_unique<FakeStructure>(rights), std::make_unique<FakeStudio>(mood), nullptr};
        made.studio->structureSource = made.structure.get();
        made.window = std::make_unique<LauncherWindow>(m_desktop.services, *made.studio);
        made.window->show();
        if (!QTest::qWaitForWindowActive(made.window.get()))
            qWarning("the window is not active");
        made.window->workColumn().showTab(WorkColumn::Browse);
        made.window->presenter().goTo({QStringLiteral("lantern"),
                                       QStringLiteral("hero"),
                                       QStringLiteral("/assets/hero"),
                                       QStringLiteral("t1"),
                                       {}});
        return made;
    }

    static QStringList menuOf(QWidget &list)
    {
        Q_EMIT list.customContextMenuRequested(QPoint(-1, -1)); // as by the menu key
        QStringList words;
        if (auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())) {
            for (QAction *action : menu->actions())
                words.append(action->text().remove(u'&'));
            menu->close();
        }
        return words;
    }

    static bool choose(QWidget &list, const QString &words)
    {
        Q_EMIT list.customContextMenuRequested(QPoint(-1, -1));
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        bool isThere = false;
        for (QAction *action : menu ? menu->actions() : QList<QAction *>())
            if (action->text().remove(u'&') == words) {
                action->trigger();
                isThere = true;
            }
        if (menu)
            menu->close();
        return isThere;
    }

    /// Chooses from a menu what opens a dialog, works in it, and presses one of its buttons. \returns its title, or
    /// nothing where the menu, the dialog or the button is missing
    template <typename Work>
    static QString answered(QWidget &list, const QString &entry, const QString &button, Work work)
    {
        QString title;
        QTimer soon;
        soon.setInterval(1);
        QObject::connect(&soon, &QTimer::timeout, &list, [&] {
            auto *dialog = qobject_cast<QDialog *>(QApplication::activeModalWidget());
            if (!dialog)
                return;
            soon.stop();
            work(*dialog);
            for (QAbstractButton *one : dialog->findChildren<QAbstractButton *>())
                if (one->text().remove(u'&') == button) {
                    title = dialog->windowTitle();
                    return one->click();
                }
            dialog->reject();
        });
        soon.start();
        if (!choose(list, entry))
            return {};
        // Some ask the server before they open; what opens is done with when it has been answered.
        for (QElapsedTimer clock = started(); soon.isActive() && clock.elapsed() < 5000;)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 50);
        return title;
    }
    static bool lists(const TaskModel &tasks, const QString &id)
    {
        for (int n = 0; n < tasks.rowCount(); ++n)
            if (tasks.row(n).id == id)
                return true;
        return false;
    }
    static QElapsedTimer started()
    {
        QElapsedTimer made;
        made.start();
        return made;
    }

private Q_SLOTS:
    void theTableShowsWhatIsWrongWhereItIs()
    {
        FakeStructure structure(everything());
        StructureDialog dialog(structure, QStringLiteral("lantern"), QStringLiteral("/shots"), everything(), nullptr);
        dialog.show();
        dialog.text().setPlainText(QStringLiteral("sh010\tanim\nbad name\tanim"));
        QTRY_COMPARE(dialog.table().rowCount(), 2);
        QVERIFY(!dialog.makeButton().isEnabled());
        QCOMPARE(dialog.table().item(1, 0)->toolTip(), QStringLiteral("That is no name."));
        QVERIFY(dialog.table().item(1, 0)->data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("wrong")));
        QVERIFY(dialog.findChild<ui_kit::NoticeRow *>()->isVisible());
        dialog.text().setPlainText(QStringLiteral("sh010\tanim\nsh020\tanim"));
        QTRY_VERIFY(dialog.makeButton().isEnabled());
        QVERIFY(dialog.makeButton().text().contains(QStringLiteral("2 folders")));
        QSignalSpy closed(&dialog, &QDialog::accepted);
        dialog.makeButton().click();
        QTRY_COMPARE(closed.count(), 1);
        QCOMPARE(structure.asked.last(), QStringLiteral("make lantern /shots sh010\tanim\nsh020\tanim"));
    }

    void whatTheRightsForbidIsNotOffered()
    {
        const Opened all = open(everything());
        QTRY_VERIFY(menuOf(all.window->workColumn().tree()).contains(QStringLiteral("Rename…")));
        for (const char *words : {"New folders in hero…", "Move to…", "Frame range…", "Deactivate"})
            QVERIFY2(menuOf(all.window->workColumn().tree()).contains(QLatin1String(words)) ||
                         menuOf(all.window->workColumn().tree()).contains(QString::fromUtf8(words)),
                     words);
        const Opened none = open({});
        QTRY_VERIFY(none.window->presenter().tasks().rowCount() > 0);
        QVERIFY(!menuOf(none.window->workColumn().tree()).contains(QStringLiteral("Rename…")));
        QVERIFY(!menuOf(none.window->taskColumn().list()).contains(QString::fromUtf8("Assign…")));
        for (auto *button : none.window->findChildren<ui_kit::IconButton *>())
            QVERIFY(button->accessibleName() != QLatin1String("New folders") || !button->isVisible());
    }

    void aNewProjectIsOfferedToWhoMayMakeOne()
    {
        for (const bool isAllowed : {true, false}) {
            StructureRights rights;
            rights.mayCreateProjects = isAllowed;
            const Opened opened = open(rights);
            QSignalSpy wanted(opened.window.get(), &LauncherWindow::newProjectRequested);
            auto *picker = opened.window->findChild<ProjectPicker *>();
            auto *button = picker->findChild<ui_kit::LinkButton *>();
            QTRY_COMPARE(button->isHidden(), !isAllowed);
            if (isAllowed) {
                button->click();
                QCOMPARE(wanted.count(), 1);
            }
            QTRY_VERIFY(opened.window->presenter().tasks().rowCount() > 0);
            QCOMPARE(menuOf(opened.window->taskColumn().list()).contains(QStringLiteral("Status…")), false);
        }
    }

    void aFolderWithVersionsKeepsItsNameAndItsPlace()
    {
        const Opened opened = open(everything());
        QTRY_VERIFY(menuOf(opened.window->workColumn().tree()).contains(QStringLiteral("Rename…")));
        Folder published;
        published.id = published.name = QStringLiteral("published");
        published.path = QStringLiteral("/zz_published");
        published.hasVersions = true;
        opened.studio->addFolder(published);
        QTRY_VERIFY(opened.window->presenter().folders().folderById(published.id));
        opened.window->presenter().selectFolder(published.id);
        QTRY_VERIFY(menuOf(opened.window->workColumn().tree()).contains(QStringLiteral("Frame range…")));
        QVERIFY(!menuOf(opened.window->workColumn().tree()).contains(QStringLiteral("Rename…")));
        QVERIFY(!menuOf(opened.window->workColumn().tree()).contains(QStringLiteral("Move to…")));
    }

    void whoIsTickedIsAssignedAndOthersAreLeftAlone()
    {
        const Opened opened = open(everything());
        QWidget &list = opened.window->taskColumn().list();
        QTRY_VERIFY(menuOf(list).contains(QStringLiteral("Assign…")));
        Task task = *opened.window->presenter().task();
        task.id = QStringLiteral("shared");
        task.name = task.label = QStringLiteral("shared");
        task.assigneeNames = QStringList{QStringLiteral("anna"), QStringLiteral("carl")};
        opened.studio->addTask(task);
        QTRY_VERIFY(lists(opened.window->presenter().tasks(), task.id));
        opened.window->presenter().selectTask(task.id);
        const QString title = answered(list, QStringLiteral("Assign…"), QStringLiteral("Assign"), [](QDialog &dialog) {
            auto *people = dialog.findChild<QListWidget *>();
            QCOMPARE(people->count(), 2);
            QCOMPARE(people->item(0)->checkState(), Qt::Checked);
            QCOMPARE(people->item(1)->checkState(), Qt::Unchecked);
            people->item(0)->setCheckState(Qt::Unchecked);
            people->item(1)->setCheckState(Qt::Checked);
        });
        QCOMPARE(title, QStringLiteral("Who works on shared?"));
        const StructureEdit &edited = opened.structure->edited;
        QCOMPARE(edited.ids, QStringList{task.id});
        QVERIFY(edited.isTask);
        QCOMPARE(edited.assign, QStringList{QStringLiteral("ben")});
        QCOMPARE(edited.unassign, QStringList{QStringLiteral("anna")}); // of carl nobody spoke
    }

    void aDueDateIsSetAndTakenAway()
    {
        const Opened opened = open(everything());
        QWidget &list = opened.window->taskColumn().list();
        QTRY_VERIFY(menuOf(list).contains(QStringLiteral("Due date…")));
        Task task = *opened.window->presenter().task();
        task.id = task.name = task.label = QStringLiteral("due");
        task.due = QDate(2026, 12, 24);
        opened.studio->addTask(task);
        QTRY_VERIFY(lists(opened.window->presenter().tasks(), task.id));
        opened.window->presenter().selectTask(task.id);
        QCOMPARE(answered(list, QStringLiteral("Due date…"), QStringLiteral("Set"),
                          [](QDialog &dialog) {
                              auto *calendar = dialog.findChild<QCalendarWidget *>();
                              QCOMPARE(calendar->selectedDate(), QDate(2026, 12, 24));
                              calendar->setSelectedDate(QDate(2026, 12, 31));
                          }),
                 QStringLiteral("Due date of due"));
        QCOMPARE(opened.structure->edited.due.value_or(QDate()), QDate(2026, 12, 31));
        QVERIFY(
            !answered(list, QStringLiteral("Due date…"), QStringLiteral("No due date"), [](QDialog &) {}).isEmpty());
        QVERIFY(opened.structure->edited.due && !opened.structure->edited.due->isValid());
        const qsizetype before = opened.structure->asked.size();
        QVERIFY(!answered(list, QStringLiteral("Due date…"), QStringLiteral("Cancel"), [](QDialog &) {}).isEmpty());
        QCOMPARE(opened.structure->asked.size(), before);
    }

    void framesAreSetAndInheritedAgain()
    {
        const Opened opened = open(everything());
        QWidget &tree = opened.window->workColumn().tree();
        QTRY_VERIFY(menuOf(tree).contains(QStringLiteral("Frame range…")));
        QCOMPARE(answered(tree, QStringLiteral("Frame range…"), QStringLiteral("Set"),
                          [](QDialog &dialog) {
                              const auto boxes = dialog.findChildren<QSpinBox *>();
                              QCOMPARE(boxes.size(), 2);
                              QCOMPARE(boxes[1]->value(), 1050);
                              boxes[0]->setValue(1010);
                              boxes[1]->setValue(1090);
                          }),
                 QStringLiteral("Frame range of hero"));
        StructureEdit edited = opened.structure->edited;
        QCOMPARE(edited.frameStart.value_or(0), 1010);
        QCOMPARE(edited.frameEnd.value_or(0), 1090);
        QVERIFY(!edited.inheritsFrames);
        QVERIFY(!answered(tree, QStringLiteral("Frame range…"), QStringLiteral("As inherited"), [](QDialog &) {
                 }).isEmpty());
        edited = opened.structure->edited;
        QVERIFY(edited.inheritsFrames && !edited.frameStart && !edited.frameEnd);
        opened.structure->range.isOwn = false; // nothing to take away
        QVERIFY(
            answered(tree, QStringLiteral("Frame range…"), QStringLiteral("As inherited"), [](QDialog &) {}).isEmpty());
    }

    void foldersAndTasksAreMoved()
    {
        const Opened opened = open(everything());
        QWidget &tree = opened.window->workColumn().tree();
        QWidget &list = opened.window->taskColumn().list();
        QTRY_VERIFY(menuOf(list).contains(QStringLiteral("Move to…")));
        QStringList offered;
        const auto takeFirst = [&offered](QDialog &dialog) {
            auto *box = dialog.findChild<QComboBox *>();
            offered.clear();
            for (int n = 0; n < box->count(); ++n)
                offered.append(box->itemText(n));
            box->setCurrentIndex(0);
        };
        QCOMPARE(answered(tree, QStringLiteral("Move to…"), QStringLiteral("OK"), takeFirst),
                 QStringLiteral("Move hero"));
        QCOMPARE(offered.first(), QStringLiteral("/"));
        QVERIFY(!offered.contains(QStringLiteral("/assets/hero")) && !offered.contains(QStringLiteral("/shots")));
        QCOMPARE(opened.structure->edited.parentId.value_or(QStringLiteral("-")), QString());
        QVERIFY(!opened.structure->edited.isTask);

        const Task task = *opened.window->presenter().task();
        QCOMPARE(answered(list, QStringLiteral("Move to…"), QStringLiteral("OK"), takeFirst),
                 QStringLiteral("Move %1").arg(task.name));
        QVERIFY(!offered.contains(QStringLiteral("/")) && !offered.contains(QStringLiteral("/shots")));
        QVERIFY2(!offered.contains(task.folderPath), qPrintable(task.folderPath));
        const StructureEdit &edited = opened.structure->edited;
        QVERIFY(edited.isTask);
        QCOMPARE(edited.ids, QStringList{task.id});
        const Folder *target = opened.window->presenter().folders().folderById(edited.parentId.value_or(QString()));
        QVERIFY(target);
        QCOMPARE(target->path, offered.first());
        StructureRights rights = everything();
        rights.mayMoveTasksTo = {};
        const Opened other = open(rights);
        QTRY_VERIFY(menuOf(other.window->taskColumn().list()).contains(QStringLiteral("Rename…")));
        QVERIFY(!menuOf(other.window->taskColumn().list()).contains(QStringLiteral("Move to…")));
    }

    void withoutAnyProjectOneIsOffered()
    {
        for (const bool isAllowed : {true, false}) {
            StructureRights rights;
            rights.mayCreateProjects = isAllowed;
            const Opened opened = open(rights, Mood::Empty);
            QTRY_VERIFY(opened.window->presenter().lacksProjects());
            for (const auto tab : {WorkColumn::Browse, WorkColumn::MyWork}) {
                opened.window->workColumn().showTab(tab);
                auto *state = opened.window->workColumn().findChild<ui_kit::EmptyState *>();
                QVERIFY(state);
                const auto words = [state] {
                    QStringList made;
                    for (const QLabel *one : state->findChildren<QLabel *>())
                        made.append(one->text());
                    return made.join(u' ');
                };
                QTRY_VERIFY2(state->isVisible() && words().contains(QStringLiteral("There is no project yet")),
                             qPrintable(words()));
                QSignalSpy wanted(opened.window.get(), &LauncherWindow::newProjectRequested);
                const auto offered = [state] {
                    for (QPushButton *one : state->findChildren<QPushButton *>())
                        if (one->isVisible())
                            return one;
                    return static_cast<QPushButton *>(nullptr);
                };
                if (!isAllowed) {
                    QTRY_VERIFY(words().contains(QStringLiteral("Whoever runs the studio")));
                    QVERIFY(!offered());
                    continue;
                }
                QTRY_VERIFY(offered());
                QCOMPARE(offered()->text().remove(u'&'), QStringLiteral("New project…"));
                offered()->click();
                QCOMPARE(wanted.count(), 1);
            }
        }
    }

    void columnsThatAreNotReadAreNamed()
    {
        FakeStructure structure(everything());
        StructureDialog dialog(structure, QStringLiteral("lantern"), {}, everything(), nullptr);
        dialog.show();
        dialog.text().setPlainText(QStringLiteral("Shot\tNotes\nsh010\train"));
        const auto isNamed = [&dialog] {
            const auto labels = dialog.findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(), [](const QLabel *one) {
                return one->text().contains(QStringLiteral("Not read: Notes"));
            });
        };
        QTRY_VERIFY(isNamed());
    }

    void deactivatedAndTakenBack()
    {
        const Opened opened = open(everything());
        QTRY_VERIFY(menuOf(opened.window->workColumn().tree()).contains(QStringLiteral("Deactivate")));
        Q_EMIT opened.window->workColumn().tree().customContextMenuRequested(QPoint(-1, -1));
        for (QAction *action : qobject_cast<QMenu *>(QApplication::activePopupWidget())->actions())
            if (action->text() == QLatin1String("&Deactivate"))
                action->trigger();
        QTRY_COMPARE(opened.structure->asked.last(), QStringLiteral("edit hero Deactivate hero"));
        QApplication::activePopupWidget()->close();
        opened.structure->undoable = QStringLiteral("Deactivate hero");
        QVERIFY(menuOf(opened.window->workColumn().tree()).contains(QStringLiteral("Undo: Deactivate hero")));
        QTest::keyClick(opened.window.get(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(opened.structure->asked.last(), QStringLiteral("undo"));
    }

    void deactivatedOnesAreShownOnDemandAndActivated()
    {
        const Opened opened = open(everything());
        LauncherPresenter &presenter = opened.window->presenter();
        QTRY_VERIFY(presenter.folders().folderById(QStringLiteral("hero")));
        Folder gone;
        gone.id = QStringLiteral("gone");
        gone.name = QStringLiteral("gone");
        gone.path = QStringLiteral("/zz_gone");
        gone.isActive = false;
        Folder below = gone;
        below.id = QStringLiteral("below");
        below.parentId = gone.id;
        below.path = QStringLiteral("/zz_gone/below");
        below.isActive = true;
        opened.studio->addFolder(gone);
        opened.studio->addFolder(below);
        QTRY_VERIFY(presenter.hidesFolders());
        QVERIFY(!presenter.folders().folderById(gone.id) && !presenter.folders().folderById(below.id));
        QVERIFY(choose(opened.window->workColumn().tree(), QStringLiteral("Show deactivated")));
        QVERIFY(presenter.folders().folderById(gone.id) && presenter.folders().folderById(below.id));
        const QModelIndex shown = presenter.folders().indexOfId(gone.id);
        QVERIFY(shown.data(ui_kit::row_role::IsDimmed).toBool());
        QVERIFY(shown.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("deactivated")));
        presenter.selectFolder(gone.id);
        QTRY_VERIFY(choose(opened.window->workColumn().tree(), QStringLiteral("Activate")));
        QTRY_COMPARE(opened.structure->asked.last(), QStringLiteral("edit gone Activate gone"));
        const LauncherPresenter later(*opened.studio, m_desktop.services.memory);
        QVERIFY(later.showsInactive());
        QVERIFY(choose(opened.window->taskColumn().list(), QStringLiteral("Show deactivated")));
        QVERIFY(!presenter.folders().folderById(gone.id));
    }

    void deactivatedTasksComeLastAndSaySo()
    {
        const Opened opened = open(everything());
        LauncherPresenter &presenter = opened.window->presenter();
        QTRY_VERIFY(presenter.tasks().rowCount() > 0);
        Task gone = presenter.tasks().row(0);
        gone.id = QStringLiteral("gone");
        gone.name = gone.label = QStringLiteral("a_gone");
        gone.isActive = false;
        const int before = presenter.tasks().rowCount();
        opened.studio->addTask(gone);
        QTRY_VERIFY(presenter.hidesTasks());
        QCOMPARE(presenter.tasks().rowCount(), before);
        presenter.setShowsInactive(true);
        QCOMPARE(presenter.tasks().row(before).id, gone.id);
        const QModelIndex shown = presenter.tasks().index(before);
        QVERIFY(shown.data(ui_kit::row_role::IsDimmed).toBool());
        QVERIFY(shown.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("deactivated")));
        presenter.selectTask(gone.id);
        QTRY_VERIFY(choose(opened.window->taskColumn().list(), QStringLiteral("Activate")));
        QTRY_COMPARE(opened.structure->asked.last(), QStringLiteral("edit gone Activate a_gone"));
        presenter.setShowsInactive(false);
    }
};

QTEST_MAIN(TestStructure)
#include "test_structure.moc"
