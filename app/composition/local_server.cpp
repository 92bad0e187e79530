// SPDX-License-Identifier: Apache-2.0
#include "composition/local_server.h"
#include "core/entity_id.h"
#include "core/json_fields.h"
#include "core/log.h"
#include "core/whole_file.h"

#include <QDateTime>
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
    QString mark;
    QString admin;
    static constexpr auto fields()
    {
        return std::tuple{json::field("port", &State::port), json::field("pid", &State::pid),
                          json::field("startTime", &State::startTime), json::field("mark", &State::mark),
                          json::field("admin", &State::admin)};
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

/// The last line a server program said, without its name.
QString spoken(const QString &output)
{
    QString line = output.trimmed().section(u'\n', -1).left(1000);
    line.remove(QRegularExpression(QStringLiteral("^hearth-server: ")));
    return line;
}

Error notStarted(const QString &output)
{
    const QString line = spoken(output);
    if (line.contains(QLatin1String("database is damaged")))
        return {ErrorKind::Invalid, line, output};
    return {ErrorKind::Internal, QStringLiteral("This computer's server does not start: %1").arg(line), output};
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

Result<QByteArray> LocalServer::runServer(const QStringList &arguments, const QByteArray &input) const
{
    QProcess process;
    process.setProcessEnvironment(processEnvironment(m_settings.environment));
    process.start(m_settings.program, arguments);
    process.write(input);
    process.closeWriteChannel();
    // A worker thread may wait.
    if (!process.waitForFinished(setupPatienceMs) || process.exitStatus() != QProcess::NormalExit ||
        process.exitCode() != 0)
        return fail(ErrorKind::Internal, spoken(QString::fromUtf8(process.readAllStandardError().trimmed())),
                    process.errorString());
    return process.readAllStandardOutput();
}

Result<QUrl> LocalServer::start(int port)
{
    // On a full disk the server could not even say so.
    if (const Result<> usable = checkWritable(m_settings.dataFolder); !usable)
        return fail(usable.error());
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
            now.mark = child->mark;
            if (const Result<> kept = keep(now); !kept)
                return fail(kept.error());
            return QUrl(addressOf(now.port));
        }
        if (!process::isRunning(*child))
            return fail(notStarted(QString::fromUtf8(readFile(m_settings.logFile).value_or(QByteArray())).right(4000)));
        std::this_thread::sleep_for(10ms);
    }
    return fail(ErrorKind::Timeout, QStringLiteral("This computer's server does not answer."),
                spoken(QString::fromUtf8(readFile(m_settings.logFile).value_or(QByteArray()))));
}

Result<client::SignedIn> LocalServer::make(const QString &fullName, const QString &admin, int port,
                                           const client::Identity &identity)
{
    const Secret password(QString::fromStdString(randomHex(12)) + QStringLiteral("-Aa1"));
    const QJsonObject user{
        {"name", admin}, {"password", password.reveal()}, {"fullName", fullName.trimmed()}, {"isAdmin", true}};
    const QByteArray setup = QJsonDocument(QJsonObject{{"users", QJsonArray{user}}}).toJson();
    if (const Result<QByteArray> made =
            runServer({QStringLiteral("setup"), QStringLiteral("--data"), m_settings.dataFolder}, setup);
        !made)
        return fail(made.error().kind,
                    QStringLiteral("The data folder %1 cannot be prepared: %2")
                        .arg(m_settings.dataFolder, made.error().message),
                    made.error().detail);
    State fresh;
    fresh.admin = admin;
    fresh.port = port;
    if (const Result<> kept = keep(fresh); !kept)
        return fail(kept.error());
    const Result<QUrl> address = startSomewhere(port);
    if (!address)
        return fail(address.error());
    if (const Result<> kept = keepAdminPassword(password); !kept)
        return fail(kept.error());
    return client::signIn(m_transport, *address, admin, password, identity);
}

Result<client::SignedIn> LocalServer::setUp(const QString &fullName, const client::Identity &identity)
{
    if (const Result<> usable = checkWritable(QFileInfo(m_settings.stateFile).absolutePath()); !usable)
        return fail(usable.error());
    // Of two that set this computer up at once the second finds it done, and must not undo what the first has made.
    QLockFile lock(m_settings.stateFile + QStringLiteral(".lock"));
    lock.setStaleLockTime(0);
    if (!lock.tryLock(setupPatienceMs))
        return fail(ErrorKind::Timeout,
                    QStringLiteral("Another Hearth is setting this computer up and does not finish."));
    if (isSetUp())
        return fail(ErrorKind::Conflict,
                    QStringLiteral("This computer is set up already. Start Hearth again; nothing was changed."));
    if (QFileInfo::exists(m_settings.dataFolder + QStringLiteral("/hearth.db")) || !databaseElsewhere().isEmpty())
        return fail(ErrorKind::Conflict,
                    QStringLiteral("%1 holds the data of a studio already. It was left as it is. Move the folder away "
                                   "to begin a new studio here.")
                        .arg(m_settings.dataFolder));
    Result<client::SignedIn> made = make(fullName, userNameFrom(fullName), 0, identity);
    if (!made)
        undoSetUp();
    return made;
}

Result<client::SignedIn> LocalServer::beginEmpty(const client::Identity &identity)
{
    const State before = state();
    const Result<Secret> password = adminPassword();
    const QString aside = m_settings.dataFolder + QStringLiteral(".damaged-") +
                          QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    if (!QDir().rename(m_settings.dataFolder, aside))
        return fail(ErrorKind::Internal, QStringLiteral("%1 cannot be moved aside.").arg(m_settings.dataFolder));
    Result<client::SignedIn> made = make(before.admin, before.admin, before.port, identity);
    if (made)
        return made;
    stop();
    QDir(m_settings.dataFolder).removeRecursively();
    if (!QDir().rename(aside, m_settings.dataFolder) || !keep(before) || (password && !keepAdminPassword(*password)))
        log::error(log::desktop, "what was moved aside is in {}", aside.toStdString());
    return made;
}

Result<QStringList> LocalServer::backups() const
{
    const Result<QByteArray> told = runServer(
        {QStringLiteral("restore"), QStringLiteral("--data"), m_settings.dataFolder, QStringLiteral("--list")}, {});
    return told ? Result<QStringList>(QString::fromUtf8(*told).split(u'\n', Qt::SkipEmptyParts)) : fail(told.error());
}

Result<> LocalServer::restore(const QString &backup) const
{
    const Result<QByteArray> done = runServer({QStringLiteral("restore"), QStringLiteral("--data"),
                                               m_settings.dataFolder, QStringLiteral("--backup"), backup},
                                              {});
    return done ? Result<>{}
                : fail(done.error().kind,
                       QStringLiteral("The backup could not be brought back: %1").arg(done.error().message),
                       done.error().detail);
}

QString LocalServer::databaseElsewhere() const
{
    const Result<QByteArray> note = readFile(m_settings.dataFolder + QStringLiteral("/database-is-in.txt"), 64 * 1024);
    return note ? QString::fromUtf8(*note).section(u'\n', 0, 0) : QString();
}

// Another program may have taken the port meanwhile: a new one is better than no server.
Result<QUrl> LocalServer::startSomewhere(int port)
{
    Result<QUrl> started = start(port);
    if (!started && port != 0 && started.error().detail.contains(QLatin1String("in use")))
        started = start(0);
    return started;
}

bool LocalServer::isAnswering(const State &now) const
{
    return process::isRunning({now.pid, now.startTime, now.mark}) &&
           client::Server(m_transport, QUrl(addressOf(now.port)), {}).info().wait();
}

Result<QUrl> LocalServer::ensureRunning()
{
    if (const State now = state(); isAnswering(now))
        return QUrl(addressOf(now.port));
    if (const Result<> usable = checkWritable(QFileInfo(m_settings.stateFile).absolutePath()); !usable)
        return fail(usable.error());
    QLockFile lock(m_settings.stateFile + QStringLiteral(".lock"));
    lock.setStaleLockTime(0);
    if (!lock.tryLock(30'000))
        return fail(ErrorKind::Timeout,
                    QStringLiteral("Another Hearth is starting this computer's server and does not finish."));
    const State now = state();
    if (isAnswering(now))
        return QUrl(addressOf(now.port));
    const Result<QUrl> started = startSomewhere(now.port);
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
    const process::ProcessIdentity child{now.pid, now.startTime, now.mark};
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
