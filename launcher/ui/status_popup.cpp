// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/status_popup.h"

#include "ui_kit/buttons.h"
#include "ui_kit/glyphs.h"
#include "ui_kit/labels.h"
#include "ui_kit/row_list.h"
#include "ui_kit/row_list_model.h"
#include "ui_kit/row_roles.h"
#include "ui_kit/tokens.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace hearth::launcher_ui
{

using namespace ui_kit;

class StatusModel final : public RowListModel<Status>
{
public:
    using RowListModel::RowListModel;

    QVariant data(const QModelIndex &index, int wanted) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid))
            return {};
        const Status &status = row(index.row());
        switch (wanted) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return status.name;
        case row_role::Glyph:
            return status.icon;
        case row_role::GlyphColor:
            return status.color;
        case row_role::GlyphKindRole:
            return static_cast<int>(GlyphKind::Status);
        default:
            return {};
        }
    }

protected:
    QString keyOf(const Status &status) const override { return status.name; }
};

StatusPopup::StatusPopup(QWidget *parent)
    : PopupPanel(tr("Change status"), parent), m_model(new StatusModel(this)), m_list(new RowList(tr("Statuses"))),
      m_comment(new QLineEdit)
{
    m_list->setSingleLine(true);
    m_list->setModel(m_model);
    m_comment->setPlaceholderText(tr("Comment, if you like"));
    m_comment->setAccessibleName(tr("Comment"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(8);
    column->addWidget(m_list, 1);
    column->addWidget(m_comment);
    auto *button = pushButton(tr("Set status"), true);
    column->addWidget(button);
    connect(button, &QPushButton::clicked, this, &StatusPopup::take);
    connect(m_comment, &QLineEdit::returnPressed, this, &StatusPopup::take);
    connect(m_list, &RowList::mainWanted, this, &StatusPopup::take);
    setTabOrder(m_list, m_comment);
    setTabOrder(m_comment, button);
}

void StatusPopup::openFor(const Task &task, const std::vector<Status> &statuses, const QPoint &position)
{
    m_task = task;
    m_comment->clear();
    m_model->setRows(statuses);
    const int row = m_model->rowOf(task.status.name);
    const int shown = qMin(8, qMax(2, m_model->rowCount()));
    openAt(position, {232, shown * metrics::row + 100});
    m_list->setCurrentIndex(m_model->index(qMax(0, row)));
    m_list->setFocus(Qt::PopupFocusReason);
}

void StatusPopup::take()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return;
    const QString status = m_model->row(index.row()).name;
    const QString comment = m_comment->text().trimmed();
    hide();
    Q_EMIT statusChosen(m_task, status, comment);
}

} // namespace hearth::launcher_ui
