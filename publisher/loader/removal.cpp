// SPDX-License-Identifier: Apache-2.0
#include "publisher/loader/removal.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>

#include <cstdlib>

namespace hearth::load
{

namespace
{
/// Folders that lost their last file, up to but not including a root of the project.
void removeEmptyFolders(const QString &file, const anatomy::Anatomy &anatomy)
{
    QString folder = QFileInfo(file).path();
    while (anatomy.rootless(folder) && !anatomy.roots().values().contains(folder) && QDir().rmdir(folder))
        folder = QFileInfo(folder).path();
}
} // namespace

RemovalPlan planRemoval(const std::vector<Product> &products, int kept)
{
    RemovalPlan made;
    for (const Product &product : products) {
        QSet<int> ofHeroes;
        for (const Version &version : product.versions)
            if (version.isHero())
                ofHeroes.insert(std::abs(version.number));
        int newest = 0;
        for (const Version &version : product.versions) {
            if (version.isHero() || ++newest <= kept || ofHeroes.contains(version.number))
                continue;
            made.versionIds.append(version.id);
            made.names.append(QStringLiteral("%1 %2 %3").arg(product.folderPath, product.name, version.name()));
        }
    }
    return made;
}

bool isOfOneVersion(const QString &pathTemplate)
{
    const bool hasProduct =
        pathTemplate.contains(QLatin1String("{product[name]")) || pathTemplate.contains(QLatin1String("{subset"));
    return hasProduct && pathTemplate.contains(QLatin1String("{version"));
}

void addFiles(RemovalPlan &plan, const VersionDetails &details, const anatomy::Anatomy &anatomy)
{
    QSet<QString> kept;
    QSet<QString> going;
    QSet<QString> staying;
    for (const Representation &one : details.representations) {
        const bool isGoing = plan.versionIds.contains(one.versionId);
        // Published where they lay, or beside those of other products: others may use them, which nobody here knows.
        QSet<QString> &these = !isGoing ? kept : isOfOneVersion(one.pathTemplate) ? going : staying;
        for (const QString &file : filesOf(one, anatomy))
            these.insert(file);
    }
    going.subtract(kept);
    going.subtract(staying);
    staying.subtract(kept);
    plan.staying = QStringList(staying.begin(), staying.end());
    plan.staying.sort();
    plan.files = QStringList(going.begin(), going.end());
    plan.files.sort();
    for (const QString &file : plan.files)
        plan.bytes += QFileInfo(file).size();
}

Result<Removed> removeVersions(const Library &library, const RemovalPlan &plan, const anatomy::Anatomy &anatomy)
{
    Removed made;
    if (plan.versionIds.isEmpty())
        return made;
    if (const Result<QJsonArray> gone = library.remove(plan.versionIds).wait(); !gone)
        return fail(gone.error());
    made.versions = static_cast<int>(plan.versionIds.size());
    for (const QString &path : plan.files) {
        QFile file(path);
        if (!file.exists())
            continue;
        if (file.remove())
            ++made.files;
        else
            made.problems.append(QStringLiteral("%1 stays: %2").arg(path, file.errorString()));
        removeEmptyFolders(path, anatomy);
    }
    return made;
}

} // namespace hearth::load
