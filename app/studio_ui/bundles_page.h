// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_ui/studio_page.h"
#include "studio_ui/studio_sources.h"

class QPushButton;
class QStackedLayout;

namespace hearth::ui_kit
{
class EmptyState;
class RowList;
} // namespace hearth::ui_kit

namespace hearth::studio_ui
{

class BundleForm;
class PackagePanel;
class PlainRowModel;

/// Addon packages in, bundles made of them, one of them to production and back in one click.
class BundlesPage final : public StudioPage
{
    Q_OBJECT

public:
    BundlesPage(BundleSource &source, const StudioRights &rights, QWidget *parent = nullptr);

    void refresh() override;
    PackagePanel &packages() { return *m_packages; }

private:
    QWidget *buildList();
    QWidget *buildRight();
    void take(const BundleState &state);
    void showBundle();
    void addAddons(const contract::Bundle &bundle);
    void addDifferences(const contract::Bundle &bundle);
    void addActions(const contract::Bundle &bundle);
    void checkShown(const contract::Bundle &bundle);
    void startNew(const contract::Bundle &from);
    void onWanted(const contract::Bundle &bundle);
    void create(const contract::Bundle &bundle);
    void update(const contract::Bundle &seen, const contract::Bundle &wanted, bool isUndo);
    void setArchived(const QString &name, bool isArchived);
    void askToRemove(const contract::Bundle &bundle);
    void remove(const contract::Bundle &bundle);
    void addChanges(QHBoxLayout &buttons, const contract::Bundle &bundle);
    void move(const QString &name, studio_admin::BundleStage stage);
    [[nodiscard]] const contract::Bundle *named(const QString &name) const;
    [[nodiscard]] const contract::Bundle *chosen() const;

    BundleSource &m_source;
    const StudioRights m_rights;
    BundleState m_state;
    bool m_isLoaded = false;
    PackagePanel *m_packages;
    ui_kit::RowList *m_list;
    PlainRowModel *m_model;
    QPushButton *m_back;
    QStackedLayout *m_right = nullptr;
    QVBoxLayout *m_facts;
    BundleForm *m_form;
    ui_kit::EmptyState *m_empty;
};

} // namespace hearth::studio_ui
