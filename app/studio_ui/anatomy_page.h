// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_ui/studio_page.h"
#include "studio_ui/studio_sources.h"

class QComboBox;
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

/// Templates of a project or a preset, each with what it comes to on every system while it is typed.
class AnatomyPage final : public StudioPage
{
    Q_OBJECT

public:
    explicit AnatomyPage(AnatomySource &source, QWidget *parent = nullptr);

    void refresh() override;
    [[nodiscard]] bool hasUnsaved() const override;

private:
    /// One text with its previews.
    struct Field {
        studio_admin::TemplateText text;
        QList<ui_kit::TextLabel *> previews;
        ui_kit::TextLabel *problem = nullptr;
    };

    QWidget *buildTop();
    QWidget *buildForm();
    QWidget *buildReview();
    void takePlaces(const std::vector<studio_admin::AnatomyPlace> &places);
    void read();
    void take(const AnatomyState &state);
    void showTemplate();
    void addField(const studio_admin::TemplateText &text);
    void edit(const studio_admin::TemplateText &text);
    void updatePreviews();
    void updateReview();
    void save(const QJsonObject &wanted, bool isUndo);
    void onSaved(const studio_admin::AnatomyPlace &saved, const QJsonObject &before, const QJsonObject &wanted,
                 const QJsonObject &stored, bool isUndo);
    void showConflict(const Error &error, const std::vector<studio_admin::TemplateText> &mine);
    [[nodiscard]] studio_admin::AnatomyPlace place() const;

    AnatomySource &m_source;
    std::vector<studio_admin::AnatomyPlace> m_places;
    AnatomyState m_state;
    QJsonObject m_edited;
    QJsonObject m_sample; ///< what the templates are filled with
    bool m_isRead = false;
    int m_shown = 0;
    QComboBox *m_place;
    ui_kit::TextLabel *m_context;
    ui_kit::RowList *m_list;
    PlainRowModel *m_model;
    QVBoxLayout *m_rows;
    QWidget *m_area = nullptr;
    ui_kit::EmptyState *m_empty;
    std::vector<Field> m_fields;
    QWidget *m_review = nullptr;
    ui_kit::TextLabel *m_count;
    ui_kit::TextLabel *m_differences;
    QPushButton *m_save;
};

} // namespace hearth::studio_ui
