// SPDX-License-Identifier: Apache-2.0
#include "postgres/source.h"

#include "postgres/session.h"

namespace hearth::postgres
{

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

Result<std::unique_ptr<database::Connection>> PostgresSource::open(database::Connection::Access access) const
{
    return openConnection(*this, access);
}

} // namespace hearth::postgres
