// SPDX-License-Identifier: Apache-2.0
#include "server/graphql/entity_order.h"

#include <algorithm>
#include <array>

namespace hearth::server::graphql
{
namespace
{

using jsontext::Value;
using repository::Entity;
using repository::Kind;

struct SortRule {
    std::string_view name;
    std::array<const char *, 6> columns;
};
constexpr SortRule sortRules[] = {
    {"name", {"f.name", "t.name", "p.name", "v.version", "r.name", "w.path"}},
    {"createdAt", {"f.created_at", "t.created_at", "p.created_at", "v.created_at", "r.created_at", "w.created_at"}},
    {"updatedAt", {"f.updated_at", "t.updated_at", "p.updated_at", "v.updated_at", "r.updated_at", "w.updated_at"}},
    {"createdBy", {"f.created_by", "t.created_by", "p.created_by", "v.created_by", "r.created_by", "w.created_by"}},
    {"updatedBy", {"f.updated_by", "t.updated_by", "p.updated_by", "v.updated_by", "r.updated_by", "w.updated_by"}},
    {"status", {"f.status", "t.status", "p.status", "v.status", "r.status", "w.status"}},
    {"path", {"f.path", "f.path", "f.path", "f.path", "f.path", "w.path"}},
    {"folderType", {"f.folder_type", nullptr, nullptr, nullptr, nullptr, nullptr}},
    {"taskType", {nullptr, "t.task_type", nullptr, nullptr, nullptr, nullptr}},
    {"productType", {nullptr, nullptr, "p.product_type", nullptr, nullptr, nullptr}},
};
constexpr std::string_view attributePrefix = "attrib.";

const char *columnOf(Kind kind, std::string_view name)
{
    for (const SortRule &rule : sortRules)
        if (rule.name == name)
            return rule.columns[static_cast<std::size_t>(kind)];
    return nullptr;
}

// The order of the project's own vocabulary; empty for what has none.
std::vector<std::string> ranksOf(const rules::ProjectInfo &project, std::string_view name)
{
    if (name == "folderType")
        return project.folderTypes;
    if (name == "taskType")
        return project.taskTypes;
    std::vector<std::string> made;
    if (name == "status")
        for (const rules::Status &status : project.statuses)
            made.push_back(status.name);
    return made;
}

// The place among the values an attribute may have; nullopt where any will do.
std::optional<std::size_t> placeInEnum(const rules::Attribute *attribute, const Value &value)
{
    const jsontext::Array *values = attribute ? jsontext::array(attribute->data, "enum") : nullptr;
    if (!values || values->empty())
        return std::nullopt;
    const auto found = std::find_if(values->begin(), values->end(), [&value](const Value &one) {
        const Value *known = one.is_object() ? one.get_object().if_contains("value") : nullptr;
        return known && *known == value;
    });
    return static_cast<std::size_t>(found - values->begin());
}

} // namespace

EntityOrder::EntityOrder(const Context &context, Kind kind, std::string_view sortBy, bool isBackward)
    : m_context(context), m_kind(kind), m_isBackward(isBackward)
{
    if (sortBy.empty())
        return;
    m_column = columnOf(kind, sortBy);
    if (m_column) {
        m_ranks = ranksOf(*context.project, sortBy);
        return;
    }
    if (sortBy.starts_with(attributePrefix))
        m_attribute = sortBy.substr(attributePrefix.size());
    const auto isPart = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    if (m_attribute.empty() || !std::all_of(m_attribute.begin(), m_attribute.end(), isPart))
        throw GraphError("Invalid sort_by value: " + std::string(sortBy));
}

void EntityOrder::apply(repository::EntityQuery &query) const
{
    query.sort(m_column, m_ranks, m_isBackward);
}

EntityOrder::Place EntityOrder::placeOf(const Entity &row) const
{
    Place made;
    made.creation = row.order;
    const jsontext::Object attrib = jsontext::parseObject(m_context.attribOf(m_kind, row));
    const Value *value = attrib.if_contains(m_attribute);
    if (!value || value->is_null())
        return made;
    made.isMissing = false;
    if (const auto place = placeInEnum(m_context.library->find(m_attribute), *value))
        made.number = static_cast<double>(*place);
    else if (value->is_number())
        made.number = value->to_number<double>();
    else if (value->is_bool())
        made.number = value->get_bool() ? 1 : 0;
    else
        made.text = value->is_string() ? std::string(value->get_string()) : jsontext::toText(*value);
    return made;
}

} // namespace hearth::server::graphql
