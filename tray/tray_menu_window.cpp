// SPDX-License-Identifier: Apache-2.0
#include "tray/tray_menu_window.h"

#include "tray/brand_glyph.h"
#include "ui_kit/glyphs.h"
#include "ui_kit/labels.h"
#include "ui_kit/panel.h"
#include "ui_kit/row_painting.h"
#include "ui_kit/user_memory.h"

#include <QAbstractButton>
#include <QCloseEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QScreen>
#include <QVBoxLayout>

namespace hearth::tray_ui
{

using namespace ui_kit;

namespace
{

const auto placeKey = QStringLiteral("places/trayMenu");

/// One line of the menu as a button of full width.
class MenuButton final : public QAbstractButton
{
public:
    MenuButton(const MenuLine &line, int depth) : m_glyph(line.glyph), m_depth(depth)
    {
        setText(line.label);
        setAccessibleName(line.label);
        setToolTip(line.label);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
        setFixedHeight(metrics::row);
        setEnabled(line.children.empty());
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Tokens &tokens = tokensFor(palette());
        QPainter painter(this);
        paintRowGround(painter, rect(), tokens, isDown(), underMouse() && isEnabled());
        const int left = 10 + m_depth * 20;
        paintGlyph(painter, QRect(left, 0, 18, height()), m_glyph, tokens.dim, 18);
        painter.setFont(textFont(isEnabled() ? TextRole::Body : TextRole::SecondLine));
        painter.setPen(isEnabled() ? tokens.text : tokens.dim);
        const QRect words(left + 28, 0, width() - left - 36, height());
        painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(text(), Qt::ElideMiddle, words.width()));
        if (hasFocus())
            paintFocusRing(painter, QRectF(rect()), tokens, metrics::raisedRadius);
    }

    void keyPressEvent(QKeyEvent *event) override
    {
        if (event->key() == Qt::Key_Down)
            focusNextChild();
        else if (event->key() == Qt::Key_Up)
            focusPreviousChild();
        else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
            click();
        else
            QAbstractButton::keyPressEvent(event);
    }

private:
    QString m_glyph;
    int m_depth;
};

} // namespace

TrayMenuWindow::TrayMenuWindow(const WindowServices &windowServices, TraySource &source, TrayMenu &menu)
    : AppWindow(windowServices, QStringLiteral("trayMenu"), {QStringLiteral("artist"), QStringLiteral("tray")},
                {300, 380}),
      m_source(source), m_menu(menu), m_rows(new QVBoxLayout)
{
    setWindowTitle(source.contents().product);
    m_hasPlace = memory().value(placeKey).isValid();
    auto *panel = new Panel;
    panel->setLayout(m_rows);
    m_rows->setContentsMargins(6, 6, 6, 6);
    m_rows->setSpacing(0);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->addWidget(panel);
    connect(&menu, &TrayMenu::rebuilt, this, &TrayMenuWindow::build);
    connect(&source, &TraySource::changed, this, [this] {
        const TrayContents contents = m_source.contents();
        setWindowIcon(trayIcon(contents.state, contents.variant));
    });
    setWindowIcon(trayIcon(source.contents().state, source.contents().variant));
    build();
}

void TrayMenuWindow::build()
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    const QString sentence = m_source.contents().sentence;
    auto *head = new ElidedLabel(sentence, TextRole::SecondLine, Tone::Dim);
    head->setContentsMargins(10, 0, 10, 0);
    m_rows->addWidget(head);
    m_rows->addSpacing(4);
    for (const MenuLine &line : m_menu.lines())
        addLine(line, 0);
    m_rows->addStretch();
    adjustSize();
    resize(300, sizeHint().height());
    stayInTheCorner();
}

// Out of the way of the work, where a notification area usually is.
void TrayMenuWindow::stayInTheCorner()
{
    const QScreen *screen = QGuiApplication::primaryScreen();
    if (m_hasPlace || !screen || isVisible())
        return;
    const QRect area = screen->availableGeometry();
    move(area.bottomRight() - QPoint(width() + metrics::windowMargin, height() + 3 * metrics::windowMargin));
}

void TrayMenuWindow::addLine(const MenuLine &line, int depth)
{
    if (line.label.isEmpty()) {
        m_rows->addSpacing(4);
        m_rows->addWidget(new Separator);
        m_rows->addSpacing(4);
        return;
    }
    auto *button = new MenuButton(line, depth);
    connect(button, &QAbstractButton::clicked, this, [this, line] { m_menu.choose(line); });
    m_rows->addWidget(button);
    for (const MenuLine &child : line.children)
        addLine(child, depth + 1);
}

void TrayMenuWindow::onEscape()
{
    showMinimized();
}

void TrayMenuWindow::closeEvent(QCloseEvent *event)
{
    event->ignore();
    showMinimized();
}

} // namespace hearth::tray_ui
