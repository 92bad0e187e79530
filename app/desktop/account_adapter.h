// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desktop/studio_state.h"
#include "tray/account_source.h"

namespace hearth::desktop
{

/// Servers and sign-ins for the account window. GUI thread; the keychain is asked on the pool.
class AccountAdapter final : public tray_ui::AccountSource
{
    Q_OBJECT

public:
    explicit AccountAdapter(StudioState &state, QObject *parent = nullptr);

    std::vector<tray_ui::AccountServer> servers() const override;
    QString secretsNote() const override;
    void switchTo(const QString &serverId, tray_ui::Done<> done) override;
    void signOut(const QString &serverId, tray_ui::Done<> done) override;
    void showAdminPassword(const QString &serverId, tray_ui::Done<QString> done) override;
    void changeAdminPassword(const QString &serverId, const QString &password, tray_ui::Done<> done) override;
    void addServer() override { Q_EMIT addWanted(); }

Q_SIGNALS:
    void switchWanted(const QString &url);
    void addWanted();
    void signedOut(const QString &url);

private:
    StudioState &m_state;
};

} // namespace hearth::desktop
