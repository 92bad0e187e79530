// SPDX-License-Identifier: Apache-2.0
#ifndef Q_MOC_RUN // moc does not read the standard library's concepts
#include "repository/documents.h"
#include "repository/entity_store.h"
#include "repository/schema.h"
#include "repository/stamp.h"
#include "rules/builtins.h"
#include "rules/names.h"
#include "rules/operations.h"
#include "rules/project_rights.h"
#include "rules/project_rules.h"
#include "rules/query_filter.h"
#include "rules/rights.h"
#include "rules/version_range.h"
#include "support/test_source.h"
#endif

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace hearth::rules;
using hearth::repository::Kind;
namespace jsontext = hearth::jsontext;

class TestRules : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::unique_ptr<hearth::database::Connection> m_db;
    std::shared_ptr<const AttributeLibrary> m_library;
    std::shared_ptr<const ProjectInfo> m_project;
    Actor m_service;

    static Actor actor(const char *name, const char *data)
    {
        hearth::repository::UserRow row;
        row.name = name;
        row.data = data;
        return {readUser(std::move(row)), {}, "api"};
    }

    BatchResult apply(const char *body, const Actor &who)
    {
        auto batch = readBatch(jsontext::parseObject(body));
        if (!batch)
            return {};
        return applyBatch(*m_db, *m_project, *m_library, who, *batch);
    }

private Q_SLOTS:
    void initTestCase()
    {
        using hearth::database::Connection;
        m_db = std::move(*hearth::support::testSource(m_folder, "rules.db")->open(Connection::Access::ReadWrite));
        QVERIFY(hearth::database::migrate(*m_db, hearth::repository::migrations()).has_value());
        QVERIFY(AttributeLibrary::storeBuiltins(*m_db).has_value());
        QVERIFY(storeBuiltinGroups(*m_db).has_value());
        m_library = AttributeLibrary::load(*m_db).value();
        m_service = actor("service", "{\"isService\":true}");
        const auto events =
            createProject(*m_db, *m_library, m_service, jsontext::parseObject("{\"name\":\"demo\",\"code\":\"dm\"}"),
                          jsontext::parseObject(builtinAnatomy()));
        QVERIFY(events.has_value());
        QCOMPARE(events->front().topic, std::string("entity.project.created"));
        m_project = projectInfo(**hearth::repository::projectByName(*m_db, "demo"), *m_library);
    }

    void names_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("entity");
        QTest::addColumn<bool>("user");
        QTest::addColumn<bool>("status");
        QTest::newRow("plain") << "sh010" << true << true << true;
        QTest::newRow("one letter") << "a" << true << false << false;
        QTest::newRow("a blank") << "In progress" << false << false << true;
        QTest::newRow("a dot at the end") << "a.b." << false << false << false;
        QTest::newRow("a dot inside") << "a.b" << true << true << false;
        QTest::newRow("an umlaut") << QString::fromUtf8("größe") << false << false << false;
        QTest::newRow("empty") << "" << false << false << false;
        QTest::newRow("a path") << "../x" << false << false << false;
    }

    void names()
    {
        QFETCH(QString, text);
        const std::string given = text.toStdString();
        QTEST(isEntityName(given), "entity");
        QTEST(isUserName(given), "user");
        QTEST(isStatusName(given), "status");
    }

    void aBatchSeesItself()
    {
        const auto done = apply(
            "{\"operations\":[{\"type\":\"create\",\"entityType\":\"folder\",\"entityId\":"
            "\"0000000000000000000000000000000a\","
            "\"data\":{\"name\":\"a\",\"attrib\":{\"fps\":48}}},{\"type\":\"create\",\"entityType\":\"task\",\"data\":"
            "{\"name\":\"t\",\"taskType\":\"Art\",\"folderId\":\"0000000000000000000000000000000a\"}}]}",
            m_service);
        QVERIFY2(done.success, batchText(done).c_str());
        QCOMPARE(done.events.size(), std::size_t(2));
        const auto folder =
            hearth::repository::entityById(*m_db, Kind::Folder, m_project->row.id, "0000000000000000000000000000000a")
                .value();
        QCOMPARE(folder->path, std::string("/a"));
        QVERIFY(folder->effective.find("\"fps\":48.0") != std::string::npos);
        QCOMPARE(folder->status, std::string("Not ready"));
    }

    // Both are read before the first is changed, where the database is another process.
    void aBatchTellsOfPlacesByTheirNewNames()
    {
        const auto made =
            apply("{\"operations\":[{\"type\":\"create\",\"entityType\":\"folder\",\"entityId\":"
                  "\"000000000000000000000000000000e1\",\"data\":{\"name\":\"before\"}},"
                  "{\"type\":\"create\",\"entityType\":\"task\",\"entityId\":\"000000000000000000000000000000e2\","
                  "\"data\":{\"name\":\"t\",\"taskType\":\"Art\",\"folderId\":\"000000000000000000000000000000e1\"}}]}",
                  m_service);
        QVERIFY2(made.success, batchText(made).c_str());
        const auto changed =
            apply("{\"operations\":[{\"type\":\"update\",\"entityType\":\"folder\",\"entityId\":"
                  "\"000000000000000000000000000000e1\",\"data\":{\"name\":\"after\"}},"
                  "{\"type\":\"update\",\"entityType\":\"task\",\"entityId\":\"000000000000000000000000000000e2\","
                  "\"data\":{\"label\":\"T\"}}]}",
                  m_service);
        QVERIFY2(changed.success, batchText(changed).c_str());
        const auto told = std::find_if(changed.events.begin(), changed.events.end(),
                                       [](const auto &event) { return event.topic == "entity.task.label_changed"; });
        QVERIFY(told != changed.events.end());
        QVERIFY2(told->summary.find("/after/t") != std::string::npos, told->summary.c_str());
        const auto removed = apply("{\"operations\":[{\"type\":\"delete\",\"entityType\":\"folder\",\"entityId\":"
                                   "\"000000000000000000000000000000e1\"}]}",
                                   m_service);
        QVERIFY2(removed.success, batchText(removed).c_str());
    }

    void theFailureOfABatchIsToldWhereItBelongs()
    {
        const auto folders = [this] {
            return hearth::repository::EntityQuery(Kind::Folder, m_project->row.id).all(*m_db).value().size();
        };
        const std::size_t before = folders();
        QVERIFY(m_db->runScript("BEGIN").has_value());
        const auto done =
            apply("{\"operations\":[{\"id\":\"1\",\"type\":\"create\",\"entityType\":\"folder\",\"data\":{"
                  "\"name\":\"first\"}},"
                  "{\"id\":\"2\",\"type\":\"create\",\"entityType\":\"folder\",\"data\":{\"name\":\"FIRST\"}},"
                  "{\"id\":\"3\",\"type\":\"create\",\"entityType\":\"folder\",\"data\":{\"name\":\"third\"}}]}",
                  m_service);
        QVERIFY(m_db->isInTransaction());
        QVERIFY(m_db->runScript("ROLLBACK").has_value());
        QVERIFY(!done.success);
        QCOMPARE(done.results.size(), std::size_t(2));
        QVERIFY(!done.results[0].failure);
        QCOMPARE(done.results[1].failure->code, std::string("unique-violation"));
        QVERIFY(done.results[1].failure->detail.find("'first'") != std::string::npos);
        QCOMPARE(folders(), before);
    }

    void whatCanFailLeavesNothing()
    {
        QVERIFY(m_db->runScript("BEGIN").has_value());
        const auto done = apply(
            "{\"canFail\":true,\"operations\":[{\"id\":\"1\",\"type\":\"create\",\"entityType\":\"folder\",\"data\":{"
            "\"name\":\"b\"}},"
            "{\"id\":\"2\",\"type\":\"create\",\"entityType\":\"folder\",\"data\":{\"name\":\"B\"}},"
            "{\"id\":\"3\",\"type\":\"create\",\"entityType\":\"folder\",\"data\":{\"name\":\"c\",\"status\":\"No\"}},"
            "{\"id\":\"4\",\"type\":\"create\",\"entityType\":\"folder\",\"data\":{\"name\":\"d\"}}]}",
            m_service);
        QVERIFY(m_db->runScript("COMMIT").has_value());
        QVERIFY(!done.success);
        QCOMPARE(done.results.size(), std::size_t(4));
        QCOMPARE(done.results[1].failure->code, std::string("unique-violation"));
        QCOMPARE(done.results[2].failure->code, std::string("foreign-key-violation"));
        QCOMPARE(done.events.size(), std::size_t(2)); // of the two that stayed
    }

    void rights()
    {
        const Actor artist = actor("kim", "{\"accessGroups\":{\"demo\":[\"artist\"]}}");
        const Actor freelancer = actor("lou", "{\"accessGroups\":{\"demo\":[\"freelancer\"]}}");
        const auto may = [&](const Actor &who, Right right) {
            return isAllowed(*m_db, **readRights(*m_db, *who.user, "demo"), m_project->row.id, right, "/a",
                             "0000000000000000000000000000000a")
                .value();
        };
        QVERIFY(may(m_service, Right::Delete));
        QVERIFY(!may(artist, Right::Create) && !may(artist, Right::Delete));
        QVERIFY(may(artist, Right::Update) && may(artist, Right::Publish));
        QVERIFY(!may(freelancer, Right::Publish));
        QVERIFY(apply("{\"operations\":[{\"type\":\"create\",\"entityType\":\"task\",\"data\":{\"name\":\"lous\","
                      "\"taskType\":\"Art\",\"assignees\":[\"lou\"],"
                      "\"folderId\":\"0000000000000000000000000000000a\"}}]}",
                      m_service)
                    .success);
        QVERIFY2(may(freelancer, Right::Publish), "assigned to a task of the folder");
        QVERIFY(!may(actor("max", "{}"), Right::Update));
    }

    void filters_data()
    {
        QTest::addColumn<QString>("condition");
        QTest::addColumn<bool>("matches");
        QTest::newRow("equal") << "{\"key\":\"status\",\"value\":\"Done\"}" << true;
        QTest::newRow("typed") << "{\"key\":\"attrib.fps\",\"value\":\"25\"}" << false;
        QTest::newRow("a nested number") << "{\"key\":\"attrib/fps\",\"operator\":\"gte\",\"value\":25}" << true;
        QTest::newRow("snake case") << "{\"key\":\"folder_type\",\"value\":\"Shot\"}" << true;
        QTest::newRow("in") << "{\"key\":\"status\",\"operator\":\"in\",\"value\":[\"x\",\"Done\"]}" << true;
        QTest::newRow("in nothing") << "{\"key\":\"status\",\"operator\":\"in\",\"value\":[]}" << false;
        QTest::newRow("like") << "{\"key\":\"status\",\"operator\":\"like\",\"value\":\"d%e\"}" << true;
        QTest::newRow("includes") << "{\"key\":\"tags\",\"operator\":\"includes\",\"value\":\"a\"}" << true;
        QTest::newRow("includes all") << "{\"key\":\"tags\",\"operator\":\"includes-all\",\"value\":[\"a\",\"b\"]}"
                                      << false;
        QTest::newRow("null") << "{\"key\":\"label\",\"operator\":\"isnull\"}" << true;
        QTest::newRow("false is null too") << "{\"key\":\"label\",\"value\":false}" << true;
    }

    void filters()
    {
        QFETCH(QString, condition);
        const auto row = jsontext::parseObject(
            "{\"status\":\"Done\",\"folderType\":\"Shot\",\"attrib\":{\"fps\":25.0},\"tags\":[\"a\"]}");
        const auto filter =
            QueryFilter::parse(jsontext::parseObject("{\"conditions\":[" + condition.toStdString() + "]}"), {});
        QVERIFY(filter.has_value());
        const bool matched = filter->matches([&row](std::string_view field) {
            const auto *found = row.if_contains(field);
            return found ? *found : jsontext::Value(nullptr);
        });
        QTEST(matched, "matches");
    }

    void anatomyComesBack()
    {
        const auto preset = jsontext::parseObject(builtinAnatomy());
        auto again = anatomyOf(m_project->row, *m_library);
        for (const auto &member : preset)
            if (member.key() != "templates" && member.key() != "attributes")
                QVERIFY2(again.contains(member.key()) && again.at(member.key()) == member.value(),
                         std::string(member.key()).c_str());
        hearth::repository::ProjectRow row;
        auto without = preset;
        without["statuses"] = jsontext::Array{};
        QVERIFY_EXCEPTION_THROWN(applyAnatomy(without, *m_library, row), Refusal);
    }

    void versionRanges_data()
    {
        QTest::addColumn<QByteArray>("version");
        QTest::addColumn<QByteArray>("range");
        QTest::addColumn<bool>("isIn");
        const std::tuple<const char *, const char *, bool> cases[] = {{"1.2.3", "", true},
                                                                      {"1.2.3", ">=1.2.3", true},
                                                                      {"1.2.3", "> 1.2.3", false},
                                                                      {"1.2.3", ">=1.0,<2", true},
                                                                      {"2.0.0", ">=1.0 <2", false},
                                                                      {"1.10.0", ">1.9.0", true},
                                                                      {"1.2.3-rc.1", ">=1.2.3", false},
                                                                      {"1.2.3-rc.2", ">1.2.3-rc.1", true},
                                                                      {"1.2.3+build", "==1.2.3", true},
                                                                      {"1.2.9", "1.2", true},
                                                                      {"1.3.0", "1.2.*", false},
                                                                      {"1.2.3", "!=1.2.3", false},
                                                                      {"1.9.0", "^1.2.0", true},
                                                                      {"0.3.0", "^0.2.1", false},
                                                                      {"1.2.9", "~1.2.0", true},
                                                                      {"1.3.0", "~1.2.0", false},
                                                                      {"1.9.0", "~=1.2", true},
                                                                      {"2.0.0", "~=1.2", false},
                                                                      {"3.1.0", "<2 || >=3", true},
                                                                      {"2.5.0", "<2 || >=3", false},
                                                                      {"nonsense", ">=1", false},
                                                                      {"1.0.0", "*", true},
                                                                      {"99999999999999999999.0.0", ">=1", false}};
        for (const auto &[version, range, isIn] : cases)
            QTest::addRow("%s in %s", version, range) << QByteArray(version) << QByteArray(range) << isIn;
    }

    void versionRanges()
    {
        QFETCH(QByteArray, version);
        QFETCH(QByteArray, range);
        QFETCH(bool, isIn);
        QCOMPARE(isInRange(version.toStdString(), range.toStdString()), isIn);
    }

    /// Several groups leave what any of them leaves; none leaves nothing.
    void rightsOfSeveralGroups()
    {
        using hearth::repository::putDocument;
        const char *kind = hearth::repository::documents::accessGroup;
        QVERIFY(putDocument(*m_db, kind, "a",
                            "{\"links\":{\"enabled\":true,\"link_types\":[\"x\"]},"
                            "\"project\":{\"settings\":1}}"));
        QVERIFY(putDocument(*m_db, kind, "b",
                            "{\"links\":{\"enabled\":true,\"link_types\":[\"y\"]},"
                            "\"project\":{\"settings\":2}}"));
        QVERIFY(putDocument(*m_db, kind, "c", "{}"));
        const auto of = [this](const char *groups) { return *readRights(*m_db, *actor("u", groups).user, "p"); };
        const auto mayLink = [&of](const char *groups, const char *type) {
            return ProjectRights::allows(of(groups)->links, type);
        };
        const char *both = "{\"accessGroups\":{\"p\":[\"a\",\"b\"]}}";
        QVERIFY(mayLink(both, "x") && mayLink(both, "y") && !mayLink(both, "z"));
        QCOMPARE(of(both)->settings, 2);
        QCOMPARE(of(both)->anatomy, 0);
        QVERIFY(mayLink("{\"accessGroups\":{\"p\":[\"a\",\"c\"]}}", "z"));
        QVERIFY(!mayLink("{\"accessGroups\":{\"p\":[\"gone\"]}}", "x"));
        QVERIFY(!mayLink("{}", "x"));
        QVERIFY(mayLink("{\"isManager\":true}", "z"));
    }

    void reachOfFolders()
    {
        FolderReach reach;
        reach.trees = {"/assets"};
        reach.parents = {"/shots/sq01", ""};
        QVERIFY(reach.holds("/assets") && reach.holds("/assets/char/hero"));
        QVERIFY(!reach.holds("/assets2/char") && !reach.holds("/shots/sq01"));
        QVERIFY(reach.holds("/shots/sq01/sh010") && !reach.holds("/shots/sq01/sh010/below"));
        QVERIFY2(reach.holds("/shots") && !reach.holds(""), "directly below the root");
        reach = {};
        QVERIFY(!reach.holds("/assets"));
    }

    void endpointsOfRights()
    {
        ProjectRights rights;
        QVERIFY(rights.mayCall("GET", "/api/projects/p/folders"));
        rights.endpoints = {
            {"GET projects/{project_name}/folders", "/api/projects/{p}/tasks/*", "projects/p/products"}};
        QVERIFY(rights.mayCall("GET", "/api/projects/p/folders") && !rights.mayCall("POST", "/api/projects/p/folders"));
        QVERIFY(rights.mayCall("PATCH", "/api/projects/p/tasks/1") && !rights.mayCall("GET", "/api/projects/p/tasks"));
        QVERIFY(rights.mayCall("GET", "/api/projects/p/products") &&
                !rights.mayCall("GET", "/api/projects/q/products"));
        QVERIFY(!rights.mayCall("GET", "/api/projects/p/folders/1") && !rights.mayCall("POST", "/graphql"));
    }
};

QTEST_GUILESS_MAIN(TestRules)
#include "test_rules.moc"
