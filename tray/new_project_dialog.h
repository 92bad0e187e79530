// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tray/studio_offers.h"
#include "ui_kit/app_window.h"

class QButtonGroup;
class QLayout;
class QLineEdit;
class QPushButton;

namespace hearth::ui_kit
{
class NoticeRow;
class TextLabel;
} // namespace hearth::ui_kit

namespace hearth::tray_ui
{

/// Name, code and what kind of production; the rest comes from the preset.
class NewProjectDialog final : public ui_kit::AppWindow
{
    Q_OBJECT

public:
    NewProjectDialog(const ui_kit::WindowServices &services, ProjectMaker &maker);

Q_SIGNALS:
    void created(const QString &name);

private:
    void build();
    QLayout *folderRow();
    void updateProblem();
    void chooseFolder();
    void create();

    ProjectMaker &m_maker;
    QLineEdit *m_name;
    QLineEdit *m_code;
    QLineEdit *m_folder;
    QButtonGroup *m_presets;
    ui_kit::TextLabel *m_problem;
    ui_kit::NoticeRow *m_error;
    QPushButton *m_create;
    bool m_codeIsTyped = false;
};

} // namespace hearth::tray_ui
