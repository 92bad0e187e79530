// SPDX-License-Identifier: Apache-2.0
#include "publisher/ui/publish_bar.h"
#include "publisher/ui/draft_model.h"
#include "ui_kit/buttons.h"
#include "ui_kit/labels.h"
#include "ui_kit/tokens.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QVBoxLayout>

namespace hearth::publisher_ui
{

using namespace ui_kit;

namespace
{
constexpr int progressSteps = 1000;
}

PublishBar::PublishBar(QWidget *parent)
    : Panel(parent), m_comment(new QLineEdit), m_running(new QWidget), m_progress(new QProgressBar),
      m_words(new ElidedLabel({}, TextRole::SecondLine, Tone::Dim)),
      m_why(new ElidedLabel({}, TextRole::SecondLine, Tone::Dim)), m_stop(pushButton(tr("&Cancel"))),
      m_publish(new PrimaryButton)
{
    m_comment->setPlaceholderText(tr("Comment for all of them: what changed, in a few words"));
    m_comment->setAccessibleName(tr("Comment"));
    m_comment->setMinimumHeight(metrics::hitTarget);
    m_progress->setRange(0, progressSteps);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress"));
    m_stop->setAccessibleName(tr("Cancel publishing"));
    auto *inside = new QGridLayout(m_running);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->addWidget(m_words, 0, 0);
    inside->addWidget(m_progress, 1, 0);
    inside->addWidget(m_stop, 0, 1, 2, 1);
    inside->setColumnStretch(0, 1);
    auto *left = new QVBoxLayout;
    left->setSpacing(8);
    left->addStretch();
    left->addWidget(m_comment);
    left->addWidget(m_why);
    left->addWidget(m_running);
    left->addStretch();
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metrics::panelPadding, metrics::panelPadding, metrics::panelPadding, metrics::panelPadding);
    row->setSpacing(metrics::panelGap);
    row->addLayout(left, 1);
    row->addWidget(m_publish);
    connect(m_comment, &QLineEdit::returnPressed, this, [this] {
        if (m_publish->isEnabled())
            m_publish->setFocus();
    });
    connect(m_publish, &QAbstractButton::clicked, this, &PublishBar::publishWanted);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        m_stop->setEnabled(false);
        Q_EMIT stopWanted();
    });
    showRun(nullptr);
    showChoice(0, tr("Add files first."), {});
}

QString PublishBar::comment() const
{
    return m_comment->text().trimmed();
}

void PublishBar::setComment(const QString &words)
{
    m_comment->setText(words);
}

void PublishBar::focusComment()
{
    m_comment->setFocus();
}

void PublishBar::showChoice(int products, const QString &why, const QString &place)
{
    m_publish->setContent(QStringLiteral("backup"),
                          products == 1  ? tr("Publish 1 product")
                          : products > 0 ? tr("Publish %n products", nullptr, products)
                                         : tr("Publish"),
                          why.isEmpty() ? tr("Ctrl+Enter") : tr("not yet"));
    m_publish->setEnabled(why.isEmpty());
    m_why->setText(why.isEmpty() ? place : why);
    m_why->setTone(why.isEmpty() || products == 0 ? Tone::Dim : Tone::Warning);
}

void PublishBar::showRun(const PublishRun *run)
{
    const bool isRunning = run && run->isRunning();
    m_running->setVisible(isRunning);
    m_comment->setVisible(!isRunning);
    m_why->setVisible(!isRunning);
    m_publish->setVisible(!isRunning);
    m_comment->setEnabled(!isRunning);
    if (!isRunning) {
        m_stop->setEnabled(true);
        return;
    }
    const Progress &at = run->progress;
    m_progress->setValue(at.total > 0 ? static_cast<int>(at.done * progressSteps / at.total) : 0);
    QStringList words{at.step.isEmpty() ? tr("Looking at the files once more") : at.step};
    if (at.total > 0)
        words.append(tr("%1 of %2").arg(QLocale().formattedDataSize(at.done), QLocale().formattedDataSize(at.total)));
    if (const QString left = timeLeft(at, run->clock.isValid() ? run->clock.elapsed() : 0); !left.isEmpty())
        words.append(left);
    m_words->setText(words.join(QStringLiteral(" · ")));
    m_progress->setAccessibleDescription(m_words->text());
}

} // namespace hearth::publisher_ui
