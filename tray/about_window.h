// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tray/studio_offers.h"
#include "ui_kit/app_window.h"

namespace hearth::tray_ui
{

/// Version, where it runs, and the licence of everything in it.
class AboutWindow final : public ui_kit::AppWindow
{
    Q_OBJECT

public:
    AboutWindow(const ui_kit::WindowServices &services, const AboutFacts &facts);
};

} // namespace hearth::tray_ui
