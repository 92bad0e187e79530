// SPDX-License-Identifier: Apache-2.0
#include "postgres/source.h"

#include "postgres/session.h"

namespace hearth::postgres
{

namespace
{

constexpr std::chrono::milliseconds pauseAfterFailure{300};

} // namespace

bool isPostgresUrl(std::string_view place)
{
    return place.starts_with("postgres://") || place.starts_with("postgresql://");
}

PostgresSource::PostgresSource(std::string url, std::string name, Limits limits)
    : m_url(std::move(url)), m_name(std::move(name)), m_limits(limits)
{
}

Result<std::shared_ptr<const PostgresSource>> PostgresSource::make(std::string url, Limits limits)
{
    auto name = nameOf(url);
    if (!name)
        return fail(name.error());
    return std::shared_ptr<const PostgresSource>(new PostgresSource(std::move(url), std::move(*name), limits));
}

Result<> PostgresSource::mayTry() const
{
    const std::lock_guard lock(m_mutex);
    const auto now = std::chrono::steady_clock::now();
    if (!m_last && now < m_nextTry)
        return m_last;
    m_nextTry = now + m_limits.connecting;
    return {};
}

void PostgresSource::tried(const Result<> &outcome) const
{
    const std::lock_guard lock(m_mutex);
    m_last = outcome;
    m_nextTry = std::chrono::steady_clock::now() + pauseAfterFailure;
}

Result<std::unique_ptr<database::Connection>> PostgresSource::open(database::Connection::Access access) const
{
    return openConnection(*this, access);
}

} // namespace hearth::postgres
