// SPDX-License-Identifier: Apache-2.0
#include "tray/first_run_pages.h"

#include "tray/brand_glyph.h"
#include "ui_kit/buttons.h"
#include "ui_kit/glyphs.h"
#include "ui_kit/labels.h"
#include "ui_kit/row_painting.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QProgressBar>
#include <QTimer>
#include <QVBoxLayout>

namespace hearth::tray_ui
{

using namespace ui_kit;

namespace
{

constexpr int checkDelayMs = 200; // a folder is checked when the typing pauses
constexpr int progressParts = 1000;

QVBoxLayout *pageColumn(QWidget &page)
{
    auto *column = new QVBoxLayout(&page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    return column;
}

/// One step: glyph by state, name, detail, a bar while it can be measured.
class StepRow final : public QWidget
{
public:
    explicit StepRow(const SetUpStep &step) : m_step(step)
    {
        setFixedHeight(step.state == StepState::Running && step.total > 0 ? 46 : 32);
        setAccessibleName(QStringLiteral("%1, %2 %3").arg(step.name, words(), step.detail));
        if (step.state != StepState::Running || step.total <= 0)
            return;
        auto *column = new QVBoxLayout(this);
        column->setContentsMargins(30, 32, 4, 8);
        auto *bar = new QProgressBar;
        bar->setTextVisible(false);
        bar->setRange(0, progressParts);
        bar->setValue(static_cast<int>(step.done * progressParts / step.total));
        bar->setAccessibleName(step.name);
        column->addWidget(bar);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Tokens &tokens = tokensFor(palette());
        QPainter painter(this);
        paintGlyph(painter, QRect(0, 6, 20, 20), glyph(), color(tokens), 20);
        painter.setFont(textFont(m_step.state == StepState::Running ? TextRole::Strong : TextRole::Body));
        painter.setPen(m_step.state == StepState::Waiting ? tokens.dim : tokens.text);
        painter.drawText(QRect(30, 4, width() - 34, 24), Qt::AlignVCenter | Qt::AlignLeft, m_step.name);
        painter.setFont(textFont(TextRole::SecondLine));
        painter.setPen(tokens.dim);
        const QString right = m_step.detail.isEmpty() ? words() : m_step.detail;
        painter.drawText(QRect(30, 4, width() - 34, 24), Qt::AlignVCenter | Qt::AlignRight, right);
    }

private:
    QString glyph() const
    {
        switch (m_step.state) {
        case StepState::Finished:
            return QStringLiteral("check_circle");
        case StepState::Failed:
            return QStringLiteral("error");
        case StepState::Running:
            return QStringLiteral("arrow_circle_right");
        case StepState::Waiting:
            break;
        }
        return QStringLiteral("radio_button_unchecked");
    }

    QString words() const
    {
        switch (m_step.state) {
        case StepState::Finished:
            return ProgressPage::tr("done");
        case StepState::Failed:
            return ProgressPage::tr("failed");
        case StepState::Running:
            return ProgressPage::tr("working");
        case StepState::Waiting:
            break;
        }
        return {};
    }

    QColor color(const Tokens &tokens) const
    {
        switch (m_step.state) {
        case StepState::Finished:
            return tokens.ok;
        case StepState::Failed:
            return tokens.error;
        case StepState::Running:
            return tokens.accent;
        case StepState::Waiting:
            break;
        }
        return tokens.dim;
    }

    SetUpStep m_step;
};

} // namespace

KeychainNote::KeychainNote(FirstRunSteps &steps, QWidget *parent) : NoticeRow(parent), m_steps(steps)
{
    connect(&steps, &FirstRunSteps::factsChanged, this, &KeychainNote::refresh);
    refresh();
}

void KeychainNote::refresh()
{
    const QString note = m_steps.facts().keychainNote;
    setMessage(Tone::Warning, note, {});
    if (note.isEmpty())
        hide();
    else if (parentWidget()) // before that it comes with its page
        show();
}

BrandMark::BrandMark(int pixels, QWidget *parent) : QWidget(parent)
{
    setFixedSize(pixels, pixels);
}

void BrandMark::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &tokens = tokensFor(palette());
    paintBrand(painter, QRectF(rect()), tokens.accent, tokens.dim);
}

ChoicePage::ChoicePage(const FirstRunFacts &facts, QWidget *parent) : QWidget(parent)
{
    QVBoxLayout *column = pageColumn(*this);
    column->setSpacing(12);
    auto *title = new TextLabel(tr("Welcome to Hearth"), TextRole::Hero);
    title->setAlignment(Qt::AlignHCenter);
    auto *text = new TextLabel(tr("Where are your projects?"), TextRole::Body, Tone::Dim);
    text->setAlignment(Qt::AlignHCenter);
    column->addStretch(1);
    column->addWidget(new BrandMark(56), 0, Qt::AlignHCenter);
    column->addWidget(title);
    column->addWidget(text);
    column->addSpacing(8);
    auto *studio = new ChoiceButton(QStringLiteral("dns"), tr("&Connect to a studio server"),
                                    tr("Your studio gave you an address and a name"));
    auto *here = new ChoiceButton(QStringLiteral("laptop"), tr("&Work on this computer"),
                                  tr("No server needed; everything stays on this machine"));
    studio->setVisible(facts.mayConnect);
    here->setVisible(facts.mayWorkHere);
    column->addWidget(studio);
    column->addWidget(here);
    column->addStretch(2);
    connect(studio, &ChoiceButton::clicked, this, &ChoicePage::connectChosen);
    connect(here, &ChoiceButton::clicked, this, &ChoicePage::workHereChosen);
}

WorkHerePage::WorkHerePage(FirstRunSteps &steps, QWidget *parent)
    : QWidget(parent), m_steps(steps), m_name(new QLineEdit), m_folder(new QLineEdit),
      m_facts(new TextLabel({}, TextRole::SecondLine, Tone::Dim)), m_start(pushButton(tr("&Set up"), true))
{
    const FirstRunFacts facts = steps.facts();
    m_name->setAccessibleName(tr("Your name"));
    m_name->setText(facts.proposedName);
    m_folder->setAccessibleName(tr("Folder for projects"));
    m_folder->setText(facts.projectsFolder.value);
    m_folder->setReadOnly(facts.projectsFolder.isLocked());
    m_facts->setWordWrap(true);
    auto *browse = pushButton(tr("&Browse…"));
    browse->setVisible(!facts.projectsFolder.isLocked());
    auto *nameLabel = new TextLabel(tr("Your &name"), TextRole::SecondLine, Tone::Dim);
    nameLabel->setBuddy(m_name);
    auto *folderLabel = new TextLabel(tr("&Folder for projects"), TextRole::SecondLine, Tone::Dim);
    folderLabel->setBuddy(m_folder);
    QVBoxLayout *column = pageColumn(*this);
    column->addWidget(new TextLabel(tr("Work on this computer"), TextRole::Title));
    column->addSpacing(8);
    column->addWidget(nameLabel);
    column->addWidget(m_name);
    column->addSpacing(8);
    column->addWidget(folderLabel);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_folder, 1);
    row->addWidget(browse);
    column->addLayout(row);
    column->addWidget(m_facts);
    column->addWidget(new KeychainNote(steps));
    column->addStretch();
    column->addWidget(m_start, 0, Qt::AlignRight);
    auto *pause = new QTimer(this);
    pause->setSingleShot(true);
    pause->setInterval(checkDelayMs);
    connect(m_folder, &QLineEdit::textChanged, pause, qOverload<>(&QTimer::start));
    connect(m_folder, &QLineEdit::textChanged, this, [this] {
        m_isFolderFine = false;
        updateStart();
    });
    connect(pause, &QTimer::timeout, this, &WorkHerePage::checkFolder);
    connect(m_name, &QLineEdit::textChanged, this, &WorkHerePage::updateStart);
    connect(m_name, &QLineEdit::returnPressed, m_start, &QPushButton::click);
    connect(browse, &QPushButton::clicked, this, &WorkHerePage::chooseFolder);
    connect(m_start, &QPushButton::clicked, this, &WorkHerePage::startWanted);
    checkFolder();
}

WorkHere WorkHerePage::wanted() const
{
    return {m_name->text().trimmed(), m_folder->text().trimmed()};
}

void WorkHerePage::focusFirst()
{
    (m_name->text().isEmpty() ? static_cast<QWidget *>(m_name) : m_start)->setFocus(Qt::OtherFocusReason);
}

void WorkHerePage::updateStart()
{
    m_start->setEnabled(m_isFolderFine && !m_name->text().trimmed().isEmpty());
}

void WorkHerePage::checkFolder()
{
    const QString path = m_folder->text().trimmed();
    m_steps.checkFolder(path, whileAlive(this, [this, path](const Result<FolderFacts> &facts) {
                            if (path != m_folder->text().trimmed())
                                return;
                            m_isFolderFine = facts && facts->canBeUsed;
                            const Fixed fixed = m_steps.facts().projectsFolder;
                            QStringList words;
                            if (!facts)
                                words.append(facts.error().message);
                            else if (!facts->problem.isEmpty())
                                words.append(facts->problem);
                            if (facts && facts->freeBytes >= 0)
                                words.append(tr("%1 free.")
                                                 .arg(QLocale().formattedDataSize(facts->freeBytes, 0,
                                                                                  QLocale::DataSizeTraditionalFormat)));
                            if (fixed.isLocked())
                                words.append(tr("Fixed by %1.").arg(fixed.by));
                            m_facts->setText(words.join(QLatin1Char(' ')));
                            m_facts->setTone(m_isFolderFine ? Tone::Dim : Tone::Problem);
                            updateStart();
                        }));
}

void WorkHerePage::chooseFolder()
{
    auto *dialog = new QFileDialog(this, tr("Folder for projects"), m_folder->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, m_folder, &QLineEdit::setText);
    dialog->open();
}

ProgressPage::ProgressPage(QWidget *parent)
    : QWidget(parent), m_title(new TextLabel({}, TextRole::Title)), m_error(new NoticeRow), m_rows(new QVBoxLayout)
{
    m_error->hide();
    m_rows->setSpacing(0);
    QVBoxLayout *column = pageColumn(*this);
    column->addWidget(m_title);
    column->addSpacing(8);
    column->addWidget(m_error);
    column->addLayout(m_rows);
    column->addStretch();
    connect(m_error, &NoticeRow::actionChosen, this, &ProgressPage::retryWanted);
}

void ProgressPage::setTitle(const QString &title)
{
    m_title->setText(title);
}

void ProgressPage::setSteps(const std::vector<SetUpStep> &steps)
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const SetUpStep &step : steps)
        m_rows->addWidget(new StepRow(step));
}

void ProgressPage::showError(const Error &error)
{
    m_error->setMessage(Tone::Problem, error.message, tr("Nothing half-done was kept."), error.detail);
    m_error->clearActions();
    m_error->addAction(QStringLiteral("retry"), tr("Try again"), true);
    m_error->show();
}

void ProgressPage::clearError()
{
    m_error->hide();
}

ReadyPage::ReadyPage(QWidget *parent)
    : QWidget(parent), m_text(new TextLabel({}, TextRole::Body, Tone::Dim)),
      m_newProject(pushButton(tr("&New project…"))), m_sample(pushButton(tr("Look at the &sample project"))),
      m_launcher(pushButton(tr("&Open launcher")))
{
    auto *title = new TextLabel(tr("Ready"), TextRole::Hero);
    title->setAlignment(Qt::AlignHCenter);
    m_text->setAlignment(Qt::AlignHCenter);
    m_text->setWordWrap(true);
    QVBoxLayout *column = pageColumn(*this);
    column->setSpacing(12);
    column->addStretch(1);
    column->addWidget(new BrandMark(56), 0, Qt::AlignHCenter);
    column->addWidget(title);
    column->addWidget(m_text);
    column->addSpacing(8);
    for (QPushButton *button : {m_newProject, m_sample, m_launcher}) {
        button->setMinimumSize(260, 34);
        column->addWidget(button, 0, Qt::AlignHCenter);
    }
    column->addStretch(2);
    connect(m_newProject, &QPushButton::clicked, this, &ReadyPage::newProjectWanted);
    connect(m_sample, &QPushButton::clicked, this, &ReadyPage::sampleWanted);
    connect(m_launcher, &QPushButton::clicked, this, &ReadyPage::launcherWanted);
}

void ReadyPage::openFor(bool worksHere, bool hasSample, const QString &note)
{
    m_text->setText(note);
    m_newProject->setVisible(worksHere);
    m_sample->setVisible(worksHere && hasSample);
    QPushButton *main = worksHere ? m_newProject : m_launcher;
    for (QPushButton *button : {m_newProject, m_sample, m_launcher})
        setMain(*button, button == main);
    main->setFocus(Qt::OtherFocusReason);
}

} // namespace hearth::tray_ui
