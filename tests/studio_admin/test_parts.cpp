// SPDX-License-Identifier: Apache-2.0
#include "studio_admin/addon_package.h"
#include "studio_admin/anatomy_text.h"
#include "studio_admin/bundle_difference.h"
#include "studio_admin/history.h"
#include "studio_admin/people.h"
#include "studio_admin/secrets.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace hearth;
using namespace hearth::studio_admin;

namespace
{
contract::Bundle bundle(const QString &name, const QMap<QString, QString> &addons)
{
    contract::Bundle made;
    made.name = name;
    made.addons = addons;
    return made;
}

/// Counts up, so that what is made can be compared.
RandomBelow counting()
{
    return [n = std::make_shared<std::uint32_t>(0)](std::uint32_t bound) { return (*n)++ % bound; };
}

QJsonObject anatomy()
{
    const QJsonObject item{{"name", "default"},
                           {"directory", "{root[work]}/{project[name]}/{hierarchy}/{folder[name]}/work/{task[name]}"},
                           {"file", "{project[code]}_{folder[name]}_{task[name]}_{@version}<_{comment}>.{ext}"}};
    return {{"roots", QJsonArray{QJsonObject{{"name", "work"},
                                             {"windows", "P:/projects"},
                                             {"linux", "/mnt/projects"},
                                             {"darwin", "/Volumes/projects"}}}},
            {"templates", QJsonObject{{"version_padding", 3},
                                      {"version", "v{version:0>{@version_padding}}"},
                                      {"work", QJsonArray{item}}}}};
}

PreviewContext context()
{
    return {"lantern", "lan", "assets/hero", "Asset", "modeling", "Modeling", "anna"};
}

QStringList pathsOf(const std::vector<TemplatePreview> &previews)
{
    QStringList made;
    for (const TemplatePreview &one : previews)
        made.append(one.path);
    return made;
}
} // namespace

class TestParts : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString zip(const QString &name, const QList<std::pair<QString, QByteArray>> &members)
    {
        const QString path = m_folder.filePath(name);
        return archive::writeZip(path, members) ? path : QString();
    }

private Q_SLOTS:
    void timesOfTheHistory()
    {
        const QDateTime now({2026, 11, 21}, {12, 0}, Qt::UTC);
        QCOMPARE(historyTime(QStringLiteral("7d"), now).value(), QStringLiteral("2026-11-14T12:00:00Z"));
        QCOMPARE(historyTime(QStringLiteral("90m"), now).value(), QStringLiteral("2026-11-21T10:30:00Z"));
        QCOMPARE(historyTime(QStringLiteral("2026-01-31"), now).value(), QStringLiteral("2026-01-31"));
        for (const char *wrong : {"", "yesterday", "7", "7w", "2026-02-31", "2026-1-1"})
            QVERIFY2(!historyTime(QLatin1String(wrong), now), wrong);
    }

    void linesOfTheHistory()
    {
        HistoryEntry entry;
        entry.at = QDateTime({2026, 1, 31}, {10, 20, 30}, Qt::UTC);
        entry.user = QStringLiteral("anna");
        entry.action = QStringLiteral("update");
        entry.entityType = QStringLiteral("folder");
        entry.entityId = QStringLiteral("0123");
        entry.entityName = QStringLiteral("/sh010");
        entry.project = QStringLiteral("lantern");
        entry.before = {{"status_changed", "Not ready"}};
        entry.after = {{"status_changed", "Done"}, {"label", "x"}};
        QCOMPARE(historyLine(entry),
                 QStringLiteral("2026-01-31 10:20:30  anna  lantern: update folder /sh010: status: Not ready → Done; "
                                "label: nothing → x"));
        entry.action = QStringLiteral("delete");
        QCOMPARE(historyDifferences(entry).first(), QStringLiteral("status: Done"));
        QCOMPARE(retentionFrom(QStringLiteral("changes=365,logs=7")).value(),
                 (QJsonObject{{"changes", 365}, {"logs", 7}}));
        QVERIFY(!retentionFrom(QStringLiteral("changes=-1")) && !retentionFrom(QStringLiteral("changes")));
    }

    void bundlesAreCompared()
    {
        contract::Bundle a = bundle("a", {{"core", "1.0.0"}, {"maya", "2.0.0"}, {"same", "1.0.0"}});
        contract::Bundle b = bundle("b", {{"core", "1.1.0"}, {"nuke", "3.0.0"}, {"same", "1.0.0"}, {"none", ""}});
        b.installerVersion = "2.0";
        b.dependencyPackages.insert("linux", "packages.zip");
        b.addonDevelopment.insert("core", {true, "/src/core"});
        b.addonDevelopment.insert("off", {false, "/src/off"});
        QStringList told;
        for (const BundleDifference &one : studio_admin::difference(a, b))
            told.append(words(one));
        QCOMPARE(told, QStringList({"core 1.0.0 → 1.1.0", "maya 2.0.0 goes", "nuke 3.0.0 is new", "launcher 2.0 is new",
                                    "packages for linux: packages.zip is new", "sources of core: /src/core is new"}));
        QVERIFY(studio_admin::difference(a, a).empty());
    }

    void theWayBackIsTheLastOtherProduction_data()
    {
        QTest::addColumn<QString>("current");
        QTest::addColumn<QStringList>("there");
        QTest::addColumn<QString>("expected");
        QTest::newRow("the one before") << "c" << QStringList({"a", "b", "c"}) << "b";
        QTest::newRow("one that was removed is passed over") << "c" << QStringList({"a", "c"}) << "a";
        QTest::newRow("never another") << "c" << QStringList({"c"}) << QString();
        QTest::newRow("nothing in production now") << QString() << QStringList({"a", "b", "c"}) << "c";
    }
    void theWayBackIsTheLastOtherProduction()
    {
        QFETCH(QString, current);
        QFETCH(QStringList, there);
        QFETCH(QString, expected);
        const std::vector<BundleMoment> history{{"c", true}, {"d", false}, {"c", true}, {"b", true}, {"a", true}};
        QCOMPARE(productionBefore(history, current, there), expected);
    }

    void copiesGetTheNextName()
    {
        QCOMPARE(nextName("lantern-2026-11", {}), "lantern-2026-12");
        QCOMPARE(nextName("b09", {"b10"}), "b11");
        QCOMPARE(nextName("studio", {"studio-2"}), "studio-3");
    }

    void oneTimePasswordsFitWhatServersAskFor()
    {
        static const QRegularExpression form(
            "^[a-hjkmnp-z2-9]{4}-[a-hjkmnp-z2-9]{4}-[a-hjkmnp-z2-9]{4}-[a-hjkmnp-z2-9]{4}$");
        QSet<QString> seen;
        for (int n = 0; n < 200; ++n) {
            const QString made = oneTimePassword(systemRandom()).reveal();
            QVERIFY2(form.match(made).hasMatch(), qPrintable(made));
            for (const QString &group : made.split('-')) {
                QVERIFY(group.contains(QRegularExpression("[2-9]")));
                QVERIFY(group.contains(QRegularExpression("[a-z]")));
            }
            seen.insert(made);
        }
        QCOMPARE(seen.size(), 200);
        QCOMPARE(serviceKey(counting()).reveal().size(), 32);
    }

    void aPersonsBodyHoldsWhatWasChosen()
    {
        Person person{"ben", "Ben B", {}, Role::Manager, true, {}, {{"lantern", {"artist"}}}};
        QJsonObject body = personBody(person, Secret("word"));
        QCOMPARE(body.value("password").toString(), "word");
        QVERIFY(body.value("data").toObject().value("isManager").toBool());
        const QJsonObject attrib{{"fullName", "Ben B"}};
        QCOMPARE(body.value("attrib").toObject(), attrib);
        person.role = Role::Service;
        body = personBody(person, Secret("word"));
        QCOMPARE(body.value("apiKey").toString(), "word");
        QVERIFY(!body.contains("password"));
        QVERIFY(problemOfUserName("b").size() && problemOfUserName("ben b").size() &&
                problemOfUserName("ben.b").isEmpty());
    }

    void usesOfASecretAreWholeWords()
    {
        const QJsonObject settings{
            {"farm", QJsonObject{{"key", "farm_key"}, {"list", QJsonArray{"x", "use {farm_key} here"}}}},
            {"other", QJsonObject{{"key", "farm_key_2"}}}};
        QCOMPARE(usesOf("farm_key", settings), QStringList({"farm: key", "farm: list.2"}));
    }

    void aPackageSaysWhatItBrings()
    {
        const QString path =
            zip("good.zip", {{"package.py", "name = \"stage\"\nversion = '1.2.0'\ntitle = \"Stage\"\n"
                                            "ayon_required_addons = {\n    \"core\": \">=1.0.0\",\n}\n"},
                             {"server/__init__.py", "class A:\n    settings_model = S\n"},
                             {"private/client.zip", QByteArray(1234, 'x')}});
        const Result<PackageFacts> facts = inspectPackage(path);
        QVERIFY(facts);
        QCOMPARE(facts->name, "stage");
        QCOMPARE(facts->version, "1.2.0");
        QCOMPARE(facts->clientBytes, 1234);
        QVERIFY(facts->hasSettings);
        QVERIFY(!facts->hasSiteSettings);
        QCOMPARE(facts->required.value("core"), ">=1.0.0");
        QCOMPARE(changeAgainst(*facts, {}).news, PackageNews::New);
        QCOMPARE(changeAgainst(*facts, {"1.0.0", "1.2.0-dev"}).news, PackageNews::Newer);
        QCOMPARE(changeAgainst(*facts, {"1.0.0", "1.10.0"}).newestInstalled, "1.10.0");
        QCOMPARE(changeAgainst(*facts, {"1.10.0"}).news, PackageNews::Older);
        QCOMPARE(changeAgainst(*facts, {"1.2.0"}).news, PackageNews::Again);
    }

    void whatIsNoAddonIsRefusedBeforeItIsSent()
    {
        const QString hostile =
            zip("hostile.zip", {{"package.py", "name = \"x\"\nversion = \"1\"\n"}, {"../outside.py", "x"}});
        QCOMPARE(inspectPackage(hostile).error().kind, ErrorKind::Invalid);
        QVERIFY(inspectPackage(hostile).error().message.contains("outside"));
        QVERIFY(inspectPackage(zip("plain.zip", {{"readme.txt", "x"}})).error().message.contains("package.py"));
        QVERIFY(!inspectPackage(zip("computed.zip", {{"package.py", "name = make()\n"}})));
        QFile broken(m_folder.filePath("broken.zip"));
        QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("no zip at all") > 0);
        broken.close();
        QVERIFY(!inspectPackage(broken.fileName()));
        QCOMPARE(inspectPackage(m_folder.filePath("nowhere.zip")).error().kind, ErrorKind::NotFound);
    }

    void versionsHaveAnOrder()
    {
        QCOMPARE(compareVersions("1.9.0", "1.10.0"), -1);
        QCOMPARE(compareVersions("1.0.0", "1.0.0-dev.1"), 1);
        QCOMPARE(compareVersions("1.0.0+a", "1.0.0+b"), 0);
        QCOMPARE(compareVersions("1.0.0-alpha", "1.0.0-beta"), -1);
    }

    void templatesArePreviewedOnEverySystem()
    {
        const std::vector<TemplateText> texts = templateTexts(anatomy());
        QCOMPARE(texts.size(), 4U);
        QCOMPARE(withTemplateTexts(anatomy(), texts), anatomy());
        const QJsonObject data = sampleData(context());
        const QString rest = "/lantern/assets/hero/work/modeling/lan_hero_modeling_v001_first.blend";
        QCOMPARE(pathsOf(previews(anatomy(), texts.back(), data)),
                 QStringList({"P:/projects" + rest, "/mnt/projects" + rest, "/Volumes/projects" + rest}));
        QVERIFY(templateProblems(anatomy(), data).empty());
    }

    void changesOfTwoPeopleComeTogether()
    {
        const auto with = [](const QJsonObject &base, const QString &part, const QString &text) {
            return withTemplateTexts(base, {{"work", "default", part, text}});
        };
        const QJsonObject mine = with(anatomy(), "file", "mine.{ext}");
        const QJsonObject theirs = with(anatomy(), "directory", "{root[work]}/theirs");
        const TextMerge both = mergedTexts(anatomy(), mine, theirs);
        QVERIFY(both.contested.empty());
        QCOMPARE(both.anatomy, with(mine, "directory", "{root[work]}/theirs"));
        QVERIFY(mergedTexts(anatomy(), mine, mine).contested.empty());
        const TextMerge contested = mergedTexts(anatomy(), mine, with(anatomy(), "file", "other.{ext}"));
        QCOMPARE(contested.contested.size(), 1U);
        QCOMPARE(contested.contested.front().text, "other.{ext}");
        QJsonObject without = anatomy();
        without.insert("templates", QJsonObject{});
        QCOMPARE(mergedTexts(anatomy(), mine, without).contested.size(), 1U);
        QVERIFY(changedTexts(anatomy(), anatomy()).empty());
    }

    void aFaultStandsBesideItsOwnText()
    {
        const QJsonObject data = sampleData(context());
        const TemplateText file{"work", "default", "file", "{project[code]}_{nowhere}.{ext}"};
        QVERIFY(previews(anatomy(), file, data).front().problem.contains("nowhere"));
        const TemplateText folder{"work", "default", "directory", "{root[work]}/{@missing}"};
        QJsonObject wrong = withTemplateTexts(anatomy(), {folder});
        const auto problems = templateProblems(wrong, data);
        QCOMPARE(problems.size(), 1U);
        QCOMPARE(problems.front().first.part, "directory");
        const TemplateText looping{"common", "version", "value", "{@version}"};
        QVERIFY(!previews(anatomy(), looping, data).front().problem.isEmpty());
        const TemplateText outside{"work", "default", "directory", "{root[work]}/../{project[name]}"};
        QVERIFY(previews(anatomy(), outside, data).front().problem.contains("outside"));
    }
};

QTEST_GUILESS_MAIN(TestParts)
#include "test_parts.moc"
