// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStyledItemDelegate>

namespace hearth::ui_kit
{

/// Paints rows of row_roles.h: 46 px with a second line, 28 px without, heads between them, placeholders while loading.
/// Selection is a ground with a bar at its left; keyboard focus is a ring of its own.
class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit RowDelegate(QObject *parent = nullptr);

    /// Rows of a list without second lines are 28 px high.
    void setSingleLine(bool on) { m_isSingleLine = on; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

    /// Where the chip of a row is painted, in view coordinates; empty without one.
    QRect chipRect(const QRect &rowRect, const QModelIndex &index) const;

private:
    struct Look;
    void paintTexts(QPainter &painter, const Look &look) const;
    int paintFirstLineEnd(QPainter &painter, const Look &look) const;
    int paintSecondLineEnd(QPainter &painter, const Look &look) const;

    bool m_isSingleLine = false;
};

} // namespace hearth::ui_kit
