// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui_kit/reply.h"

#include <QObject>
#include <QString>

#include <vector>

namespace hearth::tray_ui
{

using ui_kit::Done;

struct AccountServer {
    QString id;
    QString label; ///< "Studio A" or "This computer"
    QString url;
    QString user;
    QString sentence; ///< "online"
    bool isCurrent = false;
    bool isThisComputer = false;    ///< its admin password was made here and can be shown and changed
    bool isFromEnvironment = false; ///< signed in by variables: neither sign out nor change
};

/// Servers and sign-ins of this person on this machine. Implemented by the program. Threads: GUI only.
class AccountSource : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual std::vector<AccountServer> servers() const = 0;
    /// Where secrets are kept, with a note when that is not the keychain.
    virtual QString secretsNote() const = 0;
    virtual void switchTo(const QString &serverId, Done<> done) = 0;
    virtual void signOut(const QString &serverId, Done<> done) = 0;
    virtual void showAdminPassword(const QString &serverId, Done<QString> done) = 0;
    virtual void changeAdminPassword(const QString &serverId, const QString &password, Done<> done) = 0;
    /// Opens the sign-in window for another server.
    virtual void addServer() = 0;

Q_SIGNALS:
    void changed();
};

} // namespace hearth::tray_ui
