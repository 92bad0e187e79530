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
class FilterField;
class RowList;
} // namespace hearth::ui_kit

namespace hearth::studio_ui
{

class PlainRowModel;

/// Who changed what, when and from where: a list that can be narrowed, what was before and after in the chosen entry,
/// and a file of all of it.
class HistoryPage final : public StudioPage
{
    Q_OBJECT

public:
    explicit HistoryPage(HistorySource &source, QWidget *parent = nullptr);

    void refresh() override;
    /// Writes what is looked for into a file, a table where its name ends in .csv.
    void exportTo(const QString &file);

private:
    QWidget *buildFilters();
    QWidget *buildList();
    QWidget *buildRight();
    void look(bool isMore);
    void take(const studio_admin::HistoryPage &page, bool isMore);
    void showRows();
    void showEntry();
    void chooseFile();
    void addLine(const QString &head, const QString &words);
    void addValues(const studio_admin::HistoryEntry &entry);
    [[nodiscard]] studio_admin::HistoryFilter filter() const;

    HistorySource &m_source;
    std::vector<studio_admin::HistoryEntry> m_entries;
    qint64 m_cursor = 0;
    int m_question = 0; ///< answers to an earlier one are let go
    bool m_isLoaded = false;
    QStringList m_asked; ///< what was typed when it was last looked for
    QLineEdit *m_user;
    QLineEdit *m_project;
    QComboBox *m_action;
    QComboBox *m_since;
    ui_kit::FilterField *m_text;
    QPushButton *m_export;
    ui_kit::RowList *m_list;
    PlainRowModel *m_model;
    QPushButton *m_more;
    ui_kit::EmptyState *m_empty;
    QVBoxLayout *m_facts;
};

} // namespace hearth::studio_ui
