// SPDX-License-Identifier: Apache-2.0
#include "server/server.h"

#include "core/clock.h"
#include "core/entity_id.h"
#include "core/log.h"
#include "json_text/writer.h"
#include "repository/media.h"
#include "rules/project_rules.h"
#include "server/addons/addons.h"
#include "server/auth/password_hasher.h"
#include "server/background_event.h"
#include "server/background_operations.h"
#include "server/events/event_hub.h"
#include "server/graphql/endpoint.h"
#include "server/media/media.h"
#include "server/repeating.h"
#include "server/rest/routes.h"
#include "server/retention.h"
#include "server/secret_box.h"
#include "server/served_counts.h"
#include "server/server_info.h"
#include "server/snapshots.h"
#include "server/url_installs.h"

#include <QString>

#include <filesystem>

namespace hearth::server
{
namespace
{

void answerUnknownPath(http::Request &request, const http::Responder &reply)
{
    std::string what = "File ";
    if (request.path.starts_with("/api/addons/"))
        what = "Addon endpoint ";
    else if (request.path.starts_with("/api/"))
        what = "API endpoint ";
    std::string body;
    jsontext::Writer(body)
        .beginObject()
        .member("code", 404)
        .member("detail", what + request.path + " not found")
        .member("path", request.path)
        .endObject();
    reply.send(http::Response::json(404, std::move(body)));
}

class ApiServerImpl final : public ApiServer
{
public:
    ApiServerImpl(Store &store, ServerSetup setup)
        : m_store(store), m_setup(std::move(setup)),
          m_spoolName(store.hasNeighbours() ? '/' + randomHex(8) : std::string()),
          m_authenticator(store, m_clock, m_setup.sessions), m_hub(store, m_authenticator), m_audit(store, m_clock),
          m_api(m_router, store, m_authenticator, m_audit),
          m_addons(store, m_setup.dataFolder + "/addons", spoolFolder(), m_setup.resourcesFolder),
          m_urlInstalls(store, m_setup.urls, spoolFolder()),
          m_media{MediaStore(m_setup.dataFolder + "/media"), MediaTools(m_setup.mediaToolsFolder), {}},
          m_secrets(databaseFile() + ".key"), m_retention(store, m_media, m_clock, spoolFolder()),
          m_folderSpace({m_setup.dataFolder, std::filesystem::path(databaseFile()).parent_path().string()}),
          m_gate(m_setup.space ? *m_setup.space : m_folderSpace, m_clock, m_setup.leastFreeBytes)
    {
    }

    // A handler of the router may hold a responder of a connection, never this object; the writer may still hold
    // callbacks.
    ~ApiServerImpl() override
    {
        m_retention.stop();
        m_urlInstalls.stop();
        m_daily.reset();
        m_spaceWatch.reset();
        m_media.pool.finish();
        m_store.setGate(nullptr);
        // Writes that were posted before this one hold parts of this object until they are done.
        (void)m_store.writeAndWait([](WriteContext &) { return http::Response::empty(); });
        m_store.setEventListener({});
        m_store.setNoticeListener({});
        std::error_code ignored;
        if (!m_spoolName.empty())
            std::filesystem::remove_all(spoolFolder(), ignored);
    }

    Result<> prepare()
    {
        std::error_code error;
        for (const std::string &folder :
             {std::string("/addons"), "/spool" + m_spoolName, std::string("/packages"), std::string("/media")})
            std::filesystem::create_directories(m_setup.dataFolder + folder, error);
        if (error)
            return fail(ErrorKind::Forbidden, QStringLiteral("The data folder cannot be written."),
                        QString::fromStdString(error.message()));
        sweepSpool();
        m_info.helpFolder = m_setup.resourcesFolder.empty() ? std::string() : m_setup.resourcesFolder + "/help";
        m_info.diskFolder = std::filesystem::path(databaseFile()).parent_path().string();
        m_addons.scan();
        m_store.setEventListener([this](const Store::Events &stored, const Store::Events &passing) {
            for (const auto &event : stored)
                m_hub.publish(event);
            for (const auto &event : passing)
                m_hub.pass(event);
        });
        m_store.setNoticeListener([this](const Notice &notice, const Store::Events &stored) {
            if (notice.logins || notice.isEverything)
                m_authenticator.forgetHere();
            if (notice.addons)
                m_addons.scan();
            m_hub.hear(notice, stored);
        });
        const auto sealed = m_store.writeAndWait([this](WriteContext &context) {
            sealSecrets(context, m_secrets);
            if (!m_store.hasNeighbours())
                failInterrupted(context);
            return http::Response::empty();
        });
        if (!sealed)
            log::error(log::server,
                       "what the last run left is not put in order, secrets may lie open in the database: {}",
                       sealed.error().detail);
        registerAll();
        m_store.setGate(&m_gate);
        (void)m_gate.look();
        m_spaceWatch = std::make_unique<Repeating>(std::chrono::seconds(1), [this] {
            if (m_gate.look())
                m_authenticator.storeAdopted();
        });
        m_daily = std::make_unique<Repeating>(std::chrono::minutes(10), std::chrono::hours(24),
                                              [this] { m_retention.runDaily(); });
        (void)m_media.pool.post([this] { sweepMedia(); });
        return {};
    }

    const http::Router &router() const override { return m_router; }
    bool takesFiles() const override { return m_gate.isOpen(); }
    void served(const http::Served &one) override { m_counts.count(one); }
    std::string spoolFolder() const override { return m_setup.dataFolder + "/spool" + m_spoolName; }

    void started() override
    {
        m_store.write(
            [](WriteContext &context) {
                forgetRestartWish(context);
                context.emit(
                    rules::need(rules::storeEvent(context.db, {}, "server.started", {}, "Server started", "{}", "{}")));
                return http::Response::empty();
            },
            {});
    }

private:
    // Also where the database is elsewhere, so that the key of the secrets stays beside the data when it moves.
    [[nodiscard]] std::string databaseFile() const
    {
        const std::string file = m_store.source().file();
        return file.empty() ? m_setup.dataFolder + "/hearth.db" : file;
    }

    // Of uploads that an earlier run did not end; where other servers share the folder, only what is old.
    void sweepSpool() const
    {
        std::error_code error;
        const auto dayAgo = std::filesystem::file_time_type::clock::now() - std::chrono::hours(24);
        for (const auto &left : std::filesystem::directory_iterator(m_setup.dataFolder + "/spool", error))
            if (!m_store.hasNeighbours() || left.last_write_time(error) < dayAgo)
                std::filesystem::remove_all(left.path(), error);
    }

    // Of uploads whose change was never stored, because the server ended in between.
    void sweepMedia()
    {
        try {
            const auto db = m_store.read();
            m_media.store.sweep(rules::need(repository::mediaNames(*db, 0)), std::chrono::hours(1));
        } catch (const rules::Refusal &refusal) {
            log::warning(log::server, "left-over media were not looked for: {}", refusal.failure().detail);
        }
    }

    void registerAll()
    {
        m_router.setUnknownPath(answerUnknownPath);
        registerInfoRoutes(m_api, m_info);
        registerObservationRoutes(m_api, m_counts, m_info);
        registerAuthRoutes(m_api, m_hasher, m_setup.allowsPlainLogin);
        registerUserRoutes(m_api, m_hasher, m_media);
        registerApiKeyRoutes(m_api);
        registerAvatarRoutes(m_api, m_media);
        registerInvitationRoutes(m_api);
        registerProjectPeopleRoutes(m_api);
        registerProjectRoutes(m_api, m_media);
        registerProjectPlaceRoutes(m_api);
        registerEntityRoutes(m_api);
        registerTreeRoutes(m_api, m_snapshots);
        registerOperationRoutes(m_api, m_background);
        registerAttributeRoutes(m_api);
        registerAnatomyRoutes(m_api);
        registerEventRoutes(m_api, m_hub);
        registerHistoryRoutes(m_api, m_media.pool, m_retention);
        registerEnrollRoutes(m_api);
        registerBundleRoutes(m_api, m_addons);
        registerProjectBundleRoutes(m_api, m_addons);
        registerAddonRoutes(m_api, m_addons, m_urlInstalls, m_media.pool);
        registerSettingsRoutes(m_api, m_addons);
        registerPackageRoutes(m_api, m_setup.dataFolder + "/packages", m_urlInstalls);
        registerActionRoutes(m_api, m_addons);
        registerPageRoutes(m_api, m_info);
        registerConfigRoutes(m_api, m_media);
        registerSecretRoutes(m_api, m_secrets);
        registerLinkRoutes(m_api);
        registerAccessGroupRoutes(m_api);
        registerThumbnailRoutes(m_api, m_media, m_hub);
        registerFileRoutes(m_api, m_media);
        registerReviewableRoutes(m_api, m_media);
        registerActivityRoutes(m_api, m_media);
        registerWatcherRoutes(m_api);
        registerSuggestRoutes(m_api);
        registerInboxRoutes(m_api);
        registerTeamRoutes(m_api);
        registerListRoutes(m_api);
        registerLabelFolderRoutes(m_api);
        registerViewRoutes(m_api);
        registerGuestRoutes(m_api);
        registerDashboardRoutes(m_api);
        registerServiceRoutes(m_api, m_addons);
        registerEventSelectionRoutes(m_api);
        registerLookupRoutes(m_api, m_media.pool);
        registerUriRoutes(m_api);
        registerVocabularyRoutes(m_api);
        registerGroupingRoutes(m_api);
        registerSettingsMigrationRoutes(m_api, m_addons);
        registerMetricsRoutes(m_api, m_addons, m_info);
        registerCloudRoutes(m_api);
        registerGraphqlRoutes(m_api);
        m_hub.registerRoutes(m_router);
    }

    Store &m_store;
    const ServerSetup m_setup;
    const std::string m_spoolName; ///< below the spool folder, of this server among others
    SystemClock m_clock;
    ServerInfo m_info;
    ServedCounts m_counts;
    http::Router m_router;
    Authenticator m_authenticator;
    EventHub m_hub;
    AuditTrail m_audit;
    Api m_api;
    Addons m_addons;
    UrlInstalls m_urlInstalls;
    Snapshots m_snapshots;
    BackgroundOperations m_background;
    PasswordHasher m_hasher;
    Media m_media;
    SecretBox m_secrets;
    Retention m_retention;
    FolderSpace m_folderSpace;
    StorageGate m_gate;
    std::unique_ptr<Repeating> m_spaceWatch;
    std::unique_ptr<Repeating> m_daily;
};

} // namespace

Result<std::unique_ptr<ApiServer>> ApiServer::make(Store &store, ServerSetup setup)
{
    auto server = std::make_unique<ApiServerImpl>(store, std::move(setup));
    if (auto prepared = server->prepare(); !prepared)
        return fail(prepared.error());
    return server;
}

} // namespace hearth::server
