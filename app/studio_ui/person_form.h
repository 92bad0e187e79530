// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_ui/studio_sources.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace hearth::ui_kit
{
class TextLabel;
}

namespace hearth::studio_ui
{

/// A new person: who, what they may, and where.
class PersonForm final : public QWidget
{
    Q_OBJECT

public:
    explicit PersonForm(const StudioRights &rights, QWidget *parent = nullptr);

    /// Empties the form. \param state offers its projects and groups
    void start(const PeopleState &state);
    [[nodiscard]] studio_admin::Person person() const;
    void setBusy(bool isBusy);

Q_SIGNALS:
    void wanted(const studio_admin::Person &person);
    void cancelled();

private:
    void check();

    QLineEdit *m_name;
    QLineEdit *m_fullName;
    QLineEdit *m_email;
    QComboBox *m_role;
    QComboBox *m_project;
    QComboBox *m_group;
    ui_kit::TextLabel *m_problem;
    QPushButton *m_create;
};

} // namespace hearth::studio_ui
