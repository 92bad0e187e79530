// SPDX-License-Identifier: Apache-2.0
#include "tray/setting_row.h"

#include "ui_kit/buttons.h"
#include "ui_kit/glyphs.h"
#include "ui_kit/labels.h"
#include "ui_kit/tokens.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QSpinBox>
#include <QVBoxLayout>

namespace hearth::tray_ui
{

using namespace ui_kit;

namespace
{

constexpr int controlWidth = 240;

class LockGlyph final : public QWidget
{
public:
    LockGlyph() { setFixedSize(20, 28); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintGlyph(painter, rect(), QStringLiteral("lock"), tokensFor(palette()).dim, 16);
    }
};

} // namespace

SettingRow::SettingRow(const SettingItem &item, QWidget *parent)
    : QWidget(parent), m_item(item), m_problem(new TextLabel({}, TextRole::SecondLine, Tone::Problem))
{
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    auto *label = new TextLabel(item.label, TextRole::Body);
    label->setWordWrap(true);
    words->addWidget(label);
    const QString second = item.lockedBy.isEmpty() ? item.explanation : tr("Fixed by %1").arg(item.lockedBy);
    if (!second.isEmpty()) {
        auto *explanation = new TextLabel(second, TextRole::SecondLine, Tone::Dim);
        explanation->setWordWrap(true);
        words->addWidget(explanation);
    }
    m_problem->setWordWrap(true);
    m_problem->hide();
    words->addWidget(m_problem);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(4, 6, 4, 6);
    row->setSpacing(12);
    row->addLayout(words, 1);
    if (!item.lockedBy.isEmpty())
        row->addWidget(new LockGlyph, 0, Qt::AlignTop);
    QWidget *control = buildControl(*row);
    control->setAccessibleName(item.label);
    control->setAccessibleDescription(second);
    control->setEnabled(item.lockedBy.isEmpty());
}

QWidget *SettingRow::buildControl(QHBoxLayout &row)
{
    switch (m_item.kind) {
    case SettingKind::Switch: {
        auto *box = new QCheckBox;
        box->setChecked(m_item.value.toBool());
        connect(box, &QCheckBox::toggled, this, [this](bool on) { Q_EMIT changed(m_item.key, on); });
        row.addWidget(box, 0, Qt::AlignTop);
        return box;
    }
    case SettingKind::Number: {
        auto *box = new QSpinBox;
        box->setRange(m_item.minimum, m_item.maximum);
        box->setSuffix(m_item.unit.isEmpty() ? QString() : QLatin1Char(' ') + m_item.unit);
        box->setValue(m_item.value.toInt());
        box->setFixedWidth(controlWidth / 2);
        box->setKeyboardTracking(false);
        connect(box, &QSpinBox::valueChanged, this, [this](int value) { Q_EMIT changed(m_item.key, value); });
        row.addWidget(box, 0, Qt::AlignTop);
        return box;
    }
    case SettingKind::Choice: {
        auto *box = new QComboBox;
        for (const SettingChoice &choice : m_item.choices)
            box->addItem(choice.label, choice.value);
        box->setCurrentIndex(box->findData(m_item.value.toString()));
        box->setFixedWidth(controlWidth);
        connect(box, &QComboBox::activated, this, [this, box] { Q_EMIT changed(m_item.key, box->currentData()); });
        row.addWidget(box, 0, Qt::AlignTop);
        return box;
    }
    case SettingKind::Folder:
    case SettingKind::File:
    case SettingKind::Text:
        break;
    }
    return buildPath(row);
}

QWidget *SettingRow::buildPath(QHBoxLayout &row)
{
    auto *edit = new QLineEdit(m_item.value.toString());
    const bool isPath = m_item.kind != SettingKind::Text;
    edit->setFixedWidth(controlWidth);
    edit->setToolTip(m_item.value.toString());
    row.addWidget(edit, 0, Qt::AlignTop);
    connect(edit, &QLineEdit::editingFinished, this, [this, edit] {
        if (edit->text() != m_item.value.toString())
            Q_EMIT changed(m_item.key, edit->text());
    });
    if (!isPath || !m_item.lockedBy.isEmpty())
        return edit;
    auto *browse = new IconButton(QStringLiteral("folder_open"), tr("Choose for %1").arg(m_item.label));
    browse->setFixedSize(30, 30);
    row.addWidget(browse, 0, Qt::AlignTop);
    connect(browse, &IconButton::clicked, this, [this, edit] {
        auto *dialog = new QFileDialog(this, m_item.label, edit->text());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(m_item.kind == SettingKind::Folder ? QFileDialog::Directory : QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, [this, edit](const QString &path) {
            edit->setText(path);
            Q_EMIT changed(m_item.key, path);
        });
        dialog->open();
    });
    return edit;
}

bool SettingRow::matches(const QString &words) const
{
    const QString all = m_item.label + QLatin1Char(' ') + m_item.explanation + QLatin1Char(' ') + m_item.key;
    return words.isEmpty() || all.contains(words, Qt::CaseInsensitive);
}

void SettingRow::showProblem(const QString &sentence)
{
    m_problem->setText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
}

} // namespace hearth::tray_ui
