// SPDX-License-Identifier: Apache-2.0
#include "http/forwarding.h"
#include "http/server.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QWebSocket>

#include <thread>

using namespace hearth::http;

namespace
{

Router::Handler say(const std::string &text)
{
    return [text](Request &request, const Responder &reply) {
        std::string body = text;
        for (const auto &[name, value] : request.params)
            body += " " + std::string(name) + "=" + value;
        reply.send(Response::text(200, "text/plain", body));
    };
}

class Caught final : public Responder::Sink
{
public:
    void send(Response given) override { response = std::move(given); }
    Response response;
};

} // namespace

class TestHttp : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    Router m_router;
    std::unique_ptr<Server> m_server;
    std::vector<std::thread> m_threads;

    // Until the server closes.
    static QByteArray restOf(QTcpSocket &socket)
    {
        QByteArray got;
        while (socket.state() == QAbstractSocket::ConnectedState || socket.bytesAvailable() > 0) {
            if (socket.bytesAvailable() == 0 && !socket.waitForReadyRead(10000))
                break;
            got += socket.readAll();
        }
        return got;
    }

    [[nodiscard]] std::unique_ptr<Server> impatientServer()
    {
        ServerOptions options;
        options.spoolFolder = m_folder.path().toStdString();
        options.idleTimeout = std::chrono::seconds(1);
        auto server = Server::listen(m_router, options);
        return server ? std::move(*server) : nullptr;
    }

    QByteArray exchange(const QByteArray &sent, qsizetype atLeast = 1)
    {
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), m_server->port());
        if (!socket.waitForConnected(5000))
            return "no connection";
        socket.write(sent);
        QByteArray got;
        while (socket.state() == QAbstractSocket::ConnectedState || socket.bytesAvailable() > 0) {
            if (socket.bytesAvailable() == 0 && !socket.waitForReadyRead(5000))
                break;
            got += socket.readAll();
            if (got.size() >= atLeast && !sent.contains("Connection: close"))
                break;
        }
        return got;
    }

private Q_SLOTS:
    void proxiesAreBelievedWhenNamed_data()
    {
        QTest::addColumn<QByteArray>("forwarded");
        QTest::addColumn<QByteArray>("trusted");
        QTest::addColumn<QByteArray>("address");
        QTest::newRow("nobody named") << QByteArray("9.9.9.9") << QByteArray() << QByteArray("10.0.0.1");
        QTest::newRow("another named") << QByteArray("9.9.9.9") << QByteArray("10.0.0.2") << QByteArray("10.0.0.1");
        QTest::newRow("one hop") << QByteArray("9.9.9.9") << QByteArray("10.0.0.1") << QByteArray("9.9.9.9");
        QTest::newRow("a client's own words before it")
            << QByteArray("127.0.0.1, 9.9.9.9") << QByteArray("10.0.0.1") << QByteArray("9.9.9.9");
        QTest::newRow("two proxies") << QByteArray("9.9.9.9 , 10.0.0.2,") << QByteArray("10.0.0.1,10.0.0.2")
                                     << QByteArray("9.9.9.9");
        QTest::newRow("only proxies") << QByteArray("10.0.0.2") << QByteArray("10.0.0.1,10.0.0.2")
                                      << QByteArray("10.0.0.2");
        QTest::newRow("no header") << QByteArray() << QByteArray("10.0.0.1") << QByteArray("10.0.0.1");
        QTest::newRow("mapped") << QByteArray("9.9.9.9") << QByteArray("::ffff:10.0.0.1") << QByteArray("9.9.9.9");
    }

    void proxiesAreBelievedWhenNamed()
    {
        QFETCH(QByteArray, forwarded);
        QFETCH(QByteArray, trusted);
        QFETCH(QByteArray, address);
        Request request;
        request.remoteAddress = "10.0.0.1";
        request.headers = {{"X-Forwarded-Proto", "https"}};
        if (!forwarded.isEmpty())
            request.headers.push_back({"X-Forwarded-For", forwarded.toStdString()});
        std::vector<std::string> proxies;
        for (const QByteArray &one : trusted.split(','))
            if (!one.isEmpty())
                proxies.push_back(one.toStdString());
        applyForwarding(request, proxies);
        QCOMPARE(QByteArray::fromStdString(request.remoteAddress), address);
        QCOMPARE(request.isEncrypted, trusted.contains("10.0.0.1"));
    }

    void basePathsAreLeft()
    {
        const auto left = [](const char *path) {
            Request request;
            request.path = path;
            leaveBasePath(request, "/studio");
            return QByteArray::fromStdString(request.path);
        };
        QCOMPARE(left("/studio/api/info"), "/api/info");
        QCOMPARE(left("/studio"), "/");
        QCOMPARE(left("/studios/x"), "/studios/x");
        QCOMPARE(left("/api/info"), "/api/info");
        QVERIFY(isLoopback("127.0.0.9") && isLoopback("::1") && isLoopback("::ffff:127.0.0.1"));
        QVERIFY(!isLoopback("10.0.0.1") && !isLoopback("::2"));
    }

    void initTestCase()
    {
        m_router.add("GET", "/plain", say("plain"));
        m_router.add("GET", "/a/{x}/b", say("ab"));
        m_router.add("GET", "/a/fixed/b", say("fixed"));
        m_router.add("GET", "/a/{x}", say("a"));
        m_router.add("GET", "/files/{path...}", say("files"));
        m_router.add("POST", "/echo",
                     [](Request &request, const Responder &reply) {
                         reply.send(Response::text(200, "text/plain", request.body));
                     },
                     {1000, false});
        m_router.add("PUT", "/upload",
                     [](Request &request, const Responder &reply) {
                         QFile file(QString::fromStdString(request.bodyFile));
                         const bool there = file.open(QIODevice::ReadOnly);
                         const QByteArray content = there ? file.readAll() : QByteArray();
                         reply.send(Response::text(
                             200, "text/plain", std::to_string(content.size()) + ":" + content.right(3).toStdString()));
                     },
                     {1ull << 30, true});
        m_router.add("GET", "/later", [this](Request &, const Responder &reply) {
            m_threads.emplace_back([reply] { reply.send(Response::text(200, "text/plain", "later")); });
        });
        m_router.add("GET", "/forgotten", [](Request &, const Responder &) {});
        m_router.add("GET", "/ten", [this](Request &request, const Responder &reply) {
            reply.send(fileResponse(request, m_folder.filePath(QStringLiteral("ten")).toStdString(), "text/plain"));
        });
        m_router.addWebSocket("/ws", {[](const Request &request) -> std::optional<Response> {
                                          if (request.query("refuse"))
                                              return Response::json(403, "{}");
                                          return std::nullopt;
                                      },
                                      [](const Request &, const std::shared_ptr<WebSocket> &socket) {
                                          socket->onMessage = [weak = std::weak_ptr(socket)](std::string_view text) {
                                              if (const auto open = weak.lock())
                                                  open->send("<" + std::string(text) + ">");
                                          };
                                      }});
        QFile ten(m_folder.filePath(QStringLiteral("ten")));
        QVERIFY(ten.open(QIODevice::WriteOnly) && ten.write("0123456789") == 10);
        ten.close();
        ServerOptions options;
        options.spoolFolder = m_folder.path().toStdString();
        auto server = Server::listen(m_router, options);
        QVERIFY(server.has_value());
        m_server = std::move(*server);
    }

    void cleanupTestCase()
    {
        m_server->drain(std::chrono::milliseconds(2000));
        for (std::thread &thread : m_threads)
            thread.join();
        QCOMPARE(QDir(m_folder.path()).entryList(QDir::Files), QStringList{QStringLiteral("ten")});
    }

    void routes_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("a literal path") << QByteArray("GET") << QByteArray("/plain") << 200 << QByteArray("plain");
        QTest::newRow("a value in the path")
            << QByteArray("GET") << QByteArray("/a/7/b") << 200 << QByteArray("ab x=7");
        QTest::newRow("a literal wins over a value")
            << QByteArray("GET") << QByteArray("/a/fixed/b") << 200 << QByteArray("fixed");
        QTest::newRow("back to the value where the literal leads nowhere")
            << QByteArray("GET") << QByteArray("/a/fixed") << 200 << QByteArray("a x=fixed");
        QTest::newRow("an encoded value")
            << QByteArray("GET") << QByteArray("/a/r%7Cv%7Cv") << 200 << QByteArray("a x=r|v|v");
        QTest::newRow("the rest of a path")
            << QByteArray("GET") << QByteArray("/files/x/y/z") << 200 << QByteArray("files path=x/y/z");
        QTest::newRow("an unknown path") << QByteArray("GET") << QByteArray("/nothing") << 404 << QByteArray();
        QTest::newRow("a known path, another method")
            << QByteArray("DELETE") << QByteArray("/plain") << 405 << QByteArray();
    }

    void routes()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, path);
        Request request;
        request.method = method.toStdString();
        request.path = path.toStdString();
        const auto caught = std::make_shared<Caught>();
        m_router.dispatch(request, Responder(caught));
        QTEST(caught->response.status, "status");
        QFETCH(QByteArray, body);
        if (!body.isEmpty())
            QCOMPARE(QByteArray::fromStdString(caught->response.body), body);
    }

    void query()
    {
        Request request;
        request.rawQuery = "a=1&b=x%20y+z&c";
        QCOMPARE(request.query("a").value_or("-"), std::string("1"));
        QCOMPARE(request.query("b").value_or("-"), std::string("x y z"));
        QCOMPARE(request.query("c").value_or("-"), std::string());
        QVERIFY(!request.query("d"));
    }

    void overTheSocket_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QByteArray>("start");
        QTest::addColumn<QByteArray>("end");
        QTest::newRow("a get") << QByteArray("GET /plain HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                               << QByteArray("HTTP/1.1 200") << QByteArray("plain");
        QTest::newRow("a reply from another thread")
            << QByteArray("GET /later HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") << QByteArray("HTTP/1.1 200")
            << QByteArray("later");
        QTest::newRow("a handler that forgets to reply")
            << QByteArray("GET /forgotten HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            << QByteArray("HTTP/1.1 500") << QByteArray("}");
        QTest::newRow("a body")
            << QByteArray("POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello")
            << QByteArray("HTTP/1.1 200") << QByteArray("hello");
        QTest::newRow("a chunked body")
            << QByteArray("POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: "
                          "chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
            << QByteArray("HTTP/1.1 200") << QByteArray("abcde");
        QTest::newRow("a body over the limit")
            << QByteArray("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n")
            << QByteArray("HTTP/1.1 413") << QByteArray("}");
        QTest::newRow("a chunked body over the limit")
            << QByteArray("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n") +
                   QByteArray(2000, 'x') + QByteArray("\r\n0\r\n\r\n")
            << QByteArray("HTTP/1.1 413") << QByteArray("}");
        QTest::newRow("an upload into a file") << QByteArray("PUT /upload HTTP/1.1\r\nHost: x\r\nConnection: "
                                                             "close\r\nTransfer-Encoding: chunked\r\n\r\n186a0\r\n") +
                                                      QByteArray(99997, 'x') + QByteArray("end\r\n0\r\n\r\n")
                                               << QByteArray("HTTP/1.1 200") << QByteArray("100000:end");
        QTest::newRow("a whole file") << QByteArray("GET /ten HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                                      << QByteArray("HTTP/1.1 200") << QByteArray("0123456789");
        QTest::newRow("a part of a file")
            << QByteArray("GET /ten HTTP/1.1\r\nHost: x\r\nConnection: close\r\nRange: bytes=2-4\r\n\r\n")
            << QByteArray("HTTP/1.1 206") << QByteArray("\r\n\r\n234");
        QTest::newRow("the end of a file")
            << QByteArray("GET /ten HTTP/1.1\r\nHost: x\r\nConnection: close\r\nRange: bytes=7-\r\n\r\n")
            << QByteArray("HTTP/1.1 206") << QByteArray("\r\n\r\n789");
        QTest::newRow("a part beyond the file")
            << QByteArray("GET /ten HTTP/1.1\r\nHost: x\r\nConnection: close\r\nRange: bytes=20-\r\n\r\n")
            << QByteArray("HTTP/1.1 416") << QByteArray("}");
        QTest::newRow("a part that is none")
            << QByteArray("GET /ten HTTP/1.1\r\nHost: x\r\nConnection: close\r\nRange: bytes=two-4\r\n\r\n")
            << QByteArray("HTTP/1.1 416") << QByteArray("}");
        QTest::newRow("several parts are the whole")
            << QByteArray("GET /ten HTTP/1.1\r\nHost: x\r\nConnection: close\r\nRange: bytes=0-1,3-4\r\n\r\n")
            << QByteArray("HTTP/1.1 200") << QByteArray("0123456789");
        QTest::newRow("a head has no body") << QByteArray("HEAD /ten HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                                            << QByteArray("HTTP/1.1 200") << QByteArray("\r\n\r\n");
        QTest::newRow("a header over the limit") << QByteArray("GET /plain HTTP/1.1\r\nHost: x\r\nX-Long: ") +
                                                        QByteArray(100000, 'x') + QByteArray("\r\n\r\n")
                                                 << QByteArray("HTTP/1.1 431") << QByteArray("}");
        QTest::newRow("not HTTP") << QByteArray("hello there\r\n\r\n") << QByteArray("HTTP/1.1 400") << QByteArray("}");
    }

    void overTheSocket()
    {
        QFETCH(QByteArray, sent);
        QFETCH(QByteArray, start);
        QFETCH(QByteArray, end);
        const QByteArray got = exchange(sent);
        QVERIFY2(got.startsWith(start), got.constData());
        QVERIFY2(got.endsWith(end), got.constData());
    }

    void slowPeersAreTold_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QByteArray>("start");
        QTest::newRow("half a header") << QByteArray("GET /plain HTTP/1.1\r\nHost: x\r\nX-Half")
                                       << QByteArray("HTTP/1.1 408");
        QTest::newRow("half a body") << QByteArray("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nhalf")
                                     << QByteArray("HTTP/1.1 408");
        QTest::newRow("half an upload") << QByteArray(
                                               "PUT /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nhalf")
                                        << QByteArray("HTTP/1.1 408");
        QTest::newRow("nothing at all") << QByteArray() << QByteArray();
    }

    void slowPeersAreTold()
    {
        QFETCH(QByteArray, sent);
        QFETCH(QByteArray, start);
        const auto impatient = impatientServer();
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, impatient->port());
        QVERIFY(socket.waitForConnected());
        socket.write(sent);
        const QByteArray got = restOf(socket);
        QVERIFY2(start.isEmpty() ? got.isEmpty() : got.startsWith(start), got.constData());
    }

    // One byte now and then is no silence, and still no way to hold a connection for ever.
    void drippingBodiesEnd()
    {
        const auto impatient = impatientServer();
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, impatient->port());
        QVERIFY(socket.waitForConnected());
        socket.write("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n");
        QTimer drip;
        connect(&drip, &QTimer::timeout, &socket, [&socket] { socket.write("x"); });
        drip.start(100);
        QTRY_VERIFY_WITH_TIMEOUT(socket.bytesAvailable() > 0, 20000);
        QVERIFY(socket.readAll().startsWith("HTTP/1.1 408"));
    }

    // The answer arrives although much more is on its way to a server that will not read it.
    void refusalsReachThoseWhoStillSend()
    {
        for (int i = 0; i < 20; ++i) {
            const QByteArray got = exchange("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n" +
                                            QByteArray(3000000, 'x'));
            QVERIFY2(got.startsWith("HTTP/1.1 413"), got.constData());
        }
    }

    void twoRequestsAtOnce()
    {
        const QByteArray one = "GET /plain HTTP/1.1\r\nHost: x\r\n\r\n";
        const QByteArray got = exchange(one + "GET /plain HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        QCOMPARE(got.count("plain"), qsizetype(4)); // twice in the content type
    }

    void webSocketEcho()
    {
        QWebSocket socket;
        QStringList got;
        connect(&socket, &QWebSocket::textMessageReceived, this, [&](const QString &text) { got << text; });
        socket.open(QUrl(QStringLiteral("ws://127.0.0.1:%1/ws").arg(m_server->port())));
        QTRY_COMPARE(socket.state(), QAbstractSocket::ConnectedState);
        socket.sendTextMessage(QStringLiteral("hello"));
        QTRY_COMPARE(got, QStringList{QStringLiteral("<hello>")});
        socket.close();
        QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
    }

    void webSocketRefused()
    {
        QWebSocket socket;
        socket.open(QUrl(QStringLiteral("ws://127.0.0.1:%1/ws?refuse=1").arg(m_server->port())));
        QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
        QVERIFY(socket.error() != QAbstractSocket::UnknownSocketError);
    }

    void listenersThatDoNotAnswerAreNotWaitedFor()
    {
        auto other = Server::listen(m_router, ServerOptions{});
        QVERIFY(other.has_value());
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), (*other)->port());
        QVERIFY(socket.waitForConnected(5000));
        socket.write("GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                     "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        QVERIFY(socket.waitForReadyRead(5000));
        QVERIFY(socket.readAll().startsWith("HTTP/1.1 101"));
        QElapsedTimer timer;
        timer.start();
        (*other)->drain(std::chrono::seconds(60));
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(timer.elapsed() > 500); // it had its time
        socket.waitForDisconnected(5000);
        QVERIFY2(socket.readAll().contains("server stops"), "it was told first");
    }

    void portInUse()
    {
        ServerOptions options;
        options.port = m_server->port();
        const auto second = Server::listen(m_router, options);
        QVERIFY(!second.has_value());
        QCOMPARE(second.error().kind, hearth::ErrorKind::Conflict);
    }
};

QTEST_GUILESS_MAIN(TestHttp)
#include "test_http.moc"
