// SPDX-License-Identifier: Apache-2.0
// GLib's headers use "signals" as a name; they come before everything else.
#include <libsecret/secret.h>

#include "secrets/keychain.h"

#include <QString>

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
                                      0, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr};
    return &made;
}

Error noKeychain(GError *problem)
{
    const QString detail = problem ? QString::fromUtf8(problem->message) : QString();
    g_clear_error(&problem);
    return {ErrorKind::Offline, QStringLiteral("The keychain is locked or there is none."), detail};
}

class SecretServiceStore final : public SecretStore
{
public:
    Result<Secret> read(const QString &service, const QString &account) override
    {
        GError *problem = nullptr;
        gchar *found = secret_password_lookup_sync(schema(), nullptr, &problem, "service", service.toUtf8().constData(),
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
        GError *problem = nullptr;
        const QByteArray label = QStringLiteral("Password for '%1' on '%2'").arg(account, service).toUtf8();
        secret_password_store_sync(schema(), SECRET_COLLECTION_DEFAULT, label.constData(),
                                   secret.reveal().toUtf8().constData(), nullptr, &problem, "service",
                                   service.toUtf8().constData(), "username", account.toUtf8().constData(), "application",
                                   application, nullptr);
        return problem ? Result<>(fail(noKeychain(problem))) : Result<>{};
    }

    Result<> remove(const QString &service, const QString &account) override
    {
        GError *problem = nullptr;
        const gboolean removed =
            secret_password_clear_sync(schema(), nullptr, &problem, "service", service.toUtf8().constData(), "username",
                                       account.toUtf8().constData(), nullptr);
        if (problem)
            return fail(noKeychain(problem));
        if (!removed)
            return fail(ErrorKind::NotFound, QStringLiteral("The keychain holds no such entry."));
        return {};
    }
};
} // namespace

std::unique_ptr<SecretStore> secretService() { return std::make_unique<SecretServiceStore>(); }

} // namespace hearth::secrets
