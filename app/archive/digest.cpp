// SPDX-License-Identifier: Apache-2.0
#include "archive/digest.h"

#include <QFile>

#include <openssl/evp.h>

#include <array>

namespace hearth::archive
{

struct Digest::State {
    const EVP_MD *kind = nullptr;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    ~State() { EVP_MD_CTX_free(context); }
};

std::optional<DigestKind> digestKind(const QString &name)
{
    if (name == QLatin1String("sha256"))
        return DigestKind::Sha256;
    if (name == QLatin1String("sha1"))
        return DigestKind::Sha1;
    return name == QLatin1String("md5") ? std::optional(DigestKind::Md5) : std::nullopt;
}

Digest::Digest(DigestKind kind) : m_state(std::make_unique<State>())
{
    m_state->kind = kind == DigestKind::Sha256 ? EVP_sha256() : kind == DigestKind::Sha1 ? EVP_sha1() : EVP_md5();
    EVP_DigestInit_ex(m_state->context, m_state->kind, nullptr);
}

Digest::~Digest() = default;

void Digest::add(const char *bytes, std::size_t count)
{
    EVP_DigestUpdate(m_state->context, bytes, count);
}

QString Digest::finish()
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned int size = 0;
    EVP_DigestFinal_ex(m_state->context, out.data(), &size);
    EVP_DigestInit_ex(m_state->context, m_state->kind, nullptr);
    return QString::fromLatin1(QByteArray(reinterpret_cast<const char *>(out.data()), static_cast<int>(size)).toHex());
}

Result<QString> fileDigest(const QString &path, DigestKind kind)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(file.exists() ? ErrorKind::Internal : ErrorKind::NotFound,
                    QStringLiteral("%1 cannot be read: %2.").arg(path, file.errorString()));
    Digest digest(kind);
    std::array<char, 256 * 1024> buffer{};
    while (true) {
        const qint64 count = file.read(buffer.data(), buffer.size());
        if (count < 0)
            return fail(ErrorKind::Internal, QStringLiteral("%1 cannot be read: %2.").arg(path, file.errorString()));
        if (count == 0)
            return digest.finish();
        digest.add(buffer.data(), static_cast<std::size_t>(count));
    }
}

} // namespace hearth::archive
