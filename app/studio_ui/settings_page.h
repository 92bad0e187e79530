// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_ui/studio_page.h"
#include "studio_ui/studio_sources.h"

class QComboBox;
class QPushButton;
class QScrollArea;

namespace hearth::ui_kit
{
class EmptyState;
class FilterField;
class RowList;
class TextLabel;
} // namespace hearth::ui_kit

namespace hearth::studio_ui
{

class PlainRowModel;
class ReviewBar;
class SettingField;

/// The settings of one addon at one level, as a form. What differs is listed before it is saved; a change of somebody
/// else in between is shown before anything is written over it; a save can be undone.
class SettingsPage final : public StudioPage
{
    Q_OBJECT

public:
    explicit SettingsPage(StudioSettingsSource &source, QWidget *parent = nullptr);

    void refresh() override;
    [[nodiscard]] bool hasUnsaved() const override { return !m_changes.empty(); }
    void choose(const QString &addon, const QString &project);
    [[nodiscard]] const std::vector<studio_admin::SettingsChange> &changes() const { return m_changes; }
    void save();

private:
    QWidget *buildTop();
    QWidget *buildForm();
    void takeChoice(const SettingsChoice &choice);
    void read();
    void take(const studio_admin::SettingsSnapshot &snapshot);
    void rebuild();
    void addSection(const studio_admin::FormField &group, const QStringList &path, bool isNested);
    void addField(const studio_admin::FormField &field, const QStringList &path, const QString &title);
    void updateStates();
    void change(const QStringList &path, const QJsonValue &value);
    void changeEntries(const QStringList &path, const QJsonObject &wanted);
    void readLastChanges();
    void reset(const QStringList &path);
    void discard();
    void store(const std::vector<studio_admin::SettingsChange> &changes, const QString &revision, bool isUndo);
    void forget(const std::vector<studio_admin::SettingsChange> &saved);
    void onSaved(const std::vector<studio_admin::SettingsChange> &undo, bool isUndo);
    void showConflict(const Error &error, const std::vector<studio_admin::SettingsChange> &changes);
    [[nodiscard]] studio_admin::SettingsPlace place() const;
    [[nodiscard]] studio_admin::SettingsLayers changedLayers() const;

    StudioSettingsSource &m_source;
    SettingsChoice m_choice;
    studio_admin::SettingsSnapshot m_snapshot;
    std::vector<studio_admin::SettingsChange> m_changes;
    bool m_isRead = false;
    bool m_isSaving = false;
    int m_shownPlace[2] = {0, 0}; ///< indexes of addon and level that are shown
    QComboBox *m_addon;
    QComboBox *m_level;
    ui_kit::FilterField *m_search;
    ui_kit::RowList *m_sections;
    PlainRowModel *m_model;
    QVBoxLayout *m_rows;
    QScrollArea *m_area = nullptr;
    ui_kit::EmptyState *m_empty;
    ui_kit::TextLabel *m_changedBy;
    ReviewBar *m_review;
};

} // namespace hearth::studio_ui
