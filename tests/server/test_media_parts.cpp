// SPDX-License-Identifier: Apache-2.0
#ifndef Q_MOC_RUN // moc does not read the standard library's concepts
#include "server/addons/settings_schema.h"
#include "server/child/run_child.h"
#include "server/media/media_store.h"
#include "server/media/media_tools.h"
#include "server/media/picture.h"
#include "server/media/served_file.h"
#include "server/secret_box.h"
#include "support/scratch_store.h"
#endif

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace hearth::server;

namespace
{

std::string bytes(std::initializer_list<int> values)
{
    std::string made;
    for (const int value : values)
        made.push_back(static_cast<char>(value));
    return made;
}

// Signature and header of a PNG, then the name of a chunk.
std::string pngStart(int width, const char *chunk)
{
    std::string made = "\x89PNG\r\n\x1a\n";
    made += bytes({0, 0, 0, 13});
    made += "IHDR";
    made += bytes({0, 0, width >> 8, width & 255, 0, 0, 0, 7, 8, 2, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 1});
    return made + chunk + "x1234";
}

} // namespace

class TestMediaParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void picturesAreKnownByTheirContent()
    {
        const auto png = pictureKind(pngStart(600, "IDAT"));
        QVERIFY(png.has_value());
        QCOMPARE(png->width, 600u);
        QCOMPARE(png->height, 7u);
        QCOMPARE(QLatin1String(png->mime), QLatin1String("image/png"));
        QVERIFY2(!pictureKind(pngStart(600, "tEXt")), "a PNG without an image");
        QVERIFY2(!pictureKind(pngStart(0, "IDAT")), "a picture without a width");
        QVERIFY(!pictureKind("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"));
        QVERIFY(!pictureKind(""));
        const std::string jpeg = bytes(
            {0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1, 0xff, 0xc0, 0, 11, 8, 0, 20, 0, 30, 1, 1, 1, 0, 0xff, 0xda, 0, 2});
        const auto photo = pictureKind(jpeg);
        QVERIFY(photo.has_value());
        QCOMPARE(photo->width, 30u);
        QCOMPARE(photo->height, 20u);
        QVERIFY2(!pictureKind(jpeg.substr(0, 15)), "a JPEG that breaks off");
        for (std::size_t length = 0; length <= jpeg.size(); ++length) // nothing is read past the end
            (void)pictureKind(jpeg.substr(0, length));
    }

    void sizesThatFit()
    {
        const PictureKind wide = fitted({"image/png", 1000, 333}, 500);
        QCOMPARE(wide.width, 500u);
        QCOMPARE(wide.height, 166u);
        QCOMPARE(fitted({"image/png", 4000, 1}, 500).height, 2u);
    }

    void namesFromOutside()
    {
        QCOMPARE(QString::fromStdString(safeFileName("../../etc/pass\"wd\r\n")), QStringLiteral("passwd"));
        QCOMPARE(safeFileName("n\xc3\xb6te.txt"), std::string("n\xc3\xb6te.txt"));
        QCOMPARE(safeFileName("n\xf6te.txt"), std::string("n\xc3\xb6te.txt")); // as Python's clients write headers
        std::string longName = "x";
        for (int i = 0; i < 200; ++i)
            longName += "\xc3\xb6";
        QCOMPARE(safeFileName(longName), longName.substr(0, 255));             // 1 + 2 * 127
        QCOMPARE(safeFileName('x' + longName), 'x' + longName.substr(0, 253)); // no half of a character
        QVERIFY(safeFileName("..").empty());
        QVERIFY(safeFileName("a/..").empty());
        QCOMPARE(QString::fromStdString(mimeOf("Image/PNG; charset=x")), QStringLiteral("image/png"));
        QVERIFY(mimeOf("text/html\r\nX: y").empty());
        QVERIFY(mimeOf("nonsense").empty());
        QCOMPARE(QString::fromStdString(httpDate("2026-01-31T10:20:30.123456+00:00")),
                 QStringLiteral("Sat, 31 Jan 2026 10:20:30 GMT"));
    }

    void whatNoRowNamesIsSwept()
    {
        QTemporaryDir folder;
        const MediaStore store(folder.path().toStdString());
        const std::string kept = store.write("kept");
        const std::string lost = store.write("lost");
        QVERIFY(!kept.empty() && !lost.empty() && kept != lost);
        store.sweep({kept}, std::chrono::hours(1));
        QVERIFY2(QFile::exists(QString::fromStdString(store.path(lost))), "an upload under way stays");
        store.sweep({kept}, std::chrono::seconds(-5));
        QVERIFY(!QFile::exists(QString::fromStdString(store.path(lost))));
        QVERIFY(QFile::exists(QString::fromStdString(store.path(kept))));
        QVERIFY(store.take("/nowhere/at/all").empty());
    }

    void withoutTools()
    {
        const MediaTools none("/nowhere");
        std::string scaled;
        QCOMPARE(none.scale("/dev/null", {"image/png", 900, 900}, scaled), MediaTools::Scaling::NoTool);
        QVERIFY(!none.probe("/dev/null"));
        QVERIFY(none.still("/dev/null", 0).empty());
        QVERIFY2(none.scale("/dev/null", {"image/png", 100000, 100000}, scaled) == MediaTools::Scaling::Undecodable,
                 "a picture made to exhaust the memory");
    }

    void aChildIsConfined()
    {
        const auto run = [](const std::string &script) {
            ChildOrder order{{"/bin/sh", "-c", script}};
            order.patience = std::chrono::milliseconds(500);
            order.outputLimit = 1000;
            return runChild(order);
        };
        QCOMPARE(QString::fromStdString(run("echo hello").output), QStringLiteral("hello\n"));
        QVERIFY(run("exit 3").end == ChildOutcome::End::Failed);
        QVERIFY(run("while :; do :; done").end == ChildOutcome::End::TimedOut);
        QVERIFY(run("while :; do echo xxxxxxxxxxxxxxxxxxxx; done").end == ChildOutcome::End::TooMuch);
        QVERIFY(run("echo \"$HOME$HEARTH_BIN_DIR\"").output == "\n");
        QVERIFY(run("/bin/true; /bin/true").end == ChildOutcome::End::Failed);
        QTemporaryDir folder;
        const std::string file = folder.path().toStdString() + "/x";
        QVERIFY(run("echo x > " + file).end == ChildOutcome::End::Failed);
        QVERIFY(!QFile::exists(QString::fromStdString(file)));
        QVERIFY(runChild({{"/nowhere/at/all"}}).end == ChildOutcome::End::Missing);
    }

    void secretsNeedTheirKey()
    {
        QTemporaryDir folder;
        const std::string file = folder.path().toStdString() + "/k";
        SecretBox box(file);
        QVERIFY2(!box.open("abcd"), "nothing opens before there is a key");
        const auto sealed = box.seal("quiet");
        QVERIFY(sealed && sealed->find("quiet") == std::string::npos);
        QVERIFY(*box.seal("quiet") != *sealed);
        QCOMPARE(QString::fromStdString(SecretBox(file).open(*sealed).value_or("")), QStringLiteral("quiet"));
        std::string changed = *sealed;
        changed[10] = changed[10] == 'A' ? 'B' : 'A';
        QVERIFY(!box.open(changed));
        QVERIFY(!box.open("not base64 !"));
        SecretBox other(folder.path().toStdString() + "/k2");
        QVERIFY(other.seal("x"));
        QVERIFY(!other.open(*sealed));
        QVERIFY2(!SecretBox("/nowhere/at/all").seal("x"), "a key that cannot be made");
    }

    void settingsFitTheirSchema()
    {
        const auto schema = hearth::jsontext::parseObject(
            "{\"properties\":{\"size\":{\"type\":\"integer\",\"minimum\":1,\"exclusiveMaximum\":9},\"list\":{\"type\":"
            "\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}}}}}}");
        const auto misfit = [&schema](const char *values) {
            return QString::fromStdString(misfitOf(schema, hearth::jsontext::parseObject(values)));
        };
        QCOMPARE(misfit("{\"size\":8,\"unknown\":{},\"list\":[{\"name\":\"x\"}]}"), QString());
        QCOMPARE(misfit("{\"size\":9}"), QStringLiteral("size: the value is too large"));
        QCOMPARE(misfit("{\"size\":\"1\"}"), QStringLiteral("size: the value is no integer"));
        QCOMPARE(misfit("{\"list\":[{\"name\":\"x\"},{\"name\":1}]}"),
                 QStringLiteral("list.1.name: the value is no string"));
    }
};

QTEST_GUILESS_MAIN(TestMediaParts)
#include "test_media_parts.moc"
