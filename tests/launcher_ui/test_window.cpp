// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/action_bar.h"
#include "launcher/ui/environment_window.h"
#include "launcher/ui/header_bar.h"
#include "launcher/ui/launcher_window.h"
#include "launcher/ui/new_workfile_dialog.h"
#include "launcher/ui/process_monitor_window.h"
#include "launcher/ui/search_popup.h"
#include "launcher/ui/status_popup.h"
#include "launcher/ui/task_column.h"
#include "launcher/ui/work_column.h"
#include "launcher/ui/workfile_column.h"
#include "support/fake_desktop.h"
#include "support/fake_studio.h"
#include "ui_kit/buttons.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/popup_panel.h"
#include "ui_kit/row_list.h"
#include "ui_kit/segmented_tabs.h"
#include "ui_kit/theme.h"
#include "ui_kit/tree_view.h"

#include <QComboBox>
#include <QElapsedTimer>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace hearth;
using namespace hearth::launcher_ui;
using namespace hearth::ui_kit;
using tests::FakeStudio;
using tests::Mood;

/// The launcher by keyboard and by mouse, as a person uses it.
class TestWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp, m_appearance); }

    void init()
    {
        m_desktop = std::make_unique<tests::FakeDesktop>();
        open(Mood::Normal);
    }

    void searchShowsWhatTheIndexKnows()
    {
        m_studio->indexed = {
            {QStringLiteral("product/p1"),
             HitKind::Product,
             QStringLiteral("zebraMain"),
             QStringLiteral("lantern / assets / zebra"),
             {},
             {QStringLiteral("lantern"), QStringLiteral("hero"), QStringLiteral("/assets/zebra"), {}, {}},
             {},
             0},
            {QStringLiteral("folder/other"),
             HitKind::Folder,
             QStringLiteral("zebra"),
             QStringLiteral("other / zebra"),
             {},
             {},
             {},
             0}};
        auto &field = m_window->header().search();
        field.setFocus();
        field.setText(QStringLiteral("zebra"));
        QTRY_COMPARE(m_window->findChild<SearchPopup *>()->hitCount(), 2);
        QTest::keyClick(&field, Qt::Key_Return);
        QTRY_VERIFY(m_studio->asked.contains(QStringLiteral("loader /assets/zebra")));
        m_studio->indexed.clear();
        m_studio->asked.clear();
        field.setText(QStringLiteral("hero"));
        QTRY_VERIFY(m_studio->asked.contains(QStringLiteral("search hero")));
        QVERIFY(m_window->findChild<SearchPopup *>()->hitCount() > 0);
        field.clear();
    }

    void cleanup()
    {
        m_window.reset();
        m_studio.reset();
        m_desktop.reset();
    }

    void theMainJobByKeyboardAlone()
    {
        QTRY_VERIFY(m_window->presenter().myWork().rowCount() > 0);
        RowList &work = m_window->workColumn().workList();
        QTRY_VERIFY(work.hasFocus());
        QTest::keyClick(&work, Qt::Key_Down);
        QTest::keyClick(&work, Qt::Key_Down);
        QTRY_VERIFY(m_window->presenter().choice().isPossible);
        QTest::keyClick(&work, Qt::Key_Return);
        QVERIFY(m_studio->asked.last().startsWith(QStringLiteral("launch blender/3-4")));
    }

    void tabReachesEveryPartInReadingOrder()
    {
        goToHero();
        m_window->header().projectButton().setFocus();
        QStringList order;
        for (int i = 0; i < 60 && !order.contains(QStringLiteral("primaryButton")); ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            const QWidget *at = QApplication::focusWidget();
            order.append(at->objectName().isEmpty() ? at->accessibleName() : at->objectName());
        }
        const QStringList wanted{QStringLiteral("Notices, 3"), QStringLiteral("workFilter"),
                                 QStringLiteral("My tasks"),   QStringLiteral("taskFilter"),
                                 QStringLiteral("Tasks"),      QStringLiteral("workfileFilter"),
                                 QStringLiteral("Workfiles"),  QStringLiteral("primaryButton")};
        qsizetype last = -1;
        for (const QString &name : wanted) {
            const qsizetype at = order.indexOf(name, last + 1);
            QVERIFY2(at > last, qPrintable(name + QStringLiteral(" in ") + order.join(QStringLiteral(", "))));
            last = at;
        }
    }

    void searchIsOneKeyAway()
    {
        goToHero();
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        FilterField &search = m_window->header().search();
        QTRY_VERIFY(search.hasFocus());
        QTest::keyClicks(&search, QStringLiteral("sh0013"));
        auto *popup = m_window->findChild<SearchPopup *>();
        QTRY_VERIFY(popup->isVisible());
        QTest::keyClick(&search, Qt::Key_Return);
        QTRY_COMPARE(m_window->presenter().context().folderId, QStringLiteral("ep103_sq0450_sh0013"));
        QVERIFY(!popup->isVisible());
    }

    void escapeClosesTheSearchFirst()
    {
        goToHero();
        FilterField &search = m_window->header().search();
        search.setFocus();
        QTest::keyClicks(&search, QStringLiteral("he"));
        QTest::keyClick(&search, Qt::Key_Escape);
        QVERIFY(m_window->isVisible());
        QCOMPARE(search.text(), QString());
        QTest::keyClick(m_window.get(), Qt::Key_Escape);
        QVERIFY(!m_window->isVisible());
    }

    void statusByKey()
    {
        goToHero();
        RowList &tasks = m_window->taskColumn().list();
        tasks.setFocus(Qt::TabFocusReason);
        QTest::keyClick(&tasks, Qt::Key_S);
        StatusPopup &popup = m_window->taskColumn().statusPopup();
        QTRY_VERIFY(popup.isVisible());
        auto *list = popup.findChild<RowList *>();
        QTest::keyClicks(list, QStringLiteral("App"));
        QTest::keyClick(list, Qt::Key_Return);
        QTRY_VERIFY(m_studio->asked.contains(QStringLiteral("status t1 Approved")));
    }

    void statusByClickOnTheChip()
    {
        goToHero();
        RowList &tasks = m_window->taskColumn().list();
        const QRect row = tasks.visualRect(tasks.model()->index(1, 0));
        QTest::mouseClick(tasks.viewport(), Qt::LeftButton, {}, QPoint(row.right() - 30, row.top() + 16));
        QTRY_VERIFY(m_window->taskColumn().statusPopup().isVisible());
        m_window->taskColumn().statusPopup().hide();
    }

    void anOlderFileWarnsAndOpensThatOne()
    {
        goToHero();
        RowList &files = m_window->workfileColumn().list();
        files.setFocus(Qt::TabFocusReason);
        QTest::keyClick(&files, Qt::Key_End);
        QTRY_COMPARE(m_window->actionBar().primary().text(), QStringLiteral("Open v001 in Blender 3.4"));
        QVERIFY(m_window->presenter().choice().warning.contains(QStringLiteral("older")));
        QTest::mouseClick(&m_window->actionBar().primary(), Qt::LeftButton);
        QCOMPARE(m_studio->asked.last(), QStringLiteral("launch blender/3-4 lan_hero_modeling_v001.blend"));
    }

    void newWorkfileShowsWhereItWillBe()
    {
        goToHero();
        m_window->openNewWorkfile();
        auto *dialog = m_window->findChild<NewWorkfileDialog *>();
        QTRY_VERIFY(dialog && dialog->isVisible());
        QCOMPARE(dialog->findChildren<QComboBox *>().first()->currentText(), QStringLiteral("Blender 3.4"));
        QTRY_VERIFY(dialog->findChildren<QComboBox *>().last()->count() == 2);
        for (QPushButton *button : dialog->findChildren<QPushButton *>()) {
            if (button->property("main").toBool()) {
                QTRY_VERIFY(button->isEnabled());
                button->click();
                break;
            }
        }
        QTRY_VERIFY(m_studio->asked.contains(QStringLiteral("new blender/3-4  ")));
        QTRY_COMPARE(m_window->actionBar().primary().text(), QStringLiteral("Open v004 in Blender 3.4"));
    }

    void onlyWhatExistsIsShown()
    {
        m_studio->setCapabilities({});
        goToHero();
        m_window->presenter().refresh();
        QTRY_VERIFY(m_window->presenter().choice().isPossible);
        for (const TileButton *tile : m_window->actionBar().findChildren<TileButton *>()) {
            for (const char *absent : {"Publish", "Load", "Explore", "Terminal"})
                QVERIFY(tile->isHidden() || tile->text() != QString::fromLatin1(absent));
        }
    }

    void narrowWindowsHavePages()
    {
        goToHero();
        m_window->resize(640, 640);
        auto *pages = m_window->findChildren<SegmentedTabs *>().first();
        for (SegmentedTabs *tabs : m_window->findChildren<SegmentedTabs *>()) {
            if (tabs->accessibleName() == QStringLiteral("Page"))
                pages = tabs;
        }
        QTRY_VERIFY(pages->isVisible());
        QVERIFY(m_window->workColumn().isVisible());
        QVERIFY(!m_window->taskColumn().isVisible());
        pages->setCurrent(2);
        QVERIFY(m_window->workfileColumn().isVisible());
        m_window->resize(1080, 700);
        QTRY_VERIFY(m_window->taskColumn().isVisible() && m_window->workColumn().isVisible());
    }

    void placesTabsAndGroupingAreRemembered()
    {
        m_window->workColumn().showTab(WorkColumn::Browse);
        m_window->setGeometry(30, 20, 1000, 660);
        m_window->close();
        m_window = std::make_unique<LauncherWindow>(m_desktop->services, *m_studio);
        QCOMPARE(m_window->size(), QSize(1000, 660));
        QCOMPARE(m_window->workColumn().tabs().current(), int(WorkColumn::Browse));
    }

    void aFailedLaunchStandsAtTheButton()
    {
        goToHero();
        m_studio->setMood(Mood::Failing);
        m_window->actionBar().primary().click();
        auto *notice = m_window->actionBar().findChild<NoticeRow *>();
        QTRY_VERIFY(notice->isVisible());
        QVERIFY(notice->title().contains(QStringLiteral("did not start")));
    }

    void helpFitsTheWindow()
    {
        QTest::keyClick(m_window.get(), Qt::Key_F1);
        QCOMPARE(m_desktop->help.opened.page, QStringLiteral("artist"));
        QCOMPARE(m_desktop->help.opened.anchor, QStringLiteral("launcher"));
        m_desktop->help.opened = {};
        PopupPanel popup(QStringLiteral("Popup"), m_window.get());
        QTest::keyClick(&popup, Qt::Key_F1);
        QCOMPARE(m_desktop->help.opened.anchor, QStringLiteral("launcher"));
    }

    void theMonitorFollowsOutputAndAsksBeforeKilling()
    {
        ProcessMonitorWindow monitor(m_desktop->services, *m_studio);
        monitor.show();
        QVERIFY(monitor.shownOutput().contains(QStringLiteral("handle_60")));
        m_studio->writeOutput(QStringLiteral("p1"), {QStringLiteral("saved")});
        QVERIFY(monitor.shownOutput().endsWith(QStringLiteral("saved")));
        m_studio->writeOutput(QStringLiteral("p2"), {QStringLiteral("of another")});
        QVERIFY(!monitor.shownOutput().contains(QStringLiteral("of another")));
        const auto press = [&monitor](const QString &words) {
            for (QPushButton *button : monitor.findChildren<QPushButton *>()) {
                if (button->isVisible() && button->text().remove(QLatin1Char('&')) == words)
                    button->click();
            }
        };
        press(QStringLiteral("Kill…"));
        QVERIFY(!m_studio->asked.contains(QStringLiteral("kill p1")));
        press(QStringLiteral("Kill it"));
        QVERIFY(m_studio->asked.contains(QStringLiteral("kill p1")));
        auto *filter = monitor.findChild<FilterField *>();
        filter->setText(QStringLiteral("warning"));
        QVERIFY(!monitor.shownOutput().contains(QStringLiteral("Fra:1 ")));
    }

    void theExplainerFiltersAndMasks()
    {
        EnvironmentWindow explainer(m_desktop->services, *m_studio);
        explainer.explain({}, {});
        QTRY_COMPARE(explainer.model().rowCount(), 6);
        auto *changedOnly = explainer.findChild<QCheckBox *>();
        changedOnly->setChecked(false);
        QCOMPARE(explainer.model().rowCount(), 8);
        explainer.findChild<FilterField *>()->setText(QStringLiteral("aces"));
        QCOMPARE(explainer.model().rowCount(), 1);
        explainer.findChild<FilterField *>()->setText(QStringLiteral("••"));
        QCOMPARE(explainer.model().rowCount(), 0);
    }

    void theExplainerComparesWithAnEarlierStart()
    {
        EnvironmentWindow explainer(m_desktop->services, *m_studio);
        explainer.explain({}, {});
        QTRY_COMPARE(explainer.model().rowCount(), 6);
        const auto button = [&explainer](const QString &words) -> QPushButton * {
            for (QPushButton *one : explainer.findChildren<QPushButton *>())
                if (one->text().remove(QLatin1Char('&')) == words)
                    return one;
            return nullptr;
        };
        button(QStringLiteral("Compare…"))->click();
        QMenu *menu = nullptr;
        QTRY_VERIFY((menu = explainer.findChild<QMenu *>()) != nullptr);
        const auto actions = menu->actions();
        const auto yesterday = std::find_if(actions.begin(), actions.end(), [](const QAction *one) {
            return one->text().startsWith(QStringLiteral("hero · modeling")) && !one->isSeparator();
        });
        QVERIFY(yesterday != actions.end());
        (*yesterday)->trigger();
        QTRY_VERIFY(explainer.model().isComparing());
        QStringList differing;
        for (const EnvironmentVariable &one : explainer.model().rows())
            differing.append(one.name);
        QCOMPARE(differing, (QStringList{"HOME", "OCIO", "STUDIO_FONTS"}));
        QCOMPARE(explainer.model().rows()[1].otherValue, QStringLiteral("/studio/ocio/aces_1.2/config.ocio"));
        QVERIFY(explainer.model().rows()[0].comparison == Comparison::OnlyHere);
        QVERIFY(explainer.model().rows()[2].comparison == Comparison::OnlyThere);
        button(QStringLiteral("Stop comparing"))->click();
        QCOMPARE(explainer.model().rowCount(), 6);
    }

    void aLargeStudioOpensQuickly()
    {
        m_window.reset();
        m_studio->makeLarge(20'000, 300, 40);
        QElapsedTimer clock;
        clock.start();
        m_window = std::make_unique<LauncherWindow>(m_desktop->services, *m_studio);
        m_window->workColumn().showTab(WorkColumn::Browse);
        m_window->show();
        QTRY_COMPARE(m_window->presenter().folders().folderCount(), 20'000);
        m_window->grab();
        const qint64 opened = clock.restart();
        m_window->workColumn().filter().setText(QStringLiteral("sh0299"));
        m_window->grab();
        const qint64 filtered = clock.elapsed();
        qInfo("20,000 folders in the window: painted %lld ms, a keystroke painted %lld ms", opened, filtered);
        QVERIFY2(opened < 1500, qPrintable(QString::number(opened)));
        QVERIFY2(filtered < 400, qPrintable(QString::number(filtered)));
    }

private:
    void open(Mood mood)
    {
        m_studio = std::make_unique<FakeStudio>(mood);
        m_window = std::make_unique<LauncherWindow>(m_desktop->services, *m_studio);
        m_window->show();
        m_window->activateWindow();
    }

    void goToHero()
    {
        m_window->presenter().goTo({QStringLiteral("lantern"),
                                    QStringLiteral("hero"),
                                    QStringLiteral("/assets/hero"),
                                    QStringLiteral("t1"),
                                    {}});
        QTRY_COMPARE(m_window->actionBar().primary().text(), QStringLiteral("Open v003 in Blender 3.4"));
        QTRY_COMPARE(m_window->taskColumn().list().model()->rowCount(), 3);
    }

    tests::FakeAppearance m_appearance;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<tests::FakeDesktop> m_desktop;
    std::unique_ptr<FakeStudio> m_studio;
    std::unique_ptr<LauncherWindow> m_window;
};

QTEST_MAIN(TestWindow)
#include "test_window.moc"
