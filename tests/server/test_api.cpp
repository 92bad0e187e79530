// SPDX-License-Identifier: Apache-2.0
#ifndef Q_MOC_RUN // moc does not read the standard library's concepts
#include "support/scratch_store.h"
#endif

#include <QTest>

using hearth::support::ScratchServer;

namespace
{

struct ApiCase {
    const char *name;
    const char *method;
    const char *target;
    const char *body;
    int status;
    const char *holds;
};

} // namespace

class TestApi : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ScratchServer> m_server;
    std::string m_folder;
    std::string m_product;

    std::string artist()
    {
        static const std::string token = m_server->login("artist", "Artist-pass-1");
        return token;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_server = std::make_unique<ScratchServer>();
        m_server->makeProject();
        m_folder = m_server->make(
            "folders", "{\"id\":\"00000000000000000000000000000001\",\"name\":\"assets\",\"folderType\":\"Folder\"}");
        m_product =
            m_server->make("products", "{\"id\":\"00000000000000000000000000000002\",\"name\":\"modelMain\","
                                       "\"productType\":\"model\",\"folderId\":\"00000000000000000000000000000001\"}");
        m_server->make("versions", "{\"id\":\"00000000000000000000000000000003\",\"version\":1,\"productId\":"
                                   "\"00000000000000000000000000000002\"}");
        m_server->make("tasks", "{\"id\":\"00000000000000000000000000000004\",\"name\":\"anim\",\"taskType\":"
                                "\"Animation\",\"folderId\":\"00000000000000000000000000000001\"}");
        QCOMPARE(QString::fromStdString(m_folder), QStringLiteral("00000000000000000000000000000001"));
    }

    void requests_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("holds");
        const ApiCase cases[] = {
            {"root page", "GET", "/", "", 200, "Hearth is running"},
            {"a login form for a local listener", "GET", "/?auth_redirect=http%3A%2F%2Flocalhost%3A1234", "", 200,
             "http://localhost:1234/?token="},
            {"no login form for another place", "GET", "/?auth_redirect=http%3A%2F%2Fevil.example", "", 400,
             "cannot go on"},
            {"no login form for a port that is none", "GET", "/?auth_redirect=http%3A%2F%2Flocalhost%3A1%2F%3C", "",
             400, "cannot go on"},
            {"unknown route", "GET", "/api/nothing", "", 404, "API endpoint /api/nothing not found"},
            {"unknown project", "GET", "/api/projects/none", "", 404, "Project none not found"},
            {"a project in another case", "GET", "/api/projects/DEMO", "", 200, "\"name\":\"demo\""},
            {"an id that is none", "GET", "/api/projects/demo/folders/zz", "", 400, "path"},
            {"an id with dashes", "GET", "/api/projects/demo/folders/00000000-0000-0000-0000-000000000001", "", 200,
             "\"path\":\"/assets\""},
            {"a folder with versions keeps its name", "PATCH",
             "/api/projects/demo/folders/00000000000000000000000000000001", "{\"name\":\"other\"}", 403,
             "published versions"},
            {"a folder cannot be its own parent", "PATCH",
             "/api/projects/demo/folders/00000000000000000000000000000001",
             "{\"parentId\":\"00000000000000000000000000000001\"}", 403, ""},
            {"a folder with products stays", "DELETE", "/api/projects/demo/folders/00000000000000000000000000000001",
             "", 409, "products or tasks"},
            {"the same version twice", "POST", "/api/projects/demo/versions",
             "{\"version\":1,\"productId\":\"00000000000000000000000000000002\"}", 409, "already exists"},
            {"a name taken in another case", "POST", "/api/projects/demo/products",
             "{\"name\":\"MODELMAIN\",\"productType\":\"model\",\"folderId\":\"00000000000000000000000000000001\"}",
             409, "modelmain"},
            {"a missing field", "POST", "/api/projects/demo/tasks",
             "{\"name\":\"x\",\"folderId\":\"00000000000000000000000000000001\"}", 400, "field required"},
            {"a label with a quote", "POST", "/api/projects/demo/folders", "{\"name\":\"x\",\"label\":\"it's\"}", 400,
             "label"},
            {"a body that is no object", "POST", "/api/projects/demo/folders", "[1]", 400, "errors"},
            {"a body that is no JSON", "POST", "/api/projects/demo/folders", "{", 400, "json_invalid"},
            {"no operations", "POST", "/api/projects/demo/operations", "{\"operations\":[]}", 200,
             "{\"operations\":[],\"success\":true}"},
            {"two updates of one entity", "POST", "/api/projects/demo/operations",
             "{\"operations\":[{\"type\":\"update\",\"entityType\":\"task\",\"entityId\":"
             "\"00000000000000000000000000000004\"},{\"type\":\"delete\",\"entityType\":\"task\",\"entityId\":"
             "\"00000000000000000000000000000004\"}]}",
             400, "Duplicate operation"},
            {"removing a status in use", "PATCH", "/api/projects/demo",
             "{\"statuses\":[{\"name\":\"Other\",\"state\":\"done\"}]}", 409, "in use"},
            {"removing all folder types", "PATCH", "/api/projects/demo", "{\"folderTypes\":[]}", 400, "at least one"},
            {"roots need a site or a platform", "GET", "/api/projects/demo/siteRoots", "", 400,
             "Either site_id or platform"},
            {"roots of a platform", "GET", "/api/projects/demo/siteRoots?platform=windows", "", 200, "C:/projects"},
            {"settings without a bundle", "GET", "/api/settings", "", 404, "Bundle not found"},
            {"a file outside an addon", "GET", "/addons/a1/1.0.0/private/..%2F..%2Fhearth.db", "", 404,
             "File not found"},
            {"an event topic that is none", "POST", "/api/events", "{\"topic\":\"x\"}", 400, "regex"},
            {"a reserved preset name", "PUT", "/api/anatomy/presets/__primary__", "{}", 400, "cannot have this name"},
        };
        for (const ApiCase &one : cases)
            QTest::newRow(one.name) << QByteArray(one.method) << QByteArray(one.target) << QByteArray(one.body)
                                    << one.status << QByteArray(one.holds);
    }

    void requests()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(QByteArray, holds);
        const auto answer = m_server->call(method.toStdString(), target.toStdString(), body.toStdString());
        QVERIFY2(answer.status == status, answer.body.c_str());
        QVERIFY2(answer.has(holds.toStdString()), answer.body.c_str());
    }

    void inheritance()
    {
        const auto parent =
            m_server->make("folders", "{\"name\":\"inherit\",\"attrib\":{\"fps\":30,\"description\":\"mine\"}}");
        const auto child = m_server->make("folders", "{\"name\":\"child\",\"parentId\":\"" + parent + "\"}");
        const auto task =
            m_server->make("tasks", "{\"name\":\"t\",\"taskType\":\"Art\",\"folderId\":\"" + child + "\"}");
        const auto read = [&](const std::string &collection, const std::string &id) {
            return m_server->call("GET", "/api/projects/demo/" + collection + '/' + id).body;
        };
        QVERIFY(read("folders", child).find("\"fps\":30.0") != std::string::npos);
        QVERIFY2(read("folders", child).find("mine") == std::string::npos, "descriptions do not flow down");
        QVERIFY(read("tasks", task).find("\"fps\":30.0") != std::string::npos);
        const std::string before = m_server->call("GET", "/api/projects/demo/folders/" + child).value("updatedAt");
        QCOMPARE(m_server->call("PATCH", "/api/projects/demo/folders/" + parent, "{\"attrib\":{\"fps\":null}}").status,
                 204);
        QVERIFY(read("tasks", task).find("\"fps\":25.0") != std::string::npos);
        QCOMPARE(m_server->call("GET", "/api/projects/demo/folders/" + child).value("updatedAt"), before);
        QCOMPARE(m_server->call("PATCH", "/api/projects/demo", "{\"attrib\":{\"fps\":50}}").status, 204);
        QVERIFY(read("tasks", task).find("\"fps\":50.0") != std::string::npos);
        QCOMPARE(m_server->call("PATCH", "/api/projects/demo/folders/" + parent, "{\"name\":\"renamed\"}").status, 204);
        QVERIFY(read("tasks", task).find("/renamed/child/t") != std::string::npos);
        QVERIFY(m_server->call("GET", "/api/projects/demo/folders").has("renamed/child"));
    }

    void artistsSeeTheirProjects()
    {
        m_server->makeProject("closed", "cl");
        QCOMPARE(m_server
                     ->call("PATCH", "/api/users/artist/accessGroups",
                            "{\"accessGroups\":[{\"project\":\"demo\",\"accessGroups\":[\"artist\"]}]}")
                     .status,
                 204);
        QCOMPARE(m_server->call("GET", "/api/projects/demo", {}, artist()).status, 200);
        QCOMPARE(m_server->call("GET", "/api/projects/closed", {}, artist()).status, 403);
        QVERIFY(!m_server->call("GET", "/api/projects", {}, artist()).has("closed"));
        QVERIFY(m_server->graphql("{project(name:\"closed\"){name}}", "{}", artist()).has("403"));
        QCOMPARE(m_server->call("POST", "/api/projects", "{\"name\":\"own\",\"code\":\"own\"}", artist()).status, 403);
        QCOMPARE(m_server->call("POST", "/api/projects/demo/folders", "{\"name\":\"nope\"}", artist()).status, 403);
        QCOMPARE(m_server
                     ->call("PATCH", "/api/projects/demo/tasks/00000000000000000000000000000004",
                            "{\"status\":\"In progress\"}", artist())
                     .status,
                 204);
        QCOMPARE(m_server
                     ->call("POST", "/api/projects/demo/workfiles",
                            "{\"path\":\"a.blend\",\"taskId\":\"00000000000000000000000000000004\"}", artist())
                     .status,
                 201);
        QCOMPARE(m_server->call("PUT", "/api/users/other", "{}", artist()).status, 403);
        QCOMPARE(m_server->call("PATCH", "/api/users/artist", "{\"data\":{\"isAdmin\":true}}", artist()).status, 204);
        QVERIFY2(!m_server->call("GET", "/api/users/me", {}, artist()).has("isAdmin"), "nobody raises himself");
    }

    void credentials()
    {
        QCOMPARE(m_server->call("GET", "/api/users/me", {}, {}).status, 401);
        QCOMPARE(m_server->call("GET", "/api/users/me", {}, "wrong").status, 401);
        QCOMPARE(m_server->call("GET", "/api/users/me", {}, std::string("Bearer ") + ScratchServer::serviceKey).status,
                 401);
        const auto me = m_server->call("GET", "/api/users/me", {}, m_server->login(" ROOT ", "Root-pass-1"));
        QCOMPARE(me.status, 200);
        QVERIFY(me.has("\"name\":\"root\"") && !me.has("argon2") && !me.has("password"));
    }

    void eventsFollowChanges()
    {
        const auto id = m_server->make("folders", "{\"name\":\"told\"}");
        QCOMPARE(
            m_server->call("PATCH", "/api/projects/demo/folders/" + id, "{\"status\":\"In progress\",\"label\":\"T\"}")
                .status,
            204);
        const auto events =
            m_server->graphql("{events(topics:[\"entity.folder.*\"],last:2){edges{node{topic summary payload}}}}");
        QVERIFY2(events.has("entity.folder.status_changed") && events.has("entity.folder.label_changed"),
                 events.body.c_str());
        QVERIFY(events.has("\\\"oldValue\\\":\\\"Not ready\\\",\\\"newValue\\\":\\\"In progress\\\""));
        const auto quiet = m_server->graphql("{events(last:1){edges{node{id}}}}").value("id");
        QCOMPARE(m_server->call("PATCH", "/api/projects/demo/folders/" + id, "{\"status\":\"In progress\"}").status,
                 204);
        QCOMPARE(m_server->graphql("{events(last:1){edges{node{id}}}}").value("id"), quiet);
    }

    void backgroundIsReadyAtOnce()
    {
        const auto begun = m_server->call("POST", "/api/projects/demo/operations/background",
                                          "{\"operations\":[{\"id\":\"x\",\"type\":\"create\",\"entityType\":"
                                          "\"folder\",\"data\":{\"name\":\"later\"}}]}");
        QCOMPARE(begun.status, 200);
        const std::string state = "/api/projects/demo/operations/background/" + begun.value("id");
        QTRY_VERIFY(m_server->call("GET", state).has("\"status\":\"completed\""));
        QVERIFY(m_server->call("GET", state).has("\"success\":true"));
        const auto bad =
            m_server->call("POST", "/api/projects/demo/operations/background",
                           "{\"operations\":[{\"id\":\"mine\",\"type\":\"update\",\"entityType\":\"folder\"}]}");
        QTRY_VERIFY(m_server->call("GET", "/api/projects/demo/operations/background/" + bad.value("id"))
                        .has("\"id\":\"mine\",\"success\":false"));
        QCOMPARE(m_server->call("GET", "/api/projects/demo/operations/background/nothing").status, 404);
    }

    void bundles()
    {
        QCOMPARE(m_server->call("POST", "/api/bundles", "{\"name\":\"b1\",\"addons\":{},\"isProduction\":true}").status,
                 201);
        QCOMPARE(m_server->call("POST", "/api/bundles", "{\"name\":\"b2\",\"addons\":{},\"isProduction\":true}").status,
                 201);
        const auto listed = m_server->call("GET", "/api/bundles");
        QVERIFY(listed.has("\"productionBundle\":\"b2\""));
        QCOMPARE(m_server->call("POST", "/api/bundles", "{\"name\":\"b3\",\"addons\":{\"none\":\"1.0.0\"}}").status,
                 400);
        QCOMPARE(m_server->call("POST", "/api/bundles?force=true", "{\"name\":\"b3\",\"addons\":{\"none\":\"1.0.0\"}}")
                     .status,
                 201);
        QCOMPARE(m_server->call("GET", "/api/settings").status, 200);
    }
};

QTEST_GUILESS_MAIN(TestApi)
#include "test_api.moc"
