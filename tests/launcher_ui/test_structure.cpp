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
#include "ui_kit/notice_row.h"
#include "ui_kit/row_list.h"
#include "ui_kit/row_roles.h"
#include "ui_kit/tree_view.h"

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
        made.mayChangeFrames = made.mayAssign = made.maySetDue = made.mayChangeStatus = true;
        made.folderTypes = QStringList{QStringLiteral("Folder"), QStringLiteral("Shot")};
        made.people = {{QStringLiteral("anna"), QStringLiteral("Anna Example")}};
        return made;
    }

    struct Opened {
        std::unique_ptr<FakeStructure> structure;
        std::unique_ptr<FakeStudio> studio;
        std::unique_ptr<LauncherWindow> window;
    };
    Opened open(const StructureRights &rights)
    {
        Opened made{std::make_unique<FakeStructure>(rights), std::make_unique<FakeStudio>(), nullptr};
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
