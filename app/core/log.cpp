// SPDX-License-Identifier: Apache-2.0
#include "core/log.h"

#include <QFileInfo>
#include <QString>

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <memory>
#include <mutex>

namespace hearth::log
{

namespace
{
std::atomic<int> currentLevel{static_cast<int>(Level::Warning)};
std::mutex loggerMutex;
std::shared_ptr<spdlog::logger> logger;

spdlog::level::level_enum toSpdlog(Level level)
{
    switch (level) {
    case Level::Debug:
        return spdlog::level::debug;
    case Level::Info:
        return spdlog::level::info;
    case Level::Warning:
        return spdlog::level::warn;
    case Level::Error:
        break;
    }
    return spdlog::level::err;
}

void takeQtMessage(QtMsgType type, const QMessageLogContext &, const QString &text)
{
    constexpr Channel qt{"qt"};
    const Level level = type == QtDebugMsg     ? Level::Debug
                        : type == QtInfoMsg    ? Level::Info
                        : type == QtWarningMsg ? Level::Warning
                                               : Level::Error;
    write(qt, level, text.toStdString());
    if (type == QtFatalMsg)
        flush();
}

std::shared_ptr<spdlog::logger> current()
{
    const std::lock_guard lock(loggerMutex);
    return logger;
}
} // namespace

void start(const QString &filePath, Level level, bool toStandardError)
{
    std::vector<spdlog::sink_ptr> sinks;
    try {
        if (!filePath.isEmpty())
            sinks.push_back(
                std::make_shared<spdlog::sinks::rotating_file_sink_mt>(filePath.toStdString(), 10 * 1024 * 1024, 5));
    } catch (const spdlog::spdlog_ex &problem) {
        fmt::print(stderr, "The log file cannot be written ({}); the log goes here.\n", problem.what());
        toStandardError = true;
    }
    if (toStandardError)
        sinks.push_back(std::make_shared<spdlog::sinks::stderr_sink_mt>());
    auto made = std::make_shared<spdlog::logger>("hearth", sinks.begin(), sinks.end());
    made->set_level(spdlog::level::trace);
    made->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %L %v");
    made->flush_on(spdlog::level::info);
    {
        const std::lock_guard lock(loggerMutex);
        logger = std::move(made);
    }
    setLevel(level);
    qInstallMessageHandler(takeQtMessage);
}

void setLevel(Level level)
{
    currentLevel.store(static_cast<int>(level));
}

bool isOn(Level level)
{
    return static_cast<int>(level) >= currentLevel.load(std::memory_order_relaxed);
}

void write(Channel channel, Level level, std::string_view text)
{
    if (!isOn(level))
        return;
    if (const auto out = current())
        out->log(toSpdlog(level), "[{}] {}", channel.name, text);
    else if (level >= Level::Warning)
        fmt::print(stderr, "[{}] {}\n", channel.name, text);
}

void flush()
{
    if (const auto out = current())
        out->flush();
}

} // namespace hearth::log
