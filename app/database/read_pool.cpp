// SPDX-License-Identifier: Apache-2.0
#include "database/read_pool.h"

namespace hearth::database
{

Result<ReadPool::Lease> ReadPool::take()
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_free.empty()) {
            auto connection = std::move(m_free.back());
            m_free.pop_back();
            return Lease(*this, std::move(connection));
        }
    }
    auto opened = Connection::open(m_file, Connection::Access::ReadOnly);
    if (!opened)
        return fail(opened.error());
    return Lease(*this, std::move(*opened));
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
}

} // namespace hearth::database
