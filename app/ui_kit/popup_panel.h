// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>

namespace hearth::ui_kit
{

/// A panel that opens at a place over the window and closes by Esc or a click elsewhere.
class PopupPanel : public QFrame
{
    Q_OBJECT

public:
    PopupPanel(const QString &name, QWidget *parent);

    /// Below the widget, kept inside the screen.
    void openBelow(const QWidget &anchor, QSize size, bool alignRight = false);
    void openAt(const QPoint &global, QSize size);

Q_SIGNALS:
    void closed();

protected:
    /// F1 is its window's.
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void hideEvent(QHideEvent *event) override;
};

} // namespace hearth::ui_kit
