// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desktop/studio_state.h"

#include <QTimer>

namespace hearth::desktop
{

/// Notices a new or edited bundle, brings it onto the disk in the background and says so. Never restarts anything.
class UpdateWatch : public QObject
{
    Q_OBJECT

public:
    explicit UpdateWatch(StudioState &state, QObject *parent = nullptr);

    /// The bundle that is ready and not in use yet.
    [[nodiscard]] const std::optional<update::Plan> &ready() const { return m_ready; }
    [[nodiscard]] QStringList changes() const;
    /// Uses the ready bundle for everything that is started from now on.
    void useNow();
    void checkSoon();

Q_SIGNALS:
    void readyChanged();
    /// A bundle could not be prepared; the one in use stays.
    void failed(const QString &sentence);

private:
    void check();
    void take(const Result<update::Plan> &result);

    StudioState &m_state;
    QTimer m_interval;
    QTimer m_soon;
    std::optional<update::Plan> m_ready;
    bool m_isChecking = false;
    QString m_lastProblem;
};

} // namespace hearth::desktop
