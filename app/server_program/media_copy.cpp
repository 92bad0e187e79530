// SPDX-License-Identifier: Apache-2.0
#include "server_program/media_copy.h"

#include <filesystem>

namespace hearth::server_program
{
namespace
{

namespace fs = std::filesystem;

// A file may go while it is looked at: its row went before.
std::error_code addFile(const fs::path &file, const fs::path &target)
{
    std::error_code error;
    if (fs::exists(target, error))
        return {};
    fs::create_directories(target.parent_path(), error);
    if (error)
        return error;
    fs::create_hard_link(file, target, error);
    if (!error || !fs::exists(file))
        return {};
    fs::path part = target;
    part += ".part";
    fs::copy_file(file, part, fs::copy_options::overwrite_existing, error);
    if (!error)
        fs::rename(part, target, error);
    return error;
}

} // namespace

std::string addMedia(const std::string &from, const std::string &to)
{
    std::error_code error;
    if (!fs::is_directory(from, error))
        return {};
    for (fs::recursive_directory_iterator it(from, error), end; !error && it != end; it.increment(error)) {
        std::error_code ignored;
        if (!it->is_regular_file(ignored))
            continue;
        if (const auto failed = addFile(it->path(), fs::path(to) / fs::relative(it->path(), from, ignored)))
            return it->path().string() + ": " + failed.message();
    }
    return error ? from + ": " + error.message() : std::string();
}

} // namespace hearth::server_program
