// SPDX-License-Identifier: Apache-2.0
#include "adoption/named_kind.h"
#include "adoption/studio_parts.h"

#include <set>

namespace hearth::adoption
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;

/// One of the two shelves of files that desktops download.
struct Shelf {
    const char *path;
    const char *member;
    const char *kind;
};
constexpr Shelf shelves[] = {{"/api/desktop/installers", "installers", "installers"},
                             {"/api/desktop/dependencyPackages", "packages", "dependency packages"}};

Value withoutServerSource(const Value &manifest)
{
    Object kept = manifest.as_object();
    Array sources;
    for (const Value &source : jsontext::items(jsontext::array(kept, "sources")))
        if (source.is_object() && jsontext::text(source.get_object(), "type") != "server")
            sources.push_back(source);
    kept["sources"] = std::move(sources);
    return kept;
}

NamedKind manifests(const Shelf &shelf)
{
    return {shelf.kind,
            [shelf](Studio &studio) -> Result<Values> {
                auto all = listed(studio, shelf.path, shelf.member, "filename");
                if (all)
                    for (auto &[name, value] : *all)
                        value = withoutServerSource(value);
                return all;
            },
            [shelf](Studio &ours, const std::string &name, const Value &wanted, const Value *there) {
                if (!there)
                    return tell(ours, "POST", shelf.path, wanted);
                return tell(ours, "PATCH", std::string(shelf.path) + '/' + element(name),
                            only(wanted.as_object(), {"sources"}));
            }};
}

bool isOnServer(const Value &manifest)
{
    for (const Value &source : jsontext::items(jsontext::array(manifest.as_object(), "sources")))
        if (source.is_object() && jsontext::text(source.get_object(), "type") == "server")
            return true;
    return false;
}

Result<> moveFiles(const Errand &errand, const Shelf &shelf)
{
    const auto theirs = listed(errand.theirs, shelf.path, shelf.member, "filename");
    const auto ours = listed(errand.ours, shelf.path, shelf.member, "filename");
    if (!theirs)
        return errand.orLeave(fail(theirs.error()), shelf.kind);
    if (!ours)
        return fail(ours.error());
    for (const auto &[name, manifest] : *theirs) {
        const auto here = ours->find(name);
        if (!isOnServer(manifest) || here == ours->end() || isOnServer(here->second))
            continue;
        errand.tell(std::string(shelf.kind) + ": " + name);
        const std::string path = std::string(shelf.path) + '/' + element(name);
        const auto kept = errand.fetch(path);
        const auto done = kept ? errand.ours.upload({"PUT", path}, *kept) : fail(kept.error());
        if (const auto moved = errand.orLeave(done, "the file " + name); !moved)
            return moved;
        if (const auto on = errand.goOn(); !on)
            return on;
    }
    return {};
}

NamedKind bundles()
{
    return {"bundles",
            [](Studio &studio) -> Result<Values> {
                auto all = listed(studio, "/api/bundles?archived=true", "bundles");
                if (!all)
                    return all;
                std::erase_if(*all,
                              [](const auto &one) { return jsontext::flag(one.second.as_object(), "isProject"); });
                for (auto &[name, value] : *all) {
                    Object kept = only(value.as_object(),
                                       {"name", "addons", "installerVersion", "dependencyPackages", "addonDevelopment",
                                        "isProduction", "isStaging", "isArchived", "isDev", "activeUser"});
                    Object addons;
                    if (const Object *given = jsontext::object(kept, "addons"))
                        for (const auto &addon : *given)
                            if (!addon.value().is_null())
                                addons[addon.key()] = addon.value();
                    kept["addons"] = std::move(addons);
                    value = std::move(kept);
                }
                return all;
            },
            [](Studio &ours, const std::string &name, const Value &wanted, const Value *there) {
                const std::string path = "/api/bundles/" + element(name) + "?force=true";
                if (!there)
                    return tell(ours, "POST", "/api/bundles?force=true", wanted);
                Object patch = wanted.as_object();
                patch.erase("name");
                if (const Object *present = jsontext::object(there->as_object(), "addons"))
                    for (const auto &addon : *present)
                        if (!patch["addons"].as_object().contains(addon.key()))
                            patch["addons"].as_object()[addon.key()] = nullptr;
                for (const char *flag : {"isProduction", "isStaging", "isArchived", "isDev"})
                    if (!patch.contains(flag))
                        patch[flag] = false;
                return tell(ours, "PATCH", path, patch);
            }};
}

using AddonVersions = std::set<std::pair<std::string, std::string>>;

Result<AddonVersions> versionsIn(Studio &studio)
{
    const auto all = listed(studio, "/api/addons", "addons");
    if (!all)
        return fail(all.error());
    AddonVersions made;
    for (const auto &[name, addon] : *all)
        if (const Object *versions = jsontext::object(addon.as_object(), "versions"))
            for (const auto &version : *versions)
                made.emplace(name, version.key());
    return made;
}

// Settings that were overridden, of one place: the studio or a project.
NamedKind settings(const AddonVersions &addons, const std::string &project)
{
    const std::string end = project.empty() ? std::string() : '/' + element(project);
    return {"addon settings",
            [addons, end](Studio &studio) -> Result<Values> {
                Values made;
                for (const auto &[name, version] : addons)
                    for (const char *variant : {"production", "staging"}) {
                        const std::string path = "/api/addons/" + element(name) + '/' + element(version) +
                                                 "/rawOverrides" + end + "?variant=" + variant;
                        auto raw = askJson(studio, {"GET", path});
                        if (!raw)
                            return fail(raw.error());
                        if (raw->is_object() && !raw->get_object().empty())
                            made.emplace(path, std::move(*raw));
                    }
                return made;
            },
            [](Studio &ours, const std::string &path, const Value &wanted, const Value *) {
                return tell(ours, "PUT", path, wanted);
            },
            project};
}

Result<AddonVersions> installedOnBoth(const Errand &errand)
{
    const auto theirs = versionsIn(errand.theirs);
    if (!theirs)
        return fail(theirs.error());
    const auto ours = versionsIn(errand.ours);
    if (!ours)
        return fail(ours.error());
    AddonVersions both;
    Things wanted;
    Things there;
    for (const auto &addon : *theirs) {
        const std::string name = addon.first + ' ' + addon.second;
        wanted.emplace(name, "");
        if (ours->contains(addon)) {
            both.insert(addon);
            there.emplace(name, "");
        } else {
            errand.report.leave("addon " + name, "no server gives its package, and its settings need it.",
                                "Install it (hearth studio addon install FILE) and adopt once more.");
        }
    }
    compare(errand.report.row({}, "addons"), wanted, there);
    return both;
}

} // namespace

Result<> moveDistribution(const Errand &errand, const std::vector<std::string> &projects)
{
    for (const Shelf &shelf : shelves) {
        if (const auto moved = move(errand, manifests(shelf)); !moved)
            return moved;
        if (const auto moved = moveFiles(errand, shelf); !moved)
            return moved;
    }
    if (const auto moved = move(errand, bundles()); !moved)
        return moved;
    const auto addons = installedOnBoth(errand);
    if (!addons)
        return fail(addons.error());
    if (const auto moved = move(errand, settings(*addons, {})); !moved)
        return moved;
    for (const std::string &project : projects)
        if (const auto moved = move(errand, settings(*addons, project)); !moved)
            return moved;
    return {};
}

} // namespace hearth::adoption
