// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include <memory>

namespace hearth::ui_kit
{

/// What the desktop asks of every program's looks. Threads: GUI only.
class DesktopAppearance : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual bool prefersDark() const = 0;
    virtual bool wantsReducedMotion() const = 0;

Q_SIGNALS:
    void changed();
};

/// The running system's. Never blocks: starts with dark and corrects itself when the desktop has answered.
std::unique_ptr<DesktopAppearance> systemAppearance();

} // namespace hearth::ui_kit
