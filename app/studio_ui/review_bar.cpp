// SPDX-License-Identifier: Apache-2.0
#include "studio_ui/review_bar.h"

#include "ui_kit/buttons.h"
#include "ui_kit/labels.h"

#include <QHBoxLayout>

namespace hearth::studio_ui
{

using namespace ui_kit;

namespace
{
constexpr int mostLines = 6;
}

QString differenceWords(const std::vector<studio_admin::SettingsDifference> &all)
{
    QStringList lines;
    for (const studio_admin::SettingsDifference &one : all) {
        if (lines.size() == mostLines) {
            lines.append(ReviewBar::tr("and %1 more").arg(static_cast<int>(all.size()) - mostLines));
            break;
        }
        lines.append(QStringLiteral("%1: %2 → %3")
                         .arg(one.path.join(QStringLiteral(" › ")), studio_admin::asWords(one.before),
                              studio_admin::asWords(one.after)));
    }
    return lines.join(u'\n');
}

ReviewBar::ReviewBar(QWidget *parent)
    : Panel(parent), m_count(new TextLabel({}, TextRole::Strong)),
      m_differences(new TextLabel({}, TextRole::SecondLine)), m_save(pushButton(tr("&Save"), true))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(14, 10, 12, 10);
    row->setSpacing(10);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_count);
    words->addWidget(m_differences);
    m_differences->setWordWrap(true);
    m_differences->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *drop = pushButton(tr("&Discard"));
    row->addLayout(words, 1);
    row->addWidget(drop, 0, Qt::AlignBottom);
    row->addWidget(m_save, 0, Qt::AlignBottom);
    hide();
    connect(drop, &QPushButton::clicked, this, &ReviewBar::dropWanted);
    connect(m_save, &QPushButton::clicked, this, &ReviewBar::saveWanted);
}

void ReviewBar::showChanges(std::size_t count, const std::vector<studio_admin::SettingsDifference> &differences)
{
    setVisible(count > 0);
    m_count->setText(count == 1 ? tr("1 change, not saved") : tr("%1 changes, not saved").arg(count));
    m_differences->setText(differenceWords(differences));
}

void ReviewBar::setMaySave(bool on, const QString &reason)
{
    m_save->setEnabled(on);
    m_save->setToolTip(reason);
}

} // namespace hearth::studio_ui
