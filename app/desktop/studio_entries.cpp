// SPDX-License-Identifier: Apache-2.0
#include "desktop/studio_entries.h"

#include <algorithm>

namespace hearth::desktop
{

QString withSlash(const QString &path)
{
    return path.startsWith(u'/') ? path : u'/' + path;
}

std::vector<StudioEntry> folderEntries(const structure::StructureFacts &facts)
{
    std::map<QString, QString> parents;
    for (const contract::Folder &folder : facts.folders)
        parents.emplace(folder.id, folder.parentId);
    std::vector<StudioEntry> made;
    for (const contract::Folder &folder : facts.folders) {
        StudioEntry one{folder.id, withSlash(folder.path), folder.folderType, !facts.inactive.contains(folder.id),
                        false};
        for (QString id = folder.id; !id.isEmpty() && !one.isHidden; id = parents[id])
            one.isHidden = facts.inactive.contains(id);
        made.push_back(std::move(one));
    }
    std::sort(made.begin(), made.end(), [](const StudioEntry &a, const StudioEntry &b) { return a.path < b.path; });
    return made;
}

Result<std::vector<StudioEntry>> taskEntries(const structure::StructureFacts &facts, const QString &path)
{
    std::vector<StudioEntry> made;
    bool isThere = false;
    for (const StudioEntry &folder : folderEntries(facts)) {
        if (folder.path.compare(withSlash(path), Qt::CaseInsensitive) != 0)
            continue;
        isThere = true;
        for (const contract::Task &task : facts.tasks)
            if (task.folderId == folder.id)
                made.push_back({task.id, folder.path + u'/' + task.name, task.taskType, task.active,
                                folder.isHidden || !task.active});
    }
    return isThere ? Result<std::vector<StudioEntry>>(made)
                   : fail(ErrorKind::NotFound, QStringLiteral("There is no folder %1.").arg(withSlash(path)));
}

Result<QStringList> idsOf(const QStringList &wanted, const std::vector<StudioEntry> &entries, bool prefersActive)
{
    QStringList ids;
    for (const QString &path : wanted) {
        const StudioEntry *found = nullptr;
        for (const StudioEntry &one : entries)
            if (one.path.compare(path, Qt::CaseInsensitive) == 0 && (!found || one.isActive == prefersActive))
                found = &one;
        if (!found)
            return fail(ErrorKind::NotFound, QStringLiteral("There is no %1. Nothing was changed.").arg(path));
        ids.append(found->id);
    }
    return ids;
}

} // namespace hearth::desktop
