// SPDX-License-Identifier: Apache-2.0
#include "studio_ui/package_panel.h"

#include "ui_kit/buttons.h"
#include "ui_kit/labels.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMimeData>
#include <QProgressBar>
#include <QVBoxLayout>

namespace hearth::studio_ui
{

using namespace ui_kit;

namespace
{
QString zipIn(const QMimeData *data)
{
    for (const QUrl &url : data->urls())
        if (url.isLocalFile() && url.path().endsWith(QLatin1String(".zip"), Qt::CaseInsensitive))
            return url.toLocalFile();
    return {};
}
} // namespace

PackagePanel::PackagePanel(BundleSource &source, QWidget *parent)
    : Panel(parent), m_source(source), m_title(new TextLabel({}, TextRole::Strong)),
      m_facts(new TextLabel({}, TextRole::SecondLine, Tone::Dim)), m_progress(new QProgressBar),
      m_choose(pushButton(tr("Choose a &zip…"))), m_install(pushButton(tr("&Install"), true)),
      m_cancel(pushButton(tr("Cancel")))
{
    setAcceptDrops(true);
    setAccessibleName(tr("Install an addon"));
    m_title->setWordWrap(true);
    m_facts->setWordWrap(true);
    m_progress->setAccessibleName(tr("Sent"));
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_title);
    words->addWidget(m_facts);
    words->addWidget(m_progress);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(14, 10, 12, 10);
    row->setSpacing(10);
    row->addLayout(words, 1);
    row->addWidget(m_choose);
    row->addWidget(m_cancel);
    row->addWidget(m_install);
    connect(m_choose, &QPushButton::clicked, this, &PackagePanel::choose);
    connect(m_install, &QPushButton::clicked, this, &PackagePanel::install);
    connect(m_cancel, &QPushButton::clicked, this,
            [this] { m_isSending ? m_source.cancelInstall() : showInvitation(); });
    showInvitation();
}

void PackagePanel::showInvitation()
{
    m_zipFile.clear();
    m_title->setText(tr("Drop an addon's zip here"));
    m_facts->setText(tr("What it brings is shown before anything is sent."));
    m_facts->setTone(Tone::Dim);
    m_progress->hide();
    m_install->hide();
    m_cancel->hide();
    m_choose->show();
}

void PackagePanel::choose()
{
    auto *dialog = new QFileDialog(this, tr("An addon's zip"), {}, tr("Addons (*.zip)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &PackagePanel::open);
    dialog->open();
}

void PackagePanel::open(const QString &zipFile)
{
    if (m_isSending)
        return;
    m_zipFile = zipFile;
    m_source.inspect(zipFile, whileAlive(this, [this](const Result<InspectedPackage> &package) {
                         package ? showPackage(*package) : showFailure(package.error());
                     }));
}

void PackagePanel::showPackage(const InspectedPackage &package)
{
    const studio_admin::PackageFacts &facts = package.facts;
    const QLocale locale;
    QStringList lines{facts.clientBytes > 0
                          ? tr("Each machine fetches %1").arg(locale.formattedDataSize(facts.clientBytes))
                          : tr("Nothing for the machines to fetch"),
                      facts.hasSettings ? tr("has settings") : tr("has no settings"),
                      tr("%1 in all").arg(locale.formattedDataSize(facts.fileBytes))};
    for (auto it = facts.required.begin(); it != facts.required.end(); ++it)
        lines.append(tr("needs %1 %2").arg(it.key(), it.value()));
    m_title->setText(studio_admin::words(facts, package.change));
    m_facts->setText(lines.join(QStringLiteral(" · ")));
    m_facts->setTone(Tone::Dim);
    m_progress->hide();
    m_choose->hide();
    m_cancel->show();
    m_install->setEnabled(true);
    m_install->show();
    m_install->setFocus();
}

void PackagePanel::showFailure(const Error &error)
{
    showInvitation();
    m_title->setText(tr("This zip was not installed"));
    m_facts->setText(error.message);
    m_facts->setTone(Tone::Problem);
}

void PackagePanel::install()
{
    m_isSending = true;
    m_install->setEnabled(false);
    m_progress->setRange(0, 0);
    m_progress->show();
    m_source.install(m_zipFile, whileAlive(this, [this](const Progress &progress) { showProgress(progress); }),
                     whileAlive(this, [this](const Result<QString> &done) {
                         m_isSending = false;
                         if (!done)
                             return showFailure(done.error());
                         showInvitation();
                         Q_EMIT installed(*done);
                     }));
}

void PackagePanel::showProgress(const Progress &progress)
{
    if (!m_isSending || progress.total <= 0)
        return;
    const QLocale locale;
    m_progress->setRange(0, 1000);
    m_progress->setValue(static_cast<int>(progress.done * 1000 / progress.total));
    m_facts->setText(
        progress.done < progress.total
            ? tr("Sent %1 of %2").arg(locale.formattedDataSize(progress.done), locale.formattedDataSize(progress.total))
            : tr("Sent; the server puts it in place"));
}

void PackagePanel::dragEnterEvent(QDragEnterEvent *event)
{
    if (!m_isSending && !zipIn(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void PackagePanel::dropEvent(QDropEvent *event)
{
    if (const QString zip = zipIn(event->mimeData()); !zip.isEmpty()) {
        event->acceptProposedAction();
        open(zip);
    }
}

} // namespace hearth::studio_ui
