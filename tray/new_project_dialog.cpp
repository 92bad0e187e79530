// SPDX-License-Identifier: Apache-2.0
#include "tray/new_project_dialog.h"

#include "ui_kit/buttons.h"
#include "ui_kit/labels.h"
#include "ui_kit/notice_row.h"

#include <QButtonGroup>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRadioButton>
#include <QVBoxLayout>

namespace hearth::tray_ui
{

using namespace ui_kit;

NewProjectDialog::NewProjectDialog(const WindowServices &windowServices, ProjectMaker &maker)
    : AppWindow(windowServices, QStringLiteral("newProject"),
                {QStringLiteral("administrator"), QStringLiteral("new-project")}, {460, 460}),
      m_maker(maker), m_name(new QLineEdit), m_code(new QLineEdit), m_folder(new QLineEdit),
      m_presets(new QButtonGroup(this)), m_problem(new TextLabel({}, TextRole::SecondLine, Tone::Problem)),
      m_error(new NoticeRow), m_create(pushButton(tr("&Make project"), true))
{
    setWindowTitle(tr("New project · Hearth"));
    build();
    connect(m_name, &QLineEdit::textChanged, this, [this](const QString &name) {
        if (const int at = m_name->cursorPosition(); name.contains(u' ')) { // names have none
            m_name->setText(QString(name).replace(u' ', u'_'));
            return m_name->setCursorPosition(at);
        }
        if (!m_codeIsTyped)
            m_code->setText(m_maker.proposedCode(name));
        updateProblem();
    });
    connect(m_code, &QLineEdit::textEdited, this, [this](const QString &code) {
        m_codeIsTyped = !code.isEmpty();
        updateProblem();
    });
    m_maker.proposedFolder(whileAlive(this, [this](const Result<QString> &folder) {
        if (folder && m_folder->text().isEmpty())
            m_folder->setText(*folder);
    }));
    for (QLineEdit *edit : {m_name, m_code, m_folder})
        connect(edit, &QLineEdit::returnPressed, m_create, &QPushButton::click);
    connect(m_create, &QPushButton::clicked, this, &NewProjectDialog::create);
    updateProblem();
    m_name->setFocus();
}

void NewProjectDialog::build()
{
    m_name->setAccessibleName(tr("Name of the project"));
    m_name->setPlaceholderText(tr("Lantern"));
    m_code->setAccessibleName(tr("Code of the project, used in file names"));
    m_code->setFixedWidth(120);
    m_error->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(4);
    column->addWidget(new TextLabel(tr("New project"), TextRole::Title));
    column->addSpacing(8);
    column->addWidget(m_error);
    auto *nameLabel = new TextLabel(tr("&Name"), TextRole::SecondLine, Tone::Dim);
    nameLabel->setBuddy(m_name);
    auto *codeLabel = new TextLabel(tr("C&ode, used in file names"), TextRole::SecondLine, Tone::Dim);
    codeLabel->setBuddy(m_code);
    column->addWidget(nameLabel);
    column->addWidget(m_name);
    column->addSpacing(4);
    column->addWidget(codeLabel);
    column->addWidget(m_code);
    column->addWidget(m_problem);
    column->addSpacing(4);
    auto *folderLabel = new TextLabel(tr("Where its &files live"), TextRole::SecondLine, Tone::Dim);
    folderLabel->setBuddy(m_folder);
    column->addWidget(folderLabel);
    column->addLayout(folderRow());
    column->addSpacing(8);
    column->addWidget(new TextLabel(tr("What is it?"), TextRole::SecondLine, Tone::Dim));
    int id = 0;
    for (const ProjectPreset &preset : m_maker.presets()) {
        auto *button = new QRadioButton(tr("%1: %2").arg(preset.label, preset.explanation));
        button->setProperty("preset", preset.id);
        button->setChecked(id == 0);
        m_presets->addButton(button, id++);
        column->addWidget(button);
    }
    column->addStretch();
    auto *cancel = pushButton(tr("&Cancel"));
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_create);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QWidget::close);
}

QLayout *NewProjectDialog::folderRow()
{
    m_folder->setAccessibleName(tr("Where its files live"));
    auto *browse = pushButton(tr("&Browse…"));
    connect(browse, &QPushButton::clicked, this, &NewProjectDialog::chooseFolder);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_folder, 1);
    row->addWidget(browse);
    return row;
}

void NewProjectDialog::chooseFolder()
{
    auto *dialog = new QFileDialog(this, tr("Where its files live"), m_folder->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, m_folder, &QLineEdit::setText);
    dialog->open();
}

void NewProjectDialog::updateProblem()
{
    const QString problem = m_maker.problemOf(m_name->text().trimmed(), m_code->text().trimmed());
    // An empty form is no mistake yet.
    m_problem->setText(m_name->text().isEmpty() ? QString() : problem);
    m_create->setEnabled(problem.isEmpty());
}

void NewProjectDialog::create()
{
    if (!m_create->isEnabled())
        return;
    m_create->setEnabled(false);
    const QAbstractButton *preset = m_presets->checkedButton();
    const QString name = m_name->text().trimmed();
    m_maker.create({name, m_code->text().trimmed(), preset ? preset->property("preset").toString() : QString(),
                    m_folder->text().trimmed()},
                   whileAlive(this, [this, name](const Result<> &result) {
                       m_create->setEnabled(true);
                       if (!result) {
                           m_error->setMessage(Tone::Problem, result.error().message, tr("No project was made."),
                                               result.error().detail);
                           m_error->show();
                           return;
                       }
                       close();
                       Q_EMIT created(name);
                   }));
}

} // namespace hearth::tray_ui
