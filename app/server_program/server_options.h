// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server_program/backups.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace hearth::server_program
{

/// What `hearth-server` was asked to do. Command line goes before environment, that before the default.
struct ServerOptions {
    enum class Command { Serve, Setup, Backup, Restore, Copy, Adopt, Help, Version };
    Command command = Command::Serve;
    std::string dataFolder;
    std::string databaseFile; ///< of `--database sqlite:FILE`; empty: inside the data folder
    std::string databaseUrl;  ///< of a PostgreSQL database, with its password; empty: a file
    /// A database of `copy`; one of the two is empty.
    struct Place {
        std::string file;
        std::string url;
    };
    Place copyFrom;
    Place copyTo;
    std::string redisUrl;         ///< with its password; may be empty
    int databaseConnections = 7;  ///< at most, of a PostgreSQL database
    int databaseWaitSeconds = 30; ///< at the start, until it can be reached
    std::string host = "127.0.0.1";
    std::uint16_t port = 5000;
    std::string readyFile;
    std::string backupFile; ///< of `restore`
    bool listsBackups = false;
    bool checksOnly = false; ///< of `restore`: looks into the backup and changes nothing
    bool wantsJson = false;  ///< of `backup`, `restore --check`, `copy` and `adopt`
    BackupRules backups;
    std::uint64_t leastFreeBytes = 64ull * 1024 * 1024; ///< with less room only reading is possible
    std::string resourcesFolder;
    std::string certificateFile; ///< with keyFile: serves HTTPS
    std::string keyFile;
    std::vector<std::string> trustedProxies;
    std::string basePath;          ///< with a leading slash and none at the end; may be empty
    bool allowsPlainLogin = false; ///< passwords from other machines without https
    std::string adoptsFrom;        ///< of `adopt`: the other server's address
    std::string adoptionKeyFile;   ///< holds the other server's key
    std::string caFile;
    std::vector<std::string> adoptedProjects; ///< empty: all
    std::string problem;                      ///< not empty: the arguments are wrong, and how
};

/// Pure. \param arguments without the program's name
[[nodiscard]] ServerOptions readServerOptions(const std::vector<std::string> &arguments,
                                              const std::map<std::string, std::string> &environment,
                                              const std::string &programFolder);
[[nodiscard]] const char *serverUsage();

} // namespace hearth::server_program
