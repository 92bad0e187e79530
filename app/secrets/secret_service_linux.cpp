// SPDX-License-Identifier: Apache-2.0
// GLib's headers use "signals" as a name; they come before everything else.
#include <libsecret/secret.h>

#include "secrets/keychain.h"

#include <QString>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
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

constexpr auto cancelPatience = std::chrono::seconds(1);

/// Makes a call of libsecret on a thread of its own, for as long as a person may take. Cancelling does not always end
/// one that waits for a question's answer, since the program that asks may be gone; such a call is left behind.
/// \returns nothing when it was not done in time
template <typename T>
std::optional<T> withPatience(std::chrono::milliseconds limit, std::function<T(GCancellable *)> call)
{
    struct Shared {
        std::mutex mutex;
        std::condition_variable done;
        std::optional<T> result;
        GCancellable *cancellable = g_cancellable_new();
        ~Shared() { g_object_unref(cancellable); }
    };
    const auto shared = std::make_shared<Shared>();
    std::thread([shared, call = std::move(call)] {
        T result = call(shared->cancellable);
        const std::lock_guard lock(shared->mutex);
        shared->result = std::move(result);
        shared->done.notify_all();
    }).detach();
    const auto isDone = [&shared] { return shared->result.has_value(); };
    std::unique_lock lock(shared->mutex);
    if (!shared->done.wait_for(lock, limit, isDone)) {
        lock.unlock();
        g_cancellable_cancel(shared->cancellable);
        lock.lock();
        shared->done.wait_for(lock, cancelPatience, isDone);
    }
    return shared->result;
}

class SecretServiceStore final : public SecretStore
{
public:
    explicit SecretServiceStore(std::chrono::milliseconds patience) : m_patience(patience) {}

    Result<Secret> read(const QString &service, const QString &account) override
    {
        return patiently<Result<Secret>>([service = service.toUtf8(),
                                          account = account.toUtf8()](GCancellable *cancellable) -> Result<Secret> {
            GError *problem = nullptr;
            gchar *found = secret_password_lookup_sync(schema(), cancellable, &problem, "service", service.constData(),
                                                       "username", account.constData(), nullptr);
            if (problem)
                return fail(noKeychain(problem));
            if (!found)
                return fail(ErrorKind::NotFound, QStringLiteral("The keychain holds no such entry."));
            Secret secret(QString::fromUtf8(found));
            secret_password_free(found);
            return secret;
        });
    }

    Result<> write(const QString &service, const QString &account, const Secret &secret) override
    {
        const QByteArray label = QStringLiteral("Password for '%1' on '%2'").arg(account, service).toUtf8();
        return patiently<Result<>>([service = service.toUtf8(), account = account.toUtf8(), label,
                                    secret](GCancellable *cancellable) -> Result<> {
            GError *problem = nullptr;
            // An entry of another launcher has the same service and account but not the same attributes; two entries
            // would leave it to chance which one is found.
            secret_password_clear_sync(schema(), cancellable, nullptr, "service", service.constData(), "username",
                                       account.constData(), nullptr);
            // A person who closes the question gives neither a success nor an error.
            const gboolean isStored = secret_password_store_sync(
                schema(), SECRET_COLLECTION_DEFAULT, label.constData(), secret.reveal().toUtf8().constData(),
                cancellable, &problem, "service", service.constData(), "username", account.constData(), "application",
                application, nullptr);
            return problem || !isStored ? Result<>(fail(noKeychain(problem))) : Result<>{};
        });
    }

    Result<> remove(const QString &service, const QString &account) override
    {
        return patiently<Result<>>(
            [service = service.toUtf8(), account = account.toUtf8()](GCancellable *cancellable) -> Result<> {
                GError *problem = nullptr;
                const gboolean isRemoved =
                    secret_password_clear_sync(schema(), cancellable, &problem, "service", service.constData(),
                                               "username", account.constData(), nullptr);
                if (problem)
                    return fail(noKeychain(problem));
                if (!isRemoved)
                    return fail(ErrorKind::NotFound, QStringLiteral("The keychain holds no such entry."));
                return {};
            });
    }

private:
    template <typename T>
    T patiently(std::function<T(GCancellable *)> call) const
    {
        std::optional<T> done = withPatience<T>(m_patience, std::move(call));
        return done ? std::move(*done) : T(fail(noKeychain(nullptr)));
    }

    std::chrono::milliseconds m_patience;
};

KeychainState lookAtKeychain(GCancellable *cancellable)
{
    GError *problem = nullptr;
    SecretService *service =
        secret_service_open_sync(SECRET_TYPE_SERVICE, nullptr, SECRET_SERVICE_NONE, cancellable, &problem);
    if (!service) {
        g_clear_error(&problem);
        return KeychainState::Absent;
    }
    SecretCollection *collection = secret_collection_for_alias_sync(service, SECRET_COLLECTION_DEFAULT,
                                                                    SECRET_COLLECTION_NONE, cancellable, &problem);
    // Without a default collection a person is asked to make one, as they are asked to unlock one.
    KeychainState state = KeychainState::Open;
    if (problem)
        state = KeychainState::Absent; // nobody behind the name
    else if (!collection || secret_collection_get_locked(collection))
        state = KeychainState::Locked;
    g_clear_error(&problem);
    g_clear_object(&collection);
    g_object_unref(service);
    return state;
}
} // namespace

KeychainState keychainState(std::chrono::milliseconds patience)
{
    return withPatience<KeychainState>(patience, lookAtKeychain).value_or(KeychainState::Absent);
}

std::unique_ptr<SecretStore> secretService(std::chrono::milliseconds patience)
{
    return std::make_unique<SecretServiceStore>(patience);
}

} // namespace hearth::secrets
