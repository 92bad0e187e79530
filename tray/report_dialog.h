// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tray/problem_report_source.h"
#include "ui_kit/app_window.h"

class QPlainTextEdit;
class QPushButton;

namespace hearth::ui_kit
{
class NoticeRow;
class RowList;
} // namespace hearth::ui_kit

namespace hearth::tray_ui
{

class ReportModel;

/// Shows what a report would hold, part by part, before anything is written.
class ReportDialog final : public ui_kit::AppWindow
{
    Q_OBJECT

public:
    ReportDialog(const ui_kit::WindowServices &services, ProblemReportSource &source);
    ~ReportDialog() override;

private:
    void build();
    void collect();
    void showPart();
    void togglePart(const QModelIndex &index);
    void updateSave();
    void save();

    ProblemReportSource &m_source;
    ReportModel *m_model;
    ui_kit::RowList *m_list;
    QPlainTextEdit *m_text;
    QPlainTextEdit *m_description;
    ui_kit::NoticeRow *m_notice;
    QPushButton *m_save;
    QString m_file;
};

} // namespace hearth::tray_ui
