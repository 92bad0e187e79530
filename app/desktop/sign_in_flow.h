// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/desktop.h"
#include "desktop/browser_login.h"
#include "tray/sign_in_steps.h"

namespace hearth::desktop
{

/// Finding a server and signing in to it, for the first-run and login windows alike. GUI thread; work runs on the pool.
class SignInFlow : public QObject
{
    Q_OBJECT

public:
    explicit SignInFlow(composition::Desktop &desktop, QObject *parent = nullptr);

    void checkServer(const QString &typed, tray_ui::Done<tray_ui::ServerFound> done);
    void signInWithPassword(const QString &url, const QString &name, const QString &password, tray_ui::Done<> done);
    void signInWithKey(const QString &url, const QString &key, tray_ui::Done<> done);
    void signInWithBrowser(const QString &url, tray_ui::Done<> done);
    void cancel();

    /// Who signed in last; nothing before.
    [[nodiscard]] const std::optional<client::SignedIn> &signedIn() const { return m_signedIn; }
    /// Only this user may sign in; empty: anybody.
    void setExpectedUser(const QString &user) { m_expectedUser = user; }

private:
    void finish(const Job<client::SignedIn> &job, tray_ui::Done<> done);

    composition::Desktop &m_desktop;
    BrowserLogin m_browser;
    std::optional<client::SignedIn> m_signedIn;
    QString m_expectedUser;
    std::stop_source m_stop;
};

/// The login dialog's steps: a flow whose result is kept for the next start.
class LoginAdapter final : public tray_ui::SignInSteps
{
    Q_OBJECT

public:
    LoginAdapter(composition::Desktop &desktop, QObject *parent = nullptr);

    void checkServer(const QString &typed, tray_ui::Done<tray_ui::ServerFound> done) override
    {
        m_flow.checkServer(typed, std::move(done));
    }
    void signInWithPassword(const QString &url, const QString &name, const QString &password,
                            tray_ui::Done<> done) override;
    void signInWithKey(const QString &url, const QString &key, tray_ui::Done<> done) override;
    void signInWithBrowser(const QString &url, tray_ui::Done<> done) override;
    void cancelSignIn() override { m_flow.cancel(); }
    SignInFlow &flow() { return m_flow; }

private:
    [[nodiscard]] tray_ui::Done<> kept(tray_ui::Done<> done);

    composition::Desktop &m_desktop;
    SignInFlow m_flow;
};

} // namespace hearth::desktop
