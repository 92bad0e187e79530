// SPDX-License-Identifier: Apache-2.0
#include "launcher/addon_code.h"
#include "core/whole_file.h"

#include <QDirIterator>
#include <QFileInfo>
#include <QRegularExpression>

namespace hearth::launch
{

namespace
{
constexpr qint64 largestFile = 1024 * 1024;
constexpr int mostFiles = 4'000;
} // namespace

QStringList hookClasses(const QString &text)
{
    static const QRegularExpression pattern(
        QStringLiteral("^class\\s+(\\w+)\\s*\\([^)]*\\b(?:Pre|Post)LaunchHook\\b[^)]*\\)"),
        QRegularExpression::MultilineOption);
    QStringList names;
    for (auto match = pattern.globalMatch(text); match.hasNext();)
        names.append(match.next().captured(1));
    return names;
}

bool addsEnvironment(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("^\\s+def\\s+add_implementation_envs\\s*\\("),
                                            QRegularExpression::MultilineOption);
    return pattern.match(text).hasMatch();
}

AddonCode readAddonCode(const QString &folder)
{
    AddonCode made;
    made.folder = folder;
    made.name = QFileInfo(folder).fileName().section(u'_', 0, 0);
    if (made.name == QLatin1String("core") || made.name == QLatin1String("applications"))
        return made;
    QDirIterator files(folder, {QStringLiteral("*.py")}, QDir::Files, QDirIterator::Subdirectories);
    for (int count = 0; files.hasNext() && count < mostFiles; ++count) {
        const Result<QByteArray> text = readFile(files.next(), largestFile);
        if (!text || !(text->contains("LaunchHook") || text->contains("add_implementation_envs")))
            continue;
        made.addsEnvironment = made.addsEnvironment || addsEnvironment(QString::fromUtf8(*text));
        made.hooks += hookClasses(QString::fromUtf8(*text));
    }
    made.hooks.removeDuplicates();
    return made;
}

} // namespace hearth::launch
