// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/footer_bar.h"

#include "ui_kit/glyphs.h"
#include "ui_kit/labels.h"
#include "ui_kit/row_painting.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QTimer>

#include <algorithm>

namespace hearth::launcher_ui
{

using namespace ui_kit;

namespace
{

constexpr int toldMs = 6000;

QString translated(const char *words)
{
    return QCoreApplication::translate("hearth::launcher_ui", words);
}

bool isAlive(const Process &process)
{
    return process.state == ProcessState::Running || process.state == ProcessState::Starting;
}

QString sinceWords(const QDateTime &since, const QDateTime &now)
{
    const qint64 minutes = since.secsTo(now) / 60;
    if (minutes < 1)
        return translated("just started");
    return minutes < 60 ? translated("%1 min").arg(minutes) : translated("%1 h").arg(minutes / 60);
}

} // namespace

QString runningWords(const std::vector<Process> &processes, const QDateTime &now)
{
    QStringList parts;
    for (const Process &process : processes) {
        if (isAlive(process))
            parts.append(translated("%1 on %2 (%3)")
                             .arg(process.application.section(QLatin1Char(' '), 0, 0), process.context,
                                  sinceWords(process.since, now)));
    }
    if (parts.isEmpty())
        return translated("Nothing is running");
    return translated("%1 running: %2").arg(parts.size()).arg(parts.join(QStringLiteral(", ")));
}

QString syncWords(const Connection &connection, const QDateTime &now)
{
    QStringList parts;
    if (connection.changesWaiting > 0)
        parts.append(connection.changesWaiting == 1 ? translated("1 change waiting")
                                                    : translated("%1 changes waiting").arg(connection.changesWaiting));
    if (!connection.bundle.isEmpty())
        parts.append(translated("bundle %1").arg(connection.bundle));
    if (connection.lastContact.isValid() && connection.changesWaiting == 0) {
        const qint64 seconds = qMax<qint64>(0, connection.lastContact.secsTo(now));
        if (seconds < 60)
            parts.append(translated("synced %1 s ago").arg(seconds));
        else
            parts.append(seconds < 3600 ? translated("synced %1 min ago").arg(seconds / 60)
                                        : translated("last contact %1 h ago").arg(seconds / 3600));
    }
    return parts.join(QStringLiteral(" · "));
}

RunningButton::RunningButton(QWidget *parent) : QAbstractButton(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setFont(textFont(TextRole::SecondLine));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setToolTip(tr("Open the process monitor"));
    setAccessibleDescription(tr("Opens the process monitor"));
}

void RunningButton::setWords(const QString &words, bool isRunning)
{
    if (text() == words && m_isRunning == isRunning)
        return;
    m_isRunning = isRunning;
    setText(words);
    setAccessibleName(words);
    updateGeometry();
    update();
}

QSize RunningButton::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(text()) + 30, metrics::hitTarget};
}

QSize RunningButton::minimumSizeHint() const
{
    return {120, metrics::hitTarget};
}

void RunningButton::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    paintGlyph(painter, QRect(0, 0, 18, height()), QStringLiteral("play_circle_outline"),
               m_isRunning ? tokens.ok : tokens.dim, 16);
    painter.setPen(underMouse() ? tokens.text : tokens.dim);
    const QRect words(22, 0, width() - 26, height());
    painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft,
                     fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
    if (hasFocus())
        paintFocusRing(painter, QRectF(rect()).adjusted(0, 3, 0, -3), tokens, 4);
}

FooterBar::FooterBar(QWidget *parent)
    : QWidget(parent), m_running(new RunningButton), m_told(new ElidedLabel({}, TextRole::SecondLine)),
      m_right(new ElidedLabel({}, TextRole::SecondLine, Tone::Dim)), m_toldTimer(new QTimer(this))
{
    m_told->setAlignment(Qt::AlignHCenter | Qt::AlignVCenter);
    m_right->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_told->hide();
    m_toldTimer->setSingleShot(true);
    m_toldTimer->setInterval(toldMs);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(m_running, 3);
    row->addWidget(m_told, 2);
    row->addWidget(m_right, 2);
    connect(m_running, &QAbstractButton::clicked, this, &FooterBar::monitorWanted);
    connect(m_toldTimer, &QTimer::timeout, m_told, [this] { m_told->hide(); });
}

void FooterBar::setProcesses(const std::vector<Process> &processes, const QDateTime &now)
{
    const bool isAny = std::any_of(processes.begin(), processes.end(), isAlive);
    m_running->setWords(runningWords(processes, now), isAny);
}

void FooterBar::setConnection(const Connection &connection, const QDateTime &now)
{
    m_right->setText(syncWords(connection, now));
}

void FooterBar::tell(const QString &sentence)
{
    m_told->setText(sentence);
    m_told->show();
    m_toldTimer->start();
}

} // namespace hearth::launcher_ui
