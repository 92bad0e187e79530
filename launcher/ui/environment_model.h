// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/studio_types.h"
#include "ui_kit/row_list_model.h"

#include <optional>

namespace hearth::launcher_ui
{

/// The variables of one planned environment, filtered.
class EnvironmentModel final : public ui_kit::RowListModel<EnvironmentVariable>
{
public:
    explicit EnvironmentModel(QObject *parent = nullptr);

    void setReport(const EnvironmentReport &report);
    /// Compares with another start; nothing ends the comparison.
    void setOther(std::optional<EnvironmentReport> other);
    bool isComparing() const { return m_other.has_value(); }
    const EnvironmentReport &report() const { return m_report; }
    /// \param changedOnly what this start changes; while comparing, what differs
    void setFilter(const QString &words, bool changedOnly);
    int allCount() const { return static_cast<int>(m_all.size()); }
    QVariant data(const QModelIndex &index, int role) const override;

protected:
    QString keyOf(const EnvironmentVariable &variable) const override { return variable.name; }

private:
    void compare();
    void arrange();

    EnvironmentReport m_report;
    std::optional<EnvironmentReport> m_other;
    std::vector<EnvironmentVariable> m_all;
    QString m_words;
    bool m_changedOnly = false;
};

/// A list value in its parts, any other value as one part. Pure.
QStringList valueParts(const EnvironmentVariable &variable);

} // namespace hearth::launcher_ui
