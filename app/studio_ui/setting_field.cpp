// SPDX-License-Identifier: Apache-2.0
#include "studio_ui/setting_field.h"

#include "studio_ui/value_editor.h"
#include "ui_kit/buttons.h"
#include "ui_kit/labels.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace hearth::studio_ui
{

using namespace ui_kit;
using studio_admin::Layer;

namespace
{
constexpr int controlWidth = 280;
} // namespace

QString layerLabel(Layer layer)
{
    switch (layer) {
    case Layer::Studio:
        return SettingField::tr("studio");
    case Layer::Project:
        return SettingField::tr("project");
    case Layer::Site:
        return SettingField::tr("this machine");
    case Layer::Default:
        break;
    }
    return SettingField::tr("default");
}

namespace
{
/// As the control shows it: a tick as a word, a choice by its label.
QString shownWords(const studio_admin::FormField &field, const QJsonValue &value)
{
    if (value.isBool())
        return value.toBool() ? SettingField::tr("on") : SettingField::tr("off");
    for (const studio_admin::FieldChoice &one : field.choices)
        if (one.value == value)
            return one.label;
    return studio_admin::asWords(value);
}

QString layerWords(const studio_admin::FormField &field, const studio_admin::SettingsLayers &layers, Layer upTo,
                   const QStringList &path)
{
    QStringList parts;
    for (const Layer layer : {Layer::Default, Layer::Studio, Layer::Project, Layer::Site})
        if (layer <= upTo)
            parts.append(QStringLiteral("%1 %2").arg(
                layerLabel(layer), shownWords(field, studio_admin::valueAt(layers.at(layer), path)).left(40)));
    return parts.join(QStringLiteral(" · "));
}
} // namespace

SettingField::SettingField(const studio_admin::FormField &field, QStringList path, const QString &title,
                           const QJsonValue &value, QWidget *parent)
    : QWidget(parent), m_field(field), m_path(std::move(path)), m_title(title),
      m_origin(new TextLabel({}, TextRole::Chip, Tone::Dim)),
      m_layers(new TextLabel({}, TextRole::SecondLine, Tone::Dim)),
      m_problem(new TextLabel({}, TextRole::SecondLine, Tone::Problem)), m_reset(new LinkButton(tr("Reset")))
{
    const bool isWide = ValueEditor::isWide(field);
    auto *label = new TextLabel(title, TextRole::Body);
    label->setWordWrap(true);
    label->setToolTip(m_path.join(u'.'));
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(label, 0);
    head->addWidget(m_origin);
    head->addWidget(m_reset);
    head->addStretch(1);
    m_reset->setAccessibleName(tr("Reset %1").arg(title));
    m_layers->setWordWrap(true);
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addLayout(head);
    if (!field.description.isEmpty()) {
        auto *description = new TextLabel(field.description, TextRole::SecondLine, Tone::Dim);
        description->setWordWrap(true);
        words->addWidget(description);
    }
    words->addWidget(m_layers);
    words->addWidget(m_problem);
    auto *place = new QVBoxLayout;
    m_place = place;
    if (isWide) {
        auto *column = new QVBoxLayout(this);
        column->addLayout(words);
        column->addLayout(place);
    } else {
        auto *row = new QHBoxLayout(this);
        row->setSpacing(12);
        row->addLayout(words, 1);
        auto *holder = new QWidget;
        holder->setFixedWidth(controlWidth);
        holder->setLayout(place);
        place->setContentsMargins(0, 0, 0, 0);
        place->setAlignment(Qt::AlignTop);
        row->addWidget(holder, 0, Qt::AlignTop);
    }
    layout()->setContentsMargins(4, 8, 4, 8);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    setValue(value);
    connect(m_reset, &LinkButton::clicked, this, [this] { Q_EMIT resetWanted(m_path); });
}

void SettingField::setValue(const QJsonValue &value)
{
    if (m_editor) {
        m_editor->hide();
        m_editor->deleteLater();
    }
    m_editor = new ValueEditor(m_field, value, m_title);
    m_place->addWidget(m_editor);
    connect(m_editor, &ValueEditor::edited, this, [this](const QJsonValue &now) { Q_EMIT changed(m_path, now); });
}

void SettingField::showState(const studio_admin::SettingsLayers &layers, Layer layer, bool isChanged,
                             const QString &problem)
{
    const Layer origin = studio_admin::originOf(layers, m_path, layer);
    m_origin->setText(isChanged ? tr("not saved") : layerLabel(origin));
    m_origin->setTone(isChanged ? Tone::Warning : origin == Layer::Default ? Tone::Dim : Tone::Good);
    m_origin->setToolTip(tr("Where the value in force comes from"));
    m_layers->setText(layerWords(m_field, layers, layer, m_path));
    const bool isOwn = isChanged || !studio_admin::valueAt(layers.at(layer), m_path).isUndefined();
    m_reset->setVisible(isOwn && !m_field.isReadOnly);
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

} // namespace hearth::studio_ui
