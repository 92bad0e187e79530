// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>

namespace hearth::ui_kit
{

/// Draws a panel's ground and line over a whole widget; in its paint event.
void paintPanel(QWidget &widget);

/// Grouped content: the panel's ground, one line around it, radius 8.
class Panel : public QFrame
{
    Q_OBJECT

public:
    explicit Panel(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

/// A 1 px horizontal line.
class Separator : public QWidget
{
    Q_OBJECT

public:
    explicit Separator(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace hearth::ui_kit
