// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tray/tray_source.h"

#include <QMenu>

namespace hearth::tray_ui
{

/// One line of the menu. Pure description, so that every place that shows the menu shows the same.
struct MenuLine {
    QString label; ///< empty: a separator
    QString glyph;
    TrayCommand command = TrayCommand::Launcher;
    QString id;
    bool isEnabled = true;
    std::vector<MenuLine> children; ///< not empty: a sub-menu
    bool operator==(const MenuLine &) const = default;
};

/// The menu for what is known now, in its order. Features that are not there have no line. Pure.
std::vector<MenuLine> menuLines(const TrayContents &contents);

/// The tray's menu. Follows its source; keeps its actions while nothing changed, so that an open menu does not jump.
class TrayMenu final : public QMenu
{
    Q_OBJECT

public:
    explicit TrayMenu(TraySource &source, QWidget *parent = nullptr);

    const std::vector<MenuLine> &lines() const { return m_lines; }
    void choose(const MenuLine &line);

Q_SIGNALS:
    void rebuilt();

private:
    void update();
    void fill(QMenu &menu, const std::vector<MenuLine> &lines);

    TraySource &m_source;
    std::vector<MenuLine> m_lines;
};

} // namespace hearth::tray_ui
