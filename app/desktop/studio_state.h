// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/desktop.h"
#include "composition/studio_setup.h"
#include "launcher/workfile_service.h"
#include "ui_kit/job_callback.h"
#include "ui_kit/reply.h"

#include <QDateTime>
#include <QObject>

#include <memory>

namespace hearth::desktop
{

/// The studio the windows show: who is signed in, which bundle, whether it answers. GUI thread; work runs on the pool.
class StudioState : public QObject
{
    Q_OBJECT

public:
    explicit StudioState(composition::Desktop &desktop, QObject *parent = nullptr);

    /// Takes over a studio that was opened; everything shown changes with it.
    void open(composition::OpenStudio studio, const QString &webserverUrl,
              std::function<launch::HostEndpoint(const launch::LaunchRequest &)> newHostEndpoint);
    /// Another bundle of the same studio for everything that is started from now on.
    void usePlan(update::Plan plan);
    void close();
    [[nodiscard]] bool isOpen() const { return m_studio.has_value(); }
    [[nodiscard]] const composition::OpenStudio &studio() const { return *m_studio; }
    [[nodiscard]] const launch::Launcher &launcher() const { return *m_launcher; }
    [[nodiscard]] launch::StudioSession session() const { return composition::studioSession(m_desktop, *m_studio); }
    [[nodiscard]] QString serverUrl() const;
    [[nodiscard]] QString serverLabel() const;
    [[nodiscard]] bool isThisComputer() const;
    [[nodiscard]] composition::StudioSetup setup() const;
    [[nodiscard]] composition::Desktop &desktop() const { return m_desktop; }

    void setReachable(bool isReachable);
    [[nodiscard]] bool isReachable() const { return m_isReachable; }
    [[nodiscard]] QDateTime lastContact() const { return m_lastContact; }
    /// Told of every answer, so that a lost server is noticed at once.
    void noteOutcome(const Error *problem);

    /// Runs work on the pool and calls back here. The work gets the launcher and the session as values.
    template <typename T, typename Work>
    void run(QObject *context, Work work, ui_kit::Done<T> done)
    {
        runHere<T>(context, std::move(work), [this, done = std::move(done)](const Result<T> &result) {
            noteOutcome(result ? nullptr : &result.error());
            done(result);
        });
    }

    /// The same for work that asks no server: how it ends says nothing about whether that one is there.
    template <typename T, typename Work>
    void runHere(QObject *context, Work work, ui_kit::Done<T> done)
    {
        if (!isOpen()) {
            QMetaObject::invokeMethod(
                context, [done] { done(fail(ErrorKind::Offline, QObject::tr("No studio is open."))); },
                Qt::QueuedConnection);
            return;
        }
        const Job<T> job = startJob<T>(m_desktop.pool,
                                       [work = std::move(work), launcher = m_launcher, session = session()](
                                           JobContext<T> &) -> Result<T> { return work(*launcher, session); });
        ui_kit::whenFinished(job, context, std::move(done));
    }

Q_SIGNALS:
    void opened();
    void reachableChanged();

private:
    composition::Desktop &m_desktop;
    std::optional<composition::OpenStudio> m_studio;
    std::shared_ptr<const launch::Launcher> m_launcher;
    bool m_isReachable = true;
    QDateTime m_lastContact;
};

} // namespace hearth::desktop
