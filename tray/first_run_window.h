// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tray/first_run_steps.h"
#include "ui_kit/app_window.h"

class QStackedLayout;

namespace hearth::ui_kit
{
class LinkButton;
class TextLabel;
} // namespace hearth::ui_kit

namespace hearth::tray_ui
{

class ChoicePage;
class ProgressPage;
class ReadyPage;
class SignInForm;
class WorkHerePage;

/// The first thing a person sees: where are the projects, then whatever that needs, then what next.
/// Back works everywhere; closing before the end leaves no trace.
class FirstRunWindow final : public ui_kit::AppWindow
{
    Q_OBJECT

public:
    enum class Page { Choice, Connect, WorkHere, Progress, Ready };

    FirstRunWindow(const ui_kit::WindowServices &services, FirstRunSteps &steps);

    Page page() const;
    void showPage(Page page);

Q_SIGNALS:
    /// The person wants into the launcher; the window closes.
    void launcherWanted();
    void newProjectWanted();
    void sampleWanted();
    /// Closed before the end.
    void cancelled();

protected:
    void onEscape() override;
    void closeEvent(QCloseEvent *event) override;

private:
    void connectPages();
    void start(bool here);
    void goBack();
    void finish();
    void leaveWith(void (FirstRunWindow::*signal)());

    FirstRunSteps &m_steps;
    QStackedLayout *m_pages;
    ChoicePage *m_choice;
    SignInForm *m_signIn;
    WorkHerePage *m_workHere;
    ProgressPage *m_progress;
    ReadyPage *m_ready;
    ui_kit::LinkButton *m_back;
    bool m_worksHere = false;
    bool m_isRunning = false;
    bool m_isDone = false;
};

} // namespace hearth::tray_ui
