// SPDX-License-Identifier: Apache-2.0
#include "contract/profile.h"
#include "launcher/environment_plan.h"
#include "launcher/environment_value.h"

#include <QJsonArray>
#include <QtTest>

using namespace hearth;
using namespace hearth::launch;

namespace
{
QJsonObject object(const char *text)
{
    return QJsonDocument::fromJson(text).object();
}
const QString own = QStringLiteral("/opt/hearth");
} // namespace

class TestEnvironment : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pollutedParentsAreCleaned_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("expected"); // null: the variable is gone
        QTest::newRow("library path of our own folder") << "LD_LIBRARY_PATH"
                                                        << "/opt/hearth/lib:/usr/lib/x"
                                                        << "/usr/lib/x";
        QTest::newRow("only our library path") << "LD_LIBRARY_PATH"
                                               << "/opt/hearth/lib" << QString();
        QTest::newRow("program path") << "PATH"
                                      << "/opt/hearth/bin:/usr/bin"
                                      << "/usr/bin";
        QTest::newRow("a folder that only begins like ours") << "PATH"
                                                             << "/opt/hearth-tools:/usr/bin"
                                                             << "/opt/hearth-tools:/usr/bin";
        QTest::newRow("path with dots") << "PATH"
                                        << "/opt/x/../hearth/bin:/usr/bin"
                                        << "/usr/bin";
        QTest::newRow("Python home") << "PYTHONHOME"
                                     << "/opt/hearth/python" << QString();
        QTest::newRow("Python path keeps the studio's") << "PYTHONPATH"
                                                        << "/opt/hearth/python:/studio/lib"
                                                        << "/studio/lib";
        QTest::newRow("virtual environment") << "VIRTUAL_ENV"
                                             << "/home/a/venv" << QString();
        QTest::newRow("Qt plug-ins") << "QT_PLUGIN_PATH"
                                     << "/usr/lib/qt6/plugins" << QString();
        QTest::newRow("Qt platform plug-ins") << "QT_QPA_PLATFORM_PLUGIN_PATH"
                                              << "/opt/hearth/plugins" << QString();
        QTest::newRow("QML") << "QML2_IMPORT_PATH"
                             << "/opt/hearth/qml" << QString();
        QTest::newRow("Qt binding") << "QT_API"
                                    << "pyside6" << QString();
        QTest::newRow("screen-less platform") << "QT_QPA_PLATFORM"
                                              << "offscreen" << QString();
        QTest::newRow("a person's platform stays") << "QT_QPA_PLATFORM"
                                                   << "wayland"
                                                   << "wayland";
        QTest::newRow("preloaded library") << "LD_PRELOAD"
                                           << "/opt/hearth/lib/a.so /usr/lib/b.so"
                                           << "/usr/lib/b.so";
        QTest::newRow("package of an AppImage") << "APPDIR"
                                                << "/tmp/.mount_x" << QString();
        QTest::newRow("outer launch") << "AYON_FOLDER_PATH"
                                      << "/assets/old" << QString();
        QTest::newRow("outer launch, legacy") << "AVALON_OPEN_LAST_WORKFILE"
                                              << "1" << QString();
        QTest::newRow("our own variables") << "HEARTH_HOST_SECRET"
                                           << "abc" << QString();
        QTest::newRow("something that points into us") << "SSL_CERT_FILE"
                                                       << "/opt/hearth/ca.pem" << QString();
        QTest::newRow("a person's own") << "EDITOR"
                                        << "vim"
                                        << "vim";
        QTest::newRow("an empty variable stays") << "EMPTY"
                                                 << ""
                                                 << "";
    }
    void pollutedParentsAreCleaned()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QFETCH(QString, expected);
        const Environment clean = cleanedEnvironment({{name, value}, {"HOME", "/home/a"}}, {{own}}, Platform::Linux);
        QCOMPARE(clean.contains(name), !expected.isNull());
        QCOMPARE(clean.value(name), expected.isNull() ? QString() : expected);
        QCOMPARE(clean.value("HOME"), "/home/a");
    }

    void ownFoldersAreNeverTheSystems()
    {
        QCOMPARE(ownInstallation("/usr/bin", "/usr/share/hearth").folders, QStringList{"/usr/share/hearth"});
        QCOMPARE(ownInstallation("/usr/local/bin", "/usr/local/share/hearth").folders,
                 QStringList{"/usr/local/share/hearth"});
        const Environment clean = cleanedEnvironment({{"PATH", "/usr/bin:/bin"}},
                                                     ownInstallation("/usr/bin", "/usr/share/hearth"), Platform::Linux);
        QCOMPARE(clean.value("PATH"), "/usr/bin:/bin");
        const Environment own =
            cleanedEnvironment({{"LD_LIBRARY_PATH", "/opt/hearth/lib"}},
                               ownInstallation("/opt/hearth/bin", "/opt/hearth/share/hearth"), Platform::Linux);
        QVERIFY(!own.contains("LD_LIBRARY_PATH"));
    }

    void stepsTellWhoSetWhat()
    {
        EnvironmentPlan plan(Platform::Linux);
        plan.start({{"A", "1"}}, "session");
        plan.set("A", "2", "settings");
        plan.set("A", "2", "the same again");
        plan.appendPath("P", "/x", "one");
        plan.appendPath("P", "/y", "two");
        plan.appendPath("P", "/x", "again");
        plan.remove("A", "policy");
        const PlannedVariable a = plan.variables().value("A");
        QCOMPARE(a.steps.size(), std::size_t(3));
        QCOMPARE(a.steps[1].before, "1");
        QCOMPARE(a.steps[1].source, "settings");
        QVERIFY(a.steps[2].isRemoval);
        QVERIFY(!plan.environment().contains("A"));
        QCOMPARE(plan.value("P"), "/x:/y");
    }

    void values_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<Platform>("platform");
        QTest::addColumn<QString>("group");
        QTest::addColumn<QString>("expected");
        QTest::newRow("text") << R"({"v":"x"})" << Platform::Linux << "standard"
                              << "x";
        QTest::newRow("list, linux") << R"({"v":["a","b"]})" << Platform::Linux << "standard"
                                     << "a:b";
        QTest::newRow("list, windows") << R"({"v":["a","b"]})" << Platform::Windows << "standard"
                                       << "a;b";
        QTest::newRow("platform") << R"({"v":{"linux":"l","windows":"w"}})" << Platform::Windows << "standard"
                                  << "w";
        QTest::newRow("platform that is missing")
            << R"({"v":{"linux":"l"}})" << Platform::Darwin << "standard" << QString();
        QTest::newRow("group") << R"({"v":{"standard":"s","farm":"f"}})" << Platform::Linux << "farm"
                               << "f";
        QTest::newRow("group of platforms")
            << R"({"v":{"standard":{"linux":["a","b"]}}})" << Platform::Linux << "standard"
            << "a:b";
        QTest::newRow("group that is missing") << R"({"v":{"farm":"f"}})" << Platform::Linux << "standard" << QString();
    }
    void values()
    {
        QFETCH(QString, json);
        QFETCH(Platform, platform);
        QFETCH(QString, group);
        QFETCH(QString, expected);
        const auto value = valueFor(object(json.toUtf8().constData()).value("v"), platform, group);
        QCOMPARE(value.has_value(), !expected.isNull());
        QCOMPARE(value.value_or(QString()), expected.isNull() ? QString() : expected);
    }

    void sourcesMergeInOrderAndReferencesFollow()
    {
        EnvironmentPlan plan(Platform::Linux);
        plan.start({{"PATH", "/usr/bin"}, {"HOME", "/home/a"}}, "session");
        const auto applied = applySources(
            plan,
            {{"group", object(R"({"ROOT":"{HOME}/app","PATH":"{ROOT}/bin:{PATH}","X":"{Y}","Y":"1"})")},
             {"variant", object(R"({"ROOT":"/opt/app","PATH":"/tools:{PATH}","{Y}_KEY":"k","Z":"{UNKNOWN}"})")}},
            Platform::Linux);
        QVERIFY2(applied, qPrintable(applied ? QString() : applied.error().message));
        QCOMPARE(plan.value("ROOT"), "/opt/app");
        QCOMPARE(plan.value("PATH"), "/tools:/opt/app/bin:/usr/bin");
        QCOMPARE(plan.value("X"), "1");
        QCOMPARE(plan.value("1_KEY"), "k");
        QCOMPARE(plan.value("Z"), "{UNKNOWN}");
        QCOMPARE(plan.variables().value("PATH").steps.back().source, "variant");
    }

    void loopsAndClashesAreErrors()
    {
        EnvironmentPlan plan(Platform::Linux);
        const auto loop = applySources(plan, {{"s", object(R"({"A":"{B}","B":"{A}"})")}}, Platform::Linux);
        QVERIFY(!loop);
        QVERIFY(loop.error().message.contains("A"));
        plan.set("N", "X", "t");
        QVERIFY(!applySources(plan, {{"s", object(R"({"{N}":"1","X":"2"})")}}, Platform::Linux));
        QVERIFY(!environmentFromSetting(QJsonValue("{not json")));
        QVERIFY(environmentFromSetting(QJsonValue("  "))->isEmpty());
    }

    void valuesDoNotGrowWithoutEnd()
    {
        QJsonObject doubling{{"V0", QString(1000, u'x')}};
        QJsonObject chain{{"C0", "x"}};
        for (int n = 1; n < 40; ++n)
            doubling.insert(QStringLiteral("V%1").arg(n), QStringLiteral("{V%1}{V%1}").arg(n - 1));
        for (int n = 1; n < 20'000; ++n)
            chain.insert(QStringLiteral("C%1").arg(n), QStringLiteral("{C%1}").arg(n - 1));
        const std::vector<EnvironmentSource> ownGrows(30, {"s", object(R"({"A":"aaaaaaaa{A}{A}"})")});
        for (const auto &sources : {std::vector<EnvironmentSource>{{"s", doubling}}, {{"s", chain}}, ownGrows}) {
            EnvironmentPlan plan(Platform::Linux);
            const auto applied = applySources(plan, sources, Platform::Linux);
            QVERIFY(!applied);
            QCOMPARE(applied.error().kind, ErrorKind::Invalid);
        }
    }

    void secretsAreKnownByName_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isSecret");
        for (const char *name : {"AYON_API_KEY", "HEARTH_HOST_SECRET", "GITHUB_TOKEN", "DB_PASSWORD",
                                 "AWS_SECRET_ACCESS_KEY", "my_apikey"})
            QTest::newRow(name) << QString::fromLatin1(name) << true;
        for (const char *name : {"PATH", "KEYBOARD_LAYOUT", "MONKEY", "TOKENIZERS_PARALLELISM"})
            QTest::newRow(name) << QString::fromLatin1(name) << false;
    }
    void secretsAreKnownByName()
    {
        QFETCH(QString, name);
        QFETCH(bool, isSecret);
        QCOMPARE(isSecretName(name), isSecret);
    }

    void profiles_data()
    {
        QTest::addColumn<QString>("profiles");
        QTest::addColumn<QString>("expected");
        QTest::newRow("the more exact one")
            << R"([{"n":"a","hosts":[],"tasks":[]},{"n":"b","hosts":["blender"],"tasks":[]}])"
            << "b";
        QTest::newRow("a star counts as open")
            << R"([{"n":"a","hosts":["*"],"tasks":[]},{"n":"b","hosts":["maya"],"tasks":[]}])"
            << "a";
        QTest::newRow("tie: the earlier key")
            << R"([{"n":"a","hosts":[],"tasks":["Anim.*"]},{"n":"b","hosts":["blender"],"tasks":[]}])"
            << "b";
        QTest::newRow("tie: the first in the list")
            << R"([{"n":"a","hosts":[],"tasks":[]},{"n":"b","hosts":[],"tasks":[]}])"
            << "a";
        QTest::newRow("whole match only") << R"([{"n":"a","hosts":["blend"],"tasks":[]}])"
                                          << "";
        QTest::newRow("none") << R"([])"
                              << "";
    }
    void profiles()
    {
        QFETCH(QString, profiles);
        QFETCH(QString, expected);
        const auto best = contract::bestProfile(QJsonDocument::fromJson(profiles.toUtf8()).array(), {"hosts", "tasks"},
                                                {{"hosts", "blender"}, {"tasks", "Animation"}});
        QCOMPARE(best ? best->value("n").toString() : QString(), expected);
    }
};

QTEST_APPLESS_MAIN(TestEnvironment)
#include "test_environment.moc"
