// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"

#include <QJsonObject>
#include <QObject>
#include <QStringList>
#include <QTimer>
#include <QUrl>

#include <memory>

QT_BEGIN_NAMESPACE
class QWebSocket;
QT_END_NAMESPACE

namespace hearth::client
{

/// A server's push channel. Connects again by itself, more slowly each time up to half a minute; a link that is silent
/// for 15 s counts as lost. Threads: the one it lives on, which needs an event loop.
class EventStream : public QObject
{
    Q_OBJECT

public:
    /// \param topics prefixes; "*" for everything
    EventStream(const QUrl &server, Secret token, QStringList topics, QObject *parent = nullptr);
    ~EventStream() override;

    void start();
    [[nodiscard]] bool isConnected() const { return m_isConnected; }

Q_SIGNALS:
    void eventReceived(const QJsonObject &event);
    /// False after every failed attempt; whether the server itself is away only a request tells.
    void connectedChanged(bool isConnected);

private:
    void open();
    void onText(const QString &text);
    void onLost();

    QUrl m_url;
    Secret m_token;
    QStringList m_topics;
    std::unique_ptr<QWebSocket> m_socket;
    QTimer m_silence;
    QTimer m_retry;
    int m_failures = 0;
    bool m_isConnected = false;
};

} // namespace hearth::client
