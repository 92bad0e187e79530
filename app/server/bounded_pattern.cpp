// SPDX-License-Identifier: Apache-2.0
#include "server/bounded_pattern.h"

#include "rules/failure.h"

namespace hearth::server
{
namespace
{

// PCRE2 reads it before the pattern; where the pattern begins with another such limit, the lower one holds.
constexpr QLatin1String stepLimit("(*LIMIT_MATCH=1000000)");

QString asText(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

std::optional<BoundedPattern> BoundedPattern::make(std::string_view text, PatternBudget &budget)
{
    if (text.size() > lengthLimit)
        return std::nullopt;
    QRegularExpression pattern(stepLimit + asText(text));
    if (!pattern.isValid())
        return std::nullopt;
    return BoundedPattern(std::move(pattern), budget);
}

bool BoundedPattern::isFoundIn(std::string_view text) const
{
    const auto started = std::chrono::steady_clock::now();
    const QRegularExpressionMatch match = m_pattern.match(asText(text));
    m_budget->spend(std::chrono::steady_clock::now() - started);
    if (!match.isValid() || m_budget->isSpent())
        rules::refuse(rules::badRequest("The pattern is too expensive: " +
                                        m_pattern.pattern().mid(stepLimit.size()).toStdString()));
    return match.hasMatch();
}

} // namespace hearth::server
