// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QListView>

namespace hearth::ui_kit
{

class RowDelegate;

/// A list of rows as RowDelegate paints them. Enter and double click mean "do the main thing".
class RowList : public QListView
{
    Q_OBJECT

public:
    explicit RowList(const QString &name, QWidget *parent = nullptr);

    void setSingleLine(bool on);
    /// Takes only the height its rows need, so that something can stand right below.
    void setFitsRows(bool on);
    void setModel(QAbstractItemModel *model) override;
    /// Makes a row current and selected without scrolling when it is visible already.
    void choose(const QModelIndex &index);
    /// First row that can be selected, when none is.
    void ensureCurrent();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void mainWanted(const QModelIndex &index);
    void chosen(const QModelIndex &index);
    /// The chip of a row was clicked; position is global, at the chip's lower left.
    void chipPressed(const QModelIndex &index, const QPoint &position);
    /// Up was pressed in the first row.
    void leftUpwards();
    void rowsChanged();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void onRowsChanged();

    RowDelegate *m_delegate;
    bool m_fitsRows = false;
    bool m_isChoosing = false;
};

} // namespace hearth::ui_kit
