// SPDX-License-Identifier: Apache-2.0
#include "server/child/run_child.h"

#include "server/child/confinement.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace hearth::server
{
namespace
{

using Clock = std::chrono::steady_clock;

constexpr std::size_t complaintLimit = 4096;
constexpr int notStarted = 127;

struct Pipe {
    int read = -1;
    int write = -1;

    Pipe()
    {
        int ends[2] = {-1, -1};
        if (pipe2(ends, O_CLOEXEC) == 0) {
            read = ends[0];
            write = ends[1];
        }
    }
    ~Pipe()
    {
        closeRead();
        closeWrite();
    }
    Pipe(const Pipe &) = delete;
    Pipe &operator=(const Pipe &) = delete;
    [[nodiscard]] bool isGood() const { return read >= 0; }
    void closeRead() { shut(read); }
    void closeWrite() { shut(write); }

private:
    static void shut(int &end)
    {
        if (end >= 0)
            close(end);
        end = -1;
    }
};

// Between fork and exec: nothing here may take memory or a lock.
[[noreturn]] void becomeChild(const ChildOrder &order, char *const *arguments, char *const *environment, int output,
                              int errors)
{
    setpgid(0, 0);
    const int nothing = open("/dev/null", O_RDONLY);
    if (nothing >= 0 && dup2(nothing, 0) >= 0 && dup2(output, 1) >= 0 && dup2(errors, 2) >= 0) {
        (void)syscall(SYS_close_range, 3U, ~0U, 0U);
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, nullptr);
        if (chdir("/") == 0 && confineThisProcess(order.memoryBytes, order.processorSeconds))
            execve(arguments[0], arguments, environment);
    }
    _exit(notStarted);
}

/// Both ends of a child until they are closed.
class Listening
{
public:
    Listening(const ChildOrder &order, ChildOutcome &outcome) : m_order(order), m_outcome(outcome) {}

    // True when the child closed both; false when it must be ended.
    bool follow(Pipe &output, Pipe &errors)
    {
        const auto until = Clock::now() + m_order.patience;
        while (output.read >= 0 || errors.read >= 0) {
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
            std::array<pollfd, 2> ready{{{output.read, POLLIN, 0}, {errors.read, POLLIN, 0}}};
            if (left <= 0 || poll(ready.data(), ready.size(), static_cast<int>(left)) <= 0) {
                m_outcome.end = ChildOutcome::End::TimedOut;
                return false;
            }
            if (ready[0].revents != 0)
                take(output, m_outcome.output);
            if (ready[1].revents != 0)
                take(errors, m_outcome.complaint);
            if (m_outcome.complaint.size() > complaintLimit)
                m_outcome.complaint.erase(0, m_outcome.complaint.size() - complaintLimit);
            if (m_outcome.output.size() > m_order.outputLimit) {
                m_outcome.end = ChildOutcome::End::TooMuch;
                return false;
            }
        }
        return true;
    }

private:
    static void take(Pipe &from, std::string &into)
    {
        std::array<char, 65536> part{};
        const ssize_t count = read(from.read, part.data(), part.size());
        if (count > 0)
            into.append(part.data(), static_cast<std::size_t>(count));
        else
            from.closeRead();
    }

    const ChildOrder &m_order;
    ChildOutcome &m_outcome;
};

// A child may close its ends and go on; it is waited for no longer than that.
bool isEnded(pid_t child, Clock::time_point until, int &status)
{
    const int handle = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
    pollfd ended{handle, POLLIN, 0};
    const bool isOver = handle >= 0 && poll(&ended, 1, static_cast<int>(std::max<std::int64_t>(left, 0))) > 0;
    if (handle >= 0)
        close(handle);
    if (!isOver)
        kill(-child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return isOver;
}

} // namespace

namespace
{

void judge(ChildOutcome &outcome, bool isOver, int status)
{
    if (!isOver)
        outcome.end = ChildOutcome::End::TimedOut;
    else if (WIFEXITED(status) && WEXITSTATUS(status) == notStarted && outcome.output.empty())
        outcome.end = ChildOutcome::End::Missing;
    else
        outcome.end =
            WIFEXITED(status) && WEXITSTATUS(status) == 0 ? ChildOutcome::End::Good : ChildOutcome::End::Failed;
}

pid_t start(const ChildOrder &order, const Pipe &output, const Pipe &errors)
{
    std::vector<char *> arguments;
    arguments.reserve(order.command.size() + 1);
    for (const std::string &argument : order.command)
        arguments.push_back(const_cast<char *>(argument.c_str()));
    arguments.push_back(nullptr);
    std::array<char *, 3> environment{const_cast<char *>("PATH=/usr/bin:/bin"), const_cast<char *>("LC_ALL=C.UTF-8"),
                                      nullptr};
    const pid_t child = fork();
    if (child == 0)
        becomeChild(order, arguments.data(), environment.data(), output.write, errors.write);
    if (child > 0)
        setpgid(child, child);
    return child;
}

} // namespace

ChildOutcome runChild(const ChildOrder &order)
{
    ChildOutcome made;
    Pipe output;
    Pipe errors;
    if (order.command.empty() || access(order.command.front().c_str(), X_OK) != 0 || !output.isGood() ||
        !errors.isGood())
        return made;
    const auto until = Clock::now() + order.patience;
    const pid_t child = start(order, output, errors);
    if (child < 0)
        return made;
    output.closeWrite();
    errors.closeWrite();
    const bool isFollowed = Listening(order, made).follow(output, errors);
    if (!isFollowed)
        kill(-child, SIGKILL);
    int status = 0;
    const bool isOver = isEnded(child, isFollowed ? until : Clock::now() + std::chrono::seconds(5), status);
    if (isFollowed)
        judge(made, isOver, status);
    return made;
}

} // namespace hearth::server
