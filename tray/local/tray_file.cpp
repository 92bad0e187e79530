// SPDX-License-Identifier: Apache-2.0
#include "tray/local/tray_file.h"
#include "core/whole_file.h"
#include "process/child_process.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>

namespace hearth::tray_local
{

namespace
{
constexpr int claimPatienceMs = 5'000;
}

bool isLauncherCommand(const QStringList &commandLine)
{
    if (commandLine.isEmpty())
        return false;
    const QString program = QFileInfo(commandLine.first()).fileName();
    return program.contains(QLatin1String("ayon"), Qt::CaseInsensitive) ||
           (program.contains(QLatin1String("python"), Qt::CaseInsensitive) &&
            QFileInfo(commandLine.value(1)).fileName() == QLatin1String("start.py"));
}

TrayFile::TrayFile(const QString &localFolder, const QString &serverUrl, const QString &variant)
    : m_path(localFolder + QStringLiteral("/tray/") +
             QString::fromLatin1(
                 QCryptographicHash::hash((serverUrl + u'|' + variant).toUtf8(), QCryptographicHash::Sha256).toHex()))
{
}

TrayFile::~TrayFile()
{
    const Result<QJsonObject> there = readJsonFile(m_path);
    if (m_isOurs && there && there->value(QLatin1String("pid")).toInteger() == QCoreApplication::applicationPid())
        QFile::remove(m_path);
}

OtherTray TrayFile::other() const
{
    const Result<QJsonObject> there = readJsonFile(m_path);
    if (!there)
        return {};
    const qint64 pid = there->value(QLatin1String("pid")).toInteger();
    if (pid == QCoreApplication::applicationPid())
        return {};
    if (!isLauncherCommand(process::commandLineOf(pid))) {
        QFile::remove(m_path);
        return {};
    }
    const bool isStarted = there->value(QLatin1String("started")).toBool();
    return {isStarted ? TrayPresence::Running : TrayPresence::Starting, there->value(QLatin1String("url")).toString(),
            pid};
}

OtherTray TrayFile::claim()
{
    QDir().mkpath(QFileInfo(m_path).absolutePath());
    QLockFile lock(m_path + QStringLiteral(".lock"));
    static_cast<void>(lock.tryLock(claimPatienceMs)); // where no lock can be made no file can be written either
    const OtherTray found = other();
    if (found.presence == TrayPresence::NotRunning)
        static_cast<void>(write({}, false));
    return found;
}

Result<> TrayFile::write(const QString &url, bool isStarted)
{
    m_isOurs = true;
    return writeJsonFile(m_path,
                         {{"url", url.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(url)},
                          {"pid", QCoreApplication::applicationPid()},
                          {"started", isStarted}},
                         true);
}

} // namespace hearth::tray_local
