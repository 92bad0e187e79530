// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <utility>

namespace hearth
{

/// A password or a token. It prints as dots; the value is taken out by name only where it is used.
class Secret
{
public:
    Secret() = default;
    explicit Secret(QString value) : m_value(std::move(value)) {}
    [[nodiscard]] const QString &reveal() const { return m_value; }
    [[nodiscard]] bool isEmpty() const { return m_value.isEmpty(); }
    [[nodiscard]] QString masked() const { return m_value.isEmpty() ? QString() : QStringLiteral("••••••••"); }
    bool operator==(const Secret &) const = default;

private:
    QString m_value;
};

} // namespace hearth
