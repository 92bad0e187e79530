// SPDX-License-Identifier: Apache-2.0
#include "publisher/ui/drop_panel.h"
#include "publisher/ui/draft_model.h"
#include "ui_kit/buttons.h"
#include "ui_kit/empty_state.h"
#include "ui_kit/labels.h"
#include "ui_kit/row_list.h"
#include "ui_kit/tokens.h"

#include <QClipboard>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QUrl>
#include <QVBoxLayout>

namespace hearth::publisher_ui
{

using namespace ui_kit;

DropPanel::DropPanel(DraftModel &model, QWidget *parent)
    : Panel(parent), m_model(model), m_head(new TextLabel(tr("Products"), TextRole::Head, Tone::Dim)),
      m_list(new RowList(tr("Products"))), m_empty(new EmptyState), m_buttons(new QWidget)
{
    setAcceptDrops(true);
    m_list->setObjectName(QStringLiteral("drafts"));
    m_list->setModel(&m_model);
    m_list->setUniformItemSizes(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->installEventFilter(this);
    m_empty->setMessage(QStringLiteral("file_upload"), tr("Drop files here"),
                        tr("Files and whole folders. Frames of a sequence become one product."), tr("Add files…"));
    auto *files = new LinkButton(tr("Add &files…"));
    auto *folder = new LinkButton(tr("Add f&older…"));
    auto *pasted = new LinkButton(tr("Pas&te"));
    folder->setHasDot(true);
    pasted->setHasDot(true);
    auto *row = new QHBoxLayout(m_buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    for (LinkButton *one : {files, folder, pasted})
        row->addWidget(one);
    row->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::panelPadding, metrics::panelPadding, metrics::panelPadding,
                               metrics::panelPadding);
    column->setSpacing(8);
    column->addWidget(m_head);
    column->addWidget(m_list, 1);
    column->addWidget(m_empty, 1);
    column->addWidget(m_buttons);
    connect(files, &QAbstractButton::clicked, this, &DropPanel::addFiles);
    connect(folder, &QAbstractButton::clicked, this, &DropPanel::addFolder);
    connect(pasted, &QAbstractButton::clicked, this, &DropPanel::paste);
    connect(m_empty, &EmptyState::actionChosen, this, &DropPanel::addFiles);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &DropPanel::selectionChanged);
    connect(m_list, &QWidget::customContextMenuRequested, this, &DropPanel::showMenu);
    connect(&m_model, &DraftModel::edited, this, &DropPanel::updateState);
    updateState();
}

void DropPanel::updateState()
{
    const int all = m_model.rowCount();
    m_list->setVisible(all > 0);
    m_empty->setVisible(all == 0);
    m_head->setText(all == 0 ? tr("Products") : all == 1 ? tr("1 product") : tr("%n products", nullptr, all));
}

void DropPanel::setLocked(bool on)
{
    m_isLocked = on;
    m_buttons->setVisible(!on);
    setAcceptDrops(!on);
}

QStringList DropPanel::selectedIds() const
{
    QStringList ids;
    for (const QModelIndex &index : m_list->selectionModel()->selectedIndexes())
        ids.append(m_model.idAt(index));
    return ids;
}

void DropPanel::choose(const QString &id)
{
    m_list->choose(m_model.indexOfId(id));
}

void DropPanel::addFiles()
{
    if (m_isLocked)
        return;
    auto *dialog = new QFileDialog(this, tr("Add files"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, &DropPanel::pathsGiven);
    dialog->open();
}

void DropPanel::addFolder()
{
    auto *dialog = new QFileDialog(this, tr("Add a folder"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::filesSelected, this, &DropPanel::pathsGiven);
    dialog->open();
}

void DropPanel::paste()
{
    if (m_isLocked)
        return;
    if (const QMimeData *copied = QGuiApplication::clipboard()->mimeData())
        if (const QStringList paths = pathsIn(*copied); !paths.isEmpty())
            Q_EMIT pathsGiven(paths);
}

void DropPanel::toggle()
{
    const QStringList ids = selectedIds();
    const publish::Instance *first = ids.isEmpty() ? nullptr : m_model.instance(ids.first());
    if (first)
        m_model.edit(ids, [isActive = !first->isActive](publish::Instance &one) { one.isActive = isActive; });
}

void DropPanel::showMenu(const QPoint &position)
{
    const QStringList ids = selectedIds();
    const publish::Instance *first = ids.isEmpty() ? nullptr : m_model.instance(ids.first());
    if (!first || m_isLocked)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(first->isActive ? tr("&Leave out") : tr("&Publish it"), this, &DropPanel::toggle);
    menu->addAction(tr("&Remove from the list"), this, [this, ids] { m_model.remove(ids); });
    menu->popup(m_list->viewport()->mapToGlobal(position));
}

bool DropPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && !m_isLocked) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Delete) {
            m_model.remove(selectedIds());
            return true;
        }
        if (key == Qt::Key_Space) {
            toggle();
            return true;
        }
    }
    return Panel::eventFilter(watched, event);
}

void DropPanel::dragEnterEvent(QDragEnterEvent *event)
{
    m_isDropping = !pathsIn(*event->mimeData()).isEmpty();
    if (m_isDropping)
        event->acceptProposedAction();
    update();
}

void DropPanel::dragLeaveEvent(QDragLeaveEvent *)
{
    m_isDropping = false;
    update();
}

void DropPanel::dropEvent(QDropEvent *event)
{
    m_isDropping = false;
    event->acceptProposedAction();
    update();
    Q_EMIT pathsGiven(pathsIn(*event->mimeData()));
}

void DropPanel::paintEvent(QPaintEvent *event)
{
    Panel::paintEvent(event);
    if (!m_isDropping)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokensFor(palette()).accent, 2, Qt::DashLine));
    painter.drawRoundedRect(QRectF(rect()).adjusted(3, 3, -3, -3), metrics::panelRadius, metrics::panelRadius);
}

QStringList pathsIn(const QMimeData &data)
{
    QStringList paths;
    for (const QUrl &url : data.urls())
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    if (!paths.isEmpty() || data.hasUrls())
        return paths;
    for (const QString &line : data.text().split(u'\n', Qt::SkipEmptyParts)) {
        QString path = line.trimmed();
        if (path.size() > 1 && path.startsWith(u'"') && path.endsWith(u'"'))
            path = path.mid(1, path.size() - 2);
        if (path.startsWith(u'/'))
            paths.append(path);
    }
    return paths;
}

} // namespace hearth::publisher_ui
