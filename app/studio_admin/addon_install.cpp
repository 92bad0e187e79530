// SPDX-License-Identifier: Apache-2.0
#include "studio_admin/addon_install.h"
#include "studio_admin/answers.h"

#include <chrono>

namespace hearth::studio_admin
{

namespace
{
constexpr std::chrono::milliseconds askEvery{200};
constexpr std::chrono::minutes longestInstall{10};

/// Waits a moment. \returns false when it was broken off
bool passed(std::chrono::milliseconds time, const std::stop_token &stop)
{
    std::mutex mutex;
    std::condition_variable_any changed;
    std::unique_lock lock(mutex);
    return !changed.wait_for(lock, stop, time, [&stop] { return stop.stop_requested(); });
}

Result<QString> sent(const client::Server &server, const QString &zipFile, const std::stop_token &stop,
                     const std::function<void(const Progress &)> &progress)
{
    const Job<client::Response> job = server.uploadFile("POST", QStringLiteral("/api/addons/install"), zipFile);
    if (progress)
        job.onProgress(progress);
    const std::stop_callback stopper(stop, [&job] { job.stop(); });
    const Result<client::Response> &response = job.wait();
    if (!response)
        return fail(response.error());
    const Result<client::Response> good = client::checked(*response);
    if (!good)
        return fail(good.error());
    return QJsonDocument::fromJson(good->body).object().value(QLatin1String("eventId")).toString();
}
} // namespace

Result<InstallOutcome> installAddon(const client::Server &server, const QString &zipFile, const std::stop_token &stop,
                                    const std::function<void(const Progress &)> &progress)
{
    const Result<QString> eventId = sent(server, zipFile, stop, progress);
    if (!eventId)
        return fail(eventId.error());
    const auto end = std::chrono::steady_clock::now() + longestInstall;
    while (std::chrono::steady_clock::now() < end) {
        const Result<Answer> answer = ask(server, "GET", QStringLiteral("/api/events/") + element(*eventId));
        if (!answer && !isAway(answer.error().kind))
            return fail(answer.error());
        const QJsonObject event = answer ? answer->body.object() : QJsonObject();
        const QString status = event.value(QLatin1String("status")).toString();
        const QString description = event.value(QLatin1String("description")).toString();
        if (status == QLatin1String("finished"))
            return InstallOutcome{*eventId, description};
        if (status == QLatin1String("failed") || status == QLatin1String("aborted"))
            return fail(ErrorKind::Invalid, description.isEmpty()
                                                ? QStringLiteral("The server could not install the addon.")
                                                : description);
        if (!passed(askEvery, stop))
            return fail(ErrorKind::Cancelled,
                        QStringLiteral("The addon was sent already; the server goes on installing it."));
    }
    return fail(ErrorKind::Timeout,
                QStringLiteral("The server is still installing the addon; its list of addons will show it."));
}

Result<> removeAddon(const client::Server &server, const QString &name, const QString &version)
{
    return tell(server, "DELETE", QStringLiteral("/api/addons/%1/%2").arg(element(name), element(version)));
}

} // namespace hearth::studio_admin
