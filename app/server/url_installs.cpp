// SPDX-License-Identifier: Apache-2.0
#include "server/url_installs.h"

#include "core/entity_id.h"
#include "core/log.h"
#include "server/background_event.h"

#include <QUrl>

#include <chrono>
#include <filesystem>

namespace hearth::server
{
namespace
{

constexpr std::chrono::seconds tellEvery{2};
constexpr std::int64_t megabyte = 1024 * 1024;

std::string sizeOf(std::int64_t done, std::int64_t total)
{
    return std::to_string(done / megabyte) +
           (total > 0 ? " of " + std::to_string((total + megabyte - 1) / megabyte) : std::string()) + " MiB";
}

bool isOfTheWeb(const std::string &url)
{
    const QUrl read(QString::fromStdString(url), QUrl::StrictMode);
    const bool isWeb = read.scheme() == QLatin1String("https") || read.scheme() == QLatin1String("http");
    return isWeb && read.isValid() && !read.host().isEmpty();
}

} // namespace

struct UrlInstalls::Order {
    std::int64_t event;
    std::string url;
    std::int64_t largest;
    Keep keep;
};

UrlInstalls::UrlInstalls(Store &store, std::shared_ptr<UrlSource> source, std::string spoolFolder)
    : m_store(store), m_source(std::move(source)), m_spoolFolder(std::move(spoolFolder))
{
}

void UrlInstalls::stop()
{
    m_isStopping = true;
    m_pool.finish();
}

bool UrlInstalls::canFetch(const std::string &url) const
{
    return m_source && isOfTheWeb(url);
}

void UrlInstalls::check(const std::string &url) const
{
    if (!isOfTheWeb(url))
        rules::refuse(rules::badRequest("url has to be an address that begins with https:// or http://"));
    if (!m_source)
        rules::refuse({501, "not-implemented", "This server fetches nothing from other addresses", {}});
}

std::string UrlInstalls::shown(const std::string &url)
{
    return QUrl(QString::fromStdString(url)).toString(QUrl::RemovePassword | QUrl::FullyEncoded).toStdString();
}

bool UrlInstalls::post(std::int64_t event, std::string url, std::uint64_t largest, Keep keep)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_running.insert(event).second)
            return true; // the same is on its way
    }
    const auto order = std::make_shared<const Order>(
        Order{event, std::move(url), static_cast<std::int64_t>(largest), std::move(keep)});
    const bool isTaken = m_pool.post([this, order] {
        run(*order);
        const std::lock_guard lock(m_mutex);
        m_running.erase(order->event);
    });
    if (isTaken)
        return true;
    const std::lock_guard lock(m_mutex);
    m_running.erase(event);
    return false;
}

void UrlInstalls::run(const Order &order)
{
    const std::string file = m_spoolFolder + "/fetched-" + randomHex(8) + ".zip";
    try {
        const std::string told = bring(order, file);
        finishEvent(m_store, order.event, true, told);
    } catch (const rules::Refusal &refusal) {
        finishEvent(m_store, order.event, false, refusal.failure().detail);
    } catch (const std::exception &error) {
        log::error(log::server, "{}: {}", shown(order.url), error.what());
        finishEvent(m_store, order.event, false, "What was fetched could not be put in place");
    }
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
}

std::string UrlInstalls::bring(const Order &order, const std::string &file)
{
    auto told = std::chrono::steady_clock::now();
    const auto fetched = m_source->fetch(order.url, file, [&](std::int64_t done, std::int64_t total) -> Result<> {
        if (m_isStopping)
            return fail(ErrorKind::Cancelled, QStringLiteral("the server ended meanwhile; ask for it again"));
        if (std::max(done, total) > order.largest)
            return fail(ErrorKind::Invalid,
                        QStringLiteral("it is larger than ") + QString::fromStdString(sizeOf(order.largest, 0)));
        if (const auto now = std::chrono::steady_clock::now(); now - told >= tellEvery) {
            told = now;
            describeEvent(m_store, order.event, "Fetching " + shown(order.url) + ": " + sizeOf(done, total));
        }
        return {};
    });
    if (!fetched)
        rules::refuse(
            rules::badRequest(shown(order.url) + " could not be fetched: " + fetched.error().message.toStdString()));
    return order.keep(file);
}

} // namespace hearth::server
