// SPDX-License-Identifier: Apache-2.0
#include "core/whole_file.h"
#include "python/interpreter.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

using namespace hearth;
using namespace hearth::python;

class TestInterpreter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void compiledModulesSayTheirPython_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("version");
        QTest::newRow("linux") << "_multidict.cpython-39-x86_64-linux-gnu.so"
                               << "3.9";
        QTest::newRow("two digits") << "x.cpython-311-darwin.so"
                                    << "3.11";
        QTest::newRow("windows") << "x.cp39-win_amd64.pyd"
                                 << "3.9";
        QTest::newRow("every version") << "x.abi3.so"
                                       << "";
        QTest::newRow("no module") << "libcrypto.so.3"
                                   << "";
    }
    void compiledModulesSayTheirPython()
    {
        QFETCH(QString, file);
        QFETCH(QString, version);
        QCOMPARE(compiledFor(file), version);
    }

    void theFirstThatFitsIsChosen()
    {
        const std::vector<Interpreter> found{{"/a/python3", "3.7"}, {"/b/python3", "3.11"}, {"/c/python3.9", "3.9"}};
        QCOMPARE(choose(found, {})->program, QString("/b/python3"));
        QCOMPARE(choose(found, "3.9")->program, QString("/c/python3.9"));
        const auto missing = choose(found, "3.12");
        QVERIFY(!missing);
        QVERIFY(missing.error().message.contains("3.12"));
        QVERIFY(!choose({}, {}));
    }

    void thisMachinesPythonIsFoundAndThePackageDecides()
    {
        QTemporaryDir folder;
        Interpreters here({"/nowhere", "/usr/bin"}, {});
        const auto any = here.forPackage(folder.path());
        QVERIFY2(any, qPrintable(any ? QString() : any.error().message));
        QVERIFY(any->version.startsWith("3."));
        QVERIFY(QDir(folder.path()).mkpath("package/deep"));
        QVERIFY(writeFile(folder.filePath("package/deep/_x.cpython-36-x86_64-linux-gnu.so"), "compiled"));
        const auto old = Interpreters({"/usr/bin"}, {}).forPackage(folder.path());
        QVERIFY(!old);
        QVERIFY(old.error().message.contains("3.6"));
    }

    void aChosenProgramIsAskedForItsVersion()
    {
        QTemporaryDir folder;
        const QString program = folder.filePath("studio-python");
        QVERIFY(writeFile(program, "#!/bin/sh\necho 3.6\n"));
        QVERIFY(QFile::setPermissions(program, QFile::ReadOwner | QFile::ExeOwner | QFile::WriteOwner));
        QVERIFY(QDir(folder.path()).mkpath("package"));
        QVERIFY(writeFile(folder.filePath("package/_x.cpython-36-x86_64-linux-gnu.so"), "compiled"));
        Interpreters chosen({"/usr/bin"}, program);
        const auto fitting = chosen.forPackage(folder.filePath("package"));
        QVERIFY(fitting);
        QCOMPARE(fitting->program, program);
        QVERIFY(chosen.forPackage(folder.filePath("none"))->program != program); // too old for code of today
    }
};

QTEST_GUILESS_MAIN(TestInterpreter)
#include "test_interpreter.moc"
