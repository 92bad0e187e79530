// SPDX-License-Identifier: Apache-2.0
#include "core/whole_file.h"
#include "publisher/loader/delivery.h"
#include "publisher/loader/product_rows.h"
#include "publisher/loader/removal.h"

#include "support/time_budget.h"

#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QtTest>

using namespace hearth;
using namespace hearth::load;

namespace
{
Version version(const QString &id, int number, const QString &status = "Approved")
{
    Version made;
    made.id = id;
    made.number = number;
    made.status = status;
    made.author = "anna";
    made.when = QDateTime::fromSecsSinceEpoch(1'000'000 + number);
    return made;
}

Product product(const QString &name, const QString &type, std::vector<Version> versions,
                const QString &folder = "/assets/hero")
{
    Product made;
    made.id = "p-" + name;
    made.name = name;
    made.type = type;
    made.folderPath = folder;
    made.versions = std::move(versions);
    return made;
}

QStringList shown(const std::vector<Product> &products, const std::vector<ProductRow> &rows)
{
    QStringList made;
    for (const ProductRow &row : rows) {
        if (row.product < 0) {
            made.append(QStringLiteral("[%1 %2]").arg(row.head).arg(row.count));
            continue;
        }
        const Product &one = products[static_cast<std::size_t>(row.product)];
        made.append(one.name +
                    (row.version < 0 ? QString() : " " + one.versions[static_cast<std::size_t>(row.version)].name()));
    }
    return made;
}
} // namespace

class TestLoad : public QObject
{
    Q_OBJECT

    QTemporaryDir m_top;
    anatomy::Anatomy m_anatomy;

    QString write(const QString &path, const QByteArray &content)
    {
        QDir().mkpath(QFileInfo(path).path());
        if (!writeFile(path, content))
            qFatal("a file of the test cannot be written");
        return path;
    }

    Representation published(const QString &versionId, const QString &relative, const QByteArray &content)
    {
        write(m_top.filePath("work/" + relative), content);
        Representation made;
        made.id = "r-" + relative;
        made.versionId = versionId;
        made.name = QFileInfo(relative).suffix();
        made.pathTemplate = "{root[work]}/{product[name]}/v{version:0>3}/x.{ext}";
        made.files.push_back(
            {QFileInfo(relative).fileName(), "{root[work]}/" + relative, content.size(),
             QString::fromLatin1(QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex()), "sha256"});
        return made;
    }

private Q_SLOTS:
    void init()
    {
        const QJsonObject config{
            {"roots", QJsonObject{{"work", QJsonObject{{"linux", m_top.filePath("work")}}}}},
            {"templates",
             QJsonObject{
                 {"delivery",
                  QJsonObject{{"client", QJsonObject{{"directory", "{root[work]}/out/{project[name]}"},
                                                     {"file", "{product[name]}_{originalBasename}.{ext}"}}}}}}}};
        m_anatomy = anatomy::Anatomy(config, Platform::Linux);
    }

    void answersAreRead()
    {
        const QByteArray text =
            "{\"project\": {\"products\": {\"pageInfo\": {\"hasNextPage\": true, \"endCursor\": \"c1\"}, \"edges\": "
            "[{\"node\": {\"id\": \"p1\", \"name\": \"modelMain\", \"productType\": \"model\", \"folder\": {\"path\": "
            "\"assets/hero\"}, "
            "\"attrib\": {\"productGroup\": null}, \"versions\": {\"edges\": ["
            "{\"node\": {\"id\": \"v1\", \"version\": 1, \"allAttrib\": \"{\\\"comment\\\": \\\"first\\\"}\"}},"
            "{\"node\": {\"id\": \"v2\", \"version\": 2}}, {\"node\": {\"id\": \"h\", \"version\": -2}}]}}}]}}}";
        const auto page = readProductPage(QJsonDocument::fromJson(text).object());
        QVERIFY(page);
        QCOMPARE(page->next, QString("c1"));
        const Product &one = page->products.at(0);
        QCOMPARE(one.folderPath, QString("/assets/hero"));
        QCOMPARE(one.versions.at(0).id, QString("h"));
        QCOMPARE(one.latest()->id, QString("v2"));
        QCOMPARE(one.versions.at(2).comment, QString("first"));
        QVERIFY(!readProductPage({}));
        QVERIFY(!readProductPage({{"project", 7}}));
        QVERIFY(!readVersionDetails({{"errors", QJsonArray{}}}));
    }

    void rowsAreFilteredGroupedAndSorted()
    {
        const std::vector<Product> products{
            product("render10", "render", {version("a2", 2, "Pending review"), version("a1", 1)}),
            product("render9", "render", {version("b1", 1)}),
            product("modelMain", "model", {version("c3", 3), version("h", -2), version("c2", 2)}),
            product("empty", "model", {})};
        const auto rows = [&](const RowFilter &filter, GroupBy by = GroupBy::Nothing, SortBy sort = SortBy::Name,
                              const QHash<QString, QString> &chosen = {}) {
            return shown(products, productRows(products, filter, by, sort, chosen));
        };
        QCOMPARE(rows({}), (QStringList{"empty", "modelMain v003", "render9 v001", "render10 v002"}));
        QCOMPARE(rows({}, GroupBy::Type),
                 (QStringList{"[model 2]", "empty", "modelMain v003", "[render 2]", "render9 v001", "render10 v002"}));
        QCOMPARE(rows({}, GroupBy::Nothing, SortBy::Newest).first(), QString("modelMain v003"));
        QCOMPARE(rows({.words = "RENDER pend"}), QStringList{"render10 v002"});
        QCOMPARE(rows({.words = {}, .types = {"model"}}), (QStringList{"empty", "modelMain v003"}));
        QCOMPARE(rows({.words = {}, .types = {}, .statuses = {"Pending review"}}), QStringList{"render10 v002"});
        const QHash<QString, QString> chosen{{"p-render10", "a1"}, {"p-modelMain", "h"}};
        QCOMPARE(
            rows({.words = {}, .types = {}, .statuses = {}, .onlyOlder = true}, GroupBy::Nothing, SortBy::Name, chosen),
            QStringList{"render10 v001"});
        QVERIFY(rows({}, GroupBy::Nothing, SortBy::Name, chosen).contains("modelMain hero"));
    }

    void aHundredThousandAreListedQuickly()
    {
        std::vector<Product> products;
        for (int n = 0; n < 100'000; ++n)
            products.push_back(product(QStringLiteral("product%1").arg((n * 7919) % 100'000),
                                       n % 2 ? "render" : "model", {version(QString::number(n), 1)}));
        QElapsedTimer clock;
        clock.start();
        const auto rows = productRows(products, {.words = "product"}, GroupBy::Type, SortBy::Name);
        qInfo("100,000 products in %lld ms", clock.elapsed());
        QCOMPARE(rows.size(), std::size_t(100'002));
        QVERIFY(clock.elapsed() < support::allowed(5'000));
    }

    void placesStayInsideTheProject()
    {
        Representation one;
        one.name = "glb";
        one.pathTemplate = "{root[work]}/{folder[name]}/x_v{version:0>3}.glb";
        one.context = {{"folder", QJsonObject{{"name", "hero"}}}, {"version", 7}};
        QCOMPARE(*placeOf(one, m_anatomy), m_top.filePath("work/hero/x_v007.glb"));
        one.context = {{"version", 7}};
        QVERIFY(placeOf(one, m_anatomy).error().message.contains("folder"));
        one.pathTemplate = "/etc/passwd";
        QVERIFY(!placeOf(one, m_anatomy));
        one.pathTemplate = "{root[work]}/../../etc/passwd";
        QVERIFY(!placeOf(one, m_anatomy));
        one.pathTemplate.clear();
        one.files = {{"a", "{root[work]}/../x", 1, {}, {}}, {"b", "{root[work]}/fine.exr", 1, {}, {}}};
        QCOMPARE(filesOf(one, m_anatomy), QStringList{m_top.filePath("work/fine.exr")});
    }

    void oldVersionsGoWithTheirFilesOnly()
    {
        const std::vector<Product> products{product("modelMain", "model",
                                                    {version("v5", 5), version("h", -3), version("v4", 4),
                                                     version("v3", 3), version("v2", 2), version("v1", 1)})};
        RemovalPlan plan = planRemoval(products, 2);
        QCOMPARE(plan.versionIds, (QStringList{"v2", "v1"})); // v3 is what the hero was made from
        VersionDetails details;
        details.representations = {published("v1", "m/v001/a.glb", "one"), published("v2", "m/v002/a.glb", "two"),
                                   published("v2", "m/shared.png", "shared"),
                                   published("v5", "m/shared.png", "shared")};
        addFiles(plan, details, m_anatomy);
        QCOMPARE(plan.files, (QStringList{m_top.filePath("work/m/v001/a.glb"), m_top.filePath("work/m/v002/a.glb")}));
        QCOMPARE(plan.bytes, qint64(6));
        QVERIFY(planRemoval(products, 9).versionIds.isEmpty());
    }

    void filesThatOthersMayUseStay()
    {
        QVERIFY(isOfOneVersion("{root[work]}/{folder[name]}/{product[name]}/v{version:0>3}/a.{ext}"));
        for (const char *shared :
             {"", "{root[work]}/{originalDirname}/{originalBasename}.{ext}",
              "{root[work]}/v{version:0>3}/{originalBasename}.{ext}", "{root[work]}/{product[name]}/a.{ext}"})
            QVERIFY2(!isOfOneVersion(QLatin1String(shared)), shared);
        RemovalPlan plan;
        plan.versionIds = QStringList{"v1"};
        Representation source = published("v1", "scan/source.exr", "a scan that was published where it lay");
        source.pathTemplate = "{root[work]}/{originalDirname}/{originalBasename}.{ext}";
        VersionDetails details;
        details.representations = {source, published("v1", "m/v001/b.glb", "b")};
        addFiles(plan, details, m_anatomy);
        QCOMPARE(plan.files, QStringList{m_top.filePath("work/m/v001/b.glb")});
        QCOMPARE(plan.staying, QStringList{m_top.filePath("work/scan/source.exr")});
    }

    void deliveriesAreWholeOrNothing()
    {
        Representation good = published("v1", "m/v001/hero.glb", "whole");
        good.context = {{"product", QJsonObject{{"name", "modelMain"}}}, {"project", QJsonObject{{"name", "demo"}}}};
        const DeliveryPlan plan = planDelivery({good}, m_anatomy, "client", {});
        QVERIFY2(plan.problems.isEmpty(), qPrintable(plan.problems.join('\n')));
        QCOMPARE(plan.files.at(0).target, m_top.filePath("work/out/demo/modelMain_hero.glb"));
        qint64 last = 0;
        QVERIFY(deliver(plan, {}, [&last](const Progress &progress) { last = progress.done; }));
        QCOMPARE(last, qint64(5));
        QCOMPARE(*readFile(plan.files.at(0).target), QByteArray("whole"));
        const DeliveryPlan again = planDelivery({good}, m_anatomy, "client", {});
        QVERIFY2(again.files.at(0).isThere && deliver(again, {}, [](const Progress &) {}),
                 "what is there is not wrong");
        write(again.files.at(0).target, "whale");
        QVERIFY(deliver(again, {}, [](const Progress &) {}).error().message.contains("another file"));
        QCOMPARE(*readFile(again.files.at(0).target), QByteArray("whale"));
        write(again.files.at(0).target, "other size");
        QVERIFY(planDelivery({good}, m_anatomy, "client", {}).problems.first().contains("there already"));
        QVERIFY(
            planDelivery({good, good}, m_anatomy, {}, m_top.filePath("two")).problems.first().contains("Two files"));
        QVERIFY(!planDelivery({good}, m_anatomy, "nowhere", {}).problems.isEmpty());

        const QString outside = m_top.filePath("handed");
        write(m_top.filePath("work/m/v001/hero.glb"), "other");
        const Result<> wrong = deliver(planDelivery({good}, m_anatomy, {}, outside), {}, [](const Progress &) {});
        QVERIFY(!wrong);
        QVERIFY(wrong.error().message.contains("changed"));
        QVERIFY(QDir(outside).isEmpty());
        QFile::remove(m_top.filePath("work/m/v001/hero.glb"));
        QVERIFY(planDelivery({good}, m_anatomy, {}, outside).problems.first().contains("not on this machine"));
        std::stop_source stop;
        stop.request_stop();
        write(m_top.filePath("work/m/v001/hero.glb"), "whole");
        QCOMPARE(deliver(planDelivery({good}, m_anatomy, {}, outside), stop.get_token(), [](const Progress &) {})
                     .error()
                     .kind,
                 ErrorKind::Cancelled);
        QVERIFY(QDir(outside).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestLoad)
#include "test_load.moc"
