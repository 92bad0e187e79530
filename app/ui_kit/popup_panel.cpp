// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/popup_panel.h"

#include "ui_kit/app_window.h"
#include "ui_kit/panel.h"
#include "ui_kit/tokens.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QScreen>

namespace hearth::ui_kit
{

PopupPanel::PopupPanel(const QString &name, QWidget *parent) : QFrame(parent, Qt::Popup | Qt::FramelessWindowHint)
{
    setAccessibleName(name);
    setWindowTitle(name);
    setAttribute(Qt::WA_TranslucentBackground);
}

void PopupPanel::openBelow(const QWidget &anchor, QSize size, bool alignRight)
{
    const int x = alignRight ? anchor.width() - size.width() : 0;
    openAt(anchor.mapToGlobal(QPoint(x, anchor.height() + metrics::step)), size);
}

void PopupPanel::openAt(const QPoint &global, QSize size)
{
    const QScreen *screen = QGuiApplication::screenAt(global);
    if (!screen)
        screen = QGuiApplication::primaryScreen();
    const QRect area = screen->availableGeometry();
    size = size.boundedTo(area.size());
    const QPoint place(qBound(area.left(), global.x(), area.right() - size.width() + 1),
                       qBound(area.top(), global.y(), area.bottom() - size.height() + 1));
    setGeometry(QRect(place, size));
    show();
}

void PopupPanel::paintEvent(QPaintEvent *)
{
    paintPanel(*this);
}

void PopupPanel::keyPressEvent(QKeyEvent *event)
{
    auto *owner = parentWidget() ? qobject_cast<AppWindow *>(parentWidget()->window()) : nullptr;
    if (event->key() == Qt::Key_F1 && owner)
        owner->openHelp();
    else
        QFrame::keyPressEvent(event);
}

void PopupPanel::hideEvent(QHideEvent *event)
{
    QFrame::hideEvent(event);
    Q_EMIT closed();
}

} // namespace hearth::ui_kit
