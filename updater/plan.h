// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/platform.h"
#include "updater/bundle_choice.h"

namespace hearth::update
{

/// One thing a start needs on disk.
struct PlanItem {
    QString kind; ///< addon, dependency or development
    QString name;
    QString version; ///< of an addon
    QString folder;  ///< absolute; where it lies once it is there
    QString filename;
    QString checksum; ///< lower-case hex; empty: the server gives none
    QString checksumAlgorithm;
    qint64 size = 0; ///< bytes, 0: unknown
    std::vector<contract::Source> sources;
    QString developmentPath; ///< as the bundle writes it
    static constexpr auto fields()
    {
        return std::tuple{json::field("kind", &PlanItem::kind),
                          json::field("name", &PlanItem::name),
                          json::field("version", &PlanItem::version),
                          json::field("folder", &PlanItem::folder),
                          json::field("filename", &PlanItem::filename),
                          json::field("checksum", &PlanItem::checksum),
                          json::field("checksumAlgorithm", &PlanItem::checksumAlgorithm),
                          json::field("size", &PlanItem::size),
                          json::field("sources", &PlanItem::sources),
                          json::field("developmentPath", &PlanItem::developmentPath)};
    }
};

/// What one start needs of a bundle. The last good one is kept and starts Hearth without a server.
struct Plan {
    QString serverUrl;
    QString user;
    QString bundle;
    QString variant;
    bool isStaging = false;
    bool isDev = false;
    QString installerVersion;
    std::vector<PlanItem> items;
    QStringList problems; ///< what the bundle names and the server lacks; told, never silent
    static constexpr auto fields()
    {
        return std::tuple{json::field("serverUrl", &Plan::serverUrl),
                          json::field("user", &Plan::user),
                          json::field("bundle", &Plan::bundle),
                          json::field("variant", &Plan::variant),
                          json::field("isStaging", &Plan::isStaging),
                          json::field("isDev", &Plan::isDev),
                          json::field("installerVersion", &Plan::installerVersion),
                          json::field("items", &Plan::items),
                          json::field("problems", &Plan::problems)};
    }
    /// Equal for plans that put the same things on disk.
    [[nodiscard]] QString fingerprint() const;
};

struct PlanFolders {
    QString addons;
    QString dependencyPackages;
};

/// Decides what a bundle needs. Pure. Source: bootstrap contract 2.4.
[[nodiscard]] Plan makePlan(const BundleChoice &choice, const std::vector<contract::Addon> &addons,
                            const std::vector<contract::DependencyPackage> &packages, const PlanFolders &folders,
                            Platform platform);

/// What differs between two plans, one line each: "core 1.9.7 → 1.9.8". Pure.
[[nodiscard]] QStringList planDifferences(const Plan &before, const Plan &after);

} // namespace hearth::update
