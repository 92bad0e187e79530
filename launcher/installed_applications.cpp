// SPDX-License-Identifier: Apache-2.0
#include "launcher/installed_applications.h"
#include "anatomy/template_text.h"
#include "core/log.h"
#include "core/whole_file.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>

namespace hearth::launch
{

namespace
{
constexpr int versionTimeoutMs = 8'000;

class RealMachine final : public MachineView
{
public:
    RealMachine(Environment environment, Platform platform)
        : m_environment(std::move(environment)), m_platform(platform)
    {
    }

    bool isExecutable(const QString &path) const override
    {
        const QFileInfo file(path);
        return file.isFile() && file.isExecutable();
    }

    QStringList matching(const QString &pattern) const override
    {
        if (!pattern.contains(u'*'))
            return QFileInfo::exists(pattern) ? QStringList{pattern} : QStringList{};
        QStringList found{QString()};
        for (const QString &part : pattern.split(u'/')) {
            QStringList next;
            for (const QString &base : found) {
                if (!part.contains(u'*'))
                    next.append(base.isNull() ? part : base + u'/' + part);
                else
                    for (const QString &name :
                         QDir(base + u'/').entryList({part}, QDir::AllEntries | QDir::NoDotAndDotDot))
                        next.append(base + u'/' + name);
            }
            found = next;
        }
        found.removeIf([](const QString &path) { return !QFileInfo::exists(path); });
        return found;
    }

    QString desktopEntryCommand(const QString &id) const override
    {
        for (const QString &folder : dataFolders()) {
            const Result<QByteArray> content =
                readFile(folder + QStringLiteral("/applications/") + id + QStringLiteral(".desktop"));
            if (!content)
                continue;
            const QString command = commandIn(QString::fromUtf8(*content));
            const QString program = command.startsWith(u'/') ? command : inPath(command);
            if (!program.isEmpty() && isExecutable(program))
                return program;
        }
        return {};
    }

    QString output(const QString &program, const QStringList &arguments) const override
    {
        QProcess process;
        QProcessEnvironment environment;
        for (auto it = m_environment.begin(); it != m_environment.end(); ++it)
            environment.insert(it.key(), it.value());
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(program, arguments, QIODevice::ReadOnly);
        // Runs on a worker thread, where waiting is allowed.
        if (!process.waitForFinished(versionTimeoutMs)) {
            process.kill();
            process.waitForFinished(1'000);
            return {};
        }
        return QString::fromLocal8Bit(process.readAll().left(16 * 1024));
    }

    QString fingerprint(const QString &path) const override
    {
        const QFileInfo file(QFileInfo(path).canonicalFilePath());
        return QStringLiteral("%1-%2").arg(file.size()).arg(file.lastModified().toMSecsSinceEpoch());
    }

private:
    QStringList dataFolders() const
    {
        const QString home = m_environment.value(QStringLiteral("HOME"));
        const QString own =
            m_environment.value(QStringLiteral("XDG_DATA_HOME"), home + QStringLiteral("/.local/share"));
        const QString shared =
            m_environment.value(QStringLiteral("XDG_DATA_DIRS"), QStringLiteral("/usr/local/share:/usr/share"));
        return QStringList{own} + shared.split(u':', Qt::SkipEmptyParts) +
               QStringList{QStringLiteral("/var/lib/flatpak/exports/share"),
                           home + QStringLiteral("/.local/share/flatpak/exports/share")};
    }

    static QString commandIn(const QString &entry)
    {
        static const QRegularExpression exec(QStringLiteral("^Exec=\\s*(\"([^\"]+)\"|(\\S+))"),
                                             QRegularExpression::MultilineOption);
        const QRegularExpressionMatch match = exec.match(entry);
        return match.captured(2).isEmpty() ? match.captured(3) : match.captured(2);
    }

    QString inPath(const QString &name) const
    {
        const QString path = m_environment.value(QStringLiteral("PATH"));
        for (const QString &folder : path.split(pathListSeparator(m_platform), Qt::SkipEmptyParts))
            if (isExecutable(folder + u'/' + name))
                return folder + u'/' + name;
        return {};
    }

    Environment m_environment;
    Platform m_platform;
};
} // namespace

std::unique_ptr<MachineView> thisMachine(const Environment &environment, Platform platform)
{
    return std::make_unique<RealMachine>(environment, platform);
}

InstalledApplications::InstalledApplications(const MachineView &machine, Platform platform, Environment environment,
                                             QString file)
    : m_machine(machine), m_platform(platform), m_environment(std::move(environment)), m_file(std::move(file))
{
    load();
}

void InstalledApplications::load()
{
    const Result<QJsonObject> stored = readJsonFile(m_file);
    if (!stored && stored.error().kind != ErrorKind::NotFound)
        log::warning(log::launch, "the list of applications cannot be read and starts anew");
    if (stored) {
        m_paths = stored->value(QLatin1String("paths")).toObject();
        m_versions = stored->value(QLatin1String("versions")).toObject();
    }
}

Result<> InstalledApplications::save() const
{
    return writeJsonFile(m_file, {{QStringLiteral("paths"), m_paths}, {QStringLiteral("versions"), m_versions}});
}

QString InstalledApplications::pathByHand(const QString &fullName) const
{
    const std::lock_guard lock(m_mutex);
    return m_paths.value(fullName).toString();
}

QString InstalledApplications::executableOf(const Application &application,
                                            const ApplicationDefinitions &definitions) const
{
    QJsonObject environment;
    for (auto it = m_environment.begin(); it != m_environment.end(); ++it)
        environment.insert(it.key(), it.value());
    for (const QString &written : application.executables.value(platformName(m_platform))) {
        const QString path = anatomy::fill(written, environment).text;
        if (path.contains(u'/') || path.contains(u'\\')) {
            QStringList found = m_machine.matching(path);
            while (!found.isEmpty())
                if (const QString one = found.takeLast(); m_machine.isExecutable(one))
                    return one;
            continue;
        }
        for (const QString &folder :
             m_environment.value(QStringLiteral("PATH")).split(pathListSeparator(m_platform), Qt::SkipEmptyParts))
            if (m_machine.isExecutable(folder + u'/' + path))
                return folder + u'/' + path;
    }
    // A desktop entry names no version, so it stands for the variant that is not bound to one.
    const ApplicationKind *kind = kindOf(definitions, application);
    if (kind && m_platform == Platform::Linux && application.variant == QLatin1String("installed"))
        for (const QString &id : kind->desktopEntries)
            if (const QString command = m_machine.desktopEntryCommand(id); !command.isEmpty())
                return command;
    return {};
}

QString InstalledApplications::versionOf(const QString &executable, const ApplicationKind *kind)
{
    if (!kind || kind->versionArguments.isEmpty())
        return {};
    const QString fingerprint = m_machine.fingerprint(executable);
    {
        const std::lock_guard lock(m_mutex);
        const QJsonObject known = m_versions.value(executable).toObject();
        if (known.value(QLatin1String("fingerprint")).toString() == fingerprint)
            return known.value(QLatin1String("version")).toString();
    }
    const QString text = m_machine.output(executable, kind->versionArguments);
    const QString version = QRegularExpression(kind->versionPattern).match(text).captured(1);
    const std::lock_guard lock(m_mutex);
    m_versions.insert(executable,
                      QJsonObject{{QStringLiteral("fingerprint"), fingerprint}, {QStringLiteral("version"), version}});
    if (version.isEmpty()) // asked again at the next start: it may have lacked a screen
        return version;
    if (const Result<> saved = save(); !saved)
        log::warning(log::launch, "the list of applications cannot be written: {}",
                     saved.error().message.toStdString());
    return version;
}

Result<InstalledApplication> InstalledApplications::locate(const Application &application,
                                                           const ApplicationDefinitions &definitions)
{
    const QString byHand = pathByHand(application.fullName());
    if (!byHand.isEmpty() && !m_machine.isExecutable(byHand))
        return fail(ErrorKind::NotFound, QStringLiteral("%1 was set to %2, which is not there any more. Choose its "
                                                        "program again in Settings, Applications.")
                                             .arg(application.label(), byHand));
    InstalledApplication made{application, byHand, {}, !byHand.isEmpty()};
    if (made.executable.isEmpty())
        made.executable = executableOf(application, definitions);
    if (made.executable.isEmpty())
        return fail(ErrorKind::NotFound,
                    QStringLiteral("%1 is not installed on this machine. Install it, or set its program in Settings, "
                                   "Applications.")
                        .arg(application.label()),
                    application.executables.value(platformName(m_platform)).join(QStringLiteral(", ")));
    made.version = versionOf(made.executable, kindOf(definitions, application));
    if (made.application.variantLabel.isEmpty())
        made.application.variantLabel = made.version;
    return made;
}

std::vector<InstalledApplication> InstalledApplications::find(const std::vector<Application> &applications,
                                                              const ApplicationDefinitions &definitions)
{
    std::vector<InstalledApplication> found;
    for (const Application &application : applications)
        if (Result<InstalledApplication> one = locate(application, definitions))
            found.push_back(std::move(*one));
    // A variant bound to a version wins over "installed" when both are the same program.
    std::erase_if(found, [&found](const InstalledApplication &one) {
        return one.application.variant == QLatin1String("installed") && !one.isByHand &&
               std::any_of(found.begin(), found.end(), [&one](const InstalledApplication &other) {
                   return &other != &one && other.application.group == one.application.group &&
                          other.executable == one.executable;
               });
    });
    return found;
}

Result<> InstalledApplications::setPath(const QString &fullName, const QString &path)
{
    if (!QFileInfo::exists(path))
        return fail(ErrorKind::NotFound, QStringLiteral("%1 does not exist.").arg(path));
    if (!m_machine.isExecutable(path))
        return fail(ErrorKind::Invalid, QStringLiteral("%1 is not a program that can be started.").arg(path));
    const std::lock_guard lock(m_mutex);
    m_paths.insert(fullName, QFileInfo(path).absoluteFilePath());
    return save();
}

Result<> InstalledApplications::removePath(const QString &fullName)
{
    const std::lock_guard lock(m_mutex);
    m_paths.remove(fullName);
    return save();
}

} // namespace hearth::launch
