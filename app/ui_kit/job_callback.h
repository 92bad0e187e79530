// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/job.h"

#include <QCoreApplication>
#include <QMetaObject>
#include <QPointer>

#include <utility>

namespace hearth::ui_kit
{

/// Calls back on the GUI thread when the job ends, unless the context object is gone by then. GUI thread only.
template <typename T, typename Callback>
void whenFinished(const Job<T> &job, QObject *context, Callback callback)
{
    job.onFinished(
        [guard = QPointer<QObject>(context), callback = std::move(callback)](const Result<T> &result) mutable {
            QMetaObject::invokeMethod(
                qApp,
                [guard, callback = std::move(callback), result]() mutable {
                    if (guard)
                        callback(result);
                },
                Qt::QueuedConnection);
        });
}

/// The same for progress.
template <typename T, typename Callback>
void whenProgressed(const Job<T> &job, QObject *context, Callback callback)
{
    job.onProgress([guard = QPointer<QObject>(context), callback = std::move(callback)](const Progress &progress) {
        QMetaObject::invokeMethod(
            qApp,
            [guard, callback, progress] {
                if (guard)
                    callback(progress);
            },
            Qt::QueuedConnection);
    });
}

} // namespace hearth::ui_kit
