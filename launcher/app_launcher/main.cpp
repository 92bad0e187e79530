// SPDX-License-Identifier: Apache-2.0
// Starts one program detached, as described by a JSON file, and writes its process id back into that file.
// {"args":[…],"env":{…},"stdout":path|null,"stderr":path|null,"cwd":path?,"pid_file":path?}; exit 0, or 1 on failure.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace
{
struct Order {
    std::vector<QByteArray> arguments;
    std::vector<QByteArray> environment;
    QByteArray output[2];
    bool isInherited[2] = {false, false};
    QByteArray folder;
    QByteArray pidFile;
};

std::vector<char *> pointers(std::vector<QByteArray> &texts)
{
    std::vector<char *> list;
    list.reserve(texts.size() + 1);
    for (QByteArray &text : texts)
        list.push_back(text.data());
    list.push_back(nullptr);
    return list;
}

Order parse(const QJsonObject &json)
{
    Order order;
    for (const QJsonValue &argument : json.value(QLatin1String("args")).toArray())
        order.arguments.push_back(argument.toString().toLocal8Bit());
    const QJsonObject environment = json.value(QLatin1String("env")).toObject();
    for (auto it = environment.begin(); it != environment.end(); ++it)
        order.environment.push_back((it.key() + u'=' + it.value().toString()).toLocal8Bit());
    const char *names[] = {"stdout", "stderr"};
    for (int n = 0; n < 2; ++n) {
        const QJsonValue value = json.value(QLatin1String(names[n]));
        order.isInherited[n] = value.isNull();
        order.output[n] = value.isString() ? value.toString().toLocal8Bit() : QByteArray("/dev/null");
    }
    order.folder = json.value(QLatin1String("cwd")).toString().toLocal8Bit();
    order.pidFile = json.value(QLatin1String("pid_file")).toString().toLocal8Bit();
    if (!order.pidFile.isEmpty())
        order.environment.push_back("AYON_PID_FILE=" + order.pidFile);
    return order;
}

void redirect(const Order &order)
{
    for (int n = 0; n < 2; ++n) {
        if (order.isInherited[n])
            continue;
        const int file = open(order.output[n].constData(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        if (file >= 0)
            dup2(file, n + 1);
    }
}

[[noreturn]] void becomeProgram(Order &order, int report)
{
    setsid();
    if (!order.folder.isEmpty() && chdir(order.folder.constData()) != 0)
        order.folder.clear();
    redirect(order);
    std::vector<char *> arguments = pointers(order.arguments);
    std::vector<char *> environment = pointers(order.environment);
    // A path is run as it is: the search would hand a damaged program to the shell.
    if (order.arguments.front().contains('/'))
        execve(arguments[0], arguments.data(), environment.data());
    else
        execvpe(arguments[0], arguments.data(), environment.data());
    const int problem = errno;
    if (write(report, &problem, sizeof problem) < 0)
        _exit(126);
    _exit(127);
}

/// The program's id, or minus the error number of the failed start.
qint64 start(Order &order)
{
    int report[2];
    if (order.arguments.empty() || pipe2(report, O_CLOEXEC) != 0)
        return -EINVAL;
    const pid_t pid = fork();
    if (pid == 0)
        becomeProgram(order, report[1]);
    close(report[1]);
    int problem = 0;
    const ssize_t count = pid > 0 ? read(report[0], &problem, sizeof problem) : 0;
    close(report[0]);
    if (pid < 0)
        return -errno;
    return count > 0 ? -problem : pid;
}

/// A wrapper script may name the real program's id within half a second; a program that stays itself is not waited for.
qint64 preferWrittenPid(qint64 pid, const QByteArray &pidFile)
{
    if (pidFile.isEmpty())
        return pid;
    for (int n = 0; n < 50; ++n) {
        QFile file(QString::fromLocal8Bit(pidFile));
        const qint64 written = file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toLongLong() : 0;
        if (written > 0)
            return written;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return pid;
}
} // namespace

int main(int argc, char **argv)
{
    QFile file(argc == 2 ? QString::fromLocal8Bit(argv[1]) : QString());
    if (argc != 2 || !file.open(QIODevice::ReadOnly))
        return 1;
    QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    file.close();
    Order order = parse(json);
    if (order.arguments.empty())
        return 1;
    qint64 pid = start(order);
    if (pid > 0)
        pid = preferWrittenPid(pid, order.pidFile);
    else
        json.insert(QStringLiteral("error"), QString::fromLocal8Bit(strerror(static_cast<int>(-pid))));
    json.insert(QStringLiteral("pid"), pid > 0 ? QJsonValue(pid) : QJsonValue(QJsonValue::Null));
    json.remove(QStringLiteral("env")); // it held secrets; the reader needs only the id
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(QJsonDocument(json).toJson()) < 0)
        return 1;
    return pid > 0 ? 0 : 1;
}
