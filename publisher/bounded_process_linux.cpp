// SPDX-License-Identifier: Apache-2.0
#include "publisher/bounded_process.h"

#include <QFile>
#include <QFileInfo>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hearth::publish
{

namespace
{
using Clock = std::chrono::steady_clock;
constexpr int tickMilliseconds = 20;
constexpr qsizetype errorsKept = 16 * 1024;

/// Both ends of a pipe, closed when nobody closed them before.
struct Pipe {
    std::array<int, 2> ends{-1, -1};
    Pipe() = default;
    Pipe(const Pipe &) = delete;
    Pipe &operator=(const Pipe &) = delete;
    ~Pipe()
    {
        close(0);
        close(1);
    }
    bool open() { return ::pipe2(ends.data(), O_CLOEXEC) == 0; }
    void close(std::size_t end)
    {
        if (ends.at(end) >= 0)
            ::close(ends.at(end));
        ends.at(end) = -1;
    }
    void doNotWait(std::size_t end) const { ::fcntl(ends.at(end), F_SETFL, O_NONBLOCK); }
};

std::vector<QByteArray> encoded(const QStringList &texts)
{
    std::vector<QByteArray> list;
    list.reserve(static_cast<std::size_t>(texts.size()));
    for (const QString &one : texts)
        list.push_back(QFile::encodeName(one));
    return list;
}

std::vector<char *> pointers(std::vector<QByteArray> &texts)
{
    std::vector<char *> list;
    list.reserve(texts.size() + 1);
    for (QByteArray &one : texts)
        list.push_back(one.data());
    list.push_back(nullptr);
    return list;
}

class Child
{
public:
    explicit Child(const BoundedRequest &request) : m_request(request) {}
    ~Child() { endGroup(); }
    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;

    Result<> start()
    {
        if (!m_in.open() || !m_out.open() || !m_err.open())
            return fail(ErrorKind::Internal, QStringLiteral("No pipe can be made: %1.").arg(reason(errno)));
        std::vector<QByteArray> arguments = encoded(QStringList{m_request.program} + m_request.arguments);
        QStringList variables;
        for (auto it = m_request.environment.begin(); it != m_request.environment.end(); ++it)
            variables.append(it.key() + u'=' + it.value());
        std::vector<QByteArray> environment = encoded(variables);
        const int problem = spawn(arguments, environment);
        if (problem != 0)
            return fail(problem == ENOENT ? ErrorKind::NotFound : ErrorKind::Internal,
                        QStringLiteral("%1 cannot be started: %2.").arg(m_request.program, reason(problem)));
        m_in.close(0);
        m_out.close(1);
        m_err.close(1);
        m_in.doNotWait(1);
        m_out.doNotWait(0);
        m_err.doNotWait(0);
        return {};
    }

    Result<BoundedResult> follow(const std::stop_token &stop)
    {
        const Clock::time_point end = Clock::now() + m_request.limit;
        while (!hasEnded()) {
            if (stop.stop_requested())
                return fail(ErrorKind::Cancelled, QStringLiteral("Stopped."));
            if (Clock::now() >= end)
                return fail(ErrorKind::Timeout, QStringLiteral("%1 did not finish within %2 s and was ended.")
                                                    .arg(QFileInfo(m_request.program).fileName())
                                                    .arg(static_cast<double>(m_request.limit.count()) / 1000));
            waitForBytes();
            if (!move())
                return tooMuch();
        }
        return move() ? Result<BoundedResult>(std::move(m_result)) : tooMuch();
    }

private:
    static QString reason(int problem) { return QString::fromLocal8Bit(std::strerror(problem)); }

    tl::unexpected<Error> tooMuch() const
    {
        return fail(ErrorKind::Invalid, QStringLiteral("%1 said more than %2 bytes and was ended.")
                                            .arg(QFileInfo(m_request.program).fileName())
                                            .arg(m_request.outputBytes));
    }

    int spawn(std::vector<QByteArray> &arguments, std::vector<QByteArray> &environment)
    {
        posix_spawn_file_actions_t actions{};
        posix_spawnattr_t attributes{};
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawnattr_init(&attributes);
        ::posix_spawn_file_actions_adddup2(&actions, m_in.ends[0], 0);
        ::posix_spawn_file_actions_adddup2(&actions, m_out.ends[1], 1);
        ::posix_spawn_file_actions_adddup2(&actions, m_err.ends[1], 2);
        const QByteArray folder = QFile::encodeName(m_request.workingFolder);
        if (!folder.isEmpty())
            ::posix_spawn_file_actions_addchdir_np(&actions, folder.constData());
        sigset_t none{};
        sigset_t usual{};
        ::sigemptyset(&none);
        ::sigfillset(&usual);
        ::posix_spawnattr_setsigmask(&attributes, &none);
        ::posix_spawnattr_setsigdefault(&attributes, &usual);
        ::posix_spawnattr_setpgroup(&attributes, 0);
        ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
        const int problem = ::posix_spawn(&m_id, arguments.front().constData(), &actions, &attributes,
                                          pointers(arguments).data(), pointers(environment).data());
        ::posix_spawn_file_actions_destroy(&actions);
        ::posix_spawnattr_destroy(&attributes);
        if (problem != 0)
            m_id = -1;
        return problem;
    }

    bool hasEnded()
    {
        int status = 0;
        if (::waitpid(m_id, &status, WNOHANG) != m_id)
            return false;
        m_result.exitCode = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
        ::kill(-m_id, SIGKILL); // what it started and left behind
        m_id = -1;
        return true;
    }

    void waitForBytes() const
    {
        std::array<pollfd, 3> waiting{
            {{m_out.ends[0], POLLIN, 0}, {m_err.ends[0], POLLIN, 0}, {m_in.ends[1], POLLOUT, 0}}};
        ::poll(waiting.data(), waiting.size(), tickMilliseconds);
    }

    /// False when the child says too much.
    bool move()
    {
        if (m_in.ends[1] >= 0) {
            const qsizetype left = m_request.input.size() - m_written;
            const ssize_t count = left > 0 ? ::write(m_in.ends[1], m_request.input.constData() + m_written,
                                                     static_cast<std::size_t>(left))
                                           : 0;
            if (count > 0)
                m_written += count;
            if (m_written >= m_request.input.size() || (count < 0 && errno != EAGAIN && errno != EINTR))
                m_in.close(1);
        }
        read(m_err, m_result.errors);
        if (m_result.errors.size() > errorsKept)
            m_result.errors = m_result.errors.right(errorsKept);
        read(m_out, m_result.output);
        if (m_request.onOutput && !m_result.output.isEmpty()) {
            m_request.onOutput(m_result.output);
            m_result.output.clear();
        }
        return m_result.output.size() <= m_request.outputBytes;
    }

    void read(Pipe &from, QByteArray &into) const
    {
        std::array<char, 16 * 1024> block{};
        while (from.ends[0] >= 0 && into.size() <= m_request.outputBytes) {
            const ssize_t count = ::read(from.ends[0], block.data(), block.size());
            if (count > 0)
                into.append(block.data(), count);
            else if (count == 0)
                from.close(0);
            else if (errno != EINTR)
                return;
        }
    }

    void endGroup()
    {
        if (m_id <= 0)
            return;
        ::kill(-m_id, SIGKILL);
        ::waitpid(m_id, nullptr, 0);
        m_id = -1;
    }

    const BoundedRequest &m_request;
    Pipe m_in;
    Pipe m_out;
    Pipe m_err;
    pid_t m_id = -1;
    qsizetype m_written = 0;
    BoundedResult m_result;
};

/// Writing to a child that does not read must not end this program.
void ignoreBrokenPipes()
{
    static const bool done = [] {
        struct sigaction now {
        };
        if (::sigaction(SIGPIPE, nullptr, &now) == 0 && now.sa_handler == SIG_DFL)
            ::signal(SIGPIPE, SIG_IGN);
        return true;
    }();
    static_cast<void>(done);
}
} // namespace

Result<BoundedResult> runBounded(const BoundedRequest &request, const std::stop_token &stop)
{
    ignoreBrokenPipes();
    Child child(request);
    if (const Result<> started = child.start(); !started)
        return fail(started.error());
    return child.follow(stop);
}

QMap<QString, QString> plainEnvironment(const QMap<QString, QString> &session)
{
    QMap<QString, QString> made{{QStringLiteral("PATH"), QStringLiteral("/usr/local/bin:/usr/bin:/bin")},
                                {QStringLiteral("PYTHONDONTWRITEBYTECODE"), QStringLiteral("1")}};
    for (const char *name : {"HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR"})
        if (const QString value = session.value(QLatin1String(name)); !value.isEmpty())
            made.insert(QLatin1String(name), value);
    return made;
}

} // namespace hearth::publish
