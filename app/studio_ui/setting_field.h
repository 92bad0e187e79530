// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_admin/settings_form.h"
#include "studio_admin/settings_layers.h"

#include <QWidget>

namespace hearth::ui_kit
{
class LinkButton;
class TextLabel;
} // namespace hearth::ui_kit

namespace hearth::studio_ui
{

class ValueEditor;

/// A layer as a person reads it.
[[nodiscard]] QString layerLabel(studio_admin::Layer layer);

/// One setting of a form: its control, the value at each layer, where the one in force comes from.
class SettingField final : public QWidget
{
    Q_OBJECT

public:
    /// \param title as shown, with what is above it where that is not seen
    SettingField(const studio_admin::FormField &field, QStringList path, const QString &title, const QJsonValue &value,
                 QWidget *parent = nullptr);

    [[nodiscard]] const QStringList &path() const { return m_path; }
    /// \param layers as they are stored \param isChanged the control holds something that is not saved yet
    void showState(const studio_admin::SettingsLayers &layers, studio_admin::Layer layer, bool isChanged,
                   const QString &problem);
    /// Another value in the control, from outside.
    void setValue(const QJsonValue &value);

Q_SIGNALS:
    void changed(const QStringList &path, const QJsonValue &value);
    void resetWanted(const QStringList &path);

private:
    studio_admin::FormField m_field;
    QStringList m_path;
    QString m_title;
    QLayout *m_place = nullptr;
    ValueEditor *m_editor = nullptr;
    ui_kit::TextLabel *m_origin;
    ui_kit::TextLabel *m_layers;
    ui_kit::TextLabel *m_problem;
    ui_kit::LinkButton *m_reset;
};

} // namespace hearth::studio_ui
