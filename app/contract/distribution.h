// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/json_fields.h"

/// Bundles, addons and dependency packages as the wire gives them.
namespace hearth::contract
{

/// A developer's source of an addon: a folder, or git+<url>#<branch|tag|commit>[:<subfolder>].
struct DevelopmentAddon {
    bool enabled = false;
    QString path;
    static constexpr auto fields()
    {
        return std::tuple{json::field("enabled", &DevelopmentAddon::enabled),
                          json::field("path", &DevelopmentAddon::path)};
    }
};

struct Bundle {
    QString name;
    QMap<QString, QString> addons; ///< name to version; an empty version means not in the bundle
    QString installerVersion;
    QMap<QString, QString> dependencyPackages; ///< platform to file name
    QMap<QString, DevelopmentAddon> addonDevelopment;
    bool isProduction = false;
    bool isStaging = false;
    bool isDev = false;
    bool isProject = false;
    bool isArchived = false;
    QString activeUser;
    static constexpr auto fields()
    {
        return std::tuple{json::field("name", &Bundle::name),
                          json::field("addons", &Bundle::addons),
                          json::field("installerVersion", &Bundle::installerVersion),
                          json::field("dependencyPackages", &Bundle::dependencyPackages),
                          json::field("addonDevelopment", &Bundle::addonDevelopment),
                          json::field("isProduction", &Bundle::isProduction),
                          json::field("isStaging", &Bundle::isStaging),
                          json::field("isDev", &Bundle::isDev),
                          json::field("isProject", &Bundle::isProject),
                          json::field("isArchived", &Bundle::isArchived),
                          json::field("activeUser", &Bundle::activeUser)};
    }
};

struct BundleList {
    std::vector<Bundle> bundles;
    QString productionBundle;
    QString stagingBundle;
    static constexpr auto fields()
    {
        return std::tuple{json::field("bundles", &BundleList::bundles),
                          json::field("productionBundle", &BundleList::productionBundle),
                          json::field("stagingBundle", &BundleList::stagingBundle)};
    }
};

/// Where an archive can be had. Types in use: server, http, filesystem.
struct Source {
    QString type;
    QString filename;
    QString url;
    QJsonValue path; ///< filesystem: an object with a path per platform
    static constexpr auto fields()
    {
        return std::tuple{json::field("type", &Source::type), json::field("filename", &Source::filename),
                          json::field("url", &Source::url), json::field("path", &Source::path)};
    }
};

struct DependencyPackage {
    QString filename;
    QString platform;
    qint64 size = 0;
    QString checksum;
    QString checksumAlgorithm;
    std::vector<Source> sources;
    static constexpr auto fields()
    {
        return std::tuple{json::field("filename", &DependencyPackage::filename),
                          json::field("platform", &DependencyPackage::platform),
                          json::field("size", &DependencyPackage::size),
                          json::field("checksum", &DependencyPackage::checksum),
                          json::field("checksumAlgorithm", &DependencyPackage::checksumAlgorithm),
                          json::field("sources", &DependencyPackage::sources)};
    }
};

struct AddonVersion {
    std::optional<std::vector<Source>> clientSourceInfo; ///< absent: nothing to distribute
    QString checksum;
    QString checksumAlgorithm;
    bool isBroken = false;
    static constexpr auto fields()
    {
        return std::tuple{json::field("clientSourceInfo", &AddonVersion::clientSourceInfo),
                          json::field("checksum", &AddonVersion::checksum),
                          json::field("checksumAlgorithm", &AddonVersion::checksumAlgorithm),
                          json::field("isBroken", &AddonVersion::isBroken)};
    }
};

struct Addon {
    QString name;
    QString title;
    QMap<QString, AddonVersion> versions;
    static constexpr auto fields()
    {
        return std::tuple{json::field("name", &Addon::name), json::field("title", &Addon::title),
                          json::field("versions", &Addon::versions)};
    }
};

} // namespace hearth::contract
