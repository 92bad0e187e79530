// SPDX-License-Identifier: Apache-2.0
#include "structure/name_pattern.h"
#include "structure/structure_file.h"
#include "structure/structure_plan.h"

#include <QJsonDocument>
#include <QTest>

using namespace hearth;
using namespace hearth::structure;

namespace
{
StructureFacts someProject()
{
    StructureFacts facts;
    facts.folderTypes = {"Folder", "Shot", "Asset"};
    facts.taskTypes = {"Animation", "Modeling"};
    facts.statuses = {"Not ready", "In progress"};
    contract::Folder shots;
    shots.id = QString(32, u'1');
    shots.path = QStringLiteral("shots");
    shots.folderType = QStringLiteral("Folder");
    contract::Folder shot;
    shot.id = QString(32, u'2');
    shot.path = QStringLiteral("shots/sh0010");
    shot.folderType = QStringLiteral("Shot");
    shot.attrib = {{"fps", 25.0}, {"frameStart", 1001}};
    shot.ownAttrib = QStringList{"frameStart"};
    facts.folders = {shots, shot};
    contract::Task task;
    task.id = QString(32, u'3');
    task.name = QStringLiteral("animation");
    task.taskType = QStringLiteral("Animation");
    task.folderId = shot.id;
    task.assignees = QStringList{"anna"};
    task.status = QStringLiteral("Not ready");
    facts.tasks = {task};
    return facts;
}

StructurePlan planned(const std::vector<WantedFolder> &wanted, const StructureFacts &facts = someProject())
{
    int count = 0;
    return planStructure(wanted, facts,
                         [&count] { return QStringLiteral("%1").arg(++count, 32, 16, QLatin1Char('0')); });
}

QString field(const QJsonArray &operations, qsizetype n, const char *key)
{
    return operations[n].toObject().value(QLatin1String(key)).toString();
}
} // namespace

class TestStructure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void patterns_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("names");
        QTest::newRow("none") << "hero"
                              << "hero";
        QTest::newRow("step") << "sh[0010-0040:10]"
                              << "sh0010 sh0020 sh0030 sh0040";
        QTest::newRow("no step") << "ep[1-3]"
                                 << "ep1 ep2 ep3";
        QTest::newRow("over the width") << "a[8-11]"
                                        << "a8 a9 a10 a11";
        QTest::newRow("list") << "/assets/[hero, villain]_low"
                              << "/assets/hero_low /assets/villain_low";
        QTest::newRow("two") << "sq[1-2]/sh[10-20:10]"
                             << "sq1/sh10 sq1/sh20 sq2/sh10 sq2/sh20";
        QTest::newRow("one number") << "sh[0010-0010:10]"
                                    << "sh0010";
        QTest::newRow("does not meet the end") << "sh[1-6:2]"
                                               << "sh1 sh3 sh5";
    }
    void patterns()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, names);
        const Result<QStringList> made = namesOf(pattern);
        QVERIFY(made);
        QCOMPARE(made->join(u' '), names);
    }

    void wrongPatterns_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("word");
        QTest::newRow("backwards") << "sh[20-10]"
                                   << "ends before";
        QTest::newRow("no step") << "sh[10-20:0]"
                                 << "step";
        QTest::newRow("open") << "sh[10-20"
                              << "does not close";
        QTest::newRow("closed") << "sh10]"
                                << "not open";
        QTest::newRow("empty") << "sh[]"
                               << "neither";
        QTest::newRow("hole") << "sh[a,,b]"
                              << "neither";
        QTest::newRow("too many") << "sh[0-999999]"
                                  << "more than";
        QTest::newRow("too many together") << "a[1-200]b[1-200]"
                                           << "more than";
        QTest::newRow("larger than a number") << "sh[0-99999999999]"
                                              << "neither";
    }
    void wrongPatterns()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, word);
        const Result<QStringList> made = namesOf(pattern);
        QVERIFY(!made);
        QCOMPARE(made.error().kind, ErrorKind::Invalid);
        if (!made.error().message.contains(word))
            qWarning("%s", qPrintable(made.error().message));
        QVERIFY(made.error().message.contains(word));
    }

    void whatIsThereStays()
    {
        WantedFolder shot;
        shot.path = QStringLiteral("shots/sh0010/");
        shot.type = QStringLiteral("shot");
        shot.attrib = {{"frameStart", 1001}};
        shot.tasks = {{QStringLiteral("Animation"), {}, {}, QStringList{"anna"}, {}}};
        const StructurePlan plan = planned({shot});
        QVERIFY(plan.problems.isEmpty());
        QCOMPARE(plan.operations.size(), 0);
        QCOMPARE(plan.count(Change::Same), 2);
    }

    void parentsComeFirstAndOnce()
    {
        std::vector<WantedFolder> wanted(2);
        wanted[0].path = QStringLiteral("/seq/sq01/sh0010");
        wanted[1].path = QStringLiteral("/seq/sq01/sh0020");
        wanted[0].type = wanted[1].type = QStringLiteral("Shot");
        const StructurePlan plan = planned(wanted);
        QStringList paths;
        for (const StructureChange &one : plan.changes)
            if (one.what == Change::Create)
                paths.append(one.path);
        QCOMPARE(paths, (QStringList{"/seq", "/seq/sq01", "/seq/sq01/sh0010", "/seq/sq01/sh0020"}));
        const QJsonObject first = plan.operations[0].toObject();
        QVERIFY(!first.value(QLatin1String("data")).toObject().contains(QLatin1String("parentId")));
        QCOMPARE(plan.operations[1].toObject().value(QLatin1String("data")).toObject().value(QLatin1String("parentId")),
                 first.value(QLatin1String("entityId")));
        QCOMPARE(field(plan.undo, 0, "type"), QStringLiteral("delete"));
        QCOMPARE(field(plan.undo, 0, "entityId"), field(plan.operations, 0, "entityId"));
        const PlaceMade place = placeMade(plan);
        QCOMPARE(place.folderPath, QStringLiteral("/seq/sq01/sh0010"));
        QCOMPARE(place.folderId, field(plan.operations, 2, "entityId"));
        QVERIFY(place.taskId.isEmpty());
    }

    void oneGoesOnAtTheFirstNewTask()
    {
        std::vector<WantedFolder> wanted(2);
        wanted[0].path = QStringLiteral("/seq/sq01/deep/er");
        wanted[1].path = QStringLiteral("/shots/sh0010");
        wanted[1].tasks = {{QStringLiteral("lighting"), QStringLiteral("Lighting"), {}, QStringList{}, {}}};
        const PlaceMade place = placeMade(planned(wanted));
        QCOMPARE(place.folderPath, QStringLiteral("/shots/sh0010"));
        QCOMPARE(place.folderId, QString(32, u'2'));
        QVERIFY(!place.taskId.isEmpty());
        QVERIFY(placeMade(planned({})).folderId.isEmpty());
    }

    void anUndoBringsBackWhatWas()
    {
        WantedFolder shot;
        shot.path = QStringLiteral("/shots/sh0010");
        shot.attrib = {{"frameStart", 1010}, {"fps", 24.0}};
        shot.tasks = {{QStringLiteral("animation"), {}, QStringLiteral("In progress"), QStringList{}, {}}};
        const StructurePlan plan = planned({shot});
        QCOMPARE(plan.operations.size(), 2);
        const QJsonObject folder = plan.undo[0].toObject().value(QLatin1String("data")).toObject();
        QCOMPARE(folder.value(QLatin1String("attrib")).toObject(),
                 (QJsonObject{{"frameStart", 1001}, {"fps", QJsonValue::Null}}));
        const QJsonObject task = plan.undo[1].toObject().value(QLatin1String("data")).toObject();
        QCOMPARE(task.value(QLatin1String("status")).toString(), QStringLiteral("Not ready"));
        QCOMPARE(task.value(QLatin1String("assignees")).toArray(), QJsonArray{"anna"});
    }

    void theSameInOtherWordsIsNoChange()
    {
        StructureFacts facts = someProject();
        facts.tasks[0].attrib = {{"endDate", "2026-12-24T17:00:00Z"}, {"priority", "high"}};
        facts.tasks[0].assignees = QStringList{"ben", "anna"};
        WantedFolder shot;
        shot.path = QStringLiteral("/shots/sh0010");
        shot.attrib = {{"fps", 25}};
        shot.tasks = {{QStringLiteral("animation"),
                       {},
                       {},
                       QStringList{"anna", "ben"},
                       {{"endDate", "2026-12-24T17:00:00+00:00"}, {"priority", "high"}}}};
        QCOMPARE(planned({shot}, facts).operations.size(), 0);
        shot.tasks[0].attrib.insert(QStringLiteral("endDate"), QStringLiteral("2026-12-24T18:00:00+00:00"));
        QCOMPARE(planned({shot}, facts).operations.size(), 1);
        shot.tasks[0].attrib = {{"priority", "low"}};
        QCOMPARE(planned({shot}, facts).operations.size(), 1);
        shot.tasks[0].attrib = {};
        shot.tasks[0].assignees = QStringList{"anna"};
        QCOMPARE(planned({shot}, facts).operations.size(), 1);
    }

    void problemsNameThePlace()
    {
        std::vector<WantedFolder> wanted(2);
        wanted[0].path = QStringLiteral("/shots/-bad");
        wanted[1].path = QStringLiteral("/shots/sh0020");
        wanted[1].type = QStringLiteral("Shott");
        wanted[1].tasks = {
            {QStringLiteral("fx"), {}, {}, std::nullopt, {}},
            {QStringLiteral("FX"), QStringLiteral("Animation"), QStringLiteral("Nowhere"), std::nullopt, {}}};
        const QString all = planned(wanted).problems.join(u'\n');
        for (const char *word :
             {"/shots/-bad", "\"Shott\"", "Folder, Shot, Asset", "needs a type", "\"Nowhere\"", "named twice"})
            QVERIFY2(all.contains(QLatin1String(word)), word);
    }

    void aFileIsRead()
    {
        const QByteArray text = R"({"project":"lan","folders":[{"path":"/shots/sh[10-20:10]","type":"Shot",
            "tasks":[{"name":"[animation,lighting]","type":"Animation","due":"2026-12-24","assignees":["anna"]}]}]})";
        const Result<StructureFile> file = readStructure(QJsonDocument::fromJson(text).object());
        QVERIFY(file);
        QCOMPARE(file->folders.size(), 2U);
        QCOMPARE(file->folders[1].path, QStringLiteral("/shots/sh20"));
        QCOMPARE(file->folders[1].tasks.size(), 2U);
        QCOMPARE(file->folders[1].tasks[1].attrib.value(QLatin1String("endDate")).toString(),
                 QStringLiteral("2026-12-24T17:00:00+00:00"));
    }

    void aFileWithFaultsIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("words");
        QTest::newRow("key") << QByteArray("{\"folders\":[{\"path\":\"/a\",\"typ\":\"Shot\"}]}")
                             << "folders[0]: \"typ\"";
        QTest::newRow("form") << QByteArray("{\"folders\":{}}") << "\"folders\" has an unexpected form";
        QTest::newRow("path") << QByteArray("{\"folders\":[{\"type\":\"Shot\"}]}") << "needs its \"path\"";
        QTest::newRow("day") << QByteArray(
                                    "{\"folders\":[{\"path\":\"/a\",\"tasks\":[{\"name\":\"x\",\"due\":\"24.12.\"}]}]}")
                             << "folders[0].tasks[0]: \"24.12.\"";
        QTest::newRow("pattern") << QByteArray("{\"folders\":[{\"path\":\"/a[3-1]\"}]}") << "folders[0]: [3-1]";
    }
    void aFileWithFaultsIsRefused()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, words);
        const Result<StructureFile> file = readStructure(QJsonDocument::fromJson(text).object());
        QVERIFY(!file);
        QVERIFY2(file.error().message.contains(words), qPrintable(file.error().message));
    }
};

QTEST_GUILESS_MAIN(TestStructure)
#include "test_structure.moc"
