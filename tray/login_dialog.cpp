// SPDX-License-Identifier: Apache-2.0
#include "tray/login_dialog.h"

#include "ui_kit/buttons.h"
#include "ui_kit/labels.h"
#include "ui_kit/tokens.h"

#include <QCloseEvent>
#include <QVBoxLayout>

namespace hearth::tray_ui
{

using namespace ui_kit;

LoginDialog::LoginDialog(const WindowServices &windowServices, SignInSteps &steps, QWidget *parent)
    : AppWindow(windowServices, QStringLiteral("login"), {QStringLiteral("artist"), QStringLiteral("sign-in")},
                {460, 330}, parent),
      m_form(new SignInForm(steps)), m_reason(new TextLabel({}, TextRole::SecondLine, Tone::Dim))
{
    setWindowTitle(tr("Sign in · Hearth"));
    m_reason->setWordWrap(true);
    auto *cancel = pushButton(tr("&Cancel"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(8);
    column->addWidget(new TextLabel(tr("Sign in"), TextRole::Title));
    column->addWidget(m_reason);
    column->addWidget(m_form);
    column->addStretch();
    column->addWidget(cancel, 0, Qt::AlignRight);
    connect(cancel, &QPushButton::clicked, this, &LoginDialog::onEscape);
    connect(m_form, &SignInForm::signedIn, this, [this](const QString &url) {
        m_isDone = true;
        close();
        Q_EMIT signedIn(url);
    });
}

void LoginDialog::openFor(const Fixed &url, const QString &user, bool isUserLocked, const QString &reason)
{
    m_isDone = false;
    m_reason->setText(reason);
    m_reason->setVisible(!reason.isEmpty());
    m_form->setUser(user, isUserLocked);
    m_form->setServer(url);
    present();
}

void LoginDialog::onEscape()
{
    if (m_form->isBusy())
        m_form->cancel();
    else
        close();
}

void LoginDialog::closeEvent(QCloseEvent *event)
{
    m_form->cancel();
    AppWindow::closeEvent(event);
    if (!m_isDone)
        Q_EMIT cancelled();
}

} // namespace hearth::tray_ui
