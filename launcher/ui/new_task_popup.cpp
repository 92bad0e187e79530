// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/new_task_popup.h"

#include "ui_kit/buttons.h"
#include "ui_kit/glyphs.h"
#include "ui_kit/labels.h"
#include "ui_kit/tokens.h"

#include <QComboBox>
#include <QLineEdit>
#include <QVBoxLayout>

namespace hearth::launcher_ui
{

using namespace ui_kit;

NewTaskPopup::NewTaskPopup(QWidget *parent)
    : PopupPanel(tr("New task"), parent), m_name(new QLineEdit), m_type(new QComboBox),
      m_make(pushButton(tr("Make task"), true))
{
    m_name->setAccessibleName(tr("Name of the task"));
    m_name->setPlaceholderText(tr("Same as the type"));
    m_type->setAccessibleName(tr("Type of the task"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(4);
    column->addWidget(new TextLabel(tr("Type"), TextRole::SecondLine, Tone::Dim));
    column->addWidget(m_type);
    column->addSpacing(4);
    column->addWidget(new TextLabel(tr("Name"), TextRole::SecondLine, Tone::Dim));
    column->addWidget(m_name);
    column->addSpacing(8);
    column->addWidget(m_make);
    connect(m_make, &QPushButton::clicked, this, &NewTaskPopup::take);
    connect(m_name, &QLineEdit::returnPressed, this, &NewTaskPopup::take);
}

void NewTaskPopup::openFor(const QString &folderName, const std::vector<Kind> &types, const QWidget &anchor)
{
    m_name->clear();
    m_type->clear();
    const Tokens &tokens = tokensFor(palette());
    for (const Kind &type : types)
        m_type->addItem(glyphIcon(type.icon, tokens.dim, GlyphKind::Task), type.name);
    m_make->setText(tr("Make task in %1").arg(fontMetrics().elidedText(folderName, Qt::ElideMiddle, 120)));
    openBelow(anchor, {260, 190}, true);
    m_type->setFocus(Qt::PopupFocusReason);
}

void NewTaskPopup::take()
{
    const QString type = m_type->currentText();
    const QString typed = m_name->text().trimmed();
    if (type.isEmpty())
        return;
    hide();
    Q_EMIT taskWanted(typed.isEmpty() ? type.toLower() : typed, type);
}

} // namespace hearth::launcher_ui
