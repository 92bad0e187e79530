// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/sign_in.h"
#include "composition/known_servers.h"
#include "process/child_process.h"

namespace hearth::composition
{

/// This computer's own server: a process of its own that outlives the program that started it, at one address that is
/// remembered and taken again at every start. Threads: worker threads.
class LocalServer
{
public:
    struct Settings {
        QString program;    ///< hearth-server
        QString dataFolder; ///< made by setUp
        QString stateFile;  ///< port and process
        QString resources;
        QMap<QString, QString> environment; ///< for the child
        QString logFile;
    };

    LocalServer(Settings settings, client::Transport &transport, KnownServers &servers)
        : m_settings(std::move(settings)), m_transport(transport), m_servers(servers)
    {
    }

    /// True when this computer has been set up as a studio of its own.
    [[nodiscard]] bool isSetUp() const;
    /// The remembered address; empty before setUp.
    [[nodiscard]] QString url() const;
    [[nodiscard]] bool isOwnUrl(const QString &url) const { return !url.isEmpty() && url == this->url(); }

    /// Makes the data folder with a first administrator whose generated password goes into the keychain, starts the
    /// server and signs in. Nothing is left behind when it fails. \param fullName as the person typed it
    [[nodiscard]] Result<client::SignedIn> setUp(const QString &fullName, const client::Identity &identity);
    /// Makes sure it answers: finds it running, or starts it. Errors: Conflict (another program has its address and
    /// keeps it), Invalid (database damaged; detail says where it is kept), Internal.
    [[nodiscard]] Result<QUrl> ensureRunning();
    /// Signs in with the kept password, for when a session has run out.
    [[nodiscard]] Result<client::SignedIn> signInAgain(const client::Identity &identity);
    /// Asks it to end. \returns once it has, at most some seconds later
    void stop();
    /// Ends it and removes everything setUp made.
    void undoSetUp();

    [[nodiscard]] Result<Secret> adminPassword() const;
    [[nodiscard]] Result<> keepAdminPassword(const Secret &password);
    [[nodiscard]] QString adminName() const;
    [[nodiscard]] const Settings &settings() const { return m_settings; }

private:
    struct State;
    [[nodiscard]] State state() const;
    [[nodiscard]] Result<> keep(const State &state) const;
    [[nodiscard]] Result<QUrl> start(int port);
    [[nodiscard]] Result<> runSetup(const QByteArray &templateJson) const;

    Settings m_settings;
    client::Transport &m_transport;
    KnownServers &m_servers;
};

/// A user name the server accepts, out of whatever name a person typed. Pure.
[[nodiscard]] QString userNameFrom(const QString &fullName);

} // namespace hearth::composition
