// SPDX-License-Identifier: Apache-2.0
#ifndef Q_MOC_RUN // moc does not read the standard library's concepts
#include "core/clock.h"
#include "database/connection.h"
#include "server_program/file_system.h"
#include "server_program/server_data.h"
#include "server_program/server_options.h"
#endif

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace hearth::server_program;

namespace
{
/// A clock that is set by hand, also to times that are wrong.
class SetClock final : public hearth::Clock
{
public:
    std::chrono::system_clock::time_point wall = std::chrono::system_clock::now();
    std::chrono::system_clock::time_point now() const override { return wall; }
    std::chrono::steady_clock::time_point steadyNow() const override { return std::chrono::steady_clock::now(); }
};

constexpr auto day = std::chrono::hours(24);

bool makeDatabase(const ServerData &data)
{
    const auto db =
        hearth::database::Connection::open(data.databaseFile(), hearth::database::Connection::Access::ReadWrite);
    return db && (*db)->runScript("CREATE TABLE t (x); INSERT INTO t VALUES (1)").has_value();
}
} // namespace

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
            << QStringList{"--data", "d", "--database", "mysql://x"} << "sqlite:FILE or postgres://" << 5000;
        QTest::newRow("PostgreSQL") << QStringList{"--data", "d", "--database", "postgres://x"} << "" << 5000;
        QTest::newRow("too few connections")
            << QStringList{"--data", "d", "--database-connections", "2"} << "from 3 to 500" << 5000;
        QTest::newRow("half a copy") << QStringList{"copy", "--from", "sqlite:a.db"} << "--from and --to" << 5000;
        QTest::newRow("a copy") << QStringList{"copy", "--from", "sqlite:a.db", "--to", "postgres://x"} << "" << 5000;
        QTest::newRow("a copy from nowhere")
            << QStringList{"copy", "--from", "a.db", "--to", "postgres://x"} << "--from takes" << 5000;
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
        const std::map<std::string, std::string> elsewhere{{"AYON_POSTGRES_URL", "postgres://a:b@c/d"},
                                                           {"AYON_REDIS_URL", "redis://e"},
                                                           {"AYON_POSTGRES_POOL_SIZE", "12"}};
        const auto options = readServerOptions({"--data", "d"}, elsewhere, "");
        QCOMPARE(options.databaseUrl, std::string("postgres://a:b@c/d"));
        QCOMPARE(options.redisUrl, std::string("redis://e"));
        QCOMPARE(options.databaseConnections, 12);
        QVERIFY2(readServerOptions({"--data", "d", "--database", "sqlite:x"}, elsewhere, "").databaseUrl.empty(),
                 "the command line goes before the environment");
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
            QVERIFY(!data.backUp().file.empty());
        }
        QCOMPARE(data.backups().size(), BackupRules{}.kept);
        QVERIFY(data.backups().back().find("20200104") != std::string::npos);
        QVERIFY(data.restore({}).isNone());
        QVERIFY2(!QDir(folder.path()).entryList({"hearth.db.replaced-*"}).isEmpty(), "the former database is kept");
        QVERIFY(data.checkDatabase().isNone());
        ServerData second(folder.path().toStdString(), {});
        QCOMPARE(second.prepare().exit, ServerExit::InUse);
    }

    /// The files of projects go with the database: into a backup, back out of it, and aside with the one replaced.
    void filesOfProjectsAreInTheBackup()
    {
        QTemporaryDir folder;
        ServerData data(folder.path().toStdString(), {});
        QVERIFY(data.prepare().isNone());
        const auto put = [&folder](const QString &name) {
            QDir(folder.path()).mkpath(QStringLiteral("media/ab"));
            QFile file(folder.path() + QStringLiteral("/media/ab/") + name);
            return file.open(QIODevice::WriteOnly) && file.write(name.toUtf8()) > 0;
        };
        QVERIFY(put(QStringLiteral("abold")));
        {
            auto db = hearth::database::Connection::open(data.databaseFile(),
                                                         hearth::database::Connection::Access::ReadWrite);
            QVERIFY((*db)->runScript("CREATE TABLE t (x)").has_value());
            QVERIFY(!data.backUp().file.empty());
        }
        QVERIFY(QFile::remove(folder.path() + QStringLiteral("/media/ab/abold")));
        QVERIFY(put(QStringLiteral("abnew")));
        QVERIFY(data.restore({}).isNone());
        QFile back(folder.path() + QStringLiteral("/media/ab/abold"));
        QVERIFY(back.open(QIODevice::ReadOnly));
        QCOMPARE(back.readAll(), QByteArray("abold"));
        const QDir backups(folder.path() + QStringLiteral("/backups"));
        const auto aside = backups.entryList({QStringLiteral("hearth.db.replaced-*.media")}, QDir::Dirs);
        QCOMPARE(aside.size(), 1);
        QVERIFY2(backups.exists(aside.front() + QStringLiteral("/ab/abnew")), "what the replaced database spoke of");
    }

    /// A clock that ran ahead for a while: what was made then is neither lost nor taken for the newest, and the daily
    /// backup goes on.
    void backupsWhileTheClockIsWrong()
    {
        QTemporaryDir folder;
        SetClock clock;
        const auto right = clock.wall;
        ServerData data(folder.path().toStdString(), {}, {}, clock);
        QVERIFY(data.prepare().isNone());
        QVERIFY(makeDatabase(data));
        QVERIFY(data.isBackupDue());
        const std::string first = data.backUp().file;
        QVERIFY(!data.isBackupDue());
        QStringList ahead;
        for (int n = 0; n < 3; ++n) {
            clock.wall = right + 20000 * day + n * std::chrono::hours(25);
            QVERIFY(data.isBackupDue());
            ahead.append(QString::fromStdString(data.backUp().file));
            QVERIFY(!data.isBackupDue());
        }
        clock.wall = right + day / 2;
        QVERIFY2(!data.isBackupDue() && data.backups().front() == first, "half a day after the last right one");
        clock.wall = right + 2 * day;
        QVERIFY(data.isBackupDue());
        const std::string next = data.backUp().file;
        QVERIFY2(!data.isBackupDue(), "no endless backing up");
        QCOMPARE(data.backups().front(), next);
        for (const QString &file : ahead)
            QVERIFY2(QFile::exists(file), qPrintable(file));
        clock.wall = right - 400 * day; // and set back
        QVERIFY(data.isBackupDue());
        const std::string old = data.backUp().file;
        QVERIFY(!data.isBackupDue());
        QVERIFY(QFile::exists(QString::fromStdString(next)) && QFile::exists(QString::fromStdString(old)));
    }

    void timesOfBackups_data()
    {
        using namespace std::chrono_literals;
        QTest::addColumn<bool>("isDue");
        QTest::addColumn<int>("hoursSince"); // -1: none in this run
        QTest::addColumn<int>("every");
        QTest::addColumn<bool>("isTime");
        QTest::newRow("after a start, when one is due") << true << -1 << 24 << true;
        QTest::newRow("after a start, when the last is young") << false << -1 << 24 << false;
        QTest::newRow("the clock was set ahead just after one") << true << 1 << 24 << false;
        QTest::newRow("the machine slept a night") << true << 8 << 24 << true;
        QTest::newRow("the clock stands still") << false << 24 << 24 << true;
        QTest::newRow("never unasked") << true << -1 << 0 << false;
    }
    void timesOfBackups()
    {
        QFETCH(bool, isDue);
        QFETCH(int, hoursSince);
        QFETCH(int, every);
        const auto since = hoursSince < 0
                               ? std::nullopt
                               : std::optional<std::chrono::steady_clock::duration>(std::chrono::hours(hoursSince));
        QTEST(BackupSchedule::isTime(isDue, since, std::chrono::hours(every)), "isTime");
    }

    void aBackupTellsWhetherItIsWhole()
    {
        QTemporaryDir folder;
        ServerData data(folder.path().toStdString(), {}, {std::chrono::hours(1), 2});
        QVERIFY(data.prepare().isNone() && makeDatabase(data));
        const std::string file = data.backUp().file;
        const BackupCheck good = Backups::check(file, 4);
        QVERIFY2(good.problem.isNone(), good.problem.message.c_str());
        QCOMPARE(good.tables.size(), std::size_t(1));
        QCOMPARE(good.tables.front().rows, 1);
        QCOMPARE(good.tables.front().noted.value_or(-1), 1);
        {
            auto db = hearth::database::Connection::open(file, hearth::database::Connection::Access::ReadWrite);
            QVERIFY((*db)->runScript("DELETE FROM t").has_value());
        }
        QCOMPARE(Backups::check(file, 4).problem.exit, ServerExit::Damaged);
        {
            auto db = hearth::database::Connection::open(file, hearth::database::Connection::Access::ReadWrite);
            QVERIFY((*db)->runScript("PRAGMA user_version = 9").has_value());
        }
        QCOMPARE(Backups::check(file, 4).problem.exit, ServerExit::Newer);
        QFile broken(QString::fromStdString(file));
        QVERIFY(broken.open(QIODevice::ReadWrite) && broken.write(QByteArray(512, 'x')) == 512);
        broken.close();
        QCOMPARE(Backups::check(file, 4).problem.exit, ServerExit::Damaged);
        QCOMPARE(Backups::check(file + ".none", 4).problem.exit, ServerExit::Failed);
    }

    /// A newer program brings the schema on: the database is kept as it was. An older one names what it can go back to.
    void migrationsBeginWithABackup()
    {
        QTemporaryDir folder;
        ServerData data(folder.path().toStdString(), {});
        QVERIFY(data.prepare().isNone() && makeDatabase(data));
        const auto setSchema = [&data](int schema) {
            auto db = hearth::database::Connection::open(data.databaseFile(),
                                                         hearth::database::Connection::Access::ReadWrite);
            return (*db)->runScript("PRAGMA user_version = " + std::to_string(schema)).has_value();
        };
        QVERIFY(setSchema(3));
        QVERIFY(data.prepareMigration(3).isNone());
        QVERIFY(data.backups().empty());
        QVERIFY(data.prepareMigration(4).isNone());
        QCOMPARE(data.backups().size(), std::size_t(1));
        QVERIFY(data.backups().front().find("-before-4.db") != std::string::npos);
        QVERIFY(setSchema(5));
        const DataProblem newer = data.prepareMigration(4);
        QCOMPARE(newer.exit, ServerExit::Newer);
        const std::string command =
            "hearth-server restore --data " + folder.path().toStdString() + ' ' + data.backups().front();
        QVERIFY2(newer.message.find(command) != std::string::npos, newer.message.c_str());
        QCOMPARE(data.prepareMigration(2).exit, ServerExit::Newer);
        QVERIFY(data.prepareMigration(2).message.find("no backup") != std::string::npos);
    }

    void howBackupsAreAskedFor()
    {
        const auto read = [](std::vector<std::string> words, std::map<std::string, std::string> environment = {}) {
            words.insert(words.end(), {"--data", "/d"});
            return readServerOptions(words, environment, "/p");
        };
        const auto options = read({"--backup-every", "6", "--backups-kept", "30", "--min-free", "128"});
        QVERIFY2(options.problem.empty(), options.problem.c_str());
        QCOMPARE(options.backups.every, std::chrono::hours(6));
        QCOMPARE(options.backups.kept, std::size_t(30));
        QCOMPARE(options.leastFreeBytes, std::uint64_t(128) * 1024 * 1024);
        QCOMPARE(read({}, {{"HEARTH_BACKUP_EVERY", "12"}}).backups.every, std::chrono::hours(12));
        QVERIFY(!read({"--backup-every", "often"}).problem.empty());
        QVERIFY(!read({"--backup-every", "-1"}).problem.empty());
        const auto check = read({"restore", "--check", "--json", "b.db"});
        QVERIFY(check.problem.empty() && check.checksOnly && check.wantsJson);
        QCOMPARE(check.backupFile, std::string("b.db"));
        QCOMPARE(read({"backup"}).command, ServerOptions::Command::Backup);
    }

    void fileSystems_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<bool>("isNetwork");
        QTest::newRow("ext4") << QByteArray("29 1 8:1 / /home rw,relatime shared:1 - ext4 /dev/sda1 rw")
                              << QByteArray("/home/anna/x") << false;
        QTest::newRow("NFS home")
            << QByteArray("88 29 0:47 / /home/anna rw,relatime shared:40 - nfs4 nas:/home/anna rw,vers=4.2,hard")
            << QByteArray("/home/anna/.local/share") << true;
        QTest::newRow("old NFS") << QByteArray("88 29 0:47 / /net rw - nfs nas:/x rw,vers=3") << QByteArray("/net/y")
                                 << true;
        QTest::newRow("Windows share")
            << QByteArray("91 29 0:49 / /mnt/studio\\040drive rw,relatime - cifs //nas/studio rw,vers=3.1.1")
            << QByteArray("/mnt/studio drive/hearth") << true;
        QTest::newRow("sshfs") << QByteArray("92 29 0:50 / /mnt/s rw,nosuid,nodev - fuse.sshfs nas:/x rw,user_id=1000")
                               << QByteArray("/mnt/s/y") << true;
        QTest::newRow("rclone") << QByteArray("92 29 0:50 / /mnt/g rw - fuse.rclone drive: rw,user_id=1000")
                                << QByteArray("/mnt/g") << true;
        QTest::newRow("host of a virtual machine")
            << QByteArray("93 29 0:51 / /mnt/host rw - 9p hostshare rw,trans=virtio") << QByteArray("/mnt/host/y")
            << true;
        QTest::newRow("user space, unknown")
            << QByteArray("94 29 0:52 / /mnt/u rw - fuse.something x rw") << QByteArray("/mnt/u/y") << true;
        QTest::newRow("external NTFS disk")
            << QByteArray("95 29 8:17 / /media/anna/DISK rw - fuseblk /dev/sdb1 rw,user_id=0")
            << QByteArray("/media/anna/DISK/y") << false;
        QTest::newRow("encrypted folder") << QByteArray("96 29 0:53 / /home/anna/Vault rw - fuse.gocryptfs /x rw")
                                          << QByteArray("/home/anna/Vault/y") << false;
        QTest::newRow("beside the share, not in it")
            << QByteArray("91 29 0:49 / /mnt/nas rw - nfs nas:/x rw") << QByteArray("/mnt/nas2/y") << false;
        QTest::newRow("container") << QByteArray("1 0 0:30 / / rw,relatime - overlay overlay rw,lowerdir=/x")
                                   << QByteArray("/data") << false;
    }
    void fileSystems()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, path);
        const std::string table = "28 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw\nbroken line\n" +
                                  line.toStdString() + "\n35 28 0:31 / /proc rw - proc proc rw\n";
        QTEST(isNetworkFileSystem(fileSystemOf(path.toStdString(), table)), "isNetwork");
    }

    void thisMachinesFoldersAreLocal()
    {
        QTemporaryDir folder;
        QVERIFY(!isNetworkFolder(folder.path().toStdString()));
        QVERIFY(!isNetworkFolder("/proc"));
    }

    /// A home on the network, seen from a second machine: its database is on the first one, and none is begun here.
    void databaseOfAnotherMachine()
    {
        QTemporaryDir folder;
        const auto note = [&folder](const QByteArray &text) {
            QFile file(folder.filePath("database-is-in.txt"));
            return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
        };
        QVERIFY(note("/var/lib/hearth/1000/5/hearth.db\nworkstation-7\n"));
        ServerData data(folder.path().toStdString(), {});
        const DataProblem problem = data.prepare();
        QCOMPARE(problem.exit, ServerExit::NotWritable);
        for (const char *word : {"workstation-7", "/var/lib/hearth/1000/5/hearth.db", "restore"})
            QVERIFY2(problem.message.find(word) != std::string::npos, problem.message.c_str());
        QVERIFY(!QFile::exists(folder.filePath("hearth.db")));
        // On the machine it names, the database is found where it was put, also when the folder came back from the
        // network.
        QTemporaryDir place;
        QVERIFY(QFile(place.filePath("hearth.db")).open(QIODevice::WriteOnly));
        QVERIFY(note((place.filePath("hearth.db") + '\n').toUtf8() + QByteArray::fromStdString(machineName()) + '\n'));
        ServerData here(folder.path().toStdString(), {});
        QVERIFY(here.prepare().isNone());
        QCOMPARE(QString::fromStdString(here.databaseFile()), place.filePath("hearth.db"));
    }

    void aDamagedDatabaseStaysAMatterUntilSomethingTakesItsPlace()
    {
        QTemporaryDir folder;
        ServerData data(folder.path().toStdString(), {});
        QVERIFY(data.prepare().isNone());
        {
            QFile file(QString::fromStdString(data.databaseFile()));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(8192, 'x')) == 8192);
        }
        const DataProblem first = data.checkDatabase();
        QCOMPARE(first.exit, ServerExit::Damaged);
        const DataProblem again = data.checkDatabase();
        QCOMPARE(again.exit, ServerExit::Damaged);
        QCOMPARE(again.message, first.message);
        QVERIFY(makeDatabase(data));
        QVERIFY(data.checkDatabase().isNone());
    }
};

QTEST_GUILESS_MAIN(TestServerProgram)
#include "test_server_program.moc"
