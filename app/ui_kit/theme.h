// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui_kit/tokens.h"

#include <QObject>

class QApplication;

namespace hearth::ui_kit
{

class DesktopAppearance;

enum class ThemeChoice { System, Dark, Light };

/// Gives the application its palette, style and style sheet, and follows the desktop while running.
/// The appearance outlives the theme. Threads: GUI only.
class Theme : public QObject
{
    Q_OBJECT

public:
    Theme(QApplication &application, DesktopAppearance &appearance, QObject *parent = nullptr);

    ~Theme() override;

    ThemeChoice choice() const { return m_choice; }
    void setChoice(ThemeChoice choice);
    bool isDark() const;
    bool wantsReducedMotion() const;

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void apply();

    QApplication &m_application;
    DesktopAppearance &m_appearance;
    bool m_isAltHeld = false;
    ThemeChoice m_choice = ThemeChoice::System;
};

/// The style sheet for a table of tokens. Pure.
QString styleSheetOf(const Tokens &tokens);

} // namespace hearth::ui_kit
