// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <QMap>
#include <QStringList>

#include <chrono>
#include <functional>
#include <stop_token>

namespace hearth::publish
{

/// A program that works for a publish and must not outlive it.
struct BoundedRequest {
    QString program; ///< absolute path
    QStringList arguments;
    QMap<QString, QString> environment; ///< the whole of it
    QString workingFolder;
    QByteArray input;
    std::chrono::milliseconds limit{30'000};
    qint64 outputBytes = 4ll * 1024 * 1024;
    std::function<void(const QByteArray &piece)> onOutput{}; ///< gets the output as it comes, instead of the result
};

struct BoundedResult {
    int exitCode = 0; ///< 128 and the signal's number when one ended it
    QByteArray output;
    QByteArray errors; ///< its last 16 kB
};

/// Runs a program in a process group of its own and ends the whole group afterwards, whatever happens. Blocks. Errors:
/// NotFound, Timeout, Invalid (said more than allowed), Cancelled, Internal.
[[nodiscard]] Result<BoundedResult> runBounded(const BoundedRequest &request, const std::stop_token &stop = {});

/// PATH, language and home of the session and nothing else: no keys, no settings of Hearth.
[[nodiscard]] QMap<QString, QString> plainEnvironment(const QMap<QString, QString> &session);

} // namespace hearth::publish
