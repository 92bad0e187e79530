// SPDX-License-Identifier: Apache-2.0
// How many entities there are of each value of a field, in the order of the project's own lists.
#include "json_text/writer.h"
#include "repository/entity_store.h"
#include "rules/entity_json.h"
#include "server/entity_match.h"
#include "server/rest/routes.h"

#include <algorithm>
#include <array>
#include <map>

namespace hearth::server
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;
using repository::Entity;
using repository::Kind;

constexpr std::string_view attributePrefix = "attrib.";

Kind kindIn(const Call &call)
{
    std::string name = call.param("type");
    if (name.ends_with('s'))
        name.pop_back();
    const auto kind = repository::kindOf(name);
    if (!kind)
        rules::refuse(rules::badRequest("Entities of type " + name + " cannot be grouped"));
    return *kind;
}

void checkKey(const Call &call, Kind kind, const std::string &key)
{
    static constexpr std::pair<std::string_view, Kind> own[] = {{"taskType", Kind::Task},
                                                                {"folderType", Kind::Folder},
                                                                {"productType", Kind::Product},
                                                                {"productBaseType", Kind::Product},
                                                                {"assignees", Kind::Task}};
    const bool isCommon = key == "status" || key == "tags";
    const bool isOwn = std::any_of(std::begin(own), std::end(own),
                                   [&](const auto &one) { return one.first == key && one.second == kind; });
    const rules::Attribute *attribute =
        key.starts_with(attributePrefix) ? call.store->attributes()->find(key.substr(attributePrefix.size())) : nullptr;
    if (!isCommon && !isOwn && !(attribute && attribute->hasScope(repository::nameOf(kind))))
        rules::refuse(rules::badRequest("Entities of type " + std::string(repository::nameOf(kind)) +
                                        " cannot be grouped by " + key));
}

// What the project or the attribute says of the values, in its order.
Array knownValues(const Call &call, const std::string &key)
{
    const repository::ProjectRow &row = call.project->row;
    const std::pair<std::string_view, const std::string &> lists[] = {
        {"taskType", row.taskTypes}, {"folderType", row.folderTypes}, {"status", row.statuses}, {"tags", row.tags}};
    for (const auto &[name, list] : lists)
        if (name == key)
            return jsontext::parseArray(list);
    if (!key.starts_with(attributePrefix))
        return {};
    const rules::Attribute *attribute = call.store->attributes()->find(key.substr(attributePrefix.size()));
    const Array *items = attribute ? jsontext::array(attribute->data, "enum") : nullptr;
    return items ? *items : Array{};
}

struct Group {
    Value value;
    const Object *known = nullptr;
    std::int64_t count = 0;
};

/// The groups found so far, known values first.
class Groups
{
public:
    explicit Groups(const Array &known)
    {
        for (const Value &item : known)
            if (const Object *one = item.if_object()) {
                const Value *value = one->if_contains("value");
                Group &made = at(value ? *value : one->if_contains("name") ? one->at("name") : Value());
                made.known = one;
            }
    }
    void add(const Value &value)
    {
        if (!value.is_array()) {
            ++at(value).count;
            return;
        }
        if (value.get_array().empty())
            ++at(nullptr).count;
        for (const Value &item : value.get_array())
            ++at(item).count;
    }
    [[nodiscard]] const std::vector<Group> &all() const { return m_groups; }

private:
    Group &at(const Value &value)
    {
        const auto [place, isNew] = m_places.try_emplace(jsontext::toText(value), m_groups.size());
        if (isNew)
            m_groups.push_back({value, nullptr, 0});
        return m_groups[place->second];
    }
    std::vector<Group> m_groups;
    std::map<std::string, std::size_t> m_places;
};

std::string groupsText(const Groups &groups, bool withEmpty, const std::string &key, Kind kind)
{
    Array list;
    for (const Group &group : groups.all()) {
        if (group.count == 0 && !withEmpty)
            continue;
        Object one{{"value", group.value}};
        if (group.known)
            for (const char *name : {"label", "icon", "color"})
                if (const Value *text = group.known->if_contains(name); text && text->is_string())
                    one[name] = *text;
        one["count"] = group.count;
        list.push_back(std::move(one));
    }
    return jsontext::toText(
        Object{{"groups", std::move(list)}, {"key", key}, {"entityType", repository::nameOf(kind)}});
}

http::Response grouping(Call &call)
{
    const Kind kind = kindIn(call);
    const std::string &key = call.param("key");
    checkKey(call, kind, key);
    const auto scope = call.scope(*call.db);
    const bool isAttribute = key.starts_with(attributePrefix);
    if (isAttribute && !scope->showsAttribute(key.substr(attributePrefix.size())))
        rules::refuse(rules::forbidden("Your access groups do not show you this attribute"));
    const Array known = knownValues(call, key);
    Groups groups(known);
    repository::EntityQuery query(kind, call.project->row.id, isAttribute);
    scope->narrow(query);
    rules::need(query.each(*call.db, [&](Entity &e) {
        const auto attrib = [&] { return rules::shownAttrib(kind, e, *call.store->attributes()); };
        if (!isAttribute)
            return groups.add(entityField(kind, e, attrib, key));
        const Object values = jsontext::parseObject(attrib());
        const Value *value = values.if_contains(key.substr(attributePrefix.size()));
        groups.add(value ? *value : Value(nullptr));
    }));
    return http::Response::json(200, groupsText(groups, call.flag("empty"), key, kind));
}

} // namespace

void registerGroupingRoutes(Api &api)
{
    api.read("GET", "/api/projects/{project}/grouping/{type}/{key}", Access::User, grouping)
        .query("empty", "boolean")
        .gives("groups", "array")
        .gives("key")
        .gives("entityType");
}

} // namespace hearth::server
