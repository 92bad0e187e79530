// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <tl/expected.hpp>

#include <utility>

namespace hearth
{

enum class ErrorKind {
    NotFound,
    Invalid,
    Conflict,
    Unauthorized,
    Forbidden,
    Offline,
    Timeout,
    Untrusted, ///< the other side could not prove who it is: a certificate that does not hold
    Cancelled,
    NoSpace, ///< a disk is full; nothing of what was to be kept remains
    Internal
};

/// True when the server could not be spoken to; what is known on this machine still serves then.
[[nodiscard]] constexpr bool isAway(ErrorKind kind)
{
    return kind == ErrorKind::Offline || kind == ErrorKind::Timeout || kind == ErrorKind::Untrusted;
}

/// Why something could not be done. Callers branch on the kind; one table maps it to an HTTP status.
struct Error {
    ErrorKind kind = ErrorKind::Internal;
    QString message; ///< one sentence a person can act on; no SQL and no secret
    QString detail;  ///< for the log and for details that fold out
};

template <typename T = void>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorKind kind, QString message = {}, QString detail = {})
{
    return tl::unexpected<Error>(Error{kind, std::move(message), std::move(detail)});
}

[[nodiscard]] inline tl::unexpected<Error> fail(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

/// HTTP status that stands for a kind of error; 500 for the unexpected ones.
[[nodiscard]] constexpr int httpStatus(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::NotFound:
        return 404;
    case ErrorKind::Invalid:
        return 400;
    case ErrorKind::Conflict:
        return 409;
    case ErrorKind::Unauthorized:
        return 401;
    case ErrorKind::Forbidden:
        return 403;
    case ErrorKind::Offline:
        return 503;
    case ErrorKind::Timeout:
        return 504;
    case ErrorKind::Untrusted:
        return 502;
    case ErrorKind::Cancelled:
        return 499;
    case ErrorKind::NoSpace:
        return 507;
    case ErrorKind::Internal:
        break;
    }
    return 500;
}

} // namespace hearth
