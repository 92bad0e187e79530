// SPDX-License-Identifier: Apache-2.0
#include "core/entity_id.h"
#include "core/job.h"
#include "core/json_fields.h"
#include "core/whole_file.h"

#include <QTemporaryDir>
#include <QtTest>

#include <set>

using namespace hearth;

namespace
{
struct Inner {
    int number = 7;
    static constexpr auto fields() { return std::tuple{json::field("number", &Inner::number)}; }
};
struct Outer {
    QString name;
    std::optional<QString> author;
    std::vector<Inner> items;
    QMap<QString, QString> addons;
    static constexpr auto fields()
    {
        return std::tuple{json::field("name", &Outer::name), json::field("author", &Outer::author),
                          json::field("items", &Outer::items), json::field("addons", &Outer::addons)};
    }
};
} // namespace

class TestCore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void idsAreUniqueAndOfVersionOne()
    {
        std::set<std::string> seen;
        for (int n = 0; n < 10000; ++n) {
            const std::string id = newEntityId();
            QVERIFY(isEntityId(id));
            QCOMPARE(id[12], '1');
            QVERIFY(seen.insert(id).second);
        }
    }

    void idsAreMadeCanonical_data()
    {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("expected");
        QTest::newRow("dashes and upper case") << "1E10E8C0-e56d-11f1-aba7-02fc00000001"
                                               << "1e10e8c0e56d11f1aba702fc00000001";
        QTest::newRow("too short") << "1e10"
                                   << "";
        QTest::newRow("not hexadecimal") << QString(32, u'g') << "";
        QTest::newRow("too long") << QString(33, u'a') << "";
    }
    void idsAreMadeCanonical()
    {
        QFETCH(QString, given);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(canonicalEntityId(given.toStdString())), expected);
    }

    void fieldTablesReadAndWrite()
    {
        const auto made = json::read<Outer>(
            QByteArray(R"({"name":"a","author":null,"items":[{"number":3},{}],"addons":{"core":"1.0","maya":null}})"));
        QVERIFY(made);
        QCOMPARE(made->name, "a");
        QVERIFY(!made->author);
        QCOMPARE(made->items.at(1).number, 7);
        QCOMPARE(made->addons.value("maya"), QString());
        QCOMPARE(json::read<Outer>(json::write(*made))->items.at(0).number, 3);
    }

    void aWrongFieldIsNamed()
    {
        const auto made = json::read<Outer>(QByteArray(R"({"items":[{"number":"three"}]})"));
        QVERIFY(!made);
        QVERIFY2(made.error().message.contains("items.number"), qPrintable(made.error().message));
    }

    void jobsFinishOnceAndCanBeStopped()
    {
        WorkerPool pool(2);
        const Job<int> sum = startJob<int>(pool, [](JobContext<int> &job) -> Result<int> {
            job.report(1, 2);
            return 41 + 1;
        });
        QCOMPARE(*sum.wait(), 42);
        sum.state()->finish(0);
        QCOMPARE(*sum.wait(), 42);
        const Job<int> endless = startJob<int>(pool, [](JobContext<int> &job) -> Result<int> {
            while (!job.stopRequested())
                std::this_thread::yield();
            return fail(ErrorKind::Cancelled);
        });
        endless.stop();
        QCOMPARE(endless.wait().error().kind, ErrorKind::Cancelled);
    }

    void filesAreReplacedWhole()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath("sub/ä.json");
        QVERIFY(writeJsonFile(path, {{"a", 1}}, true));
        QCOMPARE(readJsonFile(path)->value("a").toInt(), 1);
        QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        QVERIFY(writeFile(path, "not json"));
        QCOMPARE(readJsonFile(path).error().kind, ErrorKind::Invalid);
        QCOMPARE(readFile(folder.filePath("absent")).error().kind, ErrorKind::NotFound);
        QCOMPARE(readFile(path, 3).error().kind, ErrorKind::Invalid);
        QVERIFY(!writeFile("/proc/no/such/place", "x"));
    }
};

QTEST_APPLESS_MAIN(TestCore)
#include "test_core.moc"
