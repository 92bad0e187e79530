// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/environment_model.h"

#include "launcher/ui/environment_comparison.h"
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

namespace
{
/// What a start changes, or, where two are compared, what differs.
bool isOfInterest(const EnvironmentVariable &variable)
{
    return variable.comparison == Comparison::None ? variable.isChanged : variable.comparison != Comparison::Same;
}

QString secondLine(const EnvironmentVariable &variable)
{
    switch (variable.comparison) {
    case Comparison::Same:
        return variable.isSecret ? EnvironmentModel::tr("secret, not compared")
                                 : EnvironmentModel::tr("the same in both");
    case Comparison::Different:
        return EnvironmentModel::tr("differs");
    case Comparison::OnlyHere:
        return EnvironmentModel::tr("only here");
    case Comparison::OnlyThere:
        return EnvironmentModel::tr("only there");
    case Comparison::None:
        break;
    }
    return variable.steps.empty() ? EnvironmentModel::tr("from the system") : variable.steps.back().source;
}

QString glyphOf(const EnvironmentVariable &variable)
{
    if (variable.isSecret)
        return QStringLiteral("lock");
    if (variable.comparison == Comparison::OnlyHere)
        return QStringLiteral("add");
    return isOfInterest(variable) && variable.comparison != Comparison::OnlyThere ? QStringLiteral("edit")
                                                                                  : QStringLiteral("remove");
}
} // namespace

EnvironmentModel::EnvironmentModel(QObject *parent) : RowListModel(parent) {}

void EnvironmentModel::setReport(const EnvironmentReport &report)
{
    m_report = report;
    compare();
}

void EnvironmentModel::setOther(std::optional<EnvironmentReport> other)
{
    m_other = std::move(other);
    compare();
}

void EnvironmentModel::compare()
{
    m_all = m_other ? compared(m_report, *m_other) : m_report.variables;
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
        if (m_changedOnly && !isOfInterest(variable))
            continue;
        const bool isHit = variable.name.contains(m_words, Qt::CaseInsensitive) ||
                           (!variable.isSecret && (variable.value.contains(m_words, Qt::CaseInsensitive) ||
                                                   variable.otherValue.contains(m_words, Qt::CaseInsensitive)));
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
    const bool isCompared = variable.comparison != Comparison::None;
    switch (wanted) {
    case Qt::DisplayRole:
        return variable.name;
    case Qt::AccessibleTextRole:
        return isCompared ? tr("%1, %2").arg(variable.name, secondLine(variable))
                          : tr("%1, set by %2").arg(variable.name, secondLine(variable));
    case role::SecondLine:
        return secondLine(variable);
    case role::Glyph:
        return glyphOf(variable);
    case role::Trailing:
        return !isCompared && variable.steps.size() > 1 ? tr("%1 sources").arg(variable.steps.size()) : QString();
    case role::TrailingOnTop:
        return true;
    case role::IsDimmed:
        return !isOfInterest(variable);
    case role::Id:
        return variable.name;
    default:
        return {};
    }
}

} // namespace hearth::launcher_ui
