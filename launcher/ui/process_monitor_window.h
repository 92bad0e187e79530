// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/process_model.h"
#include "launcher/ui/studio_source.h"
#include "ui_kit/app_window.h"

class QPlainTextEdit;
class QPushButton;
class QSplitter;
class QStackedLayout;

namespace hearth::ui_kit
{
class ElidedLabel;
class EmptyState;
class FilterField;
class LinkButton;
class NoticeRow;
class RowList;
} // namespace hearth::ui_kit

namespace hearth::launcher_ui
{

/// What was started from here and what it writes, live.
class ProcessMonitorWindow final : public ui_kit::AppWindow
{
    Q_OBJECT

public:
    ProcessMonitorWindow(const ui_kit::WindowServices &services, StudioSource &source, QWidget *parent = nullptr);

    void showProcess(const QString &processId);
    QString shownOutput() const;

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    QWidget *buildOutput();
    void connectParts();
    void updateProcesses();
    void updateChosen();
    void updateOutput();
    void addLines(const QString &processId, const QStringList &lines);
    void append(const QStringList &lines);
    void askToKill();
    Done<> told();
    const Process *chosen() const;

    StudioSource &m_source;
    ProcessModel *m_model;
    ui_kit::RowList *m_list;
    QSplitter *m_splitter;
    QPlainTextEdit *m_output;
    ui_kit::FilterField *m_filter;
    ui_kit::ElidedLabel *m_title;
    ui_kit::ElidedLabel *m_facts;
    ui_kit::NoticeRow *m_notice;
    ui_kit::EmptyState *m_empty;
    ui_kit::LinkButton *m_wrap;
    ui_kit::LinkButton *m_copy;
    ui_kit::LinkButton *m_log;
    ui_kit::LinkButton *m_forget;
    QPushButton *m_stop;
    QPushButton *m_kill;
    QStackedLayout *m_pages;
};

} // namespace hearth::launcher_ui
