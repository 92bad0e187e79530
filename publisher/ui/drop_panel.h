// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui_kit/panel.h"

#include <QStringList>

class QMimeData;

namespace hearth::ui_kit
{
class EmptyState;
class LinkButton;
class RowList;
class TextLabel;
} // namespace hearth::ui_kit

namespace hearth::publisher_ui
{

class DraftModel;

/// Where files come in, and the products they become.
class DropPanel final : public ui_kit::Panel
{
    Q_OBJECT

public:
    explicit DropPanel(DraftModel &model, QWidget *parent = nullptr);

    [[nodiscard]] QStringList selectedIds() const;
    void choose(const QString &id);
    /// While something is published nothing comes or goes.
    void setLocked(bool on);
    void addFiles();
    /// Paths on the clipboard: copied files, or text of one path a line.
    void paste();
    ui_kit::RowList &list() { return *m_list; }

Q_SIGNALS:
    void pathsGiven(const QStringList &paths);
    void selectionChanged();

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void addFolder();
    void toggle();
    void updateState();
    void showMenu(const QPoint &position);

    DraftModel &m_model;
    ui_kit::TextLabel *m_head;
    ui_kit::RowList *m_list;
    ui_kit::EmptyState *m_empty;
    QWidget *m_buttons;
    bool m_isDropping = false;
    bool m_isLocked = false;
};

/// Paths in what was dropped or copied. Pure.
[[nodiscard]] QStringList pathsIn(const QMimeData &data);

} // namespace hearth::publisher_ui
