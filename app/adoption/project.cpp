// SPDX-License-Identifier: Apache-2.0
#include "adoption/project.h"

#include "adoption/pages.h"
#include "core/entity_id.h"

namespace hearth::adoption
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;

std::string pathOf(const std::string &project)
{
    return "/api/projects/" + element(project);
}

// What is said of a project and may be set.
Object settable(const Object &project)
{
    Object made;
    for (const char *name : {"label", "library", "active", "attrib", "data", "config", "folderTypes", "taskTypes",
                             "linkTypes", "statuses", "tags"})
        if (const Value *value = project.if_contains(name))
            made[name] = *value;
    const Array *own = jsontext::array(project, "ownAttrib");
    if (const Object *attrib = jsontext::object(project, "attrib"); attrib && own) {
        Object kept;
        for (const Value &name : *own)
            if (const Value *value = name.is_string() ? attrib->if_contains(name.get_string()) : nullptr)
                kept[name.get_string()] = *value;
        made["attrib"] = std::move(kept);
    }
    if (Value *data = made.if_contains("data"); data && data->is_object())
        data->get_object().erase("teams"); // they have their own step
    return made;
}

void nullMissing(Object &wanted, const Object &there)
{
    for (const char *name : {"attrib", "data", "config"}) {
        const Object *present = jsontext::object(there, name);
        Value *given = wanted.if_contains(name);
        if (present && given && given->is_object())
            for (const auto &one : *present)
                if (!given->get_object().contains(one.key()))
                    given->get_object()[one.key()] = nullptr;
    }
}

Result<> makeProject(const Errand &errand, const std::string &name, const Object &theirs)
{
    auto anatomy = askObject(errand.theirs, pathOf(name) + "/anatomy");
    if (!anatomy)
        return fail(anatomy.error());
    Object body{{"name", name},
                {"code", jsontext::text(theirs, "code")},
                {"anatomy", std::move(*anatomy)},
                {"assignUsers", false}};
    if (const Value *library = theirs.if_contains("library"))
        body["library"] = *library;
    return tell(errand.ours, "POST", "/api/projects", body);
}

Result<> moveGroups(const Errand &errand, const std::string &project)
{
    const auto listed = askJson(errand.theirs, {"GET", "/api/accessGroups/" + element(project)});
    if (!listed)
        return errand.orLeave(fail(listed.error()), project + ": access groups");
    for (const Value &group : jsontext::items(listed->if_array())) {
        if (!group.is_object() || !jsontext::flag(group.get_object(), "isProjectLevel"))
            continue;
        const std::string path = "/api/accessGroups/" +
                                 element(std::string(jsontext::text(group.get_object(), "name"))) + '/' +
                                 element(project);
        const auto theirs = askJson(errand.theirs, {"GET", path});
        if (!theirs)
            return fail(theirs.error());
        if (const auto put =
                errand.orLeave(tell(errand.ours, "PUT", path, *theirs), project + ": access group " + path);
            !put)
            return put;
    }
    return {};
}

Result<> moveTeams(const Errand &errand, const std::string &project)
{
    const std::string path = pathOf(project) + "/teams";
    const auto theirs = askJson(errand.theirs, {"GET", path + "?show_members=true"});
    if (!theirs || !theirs->is_array() || theirs->get_array().empty())
        return {}; // a server without teams has none to move
    Array teams;
    for (const Value &team : theirs->get_array())
        if (team.is_object())
            teams.push_back(Object{{"name", jsontext::text(team.get_object(), "name")},
                                   {"members", jsontext::items(jsontext::array(team.get_object(), "members"))}});
    return errand.orLeave(tell(errand.ours, "PATCH", path, teams), project + ": teams");
}

Object linkOf(const Object &edge)
{
    Object made;
    for (const char *name : {"id", "name", "author"})
        if (const Value *value = edge.if_contains(name); value && !value->is_null())
            made[name] = *value;
    std::string type(jsontext::text(edge, "linkType"));
    if (type.find('|') == std::string::npos)
        type += '|' + std::string(jsontext::text(edge, "inputType")) + '|' +
                std::string(jsontext::text(edge, "outputType"));
    made["linkType"] = type;
    made["input"] = jsontext::text(edge, "inputId");
    made["output"] = jsontext::text(edge, "outputId");
    if (const Value *data = edge.if_contains("data"); data && data->is_object() && !data->get_object().empty())
        made["data"] = *data;
    return made;
}

Result<std::map<std::string, Object>> linksOf(Studio &studio, const std::string &project)
{
    std::map<std::string, Object> made;
    const auto read =
        eachPage(studio, {project, "links", "id inputId outputId linkType inputType outputType name author data"},
                 [&](const Array &nodes) -> Result<> {
                     for (const Value &node : nodes)
                         made.insert_or_assign(canonicalEntityId(std::string(jsontext::text(node.as_object(), "id"))),
                                               linkOf(node.as_object()));
                     return {};
                 });
    if (!read)
        return fail(read.error());
    return made;
}

// Lists as both servers give them, without what belongs to the server.
Result<std::map<std::string, Object>> listsOf(Studio &studio, const std::string &project)
{
    std::vector<std::string> ids;
    const auto read = eachPage(studio, {project, "entityLists", "node { id }"}, [&](const Array &nodes) -> Result<> {
        for (const Value &node : nodes)
            ids.emplace_back(canonicalEntityId(std::string(jsontext::text(node.as_object(), "id"))));
        return {};
    });
    if (!read)
        return fail(read.error());
    std::map<std::string, Object> made;
    for (const std::string &id : ids) {
        auto whole = askObject(studio, pathOf(project) + "/lists/" + id);
        if (!whole)
            return fail(whole.error());
        Object kept{{"id", id}};
        for (const char *name : {"entityType", "label", "entityListType", "entityListFolderId", "access", "attrib",
                                 "data", "template", "tags", "owner", "active"})
            if (const Value *value = whole->if_contains(name); value && !value->is_null())
                kept[name] = *value;
        if (Value *data = kept.if_contains("data"); data && data->is_object())
            data->get_object().erase("count");
        Array items;
        for (const Object *item : objects(jsontext::array(*whole, "items"))) {
            Object one;
            for (const char *name : {"id", "entityId", "position", "label", "attrib", "data", "tags"})
                if (const Value *value = item->if_contains(name); value && !value->is_null())
                    one[name] = *value;
            items.push_back(std::move(one));
        }
        kept["items"] = std::move(items);
        made.emplace(id, std::move(kept));
    }
    return made;
}

Result<> moveListFolders(const Errand &errand, const std::string &project)
{
    const std::string path = pathOf(project) + "/entityListFolders";
    const auto theirs = askObject(errand.theirs, path);
    if (!theirs)
        return errand.orLeave(fail(theirs.error()), project + ": folders of lists");
    const auto ours = askObject(errand.ours, path);
    if (!ours)
        return fail(ours.error());
    std::map<std::string, bool> there;
    for (const Object *folder : objects(jsontext::array(*ours, "folders")))
        there[std::string(jsontext::text(*folder, "id"))] = true;
    for (const Object *folder : objects(jsontext::array(*theirs, "folders"))) {
        Object body;
        for (const char *name : {"id", "label", "parentId", "data", "access"})
            if (const Value *value = folder->if_contains(name); value && !value->is_null())
                body[name] = *value;
        const std::string id(jsontext::text(body, "id"));
        if (there.contains(id))
            continue;
        if (const auto made = errand.orLeave(tell(errand.ours, "POST", path, body), project + ": list folder " + id);
            !made)
            return made;
    }
    return {};
}

/// Things of a project that are deleted and made again where they differ.
struct Remade {
    const char *kind;
    const char *path; ///< below the project's
    Result<std::map<std::string, Object>> (*read)(Studio &, const std::string &project);
};

Things thingsOf(const std::map<std::string, Object> &objects)
{
    Things made;
    for (const auto &[id, object] : objects) {
        Object kept = object;
        kept.erase("author"); // whoever adopts
        made.emplace(id, canonical(kept));
    }
    return made;
}

Result<> remake(const Errand &errand, ReportRow &row, const std::string &path,
                const std::map<std::string, Object> &theirs, const Difference &difference)
{
    for (const auto *ids : {&difference.gone, &difference.changed})
        for (const std::string &id : *ids) {
            if (const auto removed = tell(errand.ours, "DELETE", path + '/' + id, nullptr); !removed)
                return removed;
            row.removed += ids == &difference.gone ? 1 : 0;
        }
    for (const auto *ids : {&difference.missing, &difference.changed})
        for (const std::string &id : *ids) {
            if (const auto on = errand.goOn(); !on)
                return on;
            const auto made = tell(errand.ours, "POST", path, theirs.at(id));
            if (made)
                ++(ids == &difference.missing ? row.made : row.changed);
            if (const auto done =
                    errand.orLeave(made, row.project + ": " + path.substr(path.rfind('/') + 1) + ' ' + id);
                !done)
                return done;
        }
    return {};
}

Result<> moveRemade(const Errand &errand, const std::string &project, const Remade &remade)
{
    const auto theirs = remade.read(errand.theirs, project);
    if (!theirs)
        return errand.orLeave(fail(theirs.error()), project + ": " + remade.kind);
    auto ours = remade.read(errand.ours, project);
    if (!ours)
        return fail(ours.error());
    const Things wanted = thingsOf(*theirs);
    const Difference difference = differenceOf(wanted, thingsOf(*ours));
    ReportRow &row = errand.report.row(project, remade.kind);
    if (const auto done = remake(errand, row, pathOf(project) + '/' + remade.path, *theirs, difference); !done)
        return done;
    ours = remade.read(errand.ours, project);
    if (!ours)
        return fail(ours.error());
    compare(row, wanted, thingsOf(*ours));
    return {};
}

} // namespace

Result<> moveProject(const Errand &errand, const std::string &project)
{
    errand.tell(project);
    const auto theirs = askObject(errand.theirs, pathOf(project));
    if (!theirs)
        return fail(theirs.error());
    ReportRow &row = errand.report.row(project, "project");
    auto ours = askObject(errand.ours, pathOf(project));
    if (!ours && ours.error().kind == ErrorKind::NotFound) {
        if (const auto made = makeProject(errand, project, *theirs); !made)
            return made;
        ++row.made;
        ours = askObject(errand.ours, pathOf(project));
    }
    if (!ours)
        return fail(ours.error());
    Object wanted = settable(*theirs);
    if (canonical(wanted) != canonical(settable(*ours))) {
        row.changed += row.made == 0 ? 1 : 0;
        nullMissing(wanted, settable(*ours));
        if (const auto changed =
                errand.orLeave(tell(errand.ours, "PATCH", pathOf(project), wanted), "project " + project);
            !changed)
            return changed;
    }
    if (const auto moved = moveGroups(errand, project); !moved)
        return moved;
    if (const auto moved = moveTeams(errand, project); !moved)
        return moved;
    const auto now = askObject(errand.ours, pathOf(project));
    if (!now)
        return fail(now.error());
    compare(row, {{project, canonical(settable(*theirs))}}, {{project, canonical(settable(*now))}});
    return {};
}

Result<> moveLinks(const Errand &errand, const std::string &project)
{
    errand.tell(project + ": links");
    return moveRemade(errand, project, {"links", "links", linksOf});
}

Result<> moveLists(const Errand &errand, const std::string &project)
{
    errand.tell(project + ": lists");
    if (const auto moved = moveListFolders(errand, project); !moved)
        return moved;
    return moveRemade(errand, project, {"lists", "lists", listsOf});
}

} // namespace hearth::adoption
