// SPDX-License-Identifier: Apache-2.0
#include "composition/directories.h"
#include "core/whole_file.h"

#include <QDir>
#include <QFileInfo>
#include <QRandomGenerator>

#include <array>

namespace hearth::composition
{

namespace
{
QString defaultBase(const QMap<QString, QString> &environment, Platform platform)
{
    if (platform == Platform::Windows)
        return environment.value(QStringLiteral("LOCALAPPDATA")) + QStringLiteral("/Ynput/AYON");
    const QString home = environment.value(QStringLiteral("HOME"));
    if (platform == Platform::Darwin)
        return home + QStringLiteral("/Library/Application Support/AYON");
    return environment.value(QStringLiteral("XDG_DATA_HOME"), home + QStringLiteral("/.local/share")) +
           QStringLiteral("/AYON");
}

QString overridden(const QMap<QString, QString> &environment, const char *name, const QString &otherwise)
{
    const QString value = environment.value(QLatin1String(name));
    return value.isEmpty() ? otherwise : QDir::cleanPath(value);
}
} // namespace

Directories directoriesFor(const QMap<QString, QString> &environment, Platform platform, const QString &programFolder)
{
    const QString base = defaultBase(environment, platform);
    Directories made;
    made.local = overridden(environment, "AYON_LAUNCHER_LOCAL_DIR", base);
    made.storage = overridden(environment, "AYON_LAUNCHER_STORAGE_DIR", base);
    made.addons = overridden(environment, "AYON_ADDONS_DIR", made.storage + QStringLiteral("/addons"));
    made.dependencies =
        overridden(environment, "AYON_DEPENDENCIES_DIR", made.storage + QStringLiteral("/dependency_packages"));
    made.own = made.local + QStringLiteral("/hearth");
    made.logs = made.own + QStringLiteral("/logs");
    made.serverFolder = made.own + QStringLiteral("/server");
    made.installation = programFolder;
    made.resources = QDir::cleanPath(programFolder + QStringLiteral("/../share/hearth"));
    return made;
}

QString siteIdFrom(quint32 one, quint32 two, quint32 three)
{
    static constexpr std::array qualities{"brave", "calm",   "clear", "eager", "fair",  "gentle", "happy", "keen",
                                          "kind",  "lively", "merry", "neat",  "quick", "quiet",  "sharp", "steady"};
    static constexpr std::array colors{"amber", "azure", "bronze", "copper", "coral", "golden", "green", "indigo",
                                       "ivory", "jade",  "lilac",  "olive",  "ruby",  "silver", "teal",  "violet"};
    static constexpr std::array animals{"badger", "crane", "dolphin", "falcon", "finch", "fox",   "hare",  "heron",
                                        "ibis",   "lynx",  "marten",  "otter",  "owl",   "raven", "stoat", "wren"};
    return QStringLiteral("%1-%2-%3")
        .arg(QLatin1String(qualities[one % qualities.size()]), QLatin1String(colors[two % colors.size()]),
             QLatin1String(animals[three % animals.size()]));
}

QString ensureSiteId(const Directories &directories, const QMap<QString, QString> &environment)
{
    const QString given = environment.value(QStringLiteral("AYON_SITE_ID"));
    if (!given.isEmpty())
        return given;
    const QString file = directories.local + QStringLiteral("/site_id");
    if (const Result<QByteArray> kept = readFile(file, 4096); kept && !kept->trimmed().isEmpty())
        return QString::fromUtf8(kept->trimmed());
    auto *random = QRandomGenerator::system();
    const QString made = siteIdFrom(random->generate(), random->generate(), random->generate());
    return writeFile(file, made.toUtf8()) ? made : QString();
}

} // namespace hearth::composition
