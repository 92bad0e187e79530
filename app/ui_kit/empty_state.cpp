// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/empty_state.h"

#include "ui_kit/buttons.h"
#include "ui_kit/glyphs.h"
#include "ui_kit/labels.h"
#include "ui_kit/tokens.h"

#include <QPainter>
#include <QVBoxLayout>

namespace hearth::ui_kit
{

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent), m_title(new TextLabel({}, TextRole::Strong)),
      m_text(new TextLabel({}, TextRole::SecondLine, Tone::Dim)), m_action(pushButton({})), m_glyphSpace(new QWidget)
{
    m_glyphSpace->setFixedHeight(36);
    for (TextLabel *label : {m_title, m_text}) {
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignHCenter);
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 16, 24, 16);
    column->setSpacing(8);
    column->addStretch(2);
    column->addWidget(m_glyphSpace);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addSpacing(4);
    column->addWidget(m_action, 0, Qt::AlignHCenter);
    column->addStretch(3);
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionChosen);
}

void EmptyState::setMessage(const QString &glyph, const QString &title, const QString &text, const QString &action)
{
    m_glyph = glyph;
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(title + QLatin1Char(' ') + text);
    update();
}

QString EmptyState::title() const
{
    return m_title->text();
}

void EmptyState::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintGlyph(painter, m_glyphSpace->geometry(), m_glyph, tokensFor(palette()).dim, 32);
}

} // namespace hearth::ui_kit
