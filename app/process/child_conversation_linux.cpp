// SPDX-License-Identifier: Apache-2.0
#include "process/child_conversation.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>
#include <QProcessEnvironment>

#include <algorithm>
#include <csignal>
#include <unistd.h>
#include <vector>

namespace hearth::process
{

namespace
{
constexpr qsizetype complaintsKept = 16 * 1024;
constexpr int lookMilliseconds = 50; // how often a stop is noticed
} // namespace

ChildConversation::ChildConversation(std::unique_ptr<QProcess> child, qsizetype limit)
    : m_child(std::move(child)), m_answerLimit(limit), m_group(m_child->processId())
{
}

ChildConversation::~ChildConversation()
{
    end();
}

Result<std::unique_ptr<ChildConversation>> ChildConversation::start(const TalkRequest &request)
{
    auto child = std::make_unique<QProcess>();
    QProcessEnvironment environment;
    for (auto it = request.environment.begin(); it != request.environment.end(); ++it)
        environment.insert(it.key(), it.value());
    child->setProcessEnvironment(environment);
    if (!request.workingFolder.isEmpty())
        child->setWorkingDirectory(request.workingFolder);
    child->setChildProcessModifier([] { setpgid(0, 0); });
    child->start(request.program, request.arguments, QIODevice::ReadWrite);
    if (!child->waitForStarted(10'000))
        return fail(ErrorKind::NotFound, QStringLiteral("%1 cannot be started.").arg(request.program),
                    child->errorString());
    return std::unique_ptr<ChildConversation>(new ChildConversation(std::move(child), request.answerLimit));
}

bool ChildConversation::takeLines(const OnLine &onLine)
{
    m_complaints = (m_complaints + m_child->readAllStandardError()).right(complaintsKept);
    m_pending += m_child->readAllStandardOutput();
    qsizetype from = 0;
    bool isLast = false;
    for (qsizetype end = m_pending.indexOf('\n', from); end >= 0 && !isLast; end = m_pending.indexOf('\n', from)) {
        isLast = onLine(m_pending.mid(from, end - from));
        from = end + 1;
    }
    m_pending.remove(0, from);
    return isLast;
}

Result<> ChildConversation::ask(const QByteArray &line, std::chrono::milliseconds limit, const OnLine &onLine,
                                const std::stop_token &stop)
{
    QElapsedTimer clock;
    clock.start();
    qsizetype said = 0;
    m_child->write(line + '\n');
    const OnLine counted = [&said, &onLine](const QByteArray &one) {
        said += one.size() + 1;
        return onLine(one);
    };
    for (;;) {
        if (takeLines(counted))
            return {};
        const bool hasEnded = m_child->state() == QProcess::NotRunning;
        const qint64 left = limit.count() - clock.elapsed();
        if (!hasEnded && said + m_pending.size() <= m_answerLimit && left > 0 && !stop.stop_requested()) {
            m_child->waitForReadyRead(static_cast<int>(std::min<qint64>(left, lookMilliseconds)));
            continue;
        }
        end();
        if (stop.stop_requested())
            return fail(ErrorKind::Cancelled, {}, complaints());
        if (left <= 0)
            return fail(ErrorKind::Timeout, QStringLiteral("It did not answer within %1 s.").arg(limit.count() / 1000),
                        complaints());
        return fail(ErrorKind::Invalid,
                    hasEnded ? QStringLiteral("It ended before it had answered.")
                             : QStringLiteral("It says more than can be meant."),
                    complaints());
    }
}

QString ChildConversation::complaints() const
{
    return QString::fromUtf8(m_complaints);
}

void ChildConversation::end()
{
    if (m_group > 1)
        ::kill(static_cast<pid_t>(-m_group), SIGKILL);
    m_group = 0;
    if (m_child->state() != QProcess::NotRunning)
        m_child->waitForFinished(5'000);
    m_complaints = (m_complaints + m_child->readAllStandardError()).right(complaintsKept);
}

Error becomeProgram(const QString &program, const QStringList &arguments, const QMap<QString, QString> &environment)
{
    QList<QByteArray> texts{program.toLocal8Bit()};
    for (const QString &one : arguments)
        texts.append(one.toLocal8Bit());
    QList<QByteArray> variables;
    for (auto it = environment.begin(); it != environment.end(); ++it)
        variables.append((it.key() + u'=' + it.value()).toLocal8Bit());
    std::vector<char *> command;
    for (QByteArray &one : texts)
        command.push_back(one.data());
    command.push_back(nullptr);
    std::vector<char *> surroundings;
    for (QByteArray &one : variables)
        surroundings.push_back(one.data());
    surroundings.push_back(nullptr);
    ::execve(command.front(), command.data(), surroundings.data());
    return {ErrorKind::NotFound, QStringLiteral("%1 cannot be started.").arg(program), {}};
}

} // namespace hearth::process
