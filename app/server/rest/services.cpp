// SPDX-License-Identifier: Apache-2.0
// Services of addons and the machines that run them. A machine tells every few seconds what runs on it and is told what
// should.
#include "json_text/writer.h"
#include "repository/documents.h"
#include "repository/stamp.h"
#include "rules/names.h"
#include "server/addons/addons.h"
#include "server/media/served_file.h"
#include "server/rest/routes.h"

#include <algorithm>
#include <array>

namespace hearth::server
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;
using jsontext::Writer;
namespace documents = repository::documents;

/// After so long without a word of its machine nobody knows whether a service runs.
constexpr double silenceSeconds = 60;

constexpr std::array<std::string_view, 6> configKeys{"volumes", "ports", "memLimit", "user", "env", "storagePath"};

double secondsSince(std::string_view stamp)
{
    const std::int64_t seconds = secondsOf(repository::stampNow()) - secondsOf(std::string(stamp));
    return static_cast<double>(std::max<std::int64_t>(0, seconds));
}

void checkConfigValue(std::string_view key, const Value &value)
{
    const bool isList = key == "volumes" || key == "ports";
    const bool fits = value.is_null() || (isList         ? value.is_array()
                                          : key == "env" ? value.is_object()
                                                         : value.is_string());
    if (!fits)
        rules::refuse(rules::invalidField(std::string(key),
                                          isList         ? "value is not a valid list"
                                          : key == "env" ? "value is not a valid dict"
                                                         : "str type expected",
                                          "type_error"));
    if (isList && value.is_array())
        for (const Value &item : value.get_array())
            if (!item.is_string())
                rules::refuse(rules::invalidField(std::string(key), "str type expected", "type_error.str"));
}

// null takes a value away.
void applyConfig(const Object &given, Object &data)
{
    for (const std::string_view key : configKeys) {
        const Value *value = jsontext::find(given, key);
        if (!value)
            continue;
        checkConfigValue(key, *value);
        if (value->is_null())
            data.erase(key);
        else
            data[key] = *value;
    }
}

std::string required(const Object &body, const char *name)
{
    const Value *value = jsontext::find(body, name);
    if (!value || value->is_null())
        rules::refuse(rules::invalidField(name, "field required", "value_error.missing"));
    if (!value->is_string())
        rules::refuse(rules::invalidField(name, "str type expected", "type_error.str"));
    return std::string(value->get_string());
}

void checkHost(database::Connection &db, const std::string &hostname)
{
    if (!rules::need(repository::documentByName(db, documents::serviceHost, hostname)))
        rules::refuse(
            rules::conflict("hostname '" + hostname + "' is not present in table \"hosts\".", "foreign-key-violation"));
}

// What the addon says of a service of its own.
Object definitionOf(const Addons &addons, const std::string &name, const std::string &version,
                    const std::string &service)
{
    const auto addon = addons.find(name, version);
    if (!addon)
        rules::refuse(rules::notFound("Addon " + name + ' ' + version + " not found"));
    const Object *services = jsontext::object(addon->package, "services");
    const Object *found = services ? jsontext::object(*services, service) : nullptr;
    if (!found)
        rules::refuse(rules::notFound("Addon " + name + ' ' + version + " has no service " + service));
    return *found;
}

void appendService(Writer &w, const std::string &name, const Object &service)
{
    const std::string_view lastSeen = jsontext::text(service, "lastSeen");
    const double silence = lastSeen.empty() ? 0 : secondsSince(lastSeen);
    w.beginObject().member("name", name);
    for (const char *key : {"hostname", "addonName", "addonVersion", "service"})
        w.member(key, jsontext::text(service, key));
    w.member("shouldRun", jsontext::flag(service, "shouldRun"));
    w.member("isRunning", jsontext::flag(service, "isRunning") && silence < silenceSeconds);
    if (!lastSeen.empty())
        w.member("lastSeen", lastSeen).key("lastSeenDelta").real(silence);
    const Object *data = jsontext::object(service, "data");
    w.memberRaw("data", jsontext::toText(data ? *data : Object{})).endObject();
}

http::Response list(Call &call)
{
    std::string body;
    Writer w(body);
    w.beginObject().key("services").beginArray();
    for (const auto &document : rules::need(repository::documentsOf(*call.db, documents::service)))
        appendService(w, document.name, jsontext::parseObject(document.body));
    w.endArray().endObject();
    return http::Response::json(200, std::move(body));
}

http::Response spawn(Call &call, WriteContext &context, const Addons &addons)
{
    const std::string &name = call.param("name");
    const Object &body = call.object();
    if (!rules::isEntityName(name))
        rules::refuse(rules::invalidPattern("name", rules::entityNamePattern));
    const std::string hostname = required(body, "hostname");
    const std::string addon = required(body, "addonName");
    const std::string version = required(body, "addonVersion");
    const std::string service = required(body, "service");
    const Object definition = definitionOf(addons, addon, version, service);
    if (rules::need(repository::documentByName(context.db, documents::service, name)))
        rules::refuse(rules::conflict("Service with name '" + name + "' already exists.", "unique-violation"));
    checkHost(context.db, hostname);
    Object data;
    if (const std::string_view image = jsontext::text(definition, "image"); !image.empty())
        data["image"] = image;
    if (const Object *config = jsontext::object(body, "config"))
        applyConfig(*config, data);
    rules::need(repository::putDocument(context.db, documents::service, name,
                                        jsontext::toText(Object{{"hostname", hostname},
                                                                {"addonName", addon},
                                                                {"addonVersion", version},
                                                                {"service", service},
                                                                {"shouldRun", true},
                                                                {"isRunning", false},
                                                                {"data", std::move(data)}})));
    return http::Response::empty();
}

http::Response patch(Call &call, WriteContext &context)
{
    const std::string &name = call.param("name");
    const auto stored = rules::need(repository::documentByName(context.db, documents::service, name));
    if (!stored)
        rules::refuse(rules::notFound("Service " + name + " not found"));
    const Object &body = call.object();
    Object service = jsontext::parseObject(stored->body);
    if (const Value *should = jsontext::find(body, "shouldRun"); should && !should->is_null()) {
        if (!should->is_bool())
            rules::refuse(
                rules::invalidField("shouldRun", "value could not be parsed to a boolean", "type_error.bool"));
        service["shouldRun"] = *should;
    }
    if (const Value *host = jsontext::find(body, "hostname"); host && !host->is_null()) {
        const std::string hostname = required(body, "hostname");
        checkHost(context.db, hostname);
        if (hostname != jsontext::text(service, "hostname"))
            service["isRunning"] = false;
        service["hostname"] = hostname;
    }
    Object data = service["data"].is_object() ? service["data"].get_object() : Object{};
    if (const Object *config = jsontext::object(body, "config"))
        applyConfig(*config, data);
    applyConfig(body, data);
    service["data"] = std::move(data);
    rules::need(repository::putDocument(context.db, documents::service, name, jsontext::toText(service)));
    return http::Response::empty();
}

http::Response remove(Call &call, WriteContext &context)
{
    if (!rules::need(repository::removeDocument(context.db, documents::service, call.param("name"))))
        rules::refuse(rules::notFound("Service " + call.param("name") + " not found"));
    return http::Response::empty();
}

http::Response hosts(Call &call)
{
    std::string body;
    Writer w(body);
    w.beginObject().key("hosts").beginArray();
    for (const auto &document : rules::need(repository::documentsOf(*call.db, documents::serviceHost))) {
        const Object host = jsontext::parseObject(document.body);
        const Object *health = jsontext::object(host, "health");
        w.beginObject().member("name", document.name).member("lastSeen", jsontext::text(host, "lastSeen"));
        w.memberRaw("health", jsontext::toText(health ? *health : Object{})).endObject();
    }
    w.endArray().endObject();
    return http::Response::json(200, std::move(body));
}

double percentage(const Object &health, const char *name)
{
    const Value *value = health.if_contains(name);
    if (!value)
        return 0;
    if (!value->is_number())
        rules::refuse(
            rules::invalidField(std::string("health.") + name, "value is not a valid float", "type_error.float"));
    const double made = value->to_number<double>();
    if (!(made >= 0 && made <= 100))
        rules::refuse(rules::invalidField(std::string("health.") + name, "ensure this value is between 0 and 100",
                                          "value_error.number"));
    return made;
}

std::vector<std::string> runningNames(const Object &body)
{
    const Value *given = jsontext::find(body, "services");
    std::vector<std::string> made;
    if (!given || given->is_null())
        return made;
    if (!given->is_array())
        rules::refuse(rules::invalidField("services", "value is not a valid list", "type_error.list"));
    for (const Value &name : given->get_array()) {
        if (!name.is_string())
            rules::refuse(rules::invalidField("services", "str type expected", "type_error.str"));
        made.emplace_back(name.get_string());
    }
    return made;
}

http::Response heartbeat(Call &call, WriteContext &context)
{
    if (!call.user->isService)
        rules::refuse(rules::forbidden("Only services report a machine"));
    const Object &body = call.object();
    const std::string hostname = required(body, "hostname");
    const Object *health = jsontext::object(body, "health");
    if (hostname.empty() || hostname.size() > 255)
        rules::refuse(rules::invalidField("hostname", "the name of a machine is needed", "value_error"));
    if (!health)
        rules::refuse(rules::invalidField("health", "field required", "value_error.missing"));
    const std::vector<std::string> running = runningNames(body);
    const std::string now = repository::stampNow();
    rules::need(repository::putDocument(
        context.db, documents::serviceHost, hostname,
        jsontext::toText(
            Object{{"lastSeen", now},
                   {"health", Object{{"cpu", percentage(*health, "cpu")}, {"mem", percentage(*health, "mem")}}}})));
    std::string answer;
    Writer w(answer);
    w.beginObject().key("services").beginArray();
    for (const auto &document : rules::need(repository::documentsOf(context.db, documents::service))) {
        Object service = jsontext::parseObject(document.body);
        if (jsontext::text(service, "hostname") != hostname)
            continue;
        const bool isRunning = std::find(running.begin(), running.end(), document.name) != running.end();
        service["isRunning"] = isRunning;
        if (isRunning)
            service["lastSeen"] = now;
        rules::need(repository::putDocument(context.db, documents::service, document.name, jsontext::toText(service)));
        if (jsontext::flag(service, "shouldRun"))
            appendService(w, document.name, service);
    }
    w.endArray().endObject();
    return http::Response::json(200, std::move(answer));
}

} // namespace

void registerServiceRoutes(Api &api, Addons &addons)
{
    api.read("GET", "/api/services", Access::User, list).gives("services", "array");
    api.write("PUT", "/api/services/{name}", Access::Admin,
              [&addons](Call &call, WriteContext &context) { return spawn(call, context, addons); })
        .needs("hostname")
        .needs("addonName")
        .needs("addonVersion")
        .needs("service")
        .takes("config", "object");
    api.write("PATCH", "/api/services/{name}", Access::Admin, patch)
        .takes("shouldRun", "boolean")
        .takes("hostname")
        .takes("env", "object")
        .takes("volumes", "array");
    api.write("DELETE", "/api/services/{name}", Access::Admin, remove);
    api.read("GET", "/api/hosts", Access::User, hosts).gives("hosts", "array");
    api.write("POST", "/api/hosts/heartbeat", Access::User, heartbeat)
        .needs("hostname")
        .needs("health", "object")
        .takes("services", "array")
        .gives("services", "array");
}

} // namespace hearth::server
