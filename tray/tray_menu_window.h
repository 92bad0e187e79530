// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tray/tray_menu.h"
#include "ui_kit/app_window.h"

class QVBoxLayout;

namespace hearth::tray_ui
{

/// The tray's menu as a small window, for desktops without a notification area.
class TrayMenuWindow final : public ui_kit::AppWindow
{
    Q_OBJECT

public:
    TrayMenuWindow(const ui_kit::WindowServices &services, TraySource &source, TrayMenu &menu);

protected:
    /// Closing would hide the only way in: it becomes an icon in the task bar instead.
    void closeEvent(QCloseEvent *event) override;
    void onEscape() override;

private:
    void build();
    void stayInTheCorner();
    void addLine(const MenuLine &line, int depth);

    TraySource &m_source;
    TrayMenu &m_menu;
    QVBoxLayout *m_rows;
    bool m_hasPlace = false;
};

} // namespace hearth::tray_ui
