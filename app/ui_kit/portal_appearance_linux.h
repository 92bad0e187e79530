// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui_kit/desktop_appearance.h"

#include <QDBusConnection>
#include <QDBusVariant>
#include <QVariant>

namespace hearth::ui_kit
{

/// Follows org.freedesktop.appearance of the desktop portal over the session bus.
class PortalAppearance final : public DesktopAppearance
{
    Q_OBJECT

public:
    PortalAppearance();

    bool prefersDark() const override { return m_isDark; }
    bool wantsReducedMotion() const override { return m_isReduced; }

public Q_SLOTS:
    void onSettingChanged(const QString &space, const QString &key, const QDBusVariant &value);

private:
    void readAll();
    void read(const QString &space, const QString &key);
    void take(const QString &space, const QString &key, const QVariant &value);

    QDBusConnection m_bus;
    bool m_isDark = true;
    bool m_isReduced = false;
};

} // namespace hearth::ui_kit
