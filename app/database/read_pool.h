// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/source.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

namespace hearth::database
{

/// Read connections, made when needed and kept, as many as the database allows. Threads: any.
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

    explicit ReadPool(std::shared_ptr<const Source> source)
        : m_source(std::move(source)), m_limit(m_source->readerLimit())
    {
    }
    /// Waits while all are in use. Errors: Offline when that takes too long or the database cannot be reached.
    [[nodiscard]] Result<Lease> take();
    /// Closes what is not in use, so that the writer is the last to close and leaves one whole file.
    void closeFree();

private:
    void giveBack(std::unique_ptr<Connection> connection);

    const std::shared_ptr<const Source> m_source;
    const std::size_t m_limit;
    std::mutex m_mutex;
    std::condition_variable m_freed;
    std::size_t m_inUse = 0;
    std::vector<std::unique_ptr<Connection>> m_free;
};

} // namespace hearth::database
