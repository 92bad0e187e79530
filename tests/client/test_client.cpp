// SPDX-License-Identifier: Apache-2.0
#include "client/event_stream.h"
#include "client/server.h"
#include "client/server_url.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketServer>
#include <QtTest>

using namespace hearth;
using namespace hearth::client;

namespace
{
/// Answers every connection with the next prepared bytes; keeps what was asked.
class ScriptedServer : public QTcpServer
{
public:
    QList<QByteArray> answers;
    QList<QByteArray> asked;

    ScriptedServer()
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
                asked.append(socket->readAll());
                if (!answers.isEmpty())
                    socket->write(answers.takeFirst());
                socket->disconnectFromHost();
            });
        });
    }
    QUrl url(const QString &path = {}) const
    {
        return QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(serverPort()).arg(path));
    }
    static QByteArray answer(const QByteArray &body, const QByteArray &status = "200 OK", const QByteArray &more = {})
    {
        return "HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: " + QByteArray::number(body.size()) +
               "\r\n" + more + "\r\n" + body;
    }
};

template <typename T>
const Result<T> &waited(const Job<T> &job)
{
    [&] { QTRY_VERIFY_WITH_TIMEOUT(job.isFinished(), 15'000); }();
    return job.wait();
}
} // namespace

class TestClient : public QObject
{
    Q_OBJECT

    std::unique_ptr<Transport> m_transport = networkTransport();

private Q_SLOTS:
    void addressesPeopleType_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("first");
        QTest::addColumn<int>("count");
        QTest::newRow("whole") << "https://studio.example.com"
                               << "https://studio.example.com" << 1;
        QTest::newRow("slashes at the end") << "http://studio:5000///"
                                            << "http://studio:5000" << 1;
        QTest::newRow("no scheme, this machine") << "localhost:5000"
                                                 << "http://localhost:5000" << 1;
        QTest::newRow("no scheme, a name") << "studio.example.com"
                                           << "https://studio.example.com" << 2;
        QTest::newRow("no scheme, an address") << "10.0.0.5:5000"
                                               << "http://10.0.0.5:5000" << 1;
        QTest::newRow("a page of it") << "https://studio.example.com/projects/x"
                                      << "https://studio.example.com" << 2;
        QTest::newRow("query and user go") << "https://a:b@studio.example.com/?q=1"
                                           << "https://studio.example.com" << 1;
        QTest::newRow("nothing") << ""
                                 << "" << 0;
        QTest::newRow("words") << "my studio"
                               << "" << 0;
        QTest::newRow("another scheme") << "ftp://studio"
                                        << "" << 0;
    }
    void addressesPeopleType()
    {
        QFETCH(QString, typed);
        QFETCH(QString, first);
        QFETCH(int, count);
        const auto candidates = serverUrlCandidates(typed);
        QCOMPARE(candidates ? int(candidates->size()) : 0, count);
        QCOMPARE(candidates ? candidates->first().toString() : QString(), first);
    }

    void redirectsAreCutBack()
    {
        QCOMPARE(canonicalServerUrl(baseOfInfoUrl(QUrl("https://host/api/info"))), "https://host");
        QCOMPARE(canonicalServerUrl(baseOfInfoUrl(QUrl("https://host:443/sub/api/info?x=1"))), "https://host/sub");
    }

    void lostConnectionsAreTriedAgain()
    {
        ScriptedServer server;
        server.answers = {QByteArray(), ScriptedServer::answer(R"({"version":"1.15.18"})")};
        const auto info = waited(Server(*m_transport, server.url(), {}).info());
        QVERIFY2(info, qPrintable(info ? QString() : info.error().message));
        QCOMPARE(server.asked.size(), 2);
    }

    void errorsKeepTheServersWords()
    {
        ScriptedServer server;
        const QByteArray body = R"({"code":409,"detail":"Project lantern already exists"})";
        server.answers = {ScriptedServer::answer(body, "409 Conflict")};
        const auto made = waited(Server(*m_transport, server.url(), {}).call("POST", "/api/projects"));
        QCOMPARE(made.error().kind, ErrorKind::Conflict);
        QVERIFY(made.error().message.contains("lantern"));
    }

    void unreachableIsOffline()
    {
        const auto info = waited(Server(*m_transport, QUrl("http://127.0.0.1:9"), {}).info());
        QCOMPARE(info.error().kind, ErrorKind::Offline);
    }

    void headersSayWhoCalls()
    {
        ScriptedServer server;
        server.answers = {ScriptedServer::answer("{}"), ScriptedServer::answer("{}")};
        const Identity identity{"brave-otter", "0.1.0", "linux", "box"};
        waited(Server(*m_transport, server.url(), identity, {Secret("tok"), false}).call("GET", "/api/x"));
        waited(Server(*m_transport, server.url(), identity, {Secret("key"), true}).call("GET", "/api/x"));
        QVERIFY(server.asked[0].contains("Authorization: Bearer tok"));
        QVERIFY(server.asked[0].toLower().contains("x-ayon-site-id: brave-otter"));
        QVERIFY(server.asked[1].toLower().contains("x-api-key: key") && !server.asked[1].contains("Bearer"));
    }

    void redirectToAnotherHostGetsNoToken()
    {
        ScriptedServer other;
        other.answers = {ScriptedServer::answer("{}")};
        ScriptedServer server;
        server.answers = {ScriptedServer::answer(
            "", "302 Found", "Location: http://localhost:" + QByteArray::number(other.serverPort()) + "/x\r\n")};
        waited(Server(*m_transport, server.url(), {}, {Secret("tok"), false}).call("GET", "/api/x"));
        QVERIFY(other.asked.isEmpty());
    }

    void stoppedJobsEnd()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        const auto job = Server(*m_transport, QUrl(QStringLiteral("http://127.0.0.1:%1").arg(silent.serverPort())), {})
                             .call("GET", "/api/x");
        job.stop();
        QCOMPARE(waited(job).error().kind, ErrorKind::Cancelled);
    }

    void transportEndsWithWorkInFlight()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        std::optional<Job<QJsonObject>> job;
        {
            const auto transport = networkTransport();
            job = Server(*transport, QUrl(QStringLiteral("http://127.0.0.1:%1").arg(silent.serverPort())), {})
                      .call("GET", "/api/x");
            QTRY_VERIFY(silent.hasPendingConnections());
        }
        QVERIFY(job->isFinished());
    }

    void pushChannelSignsInAndComesBack()
    {
        QWebSocketServer server("s", QWebSocketServer::NonSecureMode);
        QVERIFY(server.listen(QHostAddress::LocalHost));
        QList<QWebSocket *> sockets;
        QStringList received;
        connect(&server, &QWebSocketServer::newConnection, this, [&] {
            sockets.append(server.nextPendingConnection());
            sockets.last()->setParent(&server);
            connect(sockets.last(), &QWebSocket::textMessageReceived, this, [&](const QString &text) {
                received.append(text);
                sockets.last()->sendTextMessage(R"({"topic":"heartbeat"})");
                sockets.last()->sendTextMessage(R"({"topic":"bundle.updated"})");
            });
        });
        EventStream stream(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(server.serverPort())), Secret("tok"),
                           {"bundle"});
        QSignalSpy events(&stream, &EventStream::eventReceived);
        stream.start();
        QTRY_COMPARE(events.size(), 1);
        QVERIFY(received.first().contains("\"tok\"") && received.first().contains("\"auth\""));
        sockets.first()->abort();
        QTRY_COMPARE_WITH_TIMEOUT(events.size(), 2, 10'000);
        QVERIFY(stream.isConnected());
    }
};

QTEST_GUILESS_MAIN(TestClient)
#include "test_client.moc"
