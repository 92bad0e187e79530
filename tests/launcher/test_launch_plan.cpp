// SPDX-License-Identifier: Apache-2.0
#include "launcher/launch_plan.h"

#include <QJsonArray>
#include <QtTest>

using namespace hearth;
using namespace hearth::launch;

namespace
{
QJsonObject anatomyConfig()
{
    return {{"roots",
             QJsonObject{{"work", QJsonObject{{"linux", "/mnt/share"}, {"windows", "P:/"}, {"darwin", "/Volumes/p"}}}}},
            {"templates",
             QJsonObject{
                 {"common", QJsonObject{{"version_padding", 3}, {"version", "v{version:0>{@version_padding}}"}}},
                 {"work",
                  QJsonObject{
                      {"default",
                       QJsonObject{
                           {"directory", "{root[work]}/{project[name]}/{hierarchy}/{folder[name]}/work/{task[name]}"},
                           {"file", "{project[code]}_{folder[name]}_{task[name]}_{@version}<_{comment}>.{ext}"}}},
                      {"needy", QJsonObject{{"directory", "{root[work]}/{nowhere}"}, {"file", "x.{ext}"}}}}}}}};
}

const ApplicationKind blenderKind{"glyph", "#ffffff", {".blend"}, {}, {}, {}, {}, {}};

LaunchInputs inputs()
{
    LaunchInputs in;
    in.application.group = "blender";
    in.application.variant = "3-4";
    in.application.groupLabel = "Blender";
    in.application.variantLabel = "3.4";
    in.application.hostName = "blender";
    in.application.arguments = {{"linux", {"--python-use-system-env"}}};
    in.application.groupEnvironment = R"({"BLENDER_X":"{AYON_PROJECT_NAME}"})";
    in.executable = "/usr/bin/blender";
    in.kind = &blenderKind;
    in.project.name = "lantern";
    in.project.code = "lan";
    in.project.config = anatomyConfig();
    in.folder.id = "f";
    in.folder.name = "hero";
    in.folder.path = "/assets/hero";
    in.task.id = "t";
    in.task.name = "modeling";
    in.task.taskType = "Modeling";
    in.anatomy = anatomy::Anatomy(in.project.config, Platform::Linux, {{"work", "/home/a/Projects"}});
    in.serverUrl = "http://127.0.0.1:5000";
    in.token = Secret("tttt");
    in.user = "anna";
    in.bundle = {
        "b1", "b1", "production", false, false, {"/store/addons/core_1.0"}, {"/src/dev"}, "/store/pkg/dependencies"};
    in.installation = {"0.1.0",
                       "/opt/hearth/bin/ayon",
                       "/opt/hearth/bin",
                       "/opt/hearth/share",
                       "/l",
                       "/s",
                       "/s/addons",
                       "/s/dep",
                       "brave-otter",
                       true};
    in.session = {{"PATH", "/usr/bin"}, {"PYTHONPATH", "/opt/hearth/bin/x:/studio/py"}, {"HOME", "/home/a"}};
    in.hostUrl = "ws://127.0.0.1:1/hearth/host";
    in.hostSecret = Secret("ssss");
    in.now = QDateTime(QDate(2026, 11, 21), QTime(10, 0));
    in.platform = Platform::Linux;
    return in;
}

WorkfileEntry entry(const QString &name, int version)
{
    WorkfileEntry made;
    made.path = "/home/a/Projects/lantern/assets/hero/work/modeling/" + name;
    made.version = version;
    made.isOnDisk = true;
    return made;
}
} // namespace

class TestLaunchPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contextReachesTheChild()
    {
        const auto plan = planLaunch(inputs());
        QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().message));
        const Environment env = plan->environment.environment();
        QCOMPARE(env.value("AYON_PROJECT_NAME"), "lantern");
        QCOMPARE(env.value("AYON_FOLDER_PATH"), "/assets/hero");
        QCOMPARE(env.value("AYON_TASK_NAME"), "modeling");
        QCOMPARE(env.value("AYON_HOST_NAME"), "blender");
        QCOMPARE(env.value("AYON_APP_NAME"), "blender/3-4");
        QCOMPARE(env.value("AYON_WORKDIR"), "/home/a/Projects/lantern/assets/hero/work/modeling");
        QCOMPARE(env.value("AYON_LAST_WORKFILE"), env.value("AYON_WORKDIR") + "/lan_hero_modeling_v001.blend");
        QCOMPARE(env.value("AVALON_OPEN_LAST_WORKFILE"), "0");
        QCOMPARE(env.value("AYON_PROJECT_ROOT_WORK"), "/home/a/Projects");
        QCOMPARE(env.value("AYON_DEFAULT_SETTINGS_VARIANT"), "production");
        QVERIFY(!env.contains("AYON_USE_STAGING"));
    }

    void pythonPathHasItsOrderAndNothingOfOurs()
    {
        const auto plan = planLaunch(inputs());
        QCOMPARE(plan->environment.value("PYTHONPATH"),
                 "/opt/hearth/share/python:/studio/py:/store/addons/core_1.0:/src/dev:/store/pkg/dependencies");
    }

    void whatWasTakenOutIsExplained()
    {
        LaunchInputs in = inputs();
        in.session.insert("QT_PLUGIN_PATH", "/opt/hearth/plugins");
        const auto plan = planLaunch(in);
        QVERIFY(!plan->environment.environment().contains("QT_PLUGIN_PATH"));
        const PlannedVariable variable = plan->environment.variables().value("QT_PLUGIN_PATH");
        QVERIFY(variable.steps.back().isRemoval && variable.steps.back().source.startsWith("cleaned"));
        QCOMPARE(variable.steps.front().source, "your session");
    }

    void newestFileIsOpenedAndTheHostFollows()
    {
        LaunchInputs in = inputs();
        in.workfiles = {entry("lan_hero_modeling_v003.blend", 3), entry("lan_hero_modeling_v002.blend", 2)};
        const auto plan = planLaunch(in);
        QCOMPARE(plan->arguments, (QStringList{"--python-use-system-env", in.workfiles[0].path, "--python",
                                               "/opt/hearth/share/hosts/blender/start_hearth.py"}));
        QCOMPARE(plan->environment.value("AVALON_OPEN_LAST_WORKFILE"), "1");
        QCOMPARE(plan->nextWorkfile, plan->workFolder + "/lan_hero_modeling_v004.blend");
        in.openLastWorkfile = false;
        QVERIFY(planLaunch(in)->workfile.isEmpty());
        in.workfile = in.workfiles[1].path;
        QCOMPARE(planLaunch(in)->workfile, in.workfiles[1].path);
    }

    void settingsMayForbidOpening()
    {
        LaunchInputs in = inputs();
        in.workfiles = {entry("lan_hero_modeling_v003.blend", 3)};
        in.coreSettings =
            QJsonDocument::fromJson(
                R"({"tools":{"Workfiles":{"last_workfile_on_startup":[{"host_names":["blender"],"task_types":[],"task_names":[],"enabled":false}]}}})")
                .object();
        QVERIFY(planLaunch(in)->workfile.isEmpty());
    }

    void projectEnvironmentComesLast()
    {
        LaunchInputs in = inputs();
        in.coreSettings = {{"project_environments", R"({"BLENDER_X":"last"})"}};
        const auto plan = planLaunch(in);
        QCOMPARE(plan->environment.value("BLENDER_X"), "last");
        QCOMPARE(plan->environment.variables().value("BLENDER_X").steps.back().source, "project environment");
    }

    void refusals_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("word");
        QTest::newRow("a host without a task") << "no task"
                                               << "task";
        QTest::newRow("broken settings") << "broken"
                                         << "JSON";
        QTest::newRow("a template with a missing key") << "needy"
                                                       << "nowhere";
    }
    void refusals()
    {
        QFETCH(QString, change);
        QFETCH(QString, word);
        LaunchInputs in = inputs();
        if (change == "no task")
            in.task = {};
        if (change == "broken")
            in.application.groupEnvironment = "{";
        if (change == "needy")
            in.coreSettings =
                QJsonDocument::fromJson(
                    R"({"tools":{"Workfiles":{"workfile_template_profiles":[{"task_types":[],"host_names":[],"workfile_template":"needy"}]}}})")
                    .object();
        const auto plan = planLaunch(in);
        QVERIFY(!plan);
        QVERIFY2(plan.error().message.contains(word), qPrintable(plan.error().message));
    }

    void serverAndDiskAreMerged()
    {
        const LaunchInputs in = inputs();
        const auto area = workAreaOf(in);
        QVERIFY(area);
        contract::Workfile known;
        known.id = "w";
        known.path = "{root[work]}/lantern/assets/hero/work/modeling/lan_hero_modeling_v002.blend";
        known.updatedBy = "ben";
        contract::Workfile away = known;
        away.id = "w2";
        away.path = "{root[work]}/lantern/assets/hero/work/modeling/lan_hero_modeling_v005.blend";
        const QDateTime now = in.now;
        const auto merged = mergeWorkfiles({known, away},
                                           {{area->folder + "/lan_hero_modeling_v002.blend", now},
                                            {area->folder + "/lan_hero_modeling_v003_ü.blend", now},
                                            {area->folder + "/lan_hero_modeling_v003.blend1", now},
                                            {area->folder + "/notes.txt", now}},
                                           in.anatomy, *area, {".blend"});
        QCOMPARE(merged.size(), std::size_t(3));
        QCOMPARE(merged[0].version, 5);
        QVERIFY(!merged[0].isOnDisk);
        QCOMPARE(merged[1].version, 3);
        QVERIFY(merged[1].entityId.isEmpty());
        QCOMPARE(merged[2].author, "ben");
        QCOMPARE(nextVersion(merged), 6);
        QCOMPARE(lastWorkfile(merged, {".blend"})->version, 3);
        QVERIFY(!lastWorkfile(merged, {".kra"}));
    }
};

QTEST_APPLESS_MAIN(TestLaunchPlan)
#include "test_launch_plan.moc"
