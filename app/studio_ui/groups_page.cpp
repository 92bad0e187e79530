// SPDX-License-Identifier: Apache-2.0
#include "studio_ui/groups_page.h"

#include "studio_ui/plain_rows.h"
#include "studio_ui/review_bar.h"
#include "studio_ui/setting_field.h"
#include "studio_ui/value_editor.h"
#include "ui_kit/buttons.h"
#include "ui_kit/empty_state.h"
#include "ui_kit/labels.h"
#include "ui_kit/panel.h"
#include "ui_kit/row_list.h"
#include "ui_kit/tokens.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

namespace hearth::studio_ui
{

using namespace ui_kit;
using studio_admin::FormField;
using studio_admin::GroupSnapshot;
using studio_admin::Layer;
using studio_admin::SettingsChange;

GroupsPage::GroupsPage(GroupSource &source, QWidget *parent)
    : StudioPage(parent), m_source(source), m_level(new QComboBox), m_list(new RowList(tr("Access groups"))),
      m_model(new PlainRowModel(this)), m_newRow(new QWidget), m_name(new QLineEdit), m_create(pushButton(tr("&Add"))),
      m_title(new TextLabel({}, TextRole::Title)), m_words(new TextLabel({}, TextRole::SecondLine, Tone::Dim)),
      m_remove(pushButton({})), m_rows(new QVBoxLayout), m_empty(new EmptyState), m_review(new ReviewBar)
{
    auto *columns = new QHBoxLayout;
    columns->setSpacing(metrics::panelGap);
    columns->addWidget(buildList());
    columns->addWidget(buildForm(), 1);
    column().addLayout(columns, 1);
    column().addWidget(m_review);
    m_empty->setMessage(QStringLiteral("admin_panel_settings"), tr("Reading the access groups"), {});
    m_form->hide();
    connect(m_empty, &EmptyState::actionChosen, this, &GroupsPage::refresh);
    connect(m_list, &RowList::chosen, this, &GroupsPage::onChosen);
    connect(m_level, &QComboBox::activated, this, [this] {
        m_changes.clear();
        refresh();
    });
    connect(m_create, &QPushButton::clicked, this, &GroupsPage::create);
    connect(m_remove, &QPushButton::clicked, this, &GroupsPage::askToRemove);
    connect(m_review, &ReviewBar::saveWanted, this, &GroupsPage::save);
    connect(m_review, &ReviewBar::dropWanted, this, [this] {
        m_changes.clear();
        rebuild();
    });
}

QWidget *GroupsPage::buildList()
{
    auto *panel = new Panel;
    panel->setFixedWidth(240);
    auto *inner = new QVBoxLayout(panel);
    inner->setContentsMargins(10, 10, 10, 10);
    inner->setSpacing(8);
    m_level->setAccessibleName(tr("Level"));
    m_list->setModel(m_model);
    m_name->setPlaceholderText(tr("New group"));
    m_name->setAccessibleName(tr("Name of the new group"));
    m_create->setAccessibleName(tr("Add the group"));
    auto *row = new QHBoxLayout(m_newRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_name, 1);
    row->addWidget(m_create);
    inner->addWidget(m_level);
    inner->addWidget(m_list, 1);
    inner->addWidget(m_newRow);
    const auto check = [this] {
        const QString name = m_name->text().trimmed();
        const QString problem = studio_admin::problemOfGroupName(name);
        m_create->setEnabled(problem.isEmpty() && m_model->rowOf(name) < 0);
        m_create->setToolTip(name.isEmpty() ? QString() : problem);
    };
    connect(m_name, &QLineEdit::textChanged, this, check);
    connect(m_name, &QLineEdit::returnPressed, m_create, &QPushButton::click);
    check();
    return panel;
}

QWidget *GroupsPage::buildForm()
{
    auto *inner = new QWidget;
    inner->setLayout(m_rows);
    m_rows->setContentsMargins(0, 0, 8, 12);
    m_rows->setSpacing(0);
    m_words->setWordWrap(true);
    m_form = new QWidget;
    m_area = scrolling(inner, tr("Permissions"));
    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_remove);
    auto *column = new QVBoxLayout(m_form);
    column->setContentsMargins(16, 14, 8, 0);
    column->setSpacing(4);
    column->addLayout(head);
    column->addWidget(m_words);
    column->addWidget(m_area, 1);
    auto *panel = new Panel;
    auto *holder = new QVBoxLayout(panel);
    holder->setContentsMargins(1, 1, 1, 1);
    holder->addWidget(m_form, 1);
    holder->addWidget(m_empty, 1);
    return panel;
}

QString GroupsPage::project() const
{
    return m_level->currentData().toString();
}

void GroupsPage::refresh()
{
    const QString wanted = project();
    m_source.groups(wanted, whileAlive(this, [this, wanted](const Result<GroupState> &state) {
                        if (wanted != project())
                            return; // another level was chosen meanwhile
                        if (state)
                            takeGroups(*state);
                        else if (m_isRead)
                            sayFailure(state.error());
                        else
                            m_empty->setMessage(QStringLiteral("cloud_off"), tr("The access groups could not be read"),
                                                state.error().message, tr("Try again"));
                    }));
}

void GroupsPage::takeGroups(const GroupState &state)
{
    m_state = state;
    const QString level = project();
    m_level->clear();
    m_level->addItem(tr("Studio"), QString());
    for (const QString &name : state.projects)
        m_level->addItem(name, name);
    m_level->setCurrentIndex(qMax(0, m_level->findData(level)));
    std::vector<PlainRow> rows;
    for (const studio_admin::AccessGroup &group : state.groups) {
        PlainRow row;
        row.id = row.label = group.name;
        row.second = group.isOfProject ? tr("changed for %1").arg(level)
                     : level.isEmpty() ? tr("in every project")
                                       : tr("as in the studio");
        row.glyph = QStringLiteral("admin_panel_settings");
        rows.push_back(row);
    }
    m_model->setRows(std::move(rows));
    m_newRow->setVisible(level.isEmpty());
    m_list->ensureCurrent();
    onChosen();
}

void GroupsPage::onChosen()
{
    const QString group = m_list->currentIndex().data(row_role::Id).toString();
    if (group.isEmpty()) {
        m_form->hide();
        m_empty->setMessage(QStringLiteral("admin_panel_settings"), tr("There is no access group"),
                            tr("A group says what its people may do in a project."));
        m_empty->show();
        return;
    }
    const bool isShown = m_isRead && group == m_snapshot.group && project() == m_snapshot.project;
    if (!isShown && hasUnsaved()) {
        const QString before = m_snapshot.group;
        m_list->setCurrentIndex(m_model->index(m_model->rowOf(before)));
        say(Tone::Warning, tr("There are changes that are not saved."),
            tr("They are lost when another group is shown."),
            {{tr("Drop them"),
              [this, group] {
                  m_changes.clear();
                  m_list->setCurrentIndex(m_model->index(m_model->rowOf(group)));
                  onChosen();
              }},
             {tr("Go on editing"), {}}});
        return;
    }
    if (!hasUnsaved())
        read(group);
}

void GroupsPage::read(const QString &group)
{
    const QString wanted = project();
    m_source.read(group, wanted, whileAlive(this, [this, group, wanted](const Result<GroupSnapshot> &snapshot) {
                      if (wanted != project() || group != m_list->currentIndex().data(row_role::Id).toString())
                          return;
                      if (snapshot)
                          return take(*snapshot);
                      m_form->hide();
                      m_empty->setMessage(QStringLiteral("cloud_off"), tr("The group could not be read"),
                                          snapshot.error().message, tr("Try again"));
                      m_empty->show();
                  }));
}

void GroupsPage::take(const GroupSnapshot &snapshot)
{
    m_snapshot = snapshot;
    m_isRead = true;
    const bool isOfProject = !snapshot.project.isEmpty();
    m_title->setText(snapshot.group);
    m_words->setText(!isOfProject ? tr("Holds in every project that does not change it.")
                     : snapshot.stored.isEmpty()
                         ? tr("%1 does not change it; the studio's holds there. What is saved "
                              "here holds in %1 alone.")
                               .arg(snapshot.project)
                         : tr("Changed for %1; the studio's does not count there.").arg(snapshot.project));
    m_remove->setText(isOfProject ? tr("&Back to the studio's…") : tr("D&elete…"));
    m_remove->setVisible(!isOfProject || !snapshot.stored.isEmpty());
    m_empty->hide();
    m_form->show();
    rebuild();
}

QJsonObject GroupsPage::wantedValues() const
{
    return studio_admin::applied(m_snapshot.values(), m_changes);
}

void GroupsPage::rebuild()
{
    clear(*m_rows);
    const QJsonObject now = wantedValues();
    for (const FormField &section : studio_admin::permissionForm().children) {
        auto *head = new TextLabel(section.title, TextRole::Strong);
        head->setContentsMargins(4, 14, 0, 2);
        m_rows->addWidget(head);
        for (const FormField &field : section.children) {
            const QStringList path{section.key, field.key};
            auto *row = new SettingField(field, path, field.title, studio_admin::valueAt(now, path));
            // The same words stand in every section.
            for (auto *editor : row->findChildren<ValueEditor *>())
                if (QWidget *control = editor->focusProxy())
                    control->setAccessibleName(QStringLiteral("%1: %2").arg(section.title, field.title));
            connect(row, &SettingField::changed, this, &GroupsPage::change);
            connect(row, &SettingField::resetWanted, this, &GroupsPage::reset);
            m_rows->addWidget(row);
        }
        m_rows->addWidget(new Separator);
    }
    m_rows->addStretch(1);
    updateStates();
}

void GroupsPage::updateStates()
{
    const QJsonObject now = wantedValues();
    for (SettingField *row : m_area->findChildren<SettingField *>()) {
        const bool isChanged = std::any_of(m_changes.begin(), m_changes.end(),
                                           [row](const SettingsChange &one) { return one.path == row->path(); });
        row->showState(m_snapshot.layers, m_snapshot.layer(), isChanged, {});
        const QStringList &path = row->path();
        const bool isList = path.last() != QLatin1String("enabled") &&
                            now.value(path.first()).toObject().contains(QLatin1String("enabled"));
        row->setVisible(!isList || now.value(path.first()).toObject().value(QLatin1String("enabled")).toBool());
    }
    m_review->showChanges(m_changes.size(), studio_admin::difference(m_snapshot.values(), now));
    m_review->setMaySave(!m_isSaving);
}

void GroupsPage::change(const QStringList &path, const QJsonValue &value)
{
    if (studio_admin::valueAt(m_snapshot.values(), path) == value)
        std::erase_if(m_changes, [&path](const SettingsChange &one) { return one.path == path; });
    else
        studio_admin::put(m_changes, {path, value});
    updateStates();
}

void GroupsPage::reset(const QStringList &path)
{
    const Layer below = m_snapshot.project.isEmpty() ? Layer::Default : Layer::Studio;
    change(path, studio_admin::valueAt(studio_admin::effective(m_snapshot.layers, below), path));
    rebuild();
}

void GroupsPage::save()
{
    store(wantedValues(), m_snapshot.stored, false);
}

void GroupsPage::store(const QJsonObject &wanted, const QJsonObject &seen, bool isUndo)
{
    if (m_isSaving)
        return;
    m_isSaving = true;
    m_review->setMaySave(false);
    const GroupSnapshot before = m_snapshot;
    m_source.save(
        before.group, before.project, seen, wanted,
        whileAlive(this, [this, before, wanted, isUndo](const Result<> &saved) {
            m_isSaving = false;
            m_review->setMaySave(true);
            if (!saved && saved.error().kind == ErrorKind::Conflict)
                return showConflict(saved.error(), wanted);
            if (!saved)
                return sayFailure(saved.error());
            m_changes.clear();
            std::vector<Offer> offers;
            if (!isUndo && before.project.isEmpty())
                offers.push_back({tr("Undo"), [this, before, wanted] { store(before.stored, wanted, true); }});
            say(Tone::Good,
                isUndo ? tr("%1 is as it was before.").arg(before.group) : tr("%1 is saved.").arg(before.group),
                tr("It holds for its people at once."), std::move(offers));
            refresh();
        }));
}

void GroupsPage::showConflict(const Error &error, const QJsonObject &wanted)
{
    m_source.read(
        m_snapshot.group, m_snapshot.project,
        whileAlive(this, [this, error, wanted](const Result<GroupSnapshot> &fresh) {
            if (!fresh)
                return sayFailure(fresh.error());
            take(*fresh);
            say(Tone::Warning, error.message, tr("Changed meanwhile:\n%1").arg(error.detail),
                {{tr("Save mine on top"), [this, seen = fresh->stored] { store(wantedValues(), seen, false); }},
                 {tr("Drop mine"),
                  [this] {
                      m_changes.clear();
                      rebuild();
                  }},
                 {tr("Look first"), {}}});
        }));
}

void GroupsPage::create()
{
    const QString name = m_name->text().trimmed();
    m_source.save(name, {}, std::nullopt, studio_admin::openPermissions(),
                  whileAlive(this, [this, name](const Result<> &made) {
                      if (!made)
                          return sayFailure(made.error());
                      m_name->clear();
                      say(Tone::Good, tr("The group %1 is made.").arg(name),
                          tr("It restricts nothing yet: choose what it should."));
                      m_source.groups({}, whileAlive(this, [this, name](const Result<GroupState> &state) {
                                          if (!state)
                                              return sayFailure(state.error());
                                          takeGroups(*state);
                                          m_list->setCurrentIndex(m_model->index(m_model->rowOf(name)));
                                          onChosen();
                                      }));
                  }));
}

void GroupsPage::askToRemove()
{
    const bool isOfProject = !m_snapshot.project.isEmpty();
    const QString &name = m_snapshot.group;
    say(Tone::Warning,
        isOfProject ? tr("Let the studio's %1 hold in %2 again?").arg(name, m_snapshot.project)
                    : tr("Delete the group %1?").arg(name),
        isOfProject ? tr("What is changed for this project is forgotten.")
                    : tr("Who has only this group in a project may do nothing there any more."),
        {{isOfProject ? tr("Back to the studio's") : tr("Delete %1").arg(name), [this] { remove(); }},
         {tr("Keep it"), {}}});
}

void GroupsPage::remove()
{
    const GroupSnapshot before = m_snapshot;
    m_source.removeGroup(before.group, before.project, whileAlive(this, [this, before](const Result<> &done) {
                             if (!done)
                                 return sayFailure(done.error());
                             m_changes.clear();
                             m_isRead = false;
                             say(Tone::Good,
                                 before.project.isEmpty() ? tr("The group %1 is deleted.").arg(before.group)
                                                          : tr("The studio's %1 holds again.").arg(before.group),
                                 {}, {{tr("Undo"), [this, before] {
                                           m_source.save(before.group, before.project, std::nullopt, before.stored,
                                                         whileAlive(this, [this](const Result<> &back) {
                                                             back ? refresh() : sayFailure(back.error());
                                                         }));
                                       }}});
                             refresh();
                         }));
}

} // namespace hearth::studio_ui
