// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/new_workfile_dialog.h"

#include "launcher/ui/task_words.h"
#include "ui_kit/buttons.h"
#include "ui_kit/labels.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/tokens.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace hearth::launcher_ui
{

using namespace ui_kit;

NewWorkfileDialog::NewWorkfileDialog(const WindowServices &services, StudioSource &source, QWidget *parent)
    : AppWindow(services, QStringLiteral("newWorkfile"), {QStringLiteral("artist"), QStringLiteral("workfiles")},
                {460, 360}, parent),
      m_source(source), m_title(new ElidedLabel({}, TextRole::Title)), m_application(new QComboBox),
      m_start(new QComboBox), m_comment(new QLineEdit), m_open(new QCheckBox(tr("&Open it afterwards"))),
      m_preview(new ElidedLabel({}, TextRole::SecondLine, Tone::Dim)), m_error(new NoticeRow),
      m_make(pushButton(tr("Make workfile"), true))
{
    setWindowTitle(tr("New workfile"));
    setWindowModality(Qt::WindowModal);
    m_application->setAccessibleName(tr("Application"));
    m_start->setAccessibleName(tr("Start with"));
    m_comment->setAccessibleName(tr("Comment"));
    m_comment->setPlaceholderText(tr("What this file is about, if you like"));
    m_open->setChecked(true);
    m_error->hide();
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->addRow(tr("&Application"), m_application);
    form->addRow(tr("&Start with"), m_start);
    form->addRow(tr("&Comment"), m_comment);
    form->addRow(QString(), m_open);
    auto *buttons = new QHBoxLayout;
    auto *cancel = pushButton(tr("Cancel"));
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_make);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::windowMargin, metrics::windowMargin, metrics::windowMargin,
                               metrics::windowMargin);
    column->setSpacing(12);
    column->addWidget(m_title);
    column->addWidget(m_error);
    column->addLayout(form);
    column->addWidget(new TextLabel(tr("It will be"), TextRole::SecondLine, Tone::Dim));
    column->addWidget(m_preview);
    column->addStretch();
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QWidget::close);
    connect(m_make, &QPushButton::clicked, this, &NewWorkfileDialog::take);
    connect(m_comment, &QLineEdit::returnPressed, this, &NewWorkfileDialog::take);
    connect(m_application, &QComboBox::currentIndexChanged, this, [this] {
        loadTemplates();
        updatePreview();
    });
    connect(m_start, &QComboBox::currentIndexChanged, this, &NewWorkfileDialog::updatePreview);
    connect(m_comment, &QLineEdit::textChanged, this, &NewWorkfileDialog::updatePreview);
}

void NewWorkfileDialog::openFor(const Context &context, const std::vector<Application> &applications,
                                const QString &preferred)
{
    m_context = context;
    m_title->setText(tr("New workfile for %1").arg(contextWords(context)));
    m_error->hide();
    m_comment->clear();
    const QSignalBlocker quiet(m_application);
    m_application->clear();
    for (const Application &application : applications) {
        if (application.isInstalled && application.makesWorkfiles)
            m_application->addItem(
                QStringLiteral("%1 %2").arg(application.groupLabel, application.variantLabel).trimmed(),
                application.fullName);
    }
    m_application->setCurrentIndex(qMax(0, m_application->findData(preferred)));
    m_make->setEnabled(m_application->count() > 0);
    loadTemplates();
    updatePreview();
    present();
    m_comment->setFocus(Qt::TabFocusReason);
}

NewWorkfile NewWorkfileDialog::wanted() const
{
    return {m_context, m_application->currentData().toString(), m_start->currentData().toString(),
            m_comment->text().trimmed(), m_open->isChecked()};
}

void NewWorkfileDialog::loadTemplates()
{
    m_start->clear();
    m_start->addItem(tr("An empty file"), QString());
    if (!m_source.capabilities().templates)
        return;
    const QString application = m_application->currentData().toString();
    m_source.templates(m_context, application,
                       whileAlive(this, [this, application](const Result<std::vector<WorkfileTemplate>> &found) {
                           if (!found || application != m_application->currentData().toString())
                               return;
                           for (const WorkfileTemplate &entry : *found)
                               m_start->addItem(tr("Template: %1").arg(entry.label), entry.id);
                       }));
}

void NewWorkfileDialog::updatePreview()
{
    const NewWorkfile now = wanted();
    m_source.previewWorkfile(now,
                             whileAlive(this, [this, comment = now.comment](const Result<WorkfilePreview> &preview) {
                                 if (comment != m_comment->text().trimmed())
                                     return;
                                 m_preview->setText(preview ? preview->path : preview.error().message);
                                 m_preview->setTone(preview ? Tone::Text : Tone::Problem);
                                 m_make->setEnabled(preview.has_value() && m_application->count() > 0);
                             }));
}

void NewWorkfileDialog::take()
{
    if (!m_make->isEnabled())
        return;
    m_make->setEnabled(false);
    m_source.createWorkfile(wanted(), whileAlive(this, [this](const Result<Workfile> &result) {
                                m_make->setEnabled(true);
                                if (!result) {
                                    m_error->setMessage(Tone::Problem, result.error().message, tr("No file was made."),
                                                        result.error().detail);
                                    m_error->show();
                                    return;
                                }
                                Q_EMIT made(*result);
                                close();
                            }));
}

} // namespace hearth::launcher_ui
