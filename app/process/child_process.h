// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <QMap>
#include <QStringList>

#include <memory>

namespace hearth::process
{

/// A program to start. The environment is the child's whole environment, nothing is inherited.
struct StartRequest {
    QString program; ///< absolute path
    QStringList arguments;
    QMap<QString, QString> environment;
    QString workingFolder;
    QString outputFile; ///< receives standard output and error; empty: the null device
    QString pidFile;    ///< a wrapper script may write the real process id into it (AYON_PID_FILE)
};

/// A process known by its id and when it started, so that a reused id is not mistaken for it.
struct ProcessIdentity {
    qint64 pid = 0;
    double startTime = 0; ///< seconds since 1970, for people: it moves when the clock is set
    QString mark{};       ///< boot and moment within it, which no change of the clock moves; empty: not known
    bool operator==(const ProcessIdentity &) const = default;
};

/// Starts and watches programs that outlive this one.
class ProcessStarter
{
public:
    virtual ~ProcessStarter() = default;
    /// The child is no child of this process: it goes on when Hearth ends. Errors: NotFound (no such program),
    /// Forbidden (not executable), Internal. Threads: any; returns within half a second.
    [[nodiscard]] virtual Result<ProcessIdentity> startDetached(const StartRequest &request) = 0;
};

/// \param detacher path of app_launcher; when it is not there the program is started without it
[[nodiscard]] std::unique_ptr<ProcessStarter> systemProcessStarter(const QString &detacher);

/// True while that very process runs. Without a mark the start times decide; they may differ by a second.
[[nodiscard]] bool isRunning(const ProcessIdentity &process);
/// A process that runs now; its id alone when there is none.
[[nodiscard]] ProcessIdentity identityOf(qint64 pid);
/// When a process started, seconds since 1970; 0 when there is none.
[[nodiscard]] double startTimeOf(qint64 pid);
/// Command line of a process, empty when it is gone or belongs to somebody else.
[[nodiscard]] QStringList commandLineOf(qint64 pid);
/// Asks a process to end, or ends it. False when there is none. \param force at once, without asking
bool endProcess(const ProcessIdentity &process, bool force);

} // namespace hearth::process
