// SPDX-License-Identifier: Apache-2.0
#include "desktop/scrub.h"

#include <QtTest>

class TestScrub : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void secretsAndPathsGo_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("forbidden");
        QTest::newRow("bearer token") << "Authorization: Bearer abcdef123"
                                      << "abcdef123";
        QTest::newRow("JSON password") << R"({"password": "hunter2", "a": 1})"
                                       << "hunter2";
        QTest::newRow("variable") << "AYON_API_KEY=veryverysecret other"
                                  << "veryverysecret";
        QTest::newRow("session token") << "got " + QString(64, u'a') << QString(64, u'a');
        QTest::newRow("password in an address") << "https://anna:pw12@studio/x"
                                                << "pw12";
        QTest::newRow("home folder") << "/home/anna/Projects/x"
                                     << "/home/anna";
        QTest::newRow("home folder of another system") << "C:\\Users\\anna\\x"
                                                       << "anna";
    }
    void secretsAndPathsGo()
    {
        QFETCH(QString, text);
        QFETCH(QString, forbidden);
        const QString clean = hearth::desktop::scrubbed(text, "/home/anna", "anna");
        QVERIFY2(!clean.contains(forbidden), qPrintable(clean));
    }

    void theRestStays()
    {
        const QString text = "12 folders in 40 ms, bundle lantern-2026-11, entity 1e10e8c0e56d11f1aba702fc00000001";
        QCOMPARE(hearth::desktop::scrubbed(text, "/home/anna", "anna"), text);
    }
};

QTEST_APPLESS_MAIN(TestScrub)
#include "test_scrub.moc"
