// SPDX-License-Identifier: Apache-2.0
#include "archive/digest.h"
#include "archive/extract.h"
#include "core/whole_file.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace hearth;
using namespace hearth::archive;

class TestArchive : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    /// Makes an archive with Python's own modules, which write what a hostile peer would.
    QString made(const QString &name, const QString &code)
    {
        const QString path = m_folder.filePath(name);
        QProcess python;
        python.start("/usr/bin/python3", {"-c", "import zipfile, tarfile, io, sys\npath = sys.argv[1]\n" + code, path});
        [&] { QVERIFY(python.waitForFinished(20'000)); }();
        [&] { QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData()); }();
        return path;
    }

private Q_SLOTS:
    void goodArchives_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("code");
        QTest::newRow("zip") << "a.zip"
                             << "z = zipfile.ZipFile(path, 'w'); z.writestr('sub/ä.txt', 'hello'); z.close()";
        QTest::newRow("tar.gz") << "a.tar.gz"
                                << "t = tarfile.open(path, 'w:gz'); i = tarfile.TarInfo('sub/ä.txt'); i.size = 5; "
                                   "t.addfile(i, io.BytesIO(b'hello')); t.close()";
        for (const char *kind : {"xz", "bz2"})
            QTest::addRow("tar.%s", kind)
                << QString("a.tar.%1").arg(kind)
                << QString("t = tarfile.open(path, 'w:%1'); i = tarfile.TarInfo('sub/ä.txt'); "
                           "i.size = 5; t.addfile(i, io.BytesIO(b'hello')); t.close()")
                       .arg(kind);
        QTest::newRow("link that stays inside")
            << "b.tar"
            << "t = tarfile.open(path, 'w'); i = tarfile.TarInfo('sub/ä.txt'); i.size = 5; t.addfile(i, "
               "io.BytesIO(b'hello'));\n"
               "l = tarfile.TarInfo('sub/l'); l.type = tarfile.SYMTYPE; l.linkname = 'ä.txt'; t.addfile(l); t.close()";
    }
    void goodArchives()
    {
        QFETCH(QString, name);
        QFETCH(QString, code);
        const QString target = m_folder.filePath("out_" + name);
        const auto done = extractArchive(made(name, code), target);
        QVERIFY2(done, qPrintable(done ? QString() : done.error().message));
        QCOMPARE(*readFile(target + "/sub/ä.txt"), QByteArray("hello"));
    }

    void hostileArchives_data()
    {
        QTest::addColumn<QString>("code");
        const QString tar = "t = tarfile.open(path, 'w')\n";
        QTest::newRow("zip with ..") << "z = zipfile.ZipFile(path, 'w'); z.writestr('../evil', 'x'); z.close()";
        QTest::newRow("zip with .. inside")
            << "z = zipfile.ZipFile(path, 'w'); z.writestr('a/../../evil', 'x'); z.close()";
        QTest::newRow("zip with backslashes") << "z = zipfile.ZipFile(path, 'w'); i = zipfile.ZipInfo('a'); i.filename "
                                                 "= '..\\\\evil'; z.writestr(i, 'x'); z.close()";
        QTest::newRow("absolute name")
            << tar + "i = tarfile.TarInfo('/tmp/hearth_evil'); t.addfile(i, io.BytesIO(b'')); t.close()";
        QTest::newRow("link outside") << tar + "l = tarfile.TarInfo('l'); l.type = tarfile.SYMTYPE; l.linkname = "
                                               "'../../evil'; t.addfile(l); t.close()";
        QTest::newRow("absolute link") << tar + "l = tarfile.TarInfo('l'); l.type = tarfile.SYMTYPE; l.linkname = "
                                                "'/etc/passwd'; t.addfile(l); t.close()";
        QTest::newRow("hard link") << tar + "l = tarfile.TarInfo('l'); l.type = tarfile.LNKTYPE; l.linkname = "
                                            "'/etc/passwd'; t.addfile(l); t.close()";
        QTest::newRow("device") << tar + "l = tarfile.TarInfo('l'); l.type = tarfile.CHRTYPE; t.addfile(l); t.close()";
        QTest::newRow("good file before the bad one")
            << "z = zipfile.ZipFile(path, 'w'); z.writestr('good', 'x'); z.writestr('../evil', 'x'); z.close()";
        QTest::newRow("cut short")
            << "z = zipfile.ZipFile(path, 'w'); z.writestr('a', __import__('os').urandom(100000)); z.close()\nb = "
               "open(path, 'rb').read(); open(path, 'wb').write(b[:50000])";
        QTest::newRow("a kind that needs another program") << "open(path, 'wb').write(b'LRZI\\x00\\x06' + bytes(64))";
        QTest::newRow("no archive at all") << "open(path, 'wb').write(b'this is text, no archive')";
    }
    void hostileArchives()
    {
        QFETCH(QString, code);
        const QString target = m_folder.filePath("deep/er/hostile");
        const auto done = extractArchive(made("hostile", code), target);
        QVERIFY(!done);
        QCOMPARE(done.error().kind, ErrorKind::Invalid);
        QVERIFY(!QFile::exists(target));
        QVERIFY(!QFile::exists(m_folder.filePath("deep/er/evil")) && !QFile::exists(m_folder.filePath("deep/evil")));
        QVERIFY(!QFile::exists("/tmp/hearth_evil"));
    }

    /// Names that are not UTF-8 are refused by name, before anything of the archive is kept.
    void foreignNames_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("shown");
        const QString tar = "t = tarfile.open(path, 'w', format=tarfile.GNU_FORMAT, encoding='latin-1')\n";
        // Python flags such names as UTF-8, so the bytes are exchanged for those of an older packer.
        const QString zip = "z = zipfile.ZipFile(path, 'w'); z.writestr('good.txt', 'x'); z.writestr('caf#.txt', 'x'); "
                            "z.close()\nb = open(path, 'rb').read(); open(path, 'wb').write(b.replace(b'caf#', "
                            "b'caf\\x%1'))";
        QTest::newRow("zip, code page 437") << zip.arg("82") << "caf\\x82.txt";
        QTest::newRow("zip, Latin-1") << zip.arg("e9") << "caf\\xe9.txt";
        QTest::newRow("tar, Latin-1") << tar +
                                             "i = tarfile.TarInfo('good'); t.addfile(i, io.BytesIO(b'')); i = "
                                             "tarfile.TarInfo('sub/caf\\xe9'); t.addfile(i, io.BytesIO(b'')); t.close()"
                                      << "sub/caf\\xe9";
        QTest::newRow("tar, folder") << tar + "i = tarfile.TarInfo('\\xfc/'); i.type = tarfile.DIRTYPE; t.addfile(i); "
                                              "t.close()"
                                     << "\\xfc";
        QTest::newRow("link to such a name") << tar + "l = tarfile.TarInfo('l'); l.type = tarfile.SYMTYPE; l.linkname "
                                                      "= 'caf\\xe9'; t.addfile(l); t.close()"
                                             << "l";
        QTest::newRow("cut UTF-8") << zip.arg("c3") << "caf\\xc3.txt";
    }
    void foreignNames()
    {
        QFETCH(QString, code);
        QFETCH(QString, shown);
        const QString target = m_folder.filePath("foreign");
        const QString archive = made("foreign_names", code);
        const auto done = extractArchive(archive, target);
        QVERIFY(!done);
        QCOMPARE(done.error().kind, ErrorKind::Invalid);
        QVERIFY2(done.error().message.contains(shown), qPrintable(done.error().message));
        QVERIFY(!QFile::exists(target));
        QVERIFY(!readArchiveMember(archive, "absent")); // looked through without harm
    }

    void limitsHold()
    {
        const QString bomb =
            made("bomb.zip",
                 "z = zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED); z.writestr('a', b'0' * 5_000_000); z.close()");
        ExtractLimits limits;
        limits.totalBytes = 1'000'000;
        QCOMPARE(extractArchive(bomb, m_folder.filePath("bomb"), limits).error().kind, ErrorKind::Invalid);
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(extractArchive(bomb, m_folder.filePath("bomb"), {}, stop.get_token()).error().kind,
                 ErrorKind::Cancelled);
        QVERIFY(!QFile::exists(m_folder.filePath("bomb")));
        QVERIFY(QDir().mkpath(m_folder.filePath("there")));
        QCOMPARE(extractArchive(bomb, m_folder.filePath("there")).error().kind, ErrorKind::Conflict);
    }

    void membersAndDigests()
    {
        const QString path = m_folder.filePath("w.zip");
        QVERIFY(writeZip(path, {{"a.txt", "one"}, {"b/ü.txt", "two"}}));
        QCOMPARE(*readArchiveMember(path, "b/ü.txt"), QByteArray("two"));
        QCOMPARE(readArchiveMember(path, "none").error().kind, ErrorKind::NotFound);
        QVERIFY(writeFile(m_folder.filePath("d"), "abc"));
        QCOMPARE(*fileDigest(m_folder.filePath("d")),
                 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        QCOMPARE(*fileDigest(m_folder.filePath("d"), DigestKind::Md5), "900150983cd24fb0d6963f7d28e17f72");
    }
};

QTEST_GUILESS_MAIN(TestArchive)
#include "test_archive.moc"
