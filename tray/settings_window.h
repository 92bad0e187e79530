// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tray/settings_source.h"
#include "ui_kit/app_window.h"
#include "ui_kit/row_list_model.h"

class QScrollArea;
class QVBoxLayout;

namespace hearth::ui_kit
{
class EmptyState;
class FilterField;
class RowList;
} // namespace hearth::ui_kit

namespace hearth::tray_ui
{

class SectionModel;
class SettingRow;

/// Settings of this machine: search over all of them, sections at the left, each kept at once.
class SettingsWindow final : public ui_kit::AppWindow
{
    Q_OBJECT

public:
    SettingsWindow(const ui_kit::WindowServices &services, SettingsSource &source);
    ~SettingsWindow() override;

    void showSection(const QString &id);
    int shownRowCount() const;

private:
    void rebuild();
    void addSection(const SettingSection &section, const QString &words);
    void change(SettingRow &row, const QString &key, const QVariant &value);

    SettingsSource &m_source;
    ui_kit::FilterField *m_search;
    SectionModel *m_sections;
    ui_kit::RowList *m_list;
    QVBoxLayout *m_rows;
    QScrollArea *m_area;
    ui_kit::EmptyState *m_empty;
    bool m_isChanging = false;
};

} // namespace hearth::tray_ui
