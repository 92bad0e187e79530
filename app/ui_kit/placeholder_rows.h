// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

namespace hearth::ui_kit
{

/// Grey rows where a list will be, while it is loading. Nothing moves.
class PlaceholderRows : public QWidget
{
    Q_OBJECT

public:
    explicit PlaceholderRows(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace hearth::ui_kit
