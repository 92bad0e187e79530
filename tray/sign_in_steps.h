// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui_kit/reply.h"

#include <QObject>
#include <QString>

namespace hearth::tray_ui
{

using ui_kit::Done;

/// A value that policy may have fixed.
struct Fixed {
    QString value;
    QString by; ///< who fixed it, "policy of /etc/hearth/policy.json"; empty: free to change
    bool isLocked() const { return !by.isEmpty(); }
};

/// A server that answered as one of ours.
struct ServerFound {
    QString url; ///< as it will be kept: scheme added, trailing slashes and path cut
    QString label;
    QString version;
    bool hasBrowserLogin = true;
};

/// What signing in needs. Implemented by the program. Threads: GUI only.
class SignInSteps : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Takes any form a person types: host, host:port, with or without scheme and path.
    virtual void checkServer(const QString &typed, Done<ServerFound> done) = 0;
    virtual void signInWithPassword(const QString &url, const QString &name, const QString &password, Done<> done) = 0;
    virtual void signInWithKey(const QString &url, const QString &key, Done<> done) = 0;
    /// Opens the browser and waits for it to come back.
    virtual void signInWithBrowser(const QString &url, Done<> done) = 0;
    virtual void cancelSignIn() = 0;
};

} // namespace hearth::tray_ui
