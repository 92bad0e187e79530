// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/router.h"
#include "repository/events.h"
#include "server/auth/authenticator.h"
#include "server/store.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace hearth::server
{

/// One event as `/api/events/{id}` gives it.
[[nodiscard]] std::string eventText(const repository::EventRow &event, const repository::EventIds &ids);

/// Tells the WebSocket clients what happens: stored events after their commit, passing ones, and a heartbeat.
/// Threads: any.
class EventHub
{
public:
    EventHub(Store &store, Authenticator &authenticator);
    ~EventHub();
    EventHub(const EventHub &) = delete;
    EventHub &operator=(const EventHub &) = delete;

    void registerRoutes(http::Router &router);

    /// \param isUpdate an event that was told before: has no `store`
    void publish(const repository::EventRow &event, bool isUpdate = false,
                 std::optional<double> progress = std::nullopt);
    /// An event that is not stored.
    void pass(const repository::EventRow &event);
    /// What another server tells.
    void hear(const Notice &notice, const std::vector<repository::EventRow> &stored);

private:
    struct Client;
    [[nodiscard]] bool mayStay(Client &client);
    [[nodiscard]] bool isFor(Client &client, const repository::EventRow &event);
    void onMessage(const std::shared_ptr<Client> &client, std::string_view text);
    void send(const repository::EventRow &event, std::string_view flags);
    void tellOthers(const repository::EventRow &event, bool isUpdate, std::optional<double> progress);
    void publishHere(const repository::EventRow &event, bool isUpdate, std::optional<double> progress);
    [[nodiscard]] std::vector<std::shared_ptr<Client>> clients();
    void beat();

    Store &m_store;
    Authenticator &m_authenticator;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::set<std::shared_ptr<Client>> m_clients;
    bool m_stop = false;
    std::thread m_heart;
};

} // namespace hearth::server
