// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/studio_types.h"

#include <QAbstractItemModel>
#include <QHash>
#include <QSet>

#include <memory>

namespace hearth::launcher_ui
{

/// A project's folders as a tree. A new list is compared with the old one per parent, so that what stays keeps its
/// place, its selection and whether it is open.
class FolderModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    explicit FolderModel(QObject *parent = nullptr);
    ~FolderModel() override;

    /// Parents come before their children.
    void setFolders(const std::vector<Folder> &folders);
    /// Rows of grey bars until the first answer has come.
    void setLoading(bool on);
    void clear();

    int folderCount() const { return static_cast<int>(m_nodes.size()); }
    int leafCount() const;
    const Folder *folder(const QModelIndex &index) const;
    const Folder *folderById(const QString &id) const;
    QModelIndex indexOfId(const QString &id) const;
    /// Folders in tree order for searching; valid until the next setFolders.
    std::vector<const Folder *> all() const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Node;
    using Children = QHash<QString, std::vector<const Folder *>>;

    void syncChildren(Node &parent, const Children &wanted);
    void removeGone(Node &parent, const QSet<QString> &wantedIds);
    std::unique_ptr<Node> build(const Folder &folder, Node *parent, const Children &wanted);
    void forget(const Node &node);
    QModelIndex indexOf(const Node &node) const;
    Node *nodeOf(const QModelIndex &index) const;
    static QVariant folderData(const Folder &folder, int role);
    static QVariant placeholderData(int role);

    std::unique_ptr<Node> m_root;
    QHash<QString, Node *> m_nodes;
    bool m_isLoading = false;
};

} // namespace hearth::launcher_ui
