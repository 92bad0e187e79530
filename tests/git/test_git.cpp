// SPDX-License-Identifier: Apache-2.0
#include "core/whole_file.h"
#include "integrations/git/git_source.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace hearth;
using namespace hearth::git;

class TestGit : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_first;

    QString git(const QStringList &arguments)
    {
        QProcess process;
        process.setWorkingDirectory(m_folder.filePath("repo"));
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char *name : {"GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"})
            environment.insert(name, "t");
        for (const char *name : {"GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"})
            environment.insert(name, "t@t");
        process.setProcessEnvironment(environment);
        process.start("git", arguments);
        process.waitForFinished(20'000);
        return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
    }
    void commit(const QByteArray &text)
    {
        QVERIFY(writeFile(m_folder.filePath("repo/client/addon/__init__.py"), text));
        git({"add", "-A"});
        git({"commit", "-qm", "c"});
    }
    GitSource source(const QString &reference) { return {"file://" + m_folder.filePath("repo"), reference, "client"}; }
    QByteArray read(const QString &reference)
    {
        const auto folder = checkOut(source(reference), m_folder.filePath("cache"));
        return folder ? readFile(*folder + "/addon/__init__.py").value_or("no file") : folder.error().message.toUtf8();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QDir().mkpath(m_folder.filePath("repo"));
        git({"init", "-qb", "main"});
        commit("one");
        m_first = git({"rev-parse", "HEAD"});
        git({"tag", "v1"});
        commit("two");
    }

    void parses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected"); // empty: no git source; "error": refused
        QTest::newRow("everything") << "git+https://x/y.git#main:sub/dir"
                                    << "https://x/y.git|main|sub/dir";
        QTest::newRow("no reference") << "git+file:///r"
                                      << "file:///r||";
        QTest::newRow("a folder") << "/repos/x"
                                  << "";
        QTest::newRow("leaves the repository") << "git+file:///r#main:../../etc"
                                               << "error";
        QTest::newRow("absolute subfolder") << "git+file:///r#main:/etc"
                                            << "error";
        QTest::newRow("no address") << "git+#main"
                                    << "error";
    }
    void parses()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const auto parsed = parseGitSource(text);
        const QString got = !parsed    ? QString()
                            : !*parsed ? QStringLiteral("error")
                                       : (*parsed)->url + u'|' + (*parsed)->reference + u'|' + (*parsed)->subfolder;
        QCOMPARE(got, expected);
    }

    void branchTagAndCommit()
    {
        QCOMPARE(read("main"), QByteArray("two"));
        QCOMPARE(read("v1"), QByteArray("one"));
        QCOMPARE(read(m_first), QByteArray("one"));
        commit("three");
        QCOMPARE(read("main"), QByteArray("three"));
        QVERIFY(read("absent").contains("absent"));
    }

    void lastCheckoutServesWhenTheRepositoryIsAway()
    {
        const QByteArray before = read("main");
        QVERIFY(QDir().rename(m_folder.filePath("repo"), m_folder.filePath("away")));
        QCOMPARE(read("main"), before);
        QVERIFY(QDir().rename(m_folder.filePath("away"), m_folder.filePath("repo")));
    }
};

QTEST_GUILESS_MAIN(TestGit)
#include "test_git.moc"
