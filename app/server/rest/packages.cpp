// SPDX-License-Identifier: Apache-2.0
// Installers of the desktop and dependency packages: a manifest in the database, a file in the packages folder.
#include "archive/digest.h"
#include "core/log.h"
#include "json_text/writer.h"
#include "repository/documents.h"
#include "rules/names.h"
#include "server/background_event.h"
#include "server/rest/routes.h"
#include "server/url_installs.h"

#include <sys/stat.h>

#include <cstdio>
#include <filesystem>

namespace hearth::server
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;
namespace documents = repository::documents;

constexpr std::uint64_t largestFile = 16ull * 1024 * 1024 * 1024;

struct Family {
    const char *kind;
    const char *listKey;
    const char *fetchTopic;
    std::string folder;
    bool isInstaller;
};

std::string fileName(const Call &call)
{
    const std::string &name = call.param("file");
    if (!rules::isFileName(name))
        rules::refuse(rules::badRequest("This cannot be the name of a file"));
    return name;
}

bool isThere(const std::string &path)
{
    struct stat info {
    };
    return ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

// The server's own copy comes first.
Array sourcesOf(const Family &family, const Object &manifest)
{
    Array made;
    if (isThere(family.folder + '/' + std::string(jsontext::text(manifest, "filename"))))
        made.push_back(Object{{"type", "server"}});
    const Array *given = jsontext::array(manifest, "sources");
    for (const Value &source : jsontext::items(given)) {
        const Object *one = source.if_object();
        const std::string_view type = one ? jsontext::text(*one, "type") : std::string_view();
        if (type == "server" || type.empty())
            continue;
        Object copy = *one;
        if (type == "url")
            copy["type"] = "http";
        made.push_back(std::move(copy));
    }
    return made;
}

// A manifest as it is told; nulls are left out.
Object shown(const Family &family, const Object &manifest)
{
    Object made;
    for (const auto &member : manifest)
        if (!member.value().is_null() && member.key() != "sources")
            made[member.key()] = member.value();
    made["sources"] = sourcesOf(family, manifest);
    for (const char *map : {"pythonModules", "runtimePythonModules"})
        if (!made.contains(map) && (family.isInstaller || std::string_view(map) == "pythonModules"))
            made[map] = Object{};
    if (!family.isInstaller && !made.contains("sourceAddons"))
        made["sourceAddons"] = Object{};
    return made;
}

http::Response list(Call &call, const Family &family)
{
    const std::string version = call.text("version");
    const std::string platform = call.text("platform");
    Array items;
    for (const auto &document : rules::need(repository::documentsOf(*call.db, family.kind))) {
        const Object manifest = jsontext::parseObject(document.body);
        const bool isWanted = (version.empty() || jsontext::text(manifest, "version") == version) &&
                              (platform.empty() || jsontext::text(manifest, "platform") == platform);
        if (isWanted)
            items.push_back(shown(family, manifest));
    }
    return http::Response::json(200, jsontext::toText(Object{{family.listKey, std::move(items)}}));
}

// Where a manifest says that its file can be had; empty when it says nothing.
std::string addressIn(const Object &manifest)
{
    for (const Value &source : jsontext::items(jsontext::array(manifest, "sources")))
        if (const Object *one = source.if_object();
            one && (jsontext::text(*one, "type") == "http" || jsontext::text(*one, "type") == "url"))
            return std::string(jsontext::text(*one, "url"));
    return {};
}

// A file of the network is kept when it is what its manifest says.
UrlInstalls::Keep keeping(const Family &family, const Object &manifest)
{
    return [place = family.folder + '/' + std::string(jsontext::text(manifest, "filename")),
            wanted = std::string(jsontext::text(manifest, "checksum")),
            algorithm = std::string(jsontext::text(manifest, "checksumAlgorithm"))](const std::string &file) {
        const auto kind = archive::digestKind(QString::fromStdString(algorithm.empty() ? "sha256" : algorithm));
        if (!wanted.empty() && kind) {
            const auto digest = archive::fileDigest(QString::fromStdString(file), *kind);
            if (!digest || digest->compare(QString::fromStdString(wanted), Qt::CaseInsensitive) != 0)
                rules::refuse(rules::conflict("What lies at the address is another file than the manifest says: its "
                                              "checksum differs. Nothing was kept"));
        }
        if (std::rename(file.c_str(), place.c_str()) != 0)
            rules::refuse({507, "internal", "The file cannot be kept", {}});
        return std::filesystem::path(place).filename().string() + " is here";
    };
}

http::Response create(Call &call, WriteContext &context, const Family &family, UrlInstalls &fetches)
{
    const Object &given = call.object();
    const std::string name(jsontext::text(given, "filename"));
    if (!rules::isFileName(name))
        rules::refuse(rules::invalidPattern("filename", rules::fileNamePattern));
    const std::string_view platform = jsontext::text(given, "platform");
    if (platform != "windows" && platform != "linux" && platform != "darwin")
        rules::refuse(rules::notPermitted("platform", platform, {"windows", "linux", "darwin"}));
    if (rules::need(repository::documentByName(context.db, family.kind, name)))
        rules::refuse(rules::conflict("File " + name + " already exists", "unique-violation"));
    rules::need(repository::putDocument(context.db, family.kind, name, jsontext::toText(given)));
    const std::string url = addressIn(given);
    if (!fetches.canFetch(url))
        return http::Response::json(201, R"({"eventId":null})");
    const std::string shown = UrlInstalls::shown(url);
    const std::int64_t seq = beginEvent(
        context, call.actor,
        {family.fetchTopic, std::string(family.fetchTopic) + ':' + name, "Fetching " + name + " from " + shown,
         jsontext::toText(Object{{"name", name}, {"version", jsontext::text(given, "version")}, {"url", shown}})});
    context.afterCommit([seq, url, keep = keeping(family, given), &fetches] {
        if (!fetches.post(seq, url, largestFile, keep))
            log::warning(log::server, "too many files are being fetched already");
    });
    return http::Response::json(201, jsontext::toText(Object{{"eventId", context.eventIds().idOf(seq)}}));
}

http::Response patch(Call &call, WriteContext &context, const Family &family)
{
    const std::string name = fileName(call);
    const auto stored = rules::need(repository::documentByName(context.db, family.kind, name));
    if (!stored)
        rules::refuse(rules::notFound("File " + name + " not found"));
    Object manifest = jsontext::parseObject(stored->body);
    if (const Value *sources = jsontext::find(call.object(), "sources"))
        manifest["sources"] = *sources;
    rules::need(repository::putDocument(context.db, family.kind, name, jsontext::toText(manifest)));
    return http::Response::empty();
}

http::Response remove(Call &call, WriteContext &context, const Family &family)
{
    const std::string name = fileName(call);
    if (!rules::need(repository::removeDocument(context.db, family.kind, name)))
        rules::refuse(rules::notFound("File " + name + " not found"));
    context.afterCommit([path = family.folder + '/' + name] { std::remove(path.c_str()); });
    return http::Response::empty();
}

void upload(const std::shared_ptr<Call> &call, const http::Responder &reply, const Family &family)
{
    const std::string name = fileName(*call);
    {
        const auto db = call->store->read();
        if (!rules::need(repository::documentByName(*db, family.kind, name)))
            rules::refuse(rules::notFound("File " + name + " not found"));
    }
    if (call->request.bodyFile.empty())
        rules::refuse(rules::badRequest("Empty file"));
    if (std::rename(call->request.bodyFile.c_str(), (family.folder + '/' + name).c_str()) != 0)
        rules::refuse({507, "internal", "The upload cannot be kept", {}});
    reply.send(http::Response::empty());
}

void registerFamily(Api &api, const std::string &path, const Family &family, UrlInstalls &fetches)
{
    const std::string single = path + "/{file}";
    api.read("GET", path.c_str(), Access::User, [family](Call &call) { return list(call, family); });
    api.write("POST", path.c_str(), Access::Admin,
              [family, &fetches](Call &call, WriteContext &context) { return create(call, context, family, fetches); });
    api.write("PATCH", single.c_str(), Access::Admin,
              [family](Call &call, WriteContext &context) { return patch(call, context, family); });
    api.write("DELETE", single.c_str(), Access::Admin,
              [family](Call &call, WriteContext &context) { return remove(call, context, family); });
    api.free("PUT", single.c_str(), Access::Admin,
             [family](const std::shared_ptr<Call> &call, const http::Responder &reply) { upload(call, reply, family); },
             {largestFile, true});
    api.read("GET", single.c_str(), Access::User, [family](Call &call) {
        const std::string name = fileName(call);
        const bool isTar = name.ends_with(".tar.gz") || name.ends_with(".tar");
        return http::fileResponse(call.request, family.folder + '/' + name,
                                  isTar ? "application/x-tar" : http::contentTypeOf(name));
    });
}

} // namespace

void registerPackageRoutes(Api &api, const std::string &folder, UrlInstalls &fetches)
{
    const Family installers{documents::installer, "installers", "installer.install_from_url", folder, true};
    const Family packages{documents::dependencyPackage, "packages", "dependency_package.install_from_url", folder,
                          false};
    registerFamily(api, "/api/desktop/installers", installers, fetches);
    registerFamily(api, "/api/desktop/dependencyPackages", packages, fetches);
    registerFamily(api, "/api/desktop/dependency_packages", packages, fetches);
}

} // namespace hearth::server
