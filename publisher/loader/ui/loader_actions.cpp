// SPDX-License-Identifier: Apache-2.0
// The loader window's menus and what they do.
#include "publisher/loader/ui/delivery_dialog.h"
#include "publisher/loader/ui/loader_window.h"
#include "publisher/loader/ui/version_panel.h"
#include "ui_kit/glyphs.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/row_list.h"
#include "ui_kit/tokens.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QInputDialog>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QToolButton>
#include <QUrl>

namespace hearth::loader_ui
{

using namespace ui_kit;

std::vector<load::Product> LoaderWindow::selectedProducts() const
{
    std::vector<load::Product> made;
    for (const QModelIndex &index : m_list->selectionModel()->selectedIndexes())
        if (const load::Product *one = m_model->product(index))
            made.push_back(*one);
    return made;
}

QStringList LoaderWindow::selectedVersions() const
{
    QStringList made;
    for (const QModelIndex &index : m_list->selectionModel()->selectedIndexes())
        if (const load::Version *one = m_model->version(index))
            made.append(one->id);
    return made;
}

void LoaderWindow::fillTypeMenu()
{
    auto *menu = new QMenu(m_types);
    menu->addAction(tr("All types"), this, [this] {
        m_shownTypes.clear();
        fillTypeMenu();
        applyFilter();
    });
    menu->addSeparator();
    for (const QString &type : m_model->types()) {
        QAction *action = menu->addAction(type);
        action->setCheckable(true);
        action->setChecked(m_shownTypes.contains(type));
        connect(action, &QAction::toggled, this, [this, type](bool on) {
            if (on)
                m_shownTypes.insert(type);
            else
                m_shownTypes.remove(type);
            applyFilter();
            m_types->setText(m_shownTypes.isEmpty() ? tr("All types")
                                                    : QStringList(m_shownTypes.values()).join(QStringLiteral(", ")));
        });
    }
    delete m_types->menu();
    m_types->setMenu(menu);
    m_types->setText(m_shownTypes.isEmpty() ? tr("All types")
                                            : QStringList(m_shownTypes.values()).join(QStringLiteral(", ")));
}

void LoaderWindow::showStatusMenu(const QModelIndex &index, const QPoint &position)
{
    if (!m_rights.changeStatus || !m_model->version(index))
        return;
    QMenu menu(this);
    for (const launcher_ui::Status &one : m_model->statuses())
        menu.addAction(glyphIcon(one.icon, one.color, GlyphKind::Status), one.name, this,
                       [this, name = one.name] { setStatus(name); });
    menu.exec(position);
}

void LoaderWindow::setStatus(const QString &status)
{
    const QStringList versions = selectedVersions();
    m_source.setStatus(m_context.project, versions, status,
                       whileAlive(this, [this, versions, status](const Result<> &done) {
                           if (done)
                               m_model->setStatus(versions, status);
                           tell(done);
                       }));
}

void LoaderWindow::showProductMenu(const QModelIndex &index, const QPoint &position)
{
    if (!m_model->product(index))
        return;
    const bool isHere = !m_panel->chosenFile().isEmpty();
    QMenu menu(this);
    const auto add = [&menu, this](const QString &words, bool isPossible, void (LoaderWindow::*what)()) {
        menu.addAction(words, this, what)->setEnabled(isPossible);
    };
    add(tr("&Open"), isHere, &LoaderWindow::openFile);
    add(tr("&Show in folder"), isHere, &LoaderWindow::reveal);
    add(tr("&Copy path"), isHere, &LoaderWindow::copyPath);
    add(tr("Copy &files"), isHere, &LoaderWindow::copyFile);
    for (const LoadPlugin &one : m_plugins)
        menu.addAction(one.label, this, [this, id = one.id] { runPlugin(id); });
    menu.addSeparator();
    add(tr("&Deliver…"), m_model->version(index) != nullptr, &LoaderWindow::deliver);
    if (m_rights.changeStatus && m_model->version(index)) {
        QMenu *statuses = menu.addMenu(tr("S&tatus"));
        for (const launcher_ui::Status &one : m_model->statuses())
            statuses->addAction(glyphIcon(one.icon, one.color, GlyphKind::Status), one.name, this,
                                [this, name = one.name] { setStatus(name); });
    }
    if (m_rights.remove)
        add(tr("&Remove old versions…"), true, &LoaderWindow::removeOld);
    menu.exec(position);
}

void LoaderWindow::readPlugins()
{
    m_plugins.clear();
    const load::Product *product = m_model->product(current());
    const ShownRepresentation *one = m_panel->chosen();
    if (product && one)
        m_source.plugins(
            product->type, one->representation.name,
            whileAlive(this, [this, id = one->representation.id](const Result<std::vector<LoadPlugin>> &found) {
                const ShownRepresentation *now = m_panel->chosen();
                if (found && now && now->representation.id == id)
                    m_plugins = *found;
            }));
}

void LoaderWindow::runPlugin(const QString &id)
{
    const load::Product *product = m_model->product(current());
    const load::Version *version = m_model->version(current());
    const ShownRepresentation *one = m_panel->chosen();
    if (!product || !version || !one)
        return;
    m_source.runPlugin(id, m_context.project, *product, *version, *one,
                       whileAlive(this, [this](const Result<QString> &done) {
                           if (!done)
                               return tell(fail(done.error()));
                           m_notice->clearActions();
                           m_notice->setMessage(Tone::Good, tr("Done"), *done);
                           m_notice->setMayDismiss(true);
                           m_notice->show();
                       }));
}

void LoaderWindow::openFile()
{
    if (const QString file = m_panel->chosenFile(); !file.isEmpty())
        m_source.open(file, whileAlive(this, [this](const Result<> &done) { tell(done); }));
}

void LoaderWindow::reveal()
{
    m_source.reveal(m_panel->chosenFile(), whileAlive(this, [this](const Result<> &done) { tell(done); }));
}

void LoaderWindow::copyPath()
{
    if (const QStringList files = m_panel->chosenFiles(); !files.isEmpty())
        QGuiApplication::clipboard()->setText(files.join(u'\n'));
}

void LoaderWindow::copyFile()
{
    QList<QUrl> urls;
    for (const QString &file : m_panel->chosenFiles())
        urls.append(QUrl::fromLocalFile(file));
    auto *copied = new QMimeData;
    copied->setUrls(urls);
    QGuiApplication::clipboard()->setMimeData(copied);
}

void LoaderWindow::deliver()
{
    const load::Version *version = m_model->version(current());
    if (!version)
        return;
    auto *dialog = new DeliveryDialog(m_source, m_context.project, version->id, m_rights.deliveryTemplates, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this] {
        m_notice->clearActions();
        m_notice->setMessage(Tone::Good, tr("Delivered"), tr("Every file was compared with what was published."));
        m_notice->setMayDismiss(true);
        m_notice->show();
    });
    dialog->open();
}

void LoaderWindow::removeOld()
{
    constexpr int fewest = 1;
    constexpr int most = 100;
    bool isChosen = false;
    const std::vector<load::Product> products = selectedProducts();
    const int kept = QInputDialog::getInt(this, tr("Remove old versions"),
                                          tr("How many of the newest versions of each product stay?"), 2, fewest, most,
                                          1, &isChosen);
    if (!isChosen)
        return;
    m_source.planRemoval(m_context.project, products, kept,
                         whileAlive(this, [this](const Result<load::RemovalPlan> &plan) {
                             if (!plan)
                                 return tell(fail(plan.error()));
                             confirmRemoval(*plan);
                         }));
}

void LoaderWindow::confirmRemoval(const load::RemovalPlan &plan)
{
    if (plan.versionIds.isEmpty()) {
        QMessageBox::information(this, tr("Remove old versions"), tr("There are no older versions to remove."));
        return;
    }
    QMessageBox question(QMessageBox::Question, tr("Remove old versions"),
                         plan.versionIds.size() == 1
                             ? tr("Remove 1 version with its files for good?")
                             : tr("Remove %1 versions with their files for good?").arg(plan.versionIds.size()),
                         QMessageBox::Cancel, this);
    question.setInformativeText(tr("Files: %1, %2. This cannot be undone.")
                                    .arg(plan.files.size())
                                    .arg(QLocale().formattedDataSize(plan.bytes)));
    QStringList staying;
    if (!plan.staying.isEmpty())
        staying = QStringList{QString(), tr("These stay, since something else may use them:")} + plan.staying;
    question.setDetailedText((plan.names + QStringList{QString()} + plan.files + staying).join(u'\n'));
    QPushButton *remove = question.addButton(tr("Remove"), QMessageBox::DestructiveRole);
    question.exec();
    if (question.clickedButton() != static_cast<QAbstractButton *>(remove))
        return;
    m_source.remove(m_context.project, plan, whileAlive(this, [this](const Result<load::Removed> &removed) {
                        if (removed && !removed->problems.isEmpty())
                            tell(fail(ErrorKind::Internal, removed->problems.first(), removed->problems.join(u'\n')));
                        else
                            tell(removed ? Result<>{} : fail(removed.error()));
                        loadProducts();
                    }));
}

void LoaderWindow::tell(const Result<> &done)
{
    if (done) {
        m_notice->hide();
        return;
    }
    m_notice->clearActions();
    m_notice->setMessage(Tone::Problem, tr("That did not work"), done.error().message, done.error().detail);
    m_notice->setMayDismiss(true);
    m_notice->show();
}

} // namespace hearth::loader_ui
