// SPDX-License-Identifier: Apache-2.0
#include "core/whole_file.h"
#include "secrets/keychain.h"

#include <QDir>
#include <QFileInfo>
#include <QLockFile>

#include <sodium.h>

#include <atomic>
#include <mutex>

namespace hearth::secrets
{

namespace
{
class EncryptedFileStore final : public SecretStore
{
public:
    explicit EncryptedFileStore(const QString &folder)
        : m_file(folder + QStringLiteral("/secrets.json")), m_keyFile(folder + QStringLiteral("/secrets.key"))
    {
    }

    Result<Secret> read(const QString &service, const QString &account) override
    {
        const std::lock_guard lock(m_mutex);
        const Result<QJsonObject> all = entries();
        if (!all)
            return fail(all.error());
        const QString stored = all->value(name(service, account)).toString();
        if (stored.isEmpty())
            return fail(ErrorKind::NotFound, QStringLiteral("No such secret is kept."));
        const Result<QByteArray> secretKey = key();
        return secretKey ? open(QByteArray::fromBase64(stored.toLatin1()), *secretKey)
                         : Result<Secret>(fail(secretKey.error()));
    }

    Result<> write(const QString &service, const QString &account, const Secret &secret) override
    {
        return change([&](QJsonObject &all) -> Result<> {
            const Result<QByteArray> secretKey = key(); // made under the lock: two first writers must share one
            if (!secretKey)
                return fail(secretKey.error());
            all.insert(name(service, account), QString::fromLatin1(seal(secret, *secretKey).toBase64()));
            return {};
        });
    }

    Result<> remove(const QString &service, const QString &account) override
    {
        return change([&](QJsonObject &all) -> Result<> {
            if (!all.contains(name(service, account)))
                return fail(ErrorKind::NotFound, QStringLiteral("No such secret is kept."));
            all.remove(name(service, account));
            return {};
        });
    }

    QString note() const override
    {
        return QStringLiteral("No keychain answers on this machine, so sign-in data is kept in an encrypted file that "
                              "only your user can read.");
    }

private:
    static QString name(const QString &service, const QString &account) { return service + u'\n' + account; }

    Result<QJsonObject> entries() const
    {
        Result<QJsonObject> all = readJsonFile(m_file);
        if (!all && all.error().kind == ErrorKind::NotFound)
            return QJsonObject{};
        return all;
    }

    template <typename Edit>
    Result<> change(Edit edit)
    {
        const std::lock_guard lock(m_mutex);
        if (!QDir().mkpath(QFileInfo(m_file).absolutePath()))
            return fail(ErrorKind::Internal, QStringLiteral("The folder of %1 cannot be made.").arg(m_file));
        QLockFile file(m_file + QStringLiteral(".lock"));
        file.setStaleLockTime(10'000);
        if (!file.tryLock(5'000))
            return fail(ErrorKind::Timeout, QStringLiteral("The secrets file %1 cannot be locked.").arg(m_file));
        Result<QJsonObject> all = entries();
        if (!all)
            return fail(all.error());
        if (const Result<> edited = edit(*all); !edited)
            return edited;
        return writeJsonFile(m_file, *all, true);
    }

    Result<QByteArray> key() const
    {
        if (sodium_init() < 0)
            return fail(ErrorKind::Internal, QStringLiteral("The encryption library cannot be used."));
        Result<QByteArray> stored = readFile(m_keyFile);
        if (stored && stored->size() == crypto_secretbox_KEYBYTES)
            return stored;
        if (stored)
            return fail(ErrorKind::Invalid, QStringLiteral("The key of the secrets file is damaged."));
        QByteArray made(crypto_secretbox_KEYBYTES, 0);
        randombytes_buf(made.data(), static_cast<std::size_t>(made.size()));
        if (const Result<> written = writeFile(m_keyFile, made, true); !written)
            return fail(written.error());
        return made;
    }

    static unsigned char *raw(QByteArray &bytes) { return reinterpret_cast<unsigned char *>(bytes.data()); }
    static const unsigned char *raw(const QByteArray &bytes)
    {
        return reinterpret_cast<const unsigned char *>(bytes.constData());
    }

    static QByteArray seal(const Secret &secret, const QByteArray &key)
    {
        const QByteArray plain = secret.reveal().toUtf8();
        QByteArray sealed(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + plain.size(), 0);
        randombytes_buf(sealed.data(), crypto_secretbox_NONCEBYTES);
        crypto_secretbox_easy(raw(sealed) + crypto_secretbox_NONCEBYTES, raw(plain),
                              static_cast<unsigned long long>(plain.size()), raw(sealed), raw(key));
        return sealed;
    }

    static Result<Secret> open(const QByteArray &sealed, const QByteArray &key)
    {
        const qsizetype overhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
        QByteArray plain(std::max<qsizetype>(sealed.size() - overhead, 0), 0);
        if (sealed.size() < overhead ||
            crypto_secretbox_open_easy(raw(plain), raw(sealed) + crypto_secretbox_NONCEBYTES,
                                       static_cast<unsigned long long>(sealed.size() - crypto_secretbox_NONCEBYTES),
                                       raw(sealed), raw(key)) != 0)
            return fail(ErrorKind::Invalid, QStringLiteral("The stored secret cannot be decrypted."));
        return Secret(QString::fromUtf8(plain));
    }

    mutable std::mutex m_mutex;
    QString m_file;
    QString m_keyFile;
};

/// Prefers the keychain and falls back for as long as it does not answer.
class PreferredStore final : public SecretStore
{
public:
    PreferredStore(const QString &folder, bool mayAsk, std::chrono::milliseconds patience)
        : m_keychain(secretService(patience)), m_file(encryptedFile(folder)), m_hasGivenUp(!mayAsk)
    {
    }

    Result<Secret> read(const QString &service, const QString &account) override
    {
        Result<Secret> kept = m_file->read(service, account);
        if (kept) { // written while the keychain did not answer, so newer than what may be in there
            if (keychainState() == KeychainState::Open && m_keychain->write(service, account, *kept))
                return m_file->remove(service, account).map([&kept] { return *kept; });
            return kept;
        }
        if (kept.error().kind != ErrorKind::NotFound)
            return kept;
        if (!isUsable())
            return fail(notSeen());
        Result<Secret> found = m_keychain->read(service, account);
        // A person who closes the question leaves it locked, and nothing found there says nothing then.
        if (found || (found.error().kind == ErrorKind::NotFound && keychainState() == KeychainState::Open))
            return found;
        giveUp();
        return fail(notSeen());
    }

    Result<> write(const QString &service, const QString &account, const Secret &secret) override
    {
        if (isUsable()) {
            if (const Result<> written = m_keychain->write(service, account, secret)) {
                static_cast<void>(m_file->remove(service, account)); // an older one from a time without keychain
                return written;
            }
            giveUp();
        }
        return m_file->write(service, account, secret);
    }

    Result<> remove(const QString &service, const QString &account) override
    {
        const Result<> one = isUsable() ? m_keychain->remove(service, account) : Result<>(fail(ErrorKind::NotFound));
        const Result<> other = m_file->remove(service, account);
        return one ? one : other.has_value() || other.error().kind != ErrorKind::NotFound ? other : one;
    }

    void look() override { m_state = keychainState(); }

    QString note() const override
    {
        if (m_state == KeychainState::Absent)
            return m_file->note();
        if (m_state == KeychainState::Open)
            return {};
        return m_hasGivenUp
                   ? QStringLiteral(
                         "The keychain stayed locked, so sign-in data is kept in an encrypted file that only "
                         "your user can read. It moves into the keychain once that is unlocked.")
                   : QStringLiteral("The keychain is locked. If it stays so, sign-in data is kept in an encrypted file "
                                    "that only your user can read.");
    }

private:
    /// Waits for a person once; after that only a keychain that was opened meanwhile counts.
    bool isUsable()
    {
        if (!m_hasGivenUp)
            return true;
        m_state = keychainState();
        m_hasGivenUp = m_state != KeychainState::Open;
        return !m_hasGivenUp;
    }

    void giveUp()
    {
        m_state = keychainState();
        m_hasGivenUp = true;
    }

    Error notSeen() const
    {
        if (m_state == KeychainState::Absent)
            return {ErrorKind::NotFound, QStringLiteral("No such secret is kept."), {}};
        return {ErrorKind::Forbidden,
                QStringLiteral("The keychain is locked, and what is needed may be in it. Unlock it and try again."),
                {}};
    }

    std::unique_ptr<SecretStore> m_keychain;
    std::unique_ptr<SecretStore> m_file;
    std::atomic<KeychainState> m_state{KeychainState::Open};
    std::atomic<bool> m_hasGivenUp; ///< a person is not asked (again)
};
} // namespace

std::unique_ptr<SecretStore> encryptedFile(const QString &folder)
{
    return std::make_unique<EncryptedFileStore>(folder);
}

std::unique_ptr<SecretStore> keychainOrFile(const QString &folder, bool mayAsk, std::chrono::milliseconds patience)
{
    return std::make_unique<PreferredStore>(folder, mayAsk, patience);
}

} // namespace hearth::secrets
