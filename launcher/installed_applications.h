// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/application.h"
#include "launcher/environment_plan.h"

#include <functional>
#include <memory>
#include <mutex>

namespace hearth::launch
{

/// Answers what lies on this machine; tests give their own.
class MachineView
{
public:
    virtual ~MachineView() = default;
    [[nodiscard]] virtual bool isExecutable(const QString &path) const = 0;
    /// Paths that match a pattern with * in it, sorted, newest version last.
    [[nodiscard]] virtual QStringList matching(const QString &pattern) const = 0;
    /// The command of a desktop entry by its id without ".desktop"; empty when there is none (Linux only).
    [[nodiscard]] virtual QString desktopEntryCommand(const QString &id) const = 0;
    /// Standard output of a program run with these arguments, at most some seconds; empty when it fails.
    [[nodiscard]] virtual QString output(const QString &program, const QStringList &arguments) const = 0;
    /// Changes when the file is replaced: size and time.
    [[nodiscard]] virtual QString fingerprint(const QString &path) const = 0;
};

/// The real machine. \param environment the session's, for PATH and XDG folders
[[nodiscard]] std::unique_ptr<MachineView> thisMachine(const Environment &environment, Platform platform);

/// An application that is there.
struct InstalledApplication {
    Application application;
    QString executable; ///< absolute
    QString version;    ///< "3.4"; empty when unknown
    bool isByHand = false;
};

/// Finds what is installed and keeps what a person typed, in hearth/applications.json. Threads: any.
class InstalledApplications
{
public:
    InstalledApplications(const MachineView &machine, Platform platform, Environment environment, QString file);

    /// Of these applications exactly those that are there: paths typed by hand first, then the settings' executables,
    /// PATH, customary folders and desktop entries. Versions are asked for once for each file.
    [[nodiscard]] std::vector<InstalledApplication> find(const std::vector<Application> &applications,
                                                         const ApplicationDefinitions &definitions);
    /// Where one application lies; NotFound says what was looked for.
    [[nodiscard]] Result<InstalledApplication> locate(const Application &application,
                                                      const ApplicationDefinitions &definitions);
    /// Keeps a path typed by hand after a look at it. Errors: NotFound, Invalid (not a program).
    [[nodiscard]] Result<> setPath(const QString &fullName, const QString &path);
    [[nodiscard]] Result<> removePath(const QString &fullName);
    [[nodiscard]] QString pathByHand(const QString &fullName) const;

private:
    [[nodiscard]] QString executableOf(const Application &application, const ApplicationDefinitions &definitions) const;
    [[nodiscard]] QString versionOf(const QString &executable, const ApplicationKind *kind);
    void load();
    [[nodiscard]] Result<> save() const;

    const MachineView &m_machine;
    Platform m_platform;
    Environment m_environment;
    QString m_file;
    mutable std::mutex m_mutex;
    QJsonObject m_paths;    ///< by full name
    QJsonObject m_versions; ///< by executable: fingerprint and version
};

} // namespace hearth::launch
