// SPDX-License-Identifier: Apache-2.0
#include "composition/arguments.h"

#include <QMap>

namespace hearth::composition
{

namespace
{
Result<int> levelOf(const QString &text)
{
    static const QMap<QString, int> names{{QStringLiteral("notset"), 0}, {QStringLiteral("debug"), 10},
                                          {QStringLiteral("info"), 20},  {QStringLiteral("warning"), 30},
                                          {QStringLiteral("error"), 40}, {QStringLiteral("critical"), 50}};
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    if (isNumber)
        return number;
    const auto found = names.constFind(text.toLower());
    if (found == names.constEnd())
        return fail(ErrorKind::Invalid,
                    QStringLiteral("\"%1\" is not a log level. Known are debug, info, warning, error, "
                                   "critical and numbers.")
                        .arg(text));
    return *found;
}

using Flag = bool Arguments::*;
const QMap<QString, Flag> &flags()
{
    static const QMap<QString, Flag> map{{QStringLiteral("--debug"), &Arguments::debug},
                                         {QStringLiteral("--use-staging"), &Arguments::useStaging},
                                         {QStringLiteral("--use-dev"), &Arguments::useDev},
                                         {QStringLiteral("--headless"), &Arguments::headless},
                                         {QStringLiteral("--skip-headers"), &Arguments::skipHeaders},
                                         {QStringLiteral("--skip-bootstrap"), &Arguments::skipBootstrap},
                                         {QStringLiteral("--ayon-login"), &Arguments::forceLogin}};
    return map;
}

/// Options that only mean something before a sub-command.
const QMap<QString, Flag> &leadingFlags()
{
    static const QMap<QString, Flag> map{
        {QStringLiteral("--help"), &Arguments::wantsHelp},
        {QStringLiteral("-h"), &Arguments::wantsHelp},
        {QStringLiteral("--version"), &Arguments::wantsVersion},
        {QStringLiteral("--json"), &Arguments::json},
        {QStringLiteral("--print-effective-config"), &Arguments::printEffectiveConfig}};
    return map;
}

Result<> takeValue(Arguments &made, const QString &name, const QString &value)
{
    if (name == QLatin1String("--bundle") && made.studioBundle.isEmpty())
        made.studioBundle = value;
    else if (name == QLatin1String("--project-bundle") && made.projectBundle.isEmpty())
        made.projectBundle = value;
    else if (name == QLatin1String("--project") && made.project.isEmpty())
        made.project = value;
    else if (name == QLatin1String("--verbose") && made.logLevel < 0) {
        const Result<int> level = levelOf(value);
        if (!level)
            return fail(level.error());
        made.logLevel = *level;
    }
    return {};
}
} // namespace

Result<Arguments> parseArguments(const QStringList &given)
{
    static const QStringList withValue{QStringLiteral("--bundle"), QStringLiteral("--project-bundle"),
                                       QStringLiteral("--project"), QStringLiteral("--verbose")};
    Arguments made;
    for (qsizetype n = 0; n < given.size(); ++n) {
        const QString &one = given[n];
        if (withValue.contains(one)) {
            if (n + 1 >= given.size())
                return fail(ErrorKind::Invalid, QStringLiteral("%1 needs a value.").arg(one));
            if (const Result<> taken = takeValue(made, one, given[n + 1]); !taken)
                return fail(taken.error());
            if (one == QLatin1String("--project") && !made.command.isEmpty())
                made.command += {one, given[n + 1]};
            ++n;
        } else if (const auto flag = flags().constFind(one); flag != flags().constEnd()) {
            made.*(*flag) = true;
        } else if (const auto leading = leadingFlags().constFind(one);
                   leading != leadingFlags().constEnd() && made.command.isEmpty()) {
            made.*(*leading) = true;
        } else if (one == QLatin1String("init-ayon-launcher")) {
            made.initLauncher = true;
        } else if (one != QLatin1String("--create-desktop-icons")) {
            made.command.append(one);
        }
    }
    // Desktops hand the address over in quotes; every other last argument keeps its own.
    if (QString last = made.command.value(made.command.size() - 1).remove(u'"');
        last.startsWith(QLatin1String("ayon-launcher:"))) {
        made.uri = last;
        made.command.removeLast();
    }
    if (made.useDev)
        made.useStaging = false;
    return made;
}

Result<CommandOptions> CommandOptions::parse(const QStringList &arguments, const QStringList &withValue,
                                             const QStringList &flagNames)
{
    CommandOptions made;
    for (qsizetype n = 0; n < arguments.size(); ++n) {
        const QString &one = arguments[n];
        if (!one.startsWith(u'-') || one == QLatin1String("-")) {
            made.m_positional.append(one);
            continue;
        }
        const QString name = one.section(u'=', 0, 0);
        if (flagNames.contains(name)) {
            made.m_values.append({name, QString()});
        } else if (!withValue.contains(name)) {
            return fail(ErrorKind::Invalid,
                        QStringLiteral("The option %1 is not known here. --help lists what is.").arg(name));
        } else if (one.contains(u'=')) {
            made.m_values.append({name, one.section(u'=', 1)});
        } else if (n + 1 < arguments.size()) {
            made.m_values.append({name, arguments[++n]});
        } else {
            return fail(ErrorKind::Invalid, QStringLiteral("%1 needs a value.").arg(name));
        }
    }
    return made;
}

QString CommandOptions::value(const QString &name, const QString &otherwise) const
{
    for (qsizetype n = m_values.size() - 1; n >= 0; --n)
        if (m_values[n].first == name)
            return m_values[n].second;
    return otherwise;
}

bool CommandOptions::has(const QString &name) const
{
    for (const auto &[known, value] : m_values)
        if (known == name)
            return true;
    return false;
}

} // namespace hearth::composition
