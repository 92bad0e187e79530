// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/connection.h"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace hearth::database
{

/// Read connections, made when needed and kept. Threads: any.
class ReadPool
{
public:
    /// A connection for as long as this lives.
    class Lease
    {
    public:
        Lease(ReadPool &pool, std::unique_ptr<Connection> connection)
            : m_pool(&pool), m_connection(std::move(connection))
        {
        }
        ~Lease()
        {
            if (m_connection)
                m_pool->giveBack(std::move(m_connection));
        }
        Lease(Lease &&) = default;
        Lease &operator=(Lease &&) = delete;
        Connection &operator*() const { return *m_connection; }
        Connection *operator->() const { return m_connection.get(); }

    private:
        ReadPool *m_pool;
        std::unique_ptr<Connection> m_connection;
    };

    explicit ReadPool(std::string file) : m_file(std::move(file)) {}
    [[nodiscard]] Result<Lease> take();
    /// Closes what is not in use, so that the writer is the last to close and leaves one whole file.
    void closeFree();

private:
    void giveBack(std::unique_ptr<Connection> connection);

    const std::string m_file;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Connection>> m_free;
};

} // namespace hearth::database
