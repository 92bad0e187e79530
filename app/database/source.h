// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/connection.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

namespace hearth::database
{

/// A database that connections can be made to. Threads: any.
class Source
{
public:
    Source() = default;
    virtual ~Source() = default;
    Source(const Source &) = delete;
    Source &operator=(const Source &) = delete;

    [[nodiscard]] virtual Result<std::unique_ptr<Connection>> open(Connection::Access access) const = 0;
    /// Where it is, for people and logs: without a password.
    [[nodiscard]] virtual std::string name() const = 0;
    /// The file that holds it; empty when it is no file.
    [[nodiscard]] virtual std::string file() const { return {}; }
    /// How many readers it may have at once; 0: as many as are asked for.
    [[nodiscard]] virtual std::size_t readerLimit() const { return 0; }
    /// How long one waits for a reader when all are in use.
    [[nodiscard]] virtual std::chrono::milliseconds readerPatience() const { return std::chrono::seconds(5); }
};

/// A file of SQLite.
class SqliteFile final : public Source
{
public:
    explicit SqliteFile(std::string file) : m_file(std::move(file)) {}
    Result<std::unique_ptr<Connection>> open(Connection::Access access) const override
    {
        return Connection::open(m_file, access);
    }
    std::string name() const override { return m_file; }
    std::string file() const override { return m_file; }

private:
    const std::string m_file;
};

} // namespace hearth::database
