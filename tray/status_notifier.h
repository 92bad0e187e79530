// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tray/tray_menu.h"

#include <QObject>

#include <memory>

namespace hearth::tray_ui
{

/// What a tray host shows of us.
struct NotifierLook {
    TrayState state = TrayState::Normal;
    Variant variant = Variant::Production;
    QString title;
    QString sentence;
};

/// An entry in the desktop's notification area that works with hosts which come and go. Threads: GUI only.
class StatusNotifier : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual void setLook(const NotifierLook &look) = 0;
    /// Plain words in the desktop's own kind of message.
    virtual void showMessage(const QString &title, const QString &text) = 0;
    /// Whether a host shows the entry now.
    virtual bool isShown() const = 0;

Q_SIGNALS:
    void shownChanged();
    /// It is known now whether a host is there.
    void answered();
    void activated();
};

/// The system's kind of entry; null where the system's tray is reached through Qt alone.
/// The menu outlives it.
std::unique_ptr<StatusNotifier> makeStatusNotifier(TrayMenu &menu);

} // namespace hearth::tray_ui
