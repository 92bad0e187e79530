// SPDX-License-Identifier: Apache-2.0
// Installers of the desktop and dependency packages: a manifest in the database, a file in the packages folder.
#include "core/log.h"
#include "json_text/writer.h"
#include "repository/documents.h"
#include "rules/names.h"
#include "server/rest/routes.h"

#include <sys/stat.h>

#include <cstdio>

namespace hearth::server
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;
namespace documents = repository::documents;

struct Family {
    const char *kind;
    const char *listKey;
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

http::Response create(Call &call, WriteContext &context, const Family &family)
{
    const Object &given = call.object();
    const std::string name(jsontext::text(given, "filename"));
    if (!rules::isFileName(name))
        rules::refuse(rules::invalidPattern("filename", rules::fileNamePattern));
    const std::string_view platform = jsontext::text(given, "platform");
    if (platform != "windows" && platform != "linux" && platform != "darwin")
        rules::refuse(rules::invalidField("platform", "unexpected value; permitted: 'windows', 'linux', 'darwin'",
                                          "value_error.const"));
    if (rules::need(repository::documentByName(context.db, family.kind, name)))
        rules::refuse(rules::conflict("File " + name + " already exists", "unique-violation"));
    rules::need(repository::putDocument(context.db, family.kind, name, jsontext::toText(given)));
    return http::Response::json(201, R"({"eventId":null})");
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

void registerFamily(Api &api, const std::string &path, const Family &family)
{
    const std::string single = path + "/{file}";
    api.read("GET", path.c_str(), Access::User, [family](Call &call) { return list(call, family); });
    api.write("POST", path.c_str(), Access::Admin,
              [family](Call &call, WriteContext &context) { return create(call, context, family); });
    api.write("PATCH", single.c_str(), Access::Admin,
              [family](Call &call, WriteContext &context) { return patch(call, context, family); });
    api.write("DELETE", single.c_str(), Access::Admin,
              [family](Call &call, WriteContext &context) { return remove(call, context, family); });
    api.free("PUT", single.c_str(), Access::Admin,
             [family](const std::shared_ptr<Call> &call, const http::Responder &reply) { upload(call, reply, family); },
             {16ull * 1024 * 1024 * 1024, true});
    api.read("GET", single.c_str(), Access::User, [family](Call &call) {
        const std::string name = fileName(call);
        const bool isTar = name.ends_with(".tar.gz") || name.ends_with(".tar");
        return http::fileResponse(call.request, family.folder + '/' + name,
                                  isTar ? "application/x-tar" : http::contentTypeOf(name));
    });
}

} // namespace

void registerPackageRoutes(Api &api, const std::string &folder)
{
    registerFamily(api, "/api/desktop/installers", {documents::installer, "installers", folder, true});
    registerFamily(api, "/api/desktop/dependencyPackages", {documents::dependencyPackage, "packages", folder, false});
    registerFamily(api, "/api/desktop/dependency_packages", {documents::dependencyPackage, "packages", folder, false});
}

} // namespace hearth::server
