// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/extract.h"
#include "core/error.h"

#include <QMap>

/// What an addon's zip is, before it is sent anywhere.
namespace hearth::studio_admin
{

struct PackageFacts {
    QString name;
    QString version;
    QString title;
    qint64 fileBytes = 0;
    qint64 clientBytes = 0; ///< what every machine fetches; 0: nothing
    bool hasSettings = false;
    bool hasSiteSettings = false;
    QMap<QString, QString> required; ///< addon to version range
    qint64 files = 0;
};

/// How a package stands to what is installed.
enum class PackageNews { New, Newer, Older, Again };
struct PackageChange {
    PackageNews news = PackageNews::New;
    QString newestInstalled; ///< empty: none
};

/// The values written as plain texts or dictionaries of plain texts at the top of a package.py. Pure; runs nothing.
struct PackageText {
    QMap<QString, QString> texts;
    QMap<QString, QMap<QString, QString>> tables;
};
[[nodiscard]] PackageText readPackageText(const QString &python);

/// Looks into a zip without unpacking it or running anything of it. Errors: NotFound, Invalid (not an addon; a path
/// leads outside; damaged), with a sentence on what is wrong. Blocks.
[[nodiscard]] Result<PackageFacts> inspectPackage(const QString &zipFile);

/// -1, 0 or 1; "1.0.0-dev" stands before "1.0.0". Pure.
[[nodiscard]] int compareVersions(const QString &a, const QString &b);
[[nodiscard]] PackageChange changeAgainst(const PackageFacts &facts, const QStringList &installedVersions);
/// One sentence on what installing it does. Pure.
[[nodiscard]] QString words(const PackageFacts &facts, const PackageChange &change);

} // namespace hearth::studio_admin
