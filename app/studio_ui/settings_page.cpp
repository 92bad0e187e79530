// SPDX-License-Identifier: Apache-2.0
#include "studio_ui/settings_page.h"

#include "studio_admin/settings_check.h"
#include "studio_ui/plain_rows.h"
#include "studio_ui/review_bar.h"
#include "studio_ui/setting_field.h"
#include "ui_kit/buttons.h"
#include "ui_kit/empty_state.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/labels.h"
#include "ui_kit/panel.h"
#include "ui_kit/row_list.h"
#include "ui_kit/tokens.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QScrollBar>

namespace hearth::studio_ui
{

using namespace ui_kit;
using studio_admin::FieldKind;
using studio_admin::FormField;
using studio_admin::Layer;
using studio_admin::SettingsChange;

namespace
{
const QString general = QStringLiteral("/"); // no key of a schema
constexpr std::size_t mostHits = 60;
} // namespace

SettingsPage::SettingsPage(StudioSettingsSource &source, QWidget *parent)
    : StudioPage(parent), m_source(source), m_addon(new QComboBox), m_level(new QComboBox),
      m_search(new FilterField(tr("Search all settings of this addon"), QStringLiteral("search"))),
      m_sections(new RowList(tr("Sections"))), m_model(new PlainRowModel(this)), m_rows(new QVBoxLayout),
      m_empty(new EmptyState), m_changedBy(new TextLabel({}, TextRole::SecondLine, Tone::Dim)), m_review(new ReviewBar)
{
    column().addWidget(buildTop());
    column().addWidget(m_changedBy);
    m_changedBy->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_changedBy->hide();
    column().addWidget(buildForm(), 1);
    column().addWidget(m_review);
    connect(m_review, &ReviewBar::saveWanted, this, &SettingsPage::save);
    connect(m_review, &ReviewBar::dropWanted, this, &SettingsPage::discard);
    m_empty->setMessage(QStringLiteral("tune"), tr("Reading the settings"), {});
    m_area->hide();
    connect(m_empty, &EmptyState::actionChosen, this, [this] {
        if (!m_search->text().isEmpty())
            m_search->clear();
        else
            m_choice.addons.empty() ? refresh() : read();
    });
    const auto onPlace = [this] {
        if (!hasUnsaved())
            return read();
        const int wanted[2] = {m_addon->currentIndex(), m_level->currentIndex()};
        m_addon->setCurrentIndex(m_shownPlace[0]);
        m_level->setCurrentIndex(m_shownPlace[1]);
        say(Tone::Warning, tr("There are changes that are not saved."),
            tr("They are lost when other settings are shown."),
            {{tr("Drop them"),
              [this, addon = wanted[0], level = wanted[1]] {
                  m_changes.clear();
                  m_addon->setCurrentIndex(addon);
                  m_level->setCurrentIndex(level);
                  read();
              }},
             {tr("Go on editing"), {}}});
    };
    connect(m_addon, &QComboBox::activated, this, onPlace);
    connect(m_level, &QComboBox::activated, this, onPlace);
    connect(m_search, &QLineEdit::textChanged, this, &SettingsPage::rebuild);
    connect(m_sections, &RowList::chosen, this, &SettingsPage::rebuild);
}

QWidget *SettingsPage::buildTop()
{
    auto *top = new QWidget;
    auto *row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_addon->setAccessibleName(tr("Addon"));
    m_level->setAccessibleName(tr("Level"));
    m_addon->setMinimumWidth(190);
    m_level->setMinimumWidth(150);
    row->addWidget(m_addon);
    row->addWidget(m_level);
    row->addWidget(m_search, 1);
    return top;
}

QWidget *SettingsPage::buildForm()
{
    m_sections->setSingleLine(true);
    m_sections->setModel(m_model);
    m_sections->setFixedWidth(180);
    auto *inner = new QWidget;
    inner->setLayout(m_rows);
    m_rows->setContentsMargins(12, 6, 12, 12);
    m_rows->setSpacing(0);
    m_area = scrolling(inner, tr("Settings"));
    auto *panel = new Panel;
    auto *columns = new QHBoxLayout(panel);
    columns->setContentsMargins(8, 8, 1, 1);
    columns->addWidget(m_sections);
    columns->addWidget(m_area, 1);
    columns->addWidget(m_empty, 1);
    return panel;
}

void SettingsPage::refresh()
{
    m_source.choice(whileAlive(this, [this](const Result<SettingsChoice> &choice) {
        if (choice)
            takeChoice(*choice);
        else if (m_isRead)
            sayFailure(choice.error());
        else
            m_empty->setMessage(QStringLiteral("cloud_off"), tr("The addons could not be read"), choice.error().message,
                                tr("Try again"));
    }));
}

void SettingsPage::takeChoice(const SettingsChoice &choice)
{
    const QString addon = m_addon->currentData().toString();
    const QVariant level = m_level->currentData();
    m_choice = choice;
    m_addon->clear();
    for (const auto &[name, version] : choice.addons)
        m_addon->addItem(QStringLiteral("%1 %2").arg(name, version), name);
    m_level->clear();
    m_level->addItem(tr("Studio"), QStringList{QString(), QString()});
    for (const QString &project : choice.projects) {
        m_level->addItem(project, QStringList{project, QString()});
        if (!choice.siteId.isEmpty())
            m_level->addItem(tr("%1 · this machine").arg(project), QStringList{project, choice.siteId});
    }
    m_addon->setCurrentIndex(qMax(0, m_addon->findData(addon)));
    m_level->setCurrentIndex(qMax(0, m_level->findData(level)));
    if (choice.addons.empty())
        m_empty->setMessage(QStringLiteral("tune"), tr("No addon has settings"),
                            tr("Addons of the bundle in production are listed here."));
    else
        read();
}

void SettingsPage::choose(const QString &addon, const QString &project)
{
    m_addon->setCurrentIndex(qMax(0, m_addon->findData(addon)));
    m_level->setCurrentIndex(qMax(0, m_level->findData(QStringList{project, QString()})));
    read();
}

studio_admin::SettingsPlace SettingsPage::place() const
{
    studio_admin::SettingsPlace made;
    const QStringList level = m_level->currentData().toStringList();
    made.addon = m_addon->currentData().toString();
    for (const auto &[name, version] : m_choice.addons)
        if (name == made.addon)
            made.version = version;
    made.project = level.value(0);
    made.siteId = level.value(1);
    return made;
}

void SettingsPage::read()
{
    m_shownPlace[0] = m_addon->currentIndex();
    m_shownPlace[1] = m_level->currentIndex();
    const studio_admin::SettingsPlace wanted = place();
    m_source.read(wanted, whileAlive(this, [this, wanted](const Result<studio_admin::SettingsSnapshot> &snapshot) {
                      if (wanted != place())
                          return; // another one was chosen meanwhile
                      if (snapshot)
                          return take(*snapshot);
                      m_isRead = false;
                      m_area->hide();
                      m_empty->setMessage(QStringLiteral("cloud_off"), tr("The settings could not be read"),
                                          snapshot.error().message, tr("Try again"));
                      m_empty->show();
                  }));
}

void SettingsPage::take(const studio_admin::SettingsSnapshot &snapshot)
{
    m_snapshot = snapshot;
    m_isRead = true;
    readLastChanges();
    std::vector<PlainRow> rows;
    const auto add = [&rows](const QString &id, const QString &label) {
        PlainRow row;
        row.id = id;
        row.label = label;
        row.glyph = id == general ? QStringLiteral("tune") : QStringLiteral("folder");
        rows.push_back(row);
    };
    const auto isLeaf = [](const FormField &one) { return one.kind != FieldKind::Group; };
    const std::vector<FormField> &all = m_snapshot.form.children;
    if (std::any_of(all.begin(), all.end(), isLeaf))
        add(general, tr("General"));
    for (const FormField &one : all)
        if (!isLeaf(one))
            add(one.key, one.title);
    m_model->setRows(std::move(rows));
    m_sections->ensureCurrent();
    rebuild();
}

void SettingsPage::readLastChanges()
{
    const studio_admin::SettingsPlace wanted = m_snapshot.place;
    m_source.lastChanges(
        wanted, whileAlive(this, [this, wanted](const Result<std::vector<studio_admin::LastChange>> &changes) {
            if (wanted != m_snapshot.place)
                return;
            QStringList parts;
            for (const studio_admin::LastChange &one : changes.value_or(std::vector<studio_admin::LastChange>()))
                parts.append(tr("%1: %2").arg(layerLabel(one.layer), studio_admin::words(one)));
            m_changedBy->setText(tr("Last changed · %1").arg(parts.join(QStringLiteral(" · "))));
            m_changedBy->setVisible(!parts.isEmpty()); // not every server keeps that
        }));
}

studio_admin::SettingsLayers SettingsPage::changedLayers() const
{
    studio_admin::SettingsLayers made = m_snapshot.layers;
    const Layer layer = m_snapshot.place.layer();
    QJsonObject &own = layer == Layer::Studio ? made.studio : layer == Layer::Project ? made.project : made.site;
    own = studio_admin::applied(own, m_changes);
    return made;
}

void SettingsPage::rebuild()
{
    if (!m_isRead)
        return;
    const int scrolled = m_area->verticalScrollBar()->value();
    clear(*m_rows);
    const QString words = m_search->text().trimmed();
    const QString section = m_sections->currentIndex().data(row_role::Id).toString();
    m_sections->setVisible(words.isEmpty() && m_model->rowCount() > 1);
    if (!words.isEmpty()) {
        const std::vector<studio_admin::FieldHit> hits = studio_admin::search(m_snapshot.form, words);
        m_search->setHits(hits.size() > mostHits ? tr("%1 of %2 found").arg(mostHits).arg(hits.size())
                                                 : tr("%1 found").arg(hits.size()));
        for (std::size_t n = 0; n < std::min(hits.size(), mostHits); ++n)
            if (const FormField *field = studio_admin::fieldAt(m_snapshot.form, hits[n].path))
                addField(*field, hits[n].path, hits[n].title);
    } else {
        m_search->setHits({});
        for (const FormField &one : m_snapshot.form.children) {
            const bool isGroup = one.kind == FieldKind::Group;
            if (isGroup && section == one.key)
                addSection(one, {one.key}, false);
            else if (!isGroup && section == general)
                addField(one, {one.key}, one.title);
        }
    }
    const bool isEmpty = m_rows->count() == 0;
    m_rows->addStretch(1);
    m_area->setVisible(!isEmpty);
    m_empty->setVisible(isEmpty);
    if (words.isEmpty())
        m_empty->setMessage(QStringLiteral("tune"), tr("This addon has no settings"), {});
    else
        m_empty->setMessage(QStringLiteral("search_off"), tr("No setting matches"),
                            tr("Search looks at names, keys and explanations."), tr("Clear the search"));
    updateStates();
    m_area->verticalScrollBar()->setValue(scrolled);
}

void SettingsPage::addSection(const FormField &group, const QStringList &path, bool isNested)
{
    if (isNested) {
        auto *head = new TextLabel(group.title, TextRole::Strong);
        head->setContentsMargins(4, 12, 0, 4);
        m_rows->addWidget(head);
    }
    const QJsonObject values =
        studio_admin::valueAt(studio_admin::effective(changedLayers(), m_snapshot.place.layer()), path).toObject();
    for (const FormField &child : group.children) {
        if (!studio_admin::isShown(group, child, values))
            continue;
        if (child.kind == FieldKind::Group)
            addSection(child, path + QStringList{child.key}, true);
        else
            addField(child, path + QStringList{child.key}, child.title);
    }
}

void SettingsPage::addField(const FormField &field, const QStringList &path, const QString &title)
{
    if (m_rows->count() > 0)
        m_rows->addWidget(new Separator);
    if (!field.section.isEmpty()) {
        auto *head = new TextLabel(field.section, TextRole::Strong);
        head->setContentsMargins(4, 12, 0, 4);
        m_rows->addWidget(head);
    }
    const QJsonValue value =
        studio_admin::valueAt(studio_admin::effective(changedLayers(), m_snapshot.place.layer()), path);
    FormField shown = field;
    const Layer layer = m_snapshot.place.layer();
    shown.isReadOnly =
        field.isReadOnly || (!field.scope.isEmpty() && layer != Layer::Site && !field.scope.contains(layerWord(layer)));
    auto *row = new SettingField(shown, path, title, value);
    connect(row, &SettingField::changed, this, &SettingsPage::change);
    connect(row, &SettingField::resetWanted, this, &SettingsPage::reset);
    m_rows->addWidget(row);
}

void SettingsPage::change(const QStringList &path, const QJsonValue &value)
{
    const FormField *field = studio_admin::fieldAt(m_snapshot.form, path);
    if (field && field->kind == FieldKind::Dictionary && value.isObject())
        return changeEntries(path, value.toObject());
    // Back to what is stored is no change.
    if (studio_admin::valueAt(studio_admin::effective(m_snapshot.layers, m_snapshot.place.layer()), path) == value)
        std::erase_if(m_changes, [&path](const SettingsChange &one) { return one.path == path; });
    else
        studio_admin::put(m_changes, {path, value});
    const FormField *group = studio_admin::fieldAt(m_snapshot.form, path.mid(0, path.size() - 1));
    if (group && field && field->choosesSibling)
        QMetaObject::invokeMethod(this, &SettingsPage::rebuild, Qt::QueuedConnection);
    updateStates();
}

// Layers are merged, so an entry goes by its own path; one of a layer below cannot go here.
void SettingsPage::changeEntries(const QStringList &path, const QJsonObject &wanted)
{
    const Layer layer = m_snapshot.place.layer();
    const QJsonObject now = studio_admin::valueAt(studio_admin::effective(m_snapshot.layers, layer), path).toObject();
    std::erase_if(m_changes, [&path](const SettingsChange &one) { return one.path.mid(0, path.size()) == path; });
    for (auto it = wanted.begin(); it != wanted.end(); ++it)
        if (now.value(it.key()) != it.value())
            studio_admin::put(m_changes, {path + QStringList{it.key()}, it.value()});
    QStringList inherited;
    for (const QString &key : now.keys()) {
        if (wanted.contains(key))
            continue;
        const QStringList entry = path + QStringList{key};
        const Layer below = static_cast<Layer>(static_cast<int>(layer) - 1);
        if (studio_admin::valueAt(studio_admin::effective(m_snapshot.layers, below), entry).isUndefined())
            studio_admin::put(m_changes, {entry, QJsonValue(QJsonValue::Undefined)});
        else
            inherited.append(key);
    }
    if (!inherited.isEmpty()) {
        say(Tone::Warning, tr("%1 stays").arg(inherited.join(QStringLiteral(", "))),
            tr("It comes from a level above this one, and can be removed there only."));
        QMetaObject::invokeMethod(this, &SettingsPage::rebuild, Qt::QueuedConnection);
    }
    updateStates();
}

void SettingsPage::reset(const QStringList &path)
{
    const QJsonObject &own = m_snapshot.layers.at(m_snapshot.place.layer());
    std::erase_if(m_changes, [&path](const SettingsChange &one) { return one.path.mid(0, path.size()) == path; });
    if (!studio_admin::valueAt(own, path).isUndefined())
        studio_admin::put(m_changes, {path, QJsonValue(QJsonValue::Undefined)});
    const QJsonValue now =
        studio_admin::valueAt(studio_admin::effective(changedLayers(), m_snapshot.place.layer()), path);
    for (SettingField *row : m_area->findChildren<SettingField *>())
        if (row->path() == path)
            row->setValue(now);
    updateStates();
}

void SettingsPage::discard()
{
    m_changes.clear();
    rebuild();
}

void SettingsPage::updateStates()
{
    const studio_admin::SettingsLayers layers = changedLayers();
    const Layer layer = m_snapshot.place.layer();
    const QJsonObject now = studio_admin::effective(layers, layer);
    const std::vector<studio_admin::SettingsProblem> problems = studio_admin::problemsOf(m_snapshot.form, now);
    bool hasOwnProblem = false;
    for (const SettingsChange &change : m_changes)
        for (const studio_admin::SettingsProblem &problem : problems)
            hasOwnProblem = hasOwnProblem || problem.path.mid(0, change.path.size()) == change.path;
    for (SettingField *row : m_area->findChildren<SettingField *>()) {
        QString sentence;
        for (const studio_admin::SettingsProblem &problem : problems)
            if (sentence.isEmpty() && problem.path.mid(0, row->path().size()) == row->path()) {
                const QString inside = problem.path.mid(row->path().size()).join(QStringLiteral(" › "));
                sentence = inside.isEmpty() ? problem.message : QStringLiteral("%1: %2").arg(inside, problem.message);
            }
        const bool isChanged = std::any_of(m_changes.begin(), m_changes.end(), [row](const SettingsChange &one) {
            return one.path.mid(0, row->path().size()) == row->path(); // or an entry of it
        });
        row->showState(m_snapshot.layers, layer, isChanged, sentence);
    }
    m_review->showChanges(m_changes.size(),
                          studio_admin::difference(studio_admin::effective(m_snapshot.layers, layer), now));
    m_review->setMaySave(!hasOwnProblem && !m_isSaving,
                         hasOwnProblem ? tr("A value does not fit; it is marked above.") : QString());
}

void SettingsPage::save()
{
    store(m_changes, m_snapshot.revision, false);
}

void SettingsPage::store(const std::vector<SettingsChange> &changes, const QString &revision, bool isUndo)
{
    if (changes.empty() || m_isSaving)
        return;
    m_isSaving = true;
    m_review->setMaySave(false);
    const auto undo = studio_admin::undoOf(m_snapshot.layers.at(m_snapshot.place.layer()), changes);
    m_source.save(m_snapshot.place, changes, revision,
                  whileAlive(this, [this, changes, undo, isUndo](const Result<QString> &saved) {
                      m_isSaving = false;
                      if (saved) {
                          forget(changes);
                          return onSaved(undo, isUndo);
                      }
                      updateStates();
                      if (saved.error().kind == ErrorKind::Conflict)
                          return showConflict(saved.error(), changes);
                      sayFailure(saved.error());
                  }));
}

// What was typed while it was being saved stays.
void SettingsPage::forget(const std::vector<SettingsChange> &saved)
{
    std::erase_if(m_changes, [&saved](const SettingsChange &one) {
        return std::any_of(saved.begin(), saved.end(), [&one](const SettingsChange &same) {
            return same.path == one.path && same.value == one.value;
        });
    });
}

void SettingsPage::onSaved(const std::vector<SettingsChange> &undo, bool isUndo)
{
    const studio_admin::SettingsPlace saved = m_snapshot.place;
    std::vector<Offer> offers;
    if (!isUndo)
        offers.push_back({tr("Undo"), [this, undo, saved] {
                              if (m_snapshot.place == saved && m_changes.empty())
                                  store(undo, m_snapshot.revision, true);
                              else
                                  say(Tone::Warning, tr("Other settings are shown now."),
                                      tr("Choose those of %1 again and change them back.").arg(saved.addon));
                          }});
    say(Tone::Good, isUndo ? tr("The settings are as they were before.") : tr("The settings are saved."), {},
        std::move(offers));
    read();
}

void SettingsPage::showConflict(const Error &error, const std::vector<SettingsChange> &changes)
{
    const QJsonObject seen = m_snapshot.layers.at(m_snapshot.place.layer());
    m_source.read(m_snapshot.place,
                  whileAlive(this, [this, error, seen, changes](const Result<studio_admin::SettingsSnapshot> &fresh) {
                      if (!fresh)
                          return sayFailure(fresh.error());
                      const auto theirs = studio_admin::difference(seen, fresh->layers.at(fresh->place.layer()));
                      take(*fresh);
                      say(Tone::Warning, error.message, tr("Changed meanwhile:\n%1").arg(differenceWords(theirs)),
                          {{tr("Save mine on top"),
                            [this, changes, revision = fresh->revision] { store(changes, revision, false); }},
                           {tr("Drop mine"), [this] { discard(); }},
                           {tr("Look first"), {}}});
                  }));
}

} // namespace hearth::studio_ui
