// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tray/settings_source.h"

#include <QWidget>

class QHBoxLayout;

namespace hearth::ui_kit
{
class TextLabel;
}

namespace hearth::tray_ui
{

/// One setting: name, explanation, and the control for its kind. A locked one says by whom.
class SettingRow final : public QWidget
{
    Q_OBJECT

public:
    explicit SettingRow(const SettingItem &item, QWidget *parent = nullptr);

    const SettingItem &item() const { return m_item; }
    bool matches(const QString &words) const;
    void showProblem(const QString &sentence);

Q_SIGNALS:
    void changed(const QString &key, const QVariant &value);

private:
    QWidget *buildControl(QHBoxLayout &row);
    QWidget *buildPath(QHBoxLayout &row);

    SettingItem m_item;
    ui_kit::TextLabel *m_problem;
};

} // namespace hearth::tray_ui
