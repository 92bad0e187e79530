// SPDX-License-Identifier: Apache-2.0
#include "database/read_pool.h"

namespace hearth::database
{

Result<ReadPool::Lease> ReadPool::take()
{
    std::unique_lock lock(m_mutex);
    const auto mayTake = [this] { return !m_free.empty() || m_limit == 0 || m_inUse < m_limit; };
    if (!m_freed.wait_for(lock, m_source->readerPatience(), mayTake))
        return fail(ErrorKind::Offline, QStringLiteral("All connections to the database are in use."),
                    QStringLiteral("%1 readers").arg(m_limit));
    ++m_inUse;
    if (!m_free.empty()) {
        auto connection = std::move(m_free.back());
        m_free.pop_back();
        return Lease(*this, std::move(connection));
    }
    lock.unlock();
    auto opened = m_source->open(Connection::Access::ReadOnly);
    if (opened)
        return Lease(*this, std::move(*opened));
    lock.lock();
    --m_inUse;
    m_freed.notify_one();
    return fail(opened.error());
}

void ReadPool::closeFree()
{
    const std::lock_guard lock(m_mutex);
    m_free.clear();
}

void ReadPool::giveBack(std::unique_ptr<Connection> connection)
{
    const std::lock_guard lock(m_mutex);
    m_free.push_back(std::move(connection));
    --m_inUse;
    m_freed.notify_one();
}

} // namespace hearth::database
