// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QRegularExpression>

#include <chrono>
#include <optional>
#include <string_view>

namespace hearth::server
{

/// The time that matching the patterns of one request may take, all of them together. Threads: one.
class PatternBudget
{
public:
    explicit PatternBudget(std::chrono::nanoseconds all) : m_left(all) {}
    [[nodiscard]] bool isSpent() const { return m_left.count() <= 0; }
    void spend(std::chrono::nanoseconds used) { m_left -= used; }

private:
    std::chrono::nanoseconds m_left;
};

/// A regular expression that somebody else has written. A single match is stopped after a million steps, so that no
/// pattern can run away; what all of them take is bounded by the budget, which must live longer.
class BoundedPattern
{
public:
    static constexpr std::size_t lengthLimit = 2000; ///< bytes

    /// \returns nullopt for what is no expression or too long
    [[nodiscard]] static std::optional<BoundedPattern> make(std::string_view text, PatternBudget &budget);
    /// Whether it matches anywhere in the text. Throws rules::Refusal (400) when that costs too much to find out.
    [[nodiscard]] bool isFoundIn(std::string_view text) const;

private:
    BoundedPattern(QRegularExpression pattern, PatternBudget &budget) : m_pattern(std::move(pattern)), m_budget(&budget)
    {
    }
    QRegularExpression m_pattern;
    PatternBudget *m_budget;
};

} // namespace hearth::server
