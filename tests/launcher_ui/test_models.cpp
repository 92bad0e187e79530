// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/folder_filter.h"
#include "launcher/ui/folder_model.h"
#include "launcher/ui/footer_bar.h"
#include "launcher/ui/launch_choice.h"
#include "launcher/ui/my_work_model.h"
#include "launcher/ui/process_model.h"
#include "launcher/ui/task_model.h"
#include "launcher/ui/task_words.h"
#include "launcher/ui/workfile_model.h"
#include "support/fake_studio.h"
#include "ui_kit/row_roles.h"
#include "ui_kit/tree_view.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QTest>

using namespace hearth;
using namespace hearth::launcher_ui;

namespace
{

Folder folder(const QString &id, const QString &parent, const QString &name = {})
{
    Folder made;
    made.id = id;
    made.parentId = parent;
    made.name = name.isEmpty() ? id : name;
    made.path = QLatin1Char('/') + id;
    return made;
}

std::vector<Folder> tree(const QString &words)
{
    std::vector<Folder> folders;
    for (const QString &word : words.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        folders.push_back(folder(word.section(QLatin1Char('>'), -1),
                                 word.contains(QLatin1Char('>')) ? word.section(QLatin1Char('>'), 0, 0) : QString()));
    return folders;
}

QString dump(const QAbstractItemModel &model, const QModelIndex &parent = {})
{
    QString text;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        text += index.data().toString();
        if (model.rowCount(index) > 0)
            text += QLatin1Char('(') + dump(model, index) + QLatin1Char(')');
    }
    return text;
}

std::vector<Folder> loadedFolders(tests::FakeStudio &studio)
{
    std::vector<Folder> folders;
    bool isDone = false;
    studio.folders(QStringLiteral("lantern"), [&](const Result<std::vector<Folder>> &found, Freshness) {
        folders = *found;
        isDone = true;
    });
    [&] { QTRY_VERIFY(isDone); }();
    return folders;
}

Workfile workfile(int version, FilePlace place = FilePlace::ThisMachine)
{
    Workfile file;
    file.version = version;
    file.name = QStringLiteral("hero_v%1.blend").arg(version, 3, 10, QLatin1Char('0'));
    file.path = QLatin1Char('/') + file.name;
    file.application = QStringLiteral("blender");
    file.place = place;
    return file;
}

Application application(const QString &group, const QString &variant, const QString &extension)
{
    Application made;
    made.group = group;
    made.groupLabel = group;
    made.variantLabel = variant;
    made.fullName = group + QLatin1Char('/') + variant;
    made.extensions = QStringList{extension};
    return made;
}

const Context atTask{QStringLiteral("p"), QStringLiteral("f"), QStringLiteral("/f"), QStringLiteral("t"),
                     QStringLiteral("modeling")};

} // namespace

class TestModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void foldersAreSynchronised_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("shown");
        QTest::newRow("from nothing") << ""
                                      << "a b a>c"
                                      << "a(c)b";
        QTest::newRow("a folder added below") << "a b"
                                              << "a b a>c"
                                              << "a(c)b";
        QTest::newRow("a branch removed") << "a b a>c c>d"
                                          << "b"
                                          << "b";
        QTest::newRow("moved to another parent") << "a b a>c c>d"
                                                 << "a b b>c c>d"
                                                 << "ab(c(d))";
        QTest::newRow("moved up") << "a a>b b>c"
                                  << "a a>b c"
                                  << "a(b)c";
        QTest::newRow("order turned around") << "a b c"
                                             << "c b a"
                                             << "cba";
        QTest::newRow("everything gone") << "a a>b"
                                         << ""
                                         << "";
    }

    void foldersAreSynchronised()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        QFETCH(QString, shown);
        FolderModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setLoading(true);
        model.setFolders(tree(before));
        model.setFolders(tree(after));
        QCOMPARE(dump(model), shown);
    }

    void aRefreshKeepsWhatIsOpenAndChosen()
    {
        FolderModel model;
        FolderFilter filter(model);
        ui_kit::TreeView view;
        view.setModel(&filter);
        model.setFolders(tree(QStringLiteral("a a>b b>c d")));
        view.expandAll();
        view.setCurrentIndex(filter.mapFromSource(model.indexOfId(QStringLiteral("c"))));
        model.setFolders(tree(QStringLiteral("z a a>b b>bb b>c")));
        QCOMPARE(view.currentIndex().data().toString(), QStringLiteral("c"));
        QVERIFY(view.isExpanded(filter.mapFromSource(model.indexOfId(QStringLiteral("b")))));
    }

    void filterShowsHitsAndWhatIsAbove()
    {
        FolderModel model;
        FolderFilter filter(model);
        QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setFolders(tree(QStringLiteral("assets assets>hero shots shots>sh010 shots>sh020")));
        filter.setWords(QStringLiteral("SH02"));
        QCOMPARE(dump(filter), QStringLiteral("shots(sh020)"));
        QCOMPARE(filter.hitCount(), 1);
        model.setFolders(tree(QStringLiteral("assets assets>hero shots shots>sh010 shots>sh020 shots>sh021")));
        QCOMPARE(dump(filter), QStringLiteral("shots(sh020sh021)"));
        filter.setWords({});
        QCOMPARE(dump(filter), QStringLiteral("assets(hero)shots(sh010sh020sh021)"));
    }

    // Bounds are several times what one small machine needs; a quadratic step would break them by far.
    void twentyThousandFoldersStayQuick()
    {
        tests::FakeStudio studio;
        studio.makeLarge(20'000, 300, 40);
        const std::vector<Folder> folders = loadedFolders(studio);
        QCOMPARE(static_cast<int>(folders.size()), 20'000);
        FolderModel model;
        FolderFilter filter(model);
        ui_kit::TreeView view;
        view.resize(330, 500);
        view.setModel(&filter);
        view.show();
        QElapsedTimer clock;
        clock.start();
        model.setFolders(folders);
        const qint64 loaded = clock.restart();
        model.setFolders(folders);
        const qint64 refreshed = clock.restart();
        for (const char *typed : {"s", "sh", "sh0", "sh01", "sh014"})
            filter.setWords(QString::fromLatin1(typed));
        const qint64 filtered = clock.restart() / 5;
        view.expandAll();
        view.repaint();
        const qint64 opened = clock.restart();
        qInfo("20,000 folders: loaded %lld ms, refreshed %lld ms, a keystroke %lld ms, opened %lld ms", loaded,
              refreshed, filtered, opened);
        QVERIFY2(loaded < 400, qPrintable(QString::number(loaded)));
        QVERIFY2(refreshed < 400, qPrintable(QString::number(refreshed)));
        QVERIFY2(filtered < 150, qPrintable(QString::number(filtered)));
        QVERIFY2(opened < 1000, qPrintable(QString::number(opened)));
    }

    void threeHundredRowsAreSynchronisedQuickly()
    {
        TaskModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::vector<Task> tasks(300);
        for (int i = 0; i < 300; ++i)
            tasks[static_cast<std::size_t>(i)].id = QString::number(i);
        QElapsedTimer clock;
        clock.start();
        model.setRows(tasks);
        std::reverse(tasks.begin(), tasks.end());
        model.setRows(tasks);
        QVERIFY2(clock.elapsed() < 2000, qPrintable(QString::number(clock.elapsed())));
        QCOMPARE(model.row(0).id, QStringLiteral("299"));
    }

    void workIsGroupedByDue()
    {
        const QDate today(2026, 11, 21);
        std::vector<Task> tasks(5);
        const int days[] = {10, 0, -2, 3, 999};
        for (std::size_t i = 0; i < tasks.size(); ++i) {
            tasks[i].id = QString::number(i);
            tasks[i].name = QStringLiteral("task%1").arg(i);
            if (days[i] != 999)
                tasks[i].due = today.addDays(days[i]);
        }
        tasks[4].status.state = StatusState::Done;
        std::vector<FoldedGroup> folded;
        const std::vector<WorkRow> rows = groupedWork(tasks, Grouping::Due, {}, {}, today, &folded);
        QStringList shown;
        for (const WorkRow &row : rows)
            shown.append(row.head.isEmpty() ? row.task.name : row.head);
        QCOMPARE(shown,
                 QStringList({QStringLiteral("OVERDUE · 1"), QStringLiteral("task2"), QStringLiteral("TODAY · 1"),
                              QStringLiteral("task1"), QStringLiteral("THIS WEEK · 1"), QStringLiteral("task3")}));
        QCOMPARE(folded.size(), std::size_t(2));
        QCOMPARE(folded[0].label, QStringLiteral("Later"));
        QCOMPARE(folded[1].count, 1);
    }

    void aListOfLaterTasksIsNotFoldedAway()
    {
        std::vector<Task> tasks(1);
        tasks[0].name = QStringLiteral("task");
        std::vector<FoldedGroup> folded;
        QCOMPARE(groupedWork(tasks, Grouping::Due, {}, {}, QDate(2026, 11, 21), &folded).size(), std::size_t(2));
        tasks[0].status.state = StatusState::Done;
        QCOMPARE(groupedWork(tasks, Grouping::Due, {}, {}, QDate(2026, 11, 21), &folded).size(), std::size_t(0));
    }

    void myWorkModelIsAModel()
    {
        MyWorkModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::vector<Task> tasks(40);
        for (std::size_t i = 0; i < tasks.size(); ++i) {
            tasks[i].id = QString::number(i);
            tasks[i].project = QStringLiteral("p%1").arg(i % 5);
            tasks[i].projectLabel = tasks[i].project;
            tasks[i].name = QStringLiteral("t%1").arg(i);
            tasks[i].due = QDate::currentDate().addDays(static_cast<int>(i) - 10);
        }
        model.setTasks(tasks);
        for (const Grouping grouping : {Grouping::Project, Grouping::Status, Grouping::Due})
            model.setGrouping(grouping);
        model.toggleGroup(QStringLiteral("due3"));
        QCOMPARE(model.shownCount(), 40);
        model.setWords(QStringLiteral("t39"));
        QCOMPARE(model.shownCount(), 1);
        QCOMPARE(model.projectCount(), 5);
    }

    void dueDatesAreSaidInWords_data()
    {
        QTest::addColumn<int>("days");
        QTest::addColumn<QString>("words");
        QTest::addColumn<int>("tone");
        QTest::newRow("two days late") << -2 << "Thu, 2 days late" << int(ui_kit::Tone::Problem);
        QTest::newRow("one day late") << -1 << "Fri, 1 day late" << int(ui_kit::Tone::Problem);
        QTest::newRow("today") << 0 << "today" << int(ui_kit::Tone::Warning);
        QTest::newRow("in some days") << 4 << "Wed" << int(ui_kit::Tone::Dim);
        QTest::newRow("far") << 30 << "21 Dec" << int(ui_kit::Tone::Dim);
    }

    void dueDatesAreSaidInWords()
    {
        QFETCH(int, days);
        QFETCH(QString, words);
        QFETCH(int, tone);
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        const QDate today(2026, 11, 21); // a Saturday
        const DueWords due = dueWords(today.addDays(days), today);
        QCOMPARE(due.text, words);
        QCOMPARE(int(due.tone), tone);
    }

    void enterIsWrittenOut_data()
    {
        QTest::addColumn<int>("files");
        QTest::addColumn<QString>("selected");
        QTest::addColumn<QString>("words");
        QTest::addColumn<bool>("isNewest");
        QTest::newRow("nothing chosen: the newest") << 3 << ""
                                                    << "Open v003 in blender 3.4" << true;
        QTest::newRow("an older one chosen") << 3 << "/hero_v001.blend"
                                             << "Open v001 in blender 3.4" << false;
        QTest::newRow("no file yet") << 0 << ""
                                     << "Open blender 3.4" << true;
        QTest::newRow("a file that is gone") << 2 << "/gone.blend"
                                             << "Open v002 in blender 3.4" << true;
    }

    void enterIsWrittenOut()
    {
        QFETCH(int, files);
        QFETCH(QString, selected);
        QFETCH(QString, words);
        QFETCH(bool, isNewest);
        std::vector<Workfile> workfiles;
        for (int version = files; version > 0; --version)
            workfiles.push_back(workfile(version));
        const std::vector<Application> applications{
            application(QStringLiteral("blender"), QStringLiteral("3.4"), QStringLiteral(".blend")),
            application(QStringLiteral("krita"), QStringLiteral("5.1"), QStringLiteral(".kra"))};
        const LaunchChoice choice = launchChoice(atTask, workfiles, selected, applications);
        QCOMPARE(choice.words, words);
        QCOMPARE(choice.isNewest, isNewest);
        QCOMPARE(choice.warning.isEmpty(), isNewest);
        QVERIFY(choice.isPossible);
    }

    void enterSaysWhyNot()
    {
        QVERIFY(!launchChoice({}, {}, {}, {}).isPossible);
        QCOMPARE(launchChoice(atTask, {}, {}, {}).words, QStringLiteral("No application found"));
        std::vector<Application> applications{
            application(QStringLiteral("blender"), QStringLiteral("3.4"), QStringLiteral(".blend"))};
        QVERIFY(!launchChoice(atTask, {workfile(1, FilePlace::NotHere)}, {}, applications).isPossible);
        applications.front().problem = QStringLiteral("/usr/bin/blender is not there any more.");
        const LaunchChoice broken = launchChoice(atTask, {}, {}, applications);
        QVERIFY(!broken.isPossible);
        QCOMPARE(broken.secondLine, applications.front().problem);
    }

    void fortyVariantsMakeOneTile()
    {
        std::vector<Application> applications{
            application(QStringLiteral("krita"), QStringLiteral("5.1"), QStringLiteral(".kra"))};
        for (int i = 0; i < 40; ++i)
            applications.push_back(
                application(QStringLiteral("blender"), QStringLiteral("3.%1").arg(i), QStringLiteral(".blend")));
        const std::vector<ApplicationTile> tiles = applicationTiles(applications, QStringLiteral("krita/5.1"));
        QCOMPARE(tiles.size(), std::size_t(1));
        QCOMPARE(tiles.front().variants.size(), std::size_t(40));
    }

    void filesSayWhereTheyLie()
    {
        WorkfileModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        Workfile lost = workfile(2, FilePlace::Unregistered);
        lost.lockedBy = QStringLiteral("anna-pc");
        model.setWorkfiles({workfile(3), lost});
        QCOMPARE(model.index(0).data(ui_kit::row_role::Trailing).toString(), QStringLiteral("this machine"));
        QCOMPARE(model.index(1).data(ui_kit::row_role::Trailing).toString(), QStringLiteral("not registered"));
        QVERIFY(model.index(1).data(ui_kit::row_role::SecondLine).toString().contains(QStringLiteral("anna-pc")));
        model.setWords(QStringLiteral("v003"));
        QCOMPARE(model.rowCount(), 1);
    }

    void processesAreSaidInWords()
    {
        const QDateTime now(QDate(2026, 11, 21), QTime(12, 0), Qt::UTC);
        Process process;
        process.application = QStringLiteral("Blender 3.4");
        process.context = QStringLiteral("hero · modeling");
        process.since = now.addSecs(-14 * 60);
        QCOMPARE(processStateWords(process, now), QStringLiteral("running, 14 min"));
        QCOMPARE(runningWords({process}, now), QStringLiteral("1 running: Blender on hero · modeling (14 min)"));
        process.state = ProcessState::Failed;
        process.exitCode = 139;
        QCOMPARE(processStateWords(process, now), QStringLiteral("failed with code 139"));
        QCOMPARE(runningWords({process}, now), QStringLiteral("Nothing is running"));
        ProcessModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows({process});
    }
};

QTEST_MAIN(TestModels)
#include "test_models.moc"
