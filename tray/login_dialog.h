// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tray/sign_in_form.h"
#include "ui_kit/app_window.h"

namespace hearth::tray_ui
{

/// Signs in to a server, later than first run: another server, another person, or a sign-in that ran out.
class LoginDialog final : public ui_kit::AppWindow
{
    Q_OBJECT

public:
    LoginDialog(const ui_kit::WindowServices &services, SignInSteps &steps, QWidget *parent = nullptr);

    /// \param reason why one is asked, one sentence; may be empty
    void openFor(const Fixed &url, const QString &user, bool isUserLocked, const QString &reason);
    SignInForm &form() { return *m_form; }

Q_SIGNALS:
    void signedIn(const QString &url);
    void cancelled();

protected:
    void onEscape() override;
    void closeEvent(QCloseEvent *event) override;

private:
    SignInForm *m_form;
    ui_kit::TextLabel *m_reason;
    bool m_isDone = false;
};

} // namespace hearth::tray_ui
