// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/launcher_presenter.h"
#include "launcher/ui/search_popup.h"
#include "support/fake_desktop.h"
#include "support/fake_studio.h"

#include <QSignalSpy>
#include <QTest>

using namespace hearth;
using namespace hearth::launcher_ui;
using tests::FakeStudio;
using tests::Mood;

namespace
{

const auto lantern = QStringLiteral("lantern");
const Context hero{lantern, QStringLiteral("hero"), QStringLiteral("/assets/hero"), QStringLiteral("t1"),
                   QStringLiteral("modeling")};

} // namespace

class TestPresenter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_desktop = std::make_unique<tests::FakeDesktop>();
        m_studio = std::make_unique<FakeStudio>();
    }

    void cleanup()
    {
        m_presenter.reset();
        m_studio.reset();
        m_desktop.reset();
    }

    void startsInTheFirstProjectAndLoads()
    {
        start();
        QTRY_COMPARE(m_presenter->context().project, lantern);
        QTRY_VERIFY(m_presenter->folders().folderCount() > 0);
        QTRY_COMPARE(static_cast<int>(m_presenter->myWork().tasks().size()), 40);
    }

    void aTaskBringsItsFilesAndSaysWhatEnterDoes()
    {
        start();
        m_presenter->goTo(hero);
        QTRY_COMPARE(m_presenter->choice().words, QStringLiteral("Open v003 in Blender 3.4"));
        m_presenter->launchChosen();
        QVERIFY(m_studio->asked.contains(QStringLiteral("launch blender/3-4 lan_hero_modeling_v003.blend")));
    }

    void theContextIsRemembered()
    {
        start();
        m_presenter->goTo(hero);
        QTRY_COMPARE(m_presenter->context().taskId, QStringLiteral("t1"));
        m_presenter = std::make_unique<LauncherPresenter>(*m_studio, m_desktop->memory);
        m_presenter->start();
        QTRY_COMPARE(m_presenter->context().taskId, QStringLiteral("t1"));
        QCOMPARE(m_presenter->context().folderId, QStringLiteral("hero"));
    }

    void aWindowBeforeTheStudioIsOpenWaitsForIt()
    {
        start();
        m_presenter->goTo(hero);
        QTRY_COMPARE(m_presenter->context().taskId, QStringLiteral("t1"));
        m_studio->setMood(Mood::Connecting);
        start();
        bool areAnswered = false; // what was asked before it
        m_studio->myTasks([&](const auto &, auto) { areAnswered = true; });
        QTRY_VERIFY(areAnswered);
        for (const Area area : {Area::MyWork, Area::Folders, Area::Tasks})
            QVERIFY(!m_presenter->state(area).error.has_value());
        QVERIFY(m_presenter->state(Area::Tasks).isLoading);
        m_studio->setMood(Mood::Normal);
        Q_EMIT m_studio->studioOpened();
        QTRY_VERIFY(m_presenter->folders().folderCount() > 0);
        QTRY_COMPARE(m_presenter->context().taskId, QStringLiteral("t1"));
        QTRY_COMPARE(m_presenter->workfiles().rowCount(), 3);
    }

    void serverActionsAreAskedAfterTheFiles()
    {
        m_presenter = std::make_unique<LauncherPresenter>(*m_studio, m_desktop->memory);
        connect(&m_presenter->workfiles(), &QAbstractItemModel::rowsInserted, m_presenter.get(),
                [this] { QVERIFY(!m_studio->areActionsAsked); });
        m_presenter->goTo(hero);
        QTRY_VERIFY(m_studio->areActionsAsked);
        QCOMPARE(m_presenter->workfiles().rowCount(), 3);
    }

    void choosingAFolderKeepsTheKindOfTask()
    {
        start();
        m_presenter->goTo({lantern, QStringLiteral("ep103_sq0450_sh0010"), {}, QStringLiteral("t6"), {}});
        QTRY_COMPARE(m_presenter->context().taskName, QStringLiteral("fx"));
        m_presenter->selectFolder(QStringLiteral("hero"));
        QTRY_COMPARE(m_presenter->context().taskName, QStringLiteral("modeling"));
    }

    void workOfAnotherProjectGoesThere()
    {
        start();
        QTRY_VERIFY(!m_presenter->myWork().tasks().empty());
        const Task other = m_presenter->myWork().tasks().back();
        QVERIFY(other.project != lantern);
        m_presenter->selectWork(other);
        QCOMPARE(m_presenter->context().project, other.project);
        QCOMPARE(m_presenter->context().taskId, other.id);
        QTRY_VERIFY(m_presenter->choice().isPossible);
        QCOMPARE(m_presenter->context().taskId, other.id);
    }

    void aRefreshKeepsSelections()
    {
        start();
        m_presenter->goTo(hero);
        QTRY_COMPARE(m_presenter->workfiles().rowCount(), 3);
        m_presenter->selectWorkfile(m_presenter->workfiles().row(2).path);
        QVERIFY(!m_presenter->choice().warning.isEmpty());
        m_presenter->refresh();
        QSignalSpy choices(m_presenter.get(), &LauncherPresenter::choiceChanged);
        QTRY_VERIFY(choices.count() >= 2);
        QCOMPARE(m_presenter->selectedWorkfile(), m_presenter->workfiles().row(2).path);
        QCOMPARE(m_presenter->context().taskId, QStringLiteral("t1"));
    }

    void aNewFileIsChosen()
    {
        start();
        m_presenter->goTo(hero);
        QTRY_COMPARE(m_presenter->workfiles().rowCount(), 3);
        QSignalSpy made(m_presenter.get(), &LauncherPresenter::workfileMade);
        m_presenter->saveAsNextVersion({});
        QTRY_COMPARE(made.count(), 1);
        QTRY_COMPARE(m_presenter->workfiles().rowCount(), 4);
        QCOMPARE(m_presenter->choice().words, QStringLiteral("Open v004 in Blender 3.4"));
    }

    void aFileOfAColleagueAppears()
    {
        start();
        m_presenter->goTo(hero);
        QTRY_COMPARE(m_presenter->workfiles().rowCount(), 3);
        Workfile added = m_presenter->workfiles().row(0);
        added.version = 4;
        added.path += QStringLiteral("4");
        m_studio->addWorkfile(added);
        QTRY_COMPARE(m_presenter->workfiles().rowCount(), 4);
    }

    void statusChangesAndFailuresStandWhereTheyHappen()
    {
        start();
        m_presenter->goTo(hero);
        QTRY_VERIFY(m_presenter->task());
        m_presenter->changeStatus(*m_presenter->task(), QStringLiteral("Approved"), QStringLiteral("good"));
        QVERIFY(m_studio->asked.contains(QStringLiteral("status t1 Approved good")));
        QTRY_COMPARE(m_presenter->task()->status.name, QStringLiteral("Approved"));
        m_studio->setMood(Mood::Failing);
        m_presenter->changeStatus(*m_presenter->task(), QStringLiteral("On hold"), {});
        QTRY_VERIFY(m_presenter->state(Area::Tasks).error.has_value());
        QCOMPARE(m_presenter->tasks().rowCount(), 3);
        m_presenter->launchChosen();
        QTRY_VERIFY(m_presenter->state(Area::Launch).error.has_value());
        m_presenter->dismissError(Area::Launch);
        QVERIFY(!m_presenter->state(Area::Launch).error.has_value());
    }

    void offlineShowsWhatIsKnownWithoutComplaint()
    {
        m_studio = std::make_unique<FakeStudio>(Mood::Offline);
        start();
        m_presenter->goTo(hero);
        QTRY_COMPARE(m_presenter->workfiles().rowCount(), 3);
        QTRY_VERIFY(m_presenter->choice().isPossible);
        for (const Area area : {Area::MyWork, Area::Folders, Area::Tasks, Area::Workfiles, Area::Launch})
            QVERIFY(!m_presenter->state(area).error.has_value());
    }

    void failingSaysSo()
    {
        m_studio = std::make_unique<FakeStudio>(Mood::Failing);
        start();
        QTRY_VERIFY(m_presenter->state(Area::MyWork).error.has_value());
    }

    void searchRanksBeginningsFirst()
    {
        start();
        m_presenter->goTo(hero);
        QTRY_VERIFY(m_presenter->folders().folderCount() > 0 && !m_presenter->applications().empty());
        const std::vector<SearchHit> hits = searchLoaded(*m_presenter, QStringLiteral("he"));
        QVERIFY(!hits.empty());
        QCOMPARE(hits.front().title, QStringLiteral("hero"));
        QVERIFY(searchLoaded(*m_presenter, QStringLiteral("zebra")).empty());
        QCOMPARE(searchLoaded(*m_presenter, QStringLiteral("krita")).front().detail, QStringLiteral("krita/5-1"));
    }

private:
    void start()
    {
        m_presenter = std::make_unique<LauncherPresenter>(*m_studio, m_desktop->memory);
        m_presenter->start();
    }

    std::unique_ptr<tests::FakeDesktop> m_desktop;
    std::unique_ptr<FakeStudio> m_studio;
    std::unique_ptr<LauncherPresenter> m_presenter;
};

QTEST_MAIN(TestPresenter)
#include "test_presenter.moc"
