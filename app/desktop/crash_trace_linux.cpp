// SPDX-License-Identifier: Apache-2.0
#include "desktop/crash_trace.h"

#include <QDateTime>
#include <QDir>

#include <array>
#include <csignal>
#include <cstring>
#include <execinfo.h>
#include <fcntl.h>
#include <unistd.h>

namespace hearth::desktop
{

namespace
{
constexpr int deepest = 64;
std::array<char, 1024> tracePath{}; // prepared before: nothing may be allocated in a crashed program

void onCrash(int signal)
{
    const int file = open(tracePath.data(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file >= 0) {
        static constexpr char head[] = "Hearth " HEARTH_VERSION " ended unexpectedly, signal ";
        const char digits[] = {static_cast<char>('0' + signal / 10 % 10), static_cast<char>('0' + signal % 10), '\n'};
        if (write(file, head, sizeof head - 1) > 0 && write(file, digits, sizeof digits) > 0) {
            std::array<void *, deepest> frames{};
            backtrace_symbols_fd(frames.data(), backtrace(frames.data(), deepest), file);
        }
        close(file);
    }
    std::signal(signal, SIG_DFL);
    raise(signal);
}
} // namespace

void keepCrashTraces(const QString &folder)
{
    QDir().mkpath(folder);
    const QByteArray path = (folder + u'/' + QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss")) +
                             u'-' + QString::number(getpid()) + QStringLiteral(".new.txt"))
                                .toLocal8Bit();
    std::strncpy(tracePath.data(), path.constData(), tracePath.size() - 1);
    std::array<void *, 1> warm{};
    backtrace(warm.data(), 1); // loads the unwinder now, while memory can still be had
    for (const int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL})
        std::signal(signal, onCrash);
}

QStringList unseenCrashTraces(const QString &folder)
{
    QStringList found;
    for (const QFileInfo &file : QDir(folder).entryInfoList({QStringLiteral("*.new.txt")}, QDir::Files, QDir::Time))
        found.append(file.absoluteFilePath());
    return found;
}

void markCrashTraceSeen(const QString &path)
{
    QString seen = path;
    QFile::rename(path, seen.replace(QLatin1String(".new.txt"), QLatin1String(".txt")));
}

} // namespace hearth::desktop
