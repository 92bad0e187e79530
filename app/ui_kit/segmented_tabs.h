// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QButtonGroup;
class QHBoxLayout;

namespace hearth::ui_kit
{

/// Words side by side of which one is chosen and underlined. Left and Right move.
class SegmentedTabs : public QWidget
{
    Q_OBJECT

public:
    explicit SegmentedTabs(const QString &name, QWidget *parent = nullptr);

    void addTab(const QString &words);
    int current() const;
    void setCurrent(int index);

Q_SIGNALS:
    void currentChanged(int index);

private:
    QButtonGroup *m_group;
    QHBoxLayout *m_row;
};

} // namespace hearth::ui_kit
