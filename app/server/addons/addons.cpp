// SPDX-License-Identifier: Apache-2.0
#include "server/addons/addons.h"

#include "archive/extract.h"
#include "core/entity_id.h"
#include "core/log.h"
#include "rules/names.h"
#include "server/addons/package_file.h"
#include "server/addons/settings_schema.h"
#include "server/background_event.h"

#include <QString>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace hearth::server
{
namespace
{

namespace fs = std::filesystem;

constexpr std::uintmax_t textLimit = 16 * 1024 * 1024;

std::string readText(const fs::path &path)
{
    std::error_code error;
    if (!fs::is_regular_file(path, error) || fs::file_size(path, error) > textLimit)
        return {};
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

jsontext::Object packageIn(const fs::path &folder)
{
    for (const char *file : packageFiles)
        if (const std::string text = readText(folder / file); !text.empty())
            return packageFields(file, text);
    return {};
}

std::shared_ptr<const Addon> readAddon(const fs::path &folder, const std::string &name, const std::string &version)
{
    auto made = std::make_shared<Addon>();
    made->name = name;
    made->version = version;
    made->package = packageIn(folder);
    made->title = jsontext::text(made->package, "title");
    if (made->title.empty())
        made->title = name;
    made->folder = folder.string();
    std::error_code error;
    made->hasClient = fs::is_regular_file(folder / "private" / "client.zip", error);
    made->clientProject = simpleToml(readText(folder / "private" / "pyproject.toml"));
    const jsontext::Object settings = jsontext::parseObject(readText(folder / ".hearth" / "settings.json"));
    made->problem = jsontext::text(settings, "problem");
    if (const jsontext::Object *own = jsontext::object(settings, "class"))
        made->own = *own;
    if (const jsontext::Object *hooks = jsontext::object(settings, "hooks"))
        made->hooks = *hooks;
    if (const jsontext::Object *package = jsontext::object(settings, "package")) {
        made->package = *package;
        if (const std::string_view told = jsontext::text(*package, "title"); !told.empty())
            made->title = told;
    }
    if (const jsontext::Object *defaults = jsontext::object(settings, "siteDefaults")) {
        made->hasSiteSettings = true;
        made->siteDefaults = *defaults;
        if (const jsontext::Object *schema = jsontext::object(settings, "siteSchema"))
            made->siteSchema = *schema;
    }
    if (const jsontext::Object *defaults = jsontext::object(settings, "defaults")) {
        made->hasSettings = true;
        made->defaults = *defaults;
        if (const jsontext::Object *schema = jsontext::object(settings, "schema"))
            made->schema = *schema;
    }
    return made;
}

std::shared_ptr<const Addon> builtinApplications(const std::string &resources)
{
    const jsontext::Object file =
        jsontext::parseObject(readText(fs::path(resources) / "applications" / "applications.json"));
    const jsontext::Object *settings = jsontext::object(file, "settings");
    if (!settings)
        return nullptr;
    auto made = std::make_shared<Addon>();
    made->name = Addons::applications;
    made->version = jsontext::text(file, "version");
    made->title = jsontext::text(file, "title");
    made->hasSettings = true;
    made->defaults = *settings;
    made->schema = schemaOfDefaults(*settings, made->title + ' ' + made->version);
    return made;
}

} // namespace

Addons::Addons(Store &store, std::string folder, std::string spoolFolder, std::string resourcesFolder)
    : m_store(store), m_folder(std::move(folder)), m_spoolFolder(std::move(spoolFolder)),
      m_resourcesFolder(std::move(resourcesFolder)), m_reader(m_resourcesFolder + "/server/read_settings.py")
{
}

Addons::~Addons()
{
    for (std::thread &install : m_installs)
        install.join();
}

void Addons::scan()
{
    std::map<std::string, std::map<std::string, std::shared_ptr<const Addon>>> found;
    if (!m_resourcesFolder.empty())
        if (const auto builtin = builtinApplications(m_resourcesFolder))
            found[builtin->name][builtin->version] = builtin;
    std::error_code error;
    for (const auto &addon : fs::directory_iterator(m_folder, error)) {
        const std::string name = addon.path().filename().string();
        if (!addon.is_directory(error) || !rules::isAddonName(name))
            continue;
        for (const auto &version : fs::directory_iterator(addon.path(), error)) {
            const std::string number = version.path().filename().string();
            if (version.is_directory(error) && rules::isAddonVersion(number))
                found[name][number] = readAddon(version.path(), name, number);
        }
    }
    const std::lock_guard lock(m_mutex);
    m_addons = std::move(found);
}

std::shared_ptr<const Addon> Addons::find(const std::string &name, const std::string &version) const
{
    const std::lock_guard lock(m_mutex);
    const auto addon = m_addons.find(name);
    if (addon == m_addons.end())
        return nullptr;
    const auto found = addon->second.find(version);
    return found == addon->second.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<const Addon>> Addons::all() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<std::shared_ptr<const Addon>> made;
    for (const auto &[name, versions] : m_addons)
        for (const auto &[version, addon] : versions)
            made.push_back(addon);
    return made;
}

Addons::Package Addons::inspect(const std::string &zipFile) const
{
    for (const char *file : packageFiles) {
        const auto text = archive::readArchiveMember(QString::fromStdString(zipFile), QString::fromLatin1(file));
        if (!text)
            continue;
        const jsontext::Object fields = packageFields(file, text->toStdString());
        Package package{std::string(jsontext::text(fields, "name")), std::string(jsontext::text(fields, "version")),
                        std::string(jsontext::text(fields, "title"))};
        if ((package.name.empty() || package.version.empty()) && std::string_view(file).ends_with(".py"))
            package = readPackage(text->toStdString());
        if (!rules::isAddonName(package.name) || !rules::isAddonVersion(package.version))
            rules::refuse(rules::conflict(std::string("Unsupported addon format: name or version of ") + file +
                                          " cannot be those of an addon"));
        return package;
    }
    rules::refuse(rules::conflict("Unsupported addon format"));
}

// What is not written there as a plain text must be computed, which only the child may do.
Addons::Package Addons::readPackage(const std::string &python) const
{
    const std::string file = m_spoolFolder + "/package-" + randomHex(8) + ".py";
    std::ofstream(file, std::ios::binary) << python;
    const jsontext::Object answer = m_reader.readPackage(file);
    std::error_code ignored;
    fs::remove(file, ignored);
    const jsontext::Object *told = jsontext::object(answer, "package");
    if (!told)
        rules::refuse(rules::conflict(
            "Unsupported addon format: package.py cannot be read: " +
            (answer.empty() ? std::string("there is no Python on this computer, so name and version must be "
                                          "plain texts")
                            : std::string(jsontext::text(answer, "problem")))));
    return {std::string(jsontext::text(*told, "name")), std::string(jsontext::text(*told, "version")),
            std::string(jsontext::text(*told, "title"))};
}

std::string Addons::put(const std::string &zipFile, const Package &package)
{
    const std::string problem = unpack(zipFile, package);
    scan();
    tellOthers();
    return "Addon " + package.name + ' ' + package.version + " installed" +
           (problem.empty() ? std::string() : "; its settings cannot be read and it counts as broken: " + problem);
}

void Addons::install(std::string zipFile, Package package, std::int64_t eventSeq)
{
    const std::lock_guard lock(m_installMutex);
    m_installs.emplace_back([this, zipFile = std::move(zipFile), package = std::move(package), eventSeq] {
        try {
            const std::string told = put(zipFile, package);
            finishEvent(m_store, eventSeq, true, told);
        } catch (const rules::Refusal &refusal) {
            finishEvent(m_store, eventSeq, false, refusal.failure().detail);
        } catch (const std::exception &error) {
            log::error(log::server, "addon {} {}: {}", package.name, package.version, error.what());
            finishEvent(m_store, eventSeq, false, "The addon could not be put in place");
        }
        std::error_code ignored;
        fs::remove(zipFile, ignored);
    });
}

// Unpacked beside its place, then renamed: a version is there whole or not at all.
std::string Addons::unpack(const std::string &zipFile, const Package &package)
{
    const fs::path staged = fs::path(m_spoolFolder) / ("addon-" + randomHex(8));
    archive::ExtractLimits limits;
    limits.totalBytes = 8LL * 1024 * 1024 * 1024;
    limits.entries = 200000;
    const auto unpacked =
        archive::extractArchive(QString::fromStdString(zipFile), QString::fromStdString(staged.string()), limits);
    if (!unpacked)
        rules::refuse(rules::conflict("Unsupported addon format: " + unpacked.error().message.toStdString()));
    const fs::path content = fs::is_directory(staged / "addon") ? staged / "addon" : staged;
    for (const char *file : packageFiles)
        if (content != staged && fs::exists(staged / file) && !fs::exists(content / file))
            fs::copy_file(staged / file, content / file);
    fs::remove_all(content / ".hearth"); // never from the archive itself
    const std::string title = package.title.empty() ? package.name : package.title;
    const jsontext::Object told =
        m_reader.readAddon(content.string(), title + ' ' + package.version, package.name, package.version);
    const std::string problem(jsontext::text(told, "problem"));
    if (!problem.empty())
        log::warning(log::server, "addon {} {}: {}", package.name, package.version, problem);
    if (!told.empty()) {
        fs::create_directories(content / ".hearth");
        std::ofstream(content / ".hearth" / "settings.json", std::ios::binary) << jsontext::toText(told);
    }
    const fs::path place = fs::path(m_folder) / package.name / package.version;
    fs::create_directories(place.parent_path());
    const fs::path old = fs::path(m_spoolFolder) / ("replaced-" + randomHex(8));
    if (fs::exists(place))
        fs::rename(place, old);
    fs::rename(content, place);
    std::error_code ignored;
    fs::remove_all(old, ignored);
    fs::remove_all(staged, ignored);
    return problem;
}

void Addons::tellOthers()
{
    Notice notice;
    notice.addons = true;
    m_store.tell(std::move(notice));
}

bool Addons::remove(const std::string &name, const std::string &version)
{
    if (!rules::isAddonName(name) || (!version.empty() && !rules::isAddonVersion(version)))
        return false;
    const fs::path place = version.empty() ? fs::path(m_folder) / name : fs::path(m_folder) / name / version;
    std::error_code error;
    if (!fs::is_directory(place, error))
        return false;
    const fs::path old = fs::path(m_spoolFolder) / ("removed-" + randomHex(8));
    fs::rename(place, old, error);
    if (error)
        return false;
    fs::remove_all(old, error);
    scan();
    tellOthers();
    return true;
}

} // namespace hearth::server
