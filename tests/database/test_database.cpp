// SPDX-License-Identifier: Apache-2.0
#include "database/migration.h"
#include "database/read_pool.h"
#include "database/write_queue.h"
#include "support/test_source.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <thread>

using namespace hearth::database;
using hearth::support::testSource;

namespace
{

struct Insert {
    static constexpr const char *sql = "INSERT INTO things (name, size) VALUES ($1, $2)";
    static constexpr int parameterCount = 2;
};

struct Names {
    static constexpr const char *sql = "SELECT name FROM things WHERE size >= $1 ORDER BY name";
    static constexpr int parameterCount = 1;
    using Row = std::string;
    static Row read(const Cursor &c) { return c.string(0); }
};

struct Endless {
    static constexpr const char *sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                                       "SELECT count(*) FROM n WHERE i < $1";
    static constexpr int parameterCount = 1;
    using Row = std::int64_t;
    static Row read(const Cursor &c) { return c.integer(0); }
};

constexpr Migration first{1, "things", "CREATE TABLE things (name TEXT UNIQUE, size INTEGER NOT NULL)"};
constexpr Migration second{2, "colour", "ALTER TABLE things ADD COLUMN colour TEXT"};
constexpr Migration failing{
    2, "bad", "ALTER TABLE things ADD COLUMN colour TEXT; INSERT INTO things (name, size) VALUES ('x', NULL)"};

} // namespace

class TestDatabase : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::string file(const char *name) const { return m_folder.filePath(QLatin1String(name)).toStdString(); }

    std::unique_ptr<Connection> fresh(const char *name)
    {
        auto opened = testSource(m_folder, name)->open(Connection::Access::ReadWrite);
        if (!opened || !migrate(**opened, std::span(&first, 1)))
            return nullptr;
        return std::move(*opened);
    }

private Q_SLOTS:
    void statements()
    {
        const auto db = fresh("statements.db");
        QVERIFY(db);
        QVERIFY(db->run<Insert>("a", 1).has_value());
        QVERIFY(db->run<Insert>(std::string("b\"'"), std::int64_t{5}).has_value());
        QCOMPARE(db->all<Names>(0).value().size(), std::size_t(2));
        QCOMPARE(db->one<Names>(5).value().value(), std::string("b\"'"));
        QVERIFY(!db->one<Names>(9).value().has_value());
        const auto doubled = db->run<Insert>("a", 2);
        QVERIFY(!doubled.has_value());
        QCOMPARE(doubled.error().kind, hearth::ErrorKind::Conflict);
    }

    void statementsEndAtTheDeadline()
    {
        const auto db = fresh("deadline.db");
        QVERIFY(db);
        {
            const auto now = std::chrono::steady_clock::now();
            const Deadline deadline(*db, now + std::chrono::milliseconds(20));
            QVERIFY(db->run<Insert>("soon", 1).has_value());
            const auto endless = db->one<Endless>(0);
            QVERIFY(!endless.has_value());
            QCOMPARE(endless.error().kind, hearth::ErrorKind::Timeout);
        }
        QCOMPARE(db->all<Names>(0).value().size(), std::size_t(1));
    }

    void migrations()
    {
        auto db = fresh("migrations.db");
        QVERIFY(db);
        QVERIFY(db->run<Insert>("kept", 1).has_value());
        const std::array good{first, second};
        const std::array bad{first, failing};
        QVERIFY(!migrate(*db, bad).has_value());
        QVERIFY(!db->isInTransaction());
        QCOMPARE(db->all<Names>(0).value().size(), std::size_t(1));
        QVERIFY2(migrate(*db, good).has_value(), "nothing of the failing step is left, so the good one still fits");
        QCOMPARE(migrate(*db, good).value(), 2);
        const auto older = migrate(*db, std::span(&first, 1));
        QVERIFY(!older.has_value());
        QCOMPARE(older.error().kind, hearth::ErrorKind::Conflict);
    }

    void writesTogether()
    {
        WriteQueue queue(fresh("queue.db"));
        ReadPool readers(testSource(m_folder, "queue.db"));
        std::vector<std::thread> lanes;
        std::atomic<int> committed{0};
        for (int lane = 0; lane < 6; ++lane)
            lanes.emplace_back([&, lane] {
                for (int n = 0; n < 50; ++n) {
                    const std::string name = std::to_string(lane * 1000 + n);
                    const bool refuses = n % 5 == 0;
                    const auto outcome =
                        queue.run([&](Connection &db) { return db.run<Insert>(name, n).has_value() && !refuses; });
                    if (outcome == WriteOutcome::Committed) {
                        const auto reader = readers.take();
                        const auto names = (*reader)->all<Names>(0).value();
                        if (std::find(names.begin(), names.end(), name) != names.end())
                            ++committed;
                    }
                }
            });
        for (std::thread &lane : lanes)
            lane.join();
        QCOMPARE(committed.load(), 6 * 40); // every confirmed write was visible to the next reader
        QCOMPARE((*readers.take())->all<Names>(0).value().size(), std::size_t(240));
    }

    void copyAndDamage()
    {
        if (hearth::support::isOnPostgres())
            QSKIP("a database that is no file is copied and looked after by its own tools");
        const auto db = fresh("copied.db");
        QVERIFY(db->run<Insert>("a", 1).has_value());
        QVERIFY(db->copyTo(file("copy.db")).has_value());
        auto copy = Connection::open(file("copy.db"), Connection::Access::ReadOnly);
        QVERIFY(copy.has_value());
        QVERIFY((*copy)->isSound().value());
        QCOMPARE((*copy)->all<Names>(0).value().size(), std::size_t(1));
        QVERIFY(!(*copy)->run<Insert>("b", 1).has_value());
        QFile broken(m_folder.filePath(QStringLiteral("broken.db")));
        QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write(QByteArray(9000, 'x')) > 0);
        broken.close();
        const auto opened = Connection::open(file("broken.db"), Connection::Access::ReadWrite);
        QVERIFY(!opened.has_value() || !(*opened)->isSound().value());
    }
};

QTEST_GUILESS_MAIN(TestDatabase)
#include "test_database.moc"
