// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui_kit/panel.h"

#include "launcher/ui/launcher_presenter.h"

class QHBoxLayout;

namespace hearth::ui_kit
{
class ElidedLabel;
class LinkButton;
class NoticeRow;
class PrimaryButton;
class TileButton;
} // namespace hearth::ui_kit

namespace hearth::launcher_ui
{

/// What can be started: the accent button, tiles of other applications, and what follows them.
class ActionBar final : public ui_kit::Panel
{
    Q_OBJECT

public:
    explicit ActionBar(LauncherPresenter &presenter, QWidget *parent = nullptr);

    ui_kit::PrimaryButton &primary() { return *m_primary; }
    /// Tiles of applications that are shown now, "More" left out.
    int shownTileCount() const { return static_cast<int>(m_applicationTiles.size()); }

Q_SIGNALS:
    void explainWanted();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void update();
    void updateTiles();
    void updateWarning();
    void addApplicationTile(const ApplicationTile &tile);
    void addMoreTile(std::size_t from);
    void addTools();
    ui_kit::TileButton *addTool(const QString &glyph, const QString &label, const QString &tip);
    void openVariants(const ApplicationTile &tile, QWidget &anchor);
    int roomForTiles() const;
    int toolWidth() const;
    int toolCount() const;

    LauncherPresenter &m_presenter;
    ui_kit::NoticeRow *m_error;
    ui_kit::ElidedLabel *m_warning;
    QWidget *m_warningRow;
    ui_kit::PrimaryButton *m_primary;
    QHBoxLayout *m_tiles;
    QHBoxLayout *m_tools;
    QWidget *m_line;
    QList<ui_kit::TileButton *> m_applicationTiles;
    QString m_shown; ///< what the tiles were made from
};

} // namespace hearth::launcher_ui
