// SPDX-License-Identifier: Apache-2.0
// What the protocol lets bodies have. `!` marks a member that must be there; without a type it is a string.
#include "server/route_bodies.h"

#include <algorithm>
#include <array>
#include <string>

namespace hearth::server
{
namespace
{

struct Body {
    std::string_view route; ///< method and path, with {} for each element that varies
    std::string_view members;
};

// In the order of the routes.
constexpr auto bodies = std::to_array<Body>({
    {"PATCH /api/attributes/{}", "data:object position:integer scope:array"},
    {"PATCH /api/bundles/{}",
     "activeUser addonDevelopment:object addons:object dependencyPackages:object installerVersion isArchived:boolean "
     "isDev:boolean isProduction:boolean isStaging:boolean"},
    {"PATCH /api/desktop/dependencyPackages/{}", "sources:array"},
    {"PATCH /api/desktop/installers/{}", "sources:array"},
    {"PATCH /api/events/{}", "description payload:object progress:number project projectName retries:integer sender "
                             "status summary:object user"},
    {"PATCH /api/projectFolders/{}", "data:object label parentId"},
    {"PATCH /api/projects/{}", "active:boolean attrib:object code config:object data:object folderTypes:array label "
                               "library:boolean linkTypes:array statuses:array tags:array taskTypes:array"},
    {"PATCH /api/projects/{}/activities/{}", "appendFiles:boolean body data:object files:array tags:array"},
    {"PATCH /api/projects/{}/entityListFolders/{}", "access:object data:object label parentId"},
    {"PATCH /api/projects/{}/folders/{}", "active:boolean attrib:object createdBy data:object folderType label name "
                                          "parentId status tags:array thumbnailId updatedBy"},
    {"PATCH /api/projects/{}/lists/{}",
     "access:object active:boolean attrib:object data:object entityListFolderId label owner tags:array"},
    {"PATCH /api/projects/{}/lists/{}/items", "items:array mode"},
    {"PATCH /api/projects/{}/lists/{}/items/{}",
     "attrib:object data:object entityId label position:integer tags:array"},
    {"PATCH /api/projects/{}/products/{}", "active:boolean attrib:object createdBy data:object folderId name "
                                           "productBaseType productType status tags:array updatedBy"},
    {"PATCH /api/projects/{}/representations/{}", "active:boolean attrib:object createdBy data:object files:array name "
                                                  "status tags:array traits:object updatedBy versionId"},
    {"PATCH /api/projects/{}/tasks/{}", "active:boolean assignees:array attrib:object createdBy data:object folderId "
                                        "label name status tags:array taskType thumbnailId updatedBy"},
    {"PATCH /api/projects/{}/versions/{}", "active:boolean attrib:object author createdBy data:object productId status "
                                           "tags:array taskId thumbnailId updatedBy version:integer"},
    {"PATCH /api/projects/{}/versions/{}/reviewables", "sort:array"},
    {"PATCH /api/projects/{}/versions/{}/reviewables/{}", "label"},
    {"PATCH /api/projects/{}/workfiles/{}",
     "active:boolean attrib:object createdBy data:object path status tags:array taskId thumbnailId updatedBy"},
    {"PATCH /api/services/{}",
     "config:object env:object hostname memLimit ports:array shouldRun:boolean storagePath user volumes:array"},
    {"PATCH /api/users/{}", "active:boolean attrib:object data:object"},
    {"PATCH /api/users/{}/accessGroups", "accessGroups:array"},
    {"PATCH /api/users/{}/apikeys/{}", "expires:number label"},
    {"PATCH /api/users/{}/password", "apiKey password"},
    {"PATCH /api/users/{}/rename", "newName!"},
    {"PATCH /api/views/{}/{}", "label owner settings:object viewType"},
    {"POST /api/actions/abort/{}", "message"},
    {"POST /api/actions/config",
     "entityIds:array entitySubtypes:array entityType formData:object projectName value:object"},
    {"POST /api/actions/execute", "entityIds:array entitySubtypes:array entityType formData:object projectName"},
    {"POST /api/actions/list", "entityIds:array entitySubtypes:array entityType formData:object projectName"},
    {"POST /api/addons", "copyVariant:object"},
    {"POST /api/addons/{}/{}/overrides", "action! path!:array"},
    {"POST /api/addons/{}/{}/overrides/{}", "action! path!:array"},
    {"POST /api/anatomy/presets/{}/rename", "name!"},
    {"POST /api/auth/login", "name! password!"},
    {"POST /api/auth/sessions", "message userName"},
    {"POST /api/bundles",
     "name! activeUser addonDevelopment:object addons:object createdAt dependencyPackages:object installerVersion "
     "isArchived:boolean isDev:boolean isProduction:boolean isProject:boolean isStaging:boolean"},
    {"POST /api/bundles/check",
     "name! activeUser addonDevelopment:object addons:object createdAt dependencyPackages:object installerVersion "
     "isArchived:boolean isDev:boolean isProduction:boolean isProject:boolean isStaging:boolean"},
    {"POST /api/bundles/{}", "action!"},
    {"POST /api/config",
     "authentication:object cdn:object changelog:object customization:object project_options:object studio_name"},
    {"POST /api/connect", "key!"},
    {"POST /api/desktop/dependencyPackages",
     "filename! installerVersion! platform! checksum checksumAlgorithm distroShort pythonModules:object pythonVersion "
     "size:integer sourceAddons:object sources:array"},
    {"POST /api/desktop/installers",
     "filename! platform! version! checksum checksumAlgorithm distroShort pythonModules:object pythonVersion "
     "runtimePythonModules:object size:integer sources:array"},
    {"POST /api/enroll",
     "sourceTopic!:any targetTopic! description filter:object ignoreOlderThan:integer ignoreSenderTypes:array "
     "maxRetries:integer sender senderType sequential:boolean slothMode:boolean"},
    {"POST /api/eventops", "filter!:object type!"},
    {"POST /api/events", "topic! dependsOn description finished:boolean hash payload:object project reuse:boolean "
                         "sender store:boolean summary:object"},
    {"POST /api/hosts/heartbeat", "health!:object hostname! services:array"},
    {"POST /api/inbox", "projectName! status! all:boolean ids:array"},
    {"POST /api/migrateSettingsByBundle",
     "sourceBundle! sourceVariant! targetBundle! targetVariant! withProjects:boolean"},
    {"POST /api/onboarding/initialize", "adminName! adminPassword! adminEmail adminFullName"},
    {"POST /api/projectFolders", "label! data:object id parentId"},
    {"POST /api/projectFolders/assign", "projectNames!:array folderId"},
    {"POST /api/projectFolders/order", "order!:array"},
    {"POST /api/projects",
     "code! name! anatomy:object anatomyPreset assignUsers:boolean color label library:boolean skeleton:boolean"},
    {"POST /api/projects/{}/activities/{}/reactions", "reaction!"},
    {"POST /api/projects/{}/anatomy",
     "attributes:object entity_naming:object folder_types:array link_types:array product_base_types:object roots:array "
     "statuses:array tags:array task_types:array templates:object"},
    {"POST /api/projects/{}/bundle", "addons!:object addonMetadata:array dependencyPackageOptions:object "
                                     "dependencyPackages:object installerOptions:array installerVersion"},
    {"POST /api/projects/{}/bundles", "production staging"},
    {"POST /api/projects/{}/entityListFolders", "label! access:object data:object id parentId"},
    {"POST /api/projects/{}/entityListFolders/order", "order!:array"},
    {"POST /api/projects/{}/folders", "name! active:boolean attrib:object createdBy data:object folderType id label "
                                      "parentId status tags:array thumbnailId updatedBy"},
    {"POST /api/projects/{}/folders/search", "folderFilter:object folderSearch search taskFilter:object taskSearch"},
    {"POST /api/projects/{}/guests", "email! fullName"},
    {"POST /api/projects/{}/links", "input! output! data:object id link linkType name"},
    {"POST /api/projects/{}/links/bulk", "links!:array"},
    {"POST /api/projects/{}/lists",
     "entityType! label! access:object active:boolean attrib:object data:object entityListFolderId entityListType id "
     "items:array owner tags:array template:object"},
    {"POST /api/projects/{}/lists/{}/items",
     "entityId! attrib:object data:object id label position:integer tags:array"},
    {"POST /api/projects/{}/lists/{}/order", "order!:array"},
    {"POST /api/projects/{}/operations", "canFail:boolean operations:array raiseOnError:boolean waitForEvents:boolean"},
    {"POST /api/projects/{}/operations/activities", "canFail:boolean operations:array"},
    {"POST /api/projects/{}/operations/background",
     "canFail:boolean operations:array raiseOnError:boolean waitForEvents:boolean"},
    {"POST /api/projects/{}/products", "folderId! name! productType! active:boolean attrib:object createdBy "
                                       "data:object id productBaseType status tags:array updatedBy"},
    {"POST /api/projects/{}/rename", "name! code"},
    {"POST /api/projects/{}/repreContextFilter", "context:array names:array versionIds:array"},
    {"POST /api/projects/{}/representations", "name! versionId! active:boolean attrib:object createdBy data:object "
                                              "files:array id status tags:array traits:object updatedBy"},
    {"POST /api/projects/{}/suggest", "entityId! entityType!"},
    {"POST /api/projects/{}/tasks", "name! taskType! active:boolean assignees:array attrib:object createdBy "
                                    "data:object folderId id label status tags:array thumbnailId updatedBy"},
    {"POST /api/projects/{}/tasks/{}/assign", "mode! users!:array"},
    {"POST /api/projects/{}/tasksFolders", "filter:object search"},
    {"POST /api/projects/{}/uris", "entityType! ids:array"},
    {"POST /api/projects/{}/versions", "productId! version!:integer active:boolean attrib:object author createdBy "
                                       "data:object id status tags:array taskId thumbnailId updatedBy"},
    {"POST /api/projects/{}/workfiles",
     "path! taskId! active:boolean attrib:object createdBy data:object id status tags:array thumbnailId updatedBy"},
    {"POST /api/projects/{}/{}/{}/activities", "activityType! body data:object files:array id tags:array timestamp"},
    {"POST /api/projects/{}/{}/{}/watchers", "watchers!:array"},
    {"POST /api/query", "entity! filter:object limit:integer offset:integer"},
    {"POST /api/resolve", "uris!:array resolveRoots:boolean"},
    {"POST /api/system/restartRequired", "required!:boolean reason"},
    {"POST /api/users/acceptInvite", "token! password"},
    {"POST /api/users/passwordReset", "token! password"},
    {"POST /api/users/passwordResetRequest", "email!"},
    {"POST /api/users/{}/apikeys", "key! label! expires:number"},
    {"POST /api/users/{}/checkPassword", "password!"},
    {"POST /api/users/{}/invite", "message"},
    {"POST /api/users/{}/rename", "name!"},
    {"POST /api/views/{}", "label! settings!:object id viewType working:boolean"},
    {"POST /api/views/{}/default", "viewId!"},
    {"PUT /api/accessGroups/{}/{}", "actions:object activities:object advanced:object attrib_read:object "
                                    "attrib_write:object create:object delete:object endpoints:object links:object "
                                    "project:object publish:object read:object studio:object update:object"},
    {"PUT /api/anatomy/presets/{}",
     "attributes:object entity_naming:object folder_types:array link_types:array product_base_types:object roots:array "
     "statuses:array tags:array task_types:array templates:object"},
    {"PUT /api/attributes", "attributes:array deleteMissing:boolean"},
    {"PUT /api/attributes/{}", "data!:object position!:integer scope:array"},
    {"PUT /api/projects/{}", "code! active:boolean attrib:object config:object data:object folderTypes:array label "
                             "library:boolean linkTypes:array statuses:array tags:array taskTypes:array"},
    {"PUT /api/projects/{}/links/types/{}", "data:object"},
    {"PUT /api/projects/{}/teams/{}", "members!:array"},
    {"PUT /api/projects/{}/teams/{}/members/{}", "name! leader:boolean roles:array"},
    {"PUT /api/secrets/{}", "name value"},
    {"PUT /api/services/{}", "addonName! addonVersion! hostname! service! config:object"},
    {"PUT /api/users/{}", "active:boolean apiKey attrib:object data:object password"},
});

std::string routeOf(std::string_view method, std::string_view pattern)
{
    std::string made(method);
    made += ' ';
    bool isName = false;
    for (const char c : pattern) {
        if (c == '}')
            isName = false;
        if (!isName)
            made += c;
        if (c == '{')
            isName = true;
    }
    return made;
}

BodyMember memberOf(std::string_view word)
{
    const auto colon = word.find(':');
    BodyMember made{word.substr(0, colon), colon == std::string_view::npos ? "string" : word.substr(colon + 1)};
    made.isNeeded = made.name.ends_with('!');
    made.name.remove_suffix(made.isNeeded ? 1 : 0);
    return made;
}

} // namespace

std::vector<BodyMember> bodyOf(std::string_view method, std::string_view pattern)
{
    const std::string route = routeOf(method, pattern);
    const auto found =
        std::lower_bound(bodies.begin(), bodies.end(), route,
                         [](const Body &body, const std::string &wanted) { return body.route < wanted; });
    std::vector<BodyMember> made;
    if (found == bodies.end() || found->route != route)
        return made;
    for (std::string_view rest = found->members; !rest.empty();) {
        const auto space = std::min(rest.find(' '), rest.size());
        made.push_back(memberOf(rest.substr(0, space)));
        rest.remove_prefix(std::min(space + 1, rest.size()));
    }
    return made;
}

} // namespace hearth::server
