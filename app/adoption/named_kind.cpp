// SPDX-License-Identifier: Apache-2.0
#include "adoption/named_kind.h"

namespace hearth::adoption
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;

Things thingsOf(const Values &values)
{
    Things made;
    for (const auto &[name, value] : values)
        made.emplace(name, canonical(value));
    return made;
}

} // namespace

Result<> move(const Errand &errand, const NamedKind &named)
{
    errand.tell(named.kind);
    const auto theirs = named.read(errand.theirs);
    if (!theirs)
        return errand.orLeave(fail(theirs.error()), named.kind);
    auto ours = named.read(errand.ours);
    if (!ours)
        return fail(ours.error());
    ReportRow &row = errand.report.row(named.project, named.kind);
    for (const auto &[name, value] : *theirs) {
        if (const auto on = errand.goOn(); !on)
            return on;
        const auto there = ours->find(name);
        if (there != ours->end() && canonical(there->second) == canonical(value))
            continue;
        const auto written = named.write(errand.ours, name, value, there == ours->end() ? nullptr : &there->second);
        if (written)
            ++(there == ours->end() ? row.made : row.changed);
        if (const auto done = errand.orLeave(written, named.kind + ": " + name); !done)
            return done;
    }
    ours = named.read(errand.ours);
    if (!ours)
        return fail(ours.error());
    std::erase_if(*ours, [&theirs](const auto &one) { return !theirs->contains(one.first); });
    compare(row, thingsOf(*theirs), thingsOf(*ours));
    return {};
}

Result<Values> listed(Studio &studio, const std::string &path, const char *member, const char *key)
{
    const auto answer = askJson(studio, {"GET", path});
    if (!answer)
        return fail(answer.error());
    const Array *list = answer->is_array()    ? &answer->get_array()
                        : answer->is_object() ? jsontext::array(answer->get_object(), member)
                                              : nullptr;
    Values made;
    for (const Object *item : objects(list))
        made.emplace(jsontext::text(*item, key), *item);
    return made;
}

Result<Values> eachOf(Studio &studio, const Values &items, const std::string &path, const std::string &end)
{
    Values made;
    for (const auto &[name, item] : items) {
        auto one = askJson(studio, {"GET", path + element(name) + end});
        if (!one)
            return fail(one.error());
        made.emplace(name, std::move(*one));
    }
    return made;
}

Object only(const Object &object, std::initializer_list<const char *> members)
{
    Object made;
    for (const char *name : members)
        if (const Value *one = object.if_contains(name); one && !one->is_null())
            made[name] = *one;
    return made;
}

} // namespace hearth::adoption
