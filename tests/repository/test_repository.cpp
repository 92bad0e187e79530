// SPDX-License-Identifier: Apache-2.0
#include "repository/change_log.h"
#include "repository/change_text.h"
#include "repository/documents.h"
#include "repository/entity_store.h"
#include "repository/events.h"
#include "repository/folder_tree.h"
#include "repository/schema.h"
#include "repository/stamp.h"
#include "support/test_source.h"

#include <QTemporaryDir>
#include <QTest>

using namespace hearth::repository;
using hearth::database::Connection;

class TestRepository : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::unique_ptr<Connection> m_db;

    Entity row(const std::string &id, const std::string &name, const std::string &parent = {}) const
    {
        Entity made;
        made.id = id;
        made.name = name;
        made.parentId = parent;
        made.type = "Folder";
        made.status = "Not ready";
        made.path = '/' + name;
        made.effective = made.inheritable = "{}";
        made.createdAt = made.updatedAt = stampNow();
        return made;
    }

    bool runScriptOk(const char *sql) const { return m_db->runScript(sql).has_value(); }

private Q_SLOTS:
    void initTestCase()
    {
        m_db = std::move(*hearth::support::testSource(m_folder, "repository.db")->open(Connection::Access::ReadWrite));
        QVERIFY(hearth::database::migrate(*m_db, migrations()).has_value());
    }

    void secretsAreNotKept()
    {
        namespace json = hearth::jsontext;
        for (const char *name :
             {"password", "apiKey", "api_key", "API-KEY", "accessToken", "ftrack_secret", "privateKey"})
            QVERIFY2(isSecretName(name), name);
        for (const char *name : {"name", "status", "key", "passes", "label"})
            QVERIFY2(!isSecretName(name), name);
        const auto changed = changedMembers(
            json::parseObject(R"({"a":1,"same":2,"password":"old","deep":{"x":1},"gone":true})"),
            json::parseObject(R"({"a":3,"same":2,"password":"new","deep":{"x":[{"token":"t0k"}]},"empty_token":""})"));
        const std::string before = R"x({"a":1,"password":"(hidden)","deep":{"x":1},"gone":true})x";
        const std::string after =
            R"x({"a":3,"password":"(hidden)","deep":{"x":[{"token":"(hidden)"}]},"empty_token":""})x";
        QCOMPARE(json::toText(changed.before), before);
        QCOMPARE(json::toText(changed.after), after);
        QVERIFY(changedMembers(changed.after, changed.after).isEmpty());
        const std::string kept = keptText({{"big", std::string(100'000, 'x')}});
        QVERIFY(kept.size() < 1000 && kept.find("\"big\"") != std::string::npos);
    }

    /// Documents, users and the like write the log themselves, whoever calls.
    void documentsAreInTheChangeLog()
    {
        m_db->setOrigin({"anna", "desk", "10.0.0.7", "req1"});
        QVERIFY(putDocument(*m_db, documents::config, "studio", R"({"a":1})").has_value());
        QVERIFY(putDocument(*m_db, documents::config, "studio", R"({"a":1})").has_value()); // nothing changes
        QVERIFY(putDocument(*m_db, documents::config, "studio", R"({"a":2})").has_value());
        QVERIFY(putDocument(*m_db, documents::secret, "farm", R"({"sealed":"QUJD"})").has_value());
        QVERIFY(putDocument(*m_db, documents::apiKey, "0123hash", R"({"id":"k1","user":"bot"})").has_value());
        QVERIFY(putDocument(*m_db, documents::serviceHost, "box", R"({"lastSeen":"now"})").has_value());
        QVERIFY(removeDocument(*m_db, documents::config, "studio").has_value());
        m_db->setOrigin({});
        const auto page = changesBefore(*m_db, {}, 0, 10).value();
        QVERIFY(removeDocument(*m_db, documents::secret, "farm").has_value());
        QStringList told;
        for (const LoggedChange &one : page.changes) {
            told.prepend(QString::fromStdString(one.action + ' ' + one.entityType + ' ' + one.entityId + ' ' +
                                                one.before + one.after));
            QCOMPARE(one.user + one.sender + one.address + one.request, std::string("annadesk10.0.0.7req1"));
        }
        QCOMPARE(told, (QStringList{"create config studio {}{\"a\":1}", "update config studio {\"a\":1}{\"a\":2}",
                                    "create secret farm {}{\"secret\":\"(hidden)\"}",
                                    "create api_key bot/k1 {}{\"id\":\"k1\",\"user\":\"bot\"}",
                                    "delete config studio {\"a\":2}{}"}));
        ChangeFilter filter;
        filter.entityType = "config";
        filter.action = "update";
        QCOMPARE(changesBefore(*m_db, filter, 0, 10)->changes.size(), std::size_t(1));
        filter = {};
        filter.text = "FARM";
        QCOMPARE(changesBefore(*m_db, filter, 0, 10)->changes.size(), std::size_t(2));
        const auto first = changesBefore(*m_db, {}, 0, 2).value();
        const auto second = changesBefore(*m_db, {}, first.nextBefore, 2).value();
        QCOMPARE(second.changes.front().seq, first.changes.back().seq - 1);
        QVERIFY(runScriptOk("DELETE FROM changes"));
    }

    void everyEntityKeepsItsFields()
    {
        for (const Kind kind : allKinds) {
            Entity made = row("e" + std::to_string(static_cast<int>(kind)), "thing");
            made.version = kind == Kind::Version ? -4 : 0;
            made.attrib = R"({"fps":24.0})";
            made.tags = R"(["a"])";
            made.active = false;
            QVERIFY(insertEntity(*m_db, kind, 7, made).has_value());
            auto read = entityById(*m_db, kind, 7, made.id).value();
            QVERIFY(read.has_value());
            QCOMPARE(read->attrib, made.attrib);
            QCOMPARE(read->version, made.version);
            QCOMPARE(read->active, false);
            read->status = "Approved";
            QVERIFY(updateEntity(*m_db, kind, 7, *read).has_value());
            QCOMPARE(entityById(*m_db, kind, 7, made.id).value()->status, std::string("Approved"));
            QVERIFY(!entityById(*m_db, kind, 8, made.id).value().has_value());
            QVERIFY(removeEntity(*m_db, kind, 7, made.id).value());
            QVERIFY(!removeEntity(*m_db, kind, 7, made.id).value());
        }
    }

    void namesAreUniqueAmongActive()
    {
        QVERIFY(insertEntity(*m_db, Kind::Folder, 1, row("a", "Hero")).has_value());
        QVERIFY(!insertEntity(*m_db, Kind::Folder, 1, row("b", "hERO")).has_value());
        Entity idle = row("c", "hero");
        idle.active = false;
        QVERIFY(insertEntity(*m_db, Kind::Folder, 1, idle).has_value());
        QVERIFY(insertEntity(*m_db, Kind::Folder, 2, row("a", "Hero")).has_value());
        QVERIFY(insertEntity(*m_db, Kind::Folder, 1, row("d", "hero", "a")).has_value());
        QCOMPARE(foldersBelow(*m_db, 1, "a").value(), std::vector<std::string>{"d"});
        QVERIFY(removeBelowFolder(*m_db, 1, "a").has_value());
        QVERIFY(foldersBelow(*m_db, 1, "a").value().empty());
        QVERIFY(entityById(*m_db, Kind::Folder, 1, "a").value().has_value());
    }

    void everyQueryUsesAnIndex_data()
    {
        QTest::addColumn<QByteArray>("sql");
        for (const Kind kind : allKinds) {
            const auto &table = tableOf(kind);
            QTest::newRow(table.from) << QByteArray("SELECT ") + table.columns + " FROM " + table.from +
                                             " WHERE project = 7 AND id = 'x'";
            QTest::newRow(table.joinedFrom)
                << QByteArray("SELECT ") + table.columns + table.joinedColumns + " FROM " + table.joinedFrom +
                       " WHERE " + QByteArray(1, table.from[std::strlen(table.from) - 1]) + ".project = 7 AND " +
                       QByteArray(1, table.from[std::strlen(table.from) - 1]) + ".id = 'x'";
        }
    }

    void everyQueryUsesAnIndex()
    {
        QFETCH(QByteArray, sql);
        std::string plan;
        const bool isPostgres = hearth::support::isOnPostgres();
        const auto visited = m_db->visitComposed((isPostgres ? "EXPLAIN " : "EXPLAIN QUERY PLAN ") + sql.toStdString(),
                                                 {}, [&plan, isPostgres](const hearth::database::Cursor &cursor) {
                                                     plan += cursor.string(isPostgres ? 0 : 3) + '\n';
                                                     return true;
                                                 });
        QVERIFY(visited.has_value());
        QVERIFY2(plan.find(isPostgres ? "Seq Scan" : "SCAN") == std::string::npos, plan.c_str());
    }

    void bothDatabasesMeanTheSame_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("value");
        const auto row = [](const char *sql, const char *first, const char *value) {
            QTest::newRow(sql) << QByteArray(sql) << QByteArray(first) << QByteArray(value);
        };
        row("SELECT lower($1)",
            "\xc3\x89"
            "Ab",
            "\xc3\x89"
            "ab");
        row("SELECT substr($1, 3)", "abcd", "cd");
        row("SELECT substr($1, -3)", "abcd", "bcd");
        row("SELECT substr($1, -9)", "abcd", "abcd");
        row("SELECT instr($1, 'cd')", "abcd", "3");
        row("SELECT like($1, 'Entity.Folder')", "entity.%", "1");
        row("SELECT like($1, 'a\\b')", "A\\_", "1");
        row("SELECT like($1, 'ab')", "a\\b", "0");
        row("SELECT glob($1, '/a/b.c')", "/*/b.c", "1");
        row("SELECT glob($1, '/a/bxc')", "/*/b.c", "0");
        row("SELECT glob($1, 'A')", "a", "0");
        row("SELECT glob($1, 'a%_\\b')", "a%_\\?", "1");
        row("SELECT glob($1, 'axxb')", "a%b", "0");
        row("SELECT glob($1, 'a[?*')", "a[[][?][*]", "1");
        row("SELECT glob($1, 'a[[x')", "a[[][?][*]", "0");
        row("SELECT printf($1, CAST(4660 AS BIGINT))", "%016x", "0000000000001234");
        row("SELECT json_extract($1, '$.a.b')", "{\"a\":{\"b\":\"c\\\"d\"}}", "c\"d");
        row("SELECT json_set($1, '$.b', 'y\"')", "{\"z\":1.50,\"b\":\"x\",\"a\":[1,2]}",
            "{\"z\":1.50,\"b\":\"y\\\"\",\"a\":[1,2]}");
        row("SELECT json_set($1, '$.c', 'y')", "{\"z\":1}", "{\"z\":1,\"c\":\"y\"}");
        row("SELECT json_group_array(value) FROM json_each($1)", "[\"b\",\"\xc3\xa9\\\"\"]",
            "[\"b\",\"\xc3\xa9\\\"\"]");
        row("SELECT json_group_array(value) FROM json_each($1)", "[]", "[]");
        row("SELECT count(*) FROM json_each($1)", "[\"a\",\"b\"]", "2");
        row("SELECT x.value FROM json_each($1) x WHERE +x.value <> 'a'", "[\"a\",\"b\"]", "b");
    }

    void bothDatabasesMeanTheSame()
    {
        QFETCH(QByteArray, sql);
        QFETCH(QByteArray, first);
        std::string value;
        const std::string text = first.toStdString();
        const std::array parameters{hearth::database::Parameter(text)};
        const auto visited =
            m_db->visitComposed(sql.toStdString(), parameters, [&value](const hearth::database::Cursor &c) {
                const std::string got = c.string(0);
                value = got == "t" || got == "f" ? std::to_string(c.integer(0)) : got;
                return false;
            });
        QVERIFY2(visited.has_value(), visited ? "" : qPrintable(visited.error().detail));
        QTEST(QByteArray::fromStdString(value), "value");
    }

    void textsSortByTheirBytes()
    {
        for (const char *name : {"b", "B", "a", "\xc3\xa9", "z", "_"})
            QVERIFY(putDocument(*m_db, hearth::repository::documents::secret, name, "{}").has_value());
        std::string order;
        QVERIFY(m_db->visit("SELECT name FROM documents WHERE kind = 'secret' ORDER BY name", {},
                            [&order](const hearth::database::Cursor &c) {
                                order += c.string(0);
                                return true;
                            })
                    .has_value());
        QCOMPARE(order, std::string("B_abz\xc3\xa9"));
        for (const char *name : {"b", "B", "a", "\xc3\xa9", "z", "_"})
            QVERIFY(removeDocument(*m_db, hearth::repository::documents::secret, name).value());
    }

    void aNameOutsideTheAlphabetKeepsItsCase()
    {
        QVERIFY(insertEntity(*m_db, Kind::Folder, 3, row("e1", "\xc3\x89t\xc3\xa9")).has_value());
        QVERIFY(insertEntity(*m_db, Kind::Folder, 3, row("e2", "\xc3\xa9t\xc3\xa9")).has_value());
        const auto doubled = insertEntity(*m_db, Kind::Folder, 3, row("e3", "\xc3\x89T\xc3\xa9"));
        QVERIFY(!doubled.has_value());
        QCOMPARE(doubled.error().kind, hearth::ErrorKind::Conflict);
        QVERIFY(isFolderNameTaken(*m_db, 3, "", "\xc3\x89T\xc3\xa9", "e9").value());
        QVERIFY(!isFolderNameTaken(*m_db, 3, "", "\xc3\x89T\xc3\x89", "e9").value());
    }

    void eventIds()
    {
        const EventIds ids("00112233445566ff");
        const std::string id = ids.idOf(0x1234);
        QCOMPARE(id, std::string("00112233445566ff0000000000001234"));
        QCOMPARE(ids.seqOf(id), std::int64_t(0x1234));
        QCOMPARE(ids.seqOf("10112233445566ff0000000000001234"), std::int64_t(0));
    }

    void stamps_data()
    {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("made");
        QTest::newRow("our own form") << "2026-01-31T10:20:30.123456+00:00"
                                      << "2026-01-31T10:20:30.123456+00:00";
        QTest::newRow("Z") << "2026-01-31T10:20:30Z"
                           << "2026-01-31T10:20:30.000000+00:00";
        QTest::newRow("an offset") << "2026-01-31T10:20:30+02:00"
                                   << "2026-01-31T08:20:30.000000+00:00";
        QTest::newRow("no offset") << "2026-01-31 10:20:30.5"
                                   << "2026-01-31T10:20:30.500000+00:00";
        QTest::newRow("a day") << "2026-01-31"
                               << "2026-01-31T00:00:00.000000+00:00";
        QTest::newRow("far away") << "2999-01-01"
                                  << "2999-01-01T00:00:00.000000+00:00";
        QTest::newRow("no such day") << "2026-02-31"
                                     << "";
        QTest::newRow("words") << "yesterday"
                               << "";
    }

    void stamps()
    {
        QFETCH(QString, given);
        QTEST(QString::fromStdString(canonicalStamp(given.toStdString())), "made");
    }

    void smallDocuments()
    {
        QVERIFY(putDocument(*m_db, hearth::repository::documents::secret, "a", "{}").has_value());
        QVERIFY(putDocument(*m_db, hearth::repository::documents::secret, "a", R"({"x":1})").has_value());
        QCOMPARE(documentsOf(*m_db, hearth::repository::documents::secret).value().size(), std::size_t(1));
        QCOMPARE(documentByName(*m_db, hearth::repository::documents::secret, "a").value()->body,
                 std::string(R"({"x":1})"));
        QVERIFY(removeDocument(*m_db, hearth::repository::documents::secret, "a").value());
    }
};

QTEST_GUILESS_MAIN(TestRepository)
#include "test_repository.moc"
