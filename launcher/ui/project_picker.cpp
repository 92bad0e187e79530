// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/project_picker.h"

#include "ui_kit/buttons.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/row_list.h"
#include "ui_kit/row_list_model.h"
#include "ui_kit/row_roles.h"
#include "ui_kit/tokens.h"

#include <QMenu>
#include <QVBoxLayout>

namespace hearth::launcher_ui
{

using namespace ui_kit;

namespace
{

struct ProjectRow {
    QString head;
    Project project;
    bool operator==(const ProjectRow &) const = default;
};

} // namespace

class ProjectModel final : public RowListModel<ProjectRow>
{
public:
    using RowListModel::RowListModel;

    Qt::ItemFlags flags(const QModelIndex &index) const override
    {
        if (!index.isValid() || !row(index.row()).head.isEmpty())
            return Qt::NoItemFlags;
        return Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    }

    QVariant data(const QModelIndex &index, int wanted) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid))
            return {};
        const ProjectRow &entry = row(index.row());
        switch (wanted) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return entry.head.isEmpty() ? entry.project.label : entry.head;
        case row_role::IsSection:
            return !entry.head.isEmpty();
        case row_role::Glyph:
            return entry.project.isLibrary ? QStringLiteral("local_library") : QStringLiteral("movie");
        case row_role::Trailing:
            return entry.project.code;
        case row_role::TrailingOnTop:
            return true;
        default:
            return {};
        }
    }

protected:
    QString keyOf(const ProjectRow &row) const override { return row.head + QLatin1Char('/') + row.project.name; }
};

ProjectPicker::ProjectPicker(QWidget *parent)
    : PopupPanel(tr("Projects"), parent), m_model(new ProjectModel(this)),
      m_filter(new FilterField(tr("Filter projects"), QStringLiteral("filter_list"))),
      m_list(new RowList(tr("Projects"))), m_new(new LinkButton(tr("&New project…")))
{
    m_list->setSingleLine(true);
    m_list->setModel(m_model);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(6);
    column->addWidget(m_filter);
    column->addWidget(m_list, 1);
    column->addWidget(m_new, 0, Qt::AlignLeft);
    m_new->setGlyph(QStringLiteral("add"));
    m_new->hide();
    connect(m_new, &LinkButton::clicked, this, [this] {
        hide();
        Q_EMIT newProjectWanted();
    });
    connect(m_filter, &QLineEdit::textChanged, this, &ProjectPicker::arrange);
    connect(m_filter, &FilterField::leftDownwards, this, [this] { m_list->setFocus(Qt::TabFocusReason); });
    connect(m_filter, &QLineEdit::returnPressed, this, [this] {
        m_list->ensureCurrent();
        take(m_list->currentIndex());
    });
    connect(m_list, &RowList::mainWanted, this, &ProjectPicker::take);
    connect(m_list, &RowList::clicked, this, &ProjectPicker::take);
    connect(m_list, &RowList::leftUpwards, this, [this] { m_filter->setFocus(); });
    connect(m_list, &QWidget::customContextMenuRequested, this, &ProjectPicker::showMenu);
}

ProjectPicker::~ProjectPicker() = default;

void ProjectPicker::setMayCreate(bool on)
{
    m_new->setVisible(on);
}

void ProjectPicker::openFor(std::vector<Project> projects, const QStringList &recent, const QString &current,
                            const QWidget &anchor)
{
    m_projects = std::move(projects);
    m_recent = recent;
    m_filter->clear();
    arrange();
    const int rows = qBound(3, m_model->rowCount(), 14);
    openBelow(anchor, {300, rows * metrics::row + 56 + (m_new->isHidden() ? 0 : metrics::row + 6)});
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (m_model->row(row).project.name == current)
            m_list->choose(m_model->index(row));
    }
    m_filter->setFocus(Qt::PopupFocusReason);
}

void ProjectPicker::arrange()
{
    const QString words = m_filter->text().trimmed();
    std::vector<Project> pinned;
    std::vector<Project> recent;
    std::vector<Project> rest;
    for (const Project &project : m_projects) {
        if (!project.label.contains(words, Qt::CaseInsensitive) && !project.code.contains(words, Qt::CaseInsensitive))
            continue;
        (project.isPinned ? pinned : m_recent.mid(0, 5).contains(project.name) ? recent : rest).push_back(project);
    }
    std::vector<ProjectRow> rows;
    const auto add = [&rows](const QString &head, std::vector<Project> &group) {
        if (group.empty())
            return;
        rows.push_back({head, {}});
        for (Project &project : group)
            rows.push_back({{}, std::move(project)});
    };
    add(tr("PINNED"), pinned);
    add(tr("RECENT"), recent);
    add(tr("PROJECTS"), rest);
    m_model->setRows(std::move(rows));
    m_filter->setHits(words.isEmpty() ? QString() : tr("of %1").arg(m_projects.size()));
}

void ProjectPicker::take(const QModelIndex &index)
{
    if (!index.isValid() || !m_model->row(index.row()).head.isEmpty())
        return;
    const QString name = m_model->row(index.row()).project.name;
    hide();
    Q_EMIT projectChosen(name);
}

void ProjectPicker::showMenu(const QPoint &position)
{
    const QModelIndex index = m_list->indexAt(position);
    if (!index.isValid() || !m_model->row(index.row()).head.isEmpty())
        return;
    const Project project = m_model->row(index.row()).project;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *pin = menu->addAction(project.isPinned ? tr("Unpin") : tr("Pin on top"));
    connect(pin, &QAction::triggered, this, [this, project] { Q_EMIT pinWanted(project.name, !project.isPinned); });
    menu->popup(m_list->viewport()->mapToGlobal(position));
}

} // namespace hearth::launcher_ui
