// SPDX-License-Identifier: Apache-2.0
#include "server_program/file_system.h"

#include <sys/vfs.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>

namespace hearth::server_program
{

bool isNetworkFolder(const std::string &folder)
{
    // NFS, SMB, CIFS, SMB2, CEPH, AFS, 9P, GFS2, Coda, FUSE (sshfs and the like)
    static constexpr std::array<std::uint32_t, 10> remote{0x6969,     0x517B,     0xFF534D42, 0xFE534D42, 0x00C36400,
                                                          0x5346414F, 0x01021997, 0x01161970, 0x73757245, 0x65735546};
    struct statfs info {
    };
    if (::statfs(folder.c_str(), &info) != 0)
        return false;
    for (const std::uint32_t type : remote)
        if (static_cast<std::uint32_t>(info.f_type) == type)
            return true;
    return false;
}

std::string localStateFolder(const std::string &dataFolder)
{
    std::uint64_t hash = 1469598103934665603ull;
    for (const char c : dataFolder)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
    const char *state = std::getenv("XDG_STATE_HOME");
    const char *home = std::getenv("HOME");
    std::string base = state && *state ? std::string(state)
                       : home          ? std::string(home) + "/.local/state"
                                       : std::string();
    if (base.empty() || isNetworkFolder(state && *state ? std::string(state) : std::string(home ? home : "/")))
        return "/var/lib/hearth/" + std::to_string(::getuid()) + '/' + std::to_string(hash);
    return base + "/hearth/" + std::to_string(hash);
}

} // namespace hearth::server_program
