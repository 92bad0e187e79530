// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tray/sign_in_steps.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace hearth::ui_kit
{
class LinkButton;
class NoticeRow;
class TextLabel;
} // namespace hearth::ui_kit

namespace hearth::tray_ui
{

/// Server, and one of three ways in: browser, name and password, API key. Errors stand in the form.
class SignInForm final : public QWidget
{
    Q_OBJECT

public:
    explicit SignInForm(SignInSteps &steps, QWidget *parent = nullptr);

    void setServer(const Fixed &url);
    /// \param isLocked only this person may sign in
    void setUser(const QString &name, bool isLocked);
    void showError(const Error &error);
    /// Asks again for what was entered, after a failure.
    void clearSecrets();
    bool isBusy() const { return m_isBusy; }
    void cancel();

Q_SIGNALS:
    void signedIn(const QString &url);
    void busyChanged(bool busy);

private:
    enum class Way { Browser, Password, Key };

    void build();
    void signIn(Way way);
    void signInAt(const ServerFound &server, Way way);
    void finish(const Result<> &result, const QString &url);
    void setBusy(bool busy, const QString &words = {});
    void setUsesKey(bool on);
    bool check(Way way);
    void mark(QLineEdit &field, bool isInvalid);

    SignInSteps &m_steps;
    ui_kit::NoticeRow *m_notice;
    QLineEdit *m_url;
    ui_kit::TextLabel *m_lock;
    QPushButton *m_browser;
    QLineEdit *m_user;
    QLineEdit *m_password;
    QLineEdit *m_key;
    QPushButton *m_signIn;
    ui_kit::LinkButton *m_switch;
    ui_kit::TextLabel *m_busyWords;
    QWidget *m_passwordRows;
    QWidget *m_keyRows;
    bool m_usesKey = false;
    bool m_isBusy = false;
    int m_round = 0;
};

} // namespace hearth::tray_ui
