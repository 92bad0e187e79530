// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/desktop.h"
#include "tray/settings_source.h"

namespace hearth::desktop
{

/// Settings of this machine: hearth/settings.json and paths of applications typed by hand. GUI thread.
class SettingsAdapter final : public tray_ui::SettingsSource
{
    Q_OBJECT

public:
    explicit SettingsAdapter(composition::Desktop &desktop, QObject *parent = nullptr);

    std::vector<tray_ui::SettingSection> sections() const override;
    void change(const QString &key, const QVariant &value, tray_ui::Done<> done) override;

Q_SIGNALS:
    void themeChanged();
    void applicationsChanged();

private:
    [[nodiscard]] Result<> keep(const QString &key, const QVariant &value);
    [[nodiscard]] tray_ui::SettingItem item(const QString &key, const QString &label, const QString &explanation,
                                            tray_ui::SettingKind kind, const QVariant &fallback) const;
    [[nodiscard]] tray_ui::SettingSection applications() const;

    composition::Desktop &m_desktop;
};

} // namespace hearth::desktop
