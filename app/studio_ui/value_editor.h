// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_admin/settings_form.h"

#include <QWidget>

class QPlainTextEdit;
class QVBoxLayout;

namespace hearth::studio_ui
{

/// The control for one value of a form. What cannot be a value of its kind is told as the text that was typed, so that
/// the check can say so.
class ValueEditor final : public QWidget
{
    Q_OBJECT

public:
    /// \param name what the control is called for who cannot see it
    ValueEditor(const studio_admin::FormField &field, const QJsonValue &value, const QString &name,
                QWidget *parent = nullptr);

    /// Whether it needs the whole width.
    [[nodiscard]] static bool isWide(const studio_admin::FormField &field);

Q_SIGNALS:
    void edited(const QJsonValue &value);

private:
    QWidget *build(const QJsonValue &value);
    QWidget *buildLine(const QJsonValue &value);
    QWidget *buildChoice(const QJsonValue &value);
    QWidget *buildChoices(const QJsonValue &value);
    QWidget *buildLines(const QJsonValue &value);
    QWidget *buildJson(const QJsonValue &value);
    QWidget *buildGroup(const QJsonValue &value);
    QPlainTextEdit *block(const QString &text);
    [[nodiscard]] QJsonValue typed(const QString &text) const;

    studio_admin::FormField m_field;
    QString m_name;
    QJsonObject m_group; ///< values of a group
};

} // namespace hearth::studio_ui
