// SPDX-License-Identifier: Apache-2.0
#include "publisher/ui/place_picker.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/popup_panel.h"
#include "ui_kit/tokens.h"
#include "ui_kit/tree_view.h"

#include <QComboBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace hearth::publisher_ui
{

using namespace ui_kit;
using launcher_ui::Context;

PlacePicker::PlacePicker(launcher_ui::StudioSource &studio, QWidget *parent)
    : QWidget(parent), m_studio(studio), m_project(new QComboBox), m_folder(new QPushButton), m_task(new QComboBox),
      m_popup(new PopupPanel(tr("Folders"), this)),
      m_words(new FilterField(tr("Filter folders"), QStringLiteral("filter_list"))), m_tree(new TreeView)
{
    build();
    connect(m_project, &QComboBox::activated, this, [this] {
        m_place = Context{};
        m_place.project = m_project->currentData().toString();
        loadFolders();
        loadTasks();
        Q_EMIT placeChosen(m_place);
    });
    connect(m_task, &QComboBox::activated, this, [this](int at) {
        m_place.taskId = m_task->itemData(at).toString();
        m_place.taskName = m_place.taskId.isEmpty() ? QString() : m_task->itemText(at);
        Q_EMIT placeChosen(m_place);
    });
    connect(m_folder, &QPushButton::clicked, this, &PlacePicker::openFolders);
    connect(m_words, &QLineEdit::textChanged, this, [this](const QString &words) {
        m_filter.setWords(words);
        if (!words.isEmpty())
            m_tree->expandAll();
    });
    connect(m_words, &FilterField::leftDownwards, this, [this] {
        m_tree->setFocus();
        if (!m_tree->currentIndex().isValid())
            m_tree->setCurrentIndex(m_filter.index(0, 0));
    });
    connect(m_words, &QLineEdit::returnPressed, this, [this] {
        for (QModelIndex at = m_filter.index(0, 0); at.isValid(); at = m_tree->indexBelow(at))
            if (const auto *folder = m_folders.folder(m_filter.mapToSource(at)); folder && m_filter.isHit(folder->id))
                return chooseFolder(at);
    });
    connect(m_tree, &QTreeView::activated, this, &PlacePicker::chooseFolder);
    connect(m_tree, &QTreeView::clicked, this, &PlacePicker::chooseFolder);
}

void PlacePicker::build()
{
    m_project->setAccessibleName(tr("Project"));
    m_task->setAccessibleName(tr("Task"));
    m_folder->setObjectName(QStringLiteral("folder"));
    m_folder->setMinimumHeight(metrics::hitTarget);
    m_project->setMinimumHeight(metrics::hitTarget);
    m_task->setMinimumHeight(metrics::hitTarget);
    m_tree->setModel(&m_filter);
    m_tree->setAccessibleName(tr("Folders"));
    auto *inside = new QVBoxLayout(m_popup);
    inside->setContentsMargins(8, 8, 8, 8);
    inside->addWidget(m_words);
    inside->addWidget(m_tree, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    auto *row = new QHBoxLayout;
    row->addWidget(m_project, 1);
    row->addWidget(m_task, 1);
    column->addLayout(row);
    column->addWidget(m_folder);
    showFolder();
}

void PlacePicker::setPlace(const Context &place)
{
    m_place = place;
    reload();
}

void PlacePicker::reload()
{
    showFolder();
    m_studio.projects(whileAlive(this, [this](const Result<std::vector<launcher_ui::Project>> &projects, Freshness) {
        if (!projects)
            return Q_EMIT failed(projects.error());
        m_project->clear();
        for (const launcher_ui::Project &one : *projects)
            m_project->addItem(one.label.isEmpty() ? one.name : one.label, one.name);
        m_project->setCurrentIndex(m_project->findData(m_place.project));
    }));
    loadFolders();
    loadTasks();
}

void PlacePicker::loadFolders()
{
    if (m_place.project.isEmpty())
        return m_folders.clear();
    if (m_shownProject != m_place.project)
        m_folders.clear();
    m_shownProject = m_place.project;
    m_studio.folders(m_place.project,
                     whileAlive(this, [this, project = m_place.project](
                                          const Result<std::vector<launcher_ui::Folder>> &folders, Freshness) {
                         if (project != m_place.project)
                             return;
                         if (!folders)
                             return Q_EMIT failed(folders.error());
                         m_folders.setFolders(*folders);
                     }));
}

void PlacePicker::loadTasks()
{
    showFolder();
    m_task->clear();
    m_task->addItem(tr("Without a task"), QString());
    m_task->setEnabled(!m_place.folderId.isEmpty());
    if (m_place.folderId.isEmpty())
        return;
    if (!m_place.taskId.isEmpty()) {
        m_task->addItem(m_place.taskName, m_place.taskId);
        m_task->setCurrentIndex(1);
    }
    m_studio.tasks(m_place.project, m_place.folderId,
                   whileAlive(this, [this, folder = m_place.folderId](
                                        const Result<std::vector<launcher_ui::Task>> &tasks, Freshness) {
                       if (!tasks || folder != m_place.folderId)
                           return;
                       m_task->clear();
                       m_task->addItem(tr("Without a task"), QString());
                       for (const launcher_ui::Task &one : *tasks)
                           if (one.folderId == folder)
                               m_task->addItem(one.name, one.id);
                       m_task->setCurrentIndex(std::max(0, m_task->findData(m_place.taskId)));
                   }));
}

void PlacePicker::showFolder()
{
    const QString words = m_place.folderPath.isEmpty() ? tr("Choose a folder…") : m_place.folderPath;
    m_folder->setText(QString(words).replace(u'&', QLatin1String("&&")));
    m_folder->setAccessibleName(m_place.folderPath.isEmpty() ? words : tr("Folder %1").arg(m_place.folderPath));
    m_folder->setToolTip(words);
    m_folder->setEnabled(!m_place.project.isEmpty());
}

void PlacePicker::openFolders()
{
    constexpr int popupHeight = 380;
    m_words->clear();
    m_popup->openBelow(*m_folder, {std::max(m_folder->width(), 320), popupHeight});
    const QModelIndex shown = m_filter.mapFromSource(m_folders.indexOfId(m_place.folderId));
    m_tree->setCurrentIndex(shown);
    if (shown.isValid())
        m_tree->scrollTo(shown);
    m_words->setFocus();
}

void PlacePicker::chooseFolder(const QModelIndex &index)
{
    const launcher_ui::Folder *folder = m_folders.folder(m_filter.mapToSource(index));
    if (!folder)
        return;
    m_place = {m_place.project, folder->id, folder->path, {}, {}};
    m_popup->hide();
    m_folder->setFocus();
    loadTasks();
    Q_EMIT placeChosen(m_place);
}

} // namespace hearth::publisher_ui
