// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

namespace hearth::adoption
{

/// What was done with one kind of things, and whether both studios hold the same of it now.
struct ReportRow {
    std::string project; ///< empty: of the studio
    std::string kind;    ///< in the plural
    std::size_t theirs = 0;
    std::size_t ours = 0;
    std::size_t made = 0;
    std::size_t changed = 0;
    std::size_t removed = 0;
    std::string theirDigest; ///< SHA-256 over all of them in the order of their names or ids
    std::string ourDigest;
    /// No, as long as nobody compared them.
    [[nodiscard]] bool isEqual() const { return !theirDigest.empty() && theirDigest == ourDigest; }
};

/// Something that was not taken over.
struct LeftBehind {
    std::string what;
    std::string why;
    std::string todo;       ///< what a person can do; may be empty
    bool isLacking = false; ///< the other studio has it, so the two are not equal
};

/// The outcome of one adoption. A value.
class Report
{
public:
    /// The row of that name, made where there is none; it stays where it is.
    ReportRow &row(const std::string &project, const std::string &kind);
    /// Something that no server gives, or that the other studio has not either.
    void leave(std::string what, std::string why, std::string todo = {});
    /// Something that the other studio has and this one was to get.
    void lack(std::string what, std::string why, std::string todo = {});
    /// Everything was looked at.
    void finish() { m_isFinished = true; }
    [[nodiscard]] const std::deque<ReportRow> &rows() const { return m_rows; }
    [[nodiscard]] const std::vector<LeftBehind> &left() const { return m_left; }
    /// Whether everything was looked at, every kind is equal on both sides and nothing is lacking.
    [[nodiscard]] bool isWhole() const;
    [[nodiscard]] std::string text() const;
    [[nodiscard]] jsontext::Object json() const;

private:
    void add(LeftBehind left);

    std::deque<ReportRow> m_rows;
    std::vector<LeftBehind> m_left;
    bool m_isFinished = false;
};

} // namespace hearth::adoption
