// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <QByteArray>
#include <QMap>
#include <QStringList>

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>

class QProcess;

namespace hearth::process
{

/// A program to talk to. The environment is the child's whole environment, nothing is inherited.
struct TalkRequest {
    QString program; ///< absolute path
    QStringList arguments;
    QMap<QString, QString> environment;
    QString workingFolder;
    qsizetype answerLimit = 8 * 1024 * 1024; ///< bytes of one answer
};

/// A child that answers calls, one line a call and any number of lines an answer. It runs in a process group of its
/// own, which ends with this object, grandchildren included. Threads: the one that made it; calls block.
class ChildConversation
{
public:
    /// One line of an answer, without its end. \returns true for the last one
    using OnLine = std::function<bool(const QByteArray &line)>;

    /// Errors: NotFound (no such program, or it may not be run).
    [[nodiscard]] static Result<std::unique_ptr<ChildConversation>> start(const TalkRequest &request);
    ~ChildConversation();
    ChildConversation(const ChildConversation &) = delete;
    ChildConversation &operator=(const ChildConversation &) = delete;

    /// Errors: Timeout; Cancelled; Invalid (it ended, or says more than the limit), with the end of what it wrote to
    /// standard error as the detail. After an error the child is gone.
    [[nodiscard]] Result<> ask(const QByteArray &line, std::chrono::milliseconds limit, const OnLine &onLine,
                               const std::stop_token &stop = {});
    /// The end of what it wrote to standard error, at most 16 KiB.
    [[nodiscard]] QString complaints() const;

private:
    ChildConversation(std::unique_ptr<QProcess> child, qsizetype limit);
    [[nodiscard]] bool takeLines(const OnLine &onLine);
    void end();

    std::unique_ptr<QProcess> m_child;
    qsizetype m_answerLimit;
    qint64 m_group = 0;
    QByteArray m_pending;
    QByteArray m_complaints;
};

/// Becomes that program: same process id, same standard streams. Only returns when that fails: NotFound.
[[nodiscard]] Error becomeProgram(const QString &program, const QStringList &arguments,
                                  const QMap<QString, QString> &environment);

} // namespace hearth::process
