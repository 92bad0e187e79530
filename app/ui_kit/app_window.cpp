// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/app_window.h"

#include "ui_kit/contrast.h"
#include "ui_kit/tokens.h"
#include "ui_kit/typography.h"
#include "ui_kit/user_memory.h"
#include "ui_kit/window_access.h"

#include <QCloseEvent>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QScreen>

namespace hearth::ui_kit
{

AppWindow::AppWindow(const WindowServices &services, const QString &key, HelpPlace help, QSize size, QWidget *parent)
    : QWidget(parent, Qt::Window), m_services(services), m_key(key), m_helpPlace(std::move(help))
{
    installWindowAccess();
    setObjectName(key);
    resize(size);
    if (!m_services.memory.restorePlace(m_key, *this)) {
        if (const QScreen *screen = QGuiApplication::primaryScreen())
            move(screen->availableGeometry().center() - QPoint(width() / 2, height() / 2));
    }
}

void AppWindow::setVariant(Variant variant)
{
    m_services.variant = variant;
    update();
}

void AppWindow::present()
{
    if (isMinimized())
        setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void AppWindow::onEscape()
{
    close();
}

void AppWindow::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    painter.fillRect(rect(), tokens.background);
    const QColor band = bandColor(m_services.variant, tokens);
    if (!band.isValid())
        return;
    painter.fillRect(QRect(0, 0, width(), metrics::band), band);
    // The word hangs from the band in the middle, inside the margin that every window has.
    constexpr int tabHeight = 13;
    QFont font = textFont(TextRole::Chip);
    font.setPixelSize(9);
    const QString word = variantWord(m_services.variant).toUpper();
    const int tabWidth = QFontMetrics(font).horizontalAdvance(word) + 20;
    const QRectF tab((width() - tabWidth) / 2.0, -4, tabWidth, tabHeight + 4);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(band);
    painter.drawRoundedRect(tab, 4, 4);
    painter.setFont(font);
    painter.setPen(readable(tokens.text, band, minimumTextContrast, Qt::black));
    painter.drawText(tab.adjusted(0, 4, 0, 0), Qt::AlignCenter, word);
}

void AppWindow::closeEvent(QCloseEvent *event)
{
    m_services.memory.keepPlace(m_key, *this);
    QWidget::closeEvent(event);
    if (event->isAccepted())
        Q_EMIT closed();
}

void AppWindow::openHelp()
{
    m_services.help.openHelp(m_helpPlace);
}

void AppWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_F1)
        openHelp();
    else if (event->key() == Qt::Key_Escape)
        onEscape();
    else
        QWidget::keyPressEvent(event);
}

QString variantWord(Variant variant)
{
    switch (variant) {
    case Variant::Staging:
        return QCoreApplication::translate("hearth::ui_kit", "Staging");
    case Variant::Dev:
        return QCoreApplication::translate("hearth::ui_kit", "Development");
    case Variant::Production:
        break;
    }
    return {};
}

} // namespace hearth::ui_kit
