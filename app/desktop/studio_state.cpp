// SPDX-License-Identifier: Apache-2.0
#include "desktop/studio_state.h"

namespace hearth::desktop
{

StudioState::StudioState(composition::Desktop &desktop, QObject *parent) : QObject(parent), m_desktop(desktop) {}

void StudioState::open(composition::OpenStudio studio, const QString &webserverUrl,
                       std::function<launch::HostEndpoint(const launch::LaunchRequest &)> newHostEndpoint)
{
    launch::LaunchSurroundings around = m_desktop.launchSurroundings(webserverUrl, studio.isLoginMode);
    around.newHostEndpoint = std::move(newHostEndpoint);
    m_launcher = std::make_shared<const launch::Launcher>(std::move(around));
    m_isReachable = !studio.isOffline;
    m_studio = std::move(studio);
    if (m_isReachable)
        m_lastContact = QDateTime::currentDateTime();
    Q_EMIT opened();
    Q_EMIT reachableChanged();
}

void StudioState::usePlan(update::Plan plan)
{
    m_studio->plan = std::move(plan);
    Q_EMIT reachableChanged();
}

void StudioState::close()
{
    m_studio.reset();
    m_launcher.reset();
    Q_EMIT opened();
}

QString StudioState::serverUrl() const
{
    return isOpen() ? m_studio->signedIn.url.toString(QUrl::StripTrailingSlash) : QString();
}

bool StudioState::isThisComputer() const
{
    return isOpen() && m_desktop.localServer->isOwnUrl(serverUrl());
}

QString StudioState::serverLabel() const
{
    return isThisComputer() ? tr("This computer") : isOpen() ? m_studio->signedIn.url.host() : QString();
}

composition::StudioSetup StudioState::setup() const
{
    return {session().server,
            m_studio->signedIn.user.name,
            m_desktop.identity.siteId,
            m_desktop.configuration.value(composition::key::projectsFolder),
            m_desktop.directories.resources + QStringLiteral("/packages"),
            m_desktop.roots.get(),
            !isThisComputer()};
}

void StudioState::setReachable(bool isReachable)
{
    if (isReachable)
        m_lastContact = QDateTime::currentDateTime();
    if (m_isReachable == isReachable)
        return;
    m_isReachable = isReachable;
    Q_EMIT reachableChanged();
}

void StudioState::noteOutcome(const Error *problem)
{
    const bool isLost = problem && isAway(problem->kind);
    if (isLost || !problem)
        setReachable(!isLost);
}

} // namespace hearth::desktop
