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
    /// Makes sure it answers: finds it running, or starts it; where another program has its address it takes a new one.
    /// Errors: Invalid (database damaged; the sentence says where it is kept), Forbidden (folder read-only or somebody
    /// else's), Internal.
    [[nodiscard]] Result<QUrl> ensureRunning();
    /// Signs in with the kept password, for when a session has run out.
    [[nodiscard]] Result<client::SignedIn> signInAgain(const client::Identity &identity);
    /// Asks it to end. \returns once it has, at most some seconds later
    void stop();
    /// Ends it and removes everything setUp made.
    void undoSetUp();

    /// Good backups of its database, newest first. Blocks while each is looked over; the server must not run.
    [[nodiscard]] Result<QStringList> backups() const;
    /// Puts a backup in the place of the database, which is kept aside.
    [[nodiscard]] Result<> restore(const QString &backup) const;
    /// Begins anew at the same address; the data folder is moved aside and comes back when that fails.
    [[nodiscard]] Result<client::SignedIn> beginEmpty(const client::Identity &identity);
    /// Where its database is when the data folder lies on a network drive; else empty.
    [[nodiscard]] QString databaseElsewhere() const;

    [[nodiscard]] Result<Secret> adminPassword() const;
    [[nodiscard]] Result<> keepAdminPassword(const Secret &password);
    [[nodiscard]] QString adminName() const;
    [[nodiscard]] const Settings &settings() const { return m_settings; }

private:
    struct State;
    [[nodiscard]] State state() const;
    [[nodiscard]] Result<> keep(const State &state) const;
    [[nodiscard]] Result<QUrl> start(int port);
    [[nodiscard]] bool isAnswering(const State &now) const;
    [[nodiscard]] Result<QUrl> startSomewhere(int port);
    [[nodiscard]] Result<QByteArray> runServer(const QStringList &arguments, const QByteArray &input) const;
    [[nodiscard]] Result<client::SignedIn> make(const QString &fullName, const QString &admin, int port,
                                                const client::Identity &identity);

    Settings m_settings;
    client::Transport &m_transport;
    KnownServers &m_servers;
};

/// A user name the server accepts, out of whatever name a person typed. Pure.
[[nodiscard]] QString userNameFrom(const QString &fullName);

} // namespace hearth::composition
