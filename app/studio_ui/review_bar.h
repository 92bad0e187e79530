// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_admin/settings_layers.h"
#include "ui_kit/panel.h"

class QPushButton;

namespace hearth::ui_kit
{
class TextLabel;
}

namespace hearth::studio_ui
{

/// What would change, a line each.
[[nodiscard]] QString differenceWords(const std::vector<studio_admin::SettingsDifference> &all);

/// Foot of a page with changes that are not saved: what they are, to save or to drop them. Hidden without any.
class ReviewBar final : public ui_kit::Panel
{
    Q_OBJECT

public:
    explicit ReviewBar(QWidget *parent = nullptr);

    /// \param count of changes; 0 hides the bar
    void showChanges(std::size_t count, const std::vector<studio_admin::SettingsDifference> &differences);
    void setMaySave(bool on, const QString &reason = {});

Q_SIGNALS:
    void saveWanted();
    void dropWanted();

private:
    ui_kit::TextLabel *m_count;
    ui_kit::TextLabel *m_differences;
    QPushButton *m_save;
};

} // namespace hearth::studio_ui
