// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/buttons.h"

#include "ui_kit/contrast.h"
#include "ui_kit/glyphs.h"
#include "ui_kit/row_painting.h"
#include "ui_kit/typography.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>

namespace hearth::ui_kit
{

namespace
{

void paintRaised(QPainter &painter, const QAbstractButton &button, const Tokens &tokens, qreal radius)
{
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isHovered = button.underMouse() && button.isEnabled();
    painter.setPen(isHovered ? tokens.dim : tokens.line);
    painter.setBrush(button.isDown() ? tokens.selection : tokens.raised);
    painter.drawRoundedRect(QRectF(button.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    if (button.hasFocus())
        paintFocusRing(painter, QRectF(button.rect()), tokens, radius);
}

void prepare(QAbstractButton &button)
{
    button.setFocusPolicy(Qt::StrongFocus);
    button.setAttribute(Qt::WA_Hover);
}

void paintElided(QPainter &painter, const QRect &rect, int flags, const QString &words)
{
    painter.drawText(rect, flags, painter.fontMetrics().elidedText(words, Qt::ElideMiddle, rect.width()));
}

} // namespace

int wordFlags(const QWidget &widget)
{
    const bool isShown = widget.style()->styleHint(QStyle::SH_UnderlineShortcut, nullptr, &widget) != 0;
    const int mnemonic = isShown ? Qt::TextShowMnemonic : Qt::TextHideMnemonic;
    return static_cast<int>(Qt::AlignVCenter) | static_cast<int>(Qt::AlignLeft) | mnemonic;
}

IconButton::IconButton(const QString &glyph, const QString &name, QWidget *parent)
    : QAbstractButton(parent), m_glyph(glyph), m_name(name)
{
    prepare(*this);
    setToolTip(name);
    setAccessibleName(name);
}

void IconButton::setGlyph(const QString &glyph)
{
    m_glyph = glyph;
    update();
}

void IconButton::setCount(int count)
{
    m_count = count;
    setAccessibleName(count > 0 ? tr("%1, %2").arg(m_name).arg(count) : m_name);
    update();
}

QSize IconButton::sizeHint() const
{
    return {34, 34};
}

void IconButton::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (isDown() || underMouse()) {
        QColor ground = tokens.text;
        ground.setAlphaF(0.07f);
        painter.setPen(Qt::NoPen);
        painter.setBrush(ground);
        painter.drawRoundedRect(rect(), metrics::raisedRadius, metrics::raisedRadius);
    }
    paintGlyph(painter, rect(), m_glyph, isEnabled() ? tokens.text : tokens.dim, 20);
    if (m_count > 0) {
        const QRectF badge(rect().center().x() + 3, rect().center().y() - 15, 15, 15);
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokens.accent);
        painter.drawEllipse(badge);
        QFont font = textFont(TextRole::Chip);
        font.setPixelSize(m_count > 9 ? 8 : 10);
        painter.setFont(font);
        painter.setPen(tokens.onAccent);
        painter.drawText(badge, Qt::AlignCenter, m_count > 99 ? QStringLiteral("99+") : QString::number(m_count));
    }
    if (hasFocus())
        paintFocusRing(painter, QRectF(rect()), tokens, metrics::raisedRadius);
}

LinkButton::LinkButton(const QString &words, QWidget *parent) : QAbstractButton(parent)
{
    prepare(*this);
    setText(words);
    setFont(textFont(TextRole::SecondLine));
    setCursor(Qt::PointingHandCursor);
}

void LinkButton::setGlyph(const QString &glyph)
{
    m_glyph = glyph;
    updateGeometry();
    update();
}

QSize LinkButton::sizeHint() const
{
    const int words = fontMetrics().size(Qt::TextShowMnemonic, text()).width();
    return {words + 8 + (m_glyph.isEmpty() ? 0 : 16) + (m_hasDot ? 6 : 0), metrics::hitTarget};
}

QSize LinkButton::minimumSizeHint() const
{
    return {qMin(sizeHint().width(), 44), metrics::hitTarget};
}

void LinkButton::setHasDot(bool on)
{
    m_hasDot = on;
    updateGeometry();
    update();
}

void LinkButton::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    const QColor color = underMouse() && isEnabled() ? tokens.text : tokens.dim;
    QRect words = rect().adjusted(m_hasDot ? 10 : 4, 0, -4, 0);
    if (m_hasDot) {
        painter.setPen(tokens.dim);
        painter.drawText(QRect(0, 0, 8, height()), Qt::AlignVCenter | Qt::AlignLeft, QStringLiteral("·"));
    }
    if (!m_glyph.isEmpty()) {
        paintGlyph(painter, QRect(words.left() - 2, words.top(), 16, words.height()), m_glyph, color, 16);
        words.setLeft(words.left() + 16);
    }
    painter.setPen(color);
    if (!isEnabled())
        painter.setOpacity(0.6);
    const bool fits = sizeHint().width() <= width();
    const QString shown =
        fits ? text()
             : fontMetrics().elidedText(QString(text()).remove(QLatin1Char('&')), Qt::ElideRight, words.width());
    painter.drawText(words, wordFlags(*this), shown);
    painter.setOpacity(1);
    if (hasFocus())
        paintFocusRing(painter, QRectF(rect()).adjusted(m_hasDot ? 6 : 0, 3, 0, -3), tokens, 4);
}

TileButton::TileButton(QWidget *parent) : QAbstractButton(parent)
{
    prepare(*this);
}

void TileButton::setContent(const QString &glyph, const QColor &glyphColor, const QString &words,
                            const QString &secondLine)
{
    m_glyph = glyph;
    m_glyphColor = glyphColor;
    m_secondLine = secondLine;
    setText(words);
    setAccessibleName(secondLine.isEmpty() ? words : words + QLatin1Char(' ') + secondLine);
    update();
}

void TileButton::setHasChoices(bool on)
{
    m_hasChoices = on;
    setAccessibleDescription(on ? tr("Has several versions. Down lists them.") : QString());
    update();
}

void TileButton::setGlyphOnly(bool on)
{
    m_isGlyphOnly = on;
    update();
}

QSize TileButton::sizeHint() const
{
    return {m_secondLine.isEmpty() ? 71 : 83, 69};
}

QRect TileButton::choicesRect() const
{
    return m_hasChoices ? rect().adjusted(0, 46, 0, 0) : QRect();
}

void TileButton::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    paintRaised(painter, *this, tokens, metrics::panelRadius);
    const bool hasSecond = !m_secondLine.isEmpty();
    const QColor glyph = readable(m_glyphColor, tokens.raised, minimumGlyphContrast, tokens.text);
    const QRect place = m_isGlyphOnly ? rect() : QRect(0, hasSecond ? 7 : 10, width(), 26);
    paintGlyph(painter, place, m_glyph, isEnabled() ? glyph : tokens.dim, 24, GlyphKind::Application);
    if (m_isGlyphOnly)
        return;
    QFont font = textFont(TextRole::SecondLine);
    font.setWeight(QFont::Medium);
    painter.setFont(font);
    painter.setPen(isEnabled() ? tokens.text : tokens.dim);
    const QString words = QString(text()).remove(QLatin1Char('&'));
    paintElided(painter, QRect(4, hasSecond ? 34 : 38, width() - 8, 18), Qt::AlignCenter, words);
    if (!hasSecond)
        return;
    font = textFont(TextRole::Chip);
    font.setPixelSize(10);
    font.setWeight(QFont::Normal);
    painter.setFont(font);
    painter.setPen(readable(tokens.dim, tokens.raised, minimumTextContrast, tokens.text));
    const QString second = m_hasChoices ? m_secondLine + QStringLiteral(" \u25be") : m_secondLine;
    paintElided(painter, QRect(4, 50, width() - 8, 14), Qt::AlignCenter, second);
}

void TileButton::keyPressEvent(QKeyEvent *event)
{
    if (m_hasChoices && event->key() == Qt::Key_Down)
        Q_EMIT choicesWanted();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void TileButton::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && choicesRect().contains(event->pos())) {
        Q_EMIT choicesWanted();
        return;
    }
    QAbstractButton::mousePressEvent(event);
}

void TileButton::contextMenuEvent(QContextMenuEvent *event)
{
    if (m_hasChoices)
        Q_EMIT choicesWanted();
    else
        event->ignore();
}

PrimaryButton::PrimaryButton(QWidget *parent) : QAbstractButton(parent)
{
    prepare(*this);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void PrimaryButton::setContent(const QString &glyph, const QString &words, const QString &secondLine)
{
    m_glyph = glyph;
    m_secondLine = secondLine;
    setText(words);
    setAccessibleName(words);
    setAccessibleDescription(secondLine);
    setToolTip(words);
    update();
}

QSize PrimaryButton::sizeHint() const
{
    return {236, 69};
}

void PrimaryButton::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ground = isEnabled() ? tokens.accent : tokens.raised;
    const QColor words = isEnabled() ? tokens.onAccent : tokens.dim;
    painter.setPen(isEnabled() ? Qt::NoPen : QPen(tokens.line));
    painter.setBrush(isDown() ? ground.darker(110) : ground);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::panelRadius - 1,
                            metrics::panelRadius - 1);
    paintGlyph(painter, QRect(14, 0, 28, height()), m_glyph, words, metrics::tileIcon, GlyphKind::Application);
    painter.setPen(words);
    paintWords(painter);
    if (hasFocus()) {
        painter.setPen(QPen(tokens.text, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(2.5, 2.5, -2.5, -2.5), 5, 5);
    }
}

// What it will do is written out: where one line is too short, it takes the second line as well.
void PrimaryButton::paintWords(QPainter &painter) const
{
    painter.setFont(textFont(TextRole::Strong));
    const QRect all(52, 8, width() - 62, height() - 16);
    if (painter.fontMetrics().horizontalAdvance(text()) > all.width()) {
        const QString shown = painter.fontMetrics().elidedText(text(), Qt::ElideMiddle, all.width() * 2 - 40);
        painter.drawText(all, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextWordWrap, shown);
        return;
    }
    const QRect first(all.left(), height() / 2 - 20, all.width(), 20);
    painter.drawText(first, Qt::AlignVCenter | Qt::AlignLeft, text());
    QFont font = textFont(TextRole::Chip);
    font.setWeight(QFont::Medium);
    painter.setFont(font);
    paintElided(painter, first.translated(0, 19), Qt::AlignVCenter | Qt::AlignLeft, m_secondLine);
}

ChoiceButton::ChoiceButton(const QString &glyph, const QString &words, const QString &secondLine, QWidget *parent)
    : QAbstractButton(parent), m_glyph(glyph), m_secondLine(secondLine)
{
    prepare(*this);
    setText(words);
    setAccessibleName(QString(words).remove(QLatin1Char('&')));
    setAccessibleDescription(secondLine);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize ChoiceButton::sizeHint() const
{
    return {360, 76};
}

void ChoiceButton::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    paintRaised(painter, *this, tokens, metrics::panelRadius);
    paintGlyph(painter, QRect(16, 0, 32, height()), m_glyph, isEnabled() ? tokens.accent : tokens.dim, 28);
    painter.setPen(isEnabled() ? tokens.text : tokens.dim);
    QFont font = textFont(TextRole::Strong);
    font.setPixelSize(14);
    painter.setFont(font);
    const QRect first(64, height() / 2 - 22, width() - 100, 22);
    painter.drawText(first, wordFlags(*this), text());
    painter.setFont(textFont(TextRole::SecondLine));
    painter.setPen(readable(tokens.dim, tokens.raised, minimumTextContrast, tokens.text));
    paintElided(painter, first.translated(0, 22), Qt::AlignVCenter | Qt::AlignLeft, m_secondLine);
    paintGlyph(painter, QRect(width() - 36, 0, 20, height()), QStringLiteral("chevron_right"), tokens.dim, 20);
}

void setMain(QPushButton &button, bool isMain)
{
    button.setProperty("main", isMain);
    button.setAutoDefault(isMain);
    button.setDefault(isMain);
    button.style()->unpolish(&button);
    button.style()->polish(&button);
}

QPushButton *pushButton(const QString &words, bool isMain, QWidget *parent)
{
    auto *button = new QPushButton(words, parent);
    button->setProperty("main", isMain);
    button->setAutoDefault(isMain);
    button->setDefault(isMain);
    return button;
}

} // namespace hearth::ui_kit
