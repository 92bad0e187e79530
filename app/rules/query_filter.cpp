// SPDX-License-Identifier: Apache-2.0
#include "rules/query_filter.h"

#include "rules/names.h"

#include <algorithm>
#include <array>

namespace hearth::rules
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;

constexpr std::array<std::string_view, 17> operators{
    "eq", "ne",    "lt",       "gt",       "lte",         "gte",         "like",        "isnull",     "notnull",
    "in", "notin", "includes", "excludes", "includesall", "excludesall", "includesany", "excludesany"};

std::string camelCase(std::string_view text)
{
    std::string made;
    bool upper = false;
    for (const char c : text) {
        if (c == '_') {
            upper = true;
            continue;
        }
        made.push_back(upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c);
        upper = false;
    }
    return made;
}

std::vector<std::string> splitKey(std::string_view key)
{
    std::vector<std::string> path;
    const char separator = key.find('/') != std::string_view::npos ? '/' : '.';
    for (std::size_t at = 0; at <= key.size();) {
        const auto end = std::min(key.find(separator, at), key.size());
        path.emplace_back(key.substr(at, end - at));
        at = end + 1;
    }
    path.front() = camelCase(path.front());
    return path;
}

std::string operatorName(std::string_view text)
{
    std::string made;
    for (const char c : lowered(text))
        if (c != '-' && c != '_')
            made.push_back(c);
    return made;
}

bool isNumber(const Value &value)
{
    return value.is_int64() || value.is_uint64() || value.is_double();
}

// <0, 0, >0; nullopt when the kinds cannot be compared.
std::optional<int> compared(const Value &a, const Value &b)
{
    if (isNumber(a) && isNumber(b)) {
        const double x = a.to_number<double>();
        const double y = b.to_number<double>();
        return x < y ? -1 : x > y ? 1 : 0;
    }
    if (a.is_string() && b.is_string())
        return a.get_string().compare(b.get_string());
    if (a.is_bool() && b.is_bool())
        return static_cast<int>(a.get_bool()) - static_cast<int>(b.get_bool());
    return std::nullopt;
}

bool equal(const Value &a, const Value &b)
{
    if (b.is_bool() && a.is_null())
        return !b.get_bool();
    if (b.is_array() && b.get_array().empty())
        return a.is_null() || (a.is_array() && a.get_array().empty());
    if (const auto order = compared(a, b))
        return *order == 0;
    return a == b;
}

// % stands for any characters, _ for one; case does not matter.
bool like(std::string_view text, std::string_view pattern)
{
    std::size_t t = 0, p = 0, star = std::string_view::npos, mark = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '%') {
            star = p++;
            mark = t;
        } else if (p < pattern.size() && (pattern[p] == '_' || pattern[p] == text[t])) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '%')
        ++p;
    return p == pattern.size();
}

bool areAlike(const Value &have, const Value &pattern)
{
    return have.is_string() && pattern.is_string() &&
           like(lowered(std::string(have.get_string())), lowered(std::string(pattern.get_string())));
}

bool holds(const Value &list, const Value &item)
{
    if (!list.is_array())
        return false;
    const Array &items = list.get_array();
    return std::any_of(items.begin(), items.end(), [&item](const Value &one) { return equal(one, item); });
}

bool holdsAll(const Value &list, const Value &wanted)
{
    if (!wanted.is_array())
        return holds(list, wanted);
    const Array &items = wanted.get_array();
    return std::all_of(items.begin(), items.end(), [&list](const Value &item) { return holds(list, item); });
}

bool holdsAny(const Value &list, const Value &wanted)
{
    if (!wanted.is_array())
        return holds(list, wanted);
    const Array &items = wanted.get_array();
    return std::any_of(items.begin(), items.end(), [&list](const Value &item) { return holds(list, item); });
}

bool ordered(const std::string &op, const Value &have, const Value &wanted)
{
    const auto order = compared(have, wanted);
    if (!order)
        return false;
    if (op == "lt")
        return *order < 0;
    if (op == "gt")
        return *order > 0;
    return op == "lte" ? *order <= 0 : *order >= 0;
}

bool inList(const std::string &op, const Value &have, const Value &wanted)
{
    if (op == "includes")
        return holds(have, wanted);
    if (op == "excludes")
        return !holds(have, wanted);
    if (op == "includesall")
        return holdsAll(have, wanted);
    if (op == "excludesall")
        return !holdsAll(have, wanted);
    return op == "includesany" ? holdsAny(have, wanted) : !holdsAny(have, wanted);
}

} // namespace

QueryFilter::Condition QueryFilter::readCondition(const Object &filter, std::span<const std::string_view> fields)
{
    Condition made;
    const std::string key(jsontext::text(filter, "key"));
    if (key.empty() || key.size() > 256)
        refuse(badRequest("Invalid key: " + key));
    made.path = splitKey(key);
    if (!fields.empty() && std::find(fields.begin(), fields.end(), made.path.front()) == fields.end())
        refuse(badRequest("Invalid key: " + key));
    const std::string_view op = jsontext::text(filter, "operator");
    made.op = op.empty() ? "eq" : operatorName(op);
    if (std::find(operators.begin(), operators.end(), made.op) == operators.end())
        refuse(badRequest("Invalid operator: " + std::string(op)));
    if (const Value *value = filter.if_contains("value"))
        made.value = *value;
    const bool needsNone = made.op == "isnull" || made.op == "notnull";
    if (!needsNone && made.value.is_null())
        refuse(badRequest("The operator " + made.op + " needs a value"));
    if ((made.op == "in" || made.op == "notin") && !made.value.is_array())
        refuse(badRequest("The operator " + made.op + " needs a list"));
    return made;
}

namespace
{

bool isOr(const Object &group)
{
    const Value *given = group.if_contains("operator");
    if (!given || given->is_null())
        return false;
    const std::string name = given->is_string() ? lowered(std::string_view(given->get_string())) : std::string();
    if (name != "and" && name != "or")
        refuse(badRequest("Invalid operator of a filter: " + jsontext::toText(*given)));
    return name == "or";
}

const Array &conditionsOf(const Object &group)
{
    for (const auto &member : group)
        if (member.key() != "operator" && member.key() != "conditions")
            refuse(badRequest("Invalid filter: it has conditions and an operator, not " + std::string(member.key())));
    const Value *given = group.if_contains("conditions");
    if (given && !given->is_null() && !given->is_array())
        refuse(badRequest("Invalid filter: its conditions are no list"));
    return jsontext::items(given ? given->if_array() : nullptr);
}

} // namespace

QueryFilter::Condition QueryFilter::readGroup(const Object &filter, std::span<const std::string_view> fields, int depth)
{
    if (depth > depthLimit)
        refuse(badRequest("The filter is nested too deeply"));
    Condition group;
    group.isGroup = true;
    group.isOr = isOr(filter);
    for (const Value &item : conditionsOf(filter)) {
        if (!item.is_object())
            refuse(badRequest("A condition is no object"));
        const Object &one = item.get_object();
        group.conditions.push_back(one.contains("conditions") ? readGroup(one, fields, depth + 1)
                                                              : readCondition(one, fields));
    }
    return group;
}

Outcome<QueryFilter> QueryFilter::parse(const Object &filter, std::span<const std::string_view> fields)
{
    try {
        QueryFilter made;
        made.m_root = readGroup(filter, fields, 0);
        return made;
    } catch (const Refusal &refusal) {
        return tl::unexpected(refusal.failure());
    }
}

bool QueryFilter::limitsNothing(const Condition &condition)
{
    if (!condition.isGroup)
        return false;
    const auto &parts = condition.conditions;
    return parts.empty() || (condition.isOr ? std::any_of(parts.begin(), parts.end(), limitsNothing)
                                            : std::all_of(parts.begin(), parts.end(), limitsNothing));
}

bool QueryFilter::matchesGroup(const Condition &group, const Lookup &lookup)
{
    if (group.conditions.empty())
        return true;
    for (const Condition &condition : group.conditions) {
        const bool matched = condition.isGroup ? matchesGroup(condition, lookup) : matchesOne(condition, lookup);
        if (matched == group.isOr)
            return matched;
    }
    return !group.isOr;
}

bool QueryFilter::matchesOne(const Condition &condition, const Lookup &lookup)
{
    return compareBy(condition.op, valueAt(condition, lookup), condition.value);
}

Value QueryFilter::valueAt(const Condition &condition, const Lookup &lookup)
{
    Value have = lookup(condition.path.front());
    for (std::size_t i = 1; i < condition.path.size(); ++i) {
        const Value *next = have.is_object() ? have.get_object().if_contains(condition.path[i]) : nullptr;
        Value step = next ? *next : Value(nullptr);
        have = std::move(step);
    }
    return have;
}

bool QueryFilter::compareBy(const std::string &op, const Value &have, const Value &wanted)
{
    if (op == "eq")
        return equal(have, wanted);
    if (op == "ne")
        return wanted.is_array() && wanted.get_array().empty() ? !equal(have, wanted)
                                                               : !have.is_null() && !equal(have, wanted);
    if (op == "isnull")
        return have.is_null();
    if (op == "notnull")
        return !have.is_null();
    if (op == "in")
        return holds(wanted, have);
    if (op == "notin")
        return !holds(wanted, have);
    if (op == "like")
        return areAlike(have, wanted);
    if (op == "lt" || op == "gt" || op == "lte" || op == "gte")
        return ordered(op, have, wanted);
    return inList(op, have, wanted);
}

} // namespace hearth::rules
