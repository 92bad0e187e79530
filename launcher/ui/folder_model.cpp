// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/folder_model.h"

#include "ui_kit/glyphs.h"
#include "ui_kit/row_roles.h"

#include <QSet>

#include <algorithm>

namespace hearth::launcher_ui
{

namespace role = ui_kit::row_role;

namespace
{
constexpr int placeholderRows = 6;

QString stateWords(const Folder &folder)
{
    if (!folder.isActive)
        return FolderModel::tr("deactivated");
    return folder.statusName.isEmpty() ? folder.type : folder.statusName;
}
} // namespace

struct FolderModel::Node {
    Folder folder;
    Node *parent = nullptr;
    int row = 0;
    std::vector<std::unique_ptr<Node>> children;

    void renumber(std::size_t from)
    {
        for (std::size_t i = from; i < children.size(); ++i)
            children[i]->row = static_cast<int>(i);
    }
};

FolderModel::FolderModel(QObject *parent) : QAbstractItemModel(parent), m_root(std::make_unique<Node>()) {}

FolderModel::~FolderModel() = default;

void FolderModel::setLoading(bool on)
{
    if (m_isLoading == on || !m_root->children.empty())
        return;
    if (on)
        beginInsertRows({}, 0, placeholderRows - 1);
    else
        beginRemoveRows({}, 0, placeholderRows - 1);
    m_isLoading = on;
    if (on)
        endInsertRows();
    else
        endRemoveRows();
}

void FolderModel::clear()
{
    setLoading(false);
    setFolders({});
}

void FolderModel::setFolders(const std::vector<Folder> &folders)
{
    setLoading(false);
    Children wanted;
    wanted.reserve(static_cast<qsizetype>(folders.size()));
    for (const Folder &folder : folders)
        wanted[folder.parentId].push_back(&folder);
    syncChildren(*m_root, wanted);
}

void FolderModel::removeGone(Node &parent, const QSet<QString> &wantedIds)
{
    auto &children = parent.children;
    for (int last = static_cast<int>(children.size()) - 1; last >= 0; --last) {
        if (wantedIds.contains(children[static_cast<std::size_t>(last)]->folder.id))
            continue;
        int first = last;
        while (first > 0 && !wantedIds.contains(children[static_cast<std::size_t>(first - 1)]->folder.id))
            --first;
        beginRemoveRows(indexOf(parent), first, last);
        for (int i = first; i <= last; ++i)
            forget(*children[static_cast<std::size_t>(i)]);
        children.erase(children.begin() + first, children.begin() + last + 1);
        parent.renumber(static_cast<std::size_t>(first));
        endRemoveRows();
        last = first;
    }
}

void FolderModel::syncChildren(Node &parent, const Children &wanted)
{
    const auto found = wanted.constFind(parent.folder.id);
    static const std::vector<const Folder *> none;
    const std::vector<const Folder *> &list = found == wanted.constEnd() ? none : *found;
    QSet<QString> ids;
    for (const Folder *folder : list)
        ids.insert(folder->id);
    // A folder that changed its order or its parent is taken out and put in again where it belongs.
    removeGone(parent, ids);
    if (parent.children.empty() && !list.empty()) {
        beginInsertRows(indexOf(parent), 0, static_cast<int>(list.size()) - 1);
        for (const Folder *folder : list)
            parent.children.push_back(build(*folder, &parent, wanted));
        parent.renumber(0);
        endInsertRows();
        return;
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
        const bool isThere = i < parent.children.size() && parent.children[i]->folder.id == list[i]->id;
        if (!isThere) {
            const auto later = std::find_if(parent.children.begin(), parent.children.end(),
                                            [&](const auto &child) { return child->folder.id == list[i]->id; });
            if (later != parent.children.end())
                removeGone(parent, [&] {
                    QSet<QString> rest = ids;
                    rest.remove(list[i]->id);
                    return rest;
                }());
            beginInsertRows(indexOf(parent), static_cast<int>(i), static_cast<int>(i));
            parent.children.insert(parent.children.begin() + static_cast<std::ptrdiff_t>(i),
                                   build(*list[i], &parent, wanted));
            parent.renumber(i);
            endInsertRows();
            continue;
        }
        Node &child = *parent.children[i];
        if (!(child.folder == *list[i])) {
            child.folder = *list[i];
            const QModelIndex changed = indexOf(child);
            Q_EMIT dataChanged(changed, changed);
        }
        syncChildren(child, wanted);
    }
}

std::unique_ptr<FolderModel::Node> FolderModel::build(const Folder &folder, Node *parent, const Children &wanted)
{
    auto node = std::make_unique<Node>();
    node->folder = folder;
    node->parent = parent;
    m_nodes.insert(folder.id, node.get());
    if (const auto found = wanted.constFind(folder.id); found != wanted.constEnd()) {
        node->children.reserve(found->size());
        for (const Folder *child : *found)
            node->children.push_back(build(*child, node.get(), wanted));
        node->renumber(0);
    }
    return node;
}

void FolderModel::forget(const Node &node)
{
    // The id may have been put in again elsewhere in the meantime.
    if (m_nodes.value(node.folder.id) == &node)
        m_nodes.remove(node.folder.id);
    for (const auto &child : node.children)
        forget(*child);
}

int FolderModel::leafCount() const
{
    return static_cast<int>(
        std::count_if(m_nodes.begin(), m_nodes.end(), [](const Node *node) { return node->folder.isLeaf; }));
}

const Folder *FolderModel::folder(const QModelIndex &index) const
{
    const Node *node = nodeOf(index);
    return node ? &node->folder : nullptr;
}

const Folder *FolderModel::folderById(const QString &id) const
{
    const Node *node = m_nodes.value(id);
    return node ? &node->folder : nullptr;
}

QModelIndex FolderModel::indexOfId(const QString &id) const
{
    const Node *node = m_nodes.value(id);
    return node ? indexOf(*node) : QModelIndex();
}

std::vector<const Folder *> FolderModel::all() const
{
    std::vector<const Folder *> list;
    list.reserve(static_cast<std::size_t>(m_nodes.size()));
    std::vector<const Node *> waiting{m_root.get()};
    while (!waiting.empty()) {
        const Node *node = waiting.back();
        waiting.pop_back();
        if (node != m_root.get())
            list.push_back(&node->folder);
        for (auto child = node->children.rbegin(); child != node->children.rend(); ++child)
            waiting.push_back(child->get());
    }
    return list;
}

QModelIndex FolderModel::indexOf(const Node &node) const
{
    return &node == m_root.get() ? QModelIndex() : createIndex(node.row, 0, const_cast<Node *>(&node));
}

FolderModel::Node *FolderModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : nullptr;
}

QModelIndex FolderModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const Node *node = parent.isValid() ? nodeOf(parent) : m_root.get();
    if (!node || (m_isLoading && node == m_root.get()))
        return createIndex(row, column, nullptr);
    return createIndex(row, column, node->children[static_cast<std::size_t>(row)].get());
}

QModelIndex FolderModel::parent(const QModelIndex &child) const
{
    const Node *node = nodeOf(child);
    return node && node->parent ? indexOf(*node->parent) : QModelIndex();
}

int FolderModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return m_isLoading ? placeholderRows : static_cast<int>(m_root->children.size());
    const Node *node = nodeOf(parent);
    return node ? static_cast<int>(node->children.size()) : 0;
}

int FolderModel::columnCount(const QModelIndex &) const
{
    return 1;
}

Qt::ItemFlags FolderModel::flags(const QModelIndex &index) const
{
    return nodeOf(index) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

QVariant FolderModel::data(const QModelIndex &index, int wanted) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Node *node = nodeOf(index);
    return node ? folderData(node->folder, wanted) : placeholderData(wanted);
}

QVariant FolderModel::placeholderData(int wanted)
{
    if (wanted == role::IsPlaceholder)
        return true;
    return wanted == Qt::AccessibleTextRole ? QVariant(tr("Loading")) : QVariant();
}

QVariant FolderModel::folderData(const Folder &folder, int wanted)
{
    switch (wanted) {
    case Qt::DisplayRole:
        return folder.label.isEmpty() ? folder.name : folder.label;
    case Qt::ToolTipRole:
        return tr("%1, %2").arg(folder.path, stateWords(folder));
    case Qt::AccessibleTextRole:
        return folder.taskCount == 1
                   ? tr("%1, %2, 1 task").arg(folder.name, stateWords(folder))
                   : tr("%1, %2, %3 tasks").arg(folder.name, stateWords(folder)).arg(folder.taskCount);
    case role::Glyph:
        return folder.isActive ? folder.typeIcon : QStringLiteral("visibility_off");
    case role::IsDimmed:
        return !folder.isActive;
    case role::DotColor:
        return folder.isActive ? folder.statusColor : QColor();
    case role::Count:
        return folder.taskCount > 0 ? QString::number(folder.taskCount) : QString();
    case role::Id:
        return folder.id;
    default:
        return {};
    }
}

} // namespace hearth::launcher_ui
