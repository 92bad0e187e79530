// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/header_bar.h"

#include "ui_kit/app_window.h"
#include "ui_kit/buttons.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/glyphs.h"
#include "ui_kit/row_painting.h"
#include "ui_kit/tokens.h"
#include "ui_kit/typography.h"

#include <QHBoxLayout>
#include <QPainter>

namespace hearth::launcher_ui
{

using ui_kit::FilterField;
using ui_kit::IconButton;
using ui_kit::TextRole;
using ui_kit::Tokens;

namespace
{
constexpr int barHeight = 35;
}

ProjectButton::ProjectButton(QWidget *parent) : QAbstractButton(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setFixedHeight(barHeight);
    setProject({});
}

void ProjectButton::setProject(const QString &label)
{
    m_label = label.isEmpty() ? tr("No project") : label;
    setAccessibleName(tr("Project: %1").arg(m_label));
    setToolTip(m_label);
    updateGeometry();
    update();
}

QSize ProjectButton::sizeHint() const
{
    constexpr int narrowest = 151;
    constexpr int widest = 240;
    const int words = QFontMetrics(ui_kit::textFont(TextRole::Strong)).horizontalAdvance(m_label);
    return {qBound(narrowest, words + 64, widest), barHeight};
}

void ProjectButton::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = ui_kit::tokensFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(underMouse() ? tokens.dim : tokens.line);
    painter.setBrush(isDown() ? tokens.selection : tokens.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    ui_kit::paintGlyph(painter, QRect(9, 0, 20, height()), QStringLiteral("movie"), tokens.accent, 20);
    painter.setFont(ui_kit::textFont(TextRole::Strong));
    painter.setPen(tokens.text);
    const QRect words(34, 0, width() - 62, height());
    painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(m_label, Qt::ElideMiddle, words.width()));
    ui_kit::paintGlyph(painter, QRect(width() - 26, 0, 20, height()), QStringLiteral("expand_more"), tokens.dim, 18);
    if (hasFocus())
        ui_kit::paintFocusRing(painter, QRectF(rect()), tokens, 6);
}

ConnectionLabel::ConnectionLabel(QWidget *parent) : QWidget(parent)
{
    setFont(ui_kit::textFont(TextRole::Body));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ConnectionLabel::setConnection(const Connection &connection, ui_kit::Variant variant)
{
    m_connection = connection;
    const QString mode = ui_kit::variantWord(variant);
    m_words = mode.isEmpty() ? connection.sentence : tr("%1, %2").arg(mode, connection.sentence);
    setAccessibleName(m_words);
    setToolTip(tr("%1: %2").arg(connection.server, connection.sentence));
    updateGeometry();
    update();
}

QSize ConnectionLabel::sizeHint() const
{
    return {24 + fontMetrics().horizontalAdvance(m_words) + 4, barHeight};
}

QSize ConnectionLabel::minimumSizeHint() const
{
    return {24, barHeight};
}

void ConnectionLabel::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = ui_kit::tokensFor(palette());
    QPainter painter(this);
    QString glyph = QStringLiteral("cloud_sync");
    QColor color = tokens.dim;
    if (m_connection.reach == Reach::Online) {
        glyph = QStringLiteral("cloud_done");
        color = tokens.ok;
    } else if (m_connection.reach == Reach::Offline) {
        glyph = QStringLiteral("cloud_off");
        color = tokens.warn;
    }
    ui_kit::paintGlyph(painter, QRect(0, 0, 18, height()), glyph, color, 18);
    painter.setPen(tokens.text);
    const QRect words(23, 0, width() - 23, height());
    painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft,
                     fontMetrics().elidedText(m_words, Qt::ElideRight, words.width()));
}

HeaderBar::HeaderBar(QWidget *parent)
    : QWidget(parent), m_project(new ProjectButton),
      m_search(new FilterField(tr("Search shots, tasks, workfiles, applications"), QStringLiteral("search"))),
      m_connection(new ConnectionLabel), m_notices(new IconButton(QStringLiteral("notifications_none"), tr("Notices"))),
      m_account(new IconButton(QStringLiteral("account_circle"), tr("Account"))),
      m_settings(new IconButton(QStringLiteral("settings"), tr("Settings")))
{
    m_search->setFixedHeight(barHeight);
    m_search->setKeyHint(tr("Ctrl+K"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(11);
    row->addWidget(m_project);
    row->addWidget(m_search, 3);
    row->addSpacing(6);
    row->addWidget(m_connection, 1);
    auto *icons = new QHBoxLayout;
    icons->setSpacing(4);
    for (IconButton *button : {m_notices, m_account, m_settings}) {
        button->setFixedSize(32, 32);
        icons->addWidget(button);
    }
    row->addLayout(icons);
}

} // namespace hearth::launcher_ui
