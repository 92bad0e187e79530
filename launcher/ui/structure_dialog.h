// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/structure_source.h"

#include <QDialog>

class QComboBox;
class QPlainTextEdit;
class QPushButton;
class QTableWidget;
class QTimer;

namespace hearth::ui_kit
{
class NoticeRow;
class TextLabel;
} // namespace hearth::ui_kit

namespace hearth::launcher_ui
{

/// Makes folders and tasks: one, many by a pattern, or a table pasted from a spreadsheet, with a preview and what is
/// wrong in each cell.
class StructureDialog final : public QDialog
{
    Q_OBJECT

public:
    /// \param base path of the folder new ones go into; empty: the root of the project
    StructureDialog(StructureSource &source, QString project, QString base, const StructureRights &rights,
                    QWidget *parent);

    [[nodiscard]] QPlainTextEdit &text() { return *m_text; }
    [[nodiscard]] QTableWidget &table() { return *m_table; }
    [[nodiscard]] QPushButton &makeButton() { return *m_make; }

Q_SIGNALS:
    void made(const MadeStructure &what);

private:
    void build(const QStringList &types);
    void preview();
    void showPreview(const Result<StructurePreview> &preview);
    void fillTable(const StructurePreview &preview);
    void make();

    StructureSource &m_source;
    const QString m_project;
    const QString m_base;
    QComboBox *m_type;
    QPlainTextEdit *m_text;
    QTableWidget *m_table;
    ui_kit::TextLabel *m_summary;
    ui_kit::NoticeRow *m_notice;
    QPushButton *m_make;
    QPushButton *m_cancel;
    QTimer *m_soon;
    int m_question = 0;
};

} // namespace hearth::launcher_ui
