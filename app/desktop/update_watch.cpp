// SPDX-License-Identifier: Apache-2.0
#include "desktop/update_watch.h"

#include <chrono>

namespace hearth::desktop
{

using namespace std::chrono_literals;

UpdateWatch::UpdateWatch(StudioState &state, QObject *parent) : QObject(parent), m_state(state)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(300ms); // a switch of bundles comes as several events
    connect(&m_soon, &QTimer::timeout, this, &UpdateWatch::check);
    connect(&m_interval, &QTimer::timeout, this, &UpdateWatch::check);
    connect(&m_state, &StudioState::opened, this, [this] {
        m_ready.reset();
        const int minutes = m_state.desktop().configuration.number(composition::key::updateCheckMinutes);
        minutes > 0 ? m_interval.start(std::chrono::minutes(minutes)) : m_interval.stop();
        Q_EMIT readyChanged();
    });
}

void UpdateWatch::checkSoon()
{
    m_soon.start();
}

QStringList UpdateWatch::changes() const
{
    return m_ready && m_state.isOpen() ? update::planDifferences(m_state.studio().plan, *m_ready) : QStringList();
}

void UpdateWatch::check()
{
    if (!m_state.isOpen() || m_isChecking ||
        m_state.desktop().configuration.value(composition::key::updates) != QLatin1String("auto"))
        return;
    m_isChecking = true;
    composition::Desktop &desktop = m_state.desktop();
    const update::BundleWish wish = composition::bundleWish(desktop, m_state.studio().signedIn.user.name);
    const QString current = m_state.studio().plan.fingerprint();
    m_state.run<update::Plan>(
        this,
        [&desktop, wish, current](const launch::Launcher &,
                                  const launch::StudioSession &session) -> Result<update::Plan> {
            Result<update::Plan> plan =
                desktop.updater->planFor(session.server.url(), update::askForBundles(session.server), wish);
            if (!plan || plan->fingerprint() == current)
                return plan;
            return desktop.updater->apply(*plan, session.server, {});
        },
        [this](const Result<update::Plan> &result) {
            m_isChecking = false;
            take(result);
        });
}

void UpdateWatch::take(const Result<update::Plan> &result)
{
    if (!result) {
        const bool isAway = result.error().kind == ErrorKind::Offline || result.error().kind == ErrorKind::Timeout;
        if (!isAway && result.error().message != m_lastProblem) // told once, not at every check
            Q_EMIT failed(result.error().message);
        m_lastProblem = result.error().message;
        return;
    }
    m_lastProblem.clear();
    const bool isNew = m_state.isOpen() && result->fingerprint() != m_state.studio().plan.fingerprint();
    const bool wasReady = m_ready.has_value() && isNew && m_ready->fingerprint() == result->fingerprint();
    if (wasReady || (!isNew && !m_ready))
        return;
    m_ready = isNew ? std::optional(*result) : std::nullopt;
    Q_EMIT readyChanged();
}

void UpdateWatch::useNow()
{
    if (!m_ready || !m_state.isOpen())
        return;
    m_state.usePlan(*m_ready);
    m_ready.reset();
    Q_EMIT readyChanged();
}

} // namespace hearth::desktop
