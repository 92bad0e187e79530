// SPDX-License-Identifier: Apache-2.0
#include "anatomy/anatomy.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

using namespace hearth;
using namespace hearth::anatomy;

namespace
{
QJsonObject context()
{
    return {{"project", QJsonObject{{"name", "lantern"}, {"code", "lan"}}},
            {"folder", QJsonObject{{"name", "hero"}, {"parents", QJsonArray{"assets", "chars"}}}},
            {"hierarchy", "assets/chars"},
            {"task", QJsonObject{{"name", "modeling"}, {"type", "Modeling"}}},
            {"user", QJsonObject{{"name", "anna"}}},
            {"version", 3},
            {"ext", "blend"},
            {"empty", QJsonValue::Null}};
}

QJsonObject config()
{
    const QJsonObject common{{"version_padding", 3},
                             {"version", "v{version:0>{@version_padding}}"},
                             {"loop", "{@other}"},
                             {"other", "{@loop}"}};
    const QJsonObject work{
        {"default",
         QJsonObject{{"directory", "{root[work]}/{project[name]}/{hierarchy}/{folder[name]}/work/{task[name]}"},
                     {"file", "{project[code]}_{folder[name]}_{task[name]}_{@version}<_{comment}>.{ext}"}}},
        {"looping", QJsonObject{{"directory", "{root[work]}/{@loop}"}, {"file", "x"}}},
        {"escaping", QJsonObject{{"directory", "{root[work]}/../{project[name]}"}, {"file", "x"}}},
        {"lacking", QJsonObject{{"directory", "{root[work]}/{nowhere}"}, {"file", "x"}}}};
    return {{"roots", QJsonObject{{"work", QJsonObject{{"windows", "C:/projects"},
                                                       {"linux", "/mnt/share/projects"},
                                                       {"darwin", "/Volumes/projects"}}}}},
            {"templates", QJsonObject{{"common", common}, {"work", work}}}};
}
/// The recorded anatomy that servers give, in the form a project has it.
QJsonObject defaultConfig()
{
    QFile file(qEnvironmentVariable("HEARTH_SOURCE_DIR") + QStringLiteral("/tests/anatomy/default_anatomy.json"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QJsonObject anatomy = QJsonDocument::fromJson(file.readAll()).object();
    const auto byName = [](const QJsonValue &list) {
        QJsonObject made;
        for (const QJsonValue &value : list.toArray()) {
            QJsonObject item = value.toObject();
            made.insert(item.take(QLatin1String("name")).toString(), item);
        }
        return made;
    };
    QJsonObject templates;
    QJsonObject common;
    const QJsonObject given = anatomy.value("templates").toObject();
    for (auto it = given.begin(); it != given.end(); ++it)
        if (it.value().isArray())
            templates.insert(it.key(), byName(it.value()));
        else
            common.insert(it.key(), it.value());
    templates.insert("common", common);
    return {{"roots", byName(anatomy.value("roots"))}, {"templates", templates}};
}
} // namespace

class TestAnatomy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fills_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<bool>("isSolved");
        QTest::newRow("plain key") << "{ext}"
                                   << "blend" << true;
        QTest::newRow("nested key") << "{project[code]}"
                                    << "lan" << true;
        QTest::newRow("list index") << "{folder[parents][1]}"
                                    << "chars" << true;
        QTest::newRow("zero padded number") << "v{version:0>3}"
                                            << "v003" << true;
        QTest::newRow("padded with the zero flag") << "{version:04d}"
                                                   << "0003" << true;
        QTest::newRow("left aligned text") << "{ext:_<7}|"
                                           << "blend__|" << true;
        QTest::newRow("centred text") << "{ext:*^7}"
                                      << "*blend*" << true;
        QTest::newRow("name of a thing") << "{user}"
                                         << "anna" << true;
        QTest::newRow("first letter upper") << "{Task[name]}"
                                            << "Modeling" << true;
        QTest::newRow("all upper") << "{TASK[name]}"
                                   << "MODELING" << true;
        QTest::newRow("optional part with its key") << "a<_{ext}>"
                                                    << "a_blend" << true;
        QTest::newRow("optional part without its key") << "a<_{comment}>b"
                                                       << "ab" << true;
        QTest::newRow("optional part with a null") << "a<_{empty}>b"
                                                   << "ab" << true;
        QTest::newRow("brackets without a key stay") << "a<b>"
                                                     << "a<b>" << true;
        QTest::newRow("optional inside optional") << "a<_{ext}<.{frame}>>"
                                                  << "a_blend" << true;
        QTest::newRow("missing key") << "{nowhere}"
                                     << "{nowhere}" << false;
        QTest::newRow("format that does not fit") << "{ext:d}"
                                                  << "{ext:d}" << false;
        QTest::newRow("brace left open") << "a{ext"
                                         << "a{ext" << false;
        QTest::newRow("absurd width") << "{version:0>999999999}"
                                      << "{version:0>999999999}" << false;
        QTest::newRow("an opening bracket that nothing closes") << "a<b{ext}"
                                                                << "a<bblend" << true;
        QTest::newRow("names beyond ASCII") << "é{ext}ü"
                                            << "éblendü" << true;
    }
    void fills()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QFETCH(bool, isSolved);
        const Filled filled = fill(text, context());
        QCOMPARE(filled.text, expected);
        QCOMPARE(filled.isSolved, isSolved);
    }

    void usedValuesAreOnlyThoseUsed()
    {
        const QJsonObject expected{{"project", QJsonObject{{"code", "lan"}}}, {"version", 3}};
        QCOMPARE(fill("{project[code]}_{version:0>3}<_{comment}>", context()).used, expected);
    }

    /// The templates that every studio starts with, on every system: what the contract says they come to.
    void defaultTemplates_data()
    {
        QTest::addColumn<QString>("category");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("expected");
        const QString folder = QStringLiteral("/lantern/assets/chars/hero");
        const QString version = folder + "/publish/model/modelMain/v003/";
        const QString product = QStringLiteral("lan_hero_modelMain_");
        const auto row = [](const char *category, const char *name, const QString &expected) {
            QTest::newRow((QByteArray(category) + ' ' + name).constData())
                << QString::fromLatin1(category) << QString::fromLatin1(name) << expected;
        };
        row("work", "default", folder + "/work/modeling/lan_hero_modeling_v003_rough.blend");
        row("work", "unreal", "/lantern/unreal/modeling/lan_hero.blend");
        row("publish", "default", version + product + "v003_proxy.1001_1002.blend");
        row("publish", "render", version + product + "v003_proxy.1001.blend");
        row("publish", "online", version + "plate.1001_1002.blend");
        row("publish", "source", "/incoming/day one/plate.blend");
        row("publish", "maya2unreal", folder + "/publish/model/modelMain_v003_proxy.1001.blend");
        row("publish", "simpleUnrealTexture", folder + "/publish/model/v003/plate_v003.blend");
        row("publish", "simpleUnrealTextureHero", folder + "/publish/model/hero/plate.blend");
        row("publish", "unrealuasset", version + "plate.blend");
        row("hero", "default", folder + "/publish/model/modelMain/hero/" + product + "hero_proxy.1001_1002.blend");
    }
    void defaultTemplates()
    {
        QFETCH(QString, category);
        QFETCH(QString, name);
        QFETCH(QString, expected);
        QJsonObject data = context();
        data.insert("product", QJsonObject{{"name", "modelMain"}, {"type", "model"}});
        const QJsonObject more{
            {"comment", "rough"}, {"output", "proxy"},           {"frame", 1001},
            {"udim", 1002},       {"originalBasename", "plate"}, {"originalDirname", "incoming/day one"}};
        for (auto it = more.begin(); it != more.end(); ++it)
            data.insert(it.key(), it.value());
        const std::pair<Platform, QString> systems[] = {{Platform::Linux, "/mnt/share/projects"},
                                                        {Platform::Windows, "C:/projects"},
                                                        {Platform::Darwin, "/Volumes/projects"}};
        const QJsonObject whole = defaultConfig();
        QVERIFY(whole.value("templates").toObject().value(category).toObject().contains(name));
        for (const auto &[platform, root] : systems) {
            const auto path = Anatomy(whole, platform).path(category, name, data);
            QVERIFY2(path, path ? "" : qPrintable(path.error().message));
            QCOMPARE(path->path(), root + expected);
            QCOMPARE(path->rootless, "{root[work]}" + expected);
        }
    }

    void everyDefaultTemplateIsCheckedAbove()
    {
        const QJsonObject templates = defaultConfig().value("templates").toObject();
        qsizetype count = 0;
        for (const char *category : {"work", "publish", "hero", "delivery", "staging", "others"})
            count += templates.value(QLatin1String(category)).toObject().size();
        QCOMPARE(count, 11);
    }

    void optionalPartsOfTheDefaultsGo()
    {
        QJsonObject data = context();
        data.insert("product", QJsonObject{{"name", "modelMain"}, {"type", "model"}});
        const Anatomy whole(defaultConfig(), Platform::Linux);
        QCOMPARE(whole.path("work", "default", data)->file, "lan_hero_modeling_v003.blend");
        QCOMPARE(whole.path("publish", "default", data)->file, "lan_hero_modelMain_v003.blend");
    }

    void workPath_data()
    {
        QTest::addColumn<Platform>("platform");
        QTest::addColumn<QString>("root");
        QTest::newRow("linux") << Platform::Linux << "/mnt/share/projects";
        QTest::newRow("windows") << Platform::Windows << "C:/projects";
        QTest::newRow("darwin") << Platform::Darwin << "/Volumes/projects";
    }
    void workPath()
    {
        QFETCH(Platform, platform);
        QFETCH(QString, root);
        const auto path = Anatomy(config(), platform).path("work", "default", context());
        QVERIFY(path);
        QCOMPARE(path->path(), root + "/lantern/assets/chars/hero/work/modeling/lan_hero_modeling_v003.blend");
        QCOMPARE(path->rootless, "{root[work]}/lantern/assets/chars/hero/work/modeling/lan_hero_modeling_v003.blend");
    }

    void siteRootWinsAndEnvironmentFills()
    {
        const Anatomy anatomy(config(), Platform::Linux, {{"work", "{HOME_DIR}/Projects/"}}, {{"HOME_DIR", "/home/a"}});
        QCOMPARE(anatomy.roots().value("work"), "/home/a/Projects");
        QCOMPARE(anatomy.rootless("/home/a/Projects/x/y.blend"), std::optional<QString>("{root[work]}/x/y.blend"));
        QCOMPARE(anatomy.rootless("c:\\PROJECTS\\x\\y.blend"), std::optional<QString>("{root[work]}/x/y.blend"));
        QVERIFY(!anatomy.rootless("/home/a/Projectsx/y"));
        QCOMPARE(anatomy.absolute("{root[work]}/x"), "/home/a/Projects/x");
    }

    void bracketsDoNotNestWithoutEnd()
    {
        for (const int depth : {3, 40, 60'000}) {
            const QString text = QString(depth, u'<') + QStringLiteral("{ext}") + QString(depth, u'>');
            const Filled filled = fill(text, context());
            QVERIFY(filled.text.contains("blend") || !filled.isSolved);
            QCOMPARE(filled.text == "blend", depth == 3);
        }
        QVERIFY(!fill(QString(100'000, u'a'), context()).isSolved);
    }

    void referencesDoNotGrowWithoutEnd()
    {
        QJsonObject item{{"x0", QString(60'000, u'a')}};
        for (int n = 1; n < 8; ++n)
            item.insert(QStringLiteral("x%1").arg(n), QStringLiteral("{@x%1}").arg(n - 1).repeated(2000));
        const auto resolved = resolveReferences(QStringLiteral("{@x7}"), item, {});
        QVERIFY(!resolved);
        QCOMPARE(resolved.error().kind, ErrorKind::Invalid);
    }

    void oldNamesOfTemplates_data()
    {
        QTest::addColumn<QString>("category");
        QTest::addColumn<QString>("old");
        QTest::addColumn<QString>("name");
        QTest::newRow("work") << "work"
                              << "work"
                              << "default";
        QTest::newRow("publish") << "publish"
                                 << "publish"
                                 << "default";
        QTest::newRow("publish_render") << "publish"
                                        << "publish_render"
                                        << "render";
    }

    void oldNamesOfTemplates()
    {
        QFETCH(QString, category);
        QFETCH(QString, old);
        QFETCH(QString, name);
        const Anatomy anatomy(defaultConfig(), Platform::Linux);
        const Result<QString> today = anatomy.pathTemplate(category, name);
        QVERIFY(today && !today->isEmpty());
        QCOMPARE(anatomy.pathTemplate(category, old).value_or(QString()), *today);
        QCOMPARE(anatomy.pathTemplate(category, category + "_absent").error().kind, ErrorKind::NotFound);
    }

    void aTemplateOfAnOldNameIsItself()
    {
        QJsonObject own = config();
        QJsonObject templates = own.value("templates").toObject();
        QJsonObject work = templates.value("work").toObject();
        work.insert("work", QJsonObject{{"directory", "{root[work]}/own"}, {"file", "x"}});
        templates.insert("work", work);
        own.insert("templates", templates);
        QCOMPARE(Anatomy(own, Platform::Linux).pathTemplate("work", "work").value_or(QString()), "{root[work]}/own/x");
    }

    void refusals_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("a template that refers to itself") << "looping" << ErrorKind::Invalid;
        QTest::newRow("a path that leaves its root") << "escaping" << ErrorKind::Invalid;
        QTest::newRow("a key the context lacks") << "lacking" << ErrorKind::Invalid;
        QTest::newRow("no such template") << "absent" << ErrorKind::NotFound;
    }
    void refusals()
    {
        QFETCH(QString, name);
        QFETCH(ErrorKind, kind);
        const auto path = Anatomy(config(), Platform::Linux).path("work", name, context());
        QVERIFY(!path);
        QCOMPARE(path.error().kind, kind);
        QVERIFY(!path.error().message.isEmpty());
    }

    void workfileNames_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("version");
        QTest::addColumn<QString>("comment");
        QTest::newRow("version three") << "lan_hero_modeling_v003.blend" << 3 << "";
        QTest::newRow("with a comment") << "lan_hero_modeling_v012_thin handle.blend" << 12 << "thin handle";
        QTest::newRow("four digits") << "lan_hero_modeling_v1000.blend" << 1000 << "";
        QTest::newRow("another task") << "lan_hero_rigging_v003.blend" << -1 << "";
        QTest::newRow("a backup file") << "lan_hero_modeling_v003.blend1~x/" << -1 << "";
    }
    void workfileNames()
    {
        QFETCH(QString, file);
        QFETCH(int, version);
        QFETCH(QString, comment);
        const Anatomy anatomy(config(), Platform::Linux);
        const auto name = matchWorkfile(file, *anatomy.fileTemplate("work", "default"), context(), Platform::Linux);
        QCOMPARE(name ? name->version : -1, version);
        QCOMPARE(name ? name->comment : QString(), comment);
    }

    void normalizes()
    {
        QCOMPARE(normalizedPath("/a//b/"), "/a/b");
        QCOMPARE(normalizedPath("\\\\share\\x\\\\y"), "//share/x/y");
        QCOMPARE(normalizedPath("/"), "/");
    }
};

QTEST_APPLESS_MAIN(TestAnatomy)
#include "test_anatomy.moc"
