// SPDX-License-Identifier: Apache-2.0
#include "client/event_stream.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QWebSocket>

#include <algorithm>
#include <chrono>

namespace hearth::client
{

using namespace std::chrono_literals;

EventStream::EventStream(const QUrl &server, Secret token, QStringList topics, QObject *parent)
    : QObject(parent), m_url(server), m_token(std::move(token)), m_topics(std::move(topics))
{
    m_url.setScheme(server.scheme() == QLatin1String("https") ? QStringLiteral("wss") : QStringLiteral("ws"));
    m_url.setPath(server.path() + QStringLiteral("/ws"));
    m_silence.setSingleShot(true);
    m_silence.setInterval(15s);
    m_retry.setSingleShot(true);
    connect(&m_silence, &QTimer::timeout, this, &EventStream::onLost);
    connect(&m_retry, &QTimer::timeout, this, &EventStream::open);
}

EventStream::~EventStream()
{
    if (m_socket)
        m_socket->disconnect(this); // its end is no loss to come back from
}

void EventStream::start()
{
    open();
}

void EventStream::open()
{
    m_socket = std::make_unique<QWebSocket>();
    connect(m_socket.get(), &QWebSocket::connected, this, [this] {
        const QJsonObject message{{QStringLiteral("topic"), QStringLiteral("auth")},
                                  {QStringLiteral("token"), m_token.reveal()},
                                  {QStringLiteral("subscribe"), QJsonArray::fromStringList(m_topics)}};
        m_socket->sendTextMessage(QString::fromUtf8(QJsonDocument(message).toJson(QJsonDocument::Compact)));
    });
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, &EventStream::onText);
    connect(m_socket.get(), &QWebSocket::disconnected, this, &EventStream::onLost);
    m_silence.start();
    m_socket->open(m_url);
}

void EventStream::onText(const QString &text)
{
    m_silence.start();
    m_failures = 0;
    if (!m_isConnected) {
        m_isConnected = true;
        Q_EMIT connectedChanged(true);
    }
    const QJsonObject event = QJsonDocument::fromJson(text.toUtf8()).object();
    if (event.value(QLatin1String("topic")).toString() != QLatin1String("heartbeat"))
        Q_EMIT eventReceived(event);
}

void EventStream::onLost()
{
    if (m_retry.isActive())
        return;
    m_silence.stop();
    const auto wait = std::min(500ms * (1 << std::min(m_failures, 6)), std::chrono::milliseconds(30s));
    ++m_failures;
    m_retry.start(wait);
    if (m_socket)
        m_socket->disconnect(this);
    m_isConnected = false;
    Q_EMIT connectedChanged(false); // also when it never was: a server that died before the first greeting is lost too
}

} // namespace hearth::client
