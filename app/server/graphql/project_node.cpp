// SPDX-License-Identifier: Apache-2.0
#include "core/entity_id.h"
#include "repository/documents.h"
#include "repository/entity_store.h"
#include "repository/links.h"
#include "repository/media.h"
#include "rules/names.h"
#include "server/graphql/activities.h"
#include "server/graphql/entity_nodes.h"
#include "server/graphql/lists.h"
#include "server/graphql/root_nodes.h"

#include <algorithm>
#include <set>

namespace hearth::server::graphql
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;
using repository::Kind;
using Project = rules::ProjectInfo;
using Leaf = std::function<void(Writer &, const Project &)>;

// A stored list (folder types …) with the asked members of each item.
void writeVocabulary(Context &context, Writer &w, const Item &item, const Array &items)
{
    const std::string &typeName = item.definition->type.name;
    const TypeDefinition &type = *context.request.schema().type(typeName);
    const auto fields = context.request.items(type, item.selections);
    w.beginArray();
    for (const Value &one : items) {
        const Object &entry = one.as_object();
        const Object *inner = jsontext::object(entry, "data");
        w.beginObject();
        for (const Item &field : fields) {
            w.key(field.key);
            const Value *value = jsontext::find(entry, field.name);
            if (!value && inner)
                value = jsontext::find(*inner, field.name);
            if (field.name == "__typename")
                w.string(typeName);
            else if (value && !value->is_null())
                w.raw(jsontext::toText(*value));
            else if (field.definition->type.isRequired)
                w.string(field.name == "style" ? "solid" : "");
            else
                w.null();
        }
        w.endObject();
    }
    w.endArray();
}

Array baseTypes(const Project &project)
{
    const Object config = rules::readableConfig(project.row);
    const Object *types = jsontext::object(config, "productBaseTypes");
    const Array *definitions = types ? jsontext::array(*types, "definitions") : nullptr;
    return definitions ? *definitions : Array{};
}

Array productTypes(Context &context, const Project &project)
{
    Array made;
    const Array known = baseTypes(project);
    for (const auto &[name, baseType] : rules::need(repository::usedProductTypes(context.db, project.row.id))) {
        Object one{{"name", name}};
        for (const Value &base : known)
            if (jsontext::text(base.as_object(), "name") == name) {
                one["icon"] = base.as_object().at("icon");
                one["color"] = base.as_object().at("color");
            }
        made.push_back(std::move(one));
    }
    return made;
}

void writeBundle(Context &context, Writer &w, const Item &item, const Project &project)
{
    const Object data = jsontext::parseObject(project.row.data);
    const Object *bundle = jsontext::object(data, "bundle");
    w.beginObject();
    for (const Item &field :
         context.request.items(*context.request.schema().type("ProjectBundleType"), item.selections))
        w.key(field.key).stringOrNull(field.name == "__typename" ? std::string_view("ProjectBundleType")
                                      : bundle                   ? jsontext::text(*bundle, field.name)
                                                                 : std::string_view());
    w.endObject();
}

Leaf flagLeaf(std::string_view name)
{
    if (name == "active")
        return [](Writer &w, const Project &p) { w.boolean(p.row.active); };
    if (name == "library")
        return [](Writer &w, const Project &p) { w.boolean(p.row.library); };
    if (name == "skeleton")
        return [](Writer &w, const Project &p) { w.boolean(p.row.skeleton); };
    if (name == "createdAt")
        return [](Writer &w, const Project &p) { w.string(p.row.createdAt); };
    if (name == "updatedAt")
        return [](Writer &w, const Project &p) { w.string(p.row.updatedAt); };
    return {};
}

Leaf plainLeaf(const Item &item)
{
    const std::string_view name = item.name;
    if (name == "name" || name == "projectName")
        return [](Writer &w, const Project &p) { w.string(p.row.name); };
    if (name == "label")
        return [](Writer &w, const Project &p) { w.stringOrNull(p.row.label); };
    if (name == "code")
        return [](Writer &w, const Project &p) { w.string(p.row.code); };
    if (name == "color")
        return [](Writer &w, const Project &p) { w.stringOrNull(p.row.color); };
    if (name == "projectFolder")
        return [](Writer &w, const Project &p) {
            w.stringOrNull(jsontext::text(jsontext::parseObject(p.row.data), "projectFolder"));
        };
    if (name == "data")
        return [](Writer &w, const Project &p) {
            if (p.row.data == "{}")
                w.null();
            else
                w.string(p.row.data);
        };
    if (name == "config")
        return [](Writer &w, const Project &p) { w.string(jsontext::toText(rules::readableConfig(p.row))); };
    return flagLeaf(name);
}

Leaf listLeaf(Context &context, const Item &item)
{
    const std::string_view name = item.name;
    const auto stored = [&context, &item](std::string repository::ProjectRow::*member) -> Leaf {
        return [&context, &item, member](Writer &w, const Project &p) {
            writeVocabulary(context, w, item, jsontext::parseArray(p.row.*member));
        };
    };
    if (name == "folderTypes")
        return stored(&repository::ProjectRow::folderTypes);
    if (name == "taskTypes")
        return stored(&repository::ProjectRow::taskTypes);
    if (name == "statuses")
        return stored(&repository::ProjectRow::statuses);
    if (name == "tags")
        return stored(&repository::ProjectRow::tags);
    if (name == "linkTypes")
        return stored(&repository::ProjectRow::linkTypes);
    if (name == "productBaseTypes")
        return [&context, &item](Writer &w, const Project &p) { writeVocabulary(context, w, item, baseTypes(p)); };
    if (name == "productTypes")
        return [&context, &item](Writer &w, const Project &p) {
            writeVocabulary(context, w, item, productTypes(context, p));
        };
    if (name == "usedTags")
        return [&context](Writer &w, const Project &p) {
            std::set<std::string> tags;
            for (const Kind kind : repository::allKinds)
                for (std::string &tag : rules::need(repository::usedTags(context.db, kind, p.row.id)))
                    tags.insert(std::move(tag));
            w.beginArray();
            for (const std::string &tag : tags)
                w.string(tag);
            w.endArray();
        };
    const auto shown = [&context](const Project &p) {
        return context.store.readScope(context.db, *context.user, p)->shownAttrib(p.effective);
    };
    if (name == "allAttrib")
        return [shown](Writer &w, const Project &p) { w.string(shown(p)); };
    if (name == "bundle")
        return [&context, &item](Writer &w, const Project &p) { writeBundle(context, w, item, p); };
    if (name == "attrib")
        return [&context, &item, shown](Writer &w, const Project &p) {
            writeAttrib(context, w, "ProjectAttribType", item.selections, shown(p));
        };
    return {};
}

// Of all the projects, one statement.
Leaf thumbnailLeaf(Context &context, const Item &item, const std::vector<const Project *> &projects)
{
    std::vector<std::string> ids;
    for (const Project *project : projects)
        ids.push_back(std::to_string(project->row.id));
    const auto found = rules::need(repository::projectsWithThumbnail(context.db, repository::jsonList(ids)));
    return [&context, &item, with = std::set<std::int64_t>(found.begin(), found.end())](Writer &w, const Project &p) {
        writeThumbnail(context, w, item.selections,
                       {with.contains(p.row.id) ? repository::projectThumbnail : "", "project", p.row.name, {}});
    };
}

std::optional<Kind> collectionOf(std::string_view name)
{
    for (const Kind kind : repository::allKinds)
        if (name == std::string(repository::nameOf(kind)) + 's')
            return kind;
    return std::nullopt;
}

std::string singleEntity(Context &context, Kind kind, const Item &item)
{
    const std::string given(jsontext::text(item.arguments, "id"));
    const std::string id = canonicalEntityId(given);
    if (id.empty())
        throw GraphError("Invalid entity ID " + given, item.location, 400);
    std::string text = renderByIds(context, kind, {id}, item.selections).front();
    if (text == "null" && !context.scope->isAll() &&
        rules::need(repository::entityById(context.db, kind, context.project->row.id, id)))
        throw GraphError("You do not have permission to read this " + std::string(repository::nameOf(kind)),
                         item.location, 403);
    if (text == "null")
        throw GraphError("Entity " + id + " not found", item.location, 404);
    return text;
}

using repository::LinkRow;

bool isWantedLink(const LinkRow &link, const Object &arguments, const std::optional<BoundedPattern> &nameEx)
{
    const auto in = [&arguments](const char *name, std::initializer_list<std::string_view> values) {
        const Value *given = arguments.if_contains(name);
        if (!given || !given->is_array())
            return true;
        for (const std::string &wanted : textsOf(given))
            if (std::find(values.begin(), values.end(), wanted) != values.end())
                return true;
        return false;
    };
    const std::string full = link.linkType + '|' + link.inputType + '|' + link.outputType;
    return in("ids", {link.id}) && in("entityIds", {link.inputId, link.outputId}) && in("inputIds", {link.inputId}) &&
           in("outputIds", {link.outputId}) && in("linkTypes", {link.linkType, full}) &&
           in("inputTypes", {link.inputType}) && in("outputTypes", {link.outputType}) && in("names", {link.name}) &&
           (!nameEx || nameEx->isFoundIn(link.name));
}

Column<LinkRow> projectLinkField(Context &context, const Item &item, const std::vector<const LinkRow *> &links)
{
    static const std::pair<std::string_view, std::string LinkRow::*> texts[] = {{"id", &LinkRow::id},
                                                                                {"linkType", &LinkRow::linkType},
                                                                                {"inputType", &LinkRow::inputType},
                                                                                {"outputType", &LinkRow::outputType},
                                                                                {"inputId", &LinkRow::inputId},
                                                                                {"outputId", &LinkRow::outputId},
                                                                                {"createdAt", &LinkRow::createdAt}};
    for (const auto &[name, member] : texts)
        if (item.name == name)
            return {[field = member](Writer &w, const LinkRow &l) { w.string(l.*field); }, {}};
    if (item.name == "projectName")
        return {[&context](Writer &w, const LinkRow &) { w.string(context.project->row.name); }, {}};
    if (item.name == "name")
        return {[](Writer &w, const LinkRow &l) { w.stringOrNull(l.name); }, {}};
    if (item.name == "author")
        return {[](Writer &w, const LinkRow &l) { w.stringOrNull(l.author); }, {}};
    if (item.name == "data")
        return {[](Writer &w, const LinkRow &l) { w.raw(l.data); }, {}};
    const bool isInput = item.name == "inputNode";
    std::vector<std::string> nodes(links.size(), "null");
    for (const Kind kind : repository::allKinds) {
        std::vector<std::string> ids(links.size());
        for (std::size_t i = 0; i < links.size(); ++i)
            if ((isInput ? links[i]->inputType : links[i]->outputType) == repository::nameOf(kind))
                ids[i] = isInput ? links[i]->inputId : links[i]->outputId;
        const auto made = renderByIds(context, kind, ids, item.selections);
        for (std::size_t i = 0; i < links.size(); ++i)
            if (!ids[i].empty())
                nodes[i] = made[i];
    }
    return {{}, std::move(nodes)};
}

std::string projectLinks(Context &context, const Item &item)
{
    const Paging paging = Paging::from(item.arguments);
    std::vector<Page<LinkRow>> pages(1);
    Page<LinkRow> &page = pages.front();
    auto links = rules::need(repository::allLinks(context.db, context.project->row.id));
    const LinkEnds ends(context, links);
    const auto nameEx = patternIn(item.arguments, "nameEx", context.patterns);
    for (LinkRow &link : links) {
        if (!ends.mayRead(link) || (paging.cursor && link.order <= *paging.cursor) ||
            !isWantedLink(link, item.arguments, nameEx))
            continue;
        if (static_cast<std::int64_t>(page.rows.size()) >= paging.count) {
            page.hasMore = true;
            break;
        }
        page.cursors.push_back(std::to_string(link.order));
        page.rows.push_back(std::move(link));
    }
    return renderConnections<LinkRow>(
               context, item.definition->type.name, item.selections, pages,
               [](const Selections &, const std::vector<const LinkRow *> &rows) {
                   return std::vector<std::string>(rows.size(), "null");
               },
               [&context](const Item &field, const std::vector<const LinkRow *> &rows) {
                   return projectLinkField(context, field, rows);
               })
        .front();
}

// A field that leads into the project: answered with the project as the context's.
std::string projectEdge(Context &context, const Item &item)
{
    if (const auto kind = collectionOf(item.name))
        return renderProjectEntities(context, *kind, item);
    if (const auto kind = repository::kindOf(item.name))
        return singleEntity(context, *kind, item);
    if (item.name == "links")
        return projectLinks(context, item);
    if (item.name == "activities")
        return renderActivities(context, item);
    if (item.name == "entityList")
        return renderEntityList(context, item);
    return renderEntityLists(context, item);
}

} // namespace

std::vector<std::string> renderProjects(Context &context, const Selections &selections, const Projects &projects)
{
    std::vector<const Project *> objects;
    for (const auto &project : projects)
        objects.push_back(project.get());
    return renderObjects<Project>(context, "ProjectNode", selections, objects,
                                  [&](const Item &item, const std::vector<const Project *> &rows) -> Column<Project> {
                                      if (Leaf leaf = plainLeaf(item))
                                          return {std::move(leaf), {}};
                                      if (Leaf leaf = listLeaf(context, item))
                                          return {std::move(leaf), {}};
                                      if (item.name == "thumbnail")
                                          return {thumbnailLeaf(context, item, rows), {}};
                                      std::vector<std::string> values;
                                      for (const auto &project : projects) {
                                          const InProject inside(context, project);
                                          values.push_back(projectEdge(context, item));
                                      }
                                      return {{}, std::move(values)};
                                  });
}

std::string renderProject(Context &context, const Item &item)
{
    std::string name(jsontext::text(item.arguments, "name"));
    if (const std::string_view code = jsontext::text(item.arguments, "code"); name.empty() && !code.empty())
        for (const auto &row : rules::need(repository::allProjects(context.db)))
            if (row.code == code)
                name = row.name;
    const auto project = name.empty() ? nullptr : context.store.project(context.db, name);
    if (!project)
        throw GraphError("Project not found", item.location, 404);
    if (!context.user->mayRead(project->row.name))
        throw GraphError("No access group assigned on this project", item.location, 403);
    return renderProjects(context, item.selections, {project}).front();
}

std::string renderProjectList(Context &context, const Item &item)
{
    const std::string_view name = jsontext::text(item.arguments, "name");
    const std::string_view code = jsontext::text(item.arguments, "code");
    const bool withSkeletons = jsontext::flag(item.arguments, "includeSkeleton");
    auto rows = rules::need(repository::allProjects(context.db));
    std::sort(rows.begin(), rows.end(), [](const auto &a, const auto &b) { return a.name < b.name; });
    using Entry = std::shared_ptr<const rules::ProjectInfo>;
    std::vector<Entry> wanted;
    for (const auto &row : rows) {
        const bool isWanted = (name.empty() || row.name == name) && (code.empty() || row.code == code) &&
                              (withSkeletons || !row.skeleton);
        if (isWanted && context.user->mayRead(row.name))
            if (auto project = context.store.project(context.db, row.name))
                wanted.push_back(std::move(project));
    }
    std::vector<Page<Entry>> pages;
    pages.push_back(pageOf(std::move(wanted), Paging::from(item.arguments, 1'000'000)));
    return renderConnections<Entry>(
               context, item.definition->type.name, item.selections, pages,
               [&context](const Selections &selections, const std::vector<const Entry *> &entries) {
                   Projects projects;
                   for (const Entry *entry : entries)
                       projects.push_back(*entry);
                   return renderProjects(context, selections, projects);
               })
        .front();
}

std::string renderProductTypes(Context &context, const Item &item)
{
    Array types;
    for (const auto &document : rules::need(repository::documentsOf(context.db, repository::documents::productType)))
        types.push_back(Object{{"name", document.name}});
    std::string text;
    Writer w(text);
    writeVocabulary(context, w, item, types);
    return text;
}

} // namespace hearth::server::graphql
