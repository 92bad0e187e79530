// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/folder_filter.h"

#include "launcher/ui/folder_model.h"

#include <algorithm>

namespace hearth::launcher_ui
{

FolderFilter::FolderFilter(FolderModel &folders, QObject *parent) : QSortFilterProxyModel(parent), m_folders(folders)
{
    setSourceModel(&folders);
    // After the base class has taken the new rows in.
    connect(&folders, &FolderModel::rowsInserted, this, [this] {
        if (isActive())
            setWords(m_words);
    });
}

void FolderFilter::setWords(const QString &words)
{
    m_words = words.trimmed();
    workOut();
    invalidateFilter();
}

void FolderFilter::workOut()
{
    m_hits.clear();
    m_shown.clear();
    if (m_words.isEmpty())
        return;
    const QStringList parts = m_words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const Folder *folder : m_folders.all()) {
        const auto contains = [folder](const QString &part) {
            return folder->name.contains(part, Qt::CaseInsensitive) ||
                   (part.contains(QLatin1Char('/')) && folder->path.contains(part, Qt::CaseInsensitive)) ||
                   folder->label.contains(part, Qt::CaseInsensitive);
        };
        if (!std::all_of(parts.begin(), parts.end(), contains))
            continue;
        m_hits.insert(folder->id);
        m_shown.insert(folder->id);
        for (const Folder *above = m_folders.folderById(folder->parentId); above && !m_shown.contains(above->id);
             above = m_folders.folderById(above->parentId))
            m_shown.insert(above->id);
    }
}

bool FolderFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (!isActive())
        return true;
    const Folder *folder = m_folders.folder(m_folders.index(row, 0, parent));
    return folder && m_shown.contains(folder->id);
}

} // namespace hearth::launcher_ui
