// SPDX-License-Identifier: Apache-2.0
#include "adoption/adoption_program.h"

#include "adoption/adoption.h"
#include "client/transport.h"
#include "server_program/data_problem.h"

#include <QCoreApplication>
#include <QFile>

#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace hearth::adoption
{
namespace
{

constexpr int differs = static_cast<int>(server_program::ServerExit::Differs);

std::atomic<bool> isToStop = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler sets it");

Result<Secret> keyOf(const AdoptionOrder &order)
{
    QString key = qEnvironmentVariable("HEARTH_ADOPT_KEY");
    if (!order.keyFile.empty()) {
        QFile file(QString::fromStdString(order.keyFile));
        if (!file.open(QIODevice::ReadOnly))
            return fail(ErrorKind::NotFound, QStringLiteral("The key file cannot be read: ") + file.errorString());
        key = QString::fromUtf8(file.read(4096));
    }
    if (key.trimmed().isEmpty())
        return fail(ErrorKind::Invalid,
                    QStringLiteral("There is no key: give --key-file FILE or set HEARTH_ADOPT_KEY."));
    return Secret(key.trimmed());
}

void print(const Report &report, bool asJson)
{
    const std::string text = asJson ? jsontext::toText(report.json()) + '\n' : report.text();
    std::fputs(text.c_str(), stdout);
}

QString wordsOf(const Error &error)
{
    QString made = error.kind == ErrorKind::Cancelled ? QStringLiteral("Stopped") : error.message;
    if (error.kind == ErrorKind::NoSpace)
        made = QStringLiteral("The disk of this studio is full; make room first. ") + made;
    while (made.endsWith(u'.') || made.endsWith(u' '))
        made.chop(1);
    return made;
}

int failed(const Error &error, bool hasBegun)
{
    std::fprintf(stderr, "hearth-server: %s. %s\n", qPrintable(wordsOf(error)),
                 hasBegun ? "What was moved stays, as the report says; the same command goes on from there."
                          : "Nothing was moved.");
    return static_cast<int>(error.kind == ErrorKind::NoSpace ? server_program::ServerExit::DiskFull
                                                             : server_program::ServerExit::Failed);
}

} // namespace

int runAdoption(server::Store &store, server::ApiServer &server, const AdoptionOrder &order)
{
    int count = 0;
    const QCoreApplication application(count, nullptr);
    const QUrl url(QString::fromStdString(order.from), QUrl::StrictMode);
    if (!url.isValid() || (url.scheme() != u"http" && url.scheme() != u"https") || url.host().isEmpty())
        return failed({ErrorKind::Invalid,
                       QStringLiteral("--from takes the address of a server, such as https://studio.example"),
                       {}},
                      false);
    const auto key = keyOf(order);
    if (!key)
        return failed(key.error(), false);
    for (const int signal : {SIGINT, SIGTERM})
        std::signal(signal, [](int) { isToStop = true; });
    const auto transport = client::networkTransport(QString::fromStdString(order.caFile));
    TheirStudio theirs(*transport, url, *key, isToStop);
    const auto ours = OwnStudio::make(store, server);
    if (!ours)
        return failed(ours.error(), false);
    Report report;
    const auto tell = [](const std::string &line) { std::fprintf(stderr, "%s\n", line.c_str()); };
    const auto adopted = adopt({theirs, **ours, report, tell, isToStop}, order.projects);
    print(report, order.asJson);
    if (!(*ours)->leave())
        tell(std::string("The user ") + OwnStudio::user + " could not be removed; the next adoption removes it.");
    if (!adopted)
        return failed(adopted.error(), !report.rows().empty());
    return report.isWhole() ? 0 : differs;
}

} // namespace hearth::adoption
