// SPDX-License-Identifier: Apache-2.0
#include "core/whole_file.h"
#include "updater/updater.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include <atomic>
#include <thread>

using namespace hearth;
using namespace hearth::update;

namespace
{
contract::Bundle bundle(const QString &name, const char *flags, const QString &user = {})
{
    contract::Bundle made;
    made.name = name;
    made.isProduction = QLatin1String(flags).contains(u'p');
    made.isStaging = QLatin1String(flags).contains(u's');
    made.isDev = QLatin1String(flags).contains(u'd');
    made.isProject = QLatin1String(flags).contains(u'x');
    made.activeUser = user;
    return made;
}

contract::BundleList bundles()
{
    contract::BundleList list;
    list.bundles = {bundle("prod", "p"), bundle("stage", "s"), bundle("dev_anna", "d", "anna"),
                    bundle("dev_ben", "d", "ben"), bundle("__project__x__production", "px")};
    return list;
}

PlanItem addonItem(const QString &name, const QString &version, const QString &folder = {})
{
    PlanItem made;
    made.kind = "addon";
    made.name = name;
    made.version = version;
    made.folder = folder;
    made.filename = "client.zip";
    made.checksumAlgorithm = "sha256";
    return made;
}

contract::Addon addon(const QString &name, const QString &version, bool hasClient)
{
    contract::Addon made;
    made.name = name;
    contract::AddonVersion one;
    if (hasClient)
        one.clientSourceInfo = std::vector<contract::Source>{{"server", "client.zip", {}, {}}};
    made.versions.insert(version, one);
    return made;
}
} // namespace

class TestUpdate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bundleChoice_data()
    {
        QTest::addColumn<BundleWish>("wish");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("variant");
        QTest::newRow("nothing asked") << BundleWish{false, false, {}, "anna"} << "prod"
                                       << "production";
        QTest::newRow("staging") << BundleWish{true, false, {}, "anna"} << "stage"
                                 << "staging";
        QTest::newRow("own developer bundle") << BundleWish{false, true, {}, "ben"} << "dev_ben"
                                              << "dev_ben";
        QTest::newRow("developer bundle wins over staging") << BundleWish{true, true, {}, "anna"} << "dev_anna"
                                                            << "dev_anna";
        QTest::newRow("by name, also somebody else's") << BundleWish{false, false, "dev_ben", "anna"} << "dev_ben"
                                                       << "dev_ben";
        QTest::newRow("by name ignores the developer flag") << BundleWish{false, true, "prod", "anna"} << "prod"
                                                            << "production";
        QTest::newRow("by name with staging") << BundleWish{true, false, "prod", "anna"} << "prod"
                                              << "staging";
        QTest::newRow("a name that is not there") << BundleWish{false, false, "none", "anna"} << ""
                                                  << "";
        QTest::newRow("no developer bundle") << BundleWish{false, true, {}, "chris"} << ""
                                             << "";
        QTest::newRow("a project's bundle is no studio bundle")
            << BundleWish{false, false, "__project__x__production", "anna"} << ""
            << "";
    }
    void bundleChoice()
    {
        QFETCH(BundleWish, wish);
        QFETCH(QString, name);
        QFETCH(QString, variant);
        const auto choice = chooseBundle(bundles(), wish);
        QCOMPARE(choice ? choice->bundle.name : QString(), name);
        QCOMPARE(choice ? choice->variant : QString(), variant);
        QVERIFY(choice || !choice.error().message.isEmpty());
    }

    void planNamesWhatIsNeededAndWhatIsMissing()
    {
        BundleChoice choice{bundle("b", "d"), "b", false, true};
        choice.bundle.addons = {{"core", "1.0"}, {"maya", QString()}, {"serveronly", "2.0"},
                                {"gone", "1.0"}, {"core_old", "0.9"}, {"../evil", "1.0"}};
        choice.bundle.dependencyPackages = {{"linux", "deps.zip"}, {"windows", "../x.zip"}};
        choice.bundle.addonDevelopment = {{"serveronly", {false, "/x"}}, {"core_old", {true, "/src"}}};
        contract::DependencyPackage package;
        package.filename = "deps.zip";
        package.checksum = "ABC";
        const std::vector<contract::Addon> addons{addon("../evil", "1.0", true), addon("core", "1.0", true),
                                                  addon("core_old", "0.9", true), addon("maya", "1.0", true),
                                                  addon("serveronly", "2.0", false)};
        const Plan plan = makePlan(choice, addons, {package}, {"/a", "/d"}, Platform::Linux);
        QStringList names;
        for (const PlanItem &item : plan.items)
            names.append(item.kind + ' ' + item.name + ' ' + item.folder);
        QCOMPARE(names,
                 (QStringList{"addon core /a/core_1.0", "development core_old ", "dependency deps.zip /d/deps.zip"}));
        QCOMPARE(plan.items.back().checksum, "abc");
        QCOMPARE(plan.problems.size(), 2);
        const Plan windows = makePlan(choice, addons, {package}, {"/a", "/d"}, Platform::Windows);
        QVERIFY(windows.problems.filter("../x.zip").size() == 1);
    }

    void differencesAreWords()
    {
        Plan before;
        Plan after;
        before.items = {addonItem("core", "1.0"), addonItem("old", "1.0")};
        after.items = {addonItem("core", "1.1"), addonItem("new", "2.0")};
        QCOMPARE(planDifferences(before, after), (QStringList{"core 1.0 → 1.1", "new 2.0 is new", "old 1.0 is gone"}));
        QVERIFY(before.fingerprint() != after.fingerprint());
        QCOMPARE(json::read<Plan>(json::write(after))->fingerprint(), after.fingerprint());
    }

    void completeness()
    {
        const QTemporaryDir folder;
        const InstalledItems installed({folder.filePath("addons"), folder.filePath("deps")});
        PlanItem item = addonItem("core", "1.0", folder.filePath("addons/core_1.0"));
        QVERIFY(!installed.isComplete(item));
        QVERIFY(QDir().mkpath(item.folder));
        QVERIFY(!installed.isComplete(item)); // leftovers without any note
        const QString progress = item.folder + '/' + progressFileName;
        QVERIFY(writeJsonFile(progress, {{"state", "moving"}}));
        QVERIFY(!installed.isComplete(item));
        QVERIFY(writeJsonFile(progress, {{"state", "done"}, {"checksum", "aa"}, {"checksum_algorithm", "sha256"}}));
        QVERIFY(installed.isComplete(item));
        item.checksum = "bb"; // uploaded again under the same name
        QVERIFY(!installed.isComplete(item));
        item.checksum.clear();
        QVERIFY(writeFile(progress, "half"));
        QVERIFY(!installed.isComplete(item));
    }

    void olderLaunchersListIsAccepted()
    {
        const QTemporaryDir folder;
        const InstalledItems installed({folder.filePath("addons"), folder.filePath("deps")});
        const PlanItem item = addonItem("core", "1.0", folder.filePath("addons/core_1.0"));
        QVERIFY(QDir().mkpath(item.folder));
        const QByteArray list =
            R"({"core":{"1.0":{"checksum":"cc","checksum_algorithm":"sha256","extra":1}},"other":{}})";
        QVERIFY(writeFile(folder.filePath("addons/addons.json"), list));
        QVERIFY(installed.isComplete(item));
        QCOMPARE(readJsonFile(item.folder + '/' + progressFileName)->value("state").toString(), "done");
        QVERIFY(installed.record(item, {"server", "client.zip", {}, {}}, "dd", "sha256"));
        const QJsonObject after = *readJsonFile(folder.filePath("addons/addons.json"));
        QVERIFY(after.contains("other")); // unknown entries survive
        QCOMPARE(after.value("core").toObject().value("1.0").toObject().value("checksum").toString(), "dd");
    }

    void readersNeverSeeNeither()
    {
        const QTemporaryDir folder;
        const QString target = folder.filePath("t");
        QVERIFY(writeFile(target + "/version", "0"));
        std::atomic<bool> isEnded{false};
        std::atomic<int> misses{0};
        std::jthread reader([&] {
            while (!isEnded)
                misses += readFile(target + "/version").has_value() ? 0 : 1;
        });
        for (int n = 1; n <= 100; ++n) {
            const QString next = folder.filePath("n");
            QVERIFY(writeFile(next + "/version", QByteArray::number(n)));
            const auto old = exchangeFolder(next, target);
            QVERIFY2(old, qPrintable(old ? QString() : old.error().message));
            QVERIFY(QDir(*old).removeRecursively());
        }
        isEnded = true;
        reader.join();
        QCOMPARE(*readFile(target + "/version"), QByteArray("100"));
        QCOMPARE(misses.load(), 0);
    }
};

QTEST_APPLESS_MAIN(TestUpdate)
#include "test_update.moc"
