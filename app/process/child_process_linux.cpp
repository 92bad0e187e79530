// SPDX-License-Identifier: Apache-2.0
#include "core/whole_file.h"
#include "process/child_process.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryFile>

#include <array>
#include <cmath>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hearth::process
{

namespace
{
/// argv and envp as the system wants them, alive as long as the object.
class CStrings
{
public:
    explicit CStrings(const QStringList &texts)
    {
        for (const QString &text : texts)
            m_bytes.append(text.toLocal8Bit());
        for (QByteArray &bytes : m_bytes)
            m_pointers.push_back(bytes.data());
        m_pointers.push_back(nullptr);
    }
    char *const *get() const { return m_pointers.data(); }

private:
    QList<QByteArray> m_bytes;
    std::vector<char *> m_pointers;
};

QStringList environmentList(const QMap<QString, QString> &environment)
{
    QStringList list;
    for (auto it = environment.begin(); it != environment.end(); ++it)
        list.append(it.key() + u'=' + it.value());
    return list;
}

/// Starts a program in a session of its own with closed descriptors. \returns its id, or the error number, negated
pid_t spawn(const QStringList &command, const QMap<QString, QString> &environment)
{
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    const CStrings arguments(command);
    const CStrings variables(environmentList(environment));
    pid_t pid = -1;
    const int problem = posix_spawn(&pid, command.first().toLocal8Bit().constData(), &actions, &attributes,
                                    arguments.get(), variables.get());
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return problem == 0 ? pid : -problem;
}

class DetachedStarter final : public ProcessStarter
{
public:
    explicit DetachedStarter(QString detacher) : m_detacher(std::move(detacher)) {}

    Result<ProcessIdentity> startDetached(const StartRequest &request) override
    {
        const QFileInfo program(request.program);
        if (!program.exists())
            return fail(ErrorKind::NotFound, QStringLiteral("%1 is not there any more.").arg(request.program));
        if (!program.isExecutable() || program.isDir())
            return fail(ErrorKind::Forbidden, QStringLiteral("%1 cannot be run.").arg(request.program));
        QTemporaryFile order(QDir::tempPath() + QStringLiteral("/hearth_start_XXXXXX.json"));
        order.setAutoRemove(true);
        if (!order.open() || order.write(orderFor(request)) < 0 || !order.flush())
            return fail(ErrorKind::Internal,
                        QStringLiteral("The temporary folder cannot be written: %1.").arg(order.errorString()));
        return runDetacher(order.fileName());
    }

private:
    static QByteArray orderFor(const StartRequest &request)
    {
        QJsonObject environment;
        for (auto it = request.environment.begin(); it != request.environment.end(); ++it)
            environment.insert(it.key(), it.value());
        QJsonArray arguments{request.program};
        for (const QString &argument : request.arguments)
            arguments.append(argument);
        QJsonObject order{{QStringLiteral("args"), arguments}, {QStringLiteral("env"), environment}};
        if (!request.outputFile.isEmpty()) {
            order.insert(QStringLiteral("stdout"), request.outputFile);
            order.insert(QStringLiteral("stderr"), request.outputFile);
        }
        if (!request.workingFolder.isEmpty())
            order.insert(QStringLiteral("cwd"), request.workingFolder);
        if (!request.pidFile.isEmpty())
            order.insert(QStringLiteral("pid_file"), request.pidFile);
        return QJsonDocument(order).toJson(QJsonDocument::Compact);
    }

    Result<ProcessIdentity> runDetacher(const QString &orderPath) const
    {
        const pid_t middle = spawn({m_detacher, orderPath}, {});
        if (middle < 0)
            return fail(ErrorKind::Internal, QStringLiteral("The program starter %1 cannot be run.").arg(m_detacher),
                        QString::fromLocal8Bit(strerror(static_cast<int>(-middle))));
        int status = 0;
        while (waitpid(middle, &status, 0) < 0 && errno == EINTR) {
        }
        const Result<QJsonObject> answer = readJsonFile(orderPath);
        const qint64 pid = answer ? answer->value(QLatin1String("pid")).toInteger() : 0;
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || pid <= 0)
            return fail(ErrorKind::Internal, QStringLiteral("The program could not be started."),
                        answer ? answer->value(QLatin1String("error")).toString() : answer.error().message);
        return identityOf(pid);
    }

    QString m_detacher;
};

double bootTime()
{
    static const double seconds = [] {
        QFile file(QStringLiteral("/proc/stat"));
        if (!file.open(QIODevice::ReadOnly))
            return 0.0;
        for (const QByteArray &line : file.readAll().split('\n'))
            if (line.startsWith("btime "))
                return line.mid(6).toDouble();
        return 0.0;
    }();
    return seconds;
}

QByteArray procFile(qint64 pid, const char *name)
{
    QFile file(QStringLiteral("/proc/%1/%2").arg(pid).arg(QLatin1String(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Clock ticks between the system's boot and the start of a process; empty when there is none.
QByteArray startTicks(qint64 pid)
{
    const QByteArray stat = procFile(pid, "stat");
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    return fields.size() < 20 || fields[0] == "Z" ? QByteArray() : fields[19];
}

QByteArray bootId()
{
    static const QByteArray id = [] {
        QFile file(QStringLiteral("/proc/sys/kernel/random/boot_id"));
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
    }();
    return id;
}
} // namespace

std::unique_ptr<ProcessStarter> systemProcessStarter(const QString &detacher)
{
    return std::make_unique<DetachedStarter>(detacher);
}

double startTimeOf(qint64 pid)
{
    const QByteArray ticks = startTicks(pid);
    return ticks.isEmpty() ? 0 : bootTime() + ticks.toDouble() / static_cast<double>(sysconf(_SC_CLK_TCK));
}

ProcessIdentity identityOf(qint64 pid)
{
    const QByteArray ticks = startTicks(pid);
    return {pid, startTimeOf(pid), ticks.isEmpty() ? QString() : QString::fromLatin1(bootId() + ':' + ticks)};
}

bool isRunning(const ProcessIdentity &process)
{
    if (process.pid > 0 && !process.mark.isEmpty())
        return identityOf(process.pid).mark == process.mark;
    const double started = process.pid > 0 ? startTimeOf(process.pid) : 0;
    return started > 0 && std::abs(started - process.startTime) <= 1.0;
}

QStringList commandLineOf(qint64 pid)
{
    QStringList parts;
    if (QFileInfo(QStringLiteral("/proc/%1").arg(pid)).ownerId() != geteuid())
        return parts;
    for (const QByteArray &part : procFile(pid, "cmdline").split('\0'))
        parts.append(QString::fromLocal8Bit(part));
    if (!parts.isEmpty() && parts.last().isEmpty())
        parts.removeLast();
    return parts;
}

bool endProcess(const ProcessIdentity &process, bool force)
{
    return isRunning(process) && kill(static_cast<pid_t>(process.pid), force ? SIGKILL : SIGTERM) == 0;
}

} // namespace hearth::process
