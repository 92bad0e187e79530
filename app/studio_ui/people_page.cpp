// SPDX-License-Identifier: Apache-2.0
#include "studio_ui/people_page.h"

#include "studio_ui/person_form.h"
#include "studio_ui/plain_rows.h"
#include "ui_kit/buttons.h"
#include "ui_kit/empty_state.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/labels.h"
#include "ui_kit/panel.h"
#include "ui_kit/row_list.h"
#include "ui_kit/tokens.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QStackedLayout>

#include <algorithm>

namespace hearth::studio_ui
{

using namespace ui_kit;
using studio_admin::Person;
using studio_admin::Role;

namespace
{
enum Right { Facts, Form, Empty };

QString roleLabel(Role role)
{
    switch (role) {
    case Role::Service:
        return PeoplePage::tr("Service");
    case Role::Admin:
        return PeoplePage::tr("Administrator");
    case Role::Manager:
        return PeoplePage::tr("Manager");
    case Role::User:
        break;
    }
    return PeoplePage::tr("User");
}

PlainRow rowOf(const Person &person)
{
    PlainRow row;
    row.id = person.name;
    row.label = person.fullName.isEmpty() ? person.name : person.fullName;
    row.second = PeoplePage::tr("%1 · %2").arg(person.name, roleLabel(person.role));
    row.glyph = person.role == Role::Service ? QStringLiteral("dns") : QStringLiteral("person");
    row.chip = person.isActive ? QString() : PeoplePage::tr("deactivated");
    row.isDimmed = !person.isActive;
    return row;
}
} // namespace

PeoplePage::PeoplePage(PeopleSource &source, const StudioRights &rights, QWidget *parent)
    : StudioPage(parent), m_source(source), m_rights(rights),
      m_filter(new FilterField(tr("Filter people"), QStringLiteral("search"))), m_list(new RowList(tr("People"))),
      m_model(new PlainRowModel(this)), m_right(new QStackedLayout), m_facts(new QVBoxLayout),
      m_form(new PersonForm(rights)), m_empty(new EmptyState)
{
    auto *left = new Panel;
    left->setFixedWidth(300);
    auto *leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(10, 10, 10, 10);
    leftColumn->setSpacing(8);
    auto *add = pushButton(tr("&New person…"));
    leftColumn->addWidget(m_filter);
    leftColumn->addWidget(m_list, 1);
    leftColumn->addWidget(add, 0, Qt::AlignLeft);
    m_list->setModel(m_model);
    auto *facts = new QWidget;
    facts->setLayout(m_facts);
    m_facts->setContentsMargins(16, 14, 16, 14);
    m_facts->setSpacing(8);
    auto *formPage = new QWidget;
    auto *formColumn = new QVBoxLayout(formPage);
    formColumn->setContentsMargins(16, 14, 16, 14);
    formColumn->addWidget(m_form);
    auto *right = new Panel;
    right->setLayout(m_right);
    m_right->setContentsMargins(1, 1, 1, 1);
    m_right->addWidget(scrolling(facts, tr("Person")));
    m_right->addWidget(formPage);
    m_right->addWidget(m_empty);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(metrics::panelGap);
    columns->addWidget(left);
    columns->addWidget(right, 1);
    column().addLayout(columns, 1);
    m_empty->setMessage(QStringLiteral("group"), tr("Reading who works here"), {});
    m_right->setCurrentIndex(Empty);
    connect(add, &QPushButton::clicked, this, &PeoplePage::startNew);
    connect(m_filter, &QLineEdit::textChanged, this, &PeoplePage::fill);
    connect(m_filter, &FilterField::leftDownwards, this, [this] { m_list->setFocus(Qt::TabFocusReason); });
    connect(m_list, &RowList::chosen, this, &PeoplePage::showPerson);
    connect(m_form, &PersonForm::wanted, this, &PeoplePage::create);
    connect(m_form, &PersonForm::cancelled, this, &PeoplePage::showPerson);
    connect(m_empty, &EmptyState::actionChosen, this, [this] { m_isLoaded ? m_filter->clear() : refresh(); });
}

void PeoplePage::refresh()
{
    m_source.people(whileAlive(this, [this](const Result<PeopleState> &state) {
        if (!state) {
            if (!m_isLoaded)
                m_empty->setMessage(QStringLiteral("cloud_off"), tr("The people could not be read"),
                                    state.error().message, tr("Try again"));
            else
                sayFailure(state.error());
            return;
        }
        m_state = *state;
        m_isLoaded = true;
        fill();
    }));
}

void PeoplePage::fill()
{
    const QString words = m_filter->text().trimmed();
    std::vector<PlainRow> rows;
    for (const Person &person : m_state.people)
        if (words.isEmpty() ||
            (person.name + u' ' + person.fullName + u' ' + person.email).contains(words, Qt::CaseInsensitive))
            rows.push_back(rowOf(person));
    m_model->setRows(std::move(rows));
    m_list->ensureCurrent();
    if (m_right->currentIndex() != Form)
        showPerson();
}

const Person *PeoplePage::chosen() const
{
    const QString name = m_list->currentIndex().data(row_role::Id).toString();
    const auto found = std::find_if(m_state.people.begin(), m_state.people.end(),
                                    [&name](const Person &one) { return one.name == name; });
    return found == m_state.people.end() ? nullptr : &*found;
}

void PeoplePage::showPerson()
{
    const Person *person = m_model->rowCount() > 0 ? chosen() : nullptr;
    clear(*m_facts);
    if (!person) {
        if (m_isLoaded)
            m_empty->setMessage(QStringLiteral("search_off"), tr("Nobody matches"),
                                tr("The filter looks at names and e-mail addresses."), tr("Clear the filter"));
        m_right->setCurrentIndex(Empty);
        return;
    }
    m_facts->addWidget(new TextLabel(person->fullName.isEmpty() ? person->name : person->fullName, TextRole::Title));
    const QString mail = person->email.isEmpty() ? tr("no e-mail address") : person->email;
    m_facts->addWidget(new ElidedLabel(tr("%1 · %2 · %3").arg(person->name, roleLabel(person->role), mail),
                                       TextRole::SecondLine, Tone::Dim));
    if (!person->isActive)
        m_facts->addWidget(new TextLabel(tr("Deactivated: cannot sign in; everything made is kept."),
                                         TextRole::SecondLine, Tone::Warning));
    addAccess(*m_facts, *person);
    if (m_rights.mayTouchAdmins || person->role == Role::User || person->role == Role::Manager)
        addActions(*m_facts, *person);
    else
        m_facts->addWidget(
            new TextLabel(tr("Only an administrator may change this account."), TextRole::SecondLine, Tone::Dim));
    m_facts->addStretch();
    m_right->setCurrentIndex(Facts);
}

void PeoplePage::addAccess(QVBoxLayout &column, const Person &person)
{
    column.addSpacing(8);
    column.addWidget(new TextLabel(tr("ACCESS"), TextRole::Head, Tone::Dim));
    if (person.role != Role::User) {
        column.addWidget(new TextLabel(tr("Sees every project."), TextRole::Body));
        return;
    }
    for (const QString &project : m_state.projects) {
        auto *row = new QHBoxLayout;
        auto *box = new QComboBox;
        box->setFixedWidth(200);
        box->setAccessibleName(tr("Access of %1 in %2").arg(person.name, project));
        box->addItem(tr("No access"), QStringList());
        for (const QString &group : m_state.groups)
            box->addItem(group, QStringList{group});
        const QStringList has = person.access.value(project);
        if (has.size() > 1)
            box->addItem(has.join(QStringLiteral(", ")), has);
        box->setCurrentIndex(qMax(0, box->findData(has)));
        connect(box, &QComboBox::activated, this,
                [this, box, person, project] { setAccess(person, project, box->currentData().toStringList()); });
        row->addWidget(new ElidedLabel(project, TextRole::Body), 1);
        row->addWidget(box);
        column.addLayout(row);
    }
    if (m_state.projects.isEmpty())
        column.addWidget(new TextLabel(tr("There are no projects yet."), TextRole::Body, Tone::Dim));
}

void PeoplePage::addActions(QVBoxLayout &column, const Person &person)
{
    column.addSpacing(8);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    const auto add = [&](const QString &label, std::function<void()> act) {
        auto *button = pushButton(label);
        connect(button, &QPushButton::clicked, this, std::move(act));
        buttons->addWidget(button);
    };
    const QString name = person.name;
    if (person.role == Role::Service) {
        column.addWidget(
            new TextLabel(person.keyPreview.isEmpty() ? tr("Has no key.") : tr("Key %1").arg(person.keyPreview),
                          TextRole::Body, Tone::Dim));
        add(tr("New &key…"), [this, name] {
            say(Tone::Warning, tr("Give %1 a new key?").arg(name), tr("The old one opens nothing any more."),
                {{tr("New key"),
                  [this, name] {
                      m_source.createKey(name, whileAlive(this, [this, name](const Result<Secret> &key) {
                                             showOnce(tr("The new key of %1").arg(name), key);
                                         }));
                  }},
                 {tr("Keep the old one"), {}}});
        });
        add(tr("&Revoke key…"), [this, name] {
            say(Tone::Warning, tr("Revoke the key of %1?").arg(name), tr("What uses it stops working at once."),
                {{tr("Revoke"),
                  [this, name] {
                      m_source.revokeKey(name, whileAlive(this, [this, name](const Result<> &done) {
                                             done ? say(Tone::Good,
                                                        tr("The key of %1 opens nothing any more.").arg(name), {})
                                                  : sayFailure(done.error());
                                             refresh();
                                         }));
                  }},
                 {tr("Keep it"), {}}});
        });
    } else {
        add(tr("New one-time &password…"), [this, name] {
            say(Tone::Warning, tr("Give %1 a new password?").arg(name), tr("The old one opens nothing any more."),
                {{tr("New password"),
                  [this, name] {
                      m_source.resetPassword(name, whileAlive(this, [this, name](const Result<Secret> &secret) {
                                                 showOnce(tr("The one-time password of %1").arg(name), secret);
                                             }));
                  }},
                 {tr("Keep the old one"), {}}});
        });
    }
    add(person.isActive ? tr("&Deactivate") : tr("&Activate"), [this, person] { setActive(person, !person.isActive); });
    buttons->addStretch();
    column.addLayout(buttons);
}

void PeoplePage::startNew()
{
    m_form->start(m_state);
    m_right->setCurrentIndex(Form);
    m_form->start(m_state);
}

void PeoplePage::create(const Person &person)
{
    m_form->setBusy(true);
    m_source.create(person, whileAlive(this, [this, person](const Result<Secret> &secret) {
                        m_form->setBusy(false);
                        if (secret)
                            m_right->setCurrentIndex(Empty);
                        showOnce(person.role == Role::Service ? tr("The key of %1").arg(person.name)
                                                              : tr("The one-time password of %1").arg(person.name),
                                 secret);
                    }));
}

void PeoplePage::showOnce(const QString &title, const Result<Secret> &secret)
{
    if (!secret)
        return sayFailure(secret.error());
    say(Tone::Good, QStringLiteral("%1: %2").arg(title, secret->reveal()),
        tr("It is shown this once; hand it over now."),
        {{tr("Copy"), [words = *secret] { QGuiApplication::clipboard()->setText(words.reveal()); }}});
    refresh();
}

void PeoplePage::setActive(const Person &person, bool isActive)
{
    m_source.setActive(person.name, isActive, whileAlive(this, [this, person, isActive](const Result<> &done) {
                           if (!done)
                               return sayFailure(done.error());
                           say(Tone::Good,
                               isActive ? tr("%1 can sign in again.").arg(person.name)
                                        : tr("%1 cannot sign in any more.").arg(person.name),
                               {}, {{tr("Undo"), [this, person, isActive] { setActive(person, !isActive); }}});
                           refresh();
                       }));
}

void PeoplePage::setAccess(const Person &person, const QString &project, const QStringList &groups)
{
    const QStringList before = person.access.value(project);
    m_source.setAccess(
        person.name, project, groups, whileAlive(this, [this, person, project, groups, before](const Result<> &done) {
            refresh();
            if (!done)
                return sayFailure(done.error());
            Person now = person;
            now.access.insert(project, groups);
            say(Tone::Good,
                groups.isEmpty()
                    ? tr("%1 has no access to %2 now.").arg(person.name, project)
                    : tr("%1 has %2 in %3 now.").arg(person.name, groups.join(QStringLiteral(", ")), project),
                {}, {{tr("Undo"), [this, now, project, before] { setAccess(now, project, before); }}});
        }));
}

} // namespace hearth::studio_ui
