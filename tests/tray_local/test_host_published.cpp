// SPDX-License-Identifier: Apache-2.0
#include "publisher/sample_context.h"
#include "tray/local/host_endpoint.h"
#include "tray/local/host_library.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::tray_local;

namespace
{

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject edges(const QJsonArray &nodes)
{
    QJsonArray made;
    for (const QJsonValue &one : nodes)
        made.append(QJsonObject{{"node", one}});
    return {{"edges", made}};
}

QJsonObject representation(const QString &version, const QString &name)
{
    const QString file = QStringLiteral("{root[work]}/lantern/hero_%1.%2").arg(version, name);
    return {{"id", version + name}, {"versionId", version},
            {"name", name},         {"allAttrib", "{}"},
            {"context", "{}"},      {"files", QJsonArray{QJsonObject{{"name", "f"}, {"path", file}, {"size", "12"}}}}};
}

QJsonObject version(const QString &id, int number)
{
    return {{"id", id}, {"version", number}, {"author", "anna"}, {"allAttrib", R"({"comment":"rounder"})"}};
}

/// A project in memory with one product of two versions: v1 as blend and glb, v2 only as blend.
class StudioInMemory final : public client::Transport
{
public:
    QStringList asked;

    Job<client::Response> send(client::Request request) override
    {
        client::Response answer{404, "{}", {}, request.url};
        const QString path = request.url.path();
        const QString text = QString::fromUtf8(request.body);
        if (path == QLatin1String("/api/projects/lantern")) {
            answer.status = 200;
            answer.body =
                json({{"name", "lantern"}, {"code", "lan"}, {"config", support::sampleContext().project.config}});
        } else if (path == QLatin1String("/graphql")) {
            answer.status = 200;
            answer.body = json({{"data", QJsonObject{{"project", answerTo(text)}}}});
        }
        return finishedJob<client::Response>(answer);
    }
    Job<client::Response> download(client::Request, client::DownloadStart, client::DownloadSink) override { return {}; }

private:
    QJsonObject answerTo(const QString &text)
    {
        const auto isAbout = [&](const char *word) {
            const bool is = text.contains(QStringLiteral("query ") + QLatin1String(word));
            if (is)
                asked.append(QLatin1String(word));
            return is;
        };
        if (isAbout("FolderContext"))
            return {{"folders", edges({QJsonObject{{"id", QString(32, u'f')},
                                                   {"name", "hero"},
                                                   {"path", "assets/hero"},
                                                   {"folderType", "Asset"},
                                                   {"tasks", edges({})}}})}};
        if (isAbout("Products"))
            return {{"products", edges({QJsonObject{{"id", "p"},
                                                    {"name", "modelMain"},
                                                    {"productType", "model"},
                                                    {"versions", edges({version("v1", 1), version("v2", 2)})}}})}};
        if (isAbout("Loaded"))
            return loaded(text);
        QJsonArray found;
        isAbout("Details");
        for (const auto &[id, name] : {std::pair{"v1", "blend"}, {"v1", "glb"}, {"v2", "blend"}})
            if (text.contains(QStringLiteral("\"%1\"").arg(QLatin1String(id))))
                found.append(representation(QLatin1String(id), QLatin1String(name)));
        return {{"representations", edges(found)}, {"versions", edges({})}};
    }

    static QJsonObject loaded(const QString &text)
    {
        const QJsonObject latest{{"id", "v2"}, {"version", 2}};
        QJsonArray found;
        for (const auto &[id, name, number] : {std::tuple{"v1", "blend", 1}, {"v1", "glb", 1}, {"v2", "blend", 2}}) {
            QJsonObject one = representation(QLatin1String(id), QLatin1String(name));
            if (!text.contains(u'"' + one.value("id").toString() + u'"'))
                continue;
            one.insert("version", QJsonObject{{"version", number},
                                              {"product", QJsonObject{{"name", "modelMain"},
                                                                      {"productType", "model"},
                                                                      {"folder", QJsonObject{{"path", "assets/hero"}}},
                                                                      {"latestVersion", latest}}}});
            found.append(one);
        }
        return {{"representations", edges(found)}};
    }
};
} // namespace

class TestHostPublished : public QObject
{
    Q_OBJECT

    StudioInMemory m_studio;
    SystemClock m_clock;
    launch::ApplicationDefinitions m_definitions;
    launch::Launcher m_launcher{
        launch::LaunchSurroundings{&m_definitions, nullptr, nullptr, &m_clock, {}, {}, {}, {}, Platform::Linux, {}}};

    HostLaunch hero()
    {
        const client::Server server(m_studio, QUrl("http://studio.invalid"), {});
        return {{server, "anna", {}}, "lantern", QString(32, u'f'), "/assets/hero", "t",
                "modeling",           "blender", "blender/3-4"};
    }

private Q_SLOTS:
    void init() { m_studio.asked.clear(); }

    void aFolderListsItsFilesAsTheyLieHere()
    {
        const Result<QJsonValue> told = listPublished(m_launcher, hero(), {});
        QVERIFY2(told, qPrintable(told ? QString() : told.error().message));
        QCOMPARE(told->toObject().value("folderPath").toString(), "/assets/hero");
        const QJsonArray versions =
            told->toObject().value("products").toArray().first().toObject().value("versions").toArray();
        QCOMPARE(versions.size(), 2);
        const QJsonObject newest = versions.first().toObject();
        QCOMPARE(newest.value("name").toString(), "v002");
        QCOMPARE(newest.value("comment").toString(), "rounder");
        const QJsonObject blend = newest.value("representations").toArray().first().toObject();
        QCOMPARE(blend.value("path").toString(), "/mnt/share/projects/lantern/hero_v2.blend");
        QCOMPARE(blend.value("isHere").toBool(true), false);
        QCOMPARE(versions.last().toObject().value("representations").toArray().size(), 2);
        QCOMPARE(m_studio.asked, (QStringList{"FolderContext", "Products", "Details"}));
    }

    void aRepresentationIsFoundByIdOrByName()
    {
        const auto path = [this](const QJsonObject &parameters) {
            const Result<QJsonValue> told = resolvePublished(m_launcher, hero(), parameters);
            return told ? told->toObject().value("path").toString() : told.error().message;
        };
        QCOMPARE(path({{"representation", "v1glb"}}), "/mnt/share/projects/lantern/hero_v1.glb");
        QCOMPARE(path({{"version", "v2"}, {"name", "blend"}}), "/mnt/share/projects/lantern/hero_v2.blend");
        QVERIFY(path({{"version", "v2"}, {"name", "glb"}}).contains("not published any more"));
        QVERIFY(path({{"representation", "gone"}}).contains("not published any more"));
        QVERIFY(path({}).contains("Name a representation"));
    }

    void theInventoryTellsWhatIsNewer()
    {
        const Result<QJsonValue> told = checkInventory(
            m_launcher, hero(), {{"representations", QJsonArray{"v1blend", "v1glb", "v2blend", "gone", "v1blend"}}});
        QVERIFY2(told, qPrintable(told ? QString() : told.error().message));
        const QJsonObject all = told->toObject();
        QCOMPARE(all.keys(), (QStringList{"v1blend", "v1glb", "v2blend"}));
        const QJsonObject old = all.value("v1blend").toObject();
        QVERIFY(old.value("isOutdated").toBool());
        QCOMPARE(old.value("latest").toInt(), 2);
        QCOMPARE(old.value("update").toObject().value("id").toString(), "v2blend");
        QCOMPARE(old.value("update").toObject().value("path").toString(), "/mnt/share/projects/lantern/hero_v2.blend");
        QVERIFY2(!all.value("v1glb").toObject().contains("update"), "the newest has no such form");
        QVERIFY(!all.value("v2blend").toObject().value("isOutdated").toBool());
        QVERIFY(checkInventory(m_launcher, hero(), {})->toObject().isEmpty());
        QJsonArray many;
        for (int n = 0; n < 3000; ++n)
            many.append(QString::number(n));
        QCOMPARE(checkInventory(m_launcher, hero(), {{"representations", many}}).error().kind, ErrorKind::Invalid);
    }

    void filesOfAHostBecomeOneProductOfTwoForms()
    {
        const publish::PublishContext context = support::sampleContext();
        const QJsonObject one{{"productType", "rig"},
                              {"variant", "Head"},
                              {"comment", "first"},
                              {"thumbnail", "/tmp/x/t.png"},
                              {"files", QJsonArray{"/tmp/x/rigHead.blend", "/tmp/x/rigHead.glb"}}};
        const auto made = hostInstances(context, hero(), {{"instances", QJsonArray{one}}});
        QVERIFY2(made, qPrintable(made ? QString() : made.error().message));
        QCOMPARE(made->size(), std::size_t(1));
        const publish::Instance &rig = made->front();
        QCOMPARE(rig.productName, "rigHead");
        QCOMPARE(rig.representations.size(), std::size_t(2));
        QCOMPARE(rig.representations.front().name, "blend");
        QCOMPARE(rig.comment, "first");
        QCOMPARE(rig.thumbnail, "/tmp/x/t.png");
        QCOMPARE(rig.versionData.value("ayon_app_name").toString(), "blender/3-4");
        const auto problem = [&](const QJsonObject &what) {
            const auto bad = hostInstances(context, hero(), what);
            return bad ? QString() : bad.error().message;
        };
        QVERIFY(problem({}).contains("nothing to publish"));
        QVERIFY(problem({{"instances", QJsonArray{QJsonObject{{"files", QJsonArray{"x.glb"}}}}}}).contains("absolute"));
        QVERIFY(problem({{"instances", QJsonArray{QJsonObject{{"productType", "model"}}}}}).contains("no files"));
    }
};

QTEST_GUILESS_MAIN(TestHostPublished)
#include "test_host_published.moc"
