// SPDX-License-Identifier: Apache-2.0
#include "tray/sign_in_form.h"

#include "ui_kit/buttons.h"
#include "ui_kit/labels.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/panel.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QStyle>
#include <QVBoxLayout>

namespace hearth::tray_ui
{

using namespace ui_kit;

namespace
{

QLineEdit *field(const QString &name, const QString &hint)
{
    auto *edit = new QLineEdit;
    edit->setAccessibleName(name);
    edit->setPlaceholderText(hint);
    return edit;
}

QWidget *row(std::initializer_list<QWidget *> parts)
{
    auto *box = new QWidget;
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    for (QWidget *part : parts)
        layout->addWidget(part, 1);
    return box;
}

} // namespace

SignInForm::SignInForm(SignInSteps &steps, QWidget *parent)
    : QWidget(parent), m_steps(steps), m_notice(new NoticeRow), m_url(field(tr("Server"), tr("studio.example.com"))),
      m_lock(new TextLabel({}, TextRole::SecondLine, Tone::Dim)),
      m_browser(pushButton(tr("Sign in with the &browser"), true)), m_user(field(tr("Name"), tr("Name"))),
      m_password(field(tr("Password"), tr("Password"))), m_key(field(tr("API key"), tr("API key"))),
      m_signIn(pushButton(tr("&Sign in"))), m_switch(new LinkButton(tr("Use an &API key"))),
      m_busyWords(new TextLabel({}, TextRole::SecondLine, Tone::Dim)), m_passwordRows(row({m_user, m_password})),
      m_keyRows(row({m_key}))
{
    build();
    connect(m_browser, &QPushButton::clicked, this, [this] { signIn(Way::Browser); });
    connect(m_signIn, &QPushButton::clicked, this, [this] { signIn(m_usesKey ? Way::Key : Way::Password); });
    connect(m_switch, &LinkButton::clicked, this, [this] { setUsesKey(!m_usesKey); });
    connect(m_url, &QLineEdit::returnPressed, this,
            [this] { m_user->text().isEmpty() ? signIn(Way::Browser) : m_password->setFocus(); });
    connect(m_user, &QLineEdit::returnPressed, this, [this] { m_password->setFocus(); });
    connect(m_password, &QLineEdit::returnPressed, this, [this] { signIn(Way::Password); });
    connect(m_key, &QLineEdit::returnPressed, this, [this] { signIn(Way::Key); });
    connect(m_notice, &NoticeRow::actionChosen, this, [this] { m_notice->hide(); });
    setUsesKey(false);
}

void SignInForm::build()
{
    m_notice->hide();
    m_lock->hide();
    m_busyWords->hide();
    m_password->setEchoMode(QLineEdit::Password);
    m_key->setEchoMode(QLineEdit::Password);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    auto *server = new TextLabel(tr("Ser&ver"), TextRole::SecondLine, Tone::Dim);
    server->setBuddy(m_url);
    column->addWidget(m_notice);
    column->addWidget(server);
    column->addWidget(m_url);
    column->addWidget(m_lock);
    column->addSpacing(4);
    column->addWidget(m_browser);
    auto *orRow = new QHBoxLayout;
    orRow->setSpacing(8);
    orRow->addWidget(new Separator, 1);
    orRow->addWidget(new TextLabel(tr("or"), TextRole::SecondLine, Tone::Dim));
    orRow->addWidget(new Separator, 1);
    column->addLayout(orRow);
    column->addWidget(m_passwordRows);
    column->addWidget(m_keyRows);
    auto *last = new QHBoxLayout;
    last->addWidget(m_switch);
    last->addWidget(m_busyWords, 1);
    last->addStretch();
    last->addWidget(m_signIn);
    column->addLayout(last);
}

void SignInForm::setServer(const Fixed &url)
{
    m_url->setText(url.value);
    m_url->setReadOnly(url.isLocked());
    m_lock->setText(tr("Fixed by %1").arg(url.by));
    m_lock->setVisible(url.isLocked());
    (url.isLocked() ? static_cast<QWidget *>(m_user) : m_url)->setFocus(Qt::OtherFocusReason);
}

void SignInForm::setUser(const QString &name, bool isLocked)
{
    m_user->setText(name);
    m_user->setReadOnly(isLocked);
}

void SignInForm::setUsesKey(bool on)
{
    m_usesKey = on;
    m_passwordRows->setVisible(!on);
    m_keyRows->setVisible(on);
    m_switch->setText(on ? tr("Use name and p&assword") : tr("Use an &API key"));
}

void SignInForm::mark(QLineEdit &edit, bool isInvalid)
{
    edit.setProperty("invalid", isInvalid);
    edit.style()->unpolish(&edit);
    edit.style()->polish(&edit);
}

bool SignInForm::check(Way way)
{
    QLineEdit *missing = nullptr;
    QString words;
    if (m_url->text().trimmed().isEmpty()) {
        missing = m_url;
        words = tr("Enter the address of the studio's server.");
    } else if (way == Way::Password && m_user->text().isEmpty()) {
        missing = m_user;
        words = tr("Enter your name at the studio.");
    } else if (way == Way::Password && m_password->text().isEmpty()) {
        missing = m_password;
        words = tr("Enter your password.");
    } else if (way == Way::Key && m_key->text().isEmpty()) {
        missing = m_key;
        words = tr("Enter the API key.");
    }
    for (QLineEdit *edit : {m_url, m_user, m_password, m_key})
        mark(*edit, edit == missing);
    if (!missing)
        return true;
    m_notice->setMessage(Tone::Warning, words, {});
    m_notice->show();
    missing->setFocus();
    return false;
}

void SignInForm::signIn(Way way)
{
    if (m_isBusy || !check(way))
        return;
    setBusy(true, tr("Looking for the server"));
    m_steps.checkServer(m_url->text().trimmed(),
                        whileAlive(this, [this, way, round = m_round](const Result<ServerFound> &server) {
                            if (round != m_round)
                                return;
                            if (server) {
                                signInAt(*server, way);
                                return;
                            }
                            setBusy(false);
                            showError(server.error());
                            mark(*m_url, true);
                            m_url->setFocus();
                        }));
}

void SignInForm::signInAt(const ServerFound &server, Way way)
{
    m_url->setText(server.url);
    const auto done = whileAlive(this, [this, url = server.url, round = m_round](const Result<> &result) {
        if (round == m_round)
            finish(result, url);
    });
    if (way == Way::Browser && !server.hasBrowserLogin) {
        setBusy(false);
        showError({ErrorKind::Invalid, tr("This server is too old to sign in with the browser. Use name and password."),
                   server.version});
    } else if (way == Way::Browser) {
        setBusy(true, tr("Go on in the browser"));
        m_steps.signInWithBrowser(server.url, done);
    } else if (way == Way::Key) {
        setBusy(true, tr("Signing in"));
        m_steps.signInWithKey(server.url, m_key->text(), done);
    } else {
        setBusy(true, tr("Signing in"));
        m_steps.signInWithPassword(server.url, m_user->text(), m_password->text(), done);
    }
}

void SignInForm::finish(const Result<> &result, const QString &url)
{
    setBusy(false);
    if (result) {
        clearSecrets();
        Q_EMIT signedIn(url);
    } else if (result.error().kind != ErrorKind::Cancelled) {
        showError(result.error());
        (m_usesKey ? m_key : m_password)->setFocus();
    }
}

void SignInForm::showError(const Error &error)
{
    m_notice->setMessage(Tone::Problem, error.message, {}, error.detail);
    m_notice->show();
}

void SignInForm::clearSecrets()
{
    m_password->clear();
    m_key->clear();
    m_notice->hide();
}

void SignInForm::cancel()
{
    if (!m_isBusy)
        return;
    ++m_round;
    m_steps.cancelSignIn();
    setBusy(false);
}

void SignInForm::setBusy(bool busy, const QString &words)
{
    m_isBusy = busy;
    if (busy)
        m_notice->hide();
    m_busyWords->setText(words);
    m_busyWords->setVisible(busy);
    m_switch->setVisible(!busy);
    for (QWidget *part : std::initializer_list<QWidget *>{m_url, m_browser, m_user, m_password, m_key, m_signIn})
        part->setEnabled(!busy);
    Q_EMIT busyChanged(busy);
}

} // namespace hearth::tray_ui
