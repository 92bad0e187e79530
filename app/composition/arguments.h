// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <QStringList>

namespace hearth::composition
{

/// What the command line asks for. Launcher-owned arguments stand before everything else.
/// Source: bootstrap contract 1.2.
struct Arguments {
    QString studioBundle;  ///< --bundle
    QString projectBundle; ///< --project-bundle
    QString project;       ///< --project; stays in the command's own arguments too
    int logLevel = -1;     ///< --verbose; -1: not given
    bool debug = false;
    bool useStaging = false;
    bool useDev = false; ///< wins over staging
    bool headless = false;
    bool skipHeaders = false;
    bool skipBootstrap = false;
    bool forceLogin = false;
    bool initLauncher = false;
    bool json = false;
    bool wantsHelp = false;
    bool wantsVersion = false;
    bool printEffectiveConfig = false;
    QString uri;         ///< ayon-launcher://…
    QStringList command; ///< sub-command and its own arguments; empty: tray
    [[nodiscard]] QString name() const { return command.value(0); }
};

/// Pure. \param given without the program's name. Errors: Invalid (missing value, unknown level).
[[nodiscard]] Result<Arguments> parseArguments(const QStringList &given);

/// Reads the options of one sub-command.
class CommandOptions
{
public:
    /// \param withValue names of options that take a value \param flags names of those that do not
    /// Errors: Invalid, naming the argument.
    [[nodiscard]] static Result<CommandOptions> parse(const QStringList &arguments, const QStringList &withValue,
                                                      const QStringList &flags);
    [[nodiscard]] QString value(const QString &name, const QString &otherwise = {}) const;
    [[nodiscard]] bool has(const QString &name) const;
    [[nodiscard]] const QStringList &positional() const { return m_positional; }

private:
    QList<std::pair<QString, QString>> m_values;
    QStringList m_positional;
};

} // namespace hearth::composition
