// SPDX-License-Identifier: Apache-2.0
#include "publisher/loader/ui/delivery_dialog.h"
#include "ui_kit/buttons.h"
#include "ui_kit/job_callback.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/typography.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace hearth::loader_ui
{

using namespace ui_kit;

namespace
{
constexpr int progressSteps = 1000;
}

DeliveryDialog::DeliveryDialog(LoaderSource &source, QString project, QString versionId, const QStringList &templates,
                               QWidget *parent)
    : QDialog(parent), m_source(source), m_project(std::move(project)), m_versionId(std::move(versionId)),
      m_template(new QComboBox), m_folder(new QLineEdit), m_choose(pushButton(tr("&Choose…"))),
      m_preview(new QPlainTextEdit), m_notice(new NoticeRow), m_progress(new QProgressBar),
      m_deliver(pushButton(tr("&Deliver"), true)), m_cancel(pushButton(tr("Cancel")))
{
    setWindowTitle(tr("Deliver files"));
    resize(620, 380);
    build(templates);
    connect(m_template, &QComboBox::currentIndexChanged, this, &DeliveryDialog::plan);
    connect(m_folder, &QLineEdit::textChanged, this, &DeliveryDialog::plan);
    connect(m_choose, &QPushButton::clicked, this, [this] {
        if (const QString chosen = QFileDialog::getExistingDirectory(this, tr("Deliver to"), m_folder->text());
            !chosen.isEmpty())
            m_folder->setText(chosen);
    });
    connect(m_deliver, &QPushButton::clicked, this, &DeliveryDialog::start);
    connect(m_cancel, &QPushButton::clicked, this, &DeliveryDialog::reject);
    plan();
}

void DeliveryDialog::build(const QStringList &templates)
{
    m_template->addItem(tr("Every file keeps its name"), QString());
    for (const QString &name : templates)
        m_template->addItem(tr("Template %1").arg(name), name);
    m_template->setAccessibleName(tr("Names"));
    m_folder->setText(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) +
                      QStringLiteral("/Deliveries"));
    m_folder->setAccessibleName(tr("Folder"));
    m_preview->setReadOnly(true);
    m_preview->setAccessibleName(tr("What will be there"));
    m_preview->setFont(textFont(TextRole::Mono));
    m_progress->setRange(0, progressSteps);
    m_progress->hide();
    m_notice->hide();
    auto *place = new QHBoxLayout;
    place->addWidget(m_folder, 1);
    place->addWidget(m_choose);
    auto *form = new QFormLayout;
    form->addRow(tr("&Names"), m_template);
    auto *folderWords = new QLabel(tr("&Folder"));
    folderWords->setBuddy(m_folder);
    form->addRow(folderWords, place);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_deliver);
    auto *column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addWidget(m_preview, 1);
    column->addWidget(m_notice);
    column->addWidget(m_progress);
    column->addLayout(buttons);
}

void DeliveryDialog::plan()
{
    const QString name = m_template->currentData().toString();
    m_folder->setEnabled(name.isEmpty());
    m_choose->setEnabled(name.isEmpty());
    m_deliver->setEnabled(false);
    m_source.planDelivery(m_project, m_versionId, name, m_folder->text(),
                          whileAlive(this, [this, question = ++m_question](const Result<load::DeliveryPlan> &plan) {
                              if (question == m_question)
                                  showPlan(plan);
                          }));
}

void DeliveryDialog::showPlan(const Result<load::DeliveryPlan> &plan)
{
    m_plan = plan.value_or(load::DeliveryPlan{});
    QStringList lines;
    for (const load::DeliveredFile &one : m_plan.files)
        lines.append(one.target);
    m_preview->setPlainText(lines.join(u'\n'));
    const QString problem = !plan ? plan.error().message : m_plan.problems.value(0);
    m_notice->setVisible(!problem.isEmpty());
    m_notice->setMessage(Tone::Problem, tr("This cannot be delivered so"), problem, m_plan.problems.join(u'\n'));
    m_deliver->setEnabled(problem.isEmpty() && !m_plan.files.empty());
    m_deliver->setText(tr("&Deliver %1").arg(QLocale().formattedDataSize(m_plan.bytes)));
}

void DeliveryDialog::start()
{
    m_running = m_source.deliver(m_plan);
    m_progress->show();
    m_deliver->setEnabled(false);
    m_template->setEnabled(false);
    m_folder->setEnabled(false);
    whenProgressed(*m_running, this, [this](const Progress &progress) {
        m_progress->setValue(progress.total > 0 ? static_cast<int>(progress.done * progressSteps / progress.total) : 0);
        m_progress->setFormat(progress.step);
    });
    whenFinished(*m_running, this, [this](const Result<> &done) { finish(done); });
}

void DeliveryDialog::finish(const Result<> &done)
{
    m_running.reset();
    if (done)
        return accept();
    m_progress->hide();
    m_template->setEnabled(true);
    plan();
    if (done.error().kind == ErrorKind::Cancelled)
        return;
    m_notice->show();
    m_notice->setMessage(Tone::Problem, tr("Not everything was delivered"), done.error().message, done.error().detail);
}

void DeliveryDialog::reject()
{
    if (m_running)
        return m_running->stop();
    QDialog::reject();
}

} // namespace hearth::loader_ui
