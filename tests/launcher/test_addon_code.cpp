// SPDX-License-Identifier: Apache-2.0
#include "core/whole_file.h"
#include "launcher/addon_code.h"
#include "launcher/addon_step.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QtTest>

using namespace hearth;
using namespace hearth::launch;

class TestAddonCode : public QObject
{
    Q_OBJECT

    QTemporaryDir m_top;

    QString addon(const QString &name, const QMap<QString, QByteArray> &files)
    {
        const QString folder = m_top.filePath(name);
        for (auto it = files.begin(); it != files.end(); ++it) {
            QDir().mkpath(QFileInfo(folder + '/' + it.key()).path());
            if (!writeFile(folder + '/' + it.key(), it.value()))
                qFatal("a file of the test cannot be written");
        }
        return folder;
    }

private Q_SLOTS:
    void hooksAreFoundByTheirBase()
    {
        const QString text = "import x\n"
                             "class One(PreLaunchHook):\n    pass\n"
                             "class Two(Mixin,\n          ayon_applications.PostLaunchHook):\n    pass\n"
                             "class NotOne(PreLaunchHookish):\n    pass\n"
                             "# class Three(PreLaunchHook):\n"
                             "class Four (PreLaunchHook):\n    pass\n";
        QCOMPARE(hookClasses(text), (QStringList{"One", "Two", "Four"}));
        QVERIFY(hookClasses({}).isEmpty());
    }

    void theEnvironmentsMethodIsFound()
    {
        QVERIFY(addsEnvironment("class A:\n    def add_implementation_envs(self, env, app):\n"));
        QVERIFY(!addsEnvironment("    # def add_implementation_envs(self):\n"));
        QVERIFY(!addsEnvironment("    addon.add_implementation_envs(env, app)\n"));
    }

    void foldersAreReadWithoutRunningThem()
    {
        const QString folder = addon(
            "stage_1.0.0+x", {{"ayon_stage/hooks/a.py", "raise SystemExit\nclass A(PreLaunchHook): pass\n"},
                              {"ayon_stage/addon.py", "    def add_implementation_envs(self, env, app): pass\n"},
                              {"ayon_stage/big.py", QByteArray(2'000'000, '#') + "\nclass B(PreLaunchHook): pass"}});
        const AddonCode code = readAddonCode(folder);
        QCOMPARE(code.name, QString("stage"));
        QCOMPARE(code.hooks, QStringList{"A"});
        QVERIFY(code.addsEnvironment && code.takesPart());
        QVERIFY(!readAddonCode(addon("quiet_1.0.0", {{"quiet/__init__.py", "x = 1\n"}})).takesPart());
        QVERIFY(!readAddonCode(m_top.filePath("nowhere_1.0.0")).takesPart());
    }

    void whatHearthDoesItselfIsLeftOut()
    {
        for (const char *name : {"core_1.9.7", "applications_1.4.4"})
            QVERIFY(!readAddonCode(addon(QLatin1String(name), {{"x/hooks/a.py", "class A(PreLaunchHook): pass\n"}}))
                         .takesPart());
    }

    void stepsSayWhereTheyComeFrom()
    {
        EnvironmentPlan plan(Platform::Linux);
        plan.start({{"KEPT", "1"}, {"GONE", "1"}}, "session");
        AddonStep step;
        step.addon = "stage";
        step.what = "AddLight";
        step.set = {{"LIGHT", "on"}};
        step.removed = QStringList{"GONE"};
        apply(plan, step);
        QCOMPARE(plan.environment(), (Environment{{"KEPT", "1"}, {"LIGHT", "on"}}));
        QCOMPARE(plan.variables().value("LIGHT").steps.back().source, QString("addon stage: AddLight"));
        QVERIFY(plan.variables().value("GONE").steps.back().isRemoval);
    }
};

QTEST_GUILESS_MAIN(TestAddonCode)
#include "test_addon_code.moc"
