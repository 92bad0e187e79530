// SPDX-License-Identifier: Apache-2.0
#include "adoption/entities.h"

#include "adoption/entity_page.h"
#include "core/entity_id.h"

#include <QCryptographicHash>

#include <algorithm>
#include <array>
#include <memory>
#include <set>

namespace hearth::adoption
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;
using repository::Kind;

constexpr std::array kinds{Kind::Folder,  Kind::Task,           Kind::Product,
                           Kind::Version, Kind::Representation, Kind::Workfile};
constexpr std::size_t batchSize = 500;

std::string idOf(const Object &node)
{
    return canonicalEntityId(std::string(jsontext::text(node, "id")));
}

// Kept of every entity of a project: 16 bytes tell whether two are equal.
std::string digestOfEntity(Kind kind, const Object &node)
{
    const std::string text = canonical(entityData(kind, node));
    return QCryptographicHash::hash(QByteArray::fromStdString(text), QCryptographicHash::Sha256).left(16).toStdString();
}

Result<Things> digestsOf(Studio &studio, const std::string &project, Kind kind)
{
    Things made;
    const auto read = eachEntityPage(studio, project, kind, [&](const Array &nodes) -> Result<> {
        for (const Value &node : nodes)
            made.insert_or_assign(idOf(node.as_object()), digestOfEntity(kind, node.as_object()));
        return {};
    });
    if (!read)
        return fail(read.error());
    return made;
}

Object operation(const char *type, Kind kind, const std::string &id, Object data)
{
    return {{"id", id},
            {"type", type},
            {"entityType", repository::nameOf(kind)},
            {"entityId", id},
            {"data", std::move(data)}};
}

/// The way of one kind's entities.
class KindMover
{
public:
    KindMover(const Errand &errand, const std::string &project, Kind kind, Things ours)
        : m_errand(errand), m_project(project), m_kind(kind), m_ours(std::move(ours)),
          m_row(errand.report.row(project, connectionOf(kind)))
    {
    }

    [[nodiscard]] Result<> move()
    {
        Array folders;
        const auto read = eachEntityPage(m_errand.theirs, m_project, m_kind, [&](const Array &nodes) -> Result<> {
            if (const auto on = m_errand.goOn(); !on)
                return on;
            if (m_kind != Kind::Folder)
                return take(nodes);
            folders.insert(folders.end(), nodes.begin(), nodes.end());
            return {};
        });
        if (!read || m_kind != Kind::Folder)
            return read;
        return takeByDepth(std::move(folders));
    }

    [[nodiscard]] const Things &theirs() const { return m_theirs; }

    /// What only this studio has.
    [[nodiscard]] Result<> removeOthers()
    {
        Array operations;
        for (const std::string &id : differenceOf(m_theirs, m_ours).gone)
            operations.push_back(operation("delete", m_kind, id, {}));
        return applyAll(std::move(operations), m_row.removed);
    }

private:
    // Parents go before their children.
    [[nodiscard]] Result<> takeByDepth(Array folders)
    {
        std::vector<std::pair<std::ptrdiff_t, Object>> sorted;
        for (Value &folder : folders) {
            const std::string_view path = jsontext::text(folder.as_object(), "path");
            sorted.emplace_back(std::count(path.begin(), path.end(), '/'), std::move(folder.as_object()));
        }
        std::stable_sort(sorted.begin(), sorted.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
        Array page;
        for (std::size_t i = 0; i < sorted.size(); ++i) {
            page.push_back(std::move(sorted[i].second));
            const bool isLast = i + 1 == sorted.size() || sorted[i + 1].first != sorted[i].first;
            if (page.size() < batchSize && !isLast)
                continue;
            if (const auto taken = take(page); !taken)
                return taken;
            page.clear();
        }
        return {};
    }

    [[nodiscard]] Result<> take(const Array &nodes)
    {
        Array creations;
        std::map<std::string, Object> differing;
        for (const Value &one : nodes) {
            const Object &node = one.as_object();
            const std::string id = idOf(node);
            const std::string digest = digestOfEntity(m_kind, node);
            m_theirs.insert_or_assign(id, digest);
            const auto there = m_ours.find(id);
            if (there != m_ours.end() && there->second == digest)
                continue;
            Object data = entityData(m_kind, node);
            if (const auto moved = movePicture(std::string(jsontext::text(data, "thumbnailId"))); !moved)
                return moved;
            if (there == m_ours.end())
                creations.push_back(operation("create", m_kind, id, std::move(data)));
            else
                differing.emplace(id, std::move(data));
        }
        if (const auto made = applyAll(std::move(creations), m_row.made); !made)
            return made;
        return change(differing);
    }

    [[nodiscard]] Result<> change(std::map<std::string, Object> &differing)
    {
        if (differing.empty())
            return {};
        std::string ids;
        for (const auto &[id, data] : differing)
            ids += '"' + id + "\",";
        Array changes;
        const auto read = eachEntityPage(
            m_errand.ours, m_project, m_kind,
            [&](const Array &nodes) -> Result<> {
                for (const Value &node : nodes) {
                    const std::string id = idOf(node.as_object());
                    Object data = entityChange(std::move(differing[id]), entityData(m_kind, node.as_object()));
                    changes.push_back(operation("update", m_kind, id, std::move(data)));
                }
                return {};
            },
            ", ids: [" + ids + "]");
        if (!read)
            return read;
        return applyAll(std::move(changes), m_row.changed);
    }

    // Names may be exchanged among entities: those that were refused make their names free, and are tried once more.
    [[nodiscard]] Result<> applyAll(Array operations, std::size_t &count)
    {
        for (const bool isLast : {false, true}) {
            Array refused;
            for (std::size_t at = 0; at < operations.size(); at += batchSize) {
                const auto end =
                    operations.begin() + static_cast<std::ptrdiff_t>(std::min(at + batchSize, operations.size()));
                Array batch(operations.begin() + static_cast<std::ptrdiff_t>(at), end);
                const auto done = m_errand.ours.takingOver().apply(m_project, batch);
                if (!done)
                    return fail(done.error());
                count += done->count;
                for (const auto &left : done->left) {
                    if (isLast)
                        m_errand.report.leave(m_project + ": " + left.what, left.why);
                    for (const Value &one : batch)
                        if (!isLast && left.what.ends_with(jsontext::text(one.as_object(), "entityId")))
                            refused.push_back(one);
                }
            }
            if (refused.empty())
                return {};
            operations = std::move(refused);
            if (const auto freed = isLast ? Result<>() : freeNames(operations); !freed)
                return freed;
        }
        return {};
    }

    [[nodiscard]] Result<> freeNames(const Array &operations)
    {
        Array renamings;
        for (const Value &one : operations) {
            const Object &given = one.as_object();
            const std::string id(jsontext::text(given, "entityId"));
            if (jsontext::text(given, "type") == "update" && given.at("data").as_object().contains("name"))
                renamings.push_back(operation("update", m_kind, id, {{"name", "moving_" + id}}));
        }
        const auto done = m_errand.ours.takingOver().apply(m_project, std::move(renamings));
        return done ? Result<>() : fail(done.error());
    }

    [[nodiscard]] Result<> movePicture(const std::string &id)
    {
        if (id.empty() || !m_pictures.insert(id).second)
            return {};
        const std::string path = "/api/projects/" + element(m_project) + "/thumbnails/" + id;
        const auto here = m_errand.ours.ask({"GET", path});
        if (here && here->status == 200)
            return {};
        const auto answer = m_errand.theirs.ask({"GET", path});
        const std::string what = m_project + ": thumbnail " + id;
        if (!answer)
            return m_errand.orLeave(fail(answer.error()), what);
        if (answer->status != 200 || answer->body.empty() || !answer->contentType.starts_with("image/")) {
            m_errand.report.leave(what, "the other server does not give it");
            return {};
        }
        return m_errand.orLeave(
            m_errand.ours.uploadBytes({"PUT", path, {}, {{"Content-Type", answer->contentType}}}, answer->body), what);
    }

    const Errand &m_errand;
    const std::string m_project;
    const Kind m_kind;
    const Things m_ours;
    Things m_theirs;
    ReportRow &m_row;
    std::set<std::string> m_pictures;
};

} // namespace

Result<> moveEntities(const Errand &errand, const std::string &project)
{
    std::vector<std::unique_ptr<KindMover>> movers;
    for (const Kind kind : kinds) {
        errand.tell(project + ": " + connectionOf(kind));
        auto ours = digestsOf(errand.ours, project, kind);
        if (!ours)
            return fail(ours.error());
        movers.push_back(std::make_unique<KindMover>(errand, project, kind, std::move(*ours)));
        if (const auto moved = movers.back()->move(); !moved)
            return moved;
    }
    for (auto mover = movers.rbegin(); mover != movers.rend(); ++mover)
        if (const auto removed = (*mover)->removeOthers(); !removed)
            return removed;
    for (std::size_t i = 0; i < movers.size(); ++i) {
        const auto now = digestsOf(errand.ours, project, kinds[i]);
        if (!now)
            return fail(now.error());
        compare(errand.report.row(project, connectionOf(kinds[i])), movers[i]->theirs(), *now);
    }
    return {};
}

} // namespace hearth::adoption
