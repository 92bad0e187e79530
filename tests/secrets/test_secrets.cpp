// SPDX-License-Identifier: Apache-2.0
#include "core/whole_file.h"
#include "secrets/keychain.h"

#include <QTemporaryDir>
#include <QtTest>

#include <thread>

using namespace hearth;

class TestSecrets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsAndForgets()
    {
        const QTemporaryDir folder;
        const auto store = secrets::encryptedFile(folder.filePath("s"));
        QCOMPARE(store->read("a", "b").error().kind, ErrorKind::NotFound);
        QVERIFY(store->write("a", "b", Secret("wörd")));
        QCOMPARE(secrets::encryptedFile(folder.filePath("s"))->read("a", "b")->reveal(), "wörd");
        QVERIFY(!readFile(folder.filePath("s/secrets.json"))->contains("wörd"));
        QVERIFY(store->remove("a", "b"));
        QCOMPARE(store->remove("a", "b").error().kind, ErrorKind::NotFound);
        QVERIFY(!store->note().isEmpty());
    }

    void damageIsToldNotOverwritten()
    {
        const QTemporaryDir folder;
        const auto store = secrets::encryptedFile(folder.path());
        QVERIFY(store->write("a", "b", Secret("x")));
        QVERIFY(writeFile(folder.filePath("secrets.json"), "half"));
        QCOMPARE(store->read("a", "b").error().kind, ErrorKind::Invalid);
        QVERIFY(!store->write("a", "b", Secret("y")));
        QCOMPARE(*readFile(folder.filePath("secrets.json")), QByteArray("half"));
    }

    void anotherKeyOpensNothing()
    {
        const QTemporaryDir folder;
        const auto store = secrets::encryptedFile(folder.path());
        QVERIFY(store->write("a", "b", Secret("x")));
        QVERIFY(writeFile(folder.filePath("secrets.key"), QByteArray(32, 'k')));
        QCOMPARE(store->read("a", "b").error().kind, ErrorKind::Invalid);
    }

    void manyWritersLoseNothing()
    {
        const QTemporaryDir folder;
        {
            std::vector<std::jthread> threads;
            for (int thread = 0; thread < 4; ++thread)
                threads.emplace_back([&folder, thread] {
                    const auto store = secrets::encryptedFile(folder.path());
                    for (int n = 0; n < 10; ++n)
                        if (!store->write(QString::number(thread), QString::number(n), Secret("x")))
                            qCritical("a write failed");
                });
        }
        const auto store = secrets::encryptedFile(folder.path());
        int found = 0;
        for (int thread = 0; thread < 4; ++thread)
            for (int n = 0; n < 10; ++n)
                found += store->read(QString::number(thread), QString::number(n)).has_value();
        QCOMPARE(found, 40);
    }
};

QTEST_GUILESS_MAIN(TestSecrets)
#include "test_secrets.moc"
