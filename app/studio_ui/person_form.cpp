// SPDX-License-Identifier: Apache-2.0
#include "studio_ui/person_form.h"

#include "ui_kit/buttons.h"
#include "ui_kit/labels.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace hearth::studio_ui
{

using namespace ui_kit;
using studio_admin::Role;

PersonForm::PersonForm(const StudioRights &rights, QWidget *parent)
    : QWidget(parent), m_name(new QLineEdit), m_fullName(new QLineEdit), m_email(new QLineEdit), m_role(new QComboBox),
      m_project(new QComboBox), m_group(new QComboBox), m_problem(new TextLabel({}, TextRole::SecondLine, Tone::Dim)),
      m_create(pushButton(tr("&Create"), true))
{
    m_problem->setWordWrap(true);
    m_role->addItem(tr("User"), int(Role::User));
    m_role->addItem(tr("Manager"), int(Role::Manager));
    if (rights.mayTouchAdmins) {
        m_role->addItem(tr("Administrator"), int(Role::Admin));
        m_role->addItem(tr("Service, with a key instead of a password"), int(Role::Service));
    }
    auto *fields = new QFormLayout;
    fields->setContentsMargins(0, 0, 0, 0);
    fields->setSpacing(8);
    const std::pair<QString, QWidget *> rows[] = {{tr("Name to sign in with"), m_name},
                                                  {tr("Full name"), m_fullName},
                                                  {tr("E-mail"), m_email},
                                                  {tr("Role"), m_role},
                                                  {tr("Project"), m_project},
                                                  {tr("Access group there"), m_group}};
    for (const auto &[label, field] : rows) {
        field->setAccessibleName(label);
        fields->addRow(new TextLabel(label, TextRole::Body), field);
    }
    auto *cancel = pushButton(tr("Cancel"));
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_create);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(new TextLabel(tr("New person"), TextRole::Title));
    column->addLayout(fields);
    column->addWidget(m_problem);
    column->addLayout(buttons);
    column->addStretch();
    connect(m_name, &QLineEdit::textChanged, this, &PersonForm::check);
    connect(m_project, &QComboBox::currentIndexChanged, this, &PersonForm::check);
    connect(m_role, &QComboBox::currentIndexChanged, this, &PersonForm::check);
    connect(m_name, &QLineEdit::returnPressed, m_create, &QPushButton::click);
    connect(m_create, &QPushButton::clicked, this, [this] { Q_EMIT wanted(person()); });
    connect(cancel, &QPushButton::clicked, this, &PersonForm::cancelled);
}

void PersonForm::start(const PeopleState &state)
{
    for (QLineEdit *field : {m_name, m_fullName, m_email})
        field->clear();
    m_role->setCurrentIndex(0);
    m_project->clear();
    m_project->addItem(tr("None yet"), QString());
    for (const QString &project : state.projects)
        m_project->addItem(project, project);
    m_group->clear();
    m_group->addItems(state.groups);
    m_group->setCurrentIndex(qMax(0, m_group->findText(QStringLiteral("artist"))));
    setBusy(false);
    check();
    m_name->setFocus();
}

studio_admin::Person PersonForm::person() const
{
    studio_admin::Person made;
    made.name = m_name->text().trimmed();
    made.fullName = m_fullName->text().trimmed();
    made.email = m_email->text().trimmed();
    made.role = static_cast<Role>(m_role->currentData().toInt());
    if (const QString project = m_project->currentData().toString(); !project.isEmpty() && m_group->count() > 0)
        made.access.insert(project, {m_group->currentText()});
    return made;
}

void PersonForm::setBusy(bool isBusy)
{
    setEnabled(!isBusy);
}

void PersonForm::check()
{
    const QString name = m_name->text().trimmed();
    const QString problem = studio_admin::problemOfUserName(name);
    m_problem->setText(name.isEmpty() ? tr("A one-time password is made and shown once.") : problem);
    m_problem->setTone(name.isEmpty() ? Tone::Dim : Tone::Problem);
    m_problem->setVisible(!m_problem->text().isEmpty());
    m_create->setEnabled(problem.isEmpty());
    const bool isUser = static_cast<Role>(m_role->currentData().toInt()) == Role::User;
    m_project->setEnabled(isUser);
    m_group->setEnabled(isUser && !m_project->currentData().toString().isEmpty());
}

} // namespace hearth::studio_ui
