// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/api.h"

namespace hearth::server
{

class Snapshots;
class BackgroundOperations;
class PasswordHasher;
class Addons;
class UrlInstalls;
class EventHub;
class SecretBox;
struct Media;
struct ServerInfo;
class ServedCounts;
class Retention;

/// Refuses (403) a manager who would change an administrator or a service.
void checkMayTouch(const Call &call, const repository::UserRow &row);

/// Access groups as a user may have them: projects and groups that are not there are left out, as are empty entries.
[[nodiscard]] jsontext::Object knownGroups(WriteContext &context, const jsontext::Object &given);
/// Refuses (400) a text that cannot be an API key.
void checkKeyText(const std::string &key);
/// The keys that a user has by name go with the user.
void removeKeysOf(WriteContext &context, const std::string &user);
void removeAvatar(WriteContext &context, const Media &media, const std::string &user);

/// A restart that was asked for has happened.
void forgetRestartWish(WriteContext &context);

/// One function a resource; each registers its routes.
void registerEntityRoutes(Api &api);
void registerOperationRoutes(Api &api, BackgroundOperations &background);
void registerTreeRoutes(Api &api, Snapshots &snapshots);
void registerProjectRoutes(Api &api, Media &media);
void registerProjectPlaceRoutes(Api &api);
void registerAttributeRoutes(Api &api);
void registerAnatomyRoutes(Api &api);
/// \param allowsPlain passwords from other machines without https
void registerAuthRoutes(Api &api, PasswordHasher &hasher, bool allowsPlain);
void registerUserRoutes(Api &api, PasswordHasher &hasher, Media &media);
void registerApiKeyRoutes(Api &api);
void registerAvatarRoutes(Api &api, Media &media);
void registerInvitationRoutes(Api &api);
void registerProjectPeopleRoutes(Api &api);
void registerUserAccountRoutes(Api &api);
void registerInfoRoutes(Api &api, const ServerInfo &info);
void registerObservationRoutes(Api &api, const ServedCounts &counts, const ServerInfo &info);
void registerHistoryRoutes(Api &api, WorkPool &pool, Retention &retention);
void registerEventRoutes(Api &api, EventHub &hub);
void registerEnrollRoutes(Api &api);
void registerBundleRoutes(Api &api, Addons &addons);
void registerProjectBundleRoutes(Api &api, Addons &addons);
void registerAddonRoutes(Api &api, Addons &addons, UrlInstalls &fetches, WorkPool &pool);
void registerSettingsRoutes(Api &api, Addons &addons);
void registerPackageRoutes(Api &api, const std::string &folder, UrlInstalls &fetches);
void registerActionRoutes(Api &api, Addons &addons);
void registerPageRoutes(Api &api, const ServerInfo &info);
void registerConfigRoutes(Api &api, Media &media);
void registerSecretRoutes(Api &api, SecretBox &box);
/// Seals what was stored before there was a key, or by the setup.
void sealSecrets(WriteContext &context, SecretBox &box);
void registerLinkRoutes(Api &api);
void registerAccessGroupRoutes(Api &api);
void registerThumbnailRoutes(Api &api, Media &media, EventHub &hub);
void registerFileRoutes(Api &api, Media &media);
void registerReviewableRoutes(Api &api, Media &media);
void registerActivityRoutes(Api &api, Media &media);
void registerWatcherRoutes(Api &api);
void registerSuggestRoutes(Api &api);
void registerInboxRoutes(Api &api);
void registerTeamRoutes(Api &api);
void registerListRoutes(Api &api);
void registerLabelFolderRoutes(Api &api);
void registerViewRoutes(Api &api);
void registerGuestRoutes(Api &api);
void registerDashboardRoutes(Api &api);
void registerServiceRoutes(Api &api, Addons &addons);
void registerEventSelectionRoutes(Api &api);
void registerLookupRoutes(Api &api, WorkPool &pool);
void registerUriRoutes(Api &api);
void registerVocabularyRoutes(Api &api);
void registerGroupingRoutes(Api &api);
void registerSettingsMigrationRoutes(Api &api, Addons &addons);
void registerMetricsRoutes(Api &api, Addons &addons, const ServerInfo &info);
void registerCloudRoutes(Api &api);

} // namespace hearth::server
