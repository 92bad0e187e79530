// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_admin/settings_form.h"

namespace hearth::studio_admin
{

struct SettingsProblem {
    QStringList path; ///< list entries as their index
    QString message;  ///< one sentence
    bool operator==(const SettingsProblem &) const = default;
};

/// Everything in a value that does not fit its field, place by place. Members the form does not know do not matter.
/// Pure.
[[nodiscard]] std::vector<SettingsProblem> problemsOf(const FormField &field, const QJsonValue &value);

/// A typed text as a value of the field: JSON, or for texts and choices the text as it is.
/// Errors: nothing when it is neither.
[[nodiscard]] std::optional<QJsonValue> valueFromText(const FormField *field, const QString &text);

} // namespace hearth::studio_admin
