// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/environment_model.h"

#include "ui_kit/row_roles.h"

namespace hearth::launcher_ui
{

namespace role = ui_kit::row_role;

QStringList valueParts(const EnvironmentVariable &variable)
{
    if (variable.separator.isEmpty() || variable.isSecret)
        return {variable.value};
    return variable.value.split(variable.separator, Qt::SkipEmptyParts);
}

EnvironmentModel::EnvironmentModel(QObject *parent) : RowListModel(parent) {}

void EnvironmentModel::setReport(const EnvironmentReport &report)
{
    m_all = report.variables;
    arrange();
}

void EnvironmentModel::setFilter(const QString &words, bool changedOnly)
{
    m_words = words.trimmed();
    m_changedOnly = changedOnly;
    arrange();
}

void EnvironmentModel::arrange()
{
    std::vector<EnvironmentVariable> shown;
    for (const EnvironmentVariable &variable : m_all) {
        if (m_changedOnly && !variable.isChanged)
            continue;
        const bool isHit = variable.name.contains(m_words, Qt::CaseInsensitive) ||
                           (!variable.isSecret && variable.value.contains(m_words, Qt::CaseInsensitive));
        if (isHit)
            shown.push_back(variable);
    }
    setRows(std::move(shown));
}

QVariant EnvironmentModel::data(const QModelIndex &index, int wanted) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const EnvironmentVariable &variable = row(index.row());
    const QString by = variable.steps.empty() ? tr("from the system") : variable.steps.back().source;
    switch (wanted) {
    case Qt::DisplayRole:
        return variable.name;
    case Qt::AccessibleTextRole:
        return tr("%1, set by %2").arg(variable.name, by);
    case role::SecondLine:
        return by;
    case role::Glyph:
        return variable.isSecret    ? QStringLiteral("lock")
               : variable.isChanged ? QStringLiteral("edit")
                                    : QStringLiteral("remove");
    case role::Trailing:
        return variable.steps.size() > 1 ? tr("%1 sources").arg(variable.steps.size()) : QString();
    case role::TrailingOnTop:
        return true;
    case role::IsDimmed:
        return !variable.isChanged;
    case role::Id:
        return variable.name;
    default:
        return {};
    }
}

} // namespace hearth::launcher_ui
