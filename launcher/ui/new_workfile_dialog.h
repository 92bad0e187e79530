// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/studio_source.h"
#include "ui_kit/app_window.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;

namespace hearth::ui_kit
{
class ElidedLabel;
class NoticeRow;
} // namespace hearth::ui_kit

namespace hearth::launcher_ui
{

/// Makes a workfile at the template's path: empty, or from a template. Says before where the file will be.
class NewWorkfileDialog final : public ui_kit::AppWindow
{
    Q_OBJECT

public:
    NewWorkfileDialog(const ui_kit::WindowServices &services, StudioSource &source, QWidget *parent);

    /// \param preferred full name of the application to start with; empty: the first
    void openFor(const Context &context, const std::vector<Application> &applications, const QString &preferred);

Q_SIGNALS:
    void made(const Workfile &workfile);

private:
    NewWorkfile wanted() const;
    void loadTemplates();
    void updatePreview();
    void take();

    StudioSource &m_source;
    Context m_context;
    ui_kit::ElidedLabel *m_title;
    QComboBox *m_application;
    QComboBox *m_start;
    QLineEdit *m_comment;
    QCheckBox *m_open;
    ui_kit::ElidedLabel *m_preview;
    ui_kit::NoticeRow *m_error;
    QPushButton *m_make;
};

} // namespace hearth::launcher_ui
