// SPDX-License-Identifier: Apache-2.0
#include "launcher/project_roots.h"
#include "launcher/workfiles.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <memory>

using namespace hearth;
using namespace hearth::launch;

class TestProjectRoots : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_top;
    QString m_drive; ///< where the drive of every path is said to be mounted

    QString disk() const { return m_top->filePath("disk"); }
    QMap<QString, QString> roots() const
    {
        return {{"work", disk() + "/Projects"}, {"other", m_top->filePath("other")}};
    }
    ProjectRoots made()
    {
        return ProjectRoots(m_top->filePath("roots.json"), [this](const QString &) { return m_drive; });
    }

private Q_SLOTS:
    void init()
    {
        m_top = std::make_unique<QTemporaryDir>();
        m_drive = disk();
        QVERIFY(QDir().mkpath(disk() + "/Projects"));
    }

    void worksWhileTheDriveIsThere()
    {
        ProjectRoots projects = made();
        QVERIFY(projects.makeFolder(roots(), disk() + "/Projects/demo/work"));
        QVERIFY(QDir(disk() + "/Projects/demo/work").exists());
        QVERIFY(projects.makeFolder(roots(), m_top->filePath("outside/every/root")));
    }

    void aFolderThatIsGoneIsNotMadeAgain()
    {
        ProjectRoots projects = made();
        QVERIFY(projects.check(roots(), disk() + "/Projects/demo"));
        QVERIFY(QDir(disk()).removeRecursively());
        const Result<> refused = projects.makeFolder(roots(), disk() + "/Projects/demo/work");
        QCOMPARE(refused.error().kind, ErrorKind::NotFound);
        QVERIFY2(refused.error().message.contains(disk() + "/Projects"), qPrintable(refused.error().message));
        QVERIFY(!QFile::exists(disk()));
        QVERIFY(!projects.choose(disk() + "/Projects"));
        QVERIFY(!QFile::exists(disk()));
        QVERIFY(QDir().mkpath(disk() + "/Projects"));
        QVERIFY(made().makeFolder(roots(), disk() + "/Projects/demo/work"));
    }

    /// The place a drive is mounted at stays as an empty folder when the drive is pulled out.
    void theEmptyPlaceOfADriveIsNotTheDrive()
    {
        QVERIFY(made().makeFolder(roots(), disk() + "/Projects/demo"));
        QVERIFY(QDir(disk() + "/Projects/demo").removeRecursively());
        m_drive = "/";
        ProjectRoots projects = made();
        const Result<> refused = projects.makeFolder(roots(), disk() + "/Projects/demo/work");
        QCOMPARE(refused.error().kind, ErrorKind::NotFound);
        QVERIFY2(refused.error().message.contains(disk()) && refused.error().message.contains("not connected"),
                 qPrintable(refused.error().message));
        QVERIFY(!QFile::exists(disk() + "/Projects/demo"));
        m_drive = disk();
        QVERIFY2(projects.makeFolder(roots(), disk() + "/Projects/demo/work"), "the drive is back");
        m_drive = "/";
        QVERIFY2(projects.makeFolder(roots(), disk() + "/Projects/demo/more"), "moved here for good");
        QVERIFY2(projects.makeFolder(roots(), disk() + "/Projects/next/work"), "and remembered");
    }

    void aNewlyChosenFolderIsMade()
    {
        ProjectRoots projects = made();
        QVERIFY(projects.choose(m_top->filePath("new/Projects")));
        QVERIFY(QDir(m_top->filePath("new/Projects")).exists());
        QVERIFY(projects.choose(m_top->filePath("new/Projects")));
    }

    /// Names that are not UTF-8 are passed over; the rest of the folder is listed.
    void workFolderWithForeignNames()
    {
        const QString folder = disk() + "/Projects";
        for (const QByteArray &name : {QByteArray("good.blend"), QByteArray("caf\xe9_v002.blend"),
                                       QByteArray("\xff\xfe"), QByteArray("g\xc3\xbct.blend")}) {
            FILE *file = fopen((folder.toUtf8() + '/' + name).constData(), "w");
            QVERIFY(file);
            fclose(file);
        }
        QStringList names;
        for (const QString &path : scanWorkFolder(folder)) {
            QVERIFY2(QFile::exists(path), qPrintable(path));
            names.append(QFileInfo(path).fileName());
        }
        names.sort();
        QCOMPARE(names, (QStringList{"good.blend", "güt.blend"}));
    }
};

QTEST_GUILESS_MAIN(TestProjectRoots)
#include "test_project_roots.moc"
