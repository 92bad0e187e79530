// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/connection.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Small JSON documents of the studio, found by kind and name. What is changed goes into the change log.
namespace hearth::repository
{

struct Document {
    std::int64_t position = 0; ///< order of making
    std::string name;
    std::string body; ///< JSON
    std::string createdAt;
    std::string updatedAt;
};

namespace documents
{
inline constexpr const char *server = "server"; ///< secrets and identity of this server
inline constexpr const char *config = "config";
inline constexpr const char *attribute = "attribute";
inline constexpr const char *anatomyPreset = "anatomy_preset";
inline constexpr const char *accessGroup = "access_group"; ///< name: group, or group|project
inline constexpr const char *bundle = "bundle";
inline constexpr const char *settings = "settings";                  ///< name: addon|version|variant[|project]
inline constexpr const char *settingsRevision = "settings_revision"; ///< named as the settings
inline constexpr const char *siteSettings = "site_settings";         ///< name: addon|version|site|user
inline constexpr const char *site = "site";
inline constexpr const char *roots = "roots"; ///< name: project|site|user
inline constexpr const char *installer = "installer";
inline constexpr const char *dependencyPackage = "dependency_package";
inline constexpr const char *actionConfig = "action_config";
inline constexpr const char *secret = "secret";
inline constexpr const char *productType = "product_type";
inline constexpr const char *projectFolder = "project_folder";
inline constexpr const char *listFolder = "entity_list_folder"; ///< name: project|id
inline constexpr const char *view = "view";                     ///< name: project, or 0|type|id
inline constexpr const char *guest = "guest";                   ///< name: project|e-mail
inline constexpr const char *apiKey = "api_key";                ///< name: keyed hash
inline constexpr const char *serviceHost = "service_host";      ///< a machine that runs services
inline constexpr const char *service = "service";
inline constexpr const char *retention = "retention";
} // namespace documents

[[nodiscard]] Result<std::optional<Document>> documentByName(database::Connection &db, const char *kind,
                                                             std::string_view name);
/// In order of making.
[[nodiscard]] Result<std::vector<Document>> documentsOf(database::Connection &db, const char *kind);
/// Those whose name begins so.
[[nodiscard]] Result<std::vector<Document>> documentsStarting(database::Connection &db, const char *kind,
                                                              std::string_view start);
[[nodiscard]] Result<> putDocument(database::Connection &db, const char *kind, std::string_view name,
                                   std::string_view body);
/// \returns whether there was one
[[nodiscard]] Result<bool> removeDocument(database::Connection &db, const char *kind, std::string_view name);

} // namespace hearth::repository
