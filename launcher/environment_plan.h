// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/platform.h"

#include <QMap>
#include <QString>

#include <vector>

namespace hearth::launch
{

using Environment = QMap<QString, QString>;

/// One source that set, changed or removed a variable.
struct EnvironmentStep {
    QString source; ///< words for a person: "anatomy: work template"
    QString before;
    QString after;
    bool isRemoval = false;
};

struct PlannedVariable {
    QString value;
    bool isSet = true;                  ///< false: taken out
    std::vector<EnvironmentStep> steps; ///< oldest first
};

/// Every variable a child gets, each with the reasons for its value. A value; pure.
class EnvironmentPlan
{
public:
    explicit EnvironmentPlan(Platform platform = currentPlatform()) : m_platform(platform) {}

    /// What is there before anything is planned. \param source its words, "your session"
    void start(const Environment &base, const QString &source);
    void set(const QString &name, const QString &value, const QString &source);
    void remove(const QString &name, const QString &source);
    /// Adds to a path list; an entry that is in it already is not added again.
    void appendPath(const QString &name, const QString &path, const QString &source);
    void prependPath(const QString &name, const QString &path, const QString &source);

    [[nodiscard]] QString value(const QString &name) const;
    [[nodiscard]] bool has(const QString &name) const;
    [[nodiscard]] Environment environment() const;
    [[nodiscard]] const QMap<QString, PlannedVariable> &variables() const { return m_variables; }

private:
    Platform m_platform;
    QMap<QString, PlannedVariable> m_variables;
};

/// True for names whose values are never shown: keys, tokens, passwords, secrets.
[[nodiscard]] bool isSecretName(const QString &name);

/// Folders that belong to Hearth's own installation; nothing below them may reach a child.
struct OwnInstallation {
    QStringList folders; ///< absolute
};

/// The folders that are Hearth's alone: its prefix where it has one of its own, else only its resources. Folders of the
/// system are never taken for ours, or an application would lose /usr/bin from its path. Pure.
[[nodiscard]] OwnInstallation ownInstallation(const QString &programFolder, const QString &resourcesFolder);

/// The environment a child starts from: the session's own, without Hearth's installation, Qt and Python variables and
/// without what an outer launch put in. Pure.
[[nodiscard]] Environment cleanedEnvironment(const Environment &parent, const OwnInstallation &own, Platform platform);

} // namespace hearth::launch
