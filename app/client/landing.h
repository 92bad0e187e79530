// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/transport.h"

#include <QFile>

namespace hearth::client
{

/// The body of one good answer (200) on its way into a file; that of any other is let fall. Errors: NoSpace, Internal.
/// Threads: one at a time.
class Landing
{
public:
    /// \param goOn asked before the first byte and after each piece; its error breaks off. Outlives the landing.
    Landing(const QString &file, const std::function<Result<>()> &goOn) : m_file(file), m_goOn(goOn) {}

    [[nodiscard]] Result<> open();
    [[nodiscard]] Result<> begin(const Response &head);
    [[nodiscard]] Result<> take(const QByteArray &bytes);
    [[nodiscard]] qint64 size() const { return m_file.pos(); }

private:
    [[nodiscard]] Result<> problem() const;

    QFile m_file;
    const std::function<Result<>()> &m_goOn;
    int m_status = 0;
};

} // namespace hearth::client
