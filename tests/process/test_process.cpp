// SPDX-License-Identifier: Apache-2.0
#include "core/whole_file.h"
#include "process/child_process.h"

#include <QTemporaryDir>
#include <QtTest>

#include <unistd.h>

using namespace hearth;
using namespace hearth::process;

class TestProcess : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<ProcessStarter> m_starter =
        systemProcessStarter(qEnvironmentVariable("HEARTH_BIN_DIR") + "/app_launcher");

    StartRequest shell(const QString &script)
    {
        return {"/bin/sh",
                {"-c", script},
                {{"PATH", "/usr/bin:/bin"}, {"WORD", "wörd"}},
                m_folder.path(),
                m_folder.filePath("out.txt"),
                {}};
    }

private Q_SLOTS:
    void childGetsExactlyItsEnvironmentAndFolder()
    {
        const auto started = m_starter->startDetached(shell("env | sort; pwd; echo to stderr >&2; echo done"));
        QVERIFY2(started, qPrintable(started ? QString() : started.error().message));
        QTRY_VERIFY(readFile(m_folder.filePath("out.txt")).value_or(QByteArray()).contains("done"));
        const QByteArray out = *readFile(m_folder.filePath("out.txt"));
        QVERIFY(out.contains("WORD=wörd"));
        QVERIFY(out.contains("to stderr"));
        QVERIFY(out.contains(m_folder.path().toUtf8()));
        QVERIFY(!out.contains("HEARTH_"));
        QVERIFY(!out.contains("HOME="));
    }

    void childIsNobodysAndIsFoundAgain()
    {
        const auto started = m_starter->startDetached(shell("sleep 60"));
        QVERIFY(started);
        QVERIFY(isRunning(*started));
        const QByteArray status = *readFile(QStringLiteral("/proc/%1/stat").arg(started->pid));
        QVERIFY(status.mid(status.lastIndexOf(')') + 4).split(' ').first().toLongLong() != getpid());
        QVERIFY(!isRunning({started->pid, started->startTime - 100}));
        // Whoever sets the clock moves the start time; the mark stays and decides.
        QVERIFY(!started->mark.isEmpty());
        QVERIFY(isRunning({started->pid, started->startTime - 100'000, started->mark}));
        QVERIFY(!isRunning({started->pid, started->startTime, started->mark + '1'}));
        QCOMPARE(identityOf(started->pid), *started);
        QVERIFY(endProcess(*started, false));
        QTRY_VERIFY(!isRunning(*started));
        QVERIFY(!endProcess(*started, true));
    }

    void wrapperMayNameTheRealProcess()
    {
        StartRequest request = shell("sleep 60 & echo $! > \"$AYON_PID_FILE\"; wait");
        request.pidFile = m_folder.filePath("pid");
        QVERIFY(writeFile(request.pidFile, ""));
        const auto started = m_starter->startDetached(request);
        QVERIFY(started);
        QCOMPARE(readFile(request.pidFile)->trimmed().toLongLong(), started->pid);
        endProcess(*started, true);
    }

    void failures_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("vanished") << "/no/such/program" << ErrorKind::NotFound;
        QTest::newRow("a folder") << "/usr" << ErrorKind::Forbidden;
        QTest::newRow("not executable") << "/etc/passwd" << ErrorKind::Forbidden;
    }
    void failures()
    {
        QFETCH(QString, program);
        QFETCH(ErrorKind, kind);
        StartRequest request = shell("true");
        request.program = program;
        const auto started = m_starter->startDetached(request);
        QVERIFY(!started);
        QCOMPARE(started.error().kind, kind);
        QVERIFY(started.error().message.contains(program));
    }

    void damagedProgramIsToldApart()
    {
        const QString path = m_folder.filePath("broken");
        QVERIFY(writeFile(path, QByteArray("\x7f"
                                           "ELFbroken",
                                           10)));
        QFile::setPermissions(path, QFile::ReadOwner | QFile::ExeOwner);
        StartRequest request = shell("true");
        request.program = path;
        QCOMPARE(m_starter->startDetached(request).error().kind, ErrorKind::Internal);
    }
};

QTEST_GUILESS_MAIN(TestProcess)
#include "test_process.moc"
