// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QSet>
#include <QSortFilterProxyModel>

namespace hearth::launcher_ui
{

class FolderModel;

/// Shows folders whose name or path part matches, with everything above and below them. What is shown is worked out in
/// one pass over the tree, so that a keystroke stays quick with 20,000 folders.
class FolderFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit FolderFilter(FolderModel &folders, QObject *parent = nullptr);

    void setWords(const QString &words);
    QString words() const { return m_words; }
    int hitCount() const { return static_cast<int>(m_hits.size()); }
    bool isHit(const QString &folderId) const { return m_hits.contains(folderId); }
    bool isActive() const { return !m_words.isEmpty(); }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    void workOut();

    FolderModel &m_folders;
    QString m_words;
    QSet<QString> m_hits;
    QSet<QString> m_shown;
};

} // namespace hearth::launcher_ui
