// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/fake_desktop.h"

#include <QWidget>

#include <functional>
#include <memory>
#include <vector>

namespace hearth::tests
{

/// One picture: makes its window with everything it needs, in the state it is about.
struct Shot {
    QString name;
    /// Keeps what the window needs alive; destroyed after the window.
    std::function<QWidget *(std::vector<std::shared_ptr<void>> &keep)> make;
    /// Called when the window has been shown and has loaded; may change what is shown.
    std::function<void(QWidget &)> prepare = {};
};

/// Lets everything that is queued happen.
void settle();

/// Draws the window at a scale, without the screen.
QImage drawn(QWidget &window, qreal scale);

void addLauncherShots(std::vector<Shot> &shots);
void addTrayShots(std::vector<Shot> &shots);
void addLoaderShots(std::vector<Shot> &shots);
void addStudioShots(std::vector<Shot> &shots);
void addPublisherShots(std::vector<Shot> &shots);

} // namespace hearth::tests
