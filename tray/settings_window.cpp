// SPDX-License-Identifier: Apache-2.0
#include "tray/settings_window.h"

#include "tray/setting_row.h"
#include "ui_kit/buttons.h"
#include "ui_kit/empty_state.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/labels.h"
#include "ui_kit/panel.h"
#include "ui_kit/row_list.h"
#include "ui_kit/row_roles.h"
#include "ui_kit/tokens.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace hearth::tray_ui
{

using namespace ui_kit;

namespace
{

struct SectionRow {
    QString id;
    QString label;
    QString icon;
    bool operator==(const SectionRow &) const = default;
};

} // namespace

class SectionModel final : public RowListModel<SectionRow>
{
public:
    using RowListModel::RowListModel;

    QVariant data(const QModelIndex &index, int wanted) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid))
            return {};
        switch (wanted) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return row(index.row()).label;
        case row_role::Glyph:
            return row(index.row()).icon;
        default:
            return {};
        }
    }

protected:
    QString keyOf(const SectionRow &row) const override { return row.id; }
};

SettingsWindow::SettingsWindow(const WindowServices &windowServices, SettingsSource &source)
    : AppWindow(windowServices, QStringLiteral("settings"), {QStringLiteral("artist"), QStringLiteral("settings")},
                {780, 540}),
      m_source(source), m_search(new FilterField(tr("Search settings"), QStringLiteral("search"))),
      m_sections(new SectionModel(this)), m_list(new RowList(tr("Sections"))), m_rows(new QVBoxLayout),
      m_area(new QScrollArea), m_empty(new EmptyState)
{
    setWindowTitle(tr("Settings · Hearth"));
    setMinimumSize(560, 360);
    m_list->setSingleLine(true);
    m_list->setModel(m_sections);
    m_list->setFixedWidth(188);
    auto *inner = new QWidget;
    inner->setLayout(m_rows);
    m_rows->setContentsMargins(12, 8, 12, 12);
    m_rows->setSpacing(0);
    m_area->setWidget(inner);
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setProperty("flat", true);
    m_area->viewport()->setAutoFillBackground(false);
    inner->setAutoFillBackground(false);
    m_area->setAccessibleName(tr("Settings"));
    m_empty->hide();
    auto *left = new Panel;
    auto *leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(8, 8, 8, 8);
    leftColumn->addWidget(m_list);
    auto *right = new Panel;
    auto *rightColumn = new QVBoxLayout(right);
    rightColumn->setContentsMargins(1, 1, 1, 1);
    rightColumn->addWidget(m_area, 1);
    rightColumn->addWidget(m_empty, 1);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(metrics::panelGap);
    columns->addWidget(left);
    columns->addWidget(right, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::windowMargin, metrics::windowMargin, metrics::windowMargin,
                               metrics::windowMargin);
    column->setSpacing(metrics::panelGap);
    column->addWidget(m_search);
    column->addLayout(columns, 1);
    connect(m_search, &QLineEdit::textChanged, this, &SettingsWindow::rebuild);
    connect(m_search, &FilterField::leftDownwards, this, [this] { m_list->setFocus(Qt::TabFocusReason); });
    connect(m_list, &RowList::chosen, this, [this] { rebuild(); });
    connect(m_empty, &EmptyState::actionChosen, m_search, &QLineEdit::clear);
    connect(&source, &SettingsSource::changed, this, [this] {
        if (!m_isChanging)
            rebuild();
    });
    std::vector<SectionRow> rows;
    for (const SettingSection &section : source.sections())
        rows.push_back({section.id, section.label, section.icon});
    m_sections->setRows(std::move(rows));
    m_list->ensureCurrent();
    rebuild();
    m_search->setFocus();
}

SettingsWindow::~SettingsWindow() = default;

void SettingsWindow::showSection(const QString &id)
{
    m_search->clear();
    const int row = m_sections->rowOf(id);
    if (row >= 0)
        m_list->setCurrentIndex(m_sections->index(row));
    present();
}

int SettingsWindow::shownRowCount() const
{
    return static_cast<int>(m_area->findChildren<SettingRow *>().size());
}

void SettingsWindow::rebuild()
{
    const int scrolled = m_area->verticalScrollBar()->value();
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const QString words = m_search->text().trimmed();
    const std::vector<SettingSection> sections = m_source.sections();
    const int current = m_list->currentIndex().row();
    for (std::size_t i = 0; i < sections.size(); ++i) {
        if (!words.isEmpty() || static_cast<int>(i) == current)
            addSection(sections[i], words);
    }
    const bool isEmpty = m_rows->count() == 0;
    m_rows->addStretch();
    m_area->setVisible(!isEmpty);
    m_empty->setVisible(isEmpty);
    m_empty->setMessage(QStringLiteral("search_off"), tr("No setting matches"),
                        tr("Search looks at names and explanations of every section."), tr("Clear the search"));
    m_area->verticalScrollBar()->setValue(scrolled);
}

void SettingsWindow::addSection(const SettingSection &section, const QString &words)
{
    bool hasHead = false;
    for (const SettingItem &item : section.items) {
        auto *row = new SettingRow(item);
        if (!row->matches(words)) {
            delete row;
            continue;
        }
        if (!hasHead) {
            auto *head = new TextLabel(section.label, TextRole::Strong);
            head->setContentsMargins(4, 8, 0, 6);
            m_rows->addWidget(head);
            hasHead = true;
        } else {
            m_rows->addWidget(new Separator);
        }
        m_rows->addWidget(row);
        connect(row, &SettingRow::changed, this,
                [this, row](const QString &key, const QVariant &value) { change(*row, key, value); });
    }
}

void SettingsWindow::change(SettingRow &row, const QString &key, const QVariant &value)
{
    // The row that is being worked on stays, also when the source says that its value is another one now.
    m_isChanging = true;
    m_source.change(
        key, value,
        [guard = QPointer<SettingsWindow>(this), target = QPointer<SettingRow>(&row)](const Result<> &result) {
            if (guard)
                guard->m_isChanging = false;
            if (target)
                target->showProblem(result ? QString() : result.error().message);
        });
}

} // namespace hearth::tray_ui
