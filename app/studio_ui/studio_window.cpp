// SPDX-License-Identifier: Apache-2.0
#include "studio_ui/studio_window.h"

#include "studio_ui/anatomy_page.h"
#include "studio_ui/bundles_page.h"
#include "studio_ui/groups_page.h"
#include "studio_ui/history_page.h"
#include "studio_ui/people_page.h"
#include "studio_ui/plain_rows.h"
#include "studio_ui/secrets_page.h"
#include "studio_ui/settings_page.h"
#include "ui_kit/panel.h"
#include "ui_kit/row_list.h"
#include "ui_kit/tokens.h"
#include "ui_kit/user_memory.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QStackedLayout>

namespace hearth::studio_ui
{

using namespace ui_kit;

namespace
{
const auto pageKey = QStringLiteral("studio/page");
constexpr int listWidth = 196;
} // namespace

StudioWindow::StudioWindow(const WindowServices &windowServices, const StudioSources &sources)
    : AppWindow(windowServices, QStringLiteral("studio"), {QStringLiteral("administrator"), QStringLiteral("studio")},
                {1080, 700}),
      m_list(new RowList(tr("Pages"))), m_model(new PlainRowModel(this)), m_pages(new QStackedLayout)
{
    setWindowTitle(tr("Studio · Hearth"));
    setMinimumSize(760, 480);
    m_list->setSingleLine(true);
    m_list->setModel(m_model);
    m_list->setFixedWidth(listWidth);
    auto *left = new Panel;
    auto *leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(8, 8, 8, 8);
    leftColumn->addWidget(m_list);
    auto *right = new QWidget;
    right->setLayout(m_pages);
    m_pages->setContentsMargins(0, 0, 0, 0);
    auto *columns = new QHBoxLayout(this);
    columns->setContentsMargins(metrics::windowMargin, metrics::windowMargin, metrics::windowMargin,
                                metrics::windowMargin);
    columns->setSpacing(metrics::panelGap);
    columns->addWidget(left);
    columns->addWidget(right, 1);
    addPage(QStringLiteral("people"), tr("People"), QStringLiteral("group"),
            new PeoplePage(sources.people, sources.rights));
    addPage(QStringLiteral("groups"), tr("Access groups"), QStringLiteral("admin_panel_settings"),
            new GroupsPage(sources.groups));
    addPage(QStringLiteral("bundles"), tr("Addons and bundles"), QStringLiteral("extension"),
            new BundlesPage(sources.bundles, sources.rights));
    addPage(QStringLiteral("settings"), tr("Settings"), QStringLiteral("tune"), new SettingsPage(sources.settings));
    addPage(QStringLiteral("secrets"), tr("Secrets"), QStringLiteral("vpn_key"),
            new SecretsPage(sources.secrets, sources.rights));
    addPage(QStringLiteral("anatomy"), tr("Anatomy"), QStringLiteral("account_tree"),
            new AnatomyPage(sources.anatomies));
    addPage(QStringLiteral("history"), tr("History"), QStringLiteral("history"), new HistoryPage(sources.histories));
    connect(m_list, &RowList::chosen, this, &StudioWindow::onChosen);
    showPage(memory().value(pageKey, QStringLiteral("people")).toString());
    m_list->setFocus();
}

void StudioWindow::addPage(const QString &id, const QString &label, const QString &glyph, StudioPage *added)
{
    std::vector<PlainRow> rows = m_model->rows();
    PlainRow row;
    row.id = id;
    row.label = label;
    row.glyph = glyph;
    rows.push_back(row);
    m_model->setRows(rows);
    m_pages->addWidget(added);
}

void StudioWindow::showPage(const QString &id)
{
    const int row = m_model->rowOf(id);
    m_list->setCurrentIndex(m_model->index(row < 0 ? 0 : row));
    onChosen();
}

StudioPage *StudioWindow::page() const
{
    return qobject_cast<StudioPage *>(m_pages->currentWidget());
}

void StudioWindow::onChosen()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return;
    const QString id = index.data(row_role::Id).toString();
    m_pages->setCurrentIndex(index.row());
    setHelpPlace({QStringLiteral("administrator"), QStringLiteral("studio-") + id});
    memory().setValue(pageKey, id);
    if (!m_seen.contains(id)) {
        m_seen.append(id);
        page()->refresh();
    }
}

void StudioWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_F5 && !page()->hasUnsaved())
        page()->refresh();
    else
        AppWindow::keyPressEvent(event);
}

void StudioWindow::closeEvent(QCloseEvent *event)
{
    for (int n = 0; n < m_pages->count(); ++n) {
        auto *one = qobject_cast<StudioPage *>(m_pages->widget(n));
        if (!one->hasUnsaved() || m_isClosing)
            continue;
        m_list->setCurrentIndex(m_model->index(n));
        onChosen();
        one->askAboutUnsaved([this] {
            m_isClosing = true;
            close();
        });
        event->ignore();
        return;
    }
    AppWindow::closeEvent(event);
}

} // namespace hearth::studio_ui
