// SPDX-License-Identifier: Apache-2.0
#include "publisher/loader/ui/loader_window.h"
#include "publisher/loader/ui/picture_store.h"
#include "publisher/loader/ui/tile_delegate.h"
#include "publisher/loader/ui/version_panel.h"
#include "ui_kit/empty_state.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/labels.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/panel.h"
#include "ui_kit/row_list.h"
#include "ui_kit/segmented_tabs.h"
#include "ui_kit/tokens.h"
#include "ui_kit/tree_view.h"
#include "ui_kit/user_memory.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

namespace hearth::loader_ui
{

using namespace ui_kit;
using launcher_ui::Context;

namespace
{
const auto splitterKey = QStringLiteral("loader");
const auto lookKey = QStringLiteral("loader/look");
const auto groupKey = QStringLiteral("loader/group");
const auto sortKey = QStringLiteral("loader/sort");
const auto belowKey = QStringLiteral("loader/below");
const auto folderKey = QStringLiteral("loader/folder");
const auto projectKey = QStringLiteral("loader/project");
constexpr int listLook = 0;
constexpr int quietMs = 250;

QToolButton *toggle(const QString &words)
{
    auto *made = new QToolButton;
    made->setText(words);
    made->setCheckable(true);
    made->setMinimumHeight(metrics::hitTarget);
    made->setFocusPolicy(Qt::StrongFocus);
    return made;
}
} // namespace

LoaderWindow::LoaderWindow(const WindowServices &windowServices, launcher_ui::StudioSource &studio,
                           LoaderSource &source, QWidget *parent)
    : AppWindow(windowServices, QStringLiteral("loader"), {QStringLiteral("artist"), QStringLiteral("loader")},
                {1160, 700}, parent),
      m_studio(studio), m_source(source), m_pictures(new PictureStore(source, this)),
      m_model(new ProductModel(*m_pictures, this)), m_project(new QComboBox),
      m_folderWords(new FilterField(tr("Filter folders"), QStringLiteral("filter_list"))), m_tree(new TreeView),
      m_words(new FilterField(tr("Filter products"), QStringLiteral("search"))), m_types(toggle(tr("All types"))),
      m_older(toggle(tr("Not the newest"))), m_below(toggle(tr("With folders below"))), m_group(new QComboBox),
      m_sort(new QComboBox), m_look(new SegmentedTabs(tr("Look"))), m_views(new QStackedWidget),
      m_list(new RowList(tr("Products"))), m_grid(new QListView), m_empty(new EmptyState), m_notice(new NoticeRow),
      m_panel(new VersionPanel), m_splitter(new QSplitter(Qt::Horizontal)),
      m_count(new ElidedLabel({}, TextRole::SecondLine, Tone::Dim)), m_soon(new QTimer(this))
{
    m_soon->setSingleShot(true);
    m_soon->setInterval(quietMs);
    connect(m_soon, &QTimer::timeout, this, &LoaderWindow::loadProducts);
    setWindowTitle(tr("Browse · Hearth"));
    setMinimumSize(640, 400);
    build();
    connectParts();
    m_below->setChecked(memory().value(belowKey, false).toBool());
    m_group->setCurrentIndex(memory().value(groupKey, 0).toInt());
    m_sort->setCurrentIndex(memory().value(sortKey, 0).toInt());
    m_look->setCurrent(memory().value(lookKey, listLook).toInt());
    applyOrder();
    m_context.project = memory().value(projectKey).toString();
    m_context.folderId = memory().value(folderKey).toString();
    loadProjects();
}

LoaderWindow::~LoaderWindow() = default;

void LoaderWindow::build()
{
    m_splitter->addWidget(buildFolders());
    m_splitter->addWidget(buildProducts());
    m_splitter->addWidget(m_panel);
    m_splitter->setHandleWidth(metrics::panelGap);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({250, 570, 300});
    m_splitter->setStretchFactor(1, 1);
    memory().restoreSplitter(splitterKey, *m_splitter);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::windowMargin, metrics::windowMargin, metrics::windowMargin,
                               metrics::windowMargin);
    column->setSpacing(metrics::panelGap);
    column->addWidget(m_notice);
    column->addWidget(m_splitter, 1);
    m_notice->hide();
}

QWidget *LoaderWindow::buildFolders()
{
    m_project->setAccessibleName(tr("Project"));
    m_tree->setModel(&m_folderFilter);
    m_tree->setAccessibleName(tr("Folders"));
    auto *panel = new Panel;
    auto *column = new QVBoxLayout(panel);
    column->setContentsMargins(metrics::panelPadding, metrics::panelPadding, metrics::panelPadding,
                               metrics::panelPadding);
    column->setSpacing(8);
    column->addWidget(m_project);
    column->addWidget(m_folderWords);
    column->addWidget(m_tree, 1);
    return panel;
}

QWidget *LoaderWindow::buildProducts()
{
    m_look->addTab(tr("&List"));
    m_look->addTab(tr("&Grid"));
    for (const QString &words : {tr("No groups"), tr("By type"), tr("By group"), tr("By folder")})
        m_group->addItem(words);
    for (const QString &words : {tr("By name"), tr("Newest first"), tr("By status")})
        m_sort->addItem(words);
    m_group->setAccessibleName(tr("Groups"));
    m_sort->setAccessibleName(tr("Order"));
    m_types->setCheckable(false);
    m_types->setPopupMode(QToolButton::InstantPopup);
    m_list->setObjectName(QStringLiteral("products"));
    m_list->setModel(m_model);
    m_list->setUniformItemSizes(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_grid->setModel(m_model);
    m_grid->setSelectionModel(m_list->selectionModel());
    m_grid->setItemDelegate(new TileDelegate(m_grid));
    m_grid->setViewMode(QListView::IconMode);
    m_grid->setResizeMode(QListView::Adjust);
    m_grid->setMovement(QListView::Static);
    m_grid->setUniformItemSizes(true);
    m_grid->setLayoutMode(QListView::Batched);
    m_grid->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_grid->setContextMenuPolicy(Qt::CustomContextMenu);
    m_grid->setAccessibleName(tr("Products"));
    m_grid->setFrameShape(QFrame::NoFrame);
    m_views->addWidget(m_list);
    m_views->addWidget(m_grid);
    m_views->addWidget(m_empty);
    auto *panel = new Panel;
    auto *column = new QVBoxLayout(panel);
    column->setContentsMargins(8, metrics::panelPadding, 8, 8);
    column->setSpacing(8);
    auto *head = new QHBoxLayout;
    head->addWidget(m_words, 1);
    head->addWidget(m_look);
    auto *chips = new QHBoxLayout;
    for (QWidget *one : std::initializer_list<QWidget *>{m_types, m_older, m_below})
        chips->addWidget(one);
    chips->addStretch();
    chips->addWidget(m_group);
    chips->addWidget(m_sort);
    column->addLayout(head);
    column->addLayout(chips);
    column->addWidget(m_views, 1);
    column->addWidget(m_count);
    return panel;
}

void LoaderWindow::connectParts()
{
    connect(m_project, &QComboBox::activated, this, [this] {
        m_context = Context{};
        m_context.project = m_project->currentData().toString();
        loadFolders();
    });
    connect(m_folderWords, &QLineEdit::textChanged, &m_folderFilter, &launcher_ui::FolderFilter::setWords);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        if (const launcher_ui::Folder *folder = m_folders.folder(m_folderFilter.mapToSource(index)))
            chooseFolder(folder->id);
    });
    connect(m_words, &QLineEdit::textChanged, this, &LoaderWindow::applyFilter);
    connect(m_words, &FilterField::leftDownwards, this, [this] { view()->setFocus(); });
    connect(m_older, &QToolButton::toggled, this, &LoaderWindow::applyFilter);
    connect(m_below, &QToolButton::toggled, this, [this](bool on) {
        memory().setValue(belowKey, on);
        loadProducts();
    });
    for (QComboBox *one : {m_group, m_sort})
        connect(one, &QComboBox::currentIndexChanged, this, &LoaderWindow::applyOrder);
    connect(m_look, &SegmentedTabs::currentChanged, this, [this](int look) {
        memory().setValue(lookKey, look);
        updateState();
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &LoaderWindow::showChosen);
    connect(m_list, &RowList::mainWanted, this, &LoaderWindow::openFile);
    connect(m_grid, &QListView::activated, this, &LoaderWindow::openFile);
    connect(m_list, &RowList::chipPressed, this, &LoaderWindow::showStatusMenu);
    for (QListView *one : std::initializer_list<QListView *>{m_list, m_grid})
        connect(one, &QWidget::customContextMenuRequested, this, [this, one](const QPoint &position) {
            showProductMenu(one->indexAt(position), one->viewport()->mapToGlobal(position));
        });
    connect(m_panel, &VersionPanel::versionChosen, this, [this](const QString &versionId) {
        if (const load::Product *product = m_model->product(current())) {
            m_model->choose(product->id, versionId);
            showChosen();
        }
    });
    connect(m_panel, &VersionPanel::lineageTaken, this, &LoaderWindow::showLineage);
    connect(m_panel, &VersionPanel::openWanted, this, &LoaderWindow::openFile);
    connect(m_panel, &VersionPanel::representationChosen, this, &LoaderWindow::readPlugins);
    connect(m_panel, &VersionPanel::retryWanted, this, &LoaderWindow::loadVersion);
    connect(m_notice, &NoticeRow::dismissed, m_notice, &QWidget::hide);
    connect(m_notice, &NoticeRow::actionChosen, this, &LoaderWindow::loadProducts);
    connect(m_empty, &EmptyState::actionChosen, this, [this] {
        m_words->clear();
        m_older->setChecked(false);
        m_shownTypes.clear();
        applyFilter();
    });
    connect(&m_source, &LoaderSource::versionsChanged, this, [this](const QString &project) {
        if (project != m_context.project)
            return;
        m_isStale = !isVisible();
        if (!m_isStale)
            m_soon->start();
    });
    connect(&m_studio, &launcher_ui::StudioSource::studioOpened, this, &LoaderWindow::loadProjects);
    connect(m_splitter, &QSplitter::splitterMoved, this, [this] { memory().keepSplitter(splitterKey, *m_splitter); });
}

QListView *LoaderWindow::view() const
{
    return m_look->current() == listLook ? m_list : m_grid;
}

QModelIndex LoaderWindow::current() const
{
    return m_list->selectionModel()->currentIndex();
}

void LoaderWindow::showContext(const Context &context)
{
    if (context.project.isEmpty())
        return;
    const bool isOther = context.project != m_context.project;
    m_context = context;
    if (isOther || m_folders.folderCount() == 0)
        return loadProjects();
    const QModelIndex wanted = m_folderFilter.mapFromSource(m_folders.indexOfId(context.folderId));
    if (wanted == m_tree->currentIndex())
        return loadProducts(); // asked for again: it may hold something new
    m_tree->setCurrentIndex(wanted);
}

void LoaderWindow::showEvent(QShowEvent *event)
{
    AppWindow::showEvent(event);
    if (std::exchange(m_isStale, false))
        m_soon->start();
}

void LoaderWindow::showLineage(const load::Lineage &one)
{
    const auto folders = m_folders.all();
    const auto found = std::find_if(folders.begin(), folders.end(), [&one](const launcher_ui::Folder *folder) {
        return folder->path == one.folderPath || u'/' + folder->path == one.folderPath;
    });
    if (found == folders.end())
        return tell(
            fail(ErrorKind::NotFound, tr("The folder %1 is not in this project any more.").arg(one.folderPath)));
    m_wantedVersion = one.versionId;
    m_folderWords->clear(); // it may hide the folder
    if (m_context.folderId == (*found)->id)
        return chooseWanted();
    m_tree->setCurrentIndex(m_folderFilter.mapFromSource(m_folders.indexOfId((*found)->id)));
}

void LoaderWindow::chooseWanted()
{
    for (const load::Product &product : m_model->products())
        for (const load::Version &version : product.versions)
            if (!m_wantedVersion.isEmpty() && version.id == m_wantedVersion) {
                m_wantedVersion.clear();
                m_model->choose(product.id, version.id);
                m_list->choose(m_model->indexOfProduct(product.id));
                return showChosen();
            }
}

void LoaderWindow::loadProjects()
{
    m_studio.projects(whileAlive(this, [this](const Result<std::vector<launcher_ui::Project>> &projects, Freshness) {
        if (!projects)
            return tell(fail(projects.error()));
        m_project->clear();
        for (const launcher_ui::Project &one : *projects)
            m_project->addItem(one.label.isEmpty() ? one.name : one.label, one.name);
        const int at = m_project->findData(m_context.project);
        m_project->setCurrentIndex(std::max(0, at));
        if (at < 0) {
            m_context = Context{};
            m_context.project = m_project->currentData().toString();
        }
        loadFolders();
    }));
}

void LoaderWindow::loadFolders()
{
    memory().setValue(projectKey, m_context.project);
    if (m_context.project.isEmpty())
        return updateState();
    m_studio.folders(
        m_context.project, whileAlive(this, [this, project = m_context.project](
                                                const Result<std::vector<launcher_ui::Folder>> &folders, Freshness) {
            if (project != m_context.project)
                return;
            if (!folders)
                return tell(fail(folders.error()));
            m_folders.setFolders(*folders);
            const QModelIndex wanted = m_folders.indexOfId(m_context.folderId);
            const QModelIndex shown = m_folderFilter.mapFromSource(wanted.isValid() ? wanted : m_folders.index(0, 0));
            if (m_tree->currentIndex() == shown && m_askedFolder == m_context.folderId)
                return;
            m_tree->setCurrentIndex(shown);
            m_tree->scrollTo(shown);
        }));
}

void LoaderWindow::chooseFolder(const QString &folderId)
{
    m_context.folderId = m_askedFolder = folderId;
    memory().setValue(folderKey, folderId);
    m_model->start(m_context.project, m_source.versionStatuses(m_context.project));
    m_panel->showProduct(nullptr, nullptr);
    m_isRefreshing = false;
    loadProducts();
    m_source.rights(m_context.project, folderId, whileAlive(this, [this](const Result<LoaderRights> &rights) {
                        m_rights = rights.value_or(LoaderRights{});
                    }));
}

void LoaderWindow::loadProducts()
{
    if (m_context.folderId.isEmpty())
        return updateState();
    m_isRefreshing = !m_model->products().empty();
    m_isComplete = false;
    m_arriving.clear();
    m_source.products(m_context.project, m_context.folderId, m_below->isChecked(),
                      whileAlive(this, [this](const Result<load::ProductPage> &page) { takePage(page); }));
}

void LoaderWindow::takePage(const Result<load::ProductPage> &page)
{
    m_hasFailed = !page;
    if (!page) {
        m_isComplete = true;
        m_model->setLoading(false);
        m_notice->clearActions();
        m_notice->setMessage(Tone::Problem, tr("The products could not be read"), page.error().message,
                             page.error().detail);
        m_notice->addAction(QStringLiteral("retry"), tr("Try again"), true);
        m_notice->setMayDismiss(true);
        m_notice->show();
        return updateState();
    }
    m_notice->hide();
    m_isComplete = page->next.isEmpty();
    if (m_isRefreshing)
        m_arriving.insert(m_arriving.end(), page->products.begin(), page->products.end());
    else
        m_model->addProducts(page->products);
    if (m_isRefreshing && m_isComplete) {
        const QString chosen = current().data(ProductModel::ProductId).toString();
        const int top = view()->verticalScrollBar()->value();
        m_model->replaceProducts(std::move(m_arriving));
        m_list->choose(m_model->indexOfProduct(chosen));
        view()->verticalScrollBar()->setValue(top);
    }
    if (m_model->statuses().empty()) // they are read together with the first page of a project
        m_model->setStatuses(m_source.versionStatuses(m_context.project));
    fillTypeMenu();
    if (!current().isValid())
        m_list->ensureCurrent();
    showChosen();
    chooseWanted();
    if (m_isComplete)
        m_wantedVersion.clear();
    updateState();
}

void LoaderWindow::showChosen()
{
    const load::Product *product = m_model->product(current());
    const load::Version *version = m_model->version(current());
    m_panel->showProduct(product, version);
    m_versionAsked = version ? version->id : QString();
    if (version)
        loadVersion();
}

void LoaderWindow::loadVersion()
{
    const QString id = m_versionAsked;
    m_source.version(m_context.project, id, whileAlive(this, [this, id](const Result<ShownVersion> &shown) {
                         if (id == m_versionAsked)
                             m_panel->showVersion(shown);
                     }));
    const load::Version *version = m_model->version(current());
    if (version && !version->thumbnailId.isEmpty())
        m_source.picture(m_context.project, id, version->thumbnailId,
                         whileAlive(this, [this, id](const Result<QImage> &image) {
                             if (id == m_versionAsked && image)
                                 m_panel->showPicture(QPixmap::fromImage(*image));
                         }));
}

void LoaderWindow::applyFilter()
{
    m_model->setFilter({m_words->text(), m_shownTypes, {}, m_older->isChecked()});
    updateState();
}

void LoaderWindow::applyOrder()
{
    memory().setValue(groupKey, m_group->currentIndex());
    memory().setValue(sortKey, m_sort->currentIndex());
    const QString chosen = current().data(ProductModel::ProductId).toString();
    m_model->setOrder(static_cast<load::GroupBy>(m_group->currentIndex()),
                      static_cast<load::SortBy>(m_sort->currentIndex()));
    m_list->choose(m_model->indexOfProduct(chosen));
}

void LoaderWindow::updateState()
{
    const int shown = m_model->shownCount();
    const auto all = static_cast<int>(m_model->products().size());
    m_count->setText(shown == all ? all == 1 ? tr("1 product") : tr("%1 products").arg(all)
                                  : tr("%1 of %2 products").arg(shown).arg(all));
    if (all == 0 && m_hasFailed)
        m_empty->setMessage(QStringLiteral("cloud_off"), tr("Not known yet"),
                            tr("What was published here is listed once the server answers."));
    else if (all == 0 && m_isComplete)
        m_empty->setMessage(QStringLiteral("inventory_2"), tr("Nothing was published here yet"),
                            tr("What is published in this folder is listed here."));
    else
        m_empty->setMessage(QStringLiteral("filter_list"), tr("No product fits"), tr("The filter hides what is here."),
                            tr("Show all"));
    const bool isEmpty = shown == 0 && m_isComplete;
    m_views->setCurrentWidget(isEmpty ? static_cast<QWidget *>(m_empty) : view());
    m_group->setEnabled(m_look->current() == listLook);
}

void LoaderWindow::keyPressEvent(QKeyEvent *event)
{
    const bool isControl = event->modifiers() == Qt::ControlModifier;
    if (event->key() == Qt::Key_F5)
        return loadProducts();
    if (isControl && event->key() == Qt::Key_F)
        return m_words->setFocus();
    if (isControl && event->key() == Qt::Key_C)
        return copyPath();
    if (event->key() == Qt::Key_S && event->modifiers() == Qt::NoModifier && current().isValid())
        return showStatusMenu(current(), view()->viewport()->mapToGlobal(view()->visualRect(current()).center()));
    AppWindow::keyPressEvent(event);
}

} // namespace hearth::loader_ui
