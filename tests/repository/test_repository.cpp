// SPDX-License-Identifier: Apache-2.0
#include "repository/documents.h"
#include "repository/entity_store.h"
#include "repository/events.h"
#include "repository/folder_tree.h"
#include "repository/schema.h"
#include "repository/stamp.h"

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

private Q_SLOTS:
    void initTestCase()
    {
        m_db = std::move(
            *Connection::open(m_folder.filePath(QStringLiteral("r.db")).toStdString(), Connection::Access::ReadWrite));
        QVERIFY(hearth::database::migrate(*m_db, migrations()).has_value());
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
                                             " WHERE project = ?1 AND id = ?2";
            QTest::newRow(table.joinedFrom)
                << QByteArray("SELECT ") + table.columns + table.joinedColumns + " FROM " + table.joinedFrom +
                       " WHERE " + QByteArray(1, table.from[std::strlen(table.from) - 1]) + ".project = ?1 AND " +
                       QByteArray(1, table.from[std::strlen(table.from) - 1]) + ".id = ?2";
        }
    }

    void everyQueryUsesAnIndex()
    {
        QFETCH(QByteArray, sql);
        std::string plan;
        const auto visited = m_db->visitComposed("EXPLAIN QUERY PLAN " + sql.toStdString(), {},
                                                 [&plan](const hearth::database::Cursor &cursor) {
                                                     plan += cursor.string(3) + '\n';
                                                     return true;
                                                 });
        QVERIFY(visited.has_value());
        QVERIFY2(plan.find("SCAN") == std::string::npos, plan.c_str());
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
