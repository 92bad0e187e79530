// SPDX-License-Identifier: Apache-2.0
#include "studio_admin/addon_package.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QVersionNumber>

namespace hearth::studio_admin
{

namespace
{
constexpr qint64 longestText = 1024 * 1024;

/// manifest.json and package.yaml say the same with other signs.
PackageText readManifest(const QByteArray &json)
{
    PackageText made;
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    for (const QString &key : object.keys()) {
        if (object.value(key).isString())
            made.texts.insert(key, object.value(key).toString());
        const QJsonObject table = object.value(key).toObject();
        for (const QString &name : table.keys())
            made.tables[key].insert(name, table.value(name).toString());
    }
    return made;
}

PackageText readYaml(const QString &text)
{
    static const QRegularExpression line(QStringLiteral("^([A-Za-z_]+)\\s*:\\s*[\"']?([^\"'#\\n]+?)[\"']?\\s*$"),
                                         QRegularExpression::MultilineOption);
    PackageText made;
    for (auto it = line.globalMatch(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        made.texts.insert(match.captured(1), match.captured(2));
    }
    return made;
}

Result<PackageText> textOf(const QString &zipFile)
{
    if (const Result<QByteArray> text = archive::readArchiveMember(zipFile, QStringLiteral("package.py"), longestText))
        return readPackageText(QString::fromUtf8(*text));
    if (const Result<QByteArray> text =
            archive::readArchiveMember(zipFile, QStringLiteral("manifest.json"), longestText))
        return readManifest(*text);
    for (const QString &name : {QStringLiteral("package.yaml"), QStringLiteral("package.yml")})
        if (const Result<QByteArray> text = archive::readArchiveMember(zipFile, name, longestText))
            return readYaml(QString::fromUtf8(*text));
    return fail(
        ErrorKind::Invalid,
        QStringLiteral("%1 is no addon: it holds no package.py. Nothing was sent.").arg(QFileInfo(zipFile).fileName()));
}

bool mentions(const QString &zipFile, const archive::ArchiveEntry &entry, const char *word)
{
    const bool isServerCode = entry.name.startsWith(QLatin1String("server/")) &&
                              entry.name.endsWith(QLatin1String(".py")) && entry.name.count(u'/') == 1;
    const QRegularExpression whole(QStringLiteral("\\b%1\\b").arg(QLatin1String(word)));
    return isServerCode &&
           QString::fromUtf8(archive::readArchiveMember(zipFile, entry.name, longestText).value_or(QByteArray()))
               .contains(whole);
}
} // namespace

PackageText readPackageText(const QString &python)
{
    static const QRegularExpression plain(
        QStringLiteral("^([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(?:\"([^\"\\n]*)\"|'([^'\\n]*)')"),
        QRegularExpression::MultilineOption);
    static const QRegularExpression table(QStringLiteral("^([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*\\{([^{}]*)\\}"),
                                          QRegularExpression::MultilineOption);
    static const QRegularExpression entry(
        QStringLiteral("(?:\"([^\"\\n]*)\"|'([^'\\n]*)')\\s*:\\s*(?:\"([^\"\\n]*)\"|'([^'\\n]*)')"));
    const auto either = [](const QRegularExpressionMatch &match, int first) {
        return match.captured(first).isEmpty() ? match.captured(first + 1) : match.captured(first);
    };
    PackageText made;
    for (auto it = plain.globalMatch(python); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        made.texts.insert(match.captured(1), either(match, 2));
    }
    for (auto it = table.globalMatch(python); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        for (auto inner = entry.globalMatch(match.captured(2)); inner.hasNext();) {
            const QRegularExpressionMatch pair = inner.next();
            made.tables[match.captured(1)].insert(either(pair, 1), either(pair, 3));
        }
    }
    return made;
}

Result<PackageFacts> inspectPackage(const QString &zipFile)
{
    const Result<std::vector<archive::ArchiveEntry>> entries = archive::archiveEntries(zipFile);
    if (!entries)
        return fail(entries.error().kind, entries.error().message + QStringLiteral(" Nothing was sent."),
                    entries.error().detail);
    const Result<PackageText> text = textOf(zipFile);
    if (!text)
        return fail(text.error());
    PackageFacts facts;
    facts.name = text->texts.value(QStringLiteral("name"));
    facts.version = text->texts.value(QStringLiteral("version"));
    facts.title = text->texts.value(QStringLiteral("title"), facts.name);
    facts.required = text->tables.value(QStringLiteral("ayon_required_addons"));
    facts.fileBytes = QFileInfo(zipFile).size();
    if (facts.name.isEmpty() || facts.version.isEmpty())
        return fail(ErrorKind::Invalid,
                    QStringLiteral("%1 does not say its name and version as plain texts, so it cannot be looked into "
                                   "here. Nothing was sent.")
                        .arg(QFileInfo(zipFile).fileName()));
    for (const archive::ArchiveEntry &entry : *entries) {
        if (entry.name.endsWith(u'/'))
            continue;
        ++facts.files;
        if (entry.name == QLatin1String("private/client.zip"))
            facts.clientBytes = entry.bytes;
        facts.hasSettings = facts.hasSettings || mentions(zipFile, entry, "settings_model");
        facts.hasSiteSettings = facts.hasSiteSettings || mentions(zipFile, entry, "site_settings_model");
    }
    return facts;
}

int compareVersions(const QString &a, const QString &b)
{
    qsizetype endA = 0;
    qsizetype endB = 0;
    const int order =
        QVersionNumber::compare(QVersionNumber::fromString(a, &endA), QVersionNumber::fromString(b, &endB));
    if (order != 0)
        return order < 0 ? -1 : 1;
    const QString restA = a.mid(endA).section(u'+', 0, 0);
    const QString restB = b.mid(endB).section(u'+', 0, 0);
    if (restA == restB)
        return 0;
    if (restA.isEmpty() || restB.isEmpty())
        return restA.isEmpty() ? 1 : -1;
    return restA < restB ? -1 : 1;
}

PackageChange changeAgainst(const PackageFacts &facts, const QStringList &installedVersions)
{
    PackageChange made;
    for (const QString &version : installedVersions)
        if (made.newestInstalled.isEmpty() || compareVersions(version, made.newestInstalled) > 0)
            made.newestInstalled = version;
    if (installedVersions.contains(facts.version))
        made.news = PackageNews::Again;
    else if (!made.newestInstalled.isEmpty())
        made.news = compareVersions(facts.version, made.newestInstalled) > 0 ? PackageNews::Newer : PackageNews::Older;
    return made;
}

QString words(const PackageFacts &facts, const PackageChange &change)
{
    switch (change.news) {
    case PackageNews::Again:
        return QStringLiteral("%1 %2 is installed already; its files would be replaced.")
            .arg(facts.title, facts.version);
    case PackageNews::Newer:
        return QStringLiteral("%1 goes from %2 to %3; bundles keep their version until they are changed.")
            .arg(facts.title, change.newestInstalled, facts.version);
    case PackageNews::Older:
        return QStringLiteral("%1 %2 is older than %3, which is installed.")
            .arg(facts.title, facts.version, change.newestInstalled);
    case PackageNews::New:
        break;
    }
    return QStringLiteral("%1 %2 is new here.").arg(facts.title, facts.version);
}

} // namespace hearth::studio_admin
