// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui_kit/row_list_model.h"
#include "ui_kit/row_roles.h"

#include <QColor>

namespace hearth::studio_ui
{

/// A row of a page's list.
struct PlainRow {
    QString id;
    QString label;
    QString second;
    QString glyph;
    QString chip;
    QColor chipColor;
    bool isDimmed = false;
    bool isSection = false;
    bool operator==(const PlainRow &) const = default;
};

class PlainRowModel final : public ui_kit::RowListModel<PlainRow>
{
public:
    using RowListModel::RowListModel;

    QVariant data(const QModelIndex &index, int wanted) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid))
            return {};
        const PlainRow &one = row(index.row());
        switch (wanted) {
        case Qt::DisplayRole:
            return one.label;
        case Qt::ToolTipRole:
            return one.second.isEmpty() ? one.label : one.label + u'\n' + one.second;
        case Qt::AccessibleTextRole:
            return spoken(one);
        case ui_kit::row_role::SecondLine:
            return one.second;
        case ui_kit::row_role::Glyph:
            return one.glyph;
        case ui_kit::row_role::ChipText:
            return one.chip;
        case ui_kit::row_role::ChipColor:
            return one.chipColor;
        case ui_kit::row_role::IsDimmed:
            return one.isDimmed;
        case ui_kit::row_role::IsSection:
            return one.isSection;
        case ui_kit::row_role::Id:
            return one.id;
        default:
            return {};
        }
    }

private:
    static QString spoken(const PlainRow &one)
    {
        QStringList parts{one.label, one.second, one.chip};
        parts.removeAll(QString());
        return parts.join(QStringLiteral(", "));
    }

protected:
    QString keyOf(const PlainRow &one) const override { return one.id; }
};

} // namespace hearth::studio_ui
