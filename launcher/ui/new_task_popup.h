// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/studio_types.h"
#include "ui_kit/popup_panel.h"

class QComboBox;
class QLineEdit;
class QPushButton;

namespace hearth::launcher_ui
{

/// Asks for the name and the type of a new task.
class NewTaskPopup final : public ui_kit::PopupPanel
{
    Q_OBJECT

public:
    explicit NewTaskPopup(QWidget *parent);

    void openFor(const QString &folderName, const std::vector<Kind> &types, const QWidget &anchor);

Q_SIGNALS:
    void taskWanted(const QString &name, const QString &type);

private:
    void take();

    QLineEdit *m_name;
    QComboBox *m_type;
    QPushButton *m_make;
};

} // namespace hearth::launcher_ui
