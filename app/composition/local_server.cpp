// SPDX-License-Identifier: Apache-2.0
#include "composition/local_server.h"
#include "core/entity_id.h"
#include "core/json_fields.h"
#include "core/log.h"
#include "core/whole_file.h"

#include <QDir>
#include <QFileInfo>
#include <QLockFile>
#include <QProcess>
#include <QRegularExpression>

#include <chrono>
#include <thread>

namespace hearth::composition
{

using namespace std::chrono_literals;

struct LocalServer::State {
    int port = 0;
    qint64 pid = 0;
    double startTime = 0;
    QString admin;
    static constexpr auto fields()
    {
        return std::tuple{json::field("port", &State::port), json::field("pid", &State::pid),
                          json::field("startTime", &State::startTime), json::field("admin", &State::admin)};
    }
};

namespace
{
constexpr auto startPatience = 20s;
constexpr auto setupPatienceMs = 60'000;

QString addressOf(int port)
{
    return port > 0 ? QStringLiteral("http://127.0.0.1:%1").arg(port) : QString();
}

QProcessEnvironment processEnvironment(const QMap<QString, QString> &environment)
{
    QProcessEnvironment made;
    for (auto it = environment.begin(); it != environment.end(); ++it)
        made.insert(it.key(), it.value());
    return made;
}

QString lastLine(const QString &file)
{
    const QByteArray content = readFile(file).value_or(QByteArray()).trimmed();
    return QString::fromUtf8(content.mid(content.lastIndexOf('\n') + 1)).left(500);
}
} // namespace

QString userNameFrom(const QString &fullName)
{
    QString made;
    for (const QChar c : fullName.normalized(QString::NormalizationForm_KD).toLower()) {
        const bool isPlain = (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9');
        if (isPlain)
            made += c;
        else if (c.isSpace() && !made.isEmpty() && !made.endsWith(u'.'))
            made += u'.';
    }
    while (made.endsWith(u'.'))
        made.chop(1);
    return made.size() < 2 ? QStringLiteral("artist") : made;
}

LocalServer::State LocalServer::state() const
{
    const Result<QJsonObject> stored = readJsonFile(m_settings.stateFile);
    return stored ? json::read<State>(*stored).value_or(State{}) : State{};
}

Result<> LocalServer::keep(const State &state) const
{
    return writeJsonFile(m_settings.stateFile, json::write(state), true);
}

bool LocalServer::isSetUp() const
{
    return state().port > 0 && QFileInfo(m_settings.dataFolder).isDir();
}

QString LocalServer::url() const
{
    return addressOf(state().port);
}

QString LocalServer::adminName() const
{
    return state().admin;
}

Result<Secret> LocalServer::adminPassword() const
{
    return m_servers.secrets().read(QStringLiteral("Hearth/") + m_settings.dataFolder,
                                    QStringLiteral("admin-password"));
}

Result<> LocalServer::keepAdminPassword(const Secret &password)
{
    return m_servers.secrets().write(QStringLiteral("Hearth/") + m_settings.dataFolder,
                                     QStringLiteral("admin-password"), password);
}

Result<> LocalServer::runSetup(const QByteArray &templateJson) const
{
    QProcess process;
    process.setProcessEnvironment(processEnvironment(m_settings.environment));
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(m_settings.program, {QStringLiteral("setup"), QStringLiteral("--data"), m_settings.dataFolder});
    process.write(templateJson);
    process.closeWriteChannel();
    // A worker thread may wait.
    if (!process.waitForFinished(setupPatienceMs) || process.exitStatus() != QProcess::NormalExit ||
        process.exitCode() != 0)
        return fail(ErrorKind::Internal,
                    QStringLiteral("The data folder %1 cannot be prepared: %2")
                        .arg(m_settings.dataFolder, QString::fromUtf8(process.readAll().trimmed()).section(u'\n', -1)),
                    process.errorString());
    return {};
}

Result<QUrl> LocalServer::start(int port)
{
    const QString ready = m_settings.stateFile + QStringLiteral(".ready");
    QFile::remove(ready);
    QFile::remove(m_settings.logFile);
    QDir().mkpath(QFileInfo(m_settings.logFile).absolutePath());
    const auto starter =
        process::systemProcessStarter(QFileInfo(m_settings.program).absolutePath() + QStringLiteral("/app_launcher"));
    const Result<process::ProcessIdentity> child =
        starter->startDetached({m_settings.program,
                                {QStringLiteral("--data"), m_settings.dataFolder, QStringLiteral("--listen"),
                                 QStringLiteral("127.0.0.1:%1").arg(port), QStringLiteral("--ready-file"), ready},
                                m_settings.environment,
                                m_settings.dataFolder,
                                m_settings.logFile,
                                {}});
    if (!child)
        return fail(child.error());
    const auto until = std::chrono::steady_clock::now() + startPatience;
    while (std::chrono::steady_clock::now() < until) {
        if (const Result<QJsonObject> told = readJsonFile(ready)) {
            const QUrl address(told->value(QLatin1String("url")).toString());
            State now = state();
            now.port = address.port();
            now.pid = child->pid;
            now.startTime = child->startTime;
            if (const Result<> kept = keep(now); !kept)
                return fail(kept.error());
            return QUrl(addressOf(now.port));
        }
        if (!process::isRunning(*child))
            return fail(ErrorKind::Internal,
                        QStringLiteral("This computer's server does not start: %1").arg(lastLine(m_settings.logFile)),
                        QString::fromUtf8(readFile(m_settings.logFile).value_or(QByteArray())).right(4000));
        std::this_thread::sleep_for(10ms);
    }
    return fail(ErrorKind::Timeout, QStringLiteral("This computer's server does not answer."),
                lastLine(m_settings.logFile));
}

Result<client::SignedIn> LocalServer::setUp(const QString &fullName, const client::Identity &identity)
{
    if (isSetUp())
        return fail(ErrorKind::Conflict, QStringLiteral("This computer is set up already."));
    const QString admin = userNameFrom(fullName);
    const Secret password(QString::fromStdString(randomHex(12)) + QStringLiteral("-Aa1"));
    const QJsonObject user{
        {"name", admin}, {"password", password.reveal()}, {"fullName", fullName.trimmed()}, {"isAdmin", true}};
    const QByteArray setup = QJsonDocument(QJsonObject{{"users", QJsonArray{user}}}).toJson();
    const auto undone = [this](Error error) {
        undoSetUp();
        return fail(std::move(error));
    };
    if (const Result<> made = runSetup(setup); !made)
        return undone(made.error());
    State fresh;
    fresh.admin = admin;
    if (const Result<> kept = keep(fresh); !kept)
        return undone(kept.error());
    const Result<QUrl> address = start(0);
    if (!address)
        return undone(address.error());
    if (const Result<> kept = keepAdminPassword(password); !kept)
        return undone(kept.error());
    Result<client::SignedIn> signedIn = client::signIn(m_transport, *address, admin, password, identity);
    if (!signedIn)
        return undone(signedIn.error());
    return signedIn;
}

Result<QUrl> LocalServer::ensureRunning()
{
    QLockFile lock(m_settings.stateFile + QStringLiteral(".lock"));
    lock.setStaleLockTime(0);
    if (!lock.tryLock(30'000))
        return fail(ErrorKind::Timeout,
                    QStringLiteral("Another Hearth is starting this computer's server and does not finish."));
    const State now = state();
    const QUrl address(addressOf(now.port));
    const bool isOurs = process::isRunning({now.pid, now.startTime});
    if (isOurs && client::Server(m_transport, address, {}).info().wait())
        return address;
    Result<QUrl> started = start(now.port);
    // Another program took the port meanwhile: a new one is better than no server.
    if (!started && started.error().detail.contains(QLatin1String("in use")))
        started = start(0);
    if (started && started->port() != now.port)
        if (const Result<Secret> key = m_servers.key(addressOf(now.port)))
            if (const Result<> moved = m_servers.remember(started->toString(), now.admin, *key); !moved)
                log::warning(log::desktop, "the key could not follow the server to its new address");
    return started;
}

Result<client::SignedIn> LocalServer::signInAgain(const client::Identity &identity)
{
    const Result<Secret> password = adminPassword();
    if (!password)
        return fail(password.error());
    const State now = state();
    Result<client::SignedIn> signedIn =
        client::signIn(m_transport, QUrl(addressOf(now.port)), now.admin, *password, identity);
    if (signedIn)
        if (const Result<> kept = m_servers.remember(addressOf(now.port), now.admin, signedIn->credentials.token);
            !kept)
            return fail(kept.error());
    return signedIn;
}

void LocalServer::stop()
{
    const State now = state();
    const process::ProcessIdentity child{now.pid, now.startTime};
    process::endProcess(child, false);
    const auto until = std::chrono::steady_clock::now() + 10s;
    while (process::isRunning(child) && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(10ms);
}

void LocalServer::undoSetUp()
{
    const QString address = url();
    stop();
    QDir(m_settings.dataFolder).removeRecursively();
    for (const QString &file : {m_settings.stateFile, m_settings.stateFile + QStringLiteral(".ready")})
        QFile::remove(file);
    if (!address.isEmpty())
        if (const Result<> forgotten = m_servers.forget(address); !forgotten)
            log::warning(log::desktop, "a sign-in could not be forgotten");
    if (const Result<> removed = m_servers.secrets().remove(QStringLiteral("Hearth/") + m_settings.dataFolder,
                                                            QStringLiteral("admin-password"));
        !removed && removed.error().kind != ErrorKind::NotFound)
        log::warning(log::desktop, "the administrator's password could not be removed");
}

} // namespace hearth::composition
