// SPDX-License-Identifier: Apache-2.0
#include "composition/configuration.h"
#include "composition/known_servers.h"
#include "composition/local_server.h"
#include "composition/studio_setup.h"
#include "core/whole_file.h"
#include "secrets/keychain.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace hearth;
using namespace hearth::composition;

class TestComposition : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void arguments()
    {
        const auto parsed = parseArguments({"--use-staging", "--bundle", "b1", "--verbose", "DEBUG", "--project", "p",
                                            "addon", "applications", "launch", "--project", "q", "--app", "x"});
        QVERIFY(parsed);
        QCOMPARE(parsed->studioBundle, "b1");
        QCOMPARE(parsed->logLevel, 10);
        QCOMPARE(parsed->project, "p"); // the first one wins
        QVERIFY(parsed->useStaging);
        QCOMPARE(parsed->command, (QStringList{"addon", "applications", "launch", "--project", "q", "--app", "x"}));
        QVERIFY(!parseArguments({"--use-staging", "--use-dev"})->useStaging);
        QVERIFY(!parseArguments({"--bundle"}));
        QVERIFY(!parseArguments({"--verbose", "loud"}));
        QCOMPARE(parseArguments({"\"ayon-launcher://action?x=1\""})->uri, "ayon-launcher://action?x=1");
        QCOMPARE(parseArguments({"run", "tool.py", "{\"a\": 1}"})->command.last(), "{\"a\": 1}"); // its own quotes stay
        QVERIFY(parseArguments({"tray", "--help"})->command.contains("--help"));
    }

    void commandOptions()
    {
        const auto options =
            CommandOptions::parse({"out.json", "--app=a", "--app", "b", "--json"}, {"--app"}, {"--json"});
        QVERIFY(options);
        QCOMPARE(options->value("--app"), "b"); // the last one holds
        QCOMPARE(options->positional(), QStringList{"out.json"});
        QVERIFY(options->has("--json"));
        QVERIFY(!CommandOptions::parse({"--nope"}, {}, {}));
        QVERIFY(!CommandOptions::parse({"--app"}, {"--app"}, {}));
    }

    void configurationOrder_data()
    {
        QTest::addColumn<bool>("isLocked");
        QTest::addColumn<bool>("isInEnvironment");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<QString>("origin");
        QTest::newRow("policy that locks") << true << true << "https://policy"
                                           << "policy /p";
        QTest::newRow("environment over a policy that only proposes") << false << true << "https://env"
                                                                      << "environment AYON_SERVER_URL";
        QTest::newRow("policy that proposes") << false << false << "https://policy"
                                              << "policy /p";
    }
    void configurationOrder()
    {
        QFETCH(bool, isLocked);
        QFETCH(bool, isInEnvironment);
        QFETCH(QString, expected);
        QFETCH(QString, origin);
        Policy policy;
        policy.file = "/p";
        policy.serverUrl = "https://policy";
        policy.serverUrlLocked = isLocked;
        QMap<QString, QString> environment;
        if (isInEnvironment)
            environment.insert("AYON_SERVER_URL", "https://env");
        const auto configuration = Configuration::resolve({}, environment, policy, {}, "/s", "https://last", "/docs");
        QCOMPARE(configuration.value(key::serverUrl), expected);
        QCOMPARE(configuration.values().first().origin, origin);
        QCOMPARE(configuration.lockedBy(key::serverUrl).isEmpty(), !isLocked);
    }

    void configurationFile()
    {
        const auto configuration = Configuration::resolve(
            {}, {}, {}, {{"theme", "dark"}, {"openLauncherAtStart", false}}, "/s", "https://last", "/docs");
        QCOMPARE(configuration.value(key::theme), "dark");
        QVERIFY(!configuration.isOn(key::openLauncherAtStart));
        QCOMPARE(configuration.value(key::projectsFolder), "/docs/Projects");
        QCOMPARE(configuration.value(key::serverUrl), "https://last");
    }

    void damagedPolicyIsAnError()
    {
        const QTemporaryDir folder;
        QVERIFY(readPolicy(folder.filePath("none"))->file.isEmpty());
        QVERIFY(writeFile(folder.filePath("p"), "not json"));
        QVERIFY(!readPolicy(folder.filePath("p")));
        const QByteArray unknown = R"({"updates":"sometimes"})";
        QVERIFY(writeFile(folder.filePath("p"), unknown));
        QVERIFY(!readPolicy(folder.filePath("p")));
        const QByteArray good = R"({"allowedModes":["here"],"later":1})";
        QVERIFY(writeFile(folder.filePath("p"), good));
        QCOMPARE(readPolicy(folder.filePath("p"))->allowedModes, QStringList{"here"});
    }

    void directoriesOnThreeSystems()
    {
        QCOMPARE(directoriesFor({{"HOME", "/home/a"}}, Platform::Linux, "/b").local, "/home/a/.local/share/AYON");
        QCOMPARE(directoriesFor({{"HOME", "/home/a"}, {"XDG_DATA_HOME", "/x"}}, Platform::Linux, "/b").local,
                 "/x/AYON");
        QCOMPARE(directoriesFor({{"HOME", "/Users/a"}}, Platform::Darwin, "/b").local,
                 "/Users/a/Library/Application Support/AYON");
        QCOMPARE(directoriesFor({{"LOCALAPPDATA", "C:/L"}}, Platform::Windows, "/b").local, "C:/L/Ynput/AYON");
        const auto moved =
            directoriesFor({{"HOME", "/h"}, {"AYON_LAUNCHER_LOCAL_DIR", "/l"}, {"AYON_LAUNCHER_STORAGE_DIR", "/s"}},
                           Platform::Linux, "/b");
        QCOMPARE(moved.own, "/l/hearth");
        QCOMPARE(moved.addons, "/s/addons");
    }

    void namesPeopleType_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("user");
        QTest::newRow("two words") << "Anna Müller"
                                   << "anna.muller";
        QTest::newRow("spaces around") << "  Bo  "
                                       << "bo";
        QTest::newRow("another script") << "田中"
                                        << "artist";
        QTest::newRow("one letter") << "A"
                                    << "artist";
    }
    void namesPeopleType()
    {
        QFETCH(QString, typed);
        QFETCH(QString, user);
        QCOMPARE(userNameFrom(typed), user);
        QCOMPARE(proposedProjectCode("Lantern Übung"), "lan");
    }

    void knownServersShareTheirFile()
    {
        const QTemporaryDir folder;
        const auto secrets = secrets::encryptedFile(folder.filePath("s"));
        KnownServers servers(folder.path(), *secrets);
        const QByteArray before =
            R"({"last_server":"http://old","urls":{"http://old":{"username":"u","extra":1}},"kept":true})";
        QVERIFY(writeFile(folder.filePath("used_servers.json"), before));
        QVERIFY(servers.remember("http://new", "anna", Secret("k")));
        const QJsonObject file = *readJsonFile(folder.filePath("used_servers.json"));
        QVERIFY(file.value("kept").toBool());
        QCOMPARE(file.value("urls").toObject().value("http://old").toObject().value("extra").toInt(), 1);
        QCOMPARE(servers.last(), "http://new");
        QCOMPARE(servers.key("http://new")->reveal(), "k");
        QVERIFY(servers.forget("http://new"));
        QCOMPARE(servers.key("http://new").error().kind, ErrorKind::NotFound);
        QVERIFY(servers.last().isEmpty());
        QVERIFY(writeFile(folder.filePath("used_servers.json"), "half writ"));
        QVERIFY(servers.all().empty());
    }
};

QTEST_GUILESS_MAIN(TestComposition)
#include "test_composition.moc"
