// SPDX-License-Identifier: Apache-2.0
#include "updater/updater.h"
#include "archive/extract.h"
#include "core/entity_id.h"
#include "core/log.h"
#include "core/whole_file.h"
#include "updater/fetch.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QLockFile>

#include <algorithm>
#include <atomic>

namespace hearth::update
{

namespace
{
constexpr unsigned itemsAtOnce = 2;

QString lockName(const PlanItem &item)
{
    return QString::fromLatin1(QCryptographicHash::hash(item.folder.toUtf8(), QCryptographicHash::Sha1).toHex());
}

/// Waits for another program that works on the same item; one that died is not waited for.
Result<> lockItem(QLockFile &lock, const std::stop_token &stop)
{
    lock.setStaleLockTime(0);
    while (!lock.tryLock(200)) {
        if (lock.error() != QLockFile::LockFailedError)
            return fail(ErrorKind::Internal, QStringLiteral("The folder for updates cannot be written."));
        if (stop.stop_requested())
            return fail(ErrorKind::Cancelled, QStringLiteral("Stopped."));
    }
    return {};
}

/// Progress of all items, told as a whole on every change.
class Board
{
public:
    Board(const Plan &plan, PlanProgress tell) : m_tell(std::move(tell))
    {
        for (const PlanItem &item : plan.items)
            m_items.push_back({item.name, ItemState::Waiting, {}, 0, item.size, {}});
    }

    template <typename Edit>
    void change(std::size_t index, Edit edit)
    {
        std::vector<ItemProgress> copy;
        {
            const std::lock_guard lock(m_mutex);
            edit(m_items[index]);
            copy = m_items;
        }
        if (m_tell)
            m_tell(copy);
    }

private:
    std::mutex m_mutex;
    std::vector<ItemProgress> m_items;
    PlanProgress m_tell;
};
} // namespace

Updater::Updater(UpdaterSurroundings surroundings) : m_around(std::move(surroundings)), m_installed(m_around.folders) {}

BundleOffer askForBundles(const client::Server &server)
{
    return {server.bundles(), server.addons(), server.dependencyPackages()};
}

Result<Plan> Updater::planFor(const QUrl &server, const BundleOffer &offer, const BundleWish &wish) const
{
    const auto &[bundles, addons, packages] = offer;
    if (!bundles.wait())
        return fail(bundles.wait().error());
    const Result<BundleChoice> choice = chooseBundle(*bundles.wait(), wish);
    if (!choice)
        return fail(choice.error());
    if (!addons.wait() || !packages.wait())
        return fail(addons.wait() ? packages.wait().error() : addons.wait().error());
    Plan plan = makePlan(*choice, *addons.wait(), *packages.wait(), m_around.folders, m_around.platform);
    plan.serverUrl = server.toString(QUrl::StripTrailingSlash);
    plan.user = wish.user;
    for (const QString &problem : plan.problems)
        log::warning(log::update, "{}", problem.toStdString());
    return plan;
}

bool Updater::isComplete(const Plan &plan) const
{
    return std::all_of(plan.items.begin(), plan.items.end(), [this](const PlanItem &item) {
        return item.kind == QLatin1String("development") ? QFileInfo(item.folder).isDir()
                                                         : m_installed.isComplete(item);
    });
}

Result<> Updater::install(const PlanItem &item, const client::Server &server, const std::stop_token &stop,
                          const std::function<void(const QString &, qint64, qint64)> &report) const
{
    if (m_installed.isComplete(item))
        return {};
    const QString locks = m_around.stateFolder + QStringLiteral("/locks");
    QDir().mkpath(locks);
    QLockFile lock(locks + u'/' + lockName(item));
    if (const Result<> locked = lockItem(lock, stop); !locked)
        return locked;
    if (m_installed.isComplete(item)) // another program was quicker
        return {};
    const QDateTime started = QDateTime::currentDateTime();
    const Result<Fetched> fetched =
        fetchArchive(server, item, m_around.stateFolder + QStringLiteral("/downloads"), stop,
                     [&report](qint64 done, qint64 total) { report(QStringLiteral("downloading"), done, total); });
    if (!fetched)
        return fail(fetched.error());
    const QString temporary = QFileInfo(item.folder).absolutePath() + QStringLiteral("/.unzip_temp/") +
                              lockName(item); // one place an item: what a killed start left is replaced
    QDir(temporary).removeRecursively();
    const qint64 archiveBytes = QFileInfo(fetched->path).size();
    const Result<archive::Extracted> extracted =
        archive::extractArchive(fetched->path, temporary, {}, stop, [&report, archiveBytes](qint64 done) {
            report(QStringLiteral("unpacking"), done, archiveBytes);
        });
    if (!extracted)
        return fail(extracted.error());
    const QByteArray progress =
        InstalledItems::finishedProgress(fetched->checksum, fetched->algorithm, started, QDateTime::currentDateTime());
    if (const Result<> written = writeFile(temporary + u'/' + progressFileName, progress); !written)
        return written;
    const Result<QString> old = exchangeFolder(temporary, item.folder);
    if (!old)
        return fail(old.error());
    if (!old->isEmpty())
        QDir(*old).removeRecursively();
    if (fetched->isOurs)
        QFile::remove(fetched->path);
    log::info(log::update, "{} {} is in place, {} files", item.name.toStdString(), item.version.toStdString(),
              extracted->files);
    return m_installed.record(item, fetched->source, fetched->checksum, fetched->algorithm);
}

Result<Plan> Updater::apply(Plan plan, const client::Server &server, const std::stop_token &stop,
                            const PlanProgress &progress) const
{
    Board board(plan, progress);
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::optional<Error> problem;
    const auto work = [&] {
        for (std::size_t index = next++; index < plan.items.size(); index = next++) {
            PlanItem &item = plan.items[index];
            board.change(index, [](ItemProgress &one) { one.state = ItemState::Running; });
            Result<> done;
            if (item.kind == QLatin1String("development")) {
                const Result<QString> folder = m_around.resolveDevelopment(item.developmentPath);
                done = folder ? Result<>{} : fail(folder.error());
                item.folder = folder.value_or(QString());
            } else {
                done = install(item, server, stop, [&board, index](const QString &what, qint64 now, qint64 total) {
                    board.change(index,
                                 [&](ItemProgress &one) { one.activity = what, one.done = now, one.total = total; });
                });
            }
            board.change(index, [&done](ItemProgress &one) {
                one.state = done ? ItemState::Finished : ItemState::Failed;
                one.problem = done ? QString() : done.error().message;
            });
            const std::lock_guard lock(mutex);
            if (!done && !problem)
                problem = Error{done.error().kind, QStringLiteral("%1: %2").arg(item.name, done.error().message),
                                done.error().detail};
        }
    };
    {
        std::vector<std::jthread> threads;
        for (unsigned n = 1; n < std::min<std::size_t>(itemsAtOnce, plan.items.size()); ++n)
            threads.emplace_back(work);
        work();
    }
    if (problem)
        return fail(*problem);
    if (const Result<> kept = remember(plan); !kept)
        log::warning(log::update, "the plan cannot be kept: {}", kept.error().message.toStdString());
    return plan;
}

QString Updater::planFile(const QString &serverUrl, const QString &variant) const
{
    const QByteArray name = QCryptographicHash::hash((serverUrl + u'|' + variant).toUtf8(), QCryptographicHash::Sha256);
    return m_around.stateFolder + QStringLiteral("/plans/") + QString::fromLatin1(name.toHex()) +
           QStringLiteral(".json");
}

std::optional<Plan> Updater::lastGood(const QString &serverUrl, const QString &variant) const
{
    const Result<QJsonObject> stored = readJsonFile(planFile(serverUrl, variant));
    const Result<Plan> plan = stored ? json::read<Plan>(*stored) : fail(stored.error());
    return plan && isComplete(*plan) ? std::optional(*plan) : std::nullopt;
}

Result<> Updater::remember(const Plan &plan) const
{
    // A developer's variant is the bundle's name, which is not known at the next start; "dev" is.
    const QString variant = plan.isDev ? QStringLiteral("dev") : plan.variant;
    return writeJsonFile(planFile(plan.serverUrl, variant), json::write(plan));
}

} // namespace hearth::update
