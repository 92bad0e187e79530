// SPDX-License-Identifier: Apache-2.0
// GLib's headers use "signals" as a name; they come before everything else.
#include <libsecret/secret.h>

#include "secrets/keychain.h"

#include <QString>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace hearth::secrets
{

namespace
{
constexpr const char *application = "Python keyring library"; // what the reference launcher writes and looks for

const SecretSchema *schema()
{
    static const SecretSchema made = {"org.freedesktop.Secret.Generic",
                                      SECRET_SCHEMA_DONT_MATCH_NAME,
                                      {{"service", SECRET_SCHEMA_ATTRIBUTE_STRING},
                                       {"username", SECRET_SCHEMA_ATTRIBUTE_STRING},
                                       {"application", SECRET_SCHEMA_ATTRIBUTE_STRING},
                                       {nullptr, SECRET_SCHEMA_ATTRIBUTE_STRING}},
                                      0,
                                      nullptr,
                                      nullptr,
                                      nullptr,
                                      nullptr,
                                      nullptr,
                                      nullptr,
                                      nullptr};
    return &made;
}

Error noKeychain(GError *problem)
{
    const QString detail = problem ? QString::fromUtf8(problem->message) : QString();
    g_clear_error(&problem);
    return {ErrorKind::Offline, QStringLiteral("The keychain is locked or there is none."), detail};
}

/// Breaks a call off that waits for a person who is not there.
class Patience
{
public:
    explicit Patience(std::chrono::milliseconds limit)
        : m_timer([this, limit](const std::stop_token &stop) {
              std::unique_lock lock(m_mutex);
              if (!m_changed.wait_for(lock, stop, limit, [&stop] { return stop.stop_requested(); }) &&
                  !stop.stop_requested())
                  g_cancellable_cancel(m_cancellable);
          })
    {
    }
    ~Patience()
    {
        m_timer.request_stop();
        m_timer.join();
        g_object_unref(m_cancellable);
    }
    Patience(const Patience &) = delete;
    Patience &operator=(const Patience &) = delete;
    GCancellable *get() const { return m_cancellable; }

private:
    GCancellable *m_cancellable = g_cancellable_new();
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::jthread m_timer;
};

class SecretServiceStore final : public SecretStore
{
public:
    explicit SecretServiceStore(std::chrono::milliseconds patience) : m_patience(patience) {}

    Result<Secret> read(const QString &service, const QString &account) override
    {
        const Patience patience(m_patience);
        GError *problem = nullptr;
        gchar *found =
            secret_password_lookup_sync(schema(), patience.get(), &problem, "service", service.toUtf8().constData(),
                                        "username", account.toUtf8().constData(), nullptr);
        if (problem)
            return fail(noKeychain(problem));
        if (!found)
            return fail(ErrorKind::NotFound, QStringLiteral("The keychain holds no such entry."));
        Secret secret(QString::fromUtf8(found));
        secret_password_free(found);
        return secret;
    }

    Result<> write(const QString &service, const QString &account, const Secret &secret) override
    {
        const Patience patience(m_patience);
        GError *problem = nullptr;
        // An entry of another launcher has the same service and account but not the same attributes; two entries would
        // leave it to chance which one is found.
        secret_password_clear_sync(schema(), patience.get(), nullptr, "service", service.toUtf8().constData(),
                                   "username", account.toUtf8().constData(), nullptr);
        const QByteArray label = QStringLiteral("Password for '%1' on '%2'").arg(account, service).toUtf8();
        secret_password_store_sync(schema(), SECRET_COLLECTION_DEFAULT, label.constData(),
                                   secret.reveal().toUtf8().constData(), patience.get(), &problem, "service",
                                   service.toUtf8().constData(), "username", account.toUtf8().constData(),
                                   "application", application, nullptr);
        return problem ? Result<>(fail(noKeychain(problem))) : Result<>{};
    }

    Result<> remove(const QString &service, const QString &account) override
    {
        const Patience patience(m_patience);
        GError *problem = nullptr;
        const gboolean removed =
            secret_password_clear_sync(schema(), patience.get(), &problem, "service", service.toUtf8().constData(),
                                       "username", account.toUtf8().constData(), nullptr);
        if (problem)
            return fail(noKeychain(problem));
        if (!removed)
            return fail(ErrorKind::NotFound, QStringLiteral("The keychain holds no such entry."));
        return {};
    }

private:
    std::chrono::milliseconds m_patience;
};
} // namespace

std::unique_ptr<SecretStore> secretService(std::chrono::milliseconds patience)
{
    return std::make_unique<SecretServiceStore>(patience);
}

} // namespace hearth::secrets
