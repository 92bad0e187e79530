// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <QPointer>

#include <functional>
#include <utility>

namespace hearth::ui_kit
{

/// Whether an answer is what this machine knew already, or what the server just said.
enum class Freshness { Known, Fresh };

/// Called at most once with Known and then exactly once with Fresh, always on the GUI thread and never before the
/// asking call has returned. An error is always Fresh; what Known brought stays on screen then.
template <typename T>
using Reply = std::function<void(const Result<T> &, Freshness)>;

/// Called exactly once, on the GUI thread, never before the asking call has returned.
template <typename T = void>
using Done = std::function<void(const Result<T> &)>;

/// Wraps a callback so that it is dropped when its owner is gone.
template <typename Owner, typename Callback>
auto whileAlive(Owner *owner, Callback callback)
{
    return [guard = QPointer<Owner>(owner), callback = std::move(callback)](const auto &...arguments) {
        if (guard)
            callback(arguments...);
    };
}

} // namespace hearth::ui_kit
