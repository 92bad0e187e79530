// SPDX-License-Identifier: Apache-2.0
#include "client/transport.h"
#include "core/whole_file.h"
#include "tray/local/host_endpoint.h"
#include "tray/local/local_endpoint.h"
#include "tray/local/tray_file.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QWebSocket>
#include <QtTest>

using namespace hearth;
using namespace hearth::tray_local;

namespace
{
QString call(const char *method, const QJsonObject &parameters = {})
{
    return QString::fromUtf8(
        QJsonDocument(QJsonObject{{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", parameters}}).toJson());
}
} // namespace

class TestTrayLocal : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    SystemClock m_clock;
    WorkerPool m_pool{2};
    launch::ApplicationDefinitions m_definitions;
    std::unique_ptr<client::Transport> m_transport = client::networkTransport();
    std::unique_ptr<launch::Launcher> m_launcher;
    std::unique_ptr<HostEndpoint> m_hosts;
    std::unique_ptr<LocalEndpoint> m_endpoint;
    std::mutex m_mutex;
    QStringList m_messages;

    int status(const QByteArray &method, const QString &path, const QByteArray &body = {},
               const QList<std::pair<QByteArray, QByteArray>> &headers = {}, QByteArray *answered = nullptr)
    {
        client::Request request;
        request.method = method;
        request.url = QUrl(m_endpoint->url() + path);
        request.headers = headers;
        request.body = body;
        const auto job = m_transport->send(std::move(request));
        [&] { QTRY_VERIFY_WITH_TIMEOUT(job.isFinished(), 10'000); }();
        if (answered && job.wait())
            *answered = job.wait()->body;
        return job.wait() ? job.wait()->status : -1;
    }

private Q_SLOTS:
    void init()
    {
        m_launcher = std::make_unique<launch::Launcher>(launch::LaunchSurroundings{
            &m_definitions, nullptr, nullptr, &m_clock, {}, {}, {}, {}, Platform::Linux, {}});
        m_hosts = std::make_unique<HostEndpoint>(m_pool, *m_launcher);
        {
            const std::lock_guard lock(m_mutex);
            m_messages.clear();
        }
        EndpointCallbacks callbacks;
        callbacks.facts = [] { return TrayFacts{"anna", "b1", "b1", false, true, {{"core", "1.0"}}, "0.1.0"}; };
        callbacks.message = [this](const QString &title, const QString &text) {
            const std::lock_guard lock(m_mutex);
            m_messages.append(title + u'|' + text);
        };
        callbacks.hostOpened = [this](const http::Request &, const std::shared_ptr<http::WebSocket> &socket) {
            m_hosts->opened(socket);
        };
        callbacks.launch = [](const QJsonObject &request, std::function<void(const Result<QJsonObject> &)> answer) {
            answer(request.isEmpty() ? Result<QJsonObject>(fail(ErrorKind::NotFound, "nothing"))
                                     : Result<QJsonObject>(request));
        };
        callbacks.present = [] {};
        auto endpoint = LocalEndpoint::start(std::move(callbacks), m_folder.path(), m_clock);
        QVERIFY2(endpoint, qPrintable(endpoint ? QString() : endpoint.error().message));
        m_endpoint = std::move(*endpoint);
    }

    void trayTellsWhatToolsExpect()
    {
        QByteArray body;
        QCOMPARE(status("GET", "/tray", {}, {}, &body), 200);
        const QJsonObject told = QJsonDocument::fromJson(body).object();
        QCOMPARE(told.value("username").toString(), "anna");
        QCOMPARE(told.value("staging_mode").toBool(), true);
        QCOMPARE(told.value("addons").toObject().value("core").toString(), "1.0");
        QVERIFY(told.value("running_time").isDouble());
    }

    void strangersAreRefused_data()
    {
        QTest::addColumn<QString>("header");
        QTest::addColumn<QString>("value");
        QTest::addColumn<int>("expected");
        QTest::newRow("a page from elsewhere") << "Origin"
                                               << "https://evil.example" << 403;
        QTest::newRow("a page that only looks local") << "Origin"
                                                      << "http://localhost.evil.example" << 403;
        QTest::newRow("a name that points here") << "Host"
                                                 << "evil.example:80" << 403;
        QTest::newRow("a page of this machine") << "Origin"
                                                << "http://localhost:3000" << 200;
    }
    void strangersAreRefused()
    {
        QFETCH(QString, header);
        QFETCH(QString, value);
        QFETCH(int, expected);
        QCOMPARE(status("GET", "/tray", {}, {{header.toLatin1(), value.toLatin1()}}), expected);
    }

    void messagesArePlainLimitedAndRare()
    {
        const QByteArray good = QJsonDocument(QJsonObject{{"title", "Hi"}, {"message", "a\a<b>b</b>"}}).toJson();
        QCOMPARE(status("POST", "/tray/message", good), 200);
        QCOMPARE(m_messages, QStringList{"Hi|a <b>b</b>"});
        QCOMPARE(status("POST", "/tray/message", QJsonDocument(QJsonObject{{"title", "Hi"}}).toJson()), 400);
        const int tooLong = status("POST", "/tray/message", QByteArray(20'000, 'x')); // or the connection is cut first
        QVERIFY(tooLong == 413 || tooLong == -1);
        QCOMPARE(m_messages.size(), 1);
        int refused = 0;
        for (int n = 0; n < 40; ++n)
            refused += status("POST", "/tray/message", good) == 429;
        QVERIFY(refused > 0);
    }

    void everythingElseAsksForTheSecret()
    {
        const std::pair<QByteArray, QByteArray> secret{"x-hearth-secret", m_endpoint->secret().reveal().toLatin1()};
        QCOMPARE(status("GET", "/anything"), 401);
        QCOMPARE(status("GET", "/anything", {}, {secret}), 404);
        QCOMPARE(status("POST", "/hearth/launch", "{}"), 401);
        QCOMPARE(status("POST", "/hearth/launch", QJsonDocument(QJsonObject{{"a", 1}}).toJson(),
                        {{"x-hearth-secret", QByteArray(64, '0')}}),
                 401);
        QCOMPARE(status("POST", "/hearth/launch", QJsonDocument(QJsonObject{{"a", 1}}).toJson(), {secret}), 200);
        QCOMPARE(status("POST", "/hearth/launch", "{}", {secret}), 404);
        QVERIFY(status("GET", "/res/%2e%2e/secrets.key") >= 400);
    }

    void hostsNeedTheirLaunch()
    {
        const Secret secret = m_hosts->admit();
        const client::Server server(*m_transport, QUrl("http://127.0.0.1:9"), {});
        m_hosts->attach(
            secret, {{server, "anna", {}}, "lantern", "f", "/assets/hero", "t", "modeling", "blender", "blender/3-4"});
        QWebSocket socket;
        QSignalSpy texts(&socket, &QWebSocket::textMessageReceived);
        QSignalSpy gone(&socket, &QWebSocket::disconnected);
        const auto ask = [&](const QString &text) {
            const auto before = texts.size();
            socket.sendTextMessage(text);
            [&] { QTRY_VERIFY_WITH_TIMEOUT(texts.size() > before, 8'000); }();
            return QJsonDocument::fromJson(texts.last().first().toString().toUtf8()).object();
        };
        socket.open(QUrl(m_endpoint->hostUrl()));
        QTRY_COMPARE(socket.state(), QAbstractSocket::ConnectedState);
        QCOMPARE(ask(call("context.get")).value("error").toObject().value("code").toInt(), 401);
        const QJsonObject told = ask(call("hello", {{"secret", secret.reveal()}})).value("result").toObject();
        QCOMPARE(told.value("context").toObject().value("folderPath").toString(), "/assets/hero");
        QCOMPARE(ask(call("no.such")).value("error").toObject().value("code").toInt(), 404);
        QVERIFY(!ask("not json").value("error").toObject().isEmpty());
        const QJsonObject away = ask(call("workfile.next", {{"extension", ".blend"}}));
        QCOMPARE(away.value("error").toObject().value("code").toInt(), 503);
        QCOMPARE(ask(call("load.list")).value("error").toObject().value("code").toInt(), 503);
        QCOMPARE(ask(call("publish")).value("error").toObject().value("code").toInt(), 404);
        const publish::PublisherSurroundings around{&m_pool, nullptr, {}, {}, {}, {}, {}, {}, {}};
        m_hosts->openPublisher = [&](const HostLaunch &launch) {
            return HostPublisher{std::make_shared<publish::Publisher>(around, launch.session.server, "anna"),
                                 {launch.project, launch.folderId, launch.taskId, {}, {}}};
        };
        QCOMPARE(ask(call("publish")).value("error").toObject().value("code").toInt(), 503);
        QWebSocket wrong;
        QSignalSpy wrongGone(&wrong, &QWebSocket::disconnected);
        connect(&wrong, &QWebSocket::connected, this, [&] {
            wrong.sendTextMessage(call("hello", {{"secret", "0000"}}));
        });
        wrong.open(QUrl(m_endpoint->hostUrl()));
        QTRY_COMPARE(wrongGone.size(), 1);
    }

    void trayFileKnowsTheDead()
    {
        TrayFile file(m_folder.path(), "http://s", "production");
        QCOMPARE(QFileInfo(file.path()).fileName().size(), 64);
        QVERIFY(writeJsonFile(file.path(), {{"url", "http://127.0.0.1:1"}, {"pid", 999999}, {"started", true}}));
        QCOMPARE(file.other().presence, TrayPresence::NotRunning);
        QVERIFY(!QFile::exists(file.path()));
        QVERIFY(writeJsonFile(file.path(), {{"pid", 1}, {"started", true}})); // alive, but no launcher
        QCOMPARE(file.other().presence, TrayPresence::NotRunning);
        QVERIFY(file.write({}, false));
        QVERIFY(readJsonFile(file.path())->value("url").isNull());
        QVERIFY(isLauncherCommand({"/opt/AYON 1.0/ayon"}));
        QVERIFY(isLauncherCommand({"/usr/bin/python3", "/x/start.py"}));
        QVERIFY(!isLauncherCommand({"/usr/bin/python3", "x.py"}));
    }
};

QTEST_GUILESS_MAIN(TestTrayLocal)
#include "test_tray_local.moc"
