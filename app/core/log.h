// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/core.h>

#include <string>
#include <string_view>

class QString;

/// The log: one channel per module, one file per program start. Ids, counts and durations; never tokens or environment
/// values. info = a person's action or a change of state, debug = one line per request.
namespace hearth::log
{

enum class Level { Debug, Info, Warning, Error };

struct Channel {
    const char *name;
};

inline constexpr Channel core{"core"};
inline constexpr Channel server{"server"};
inline constexpr Channel database{"database"};
inline constexpr Channel http{"http"};
inline constexpr Channel client{"client"};
inline constexpr Channel launch{"launch"};
inline constexpr Channel update{"update"};
inline constexpr Channel tray{"tray"};
inline constexpr Channel ui{"ui"};
inline constexpr Channel desktop{"desktop"};

/// Sends the log to a rotating file (10 MB, 5 kept) and, when asked, to standard error; Qt's own messages too.
/// An unwritable folder is reported once on standard error and the log goes there.
void start(const QString &filePath, Level level, bool toStandardError);
void setLevel(Level level);
void write(Channel channel, Level level, std::string_view text);
[[nodiscard]] bool isOn(Level level);
void flush();

template <typename... Args>
void debug(Channel channel, fmt::format_string<Args...> format, Args &&...args)
{
    if (isOn(Level::Debug))
        write(channel, Level::Debug, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void info(Channel channel, fmt::format_string<Args...> format, Args &&...args)
{
    write(channel, Level::Info, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void warning(Channel channel, fmt::format_string<Args...> format, Args &&...args)
{
    write(channel, Level::Warning, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void error(Channel channel, fmt::format_string<Args...> format, Args &&...args)
{
    write(channel, Level::Error, fmt::format(format, std::forward<Args>(args)...));
}

} // namespace hearth::log
