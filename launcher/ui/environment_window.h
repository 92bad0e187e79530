// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/environment_model.h"
#include "launcher/ui/studio_source.h"
#include "ui_kit/app_window.h"

class QCheckBox;
class QPushButton;
class QSplitter;
class QVBoxLayout;

namespace hearth::ui_kit
{
class ElidedLabel;
class EmptyState;
class FilterField;
class NoticeRow;
class RowList;
class TextLabel;
} // namespace hearth::ui_kit

namespace hearth::launcher_ui
{

/// For each variable of a start: its value, who set it, and what that replaced.
class EnvironmentWindow final : public ui_kit::AppWindow
{
    Q_OBJECT

public:
    EnvironmentWindow(const ui_kit::WindowServices &services, StudioSource &source, QWidget *parent = nullptr);

    /// \param application full name; the source takes the usual one where it is empty
    void explain(const Context &context, const QString &application);
    /// \param file of an earlier start, or saved on another machine
    void compareWith(const QString &file);
    EnvironmentModel &model() { return *m_model; }

protected:
    void closeEvent(QCloseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void build();
    QWidget *buildDetails();
    void load();
    void show(const EnvironmentReport &report);
    void updateFilter();
    void updateDetails();
    void addStep(const EnvironmentStep &step, const QString &separator);
    void copyAll();
    void offerComparison(const std::vector<RecordedStart> &starts);
    void stopComparing();
    void askForFile(bool toSave);
    void showComparison();

    StudioSource &m_source;
    Context m_context;
    QString m_application;
    EnvironmentModel *m_model;
    ui_kit::RowList *m_list;
    ui_kit::FilterField *m_filter;
    QCheckBox *m_changedOnly;
    QSplitter *m_splitter;
    ui_kit::ElidedLabel *m_title;
    ui_kit::ElidedLabel *m_command;
    ui_kit::NoticeRow *m_notice;
    ui_kit::ElidedLabel *m_name;
    ui_kit::TextLabel *m_valueHead;
    ui_kit::TextLabel *m_chainHead;
    ui_kit::TextLabel *m_value;
    QVBoxLayout *m_chain;
    ui_kit::TextLabel *m_otherHead;
    ui_kit::TextLabel *m_other;
    QPushButton *m_compare;
};

} // namespace hearth::launcher_ui
