// SPDX-License-Identifier: Apache-2.0
#include "core/whole_file.h"
#include "launcher/environment_record.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace hearth;
using namespace hearth::launch;

namespace
{
Prepared preparedStart()
{
    Prepared made;
    made.plan.program = QStringLiteral("/usr/bin/blender");
    made.facts.folder.name = QStringLiteral("héros");
    made.facts.task.name = QStringLiteral("modeling");
    EnvironmentPlan plan;
    plan.start({{QStringLiteral("HOME"), QStringLiteral("/home/anna")}, {QStringLiteral("LANG"), QStringLiteral("C")}},
               QStringLiteral("your session"));
    plan.set(QStringLiteral("AYON_API_KEY"), QStringLiteral("veryverysecret"), QStringLiteral("sign-in"));
    plan.set(QStringLiteral("LANG"), QStringLiteral("de_DE.UTF-8"), QStringLiteral("settings"));
    made.plan.environment = plan;
    return made;
}
} // namespace

class TestEnvironmentRecord : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void secretsNeverReachTheRecord()
    {
        const QJsonObject made = explanationOf(preparedStart(), {}, QDateTime::currentDateTime());
        const QByteArray text = QJsonDocument(made).toJson();
        QVERIFY(!text.contains("veryverysecret"));
        const QJsonObject key =
            made.value(QLatin1String("variables")).toObject().value(QLatin1String("AYON_API_KEY")).toObject();
        QVERIFY(key.value(QLatin1String("secret")).toBool());
    }

    void whatTheStartChangesIsMarked()
    {
        const Environment session{{QStringLiteral("HOME"), QStringLiteral("/home/anna")},
                                  {QStringLiteral("LANG"), QStringLiteral("C")}};
        const QJsonObject variables = explanationOf(preparedStart(), session, QDateTime::currentDateTime())
                                          .value(QLatin1String("variables"))
                                          .toObject();
        QVERIFY(!variables.value(QLatin1String("HOME")).toObject().value(QLatin1String("changed")).toBool());
        QVERIFY(variables.value(QLatin1String("LANG")).toObject().value(QLatin1String("changed")).toBool());
    }

    void keptStartsAreFoundAndOldOnesForgotten()
    {
        const QTemporaryDir folder;
        for (int n = 0; n < 5; ++n) {
            const QString output = folder.filePath(QStringLiteral("blender_output_%1.txt").arg(n));
            QVERIFY(writeFile(output, "output"));
            QVERIFY(recordStart(output, explanationOf(preparedStart(), {}, QDateTime::currentDateTime())));
            for (const QString &file : {output, output + QStringLiteral(".environment.json")}) {
                QFile touched(file);
                QVERIFY(touched.open(QIODevice::ReadWrite));
                QVERIFY(touched.setFileTime(QDateTime::currentDateTime().addSecs(n - 10),
                                            QFileDevice::FileModificationTime));
            }
        }
        const std::vector<RecordedStart> starts = recordedStarts(folder.path(), 3);
        QCOMPARE(starts.size(), 3U);
        QVERIFY(starts.front().file.endsWith(QStringLiteral("_4.txt.environment.json")));
        QCOMPARE(starts.front().context, QStringLiteral("héros · modeling"));
        QCOMPARE(forgetOldStarts(folder.path(), 2), 6);
        QCOMPARE(recordedStarts(folder.path(), 10).size(), 2U);
    }

    void aFileOfAnotherKindIsRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("no variables") << QByteArray("{\"ok\":true}");
        QTest::newRow("variables of another form") << QByteArray("{\"variables\":3}");
        QTest::newRow("bytes") << QByteArray("\xff\xfe\x00\x01", 4);
    }

    void aFileOfAnotherKindIsRefused()
    {
        QFETCH(QByteArray, content);
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("other.json"));
        QVERIFY(writeFile(file, content));
        const Result<QJsonObject> read = readExplanation(file);
        QVERIFY(!read);
        QCOMPARE(read.error().kind, ErrorKind::Invalid);
        QVERIFY(read.error().message.contains(file));
    }
};

QTEST_GUILESS_MAIN(TestEnvironmentRecord)
#include "test_environment_record.moc"
