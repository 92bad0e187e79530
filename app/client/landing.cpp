// SPDX-License-Identifier: Apache-2.0
#include "client/landing.h"

namespace hearth::client
{

Result<> Landing::open()
{
    return m_file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) ? Result<>() : problem();
}

Result<> Landing::begin(const Response &head)
{
    m_status = head.status;
    return m_goOn();
}

Result<> Landing::take(const QByteArray &bytes)
{
    if (m_status != 200)
        return {};                            // words about why not
    for (qint64 at = 0; at < bytes.size();) { // a disk takes what fits before it is full
        const qint64 taken = m_file.write(bytes.constData() + at, bytes.size() - at);
        if (taken <= 0)
            return problem();
        at += taken;
    }
    return m_goOn();
}

Result<> Landing::problem() const
{
    return fail(m_file.error() == QFileDevice::ResourceError ? ErrorKind::NoSpace : ErrorKind::Internal,
                m_file.fileName() + QStringLiteral(": ") + m_file.errorString());
}

} // namespace hearth::client
