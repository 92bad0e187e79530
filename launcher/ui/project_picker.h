// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/studio_types.h"
#include "ui_kit/popup_panel.h"

namespace hearth::ui_kit
{
class FilterField;
class LinkButton;
class RowList;
} // namespace hearth::ui_kit

namespace hearth::launcher_ui
{

class ProjectModel;

/// Switches the project: filter, pinned first, then the ones used last, then the rest.
class ProjectPicker final : public ui_kit::PopupPanel
{
    Q_OBJECT

public:
    explicit ProjectPicker(QWidget *parent);
    ~ProjectPicker() override;

    /// Whether a new project is offered below the list.
    void setMayCreate(bool on);
    void openFor(std::vector<Project> projects, const QStringList &recent, const QString &current,
                 const QWidget &anchor);

Q_SIGNALS:
    void projectChosen(const QString &name);
    void newProjectWanted();
    void pinWanted(const QString &name, bool pinned);

private:
    void arrange();
    void take(const QModelIndex &index);
    void showMenu(const QPoint &position);

    ProjectModel *m_model;
    ui_kit::FilterField *m_filter;
    ui_kit::RowList *m_list;
    ui_kit::LinkButton *m_new;
    std::vector<Project> m_projects;
    QStringList m_recent;
};

} // namespace hearth::launcher_ui
