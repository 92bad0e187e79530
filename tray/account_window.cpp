// SPDX-License-Identifier: Apache-2.0
#include "tray/account_window.h"

#include "ui_kit/buttons.h"
#include "ui_kit/labels.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/panel.h"
#include "ui_kit/tokens.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>

namespace hearth::tray_ui
{

using namespace ui_kit;

namespace
{
constexpr int shortestPassword = 8;
} // namespace

AccountWindow::AccountWindow(const WindowServices &windowServices, AccountSource &source)
    : AppWindow(windowServices, QStringLiteral("account"), {QStringLiteral("artist"), QStringLiteral("account")},
                {520, 460}),
      m_source(source), m_notice(new NoticeRow), m_secrets(new TextLabel({}, TextRole::SecondLine, Tone::Dim)),
      m_rows(new QVBoxLayout)
{
    setWindowTitle(tr("Account · Hearth"));
    setMinimumSize(420, 300);
    m_notice->hide();
    m_notice->setMayDismiss(true);
    m_secrets->setWordWrap(true);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(metrics::panelGap);
    auto *inner = new QWidget;
    inner->setLayout(m_rows);
    auto *area = new QScrollArea;
    area->setWidget(inner);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setProperty("flat", true);
    area->viewport()->setAutoFillBackground(false);
    inner->setAutoFillBackground(false);
    area->setAccessibleName(tr("Servers"));
    auto *add = pushButton(tr("&Add a server…"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::windowMargin, metrics::windowMargin, metrics::windowMargin,
                               metrics::windowMargin);
    column->setSpacing(metrics::panelGap);
    column->addWidget(new TextLabel(tr("Account"), TextRole::Title));
    column->addWidget(m_notice);
    column->addWidget(area, 1);
    column->addWidget(m_secrets);
    column->addWidget(add, 0, Qt::AlignLeft);
    connect(add, &QPushButton::clicked, &source, &AccountSource::addServer);
    connect(&source, &AccountSource::changed, this, &AccountWindow::rebuild);
    connect(m_notice, &NoticeRow::dismissed, m_notice, &QWidget::hide);
    connect(m_notice, &NoticeRow::actionChosen, this, [this](const QString &id) {
        m_notice->hide();
        if (id.startsWith(QStringLiteral("out/")))
            m_source.signOut(id.mid(4), told(tr("You are signed out.")));
    });
    rebuild();
}

void AccountWindow::rebuild()
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    const std::vector<AccountServer> servers = m_source.servers();
    for (const AccountServer &server : servers)
        m_rows->addWidget(serverBox(server));
    if (servers.empty())
        m_rows->addWidget(
            new TextLabel(tr("You are not signed in anywhere. Add a server to begin."), TextRole::Body, Tone::Dim));
    m_rows->addStretch();
    m_secrets->setText(m_source.secretsNote());
    m_secrets->setVisible(!m_source.secretsNote().isEmpty());
}

QWidget *AccountWindow::serverBox(const AccountServer &server)
{
    auto *panel = new Panel;
    auto *column = new QVBoxLayout(panel);
    column->setContentsMargins(12, 10, 12, 12);
    column->setSpacing(4);
    auto *head = new QHBoxLayout;
    head->addWidget(new ElidedLabel(server.label, TextRole::Strong), 1);
    head->addWidget(new TextLabel(server.isCurrent ? tr("in use · %1").arg(server.sentence) : server.sentence,
                                  TextRole::SecondLine, server.isCurrent ? Tone::Good : Tone::Dim));
    column->addLayout(head);
    column->addWidget(
        new ElidedLabel(tr("%1 · signed in as %2").arg(server.url, server.user), TextRole::SecondLine, Tone::Dim));
    if (server.isThisComputer)
        column->addWidget(passwordBox(server));
    if (server.isFromEnvironment) {
        column->addWidget(
            new TextLabel(tr("Given by the environment; it cannot be changed here."), TextRole::SecondLine, Tone::Dim));
        return panel;
    }
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, 6, 0, 0);
    buttons->setSpacing(8);
    if (!server.isCurrent) {
        auto *use = pushButton(tr("Use this server"));
        use->setAccessibleName(tr("Use %1").arg(server.label));
        connect(use, &QPushButton::clicked, this,
                [this, server] { m_source.switchTo(server.id, told(tr("%1 is in use now.").arg(server.label))); });
        buttons->addWidget(use);
    }
    auto *out = pushButton(tr("Sign out…"));
    out->setAccessibleName(tr("Sign out of %1").arg(server.label));
    connect(out, &QPushButton::clicked, this, [this, server] { askToSignOut(server); });
    buttons->addWidget(out);
    buttons->addStretch();
    column->addLayout(buttons);
    return panel;
}

QWidget *AccountWindow::passwordBox(const AccountServer &server)
{
    auto *box = new QWidget;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 6, 0, 0);
    column->setSpacing(4);
    column->addWidget(new TextLabel(tr("Admin password of this computer's server"), TextRole::SecondLine, Tone::Dim));
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    auto *field = new QLineEdit;
    field->setAccessibleName(tr("Admin password"));
    field->setEchoMode(QLineEdit::Password);
    field->setPlaceholderText(QStringLiteral("••••••••"));
    auto *show = pushButton(tr("S&how"));
    show->setAccessibleName(tr("Show the admin password"));
    auto *change = pushButton(tr("C&hange"));
    change->setAccessibleName(tr("Change the admin password to what was typed"));
    change->setEnabled(false);
    row->addWidget(field, 1);
    row->addWidget(show);
    row->addWidget(change);
    column->addLayout(row);
    connect(field, &QLineEdit::textEdited, change,
            [change](const QString &words) { change->setEnabled(words.size() >= shortestPassword); });
    connect(show, &QPushButton::clicked, this, [this, id = server.id, field] { showPassword(id, *field); });
    connect(change, &QPushButton::clicked, this, [this, id = server.id, field, change] {
        change->setEnabled(false);
        changePassword(id, *field);
    });
    return box;
}

void AccountWindow::showPassword(const QString &serverId, QLineEdit &field)
{
    if (field.echoMode() == QLineEdit::Normal) {
        field.setEchoMode(QLineEdit::Password);
        return;
    }
    m_source.showAdminPassword(serverId, whileAlive(&field, [this, &field](const Result<QString> &password) {
                                   if (!password) {
                                       told({})(fail(password.error()));
                                       return;
                                   }
                                   field.setText(*password);
                                   field.setEchoMode(QLineEdit::Normal);
                               }));
}

void AccountWindow::changePassword(const QString &serverId, QLineEdit &field)
{
    m_source.changeAdminPassword(serverId, field.text(), told(tr("The password is changed and kept.")));
}

void AccountWindow::askToSignOut(const AccountServer &server)
{
    m_notice->clearActions();
    m_notice->setMessage(Tone::Warning, tr("Sign out of %1?").arg(server.label),
                         tr("What runs keeps running. Changes that wait are sent after the next sign-in."));
    m_notice->addAction(QStringLiteral("out/") + server.id, tr("Sign out"), true);
    m_notice->addAction(QStringLiteral("stay"), tr("Stay signed in"));
    m_notice->show();
}

Done<> AccountWindow::told(const QString &sentence)
{
    return whileAlive(this, [this, sentence](const Result<> &result) {
        m_notice->clearActions();
        if (result)
            m_notice->setMessage(Tone::Good, sentence, {});
        else
            m_notice->setMessage(Tone::Problem, result.error().message, {}, result.error().detail);
        m_notice->show();
    });
}

} // namespace hearth::tray_ui
