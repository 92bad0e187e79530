// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/validation.h"
#include "ui_kit/panel.h"

#include <QStringList>

class QPushButton;
class QVBoxLayout;

namespace hearth::ui_kit
{
class EmptyState;
class TextLabel;
} // namespace hearth::ui_kit

namespace hearth::publisher_ui
{

class DraftModel;

/// What the checks said: the same problem of several products stands once, with one button that repairs them all.
class ChecksPanel final : public ui_kit::Panel
{
    Q_OBJECT

public:
    explicit ChecksPanel(DraftModel &model, QWidget *parent = nullptr);

    /// Of these instances; none: of all.
    void show(const QStringList &ids);

Q_SIGNALS:
    void problemChosen(const QString &instanceId);
    void failed(const QStringList &messages);

private:
    void fill();
    void addGroup(const std::vector<publish::Problem> &problems);
    void repair(std::vector<publish::Problem> problems, publish::Repair how);

    DraftModel &m_model;
    QStringList m_ids;
    ui_kit::TextLabel *m_head;
    QVBoxLayout *m_rows;
    QPushButton *m_repairAll;
    ui_kit::EmptyState *m_empty;
};

} // namespace hearth::publisher_ui
