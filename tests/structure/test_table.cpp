// SPDX-License-Identifier: Apache-2.0
#include "structure/entity_edit.h"
#include "structure/table_text.h"

#include "support/time_budget.h"

#include <QElapsedTimer>
#include <QtTest>

using namespace hearth;
using namespace hearth::structure;

class TestTable : public QObject
{
    Q_OBJECT

    StructureFacts m_facts;
    const QStringList m_people{"anna", "ben"};

    TableText table(const QString &text, const QString &base = {})
    {
        return readTable(text, base, "Shot", m_facts, m_people);
    }
    static std::function<QString()> ids()
    {
        return [n = 0]() mutable { return QStringLiteral("id%1").arg(n++); };
    }
    static QJsonObject data(const QJsonArray &operations, qsizetype n = 0)
    {
        return operations.at(n).toObject().value("data").toObject();
    }

private Q_SLOTS:
    void init()
    {
        m_facts = {};
        m_facts.folderTypes = QStringList{"Folder", "Shot", "Asset"};
        m_facts.taskTypes = QStringList{"Generic", "Animation", "Lighting"};
        m_facts.statuses = QStringList{"Not ready", "In progress"};
        contract::Folder top;
        top.id = "top";
        top.name = "shots";
        top.path = "shots";
        contract::Folder shot;
        shot.id = "shot";
        shot.name = "sh010";
        shot.path = "shots/sh010";
        shot.parentId = "top";
        shot.folderType = "Asset";
        shot.attrib = {{"frameStart", 1001}, {"frameEnd", 1050}};
        shot.ownAttrib = QStringList{"frameEnd"};
        m_facts.folders = {top, shot};
        contract::Task task;
        task.id = "task";
        task.name = "anim";
        task.folderId = "shot";
        task.status = "Not ready";
        task.assignees = QStringList{"anna"};
        m_facts.tasks = {task};
    }

    void linesArePathsOrPatterns()
    {
        const TableText made = table("sh[010-030:10]\n\n/assets/hero\n", "/shots");
        QVERIFY(made.problems.empty());
        QCOMPARE(made.wanted.size(), std::size_t(4));
        QCOMPARE(made.wanted[0].path, QString("/shots/sh010"));
        QCOMPARE(made.wanted[0].typeIfNew, QString("Shot"));
        QCOMPARE(made.wanted[0].type, QString());
        QCOMPARE(made.wanted[3].path, QString("/assets/hero"));
    }

    void aPastedTableIsReadByItsHeads()
    {
        const TableText made = table("Shot\tTask\tArtist\tDue\tFirst frame\tLast frame\r\n"
                                     "sh010\tanimation\tanna\t2026-12-24\t1001\t1100\r\n"
                                     "\tlighting\tAnna, Ben\t\t\t\r\n"
                                     "sh020\tanimation\t\t\t\t\r\n");
        QVERIFY2(made.problems.empty(), made.problems.empty() ? "" : qPrintable(made.problems[0].message));
        QCOMPARE(made.wanted.size(), std::size_t(2));
        QCOMPARE(made.wanted[0].tasks.size(), std::size_t(2));
        QCOMPARE(made.wanted[0].tasks[0].type, QString("Animation"));
        QCOMPARE(*made.wanted[0].tasks[1].assignees, (QStringList{"anna", "ben"}));
        QCOMPARE(made.wanted[0].attrib.value("frameEnd").toInt(), 1100);
        QVERIFY(made.wanted[0].tasks[0].attrib.value("endDate").toString().startsWith("2026-12-24"));
        QVERIFY(made.wanted[1].attrib.isEmpty());
    }

    void foldersThatAreThereKeepTheirType()
    {
        const TableText made = table("Folder\tTask\n/shots/sh010\tlighting\n/shots/sh020\tlighting\n");
        const StructurePlan plan = planStructure(made.wanted, m_facts, ids());
        QVERIFY(plan.problems.isEmpty());
        QCOMPARE(plan.count(Change::Update), 0);
        QCOMPARE(plan.changes[0].what, Change::Same);
        QCOMPARE(data(plan.operations, 1).value("name").toString(), QString("sh020"));
        QCOMPARE(data(plan.operations, 1).value("folderType").toString(), QString("Shot"));
        const TableText typed = table("Folder\tFolder type\n/shots/sh010\tShot\n");
        QCOMPARE(data(planStructure(typed.wanted, m_facts, ids()).operations).value("folderType").toString(),
                 QString("Shot"));
    }

    void typesThatContradictAreAProblemOfTheirCell()
    {
        const TableText made = table("Folder\tTask\tFolder type\n"
                                     "sh[010-020:10]\tanim\tShot\n"
                                     "sh[010-020:10]\tlight\tAsset\n"
                                     "sh010\tfx\t\n"
                                     "sh010\tcomp\tshot\n"
                                     "sh030\tanim\t\n"
                                     "sh030\tcomp\tAsset\n");
        QCOMPARE(made.problems.size(), std::size_t(1));
        QCOMPARE(made.problems[0].row, qsizetype(1));
        QCOMPARE(made.problems[0].column, qsizetype(2));
        QVERIFY2(made.problems[0].message.contains("Shot") && made.problems[0].message.contains("Asset"),
                 qPrintable(made.problems[0].message));
        QCOMPARE(made.wanted[0].type, QString("Shot"));
        QCOMPARE(made.wanted[2].type, QString("Asset"));
    }

    void columnsThatNobodyKnowsAreNotRead()
    {
        const TableText made = table("Shot\tNotes\tTask\nsh010\tin the rain\tanimation\n");
        QVERIFY(made.problems.empty());
        QCOMPARE(made.heads, (QStringList{"Shot", "Notes", "Task"}));
        QCOMPARE(made.columns[1], Column::Ignored);
        QCOMPARE(made.rows.size(), std::size_t(1));
        QCOMPARE(made.wanted.size(), std::size_t(1));
        QCOMPARE(made.wanted[0].path, QString("/sh010"));
        QCOMPARE(made.wanted[0].tasks.size(), std::size_t(1));
        // One known word alone makes no head: here it is a folder of that name and its type.
        const TableText plain = table("asset\tAsset\tlighting\n");
        QVERIFY(plain.heads.isEmpty());
        QCOMPARE(plain.wanted[0].path, QString("/asset"));
        QCOMPARE(plain.wanted[0].type, QString("Asset"));
    }

    void cellsInQuotesHoldLineBreaks()
    {
        const TableText made =
            table("Shot\tNotes\tTask\tArtist\r\n"
                  "\"sh010\"\t\"first line\r\nsecond \"\"line\"\"\twith a tab\"\tanimation\t\"anna\nben\"\r\n"
                  "sh020\t5\" lens\tanimation\t\r\n"
                  "sh030\t\"not closed\tanimation\t\r\n");
        QVERIFY2(made.problems.empty(), made.problems.empty() ? "" : qPrintable(made.problems[0].message));
        QCOMPARE(made.rows.size(), std::size_t(3));
        QCOMPARE(made.rows[0][1], QString("first line\nsecond \"line\"\twith a tab"));
        QCOMPARE(made.wanted[0].path, QString("/sh010"));
        QCOMPARE(*made.wanted[0].tasks[0].assignees, (QStringList{"anna", "ben"}));
        QCOMPARE(made.rows[1][1], QString("5\" lens"));
        QCOMPARE(made.rows[2][1], QString("\"not closed"));
        QCOMPARE(made.wanted[2].tasks[0].name, QString("animation"));
    }

    void everyWrongCellIsNamed()
    {
        const TableText made = table("folder;folder type;task;task type;assignees;status;due\n"
                                     "sh010;Sot;anim;Animaton;carl;Splendid;tomorrow\n"
                                     ";;;;;;\n"
                                     "sh[010-;Shot;;;;;\n");
        QList<std::pair<qsizetype, qsizetype>> cells;
        for (const CellProblem &one : made.problems)
            cells.append({one.row, one.column});
        QCOMPARE(cells, (QList<std::pair<qsizetype, qsizetype>>{{0, 1}, {0, 3}, {0, 4}, {0, 5}, {0, 6}, {2, 0}}));
        QVERIFY(made.problems[0].message.contains("Folder, Shot, Asset"));
        QVERIFY(!table("\tShot\n").problems.empty());
        QVERIFY(!table("a\tShot\tt\tLighting\t\t\t\tmore\n").problems.empty());
    }

    void threeThousandShotsAreQuick()
    {
        QString text = "Shot\tTask\tArtist\n";
        for (int n = 0; n < 3000; ++n)
            text += QStringLiteral("/shots/sh%1\tanimation\tanna\n").arg(n * 10, 6, 10, QLatin1Char('0'));
        QElapsedTimer clock;
        clock.start();
        const TableText made = table(text);
        const StructurePlan plan = planStructure(made.wanted, m_facts, ids());
        qInfo("3,000 pasted shots planned in %lld ms", clock.elapsed());
        QCOMPARE(plan.count(Change::Create), 6000);
        QVERIFY(plan.problems.isEmpty());
        QVERIFY(clock.elapsed() < support::allowed(2000));
    }

    void anEditCanBeTakenBack()
    {
        EntityEdit edit;
        edit.ids = QStringList{"shot"};
        edit.name = "sh015";
        edit.attrib = {{"frameStart", 1005}, {"frameEnd", 1060}};
        edit.active = false;
        const auto plan = planEdit(edit, m_facts, ids());
        QVERIFY(plan);
        QCOMPARE(data(plan->operations),
                 (QJsonObject{{"name", "sh015"},
                              {"active", false},
                              {"attrib", QJsonObject{{"frameStart", 1005}, {"frameEnd", 1060}}}}));
        QCOMPARE(data(plan->undo),
                 (QJsonObject{{"name", "sh010"},
                              {"active", true},
                              {"attrib", QJsonObject{{"frameStart", QJsonValue::Null}, {"frameEnd", 1050}}}}));
        const StructurePlan back = reversed(*plan);
        QCOMPARE(back.operations, plan->undo);
        QCOMPARE(reversed(back).operations, plan->operations);
    }

    void tasksChangeTogether()
    {
        EntityEdit edit;
        edit.isTask = true;
        edit.ids = QStringList{"task"};
        edit.assign = QStringList{"ben"};
        edit.unassign = QStringList{"anna"};
        edit.due = "2026-12-24";
        edit.status = "Not ready";
        const auto plan = planEdit(edit, m_facts, ids());
        QVERIFY(plan);
        QVERIFY(!data(plan->operations).contains("status")); // it is that already
        QCOMPARE(data(plan->undo).value("assignees").toArray(), QJsonArray{"anna"});
        QCOMPARE(data(plan->undo).value("attrib").toObject().value("endDate"), QJsonValue(QJsonValue::Null));
        edit = {};
        edit.isTask = true;
        edit.ids = QStringList{"task"};
        edit.parentId = "top";
        QCOMPARE(data(planEdit(edit, m_facts, ids())->operations).value("folderId").toString(), QString("top"));
    }

    void whoOthersAssignedStays()
    {
        m_facts.tasks[0].assignees = QStringList{"anna", "carl"}; // carl since the list was shown
        EntityEdit edit;
        edit.isTask = true;
        edit.ids = QStringList{"task"};
        edit.assign = QStringList{"ben", "carl"};
        edit.unassign = QStringList{"anna"};
        const auto plan = planEdit(edit, m_facts, ids());
        QVERIFY(plan);
        QCOMPARE(data(plan->operations).value("assignees").toArray(), (QJsonArray{"carl", "ben"}));
        QCOMPARE(data(plan->undo).value("assignees").toArray(), (QJsonArray{"anna", "carl"}));
        edit.assign = QStringList{"carl"};
        edit.unassign = QStringList{"ben"};
        QVERIFY(planEdit(edit, m_facts, ids())->operations.isEmpty());
    }

    void whatWasSetIsTakenAway()
    {
        m_facts.tasks[0].attrib = {{"endDate", "2026-12-24T17:00:00Z"}};
        m_facts.tasks[0].ownAttrib = QStringList{"endDate"};
        EntityEdit edit;
        edit.isTask = true;
        edit.ids = QStringList{"task"};
        edit.due = "2026-12-24";
        QVERIFY(planEdit(edit, m_facts, ids())->operations.isEmpty()); // the same moment in other words
        edit.due = "";
        const auto due = planEdit(edit, m_facts, ids());
        QCOMPARE(data(due->operations).value("attrib").toObject(), (QJsonObject{{"endDate", QJsonValue::Null}}));
        edit = {};
        edit.ids = QStringList{"shot"};
        edit.attrib = {{"frameStart", QJsonValue::Null}, {"frameEnd", QJsonValue::Null}};
        const auto frames = planEdit(edit, m_facts, ids());
        QCOMPARE(data(frames->operations).value("attrib").toObject(), (QJsonObject{{"frameEnd", QJsonValue::Null}}));
        QCOMPARE(data(frames->undo).value("attrib").toObject(), (QJsonObject{{"frameEnd", 1050}}));
    }

    void typesAndStatusesAreSpelledAsTheProjectDoes()
    {
        EntityEdit edit;
        edit.ids = QStringList{"shot"};
        edit.status = "in progress";
        edit.type = "SHOT";
        edit.label = "First";
        QCOMPARE(data(planEdit(edit, m_facts, ids())->operations),
                 (QJsonObject{{"status", "In progress"}, {"folderType", "Shot"}, {"label", "First"}}));
        edit.status = "splendid";
        QVERIFY(planEdit(edit, m_facts, ids()).error().message.contains("Not ready, In progress"));
        edit.status.reset();
        edit.type = "Animation"; // of tasks
        QVERIFY(planEdit(edit, m_facts, ids()).error().message.contains("Folder, Shot, Asset"));
    }

    void whatCannotBeIsRefused()
    {
        EntityEdit edit;
        edit.ids = QStringList{"top"};
        edit.parentId = "shot";
        QVERIFY(planEdit(edit, m_facts, ids()).error().message.contains("into itself"));
        edit = {};
        edit.ids = QStringList{"gone"};
        QCOMPARE(planEdit(edit, m_facts, ids()).error().kind, ErrorKind::NotFound);
        edit.ids = QStringList{"shot"};
        for (const char *name : {"", "a b", "../x", "-a", "größe"}) {
            edit.name = QString::fromUtf8(name);
            QVERIFY2(!planEdit(edit, m_facts, ids()), name);
        }
        edit = {};
        edit.ids = QStringList{"shot"};
        edit.attrib = {{"frameStart", 10}, {"frameEnd", 1}};
        QVERIFY(!planEdit(edit, m_facts, ids()));
        edit = {};
        edit.ids = QStringList{"shot"};
        edit.due = "soon";
        QVERIFY(!planEdit(edit, m_facts, ids()));
        edit = {};
        edit.isTask = true;
        edit.ids = QStringList{"task"};
        edit.parentId = "";
        QVERIFY(planEdit(edit, m_facts, ids()).error().message.contains("lies in a folder"));
    }
};

QTEST_GUILESS_MAIN(TestTable)
#include "test_table.moc"
