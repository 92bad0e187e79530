// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/segmented_tabs.h"

#include "ui_kit/buttons.h"
#include "ui_kit/row_painting.h"
#include "ui_kit/typography.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>

namespace hearth::ui_kit
{

namespace
{

class Segment final : public QAbstractButton
{
public:
    Segment(const QString &words, QWidget *parent) : QAbstractButton(parent)
    {
        setText(words);
        setAccessibleName(QString(words).remove(QLatin1Char('&')));
        setCheckable(true);
        setAutoExclusive(true);
        setFocusPolicy(Qt::StrongFocus);
        setFont(textFont(TextRole::Strong));
    }

    QSize sizeHint() const override { return {fontMetrics().size(Qt::TextShowMnemonic, text()).width() + 12, 34}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Tokens &tokens = tokensFor(palette());
        QPainter painter(this);
        QFont font = textFont(TextRole::Strong);
        font.setWeight(isChecked() ? QFont::DemiBold : QFont::Medium);
        painter.setFont(font);
        painter.setPen(isChecked() || underMouse() ? tokens.text : tokens.dim);
        painter.drawText(rect().adjusted(6, 0, 0, 0), wordFlags(*this), text());
        if (isChecked())
            painter.fillRect(QRect(6, height() - 4, width() - 12, 2), tokens.accent);
        if (hasFocus())
            paintFocusRing(painter, QRectF(rect()).adjusted(0, 2, 0, 0), tokens, 4);
    }

    void keyPressEvent(QKeyEvent *event) override
    {
        const int move = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
        if (move == 0) {
            QAbstractButton::keyPressEvent(event);
            return;
        }
        QAbstractButton *next = group()->button(group()->id(this) + move);
        if (next) {
            next->setFocus(Qt::TabFocusReason);
            next->click();
        }
    }
};

} // namespace

SegmentedTabs::SegmentedTabs(const QString &name, QWidget *parent)
    : QWidget(parent), m_group(new QButtonGroup(this)), m_row(new QHBoxLayout(this))
{
    setAccessibleName(name);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(16);
    connect(m_group, &QButtonGroup::idToggled, this, [this](int id, bool isOn) {
        if (isOn)
            Q_EMIT currentChanged(id);
    });
}

void SegmentedTabs::addTab(const QString &words)
{
    auto *segment = new Segment(words, this);
    m_group->addButton(segment, static_cast<int>(m_group->buttons().size()));
    m_row->addWidget(segment);
    if (m_group->buttons().size() == 1)
        segment->setChecked(true);
}

int SegmentedTabs::current() const
{
    return m_group->checkedId();
}

void SegmentedTabs::setCurrent(int index)
{
    if (QAbstractButton *segment = m_group->button(index))
        segment->setChecked(true);
}

} // namespace hearth::ui_kit
