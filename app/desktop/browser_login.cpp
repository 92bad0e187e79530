// SPDX-License-Identifier: Apache-2.0
#include "desktop/browser_login.h"

#include <QRegularExpression>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>
#include <QUrlQuery>

#include <chrono>

namespace hearth::desktop
{

using namespace std::chrono_literals;

namespace
{
constexpr qint64 longestRequest = 16 * 1024;

QByteArray page(const QString &title, const QString &text)
{
    const QByteArray body =
        QStringLiteral(
            "<!doctype html><html><head><meta charset=\"utf-8\"><title>%1</title></head>"
            "<body style=\"font-family:sans-serif;max-width:32em;margin:4em auto\"><h1>%1</h1><p>%2</p></body></html>")
            .arg(title.toHtmlEscaped(), text.toHtmlEscaped())
            .toUtf8();
    return "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\nConnection: "
           "close\r\nContent-Length: " +
           QByteArray::number(body.size()) + "\r\n\r\n" + body;
}
} // namespace

BrowserLogin::BrowserLogin(QObject *parent) : QObject(parent) {}

BrowserLogin::~BrowserLogin() = default;

quint16 BrowserLogin::port() const
{
    return m_server ? m_server->serverPort() : 0;
}

void BrowserLogin::start(const QUrl &server, const std::function<bool(const QUrl &)> &opened,
                         std::function<void(const Result<Secret> &)> done)
{
    cancel();
    m_done = std::move(done);
    m_server = new QTcpServer(this);
    connect(m_server, &QTcpServer::newConnection, this, &BrowserLogin::onConnection);
    if (!m_server->listen(QHostAddress::LocalHost))
        return finish(
            fail(ErrorKind::Internal, tr("No port could be opened for the browser: %1.").arg(m_server->errorString())));
    QUrl address = server;
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("auth_redirect"), QStringLiteral("http://localhost:%1").arg(port()));
    address.setPath(server.path() + u'/');
    address.setQuery(query);
    if (!opened(address))
        finish(fail(ErrorKind::Internal, tr("No browser could be opened. Open %1 yourself.").arg(address.toString())));
}

void BrowserLogin::cancel()
{
    finish(fail(ErrorKind::Cancelled, tr("Stopped.")));
}

void BrowserLogin::finish(const Result<Secret> &result)
{
    // The listener stays a moment, so that the browser still gets its page's last requests answered.
    if (m_server) {
        QTimer::singleShot(300ms, m_server, &QObject::deleteLater);
        m_server = nullptr;
    }
    if (const auto done = std::exchange(m_done, nullptr))
        done(result);
}

void BrowserLogin::onConnection()
{
    while (QTcpSocket *socket = m_server ? m_server->nextPendingConnection() : nullptr) {
        socket->setParent(this);
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
            if (socket->bytesAvailable() > longestRequest)
                socket->abort();
            else if (socket->peek(longestRequest).contains("\r\n\r\n"))
                answer(*socket);
        });
    }
}

void BrowserLogin::answer(QTcpSocket &socket)
{
    static const QRegularExpression token(QStringLiteral("^[0-9a-f]{64}$"));
    const QByteArray line = socket.readAll().split('\r').first();
    const QList<QByteArray> words = line.split(' ');
    const QUrl target(QString::fromLatin1(words.value(1)));
    const QString given = QUrlQuery(target).queryItemValue(QStringLiteral("token"));
    const bool isLogin = words.value(0) == "GET" && target.path() == QLatin1String("/");
    if (!isLogin) {
        socket.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    } else if (token.match(given).hasMatch()) {
        socket.write(page(tr("You are signed in"), tr("You can close this page and go back to Hearth.")));
        socket.disconnectFromHost();
        finish(Secret(given));
        return;
    } else {
        socket.write(page(tr("Signing in did not work"), tr("The server sent no token. Try again from Hearth.")));
    }
    socket.disconnectFromHost();
}

} // namespace hearth::desktop
