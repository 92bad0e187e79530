// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/ui/draft_model.h"
#include "ui_kit/panel.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;
class QStandardItemModel;
class QVBoxLayout;

namespace hearth::ui_kit
{
class ElidedLabel;
class RowList;
class TextLabel;
} // namespace hearth::ui_kit

namespace hearth::publisher_ui
{

class ThumbnailField;

/// The attributes of what is selected, one or many at once, with the name and the path they give.
class AttributePanel final : public QWidget
{
    Q_OBJECT

public:
    AttributePanel(DraftModel &model, PublishSource &source, QWidget *parent = nullptr);

    void show(const QStringList &ids);
    /// Product types of the place.
    void fillTypes();

Q_SIGNALS:
    void filesWanted(const QString &instanceId);

private:
    QWidget *buildFields();
    QWidget *buildFrames();
    void connectFields();
    void fill();
    void fillKind(const publish::Instance &one, const CommonValues &common);
    void fillVersion(const publish::Instance &one, const std::optional<std::optional<int>> &version);
    void fillFrames(const std::optional<publish::FrameRange> &given, const std::optional<publish::FrameRange> &chosen);
    void fillFiles(const publish::Instance *one);
    void fillPreview(const publish::Instance &one);
    void setFrames();
    void edit(const DraftModel::Edit &change);

    DraftModel &m_model;
    QStringList m_ids;
    ui_kit::TextLabel *m_head;
    ui_kit::ElidedLabel *m_name;
    ui_kit::ElidedLabel *m_target;
    QComboBox *m_type;
    QComboBox *m_variant;
    QCheckBox *m_isNext;
    QSpinBox *m_version;
    QWidget *m_frameRow;
    ui_kit::TextLabel *m_frameWords;
    QSpinBox *m_firstFrame;
    QSpinBox *m_lastFrame;
    QLineEdit *m_comment;
    ThumbnailField *m_thumbnail;
    QStandardItemModel *m_fileRows;
    ui_kit::RowList *m_files;
    QWidget *m_fileButtons;
    bool m_isFilling = false;
    bool m_isEditing = false;
};

} // namespace hearth::publisher_ui
