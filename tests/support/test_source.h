// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "postgres/source.h"

#include <QTemporaryDir>

#include <memory>
#include <string>

namespace hearth::support
{

/// An empty database for a test: a file of the folder, or, where HEARTH_TEST_DATABASE names a PostgreSQL cluster
/// (postgres_cluster.py), a database of it. The same name is the same database.
inline std::shared_ptr<const database::Source> testSource(const QTemporaryDir &folder, const std::string &name)
{
    const std::string cluster = qEnvironmentVariable("HEARTH_TEST_DATABASE").toStdString();
    if (cluster.empty())
        return std::make_shared<database::SqliteFile>(folder.filePath(QString::fromStdString(name)).toStdString());
    const auto made = postgres::PostgresSource::make(cluster, {});
    if (!made)
        qFatal("HEARTH_TEST_DATABASE: %s", qPrintable(made.error().detail));
    const auto server = (*made)->open(database::Connection::Access::ReadWrite);
    if (!server)
        qFatal("HEARTH_TEST_DATABASE: %s", qPrintable(server.error().detail));
    (void)(*server)->runScript("CREATE DATABASE \"" + name + '"'); // it may be there already
    const auto slash = cluster.rfind('/', cluster.find('?'));
    std::string url = cluster.substr(0, slash + 1) + name + cluster.substr(cluster.find('?'));
    return *postgres::PostgresSource::make(std::move(url), {});
}

/// Whether the tests run on PostgreSQL.
inline bool isOnPostgres()
{
    return qEnvironmentVariableIsSet("HEARTH_TEST_DATABASE");
}

} // namespace hearth::support
