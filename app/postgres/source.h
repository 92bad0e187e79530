// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/source.h"

#include <mutex>

namespace hearth::postgres
{

/// A database of a PostgreSQL server, in its schema `hearth`.
class PostgresSource final : public database::Source
{
public:
    struct Limits {
        std::size_t readers = 5; ///< besides one that writes and one that listens
        std::chrono::milliseconds patience{5000};
        std::chrono::seconds connecting{10};
    };

    /// \param url as libpq takes it (`postgres://…`, with sslmode and the like). What it does not say comes from
    /// libpq's environment and files, such as PGPASSWORD. Errors: Invalid, with what is wrong in the detail.
    [[nodiscard]] static Result<std::shared_ptr<const PostgresSource>> make(std::string url, Limits limits);

    Result<std::unique_ptr<database::Connection>> open(database::Connection::Access access) const override;
    std::string name() const override { return m_name; }
    std::size_t readerLimit() const override { return m_limits.readers; }
    std::chrono::milliseconds readerPatience() const override { return m_limits.patience; }
    /// Holds the password.
    [[nodiscard]] const std::string &url() const { return m_url; }
    [[nodiscard]] std::chrono::seconds connectPatience() const { return m_limits.connecting; }

    /// Whether a session may be asked for now. While the database is away one caller at a time tries; the others are
    /// told what the last one was told. Errors: that one's.
    [[nodiscard]] Result<> mayTry() const;
    void tried(const Result<> &outcome) const;

private:
    PostgresSource(std::string url, std::string name, Limits limits);
    const std::string m_url;
    const std::string m_name;
    const Limits m_limits;
    mutable std::mutex m_mutex;
    mutable Result<> m_last; ///< how the last try ended
    mutable std::chrono::steady_clock::time_point m_nextTry;
};

/// Whether a place of a database is one of PostgreSQL.
[[nodiscard]] bool isPostgresUrl(std::string_view place);

} // namespace hearth::postgres
