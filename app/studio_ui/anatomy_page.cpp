// SPDX-License-Identifier: Apache-2.0
#include "studio_ui/anatomy_page.h"

#include "studio_ui/plain_rows.h"
#include "ui_kit/buttons.h"
#include "ui_kit/empty_state.h"
#include "ui_kit/labels.h"
#include "ui_kit/panel.h"
#include "ui_kit/row_list.h"
#include "ui_kit/tokens.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>

namespace hearth::studio_ui
{

using namespace ui_kit;
using studio_admin::TemplateText;

namespace
{
QString systemLabel(Platform platform)
{
    return platform == Platform::Windows ? AnatomyPage::tr("Windows")
           : platform == Platform::Linux ? AnatomyPage::tr("Linux")
                                         : AnatomyPage::tr("macOS");
}

QString keyOf(const TemplateText &text)
{
    return text.category == QLatin1String("common") ? text.category : text.category + u'/' + text.name;
}

QString partLabel(const TemplateText &text)
{
    if (text.category == QLatin1String("common"))
        return text.name == QLatin1String("version")           ? AnatomyPage::tr("Version, {@version}")
               : text.name == QLatin1String("frame")           ? AnatomyPage::tr("Frame, {@frame}")
               : text.name == QLatin1String("version_padding") ? AnatomyPage::tr("Digits of a version")
                                                               : AnatomyPage::tr("Digits of a frame");
    return text.part == QLatin1String("directory") ? AnatomyPage::tr("Folder")
           : text.part == QLatin1String("file")    ? AnatomyPage::tr("File")
                                                   : AnatomyPage::tr("Value");
}

bool sameSpot(const TemplateText &a, const TemplateText &b)
{
    return a.category == b.category && a.name == b.name && a.part == b.part;
}
} // namespace

AnatomyPage::AnatomyPage(AnatomySource &source, QWidget *parent)
    : StudioPage(parent), m_source(source), m_place(new QComboBox),
      m_context(new TextLabel({}, TextRole::SecondLine, Tone::Dim)), m_list(new RowList(tr("Templates"))),
      m_model(new PlainRowModel(this)), m_rows(new QVBoxLayout), m_empty(new EmptyState),
      m_count(new TextLabel({}, TextRole::Strong)), m_differences(new TextLabel({}, TextRole::SecondLine)),
      m_save(pushButton(tr("&Save"), true))
{
    column().addWidget(buildTop());
    column().addWidget(buildForm(), 1);
    column().addWidget(buildReview());
    m_empty->setMessage(QStringLiteral("account_tree"), tr("Reading the templates"), {});
    m_area->hide();
    m_list->hide();
    connect(m_place, &QComboBox::activated, this, [this](int wanted) {
        if (!hasUnsaved())
            return read();
        m_place->setCurrentIndex(m_shown);
        say(Tone::Warning, tr("There are changes that are not saved."),
            tr("They are lost when another anatomy is shown."),
            {{tr("Drop them"),
              [this, wanted] {
                  m_edited = m_state.anatomy;
                  m_place->setCurrentIndex(wanted);
                  read();
              }},
             {tr("Go on editing"), {}}});
    });
    connect(m_list, &RowList::chosen, this, &AnatomyPage::showTemplate);
    connect(m_empty, &EmptyState::actionChosen, this, &AnatomyPage::refresh);
}

QWidget *AnatomyPage::buildTop()
{
    auto *top = new QWidget;
    auto *row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    m_place->setAccessibleName(tr("Project or preset"));
    m_place->setMinimumWidth(220);
    row->addWidget(m_place);
    row->addWidget(m_context, 1);
    return top;
}

QWidget *AnatomyPage::buildForm()
{
    m_list->setSingleLine(true);
    m_list->setModel(m_model);
    m_list->setFixedWidth(210);
    auto *inner = new QWidget;
    inner->setLayout(m_rows);
    m_rows->setContentsMargins(16, 10, 16, 12);
    m_rows->setSpacing(4);
    m_area = scrolling(inner, tr("Template"));
    auto *panel = new Panel;
    auto *columns = new QHBoxLayout(panel);
    columns->setContentsMargins(8, 8, 1, 1);
    columns->addWidget(m_list);
    columns->addWidget(m_area, 1);
    columns->addWidget(m_empty, 1);
    return panel;
}

QWidget *AnatomyPage::buildReview()
{
    auto *panel = new Panel;
    m_review = panel;
    auto *row = new QHBoxLayout(panel);
    row->setContentsMargins(14, 10, 12, 10);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_count);
    words->addWidget(m_differences);
    m_differences->setWordWrap(true);
    auto *drop = pushButton(tr("&Discard"));
    row->addLayout(words, 1);
    row->addWidget(drop, 0, Qt::AlignBottom);
    row->addWidget(m_save, 0, Qt::AlignBottom);
    panel->hide();
    connect(drop, &QPushButton::clicked, this, [this] {
        m_edited = m_state.anatomy;
        showTemplate();
    });
    connect(m_save, &QPushButton::clicked, this, [this] { save(m_edited, false); });
    return panel;
}

bool AnatomyPage::hasUnsaved() const
{
    return m_isRead && m_edited != m_state.anatomy;
}

void AnatomyPage::refresh()
{
    m_source.places(whileAlive(this, [this](const Result<std::vector<studio_admin::AnatomyPlace>> &places) {
        if (places)
            takePlaces(*places);
        else if (m_isRead)
            sayFailure(places.error());
        else
            m_empty->setMessage(QStringLiteral("cloud_off"), tr("The projects could not be read"),
                                places.error().message, tr("Try again"));
    }));
}

void AnatomyPage::takePlaces(const std::vector<studio_admin::AnatomyPlace> &places)
{
    const int before = m_place->currentIndex();
    m_places = places;
    m_place->clear();
    for (const studio_admin::AnatomyPlace &one : places)
        m_place->addItem(one.isProject ? one.name : tr("Preset %1").arg(one.name));
    if (places.empty())
        return m_empty->setMessage(QStringLiteral("account_tree"), tr("There is no project yet"),
                                   tr("A project's templates decide where its files lie and what they are called."));
    m_place->setCurrentIndex(qBound(0, before, m_place->count() - 1));
    read();
}

studio_admin::AnatomyPlace AnatomyPage::place() const
{
    const int index = m_place->currentIndex();
    return index < 0 ? studio_admin::AnatomyPlace() : m_places[static_cast<std::size_t>(index)];
}

void AnatomyPage::read()
{
    m_shown = m_place->currentIndex();
    const studio_admin::AnatomyPlace wanted = place();
    m_source.read(wanted, whileAlive(this, [this, wanted](const Result<AnatomyState> &state) {
                      if (wanted != place())
                          return;
                      state ? take(*state) : sayFailure(state.error());
                  }));
}

void AnatomyPage::take(const AnatomyState &state)
{
    m_state = state;
    m_edited = state.anatomy;
    m_sample = studio_admin::sampleData(state.context);
    m_isRead = true;
    m_context->setText(tr("Shown for %1 · %2").arg(state.context.folderPath, state.context.taskName));
    std::vector<PlainRow> rows;
    QStringList seen;
    for (const TemplateText &text : studio_admin::templateTexts(m_edited)) {
        if (seen.contains(keyOf(text)))
            continue;
        seen.append(keyOf(text));
        PlainRow row;
        row.id = keyOf(text);
        row.label = text.category == QLatin1String("common") ? tr("Version and frame")
                                                             : tr("%1 · %2").arg(text.category, text.name);
        row.glyph = text.category == QLatin1String("common") ? QStringLiteral("tag") : QStringLiteral("folder");
        rows.push_back(row);
    }
    m_model->setRows(std::move(rows));
    m_list->show();
    m_area->show();
    m_empty->hide();
    m_list->ensureCurrent();
    showTemplate();
}

void AnatomyPage::showTemplate()
{
    clear(*m_rows);
    m_fields.clear();
    const QString key = m_list->currentIndex().data(row_role::Id).toString();
    for (const TemplateText &text : studio_admin::templateTexts(m_edited))
        if (keyOf(text) == key)
            addField(text);
    m_rows->addStretch(1);
    updatePreviews();
    updateReview();
}

void AnatomyPage::addField(const TemplateText &text)
{
    Field field{text, {}, new TextLabel({}, TextRole::SecondLine, Tone::Problem)};
    auto *label = new TextLabel(partLabel(text), TextRole::Strong);
    label->setContentsMargins(0, 10, 0, 0);
    auto *edited = new QLineEdit(text.text);
    edited->setFont(textFont(TextRole::Mono));
    edited->setAccessibleName(partLabel(text));
    edited->setCursorPosition(0);
    m_rows->addWidget(label);
    m_rows->addWidget(edited);
    field.problem->setWordWrap(true);
    m_rows->addWidget(field.problem);
    for (int n = 0; n < 3; ++n) {
        auto *shown = new TextLabel({}, TextRole::SecondLine, Tone::Dim);
        shown->setWordWrap(true);
        shown->setTextInteractionFlags(Qt::TextSelectableByMouse);
        field.previews.append(shown);
        m_rows->addWidget(shown);
    }
    connect(edited, &QLineEdit::textEdited, this, [this, text](const QString &now) {
        TemplateText changed = text;
        changed.text = now;
        edit(changed);
    });
    m_fields.push_back(field);
}

void AnatomyPage::edit(const TemplateText &text)
{
    m_edited = studio_admin::withTemplateTexts(m_edited, {text});
    for (Field &field : m_fields)
        if (sameSpot(field.text, text))
            field.text = text;
    updatePreviews();
    updateReview();
}

void AnatomyPage::updatePreviews()
{
    for (Field &field : m_fields) {
        const auto all = studio_admin::previews(m_edited, field.text, m_sample);
        QString problem;
        for (std::size_t n = 0; n < all.size(); ++n) {
            TextLabel *label = field.previews[static_cast<qsizetype>(n)];
            label->setText(QStringLiteral("%1   %2").arg(systemLabel(all[n].platform), all[n].path));
            label->setVisible(!all[n].path.isEmpty() && (n == 0 || all[n].path != all[0].path));
            if (problem.isEmpty())
                problem = all[n].problem;
        }
        if (all.size() == 3 && all[0].path == all[1].path && all[1].path == all[2].path)
            field.previews[0]->setText(all[0].path);
        field.problem->setText(problem);
        field.problem->setVisible(!problem.isEmpty());
    }
}

void AnatomyPage::updateReview()
{
    const std::vector<TemplateText> before = studio_admin::templateTexts(m_state.anatomy);
    QStringList lines;
    for (const TemplateText &text : studio_admin::templateTexts(m_edited))
        for (const TemplateText &old : before)
            if (sameSpot(text, old) && text.text != old.text)
                lines.append(
                    QStringLiteral("%1, %2: %3 → %4").arg(keyOf(text), partLabel(text).toLower(), old.text, text.text));
    const auto known = studio_admin::templateProblems(m_state.anatomy, m_sample);
    QStringList faults;
    for (const auto &[text, problem] : studio_admin::templateProblems(m_edited, m_sample)) {
        const bool wasThere = std::any_of(known.begin(), known.end(),
                                          [&text = text](const auto &one) { return sameSpot(one.first, text); });
        if (!wasThere)
            faults.append(QStringLiteral("%1, %2").arg(keyOf(text), partLabel(text).toLower()));
    }
    m_review->setVisible(hasUnsaved());
    m_count->setText(faults.isEmpty() ? lines.size() == 1 ? tr("1 text changed, not saved")
                                                          : tr("%1 texts changed, not saved").arg(lines.size())
                                      : tr("Cannot be filled: %1").arg(faults.join(QStringLiteral("; "))));
    m_count->setTone(faults.isEmpty() ? Tone::Text : Tone::Problem);
    m_differences->setText(lines.join(u'\n'));
    m_save->setEnabled(faults.isEmpty());
}

void AnatomyPage::save(const QJsonObject &wanted, bool isUndo)
{
    const studio_admin::AnatomyPlace saved = place();
    const QJsonObject before = m_state.anatomy;
    m_save->setEnabled(false);
    m_source.save(saved, before, wanted,
                  whileAlive(this, [this, saved, before, wanted, isUndo](const Result<QJsonObject> &stored) {
                      if (stored)
                          return onSaved(saved, before, wanted, *stored, isUndo);
                      updateReview();
                      if (stored.error().kind == ErrorKind::Conflict && place() == saved)
                          return showConflict(stored.error(), studio_admin::changedTexts(before, wanted));
                      sayFailure(stored.error());
                  }));
}

// What was typed while it was being saved stays, as a change of what is stored now.
void AnatomyPage::onSaved(const studio_admin::AnatomyPlace &saved, const QJsonObject &before, const QJsonObject &wanted,
                          const QJsonObject &stored, bool isUndo)
{
    std::vector<Offer> offers;
    if (!isUndo)
        offers.push_back({tr("Undo"), [this, saved, undo = studio_admin::changedTexts(wanted, before)] {
                              if (place() == saved && !hasUnsaved())
                                  save(studio_admin::withTemplateTexts(m_state.anatomy, undo), true);
                          }});
    say(Tone::Good,
        isUndo ? tr("The templates of %1 are as they were before.").arg(saved.name)
               : tr("The templates of %1 are saved.").arg(saved.name),
        tr("Files that are there stay where they are; new ones follow the templates."), std::move(offers));
    if (place() != saved)
        return;
    const std::vector<TemplateText> later =
        studio_admin::changedTexts(isUndo ? before : wanted, isUndo ? m_state.anatomy : m_edited);
    m_state.anatomy = stored;
    m_edited = studio_admin::withTemplateTexts(stored, later);
    later.empty() ? showTemplate() : updateReview();
}

// Theirs is shown and stays unless this person, who has seen it, saves again.
void AnatomyPage::showConflict(const Error &error, const std::vector<TemplateText> &mine)
{
    const studio_admin::AnatomyPlace wanted = place();
    m_source.read(wanted, whileAlive(this, [this, wanted, error, mine](const Result<AnatomyState> &fresh) {
                      if (wanted != place())
                          return;
                      if (!fresh)
                          return sayFailure(fresh.error());
                      take(*fresh);
                      m_edited = studio_admin::withTemplateTexts(m_edited, mine);
                      showTemplate();
                      say(Tone::Warning, error.message, tr("Changed meanwhile:\n%1").arg(error.detail),
                          {{tr("Save mine on top"), [this] { save(m_edited, false); }},
                           {tr("Drop mine"),
                            [this] {
                                m_edited = m_state.anatomy;
                                showTemplate();
                            }},
                           {tr("Look first"), {}}});
                  }));
}

} // namespace hearth::studio_ui
