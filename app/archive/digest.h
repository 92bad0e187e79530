// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <QByteArray>

#include <memory>

namespace hearth::archive
{

enum class DigestKind { Sha256, Sha1, Md5 };

[[nodiscard]] std::optional<DigestKind> digestKind(const QString &name);

/// A digest that grows as bytes arrive. Threads: one at a time.
class Digest
{
public:
    explicit Digest(DigestKind kind = DigestKind::Sha256);
    ~Digest();
    void add(const char *bytes, std::size_t count);
    void add(const QByteArray &bytes) { add(bytes.constData(), static_cast<std::size_t>(bytes.size())); }
    /// Lower-case hex; the digest starts anew.
    [[nodiscard]] QString finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Errors: NotFound, Internal.
[[nodiscard]] Result<QString> fileDigest(const QString &path, DigestKind kind = DigestKind::Sha256);

} // namespace hearth::archive
