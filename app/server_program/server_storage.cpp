// SPDX-License-Identifier: Apache-2.0
#include "server_program/server_storage.h"

#include "core/log.h"
#include "postgres/neighbours.h"
#include "postgres/source.h"
#include "redis/neighbours.h"
#include "server_program/redis_sessions.h"

namespace hearth::server_program
{

DataProblem problemOf(const Error &error)
{
    const std::string message = error.message.toStdString();
    const std::string whole = message + ' ' + error.detail.toStdString();
    switch (error.kind) {
    case ErrorKind::Conflict:
        return {ServerExit::Newer, message};
    case ErrorKind::Forbidden:
        return {ServerExit::NotWritable, message};
    case ErrorKind::Offline:
    case ErrorKind::Unauthorized:
        return {ServerExit::NoDatabase, whole};
    default:
        break;
    }
    if (message.find("full") != std::string::npos)
        return {ServerExit::DiskFull, message};
    if (message.find("damaged") != std::string::npos)
        return {ServerExit::Damaged, message};
    return {ServerExit::Failed, whole};
}

Result<std::shared_ptr<const database::Source>> storageOf(const ServerOptions &options, const std::string &file)
{
    if (options.databaseUrl.empty())
        return std::make_shared<database::SqliteFile>(file);
    postgres::PostgresSource::Limits limits;
    limits.readers = static_cast<std::size_t>(options.databaseConnections) - 2;
    auto made = postgres::PostgresSource::make(options.databaseUrl, limits);
    if (!made)
        return fail(made.error());
    return *made;
}

Result<server::Store::Neighbours> neighboursOf(const ServerOptions &options,
                                               const std::shared_ptr<const database::Source> &source)
{
    server::Store::Neighbours made;
    const auto postgres = std::dynamic_pointer_cast<const postgres::PostgresSource>(source);
    if (postgres)
        made.push_back(std::make_shared<postgres::PostgresNeighbours>(postgres));
    if (options.redisUrl.empty())
        return made;
    const auto address = redis::readAddress(options.redisUrl);
    if (!address)
        return fail(address.error());
    made.push_back(std::make_shared<redis::RedisNeighbours>(*address));
    return made;
}

std::shared_ptr<server::SessionShelf> sessionsOf(const ServerOptions &options, const std::string &studio)
{
    const auto address = redis::readAddress(options.redisUrl);
    return address ? std::make_shared<RedisSessions>(*address, studio) : nullptr;
}

Result<std::unique_ptr<server::Store>> openStore(const std::shared_ptr<const database::Source> &source,
                                                 const server::Store::Neighbours &neighbours, int waitSeconds,
                                                 const std::function<bool()> &pause)
{
    for (int waited = 0;; ++waited) {
        auto store = server::Store::open(source, neighbours);
        if (store || store.error().kind != ErrorKind::Offline || waited >= waitSeconds || !source->file().empty())
            return store;
        if (waited == 0)
            log::warning(log::server, "the database {} cannot be reached, waiting up to {} s: {}", source->name(),
                         waitSeconds, store.error().detail.toStdString());
        if (!pause())
            return store;
    }
}

} // namespace hearth::server_program
