// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/row_list.h"

#include "ui_kit/row_delegate.h"
#include "ui_kit/tokens.h"

#include <QKeyEvent>
#include <QMouseEvent>

namespace hearth::ui_kit
{

RowList::RowList(const QString &name, QWidget *parent) : QListView(parent), m_delegate(new RowDelegate(this))
{
    setAccessibleName(name);
    setItemDelegate(m_delegate);
    setFrameShape(QFrame::NoFrame);
    setProperty("flat", true);
    setMouseTracking(true);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setResizeMode(Adjust);
    setSelectionMode(SingleSelection);
    connect(this, &QListView::doubleClicked, this, &RowList::mainWanted);
}

void RowList::setSingleLine(bool on)
{
    m_delegate->setSingleLine(on);
}

void RowList::setFitsRows(bool on)
{
    m_fitsRows = on;
    setSizePolicy(QSizePolicy::Expanding, on ? QSizePolicy::Maximum : QSizePolicy::Expanding);
}

void RowList::setModel(QAbstractItemModel *model)
{
    QListView::setModel(model);
    if (!model)
        return;
    connect(model, &QAbstractItemModel::rowsInserted, this, &RowList::onRowsChanged);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &RowList::onRowsChanged);
    connect(model, &QAbstractItemModel::modelReset, this, &RowList::onRowsChanged);
}

void RowList::onRowsChanged()
{
    updateGeometry();
    Q_EMIT rowsChanged();
}

void RowList::choose(const QModelIndex &index)
{
    m_isChoosing = true;
    if (!index.isValid())
        clearSelection();
    else if (index != currentIndex() || !selectionModel()->isSelected(index))
        setCurrentIndex(index);
    m_isChoosing = false;
}

void RowList::ensureCurrent()
{
    if (!model() || currentIndex().isValid())
        return;
    for (int row = 0; row < model()->rowCount(); ++row) {
        const QModelIndex index = model()->index(row, 0);
        if (index.flags().testFlag(Qt::ItemIsSelectable)) {
            setCurrentIndex(index);
            return;
        }
    }
}

QSize RowList::sizeHint() const
{
    if (!m_fitsRows || !model())
        return QListView::sizeHint();
    constexpr int most = 200;
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    int height = 4;
    for (int row = 0; row < qMin(most, model()->rowCount()); ++row)
        height += m_delegate->sizeHint(option, model()->index(row, 0)).height();
    return {200, height};
}

QSize RowList::minimumSizeHint() const
{
    return {80, m_fitsRows ? qMin(sizeHint().height(), 2 * metrics::tallRow) : metrics::tallRow};
}

void RowList::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && currentIndex().isValid()) {
        Q_EMIT mainWanted(currentIndex());
        return;
    }
    const QModelIndex before = currentIndex();
    QListView::keyPressEvent(event);
    if (event->key() == Qt::Key_Up && before == currentIndex())
        Q_EMIT leftUpwards();
    if (event->key() == Qt::Key_F1 || event->key() == Qt::Key_Escape || isEnter)
        event->ignore();
}

void RowList::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->pos());
    const QRect row = visualRect(index);
    const QRect chip = index.isValid() ? m_delegate->chipRect(row.adjusted(0, 1, 0, -1), index) : QRect();
    QListView::mousePressEvent(event);
    if (event->button() == Qt::LeftButton && chip.adjusted(-4, -5, 4, 5).contains(event->pos()))
        Q_EMIT chipPressed(index, viewport()->mapToGlobal(chip.bottomLeft() + QPoint(0, 4)));
}

void RowList::focusInEvent(QFocusEvent *event)
{
    QListView::focusInEvent(event);
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
        event->reason() == Qt::OtherFocusReason)
        ensureCurrent();
}

void RowList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (!m_isChoosing && current.isValid())
        Q_EMIT chosen(current);
}

} // namespace hearth::ui_kit
