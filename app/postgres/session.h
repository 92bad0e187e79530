// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "postgres/source.h"

#include <memory>
#include <string>

struct pg_conn;
struct pg_result;

namespace hearth::postgres
{

struct EndSession {
    void operator()(pg_conn *session) const;
};
using Session = std::unique_ptr<pg_conn, EndSession>;

struct ClearAnswer {
    void operator()(pg_result *answer) const;
};
using Answer = std::unique_ptr<pg_result, ClearAnswer>;

/// What is written of an address: everything but the password. Errors: Invalid
[[nodiscard]] Result<std::string> nameOf(const std::string &url);
/// A session that speaks UTF-8 and looks into the schema `hearth` first. Errors: Offline; Unauthorized when the server
/// does not let us in; Invalid for a database that does not keep UTF-8.
[[nodiscard]] Result<Session> connect(const PostgresSource &source, bool isReader);
/// The error of an answer, or of the session when there is none.
[[nodiscard]] Error errorOf(pg_conn *session, const pg_result *answer);

[[nodiscard]] Result<std::unique_ptr<database::Connection>> openConnection(const PostgresSource &source,
                                                                           database::Connection::Access access);

} // namespace hearth::postgres
