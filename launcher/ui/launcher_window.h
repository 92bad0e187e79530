// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/launcher_presenter.h"
#include "ui_kit/app_window.h"

class QSplitter;
class QTimer;

namespace hearth::ui_kit
{
class NoticeRow;
class SegmentedTabs;
} // namespace hearth::ui_kit

namespace hearth::launcher_ui
{

class ActionBar;
class FooterBar;
class HeaderBar;
class NoticesPopup;
class ProjectPicker;
class SearchPopup;
class TaskColumn;
class StructureActions;
class WorkColumn;
class WorkfileColumn;

/// The launcher: where one is, what one can do next, and what needs one.
class LauncherWindow final : public ui_kit::AppWindow
{
    Q_OBJECT

public:
    LauncherWindow(const ui_kit::WindowServices &services, StudioSource &source, QWidget *parent = nullptr);
    ~LauncherWindow() override;

    LauncherPresenter &presenter() { return *m_presenter; }
    WorkColumn &workColumn() { return *m_work; }
    TaskColumn &taskColumn() { return *m_tasks; }
    WorkfileColumn &workfileColumn() { return *m_workfiles; }
    ActionBar &actionBar() { return *m_actions; }
    HeaderBar &header() { return *m_header; }
    /// Goes to a context, as the tray's Recent menu wants it.
    void goTo(const Context &context);
    void openNewWorkfile();

Q_SIGNALS:
    void accountRequested();
    void settingsRequested();
    void newProjectRequested();
    void monitorRequested();
    /// The environment explainer for a context and an application (full name, may be empty).
    void explainRequested(const Context &context, const QString &application);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void onEscape() override;

private:
    void build();
    void connectHeader();
    void connectColumns();
    void updateSource();
    void updateNotices();
    void updateBanner(const std::vector<Notice> &notices);
    void updatePages();
    void openProjects();
    void openAccountMenu();
    void showPage(int page);

    StudioSource &m_source;
    LauncherPresenter *m_presenter;
    HeaderBar *m_header;
    ui_kit::NoticeRow *m_banner;
    ui_kit::SegmentedTabs *m_pageTabs;
    QSplitter *m_splitter;
    StructureActions *m_structure;
    WorkColumn *m_work;
    TaskColumn *m_tasks;
    WorkfileColumn *m_workfiles;
    ActionBar *m_actions;
    FooterBar *m_footer;
    ProjectPicker *m_projects;
    NoticesPopup *m_notices;
    SearchPopup *m_search;
    QTimer *m_clock;
    QString m_bannerId;
    bool m_isNarrow = false;
};

} // namespace hearth::launcher_ui
