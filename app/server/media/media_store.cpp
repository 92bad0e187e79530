// SPDX-License-Identifier: Apache-2.0
#include "server/media/media_store.h"

#include "core/entity_id.h"
#include "core/log.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <unordered_set>

namespace hearth::server
{
namespace
{

namespace fs = std::filesystem;

bool isOnDisk(const std::string &path)
{
    const int handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool made = handle >= 0 && ::fsync(handle) == 0;
    if (handle >= 0)
        ::close(handle);
    return made;
}

// Files that are old and lost go, or are counted.
template <typename Iterator, typename Lost>
SweptFiles sweepBelow(const std::string &folder, std::chrono::seconds age, bool removes, const Lost &isLost)
{
    const auto before = fs::file_time_type::clock::now() - age;
    std::error_code error;
    SweptFiles made;
    std::vector<fs::path> lost;
    for (Iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        std::error_code ignored;
        if (!it->is_regular_file(ignored) || !isLost(it->path()) || it->last_write_time(ignored) >= before)
            continue;
        ++made.files;
        made.bytes += static_cast<std::int64_t>(it->file_size(ignored));
        lost.push_back(it->path());
    }
    if (!removes)
        return made;
    for (const fs::path &file : lost)
        fs::remove(file, error);
    if (!lost.empty())
        log::info(log::server, "{} files that nothing speaks of were removed", lost.size());
    return made;
}

} // namespace

std::string MediaStore::newPlace(std::string &name) const
{
    name = randomHex(16);
    std::error_code error;
    const fs::path place = path(name);
    fs::create_directories(place.parent_path(), error);
    return place.string();
}

std::string MediaStore::path(std::string_view name) const
{
    return m_folder + '/' + std::string(name.substr(0, 2)) + '/' + std::string(name);
}

std::string MediaStore::take(const std::string &file) const
{
    std::string name;
    const std::string place = newPlace(name);
    if (isOnDisk(file) && ::rename(file.c_str(), place.c_str()) == 0 &&
        isOnDisk(fs::path(place).parent_path().string()))
        return name;
    log::error(log::server, "an upload cannot be kept in {}", m_folder);
    return {};
}

std::string MediaStore::write(std::string_view bytes) const
{
    std::string name;
    const std::string place = newPlace(name);
    const int handle = ::open(place.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    const bool isWritten = handle >= 0 &&
                           ::write(handle, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
                           ::fsync(handle) == 0;
    if (handle >= 0)
        ::close(handle);
    if (isWritten)
        return name;
    ::unlink(place.c_str());
    log::error(log::server, "a picture cannot be kept in {}", m_folder);
    return {};
}

void MediaStore::drop(std::string_view name) const
{
    if (!name.empty())
        ::unlink(path(name).c_str());
}

SweptFiles MediaStore::sweep(const std::vector<std::string> &names, std::chrono::seconds age, bool removes) const
{
    const std::unordered_set<std::string> named(names.begin(), names.end());
    return sweepBelow<fs::recursive_directory_iterator>(
        m_folder, age, removes, [&named](const fs::path &file) { return !named.contains(file.filename().string()); });
}

SweptFiles sweepFolder(const std::string &folder, std::chrono::seconds age, bool removes)
{
    return sweepBelow<fs::directory_iterator>(folder, age, removes, [](const fs::path &) { return true; });
}

} // namespace hearth::server
