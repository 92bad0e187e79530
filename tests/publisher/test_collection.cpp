// SPDX-License-Identifier: Apache-2.0
#include "publisher/dropped_files.h"
#include "publisher/product_name.h"
#include "sample_context.h"

#include "support/time_budget.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest>

using namespace hearth;
using namespace hearth::publish;

class TestCollection : public QObject
{
    Q_OBJECT

    static QStringList labels(const std::vector<FileGroup> &groups)
    {
        QStringList list;
        for (const FileGroup &one : groups)
            list.append(one.label());
        return list;
    }

    static void touch(const QString &path) { QVERIFY(writeFile(path, "x")); }

private Q_SLOTS:
    void groupsFrames_data()
    {
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("a sequence and a file")
            << QStringList{"a.1002.exr", "a.1001.exr", "b.exr"} << QStringList{"a.####.exr [1001-1002]", "b.exr"};
        QTest::newRow("one frame is a file") << QStringList{"a.1001.exr"} << QStringList{"a.1001.exr"};
        QTest::newRow("versions are no frames")
            << QStringList{"a_v001.abc", "a_v002.abc"} << QStringList{"a_v001.abc", "a_v002.abc"};
        QTest::newRow("a word that ends in v") << QStringList{"rev1.png", "rev2.png"} << QStringList{"rev#.png [1-2]"};
        QTest::newRow("without padding") << QStringList{"a.9.png", "a.10.png", "a.8.png"}
                                         << QStringList{"a.#.png [8-10]"};
        QTest::newRow("beyond the padding")
            << QStringList{"a.0999.png", "a.1000.png", "a.10000.png"} << QStringList{"a.####.png [999-10000]"};
        QTest::newRow("two paddings") << QStringList{"a.01.png", "a.02.png", "a.001.png", "a.002.png"}
                                      << QStringList{"a.###.png [1-2]", "a.##.png [1-2]"};
        QTest::newRow("non-ASCII") << QStringList{"Bär_ü.0001.exr", "Bär_ü.0002.exr"}
                                   << QStringList{"Bär_ü.####.exr [1-2]"};
        QTest::newRow("dates") << QStringList{"x20261121153000.mov", "x20261121153100.mov"}
                               << QStringList{"x20261121153000.mov", "x20261121153100.mov"};
        QTest::newRow("other numbers in the name")
            << QStringList{"sh010_a1.1001.exr", "sh010_a1.1002.exr", "sh020_a1.1001.exr", "sh020_a1.1002.exr"}
            << QStringList{"sh010_a1.####.exr [1001-1002]", "sh020_a1.####.exr [1001-1002]"};
        QTest::newRow("only numbers") << QStringList{"0001.png", "0002.png"} << QStringList{"####.png [1-2]"};
        QTest::newRow("no extension") << QStringList{"a1", "a2"} << QStringList{"a1", "a2"};
        QTest::newRow("nothing before the dot") << QStringList{".1001"} << QStringList{".1001"};
    }

    void groupsFrames()
    {
        QFETCH(QStringList, names);
        QFETCH(QStringList, expected);
        QCOMPARE(labels(groupFiles("/in", names)), expected);
    }

    void listsGaps()
    {
        QStringList names = support::frameNames("p.", 1001, 1100, ".exr");
        names.removeAll("p.1004.exr");
        for (int frame = 1050; frame <= 1060; ++frame)
            names.removeAll(QStringLiteral("p.%1.exr").arg(frame));
        const std::vector<FileGroup> groups = groupFiles("/in", names);
        QCOMPARE(groups.size(), std::size_t(1));
        QCOMPARE(groups[0].gaps(), (std::vector<FrameRange>{{1004, 1004}, {1050, 1060}}));
        QCOMPARE(longestWhole(groups[0]), (FrameRange{1005, 1049}));
        QCOMPARE(groups[0].within({1005, 1049}).names.size(), 45);
    }

    void manyFramesAreQuick()
    {
        QStringList names = support::frameNames("plate_", 1, 10'000, ".exr", 6);
        for (int n = 9'990; n > 0; n -= 13)
            names.removeAt(n);
        QElapsedTimer timer;
        timer.start();
        const std::vector<FileGroup> groups = groupFiles("/in", names);
        QCOMPARE(groups.size(), std::size_t(1));
        QCOMPARE(groups[0].gaps().size(), std::size_t(769));
        QVERIFY2(timer.elapsed() < support::allowed(500), qPrintable(QString::number(timer.elapsed())));
    }

    void walksFolders()
    {
        QTemporaryDir top;
        const QString in = top.filePath("in ü");
        for (const char *name : {"/a.1001.exr", "/a.1002.exr", "/.hidden", "/x.tmp", "/y~", "/scene.blend1",
                                 "/sub/model.glb", "/.git/config", "/Thumbs.db"})
            touch(in + name);
        QVERIFY(QFile::link(in, in + "/sub/loop"));
        const Result<Dropped> dropped = readDropped({in, in + "/a.1001.exr"});
        QVERIFY(dropped);
        QCOMPARE(labels(dropped->groups), (QStringList{"a.####.exr [1001-1002]", "model.glb"}));
        QCOMPARE(dropped->skipped, 5);
        QCOMPARE(readDropped({in + "/none"}).error().kind, ErrorKind::NotFound);
        QCOMPARE(readDropped({in}, {16, 3}).error().kind, ErrorKind::Invalid);
        QCOMPARE(readDropped({in}, {0, 300}).error().kind, ErrorKind::Invalid);
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(readDropped({in}, {}, stop.get_token()).error().kind, ErrorKind::Cancelled);
    }

    void suggestsCreators_data()
    {
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<QString>("type");
        QTest::newRow("glb") << QStringList{"a.GLB"} << "model";
        QTest::newRow("exr sequence") << QStringList{"a.1.exr", "a.2.exr"} << "plate";
        QTest::newRow("still") << QStringList{"a.png"} << "image";
        QTest::newRow("movie") << QStringList{"a.mov"} << "review";
        QTest::newRow("sound") << QStringList{"a.wav"} << "audio";
        QTest::newRow("scene") << QStringList{"a.kra"} << "workfile";
        QTest::newRow("nothing") << QStringList{"a.qqq"} << "";
    }

    void suggestsCreators()
    {
        QFETCH(QStringList, names);
        QFETCH(QString, type);
        const Creator *creator = suggestCreator(builtinCreators(), groupFiles("/in", names).front());
        QCOMPARE(creator ? creator->productType : QString(), type);
    }

    void studioCreatorsComeFirst()
    {
        const QJsonObject settings{
            {"simple_creators",
             QJsonArray{QJsonObject{{"product_base_type", "model"},
                                    {"label", "Geometry"},
                                    {"extensions", QJsonArray{".abc"}},
                                    {"default_variants", QJsonArray{"Proxy"}},
                                    {"allow_multiple_items", true},
                                    {"product_type_items", QJsonArray{QJsonObject{{"product_type", "geo"}}}}}}}};
        const std::vector<Creator> creators = creatorsFrom(settings);
        const Creator *found = suggestCreator(creators, groupFiles("/in", {"a.abc"}).front());
        QVERIFY(found);
        QCOMPARE(found->identifier, "settings_model");
        QCOMPARE(found->productType, "geo");
        QCOMPARE(found->variants, QStringList{"Proxy"});
        // The studio's creator lists no glb; its type is still what a glb is.
        QCOMPARE(suggestCreator(creators, groupFiles("/in", {"a.glb"}).front()), found);
        QVERIFY(creatorOfType(creators, "audio"));
    }

    void severalFormsOfOneProduct()
    {
        const PublishContext context = support::sampleContext();
        const Result<std::vector<Instance>> made =
            makeInstances(context, groupFiles("/in", {"hero.glb", "hero.fbx", "hero.wav"}));
        QVERIFY(made);
        QCOMPARE(made->size(), std::size_t(2));
        QCOMPARE(made->front().representations.size(), std::size_t(2));
        QCOMPARE(made->front().productName, "modelMain");
        Instance one = made->front();
        addRepresentation(one, groupFiles("/in", {"other.glb"}).front());
        QCOMPARE(one.representations.back().name, "glb_2");
        QCOMPARE(one.representations.back().outputName, "2");
        const Result<std::vector<Instance>> two =
            makeInstances(context, groupFiles("/in", {"hero.glb", "old_tree.glb"}));
        QCOMPARE(two->at(1).productName, "modelOld_tree");
        const auto together =
            makeInstances(context, groupFiles("/in", {"sc_v001.fbx", "out.glb", "more.glb"}), "model", "Main");
        QVERIFY2(together, together ? "" : qPrintable(together.error().message));
        QCOMPARE(together->size(), std::size_t(2)); // a second GLB is no other form of the first
        QCOMPARE(together->front().representations.size(), std::size_t(2));
        QCOMPARE(makeInstances(context, groupFiles("/in", {"a.qqq"})).error().kind, ErrorKind::Invalid);
        QCOMPARE(makeInstances(context, groupFiles("/in", {"a.qqq"}), "rig")->front().productName, "rigMain");
    }

    void namesProducts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("name");
        QTest::newRow("plain") << "{product[type]}{variant}"
                               << "rendermain";
        QTest::newRow("capital first") << "{family}{Variant}"
                                       << "renderMain";
        QTest::newRow("capitals") << "{FAMILY}_{TASK}"
                                  << "RENDER_COMP";
        QTest::newRow("bare task") << "{product[type]}{Task}{Variant}"
                                   << "renderCompMain";
        QTest::newRow("nested") << "S_{folder[name]}_{Task[name]}"
                                << "S_sh010_Comp";
        QTest::newRow("optional") << "{product[type]}{Variant}<_{Aov}>"
                                  << "renderMain";
        QTest::newRow("missing") << "{renderlayer}"
                                 << "";
    }

    void namesProducts()
    {
        QFETCH(QString, text);
        QFETCH(QString, name);
        const ProductNameData data{"render",      "render", "main",          "sh010",   "comp",
                                   "Compositing", "cmp",    "traypublisher", "lantern", "lan"};
        QCOMPARE(fillProductName(text, data).value_or(QString()), name);
    }

    void nameTemplatesFollowProfiles()
    {
        ProductNameData data{"render",      "render", "Main",          "sh010",   "comp",
                             "Compositing", "cmp",    "traypublisher", "lantern", "lan"};
        const QJsonArray profiles{QJsonObject{{"product_types", QJsonArray{"render"}}, {"template", "A"}},
                                  QJsonObject{{"product_types", QJsonArray{"render"}},
                                              {"task_types", QJsonArray{"Comp.*"}},
                                              {"template", "B"}}};
        const QJsonObject settings{
            {"tools", QJsonObject{{"creator", QJsonObject{{"product_name_profiles", profiles}}}}}};
        QCOMPARE(productNameTemplate(settings, data), "B");
        data.taskName.clear();
        QCOMPARE(productNameTemplate(settings, data), "A");
        QCOMPARE(productNameTemplate({}, data), "{product[type]}{Task[name]}{Variant}<_{Aov}>");
        QCOMPARE(fillProductName(productNameTemplate({}, data), data).error().kind, ErrorKind::Invalid);
    }

    void repairsNames()
    {
        QCOMPARE(repairedName("Über Held (neu)"), "Uber_Held_neu");
        QCOMPARE(repairedName("Straße.2"), "Strasse.2");
        QCOMPARE(repairedName("漢字"), "");
        QVERIFY(isProductName("modelMain.2"));
        QVERIFY(!isProductName("model Main"));
        QVERIFY(!isProductName("model\n"));
        QVERIFY(!isProductName("ümodel"));
    }
};

QTEST_APPLESS_MAIN(TestCollection)
#include "test_collection.moc"
