// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"
#include "rules/failure.h"
#include "server/addons/package_reader.h"
#include "server/store.h"

#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace hearth::server
{

/// One version of an addon as it lies on disk; never changes.
struct Addon {
    std::string name;
    std::string version;
    std::string title;
    std::string folder;             ///< empty for the built-in one
    bool hasClient = false;         ///< private/client.zip is there
    jsontext::Object clientProject; ///< of private/pyproject.toml
    bool hasSettings = false;
    jsontext::Object defaults; ///< settings
    jsontext::Object schema;   ///< of the settings
    bool hasSiteSettings = false;
    jsontext::Object siteDefaults;
    jsontext::Object siteSchema;
    jsontext::Object package; ///< what package.py assigns besides
    jsontext::Object own;   ///< what its class says: frontend_scopes, frontend_modules, addon_type, system, description
    jsontext::Object hooks; ///< by name, what those methods answered that other addons ask for
    std::string problem;    ///< why its code could not be read; empty when it could
};

/// The addons this server has: folders `<addons>/<name>/<version>/`, and the applications it brings itself.
/// Threads: any.
class Addons
{
public:
    static constexpr const char *applications = "applications";

    Addons(Store &store, std::string folder, std::string spoolFolder, std::string resourcesFolder);
    ~Addons();
    Addons(const Addons &) = delete;
    Addons &operator=(const Addons &) = delete;

    /// Reads the folders anew.
    void scan();
    [[nodiscard]] std::shared_ptr<const Addon> find(const std::string &name, const std::string &version) const;
    /// Sorted by name, then by version.
    [[nodiscard]] std::vector<std::shared_ptr<const Addon>> all() const;

    struct Package {
        std::string name;
        std::string version;
        std::string title;
    };
    /// What a zip says it is. Refuses (409) what is no addon package. May ask a child; not on an IO thread.
    [[nodiscard]] Package inspect(const std::string &zipFile) const;
    /// Unpacks a zip into its place and looks at what is there anew. Refuses what cannot be unpacked. May take long.
    /// \returns what to tell of it
    [[nodiscard]] std::string put(const std::string &zipFile, const Package &package);
    /// The same on a thread of its own, then finishes the event. Takes the file.
    void install(std::string zipFile, Package package, std::int64_t eventSeq);
    /// Removes one version, or all of them for an empty version. \returns false when there is none
    [[nodiscard]] bool remove(const std::string &name, const std::string &version);

private:
    [[nodiscard]] Package readPackage(const std::string &python) const;
    /// \returns why its settings cannot be read; empty when they can
    [[nodiscard]] std::string unpack(const std::string &zipFile, const Package &package);
    void tellOthers();

    Store &m_store;
    const std::string m_folder;
    const std::string m_spoolFolder;
    const std::string m_resourcesFolder;
    const PackageReader m_reader;
    mutable std::mutex m_mutex;
    std::map<std::string, std::map<std::string, std::shared_ptr<const Addon>>> m_addons;
    std::mutex m_installMutex; ///< one at a time
    std::list<std::thread> m_installs;
};

} // namespace hearth::server
