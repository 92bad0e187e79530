// SPDX-License-Identifier: Apache-2.0
#include "desktop/account_adapter.h"

#include <QUrl>

namespace hearth::desktop
{

AccountAdapter::AccountAdapter(StudioState &state, QObject *parent) : AccountSource(parent), m_state(state)
{
    connect(&m_state, &StudioState::opened, this, &AccountSource::changed);
    connect(&m_state, &StudioState::reachableChanged, this, &AccountSource::changed);
}

std::vector<tray_ui::AccountServer> AccountAdapter::servers() const
{
    std::vector<tray_ui::AccountServer> list;
    const bool isFromEnvironment = m_state.isOpen() && !m_state.studio().isLoginMode;
    bool isCurrentListed = false;
    for (const composition::KnownServer &known : m_state.desktop().servers->all()) {
        tray_ui::AccountServer one;
        one.id = one.url = known.url;
        one.user = known.user;
        one.isThisComputer = m_state.desktop().localServer->isOwnUrl(known.url);
        one.label = one.isThisComputer ? tr("This computer") : QUrl(known.url).host();
        one.isCurrent = known.url == m_state.serverUrl();
        one.isFromEnvironment = one.isCurrent && isFromEnvironment;
        one.sentence = !one.isCurrent ? tr("signed in") : m_state.isReachable() ? tr("online") : tr("offline");
        isCurrentListed = isCurrentListed || one.isCurrent;
        list.push_back(one);
    }
    if (m_state.isOpen() && !isCurrentListed)
        list.insert(list.begin(), {m_state.serverUrl(), m_state.serverLabel(), m_state.serverUrl(),
                                   m_state.studio().signedIn.user.name, tr("online"), true, false, isFromEnvironment});
    return list;
}

QString AccountAdapter::secretsNote() const
{
    return m_state.desktop().secrets->note();
}

void AccountAdapter::switchTo(const QString &serverId, tray_ui::Done<> done)
{
    Q_EMIT switchWanted(serverId);
    QMetaObject::invokeMethod(
        this, [done] { done({}); }, Qt::QueuedConnection);
}

void AccountAdapter::signOut(const QString &serverId, tray_ui::Done<> done)
{
    composition::Desktop &desktop = m_state.desktop();
    const Job<> job = startJob<void>(desktop.pool, [&desktop, serverId](JobContext<void> &) -> Result<> {
        if (const Result<Secret> key =
                desktop.servers->key(serverId)) // the server may be away: signing out here goes on
            static_cast<void>(
                client::Server(*desktop.transport, QUrl(serverId), desktop.identity, {*key, false}).logout().wait());
        return desktop.servers->forget(serverId);
    });
    ui_kit::whenFinished(job, this, [this, serverId, done = std::move(done)](const Result<> &result) {
        done(result);
        if (result)
            Q_EMIT signedOut(serverId);
        Q_EMIT changed();
    });
}

void AccountAdapter::showAdminPassword(const QString &, tray_ui::Done<QString> done)
{
    composition::Desktop &desktop = m_state.desktop();
    const Job<QString> job = startJob<QString>(desktop.pool, [&desktop](JobContext<QString> &) -> Result<QString> {
        const Result<Secret> password = desktop.localServer->adminPassword();
        return password ? Result<QString>(password->reveal()) : fail(password.error());
    });
    ui_kit::whenFinished(job, this, std::move(done));
}

void AccountAdapter::changeAdminPassword(const QString &, const QString &password, tray_ui::Done<> done)
{
    composition::Desktop &desktop = m_state.desktop();
    m_state.run<void>(
        this,
        [&desktop, secret = Secret(password)](const launch::Launcher &,
                                              const launch::StudioSession &session) -> Result<> {
            const Result<> changed = session.server.changePassword(desktop.localServer->adminName(), secret).wait();
            return changed ? desktop.localServer->keepAdminPassword(secret) : changed;
        },
        std::move(done));
}

} // namespace hearth::desktop
