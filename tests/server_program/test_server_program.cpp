// SPDX-License-Identifier: Apache-2.0
#ifndef Q_MOC_RUN // moc does not read the standard library's concepts
#include "database/connection.h"
#include "server_program/server_data.h"
#include "server_program/server_options.h"
#endif

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace hearth::server_program;

class TestServerProgram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void arguments_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("problem");
        QTest::addColumn<int>("port");
        QTest::newRow("the least") << QStringList{"--data", "d"} << "" << 5000;
        QTest::newRow("a free port") << QStringList{"--data", "d", "--listen", "127.0.0.1:0"} << "" << 0;
        QTest::newRow("given twice: the last holds")
            << QStringList{"--data", "d", "--listen", "a:1", "--listen", "[::1]:2"} << "" << 2;
        QTest::newRow("no data folder") << QStringList{} << "--data DIR is needed" << 5000;
        QTest::newRow("no port") << QStringList{"--data", "d", "--listen", "here"} << "HOST:PORT" << 5000;
        QTest::newRow("a value missing") << QStringList{"--data"} << "needs a value" << 5000;
        QTest::newRow("unknown") << QStringList{"--data", "d", "--fast"} << "unknown argument" << 5000;
        QTest::newRow("another database")
            << QStringList{"--data", "d", "--database", "postgres://x"} << "SQLite" << 5000;
        QTest::newRow("what this build lacks")
            << QStringList{"--data", "d", "--upstream", "http://x"} << "does not have" << 5000;
        QTest::newRow("setup ignores it")
            << QStringList{"setup", "--data", "d", "--upstream", "http://x"} << "" << 5000;
    }

    void arguments()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, problem);
        std::vector<std::string> given;
        for (const QString &argument : arguments)
            given.push_back(argument.toStdString());
        const ServerOptions options = readServerOptions(given, {}, "/opt/bin");
        QVERIFY2(problem.isEmpty() ? options.problem.empty()
                                   : options.problem.find(problem.toStdString()) != std::string::npos,
                 options.problem.c_str());
        QTEST(int(options.port), "port");
    }

    void environment()
    {
        const std::map<std::string, std::string> given{{"AYON_HTTP_LISTEN_ADDRESS", "0.0.0.0"},
                                                       {"AYON_HTTP_LISTEN_PORT", "80"}};
        QCOMPARE(readServerOptions({"--data", "d"}, given, "").host, std::string("0.0.0.0"));
        QCOMPARE(int(readServerOptions({"--data", "d"}, given, "").port), 80);
        QCOMPARE(readServerOptions({"--data", "d", "--listen", "127.0.0.1:7"}, given, "").host,
                 std::string("127.0.0.1"));
    }

    void sevenBackupsAreKept()
    {
        QTemporaryDir folder;
        ServerData data(folder.path().toStdString(), {});
        QVERIFY(data.prepare().isNone());
        {
            auto db = hearth::database::Connection::open(data.databaseFile(),
                                                         hearth::database::Connection::Access::ReadWrite);
            QVERIFY((*db)->runScript("CREATE TABLE t (x); INSERT INTO t VALUES (1)").has_value());
            for (int day = 1; day <= 9; ++day)
                QVERIFY((*db)
                            ->copyTo(folder.path().toStdString() + "/backups/hearth-2020010" + std::to_string(day) +
                                     "-000000.db")
                            .has_value());
            QVERIFY(!data.backUp().empty());
        }
        QCOMPARE(data.backups().size(), ServerData::backupsKept);
        QVERIFY(data.backups().back().find("20200104") != std::string::npos);
        QVERIFY(data.restore({}).isNone());
        QVERIFY2(!QDir(folder.path()).entryList({"hearth.db.replaced-*"}).isEmpty(), "the former database is kept");
        QVERIFY(data.checkDatabase().isNone());
        ServerData second(folder.path().toStdString(), {});
        QCOMPARE(second.prepare().exit, ServerExit::InUse);
    }
};

QTEST_GUILESS_MAIN(TestServerProgram)
#include "test_server_program.moc"
