// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_ui/studio_page.h"
#include "studio_ui/studio_sources.h"

class QComboBox;
class QLineEdit;
class QPushButton;

namespace hearth::ui_kit
{
class EmptyState;
class RowList;
class TextLabel;
} // namespace hearth::ui_kit

namespace hearth::studio_ui
{

class PlainRowModel;
class ReviewBar;

/// Access groups: what each lets its people do, in the studio and where a project changes it. What differs is listed
/// before it is saved; a change of somebody else in between is shown first; saving and deleting can be undone.
class GroupsPage final : public StudioPage
{
    Q_OBJECT

public:
    explicit GroupsPage(GroupSource &source, QWidget *parent = nullptr);

    void refresh() override;
    [[nodiscard]] bool hasUnsaved() const override { return !m_changes.empty(); }

private:
    QWidget *buildList();
    QWidget *buildForm();
    void takeGroups(const GroupState &state);
    void onChosen();
    void read(const QString &group);
    void take(const studio_admin::GroupSnapshot &snapshot);
    void rebuild();
    void updateStates();
    void change(const QStringList &path, const QJsonValue &value);
    void reset(const QStringList &path);
    void save();
    void store(const QJsonObject &wanted, const QJsonObject &seen, bool isUndo);
    void showConflict(const Error &error, const QJsonObject &wanted);
    void create();
    void askToRemove();
    void remove();
    [[nodiscard]] QString project() const;
    [[nodiscard]] QJsonObject wantedValues() const;

    GroupSource &m_source;
    GroupState m_state;
    studio_admin::GroupSnapshot m_snapshot;
    std::vector<studio_admin::SettingsChange> m_changes;
    bool m_isRead = false;
    bool m_isSaving = false;
    QComboBox *m_level;
    ui_kit::RowList *m_list;
    PlainRowModel *m_model;
    QWidget *m_newRow;
    QLineEdit *m_name;
    QPushButton *m_create;
    ui_kit::TextLabel *m_title;
    ui_kit::TextLabel *m_words;
    QPushButton *m_remove;
    QVBoxLayout *m_rows;
    QWidget *m_form = nullptr;
    QWidget *m_area = nullptr;
    ui_kit::EmptyState *m_empty;
    ReviewBar *m_review;
};

} // namespace hearth::studio_ui
