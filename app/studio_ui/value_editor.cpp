// SPDX-License-Identifier: Apache-2.0
#include "studio_ui/value_editor.h"

#include "studio_ui/entry_list.h"
#include "ui_kit/labels.h"

#include <QCheckBox>
#include <QComboBox>
#include <QJsonDocument>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace hearth::studio_ui
{

using namespace ui_kit;
using studio_admin::FieldKind;
using studio_admin::FormField;

namespace
{
constexpr int blockHeight = 84;

bool isNumber(FieldKind kind)
{
    return kind == FieldKind::Integer || kind == FieldKind::Number;
}

QString lineOf(const QJsonValue &value)
{
    return value.isDouble() ? QString::number(value.toDouble(), 'g', 15) : value.toString();
}

QString jsonOf(const QJsonValue &value)
{
    const QJsonDocument document =
        value.isObject() ? QJsonDocument(value.toObject()) : QJsonDocument(QJsonArray{value});
    const QString text =
        QString::fromUtf8(document.toJson(value.isObject() ? QJsonDocument::Indented : QJsonDocument::Compact))
            .trimmed();
    return value.isObject() ? text : text.mid(1).chopped(1);
}
} // namespace

ValueEditor::ValueEditor(const FormField &field, const QJsonValue &value, const QString &name, QWidget *parent)
    : QWidget(parent), m_field(field), m_name(name), m_group(value.toObject())
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    QWidget *control = build(value);
    if (control->accessibleName().isEmpty())
        control->setAccessibleName(name);
    control->setAccessibleDescription(field.description);
    control->setEnabled(!field.isReadOnly);
    setFocusProxy(control);
    column->addWidget(control);
}

bool ValueEditor::isWide(const FormField &field)
{
    switch (field.kind) {
    case FieldKind::LongText:
    case FieldKind::TextList:
    case FieldKind::ObjectList:
    case FieldKind::Dictionary:
    case FieldKind::Raw:
    case FieldKind::Group:
        return true;
    default:
        return false;
    }
}

QWidget *ValueEditor::build(const QJsonValue &value)
{
    switch (m_field.kind) {
    case FieldKind::Switch: {
        auto *box = new QCheckBox;
        box->setChecked(value.toBool());
        connect(box, &QCheckBox::toggled, this, [this](bool on) { Q_EMIT edited(on); });
        return box;
    }
    case FieldKind::Choice:
        return buildChoice(value);
    case FieldKind::Choices:
        return buildChoices(value);
    case FieldKind::LongText: {
        auto *edit = block(value.toString());
        connect(edit, &QPlainTextEdit::textChanged, this, [this, edit] { Q_EMIT edited(edit->toPlainText()); });
        return edit;
    }
    case FieldKind::TextList:
        return buildLines(value);
    case FieldKind::Group:
        return buildGroup(value);
    case FieldKind::ObjectList:
    case FieldKind::Dictionary: {
        auto *list = new EntryList(m_field, value, m_name);
        connect(list, &EntryList::edited, this, &ValueEditor::edited);
        return list;
    }
    case FieldKind::Color:
        return value.isArray() ? buildJson(value) : buildLine(value);
    case FieldKind::Raw:
        return buildJson(value);
    case FieldKind::Text:
    case FieldKind::Integer:
    case FieldKind::Number:
        break;
    }
    return buildLine(value);
}

QJsonValue ValueEditor::typed(const QString &text) const
{
    if (!isNumber(m_field.kind) && !m_field.isNumberItem)
        return text;
    bool isGood = false;
    const double number = text.trimmed().toDouble(&isGood);
    return isGood ? QJsonValue(number) : QJsonValue(text);
}

QWidget *ValueEditor::buildLine(const QJsonValue &value)
{
    auto *edit = new QLineEdit(lineOf(value));
    edit->setPlaceholderText(m_field.placeholder);
    if (isNumber(m_field.kind))
        edit->setMaximumWidth(140);
    connect(edit, &QLineEdit::textEdited, this, [this](const QString &text) { Q_EMIT edited(typed(text)); });
    return edit;
}

QWidget *ValueEditor::buildChoice(const QJsonValue &value)
{
    auto *box = new QComboBox;
    int current = -1;
    for (const studio_admin::FieldChoice &choice : m_field.choices) {
        if (choice.value == value)
            current = box->count();
        box->addItem(choice.label, choice.value.toVariant());
    }
    if (current < 0 && !value.isUndefined() && !value.isNull()) {
        current = box->count();
        box->addItem(tr("%1 (not offered any more)").arg(lineOf(value)), value.toVariant());
    }
    box->setCurrentIndex(current);
    connect(box, &QComboBox::activated, this,
            [this, box] { Q_EMIT edited(QJsonValue::fromVariant(box->currentData())); });
    return box;
}

QWidget *ValueEditor::buildChoices(const QJsonValue &value)
{
    auto *group = new QWidget;
    auto *column = new QVBoxLayout(group);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    const QJsonArray chosen = value.toArray();
    QList<QCheckBox *> boxes;
    for (const studio_admin::FieldChoice &choice : m_field.choices) {
        auto *box = new QCheckBox(choice.label);
        box->setAccessibleName(QStringLiteral("%1: %2").arg(m_name, choice.label));
        box->setChecked(chosen.contains(choice.value));
        boxes.append(box);
        column->addWidget(box);
    }
    for (QCheckBox *box : boxes)
        connect(box, &QCheckBox::toggled, this, [this, boxes] {
            QJsonArray made;
            for (qsizetype n = 0; n < boxes.size(); ++n)
                if (boxes[n]->isChecked())
                    made.append(m_field.choices[static_cast<std::size_t>(n)].value);
            Q_EMIT edited(made);
        });
    return group;
}

QPlainTextEdit *ValueEditor::block(const QString &text)
{
    auto *edit = new QPlainTextEdit(text);
    edit->setFixedHeight(blockHeight);
    edit->setTabChangesFocus(true);
    edit->setPlaceholderText(m_field.placeholder);
    return edit;
}

QWidget *ValueEditor::buildLines(const QJsonValue &value)
{
    QStringList lines;
    for (const QJsonValue &one : value.toArray())
        lines.append(lineOf(one));
    auto *edit = block(lines.join(u'\n'));
    edit->setToolTip(tr("One entry a line"));
    connect(edit, &QPlainTextEdit::textChanged, this, [this, edit] {
        QJsonArray made;
        for (const QString &line : edit->toPlainText().split(u'\n'))
            if (!line.trimmed().isEmpty())
                made.append(typed(line.trimmed()));
        Q_EMIT edited(made);
    });
    return edit;
}

QWidget *ValueEditor::buildJson(const QJsonValue &value)
{
    auto *holder = new QWidget;
    auto *column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    auto *edit = block(jsonOf(value));
    edit->setAccessibleName(tr("%1, as JSON").arg(m_name));
    edit->setFont(textFont(TextRole::Mono));
    auto *problem =
        new TextLabel(tr("This is no JSON yet; the value stays as it was."), TextRole::SecondLine, Tone::Problem);
    problem->hide();
    column->addWidget(edit);
    column->addWidget(problem);
    connect(edit, &QPlainTextEdit::textChanged, this, [this, edit, problem] {
        QJsonParseError fault;
        const QJsonDocument document = QJsonDocument::fromJson('[' + edit->toPlainText().toUtf8() + ']', &fault);
        const bool isGood = fault.error == QJsonParseError::NoError && document.array().size() == 1;
        problem->setVisible(!isGood);
        if (isGood)
            Q_EMIT edited(document.array().first());
    });
    holder->setFocusProxy(edit);
    return holder;
}

QWidget *ValueEditor::buildGroup(const QJsonValue &value)
{
    auto *group = new QWidget;
    auto *column = new QVBoxLayout(group);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    for (const FormField &child : m_field.children) {
        if (!studio_admin::isShown(m_field, child, m_group))
            continue;
        auto *editor = new ValueEditor(child, value.toObject().value(child.key),
                                       QStringLiteral("%1: %2").arg(m_name, child.title));
        auto *label = new TextLabel(child.title, TextRole::SecondLine, Tone::Dim);
        label->setToolTip(child.description);
        if (isWide(child)) {
            column->addWidget(label);
            column->addWidget(editor);
        } else {
            auto *row = new QHBoxLayout;
            label->setFixedWidth(140);
            row->addWidget(label);
            row->addWidget(editor, 1);
            column->addLayout(row);
        }
        connect(editor, &ValueEditor::edited, this, [this, key = child.key](const QJsonValue &now) {
            m_group.insert(key, now);
            Q_EMIT edited(m_group);
        });
    }
    return group;
}

} // namespace hearth::studio_ui
