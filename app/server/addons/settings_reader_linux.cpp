// SPDX-License-Identifier: Apache-2.0
#include "server/addons/settings_schema.h"

#include "core/log.h"

#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>

namespace hearth::server
{
namespace
{

constexpr std::chrono::seconds patience{20};
constexpr std::size_t outputLimit = 8 * 1024 * 1024;

// Standard output of a child that gets no environment of ours; empty when it fails or takes too long.
std::string outputOf(const std::array<std::string, 5> &command)
{
    int ends[2] = {-1, -1};
    if (pipe(ends) != 0)
        return {};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", 0, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", 1, 0);
    std::array<char *, 6> arguments{};
    for (std::size_t i = 0; i < command.size(); ++i)
        arguments[i] = const_cast<char *>(command[i].c_str());
    std::array<char *, 2> environment{const_cast<char *>("PATH=/usr/bin:/bin"), nullptr};
    pid_t child = 0;
    const int failed = posix_spawn(&child, command[0].c_str(), &actions, nullptr, arguments.data(), environment.data());
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    std::string output;
    const auto until = std::chrono::steady_clock::now() + patience;
    bool isWhole = false;
    while (failed == 0 && output.size() < outputLimit) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
        pollfd ready{ends[0], POLLIN, 0};
        if (left <= 0 || poll(&ready, 1, static_cast<int>(left)) <= 0)
            break;
        std::array<char, 65536> part{};
        const ssize_t count = read(ends[0], part.data(), part.size());
        isWhole = count == 0;
        if (count <= 0)
            break;
        output.append(part.data(), static_cast<std::size_t>(count));
    }
    close(ends[0]);
    if (failed != 0)
        return {};
    if (!isWhole)
        kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    return isWhole && WIFEXITED(status) && WEXITSTATUS(status) == 0 ? output : std::string();
}

} // namespace

void extractSettings(const std::string &script, const std::string &addonFolder, const std::string &title,
                     const std::string &version)
{
    namespace fs = std::filesystem;
    std::error_code error;
    fs::remove_all(fs::path(addonFolder) / ".hearth", error); // never from the archive itself
    if (!fs::exists(script, error) || !fs::is_directory(fs::path(addonFolder) / "server", error))
        return;
    for (const char *python : {"/usr/bin/python3", "/usr/local/bin/python3"}) {
        if (access(python, X_OK) != 0)
            continue;
        const std::string output = outputOf({python, "-I", script, addonFolder, title + ' ' + version});
        const jsontext::Object settings = jsontext::parseObject(output);
        if (!jsontext::object(settings, "defaults")) {
            log::info(log::server, "no settings read of {} {}", title, version);
            return;
        }
        fs::create_directories(fs::path(addonFolder) / ".hearth", error);
        std::ofstream(fs::path(addonFolder) / ".hearth" / "settings.json", std::ios::binary)
            << jsontext::toText(settings);
        return;
    }
}

} // namespace hearth::server
