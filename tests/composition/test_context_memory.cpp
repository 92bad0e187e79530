// SPDX-License-Identifier: Apache-2.0
#include "desktop/context_memory.h"

#include <QTest>

using namespace hearth;
using desktop::ContextMemory;

namespace
{

/// A server in memory that counts what it is asked.
class CountingTransport final : public client::Transport
{
public:
    int projects = 0;
    int folders = 0;

    Job<client::Response> send(client::Request request) override
    {
        const QString path = request.url.path();
        client::Response answer{404, "{}", {}, request.url};
        if (path == QLatin1String("/graphql")) {
            ++folders;
            answer.status = 200;
            answer.body = R"({"data":{"project":{"folders":{"edges":[{"node":{"id":"f1","name":"hero","path":"hero",
                "folderType":"Asset","tasks":{"edges":[{"node":{"id":"t1","name":"modeling","taskType":"Modeling",
                "folderId":"f1","workfiles":{"edges":[{"node":{"id":"w1","path":"{root[work]}/a.ma","taskId":"t1"}}]}}},
                {"node":{"id":"t2","name":"rig","taskType":"Rigging","folderId":"f1"}}]}}}]}}}})";
        } else if (path == QLatin1String("/api/projects/demo")) {
            ++projects;
            answer.status = 200;
            answer.body = R"({"name":"demo","code":"dm"})";
        }
        Job<client::Response> job;
        job.state()->finish(std::move(answer));
        return job;
    }
    Job<client::Response> download(client::Request, client::DownloadStart, client::DownloadSink) override { return {}; }
};

} // namespace

class TestContextMemory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_transport = {};
        m_memory = std::make_shared<ContextMemory>();
    }

    void aFolderIsAskedOnceForAllItsParts()
    {
        QVERIFY(m_memory->read(launcher(), session(), "demo"));
        QVERIFY(m_memory->ask(session().server, "demo", "f1").wait());
        const auto first = answer("t1");
        QVERIFY2(first, qPrintable(first ? QString() : first.error().message));
        QCOMPARE(first->task.name, "modeling");
        QCOMPARE(first->folder.path, "/hero");
        QCOMPARE(first->workfileEntities.size(), std::size_t(1));
        QCOMPARE(answer("t2")->task.taskType, "Rigging");
        QVERIFY(answer("t2")->workfileEntities.empty());
        QCOMPARE(m_transport.projects, 1);
        QCOMPARE(m_transport.folders, 1);
    }

    void whatIsNotKnownIsRead()
    {
        QVERIFY(answer("t1"));
        QVERIFY(answer("t1"));
        QCOMPARE(m_transport.projects, 1); // the facts were kept
        QCOMPARE(m_transport.folders, 2);  // nobody asked for the folder as a whole
        QCOMPARE(answer("t9").error().kind, ErrorKind::NotFound);
    }

    void changesAreNoticed_data()
    {
        QTest::addColumn<QString>("topic");
        QTest::addColumn<int>("projects");
        QTest::addColumn<int>("folders");
        QTest::newRow("a task") << "entity.task.status_changed" << 1 << 2;
        QTest::newRow("a work file") << "entity.workfile.created" << 1 << 2;
        QTest::newRow("a project") << "entity.project.changed" << 2 << 1;
        QTest::newRow("settings") << "settings.changed" << 2 << 2;
        QTest::newRow("something else") << "entity.version.created" << 1 << 1;
    }
    void changesAreNoticed()
    {
        QFETCH(QString, topic);
        QFETCH(int, projects);
        QFETCH(int, folders);
        QVERIFY(m_memory->read(launcher(), session(), "demo"));
        QVERIFY(m_memory->ask(session().server, "demo", "f1").wait());
        m_memory->noteChange(topic, "demo");
        QVERIFY(answer("t1"));
        QCOMPARE(m_transport.projects, projects);
        QCOMPARE(m_transport.folders, folders);
    }

    void anotherBundleHasOtherSettings()
    {
        QVERIFY(m_memory->read(launcher(), session(), "demo"));
        m_variant = "staging";
        QVERIFY(answer("t1"));
        QCOMPARE(m_transport.projects, 2);
    }

private:
    launch::StudioSession session()
    {
        launch::StudioSession made{client::Server(m_transport, QUrl("http://studio"), {}), "anna", {}};
        made.bundle.variant = m_variant;
        return made;
    }
    const launch::Launcher &launcher()
    {
        launch::LaunchSurroundings around{};
        around.definitions = &m_definitions;
        m_launcher.emplace(std::move(around));
        return *m_launcher;
    }
    Result<launch::ContextFacts> answer(const QString &task)
    {
        return m_memory->about({"demo", "f1", "/hero", task, {}}).answer(launcher(), session());
    }

    CountingTransport m_transport;
    launch::ApplicationDefinitions m_definitions;
    std::optional<launch::Launcher> m_launcher;
    std::shared_ptr<ContextMemory> m_memory;
    QString m_variant = "production";
};

QTEST_GUILESS_MAIN(TestContextMemory)
#include "test_context_memory.moc"
