// SPDX-License-Identifier: Apache-2.0
#include "studio_ui/history_page.h"

#include "studio_ui/plain_rows.h"
#include "ui_kit/buttons.h"
#include "ui_kit/empty_state.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/labels.h"
#include "ui_kit/panel.h"
#include "ui_kit/row_list.h"
#include "ui_kit/tokens.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLocale>
#include <QScrollArea>

namespace hearth::studio_ui
{

using namespace ui_kit;
using studio_admin::HistoryEntry;

namespace
{
constexpr int pageRows = 100;
constexpr qsizetype shownValue = 2000; // characters

QString glyphOf(const HistoryEntry &entry)
{
    static const QMap<QString, QString> glyphs{
        {QStringLiteral("create"), QStringLiteral("add")},    {QStringLiteral("update"), QStringLiteral("edit")},
        {QStringLiteral("delete"), QStringLiteral("delete")}, {QStringLiteral("login"), QStringLiteral("login")},
        {QStringLiteral("logout"), QStringLiteral("logout")}, {QStringLiteral("read"), QStringLiteral("visibility")},
        {QStringLiteral("refused"), QStringLiteral("block")}};
    return glyphs.value(entry.action, QStringLiteral("history"));
}

QString whenOf(const HistoryEntry &entry)
{
    return QLocale().toString(entry.at.toLocalTime(), QLocale::ShortFormat);
}

QString whoOf(const HistoryEntry &entry)
{
    if (!entry.user.isEmpty())
        return entry.user;
    return entry.address.isEmpty() ? HistoryPage::tr("the server") : HistoryPage::tr("unknown");
}

QString whatOf(const HistoryEntry &entry)
{
    if (entry.action == QLatin1String("login"))
        return HistoryPage::tr("Logged in");
    if (entry.action == QLatin1String("logout"))
        return HistoryPage::tr("Logged out");
    if (entry.action == QLatin1String("refused"))
        return entry.entityType == QLatin1String("session") ? HistoryPage::tr("Login refused") : entry.entityId;
    const QString name = entry.entityName.isEmpty() ? entry.entityId : entry.entityName;
    const QString thing = QStringLiteral("%1 %2").arg(QString(entry.entityType).replace(u'_', u' '), name).trimmed();
    return entry.action == QLatin1String("create")   ? HistoryPage::tr("Made %1").arg(thing)
           : entry.action == QLatin1String("update") ? HistoryPage::tr("Changed %1").arg(thing)
           : entry.action == QLatin1String("delete") ? HistoryPage::tr("Deleted %1").arg(thing)
           : entry.action == QLatin1String("read")   ? HistoryPage::tr("Read %1").arg(thing)
                                                     : entry.action + u' ' + thing;
}

PlainRow rowOf(const HistoryEntry &entry, const QPalette &palette)
{
    PlainRow row;
    row.id = QString::number(entry.id);
    row.label = whatOf(entry);
    row.second = HistoryPage::tr("%1 · %2").arg(whoOf(entry), whenOf(entry));
    row.glyph = glyphOf(entry);
    row.chip = entry.action == QLatin1String("refused") ? HistoryPage::tr("refused") : entry.project;
    row.chipColor = entry.action == QLatin1String("refused") ? tokensFor(palette).warn : QColor();
    return row;
}
} // namespace

HistoryPage::HistoryPage(HistorySource &source, QWidget *parent)
    : StudioPage(parent), m_source(source), m_user(new QLineEdit), m_project(new QLineEdit), m_action(new QComboBox),
      m_since(new QComboBox), m_text(new FilterField(tr("Search values"), QStringLiteral("search"))),
      m_export(pushButton(tr("&Export…"))), m_list(new RowList(tr("Changes"))), m_model(new PlainRowModel(this)),
      m_more(pushButton(tr("Show &older"))), m_empty(new EmptyState), m_facts(new QVBoxLayout)
{
    auto *columns = new QHBoxLayout;
    columns->setSpacing(metrics::panelGap);
    columns->addWidget(buildList());
    columns->addWidget(buildRight(), 1);
    column().addWidget(buildFilters());
    column().addLayout(columns, 1);
    m_empty->setMessage(QStringLiteral("history"), tr("Reading the history"), {});
    m_list->hide();
    m_more->hide();
    const auto lookIfChanged = [this] {
        if (m_asked != QStringList{m_user->text(), m_project->text(), m_text->text()})
            look(false);
    };
    for (QLineEdit *field : std::initializer_list<QLineEdit *>{m_user, m_project, m_text})
        connect(field, &QLineEdit::editingFinished, this, lookIfChanged);
    connect(m_action, &QComboBox::activated, this, [this] { look(false); });
    connect(m_since, &QComboBox::activated, this, [this] { look(false); });
    connect(m_list, &RowList::chosen, this, &HistoryPage::showEntry);
    connect(m_more, &QPushButton::clicked, this, [this] { look(true); });
    connect(m_export, &QPushButton::clicked, this, &HistoryPage::chooseFile);
    connect(m_empty, &EmptyState::actionChosen, this, &HistoryPage::refresh);
}

QWidget *HistoryPage::buildFilters()
{
    auto *top = new QWidget;
    auto *row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_user->setAccessibleName(tr("Person"));
    m_user->setPlaceholderText(tr("Person"));
    m_project->setAccessibleName(tr("Project"));
    m_project->setPlaceholderText(tr("Project"));
    m_action->setAccessibleName(tr("What was done"));
    m_since->setAccessibleName(tr("Since when"));
    for (const auto &[label, action] :
         std::initializer_list<std::pair<QString, const char *>>{{tr("Everything"), ""},
                                                                 {tr("Made"), "create"},
                                                                 {tr("Changed"), "update"},
                                                                 {tr("Deleted"), "delete"},
                                                                 {tr("Logged in"), "login"},
                                                                 {tr("Logged out"), "logout"},
                                                                 {tr("Refused"), "refused"},
                                                                 {tr("Secrets read"), "read"}})
        m_action->addItem(label, QLatin1String(action));
    for (const auto &[label, ago] : std::initializer_list<std::pair<QString, const char *>>{{tr("At any time"), ""},
                                                                                            {tr("Last hour"), "1h"},
                                                                                            {tr("Last day"), "1d"},
                                                                                            {tr("Last week"), "7d"},
                                                                                            {tr("Last month"), "31d"},
                                                                                            {tr("Last year"), "366d"}})
        m_since->addItem(label, QLatin1String(ago));
    for (QLineEdit *field : {m_user, m_project})
        field->setMaximumWidth(140);
    row->addWidget(m_user);
    row->addWidget(m_project);
    row->addWidget(m_action);
    row->addWidget(m_since);
    row->addWidget(m_text, 1);
    row->addWidget(m_export);
    return top;
}

QWidget *HistoryPage::buildList()
{
    auto *panel = new Panel;
    panel->setFixedWidth(380);
    auto *inner = new QVBoxLayout(panel);
    inner->setContentsMargins(10, 10, 10, 10);
    inner->setSpacing(8);
    m_list->setModel(m_model);
    inner->addWidget(m_list, 1);
    inner->addWidget(m_empty, 1);
    inner->addWidget(m_more, 0, Qt::AlignLeft);
    return panel;
}

QWidget *HistoryPage::buildRight()
{
    auto *facts = new QWidget;
    facts->setLayout(m_facts);
    m_facts->setContentsMargins(16, 14, 16, 14);
    m_facts->setSpacing(6);
    auto *panel = new Panel;
    auto *inner = new QVBoxLayout(panel);
    inner->setContentsMargins(1, 1, 1, 1);
    inner->addWidget(scrolling(facts, tr("Change")));
    return panel;
}

studio_admin::HistoryFilter HistoryPage::filter() const
{
    studio_admin::HistoryFilter made;
    made.user = m_user->text().trimmed();
    made.project = m_project->text().trimmed();
    made.action = m_action->currentData().toString();
    made.text = m_text->text().trimmed();
    if (const QString ago = m_since->currentData().toString(); !ago.isEmpty())
        made.since = studio_admin::historyTime(ago, QDateTime::currentDateTimeUtc()).value_or(QString());
    return made;
}

void HistoryPage::refresh()
{
    look(false);
}

void HistoryPage::look(bool isMore)
{
    m_asked = {m_user->text(), m_project->text(), m_text->text()};
    const int question = ++m_question;
    m_source.history(filter(), isMore ? m_cursor : 0, pageRows,
                     whileAlive(this, [this, isMore, question](const Result<studio_admin::HistoryPage> &page) {
                         if (question != m_question)
                             return;
                         if (page)
                             return take(*page, isMore);
                         if (m_isLoaded)
                             return sayFailure(page.error());
                         m_empty->setMessage(QStringLiteral("cloud_off"), tr("The history could not be read"),
                                             page.error().message, tr("Try again"));
                     }));
}

void HistoryPage::take(const studio_admin::HistoryPage &page, bool isMore)
{
    m_isLoaded = true;
    hideNotice();
    if (!isMore)
        m_entries.clear();
    m_entries.insert(m_entries.end(), page.entries.begin(), page.entries.end());
    m_cursor = page.cursor;
    showRows();
}

void HistoryPage::showRows()
{
    std::vector<PlainRow> rows;
    rows.reserve(m_entries.size());
    for (const HistoryEntry &entry : m_entries)
        rows.push_back(rowOf(entry, palette()));
    m_model->setRows(std::move(rows));
    m_list->setVisible(!m_entries.empty());
    m_empty->setVisible(m_entries.empty());
    m_more->setVisible(m_cursor > 0);
    m_empty->setMessage(QStringLiteral("history"), tr("Nothing is written of that"),
                        tr("Other words, another person or a longer time may find something."));
    m_list->ensureCurrent();
    showEntry();
}

void HistoryPage::addLine(const QString &head, const QString &words)
{
    if (words.isEmpty())
        return;
    auto *row = new QHBoxLayout;
    auto *label = new TextLabel(head, TextRole::Body, Tone::Dim);
    label->setFixedWidth(110);
    auto *value = new TextLabel(words, TextRole::Body);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    value->setAccessibleName(QStringLiteral("%1: %2").arg(head, words));
    row->addWidget(label, 0, Qt::AlignTop);
    row->addWidget(value, 1);
    m_facts->addLayout(row);
}

void HistoryPage::addValues(const HistoryEntry &entry)
{
    const QStringList differences = studio_admin::historyDifferences(entry);
    if (differences.isEmpty())
        return;
    m_facts->addSpacing(8);
    m_facts->addWidget(new TextLabel(entry.action == QLatin1String("update") ? tr("BEFORE → AFTER") : tr("VALUES"),
                                     TextRole::Head, Tone::Dim));
    for (const QString &one : differences) {
        const QString words = one.size() > shownValue ? one.left(shownValue) + u'…' : one;
        addLine(words.section(QStringLiteral(": "), 0, 0), words.section(QStringLiteral(": "), 1));
    }
}

void HistoryPage::showEntry()
{
    clear(*m_facts);
    const int row = m_list->currentIndex().row();
    if (row < 0 || row >= static_cast<int>(m_entries.size()))
        return;
    const HistoryEntry &entry = m_entries[static_cast<std::size_t>(row)];
    auto *title = new TextLabel(whatOf(entry), TextRole::Title);
    title->setWordWrap(true);
    m_facts->addWidget(title);
    addLine(tr("Who"), whoOf(entry));
    addLine(tr("When"), QLocale().toString(entry.at.toLocalTime(), QLocale::LongFormat));
    addLine(tr("Project"), entry.project);
    addLine(tr("From"), entry.address);
    addLine(tr("Tool"), entry.sender);
    addLine(tr("Id"), entry.entityName.isEmpty() ? QString() : entry.entityId);
    addLine(tr("Request"), entry.request);
    addValues(entry);
    m_facts->addStretch();
}

void HistoryPage::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Export the history"), QStringLiteral("history.csv"),
                                   tr("Table (*.csv);;JSON, one entry a line (*.jsonl)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    connect(dialog, &QFileDialog::fileSelected, this, &HistoryPage::exportTo);
    dialog->open();
}

void HistoryPage::exportTo(const QString &file)
{
    m_export->setEnabled(false);
    m_source.exportHistory(
        filter(), file, whileAlive(this, [this, file](const Result<qint64> &entries) {
            m_export->setEnabled(true);
            if (!entries)
                return sayFailure(entries.error());
            say(Tone::Good, *entries == 1 ? tr("One entry is written") : tr("%1 entries are written").arg(*entries),
                file);
        }));
}

} // namespace hearth::studio_ui
