// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractListModel>
#include <QHash>

#include <algorithm>
#include <vector>

namespace hearth::ui_kit
{

/// A list of values with a key each. setRows() tells views exactly what came, went, moved and changed, so that
/// selection and scroll position stay.
template <typename Row>
class RowListModel : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex &parent = {}) const final
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }

    const std::vector<Row> &rows() const { return m_rows; }
    const Row &row(int index) const { return m_rows[static_cast<std::size_t>(index)]; }

    int rowOf(const QString &key) const
    {
        const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row &r) { return keyOf(r) == key; });
        return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
    }

    void setRows(std::vector<Row> rows)
    {
        removeAbsent(rows);
        if (m_rows.empty()) {
            insertAll(std::move(rows));
            return;
        }
        for (std::size_t i = 0; i < rows.size(); ++i)
            place(i, std::move(rows[i]));
    }

protected:
    virtual QString keyOf(const Row &row) const = 0;

private:
    void removeAbsent(const std::vector<Row> &wanted)
    {
        QHash<QString, bool> keys;
        for (const Row &row : wanted)
            keys.insert(keyOf(row), true);
        int last = static_cast<int>(m_rows.size()) - 1;
        while (last >= 0) {
            if (keys.contains(keyOf(m_rows[static_cast<std::size_t>(last)]))) {
                --last;
                continue;
            }
            int first = last;
            while (first > 0 && !keys.contains(keyOf(m_rows[static_cast<std::size_t>(first - 1)])))
                --first;
            beginRemoveRows({}, first, last);
            m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
            endRemoveRows();
            last = first - 1;
        }
    }

    void insertAll(std::vector<Row> rows)
    {
        if (rows.empty())
            return;
        beginInsertRows({}, 0, static_cast<int>(rows.size()) - 1);
        m_rows = std::move(rows);
        endInsertRows();
    }

    void place(std::size_t at, Row row)
    {
        const QString key = keyOf(row);
        const int target = static_cast<int>(at);
        const auto from = std::find_if(m_rows.begin() + std::min(target, static_cast<int>(m_rows.size())), m_rows.end(),
                                       [&](const Row &r) { return keyOf(r) == key; });
        if (from == m_rows.end()) {
            beginInsertRows({}, target, target);
            m_rows.insert(m_rows.begin() + target, std::move(row));
            endInsertRows();
            return;
        }
        const int source = static_cast<int>(from - m_rows.begin());
        if (source != target) {
            beginMoveRows({}, source, source, {}, target);
            std::rotate(m_rows.begin() + target, m_rows.begin() + source, m_rows.begin() + source + 1);
            endMoveRows();
        }
        if (!(m_rows[at] == row)) {
            m_rows[at] = std::move(row);
            Q_EMIT dataChanged(index(target), index(target));
        }
    }

    std::vector<Row> m_rows;
};

} // namespace hearth::ui_kit
