// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "http/router.h"
#include "http/server.h"

#include <memory>
#include <string>

namespace hearth::server
{

class SpaceProbe;
class SessionShelf;
class Store;
class UrlSource;

struct ServerSetup {
    std::string dataFolder;                           ///< addons, packages and uploads live in it
    std::string resourcesFolder;                      ///< applications/ and help/; may be empty
    std::string mediaToolsFolder = "/usr/bin";        ///< with ffmpeg and ffprobe, where there are any
    bool allowsPlainLogin = false;                    ///< passwords from other machines without https
    std::uint64_t leastFreeBytes = 0;                 ///< with less room than this only reading is possible
    const SpaceProbe *space = nullptr;                ///< nullptr: the disks of the data folder and of the database
    std::shared_ptr<SessionShelf> sessions = nullptr; ///< shared with other servers; may be nullptr
    std::shared_ptr<UrlSource> urls = nullptr;        ///< where files of the network come from; nullptr: nowhere
};

/// The embedded API: owns what serves one database, fills a router. Threads: the router's handlers may run on any
/// thread.
class ApiServer
{
public:
    /// \param store outlives the server
    [[nodiscard]] static Result<std::unique_ptr<ApiServer>> make(Store &store, ServerSetup setup);
    virtual ~ApiServer() = default;

    [[nodiscard]] virtual const http::Router &router() const = 0;
    /// Folder for the bodies of uploads, on the same file system as their places.
    [[nodiscard]] virtual std::string spoolFolder() const = 0;
    /// Whether there is room for uploads. Threads: any.
    [[nodiscard]] virtual bool takesFiles() const = 0;
    /// Counts an answer that was sent. Threads: any.
    virtual void served(const http::Served &one) = 0;
    /// Tells the listeners that the server is there.
    virtual void started() = 0;
};

} // namespace hearth::server
