// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tray/account_source.h"
#include "ui_kit/app_window.h"

class QLineEdit;
class QVBoxLayout;

namespace hearth::ui_kit
{
class NoticeRow;
class TextLabel;
} // namespace hearth::ui_kit

namespace hearth::tray_ui
{

/// Servers one has signed in to, and this computer's own admin password.
class AccountWindow final : public ui_kit::AppWindow
{
    Q_OBJECT

public:
    AccountWindow(const ui_kit::WindowServices &services, AccountSource &source);

private:
    void rebuild();
    QWidget *serverBox(const AccountServer &server);
    QWidget *passwordBox(const AccountServer &server);
    void showPassword(const QString &serverId, QLineEdit &field);
    void changePassword(const QString &serverId, QLineEdit &field);
    void askToSignOut(const AccountServer &server);
    Done<> told(const QString &sentence);

    AccountSource &m_source;
    ui_kit::NoticeRow *m_notice;
    ui_kit::TextLabel *m_secrets;
    QVBoxLayout *m_rows;
};

} // namespace hearth::tray_ui
