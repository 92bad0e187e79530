// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_ui/studio_sources.h"
#include "ui_kit/app_window.h"

class QStackedLayout;

namespace hearth::ui_kit
{
class RowList;
}

namespace hearth::studio_ui
{

class PlainRowModel;
class StudioPage;

/// What a coordinator needs of a studio: pages at the left, one at a time. F5 reads the shown one anew.
class StudioWindow final : public ui_kit::AppWindow
{
    Q_OBJECT

public:
    StudioWindow(const ui_kit::WindowServices &services, const StudioSources &sources);

    /// people, bundles, settings, secrets or anatomy.
    void showPage(const QString &id);
    [[nodiscard]] StudioPage *page() const;

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void addPage(const QString &id, const QString &label, const QString &glyph, StudioPage *page);
    void onChosen();

    ui_kit::RowList *m_list;
    PlainRowModel *m_model;
    QStackedLayout *m_pages;
    bool m_isClosing = false;
    QStringList m_seen; ///< pages that were read already
};

} // namespace hearth::studio_ui
