// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/report_reading.h"
#include "ui_kit/app_window.h"

class QStandardItemModel;

namespace hearth::ui_kit
{
class EmptyState;
class FilterField;
class RowList;
class TextLabel;
} // namespace hearth::ui_kit

namespace hearth::publisher_ui
{

/// A publish report: its steps at the left with how they ended and how long they took, what the chosen one said at the
/// right, a search over both.
class ReportWindow final : public ui_kit::AppWindow
{
    Q_OBJECT

public:
    explicit ReportWindow(const ui_kit::WindowServices &services);

    void show(const Result<publish::ReadReport> &report);
    using QWidget::show;

private:
    void fill();
    void fillLines();
    [[nodiscard]] bool matches(const publish::ReadStep &step) const;

    publish::ReadReport m_report;
    ui_kit::TextLabel *m_title;
    ui_kit::TextLabel *m_facts;
    ui_kit::FilterField *m_filter;
    ui_kit::RowList *m_steps;
    QStandardItemModel *m_stepRows;
    ui_kit::RowList *m_lines;
    QStandardItemModel *m_lineRows;
    ui_kit::TextLabel *m_about;
    ui_kit::EmptyState *m_empty;
};

} // namespace hearth::publisher_ui
