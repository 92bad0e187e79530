// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui_kit/help_opener.h"
#include "ui_kit/variant.h"

#include <QWidget>

namespace hearth::ui_kit
{

class UserMemory;

/// What every window is given. Both references outlive the windows.
struct WindowServices {
    UserMemory &memory;
    HelpOpener &help;
    Variant variant = Variant::Production;
};

/// Every window of the product: ground, the band of staging and dev, place remembered, F1 help, Esc closes.
class AppWindow : public QWidget
{
    Q_OBJECT

public:
    /// \param key under which place and size are remembered
    AppWindow(const WindowServices &services, const QString &key, HelpPlace help, QSize size,
              QWidget *parent = nullptr);

    /// Opens the manual at the place that fits this window.
    void openHelp();
    const HelpPlace &helpPlace() const { return m_helpPlace; }
    void setVariant(Variant variant);
    Variant variant() const { return m_services.variant; }
    /// Shows and raises, without taking the focus from a window that is shown already.
    void present();

Q_SIGNALS:
    void closed();

protected:
    /// Another help place while the window shows another page.
    void setHelpPlace(HelpPlace place) { m_helpPlace = std::move(place); }
    UserMemory &memory() const { return m_services.memory; }
    const WindowServices &services() const { return m_services; }
    /// What Esc does; closes unless overridden.
    virtual void onEscape();
    void paintEvent(QPaintEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    WindowServices m_services;
    QString m_key;
    HelpPlace m_helpPlace;
};

/// "Staging" or "Development" for the header of a window; empty for production.
QString variantWord(Variant variant);

} // namespace hearth::ui_kit
