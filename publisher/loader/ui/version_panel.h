// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/loader/ui/loader_source.h"
#include "ui_kit/panel.h"

class QComboBox;
class QLabel;
class QPushButton;
class QStandardItemModel;
class QVBoxLayout;

namespace hearth::ui_kit
{
class ElidedLabel;
class EmptyState;
class NoticeRow;
class RowList;
class TextLabel;
} // namespace hearth::ui_kit

namespace hearth::loader_ui
{

/// One version: picture, facts, files, what it was made from and what uses it.
class VersionPanel final : public ui_kit::Panel
{
    Q_OBJECT

public:
    explicit VersionPanel(QWidget *parent = nullptr);

    /// nullptr: nothing is selected.
    void showProduct(const load::Product *product, const load::Version *version);
    void showVersion(const Result<ShownVersion> &shown);
    void showPicture(const QPixmap &picture);
    /// The file a person means: of the chosen representation, else the first one that is here.
    [[nodiscard]] QString chosenFile() const;
    [[nodiscard]] QStringList chosenFiles() const;
    /// nullptr: none is chosen.
    [[nodiscard]] const ShownRepresentation *chosen() const;

Q_SIGNALS:
    void versionChosen(const QString &versionId);
    void openWanted();
    void representationChosen();
    void retryWanted();
    /// A version in the lineage was taken.
    void lineageTaken(const load::Lineage &one);

private:
    void build();
    void fillRepresentations();
    void fillLineage();
    void updateButtons();

    QLabel *m_picture;
    ui_kit::ElidedLabel *m_name;
    ui_kit::TextLabel *m_facts;
    QComboBox *m_versions;
    QStandardItemModel *m_representationRows;
    QStandardItemModel *m_lineageRows;
    ui_kit::RowList *m_representations;
    ui_kit::RowList *m_lineage;
    ui_kit::TextLabel *m_lineageHead;
    ui_kit::NoticeRow *m_problem;
    ui_kit::EmptyState *m_empty;
    QWidget *m_content;
    QPushButton *m_open;
    std::optional<ShownVersion> m_shown;
};

} // namespace hearth::loader_ui
