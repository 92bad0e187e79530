// SPDX-License-Identifier: Apache-2.0
#include "adoption/report.h"

#include <fmt/format.h>

#include <algorithm>

namespace hearth::adoption
{

ReportRow &Report::row(const std::string &project, const std::string &kind)
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
                                    [&](const ReportRow &one) { return one.project == project && one.kind == kind; });
    if (found != m_rows.end())
        return *found;
    ReportRow made;
    made.project = project;
    made.kind = kind;
    return m_rows.emplace_back(std::move(made));
}

void Report::leave(std::string what, std::string why, std::string todo)
{
    add({std::move(what), std::move(why), std::move(todo), false});
}

void Report::lack(std::string what, std::string why, std::string todo)
{
    add({std::move(what), std::move(why), std::move(todo), true});
}

void Report::add(LeftBehind left)
{
    const auto isSame = [&left](const LeftBehind &one) { return one.what == left.what; };
    if (std::none_of(m_left.begin(), m_left.end(), isSame))
        m_left.push_back(std::move(left));
}

bool Report::isWhole() const
{
    return m_isFinished &&
           std::all_of(m_rows.begin(), m_rows.end(), [](const ReportRow &one) { return one.isEqual(); }) &&
           std::none_of(m_left.begin(), m_left.end(), [](const LeftBehind &one) { return one.isLacking; });
}

std::string Report::text() const
{
    std::string out = fmt::format("{:<24} {:<22} {:>9} {:>9} {:>9} {:>9} {:>9}  {}\n", "project", "kind", "theirs",
                                  "ours", "made", "changed", "removed", "equal");
    for (const ReportRow &one : m_rows)
        out += fmt::format("{:<24} {:<22} {:>9} {:>9} {:>9} {:>9} {:>9}  {}\n",
                           one.project.empty() ? "(studio)" : one.project, one.kind, one.theirs, one.ours, one.made,
                           one.changed, one.removed, one.isEqual() ? one.theirDigest.substr(0, 12) : "NO");
    if (!m_left.empty())
        out += fmt::format("\n{} left behind:\n", m_left.size());
    for (const LeftBehind &one : m_left)
        out += fmt::format("  {}: {}{}\n", one.what, one.why, one.todo.empty() ? "" : " " + one.todo);
    return out;
}

jsontext::Object Report::json() const
{
    jsontext::Array rows;
    for (const ReportRow &one : m_rows)
        rows.push_back(jsontext::Object{{"project", one.project},
                                        {"kind", one.kind},
                                        {"theirs", one.theirs},
                                        {"ours", one.ours},
                                        {"made", one.made},
                                        {"changed", one.changed},
                                        {"removed", one.removed},
                                        {"isEqual", one.isEqual()},
                                        {"digest", one.theirDigest}});
    jsontext::Array left;
    for (const LeftBehind &one : m_left)
        left.push_back(
            jsontext::Object{{"what", one.what}, {"why", one.why}, {"todo", one.todo}, {"isLacking", one.isLacking}});
    return {{"isWhole", isWhole()}, {"rows", std::move(rows)}, {"left", std::move(left)}};
}

} // namespace hearth::adoption
