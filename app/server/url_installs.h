// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/store.h"
#include "server/url_source.h"
#include "server/work_pool.h"

#include <atomic>
#include <mutex>
#include <set>

namespace hearth::server
{

/// Brings what administrators name by its address, in the background; an event tells how far it is and how it ended.
/// Threads: any.
class UrlInstalls
{
public:
    /// \param source nullptr: nothing is fetched
    UrlInstalls(Store &store, std::shared_ptr<UrlSource> source, std::string spoolFolder);
    ~UrlInstalls() { stop(); }
    UrlInstalls(const UrlInstalls &) = delete;
    UrlInstalls &operator=(const UrlInstalls &) = delete;

    /// Puts a fetched file in its place. Takes it; throws rules::Refusal. \returns what to tell
    using Keep = std::function<std::string(const std::string &file)>;
    /// \param event in progress \returns false when too much waits already
    [[nodiscard]] bool post(std::int64_t event, std::string url, std::uint64_t largest, Keep keep);
    /// Ends what runs; its events say so. Nothing is taken any more.
    void stop();

    /// Refuses (400) what is no address of http or https, and (501) where nothing is fetched.
    void check(const std::string &url) const;
    /// Whether it would not be refused.
    [[nodiscard]] bool canFetch(const std::string &url) const;
    /// An address as it may be told: without a password in it.
    [[nodiscard]] static std::string shown(const std::string &url);

private:
    struct Order;
    void run(const Order &order);
    [[nodiscard]] std::string bring(const Order &order, const std::string &file);

    Store &m_store;
    const std::shared_ptr<UrlSource> m_source;
    const std::string m_spoolFolder;
    std::atomic<bool> m_isStopping = false;
    std::mutex m_mutex;
    std::set<std::int64_t> m_running; ///< events
    WorkPool m_pool;
};

} // namespace hearth::server
