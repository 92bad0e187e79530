// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui_kit/app_window.h"
#include "ui_kit/desktop_appearance.h"
#include "ui_kit/help_opener.h"
#include "ui_kit/user_memory.h"

#include <QSettings>
#include <QTemporaryDir>

namespace hearth::tests
{

/// A desktop whose wishes a test changes by hand.
class FakeAppearance final : public ui_kit::DesktopAppearance
{
public:
    bool prefersDark() const override { return m_isDark; }
    bool wantsReducedMotion() const override { return true; }
    void setDark(bool on)
    {
        m_isDark = on;
        Q_EMIT changed();
    }

private:
    bool m_isDark = true;
};

class RecordingHelp final : public ui_kit::HelpOpener
{
public:
    void openHelp(const ui_kit::HelpPlace &place) override { opened = place; }
    ui_kit::HelpPlace opened;
};

/// What a window needs, with a memory that is gone afterwards.
struct FakeDesktop {
    QTemporaryDir folder;
    QSettings settings{folder.filePath(QStringLiteral("memory.ini")), QSettings::IniFormat};
    ui_kit::UserMemory memory{settings};
    RecordingHelp help;
    ui_kit::WindowServices services{memory, help, ui_kit::Variant::Production};
};

} // namespace hearth::tests
