// SPDX-License-Identifier: Apache-2.0
#include "desktop/first_run_adapter.h"
#include "core/whole_file.h"
#include "ui_kit/job_callback.h"

#include <QDir>
#include <QFileInfo>
#include <QStorageInfo>
#include <QTemporaryFile>

#include <pwd.h>
#include <unistd.h>

namespace hearth::desktop
{

using composition::OpenStudio;
using tray_ui::SetUpStep;
using tray_ui::StepState;

namespace
{
constexpr qint64 fewBytes = 2LL * 1024 * 1024 * 1024;

QString personName(const QMap<QString, QString> &environment)
{
    const passwd *entry = getpwuid(getuid());
    const QString full = entry ? QString::fromLocal8Bit(entry->pw_gecos).section(u',', 0, 0) : QString();
    return full.isEmpty() ? environment.value(QStringLiteral("USER")) : full;
}

QString nearestFolder(QString path)
{
    while (!path.isEmpty() && !QFileInfo(path).isDir()) {
        const QString parent = QFileInfo(path).path();
        path = parent == path ? QString() : parent;
    }
    return path;
}
} // namespace

tray_ui::FolderFacts folderFacts(const QString &typed)
{
    tray_ui::FolderFacts facts;
    facts.path = QDir::cleanPath(typed.trimmed());
    const QString there = QDir::isAbsolutePath(facts.path) ? nearestFolder(facts.path) : QString();
    facts.canBeUsed = false;
    if (there.isEmpty()) {
        facts.problem = QObject::tr("Give a whole path, like /home/anna/Projects.");
        return facts;
    }
    const QStorageInfo storage(there);
    facts.freeBytes = storage.bytesAvailable();
    // Asking the system is not enough on network drives and for administrators: only writing tells.
    QTemporaryFile probe(there + QStringLiteral("/.hearth_XXXXXX"));
    if (storage.isReadOnly() || !probe.open() || probe.write("x") != 1 || !probe.flush()) {
        facts.problem = QObject::tr("Nothing can be written to %1. Choose another folder.").arg(there);
        return facts;
    }
    facts.canBeUsed = true;
    if (facts.freeBytes >= 0 && facts.freeBytes < fewBytes)
        facts.problem = QObject::tr("There is little space left on this drive.");
    return facts;
}

FirstRunAdapter::FirstRunAdapter(composition::Desktop &desktop, QObject *parent)
    : FirstRunSteps(parent), m_desktop(desktop), m_flow(desktop)
{
    const Job<> job = startJob<void>(m_desktop.pool, [&desktop](JobContext<void> &) -> Result<> {
        desktop.secrets->look();
        return {};
    });
    ui_kit::whenFinished(job, this, [this](const Result<> &) { Q_EMIT factsChanged(); });
}

tray_ui::FirstRunFacts FirstRunAdapter::facts() const
{
    const composition::Configuration &configured = m_desktop.configuration;
    const QStringList modes = configured.value(composition::key::allowedModes).split(u',');
    tray_ui::FirstRunFacts facts;
    facts.serverUrl = {configured.value(composition::key::serverUrl), configured.lockedBy(composition::key::serverUrl)};
    facts.mayConnect = modes.contains(QStringLiteral("connect"));
    facts.mayWorkHere = modes.contains(QStringLiteral("here")) && !facts.serverUrl.isLocked();
    facts.keychainNote = m_desktop.secrets->note();
    if (const QString file = m_desktop.localServer->databaseElsewhere(); !file.isEmpty())
        facts.databaseNote =
            tr("Hearth's folder lies on a network drive, so the database is kept on this computer, in %1.").arg(file);
    facts.proposedName = personName(m_desktop.environment);
    facts.projectsFolder = {configured.value(composition::key::projectsFolder),
                            configured.lockedBy(composition::key::projectsFolder)};
    return facts;
}

void FirstRunAdapter::checkFolder(const QString &path, tray_ui::Done<tray_ui::FolderFacts> done)
{
    const Job<tray_ui::FolderFacts> job = startJob<tray_ui::FolderFacts>(
        m_desktop.pool,
        [path](JobContext<tray_ui::FolderFacts> &) -> Result<tray_ui::FolderFacts> { return folderFacts(path); });
    ui_kit::whenFinished(job, this, std::move(done));
}

void FirstRunAdapter::tellStep(int index, const QString &detail, qint64 done, qint64 total)
{
    QMetaObject::invokeMethod(
        this,
        [this, index, detail, done, total] {
            for (int n = 0; n < static_cast<int>(m_steps.size()); ++n) {
                SetUpStep &step = m_steps[static_cast<std::size_t>(n)];
                step.state = n < index ? StepState::Finished : n == index ? StepState::Running : StepState::Waiting;
                if (n == index) {
                    step.detail = detail;
                    step.done = done;
                    step.total = total;
                }
            }
            Q_EMIT stepsChanged();
        },
        Qt::QueuedConnection);
}

void FirstRunAdapter::begin(const QStringList &names, Work work, tray_ui::Done<> done)
{
    m_stop = {};
    m_steps.clear();
    for (const QString &name : names)
        m_steps.push_back({name, StepState::Waiting, {}, 0, 0});
    Q_EMIT stepsChanged();
    const Job<OpenStudio> job = startJob<OpenStudio>(
        m_desktop.pool,
        [work = std::move(work), stop = m_stop.get_token()](JobContext<OpenStudio> &) { return work(stop); });
    ui_kit::whenFinished(job, this, [this, done = std::move(done)](const Result<OpenStudio> &result) {
        for (SetUpStep &step : m_steps)
            if (result)
                step.state = StepState::Finished;
            else if (step.state == StepState::Running)
                step.state = StepState::Failed;
        Q_EMIT stepsChanged();
        if (result) {
            m_studio = *result;
            m_desktop.reloadConfiguration();
        }
        done(result ? Result<>{} : fail(result.error()));
    });
}

Result<OpenStudio> FirstRunAdapter::fetchBundle(const client::SignedIn &signedIn, int step, const std::stop_token &stop)
{
    tellStep(step);
    return composition::openStudio(m_desktop, signedIn, stop,
                                   [this, step](const std::vector<update::ItemProgress> &items) {
                                       qint64 done = 0;
                                       qint64 total = 0;
                                       QString current;
                                       for (const update::ItemProgress &item : items) {
                                           done += item.done;
                                           total += item.total;
                                           if (item.state == update::ItemState::Running)
                                               current = item.name;
                                       }
                                       tellStep(step, current, done, total);
                                   });
}

Result<> FirstRunAdapter::keep(const client::SignedIn &signedIn, const QString &projectsFolder)
{
    if (!projectsFolder.isEmpty()) {
        QJsonObject settings = readJsonFile(m_desktop.settingsFile()).value_or(QJsonObject{});
        settings.insert(composition::key::projectsFolder, projectsFolder);
        if (const Result<> written = writeJsonFile(m_desktop.settingsFile(), settings); !written)
            return written;
    }
    return m_desktop.servers->remember(signedIn.url.toString(QUrl::StripTrailingSlash), signedIn.user.name,
                                       signedIn.credentials.token);
}

void FirstRunAdapter::setUp(tray_ui::Done<> done)
{
    if (!m_flow.signedIn())
        return done(fail(ErrorKind::Invalid, tr("Sign in first.")));
    begin(
        {tr("Fetching the studio's bundle"), tr("Looking for applications")},
        [this, signedIn = *m_flow.signedIn()](const std::stop_token &stop) -> Result<OpenStudio> {
            Result<OpenStudio> studio = fetchBundle(signedIn, 0, stop);
            if (!studio)
                return studio;
            tellStep(1);
            static_cast<void>(m_desktop.installed->find(
                launch::applicationsFromSettings(m_desktop.definitions.settings), m_desktop.definitions));
            if (stop.stop_requested())
                return fail(ErrorKind::Cancelled, tr("Stopped."));
            const Result<> kept = keep(signedIn, {});
            return kept ? studio : fail(kept.error());
        },
        std::move(done));
}

Result<OpenStudio> FirstRunAdapter::makeStudioHere(const tray_ui::WorkHere &wanted, const std::stop_token &stop)
{
    tellStep(0);
    const Result<client::SignedIn> signedIn = m_desktop.localServer->setUp(wanted.name, m_desktop.identity);
    if (!signedIn)
        return fail(signedIn.error());
    const auto undone = [this](Error error) -> Result<OpenStudio> {
        m_desktop.localServer->undoSetUp();
        return fail(std::move(error));
    };
    const Error stopped{ErrorKind::Cancelled, tr("Stopped."), {}};
    if (stop.stop_requested())
        return undone(stopped);
    tellStep(1);
    const composition::StudioSetup setup{
        client::Server(*m_desktop.transport, signedIn->url, m_desktop.identity, signedIn->credentials),
        signedIn->user.name, m_desktop.identity.siteId, wanted.projectsFolder,
        m_desktop.directories.resources + QStringLiteral("/packages")};
    if (const Result<QString> bundle = composition::makeFirstBundle(setup); !bundle)
        return undone(bundle.error());
    if (stop.stop_requested())
        return undone(stopped);
    Result<OpenStudio> studio = fetchBundle(*signedIn, 2, stop);
    if (!studio)
        return undone(studio.error());
    tellStep(3);
    static_cast<void>(m_desktop.installed->find(launch::applicationsFromSettings(m_desktop.definitions.settings),
                                                m_desktop.definitions));
    if (const Result<> chosen = m_desktop.roots->choose(wanted.projectsFolder); !chosen)
        return undone(chosen.error());
    if (stop.stop_requested())
        return undone(stopped);
    if (const Result<> kept = keep(*signedIn, wanted.projectsFolder); !kept)
        return undone(kept.error());
    return studio;
}

void FirstRunAdapter::setUpHere(const tray_ui::WorkHere &wanted, tray_ui::Done<> done)
{
    begin(
        {tr("Starting this computer's server"), tr("Making the first bundle"), tr("Putting the bundle on this machine"),
         tr("Looking for applications")},
        [this, wanted](const std::stop_token &stop) { return makeStudioHere(wanted, stop); }, std::move(done));
}

void FirstRunAdapter::cancel()
{
    m_stop.request_stop();
}

} // namespace hearth::desktop
