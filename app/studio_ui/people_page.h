// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_ui/studio_page.h"
#include "studio_ui/studio_sources.h"

class QStackedLayout;

namespace hearth::ui_kit
{
class EmptyState;
class FilterField;
class RowList;
} // namespace hearth::ui_kit

namespace hearth::studio_ui
{

class PersonForm;
class PlainRowModel;

/// Who works here: what they may see, a new password, deactivated and back.
class PeoplePage final : public StudioPage
{
    Q_OBJECT

public:
    PeoplePage(PeopleSource &source, const StudioRights &rights, QWidget *parent = nullptr);

    void refresh() override;
    void startNew();

private:
    void fill();
    void showPerson();
    void addAccess(QVBoxLayout &column, const studio_admin::Person &person);
    void addActions(QVBoxLayout &column, const studio_admin::Person &person);
    void create(const studio_admin::Person &person);
    void showOnce(const QString &title, const Result<Secret> &secret);
    void setActive(const studio_admin::Person &person, bool isActive);
    void setAccess(const studio_admin::Person &person, const QString &project, const QStringList &groups);
    [[nodiscard]] const studio_admin::Person *chosen() const;

    PeopleSource &m_source;
    const StudioRights m_rights;
    PeopleState m_state;
    bool m_isLoaded = false;
    ui_kit::FilterField *m_filter;
    ui_kit::RowList *m_list;
    PlainRowModel *m_model;
    QStackedLayout *m_right;
    QVBoxLayout *m_facts;
    PersonForm *m_form;
    ui_kit::EmptyState *m_empty;
};

} // namespace hearth::studio_ui
