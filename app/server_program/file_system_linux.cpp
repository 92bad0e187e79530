// SPDX-License-Identifier: Apache-2.0
#include "server_program/file_system.h"

#include <pwd.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <vector>

namespace hearth::server_program
{

namespace
{
constexpr std::array<std::string_view, 24> remoteTypes{
    "nfs",       "nfs4",   "cifs",  "smb3",   "smbfs",        "afs",      "9p",     "ceph",
    "glusterfs", "lustre", "gpfs",  "beegfs", "beegfs_nodev", "davfs",    "coda",   "ncpfs",
    "ocfs2",     "gfs2",   "pvfs2", "prl_fs", "vboxsf",       "virtiofs", "wekafs", "fuse"};
constexpr std::array<std::string_view, 11> localInUserSpace{
    "fuse.ntfs-3g", "fuse.ntfs",           "fuse.exfat",      "fuse.encfs",        "fuse.gocryptfs", "fuse.cryfs",
    "fuse.bindfs",  "fuse.fuse-overlayfs", "fuse.squashfuse", "fuse.archivemount", "fuse.ecryptfs"};

// The table writes blanks and the like as a backslash and three octal digits.
std::string unescaped(const std::string &text)
{
    std::string made;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\\' && at + 3 < text.size()) {
            made += static_cast<char>(std::stoi(text.substr(at + 1, 3), nullptr, 8));
            at += 3;
        } else {
            made += text[at];
        }
    }
    return made;
}

bool isBelow(const std::string &path, const std::string &folder)
{
    return folder == "/" || path == folder || (path.starts_with(folder) && path[folder.size()] == '/');
}

// For systems whose mount table cannot be read: NFS, SMB, CIFS, SMB2, CEPH, AFS, 9P, GFS2, Coda, FUSE.
bool isRemoteNumber(std::uint32_t type)
{
    static constexpr std::array<std::uint32_t, 10> remote{0x6969,     0x517B,     0xFF534D42, 0xFE534D42, 0x00C36400,
                                                          0x5346414F, 0x01021997, 0x01161970, 0x73757245, 0x65735546};
    return std::find(remote.begin(), remote.end(), type) != remote.end();
}
} // namespace

std::string fileSystemOf(const std::string &path, std::string_view mountTable)
{
    std::istringstream lines{std::string(mountTable)};
    std::string best;
    std::string type;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        const std::vector<std::string> fields{std::istream_iterator<std::string>(words), {}};
        const auto dash = std::find(fields.begin(), fields.end(), "-");
        if (fields.size() < 5 || dash == fields.end() || dash + 1 == fields.end())
            continue;
        const std::string place = unescaped(fields[4]);
        if (!isBelow(path, place) || place.size() < best.size())
            continue; // of two at one place the later one covers the other
        best = place;
        type = *(dash + 1);
    }
    return type;
}

bool isNetworkFileSystem(std::string_view type)
{
    if (std::find(remoteTypes.begin(), remoteTypes.end(), type) != remoteTypes.end())
        return true;
    return type.starts_with("fuse.") &&
           std::find(localInUserSpace.begin(), localInUserSpace.end(), type) == localInUserSpace.end();
}

bool isNetworkFolder(const std::string &folder)
{
    std::ifstream table("/proc/self/mountinfo");
    const std::string text{std::istreambuf_iterator<char>(table), {}};
    char *const real = ::realpath(folder.c_str(), nullptr);
    const std::string type = real ? fileSystemOf(real, text) : std::string();
    std::free(real);
    if (!type.empty())
        return isNetworkFileSystem(type);
    struct statfs info {
    };
    return ::statfs(folder.c_str(), &info) == 0 && isRemoteNumber(static_cast<std::uint32_t>(info.f_type));
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

std::string machineName()
{
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : std::string();
}

std::string foreignOwner(const std::string &path)
{
    struct stat facts {
    };
    std::string seen = path;
    while (::stat(seen.c_str(), &facts) != 0 && seen.find('/') != std::string::npos && seen != "/")
        seen.resize(std::max<std::size_t>(seen.rfind('/'), 1));
    if (facts.st_nlink == 0 || facts.st_uid == ::geteuid())
        return {};
    const passwd *owner = ::getpwuid(facts.st_uid);
    return ' ' + seen + " belongs to the user " + (owner ? std::string(owner->pw_name) : std::to_string(facts.st_uid)) +
           '.';
}

} // namespace hearth::server_program
