// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "core/secret.h"

#include <QObject>
#include <QUrl>

#include <functional>

QT_BEGIN_NAMESPACE
class QTcpServer;
class QTcpSocket;
QT_END_NAMESPACE

namespace hearth::desktop
{

/// Signs in through the browser: listens on this machine, opens the server's login page and waits for the browser to
/// come back with a token. GUI thread.
class BrowserLogin : public QObject
{
    Q_OBJECT

public:
    explicit BrowserLogin(QObject *parent = nullptr);
    ~BrowserLogin() override;

    /// \param opened opens an address in the person's browser; false when there is none
    /// \param done called once with the token, or Cancelled, or Internal (no port, no browser)
    void start(const QUrl &server, const std::function<bool(const QUrl &)> &opened,
               std::function<void(const Result<Secret> &)> done);
    void cancel();
    [[nodiscard]] quint16 port() const;

private:
    void onConnection();
    void answer(QTcpSocket &socket);
    void finish(const Result<Secret> &result);

    QTcpServer *m_server = nullptr;
    std::function<void(const Result<Secret> &)> m_done;
};

} // namespace hearth::desktop
