// SPDX-License-Identifier: Apache-2.0
#include "publisher/integration.h"
#include "core/entity_id.h"
#include "core/log.h"
#include "publisher/placement.h"
#include "publisher/staging.h"

#include <QDateTime>
#include <QDir>
#include <QLockFile>
#include <QSet>

#include <algorithm>
#include <array>

namespace hearth::publish
{

namespace
{
constexpr log::Channel channel{"publish"};
constexpr int mostRenumberings = 20;
constexpr std::array waits{200, 1000, 3000}; ///< milliseconds between questions to a server that does not answer

QString folderOf(const QString &path)
{
    return path.left(path.lastIndexOf(u'/'));
}

void take(Journal &journal, const PublishPlan &plan)
{
    journal.versionIds.clear();
    journal.newProductIds.clear();
    for (const PlannedVersion &one : plan.versions) {
        journal.versionIds.append(one.versionId);
        if (one.makesProduct)
            journal.newProductIds.append(one.productId);
    }
}

std::vector<FileContent> contentsOf(const Journal &journal)
{
    std::vector<FileContent> list;
    list.reserve(journal.files.size());
    for (const JournalFile &file : journal.files)
        list.push_back(file.content);
    return list;
}

/// The folder that was there before this publish and that everything of it lies in.
QString baseOf(const Journal &journal)
{
    if (!journal.madeFolders.isEmpty())
        return folderOf(journal.madeFolders.first());
    return journal.files.empty() ? QStringLiteral("/") : folderOf(journal.files.front().target);
}

/// Has the server the versions of this journal? They came in one call, so the first speaks for all.
Result<bool> isCommitted(const IntegrationSurroundings &around, const Journal &journal)
{
    return around.server->hasVersion(journal.project, journal.versionIds.first());
}

/// Takes the versions away. A product goes only while nobody else has put a version into it.
Result<> withdraw(const IntegrationSurroundings &around, const Journal &journal)
{
    const Result<bool> there = isCommitted(around, journal);
    if (!there)
        return fail(there.error());
    if (*there)
        if (const Result<> gone = around.server->apply(journal.project, withdrawal(journal.versionIds, {})); !gone)
            return gone;
    QStringList products;
    for (const QString &product : journal.newProductIds) {
        const Result<bool> used = around.server->hasVersionsBelow(journal.project, product);
        if (used && !*used)
            products.append(product);
    }
    if (!products.isEmpty())
        if (const Result<> gone = around.server->apply(journal.project, withdrawal({}, products));
            !gone && gone.error().kind != ErrorKind::NotFound)
            log::warning(channel, "an empty product stays: {}", gone.error().message.toStdString());
    return {};
}

class Integration
{
public:
    Integration(const IntegrationSurroundings &around, PublishPlan plan, const Replan &replan,
                const ReportProgress &progress, const std::stop_token &stop)
        : m_around(around), m_plan(std::move(plan)), m_replan(replan), m_progress(progress), m_stop(stop),
          m_journals(*around.disk, around.journalFolder), m_placement(around, m_journal)
    {
    }

    Result<Integrated> run()
    {
        if (const Result<> ready = prepare(); !ready)
            return fail(ready.error());
        if (const Result<> staged = stage(); !staged)
            return undone(staged.error());
        if (const Result<> sent = commit(); !sent)
            return m_isUnsure ? kept(sent.error()) : undone(sent.error());
        return finish();
    }

private:
    /// Everything that can be refused before anything is written.
    Result<> prepare()
    {
        m_journal.id = QString::fromStdString(newEntityId());
        m_journal.server = m_around.serverUrl;
        m_journal.project = m_plan.project;
        m_journal.host = m_around.host;
        m_journal.owner = m_around.owner;
        m_journal.begun = QDateTime::currentDateTimeUtc().toString(Qt::ISODate);
        layOut();
        // Whoever published after this plan was made may have taken its number: then there is a later one.
        for (Result<> free = checkTargets(); !free; free = checkTargets()) {
            Result<PublishPlan> later = m_replan();
            if (!later || !isLater(*later))
                return later ? free : Result<>(fail(later.error()));
            m_plan = std::move(*later);
            layOut();
        }
        const QStringList targets = targetFolders(m_journal.files);
        for (const QString &folder : targets)
            if (const Result<> there = m_around.checkPlace ? m_around.checkPlace(folder) : Result<>{}; !there)
                return there;
        m_journal.madeFolders = m_placement.missingFolders(targets);
        return {};
    }

    /// The plan's files in the journal, each with its place beside its target.
    void layOut()
    {
        take(m_journal, m_plan);
        m_journal.files.clear();
        m_journal.stageFolders.clear();
        m_sources.clear();
        int number = 0;
        for (const PlannedFile &file : m_plan.files()) {
            m_sources.append(file.source);
            if (file.isInPlace()) {
                m_journal.files.push_back({{}, file.target, {}});
                continue;
            }
            const QString stageFolder = folderOf(file.target) + QStringLiteral("/.hearth-") + m_journal.id;
            if (!m_journal.stageFolders.contains(stageFolder))
                m_journal.stageFolders.append(stageFolder);
            m_journal.files.push_back({stageFolder + u'/' + QString::number(++number), file.target, {}});
        }
    }

    /// True when a plan made again has another number for something.
    [[nodiscard]] bool isLater(const PublishPlan &next) const
    {
        for (std::size_t n = 0; n < next.versions.size() && n < m_plan.versions.size(); ++n)
            if (next.versions[n].number != m_plan.versions[n].number)
                return true;
        return false;
    }

    /// What is there already is not replaced.
    Result<> checkTargets()
    {
        QSet<QString> names;
        for (const JournalFile &file : m_journal.files) {
            const QString name = clashKey(file.target);
            if (names.contains(name))
                return fail(ErrorKind::Conflict, QStringLiteral("%1 would be written twice.").arg(file.target));
            names.insert(name);
            if (!file.isInPlace() && m_around.disk->exists(file.target))
                return fail(ErrorKind::Conflict,
                            QStringLiteral("%1 is there already, though the studio knows no such version. It was not "
                                           "touched. Choose another version number, or remove the file if nobody needs "
                                           "it.")
                                .arg(file.target));
        }
        return {};
    }

    Result<> stage()
    {
        tell(QStringLiteral("Preparing"));
        if (const Result<> written = m_journals.write(m_journal); !written)
            return written;
        if (const Result<> made = m_placement.makeFolders(); !made)
            return made;
        if (const Result<> copied = stageFiles(m_around, m_journal, m_sources, m_progress, m_stop); !copied)
            return copied;
        return checkStop();
    }

    Result<> checkStop() const
    {
        return m_stop.stop_requested() ? fail(ErrorKind::Cancelled, QStringLiteral("Stopped.")) : Result<>{};
    }

    Result<> commit()
    {
        tell(QStringLiteral("Registering"));
        // A server that is away is noticed here, where nothing has been said to it yet.
        if (const Result<bool> there = isCommitted(m_around, m_journal); !there)
            return fail(there.error());
        for (int round = 0; round < mostRenumberings; ++round) {
            m_journal.state = JournalState::Staged;
            if (const Result<> written = m_journals.write(m_journal); !written)
                return written;
            if (const Result<> going = checkStop(); !going)
                return going;
            const Result<> sent = send();
            if (sent || sent.error().kind != ErrorKind::Conflict || m_isUnsure)
                return sent;
            if (const Result<> planned = renumber(); !planned)
                return planned;
        }
        return fail(ErrorKind::Conflict, QStringLiteral("Others publish this product faster than a number can be "
                                                        "found. Nothing was published; try again."));
    }

    /// One call. Where its answer is lost the server is asked by id, then told again: ids make that harmless.
    Result<> send()
    {
        const QJsonArray operations = operationsOf(m_plan, contentsOf(m_journal));
        Result<> sent = m_around.server->apply(m_plan.project, operations);
        for (const int wait : waits) {
            if (sent || !isLost(sent.error()))
                break;
            const Result<bool> there = isCommitted(m_around, m_journal);
            if (there && *there)
                return {};
            if (there)
                sent = m_around.server->apply(m_plan.project, operations);
            else if (m_around.wait)
                m_around.wait(wait);
        }
        if (!sent && sent.error().kind == ErrorKind::Conflict)
            return settleConflict(sent.error());
        m_isUnsure = !sent && isAway(sent.error().kind);
        return sent;
    }

    /// Nothing, or nothing that can be relied on, came back.
    static bool isLost(const Error &error) { return isAway(error.kind) || error.kind == ErrorKind::Internal; }

    Result<> settleConflict(const Error &conflict)
    {
        const Result<bool> there = isCommitted(m_around, m_journal);
        m_isUnsure = !there;
        return there && *there ? Result<>{} : Result<>(fail(conflict));
    }

    /// Somebody published the same number first: the next one, from the same copies.
    Result<> renumber()
    {
        Result<> done = renumberOnce();
        for (int round = 1; round < mostRenumberings && !done && done.error().kind == ErrorKind::Conflict; ++round) {
            const Result<PublishPlan> next = m_replan();
            if (!next || !isLater(*next))
                break;
            done = renumberOnce();
        }
        return done;
    }

    Result<> renumberOnce()
    {
        Result<PublishPlan> next = m_replan();
        if (!next)
            return fail(next.error());
        const std::vector<PlannedFile> files = next->files();
        const bool isAlike = std::equal(files.begin(), files.end(), m_journal.files.begin(), m_journal.files.end(),
                                        [](const PlannedFile &planned, const JournalFile &begun) {
                                            return planned.isInPlace() == begun.isInPlace();
                                        });
        if (!isAlike)
            return fail(ErrorKind::Internal, QStringLiteral("What is published changed meanwhile. Publish again."));
        m_plan = std::move(*next);
        take(m_journal, m_plan);
        for (std::size_t n = 0; n < files.size(); ++n)
            m_journal.files[n].target = files[n].target;
        const QStringList more = m_placement.missingFolders(targetFolders(m_journal.files));
        m_journal.madeFolders += more;
        m_journal.madeFolders.removeDuplicates();
        if (const Result<> free = checkTargets(); !free)
            return free;
        if (const Result<> written = m_journals.write(m_journal); !written)
            return written;
        return m_placement.makeFolders();
    }

    Result<Integrated> finish()
    {
        tell(QStringLiteral("Putting in place"));
        m_journal.state = JournalState::Committed;
        // A journal that cannot be written any more still says that the server is to be asked.
        static_cast<void>(m_journals.write(m_journal));
        const Result<> placed = m_placement.place();
        if (!placed)
            return withdrawn(placed.error());
        return closed();
    }

    Result<Integrated> closed()
    {
        static_cast<void>(m_journals.close(m_journal)); // one that stays is found finished at the next look
        Integrated done{m_plan, contentsOf(m_journal), 0};
        for (const FileContent &one : done.contents)
            done.bytes += one.size;
        return done;
    }

    /// The files cannot go where they belong: no version without its files.
    tl::unexpected<Error> withdrawn(const Error &why)
    {
        log::warning(channel, "files cannot be put in place: {}", why.message.toStdString());
        m_journal.state = JournalState::Withdrawing;
        static_cast<void>(m_journals.write(m_journal));
        m_placement.takeBack();
        const QString where = m_journal.stageFolders.join(QStringLiteral(", "));
        if (const Result<> gone = withdraw(m_around, m_journal); !gone) {
            release();
            return fail(why.kind,
                        QStringLiteral("%1 The version could not be taken away again: the server is away (%2). The "
                                       "next start does that; the copies stay in %3 until then.")
                            .arg(why.message, gone.error().message, where),
                        why.detail);
        }
        m_journal.state = JournalState::Kept;
        release();
        return fail(why.kind,
                    QStringLiteral("%1 The version was taken away again, nothing is published. The copies stay in %2 "
                                   "until the next publish; your own files were not touched.")
                        .arg(why.message, where),
                    why.detail);
    }

    /// The server may or may not have the version, and cannot be asked.
    tl::unexpected<Error> kept(const Error &why)
    {
        release();
        return fail(
            why.kind,
            QStringLiteral("The server stopped answering while the version was registered. Whether it has it is "
                           "found out at the next start, which finishes or undoes this publish; until then the "
                           "copies stay in %1.")
                .arg(m_journal.stageFolders.join(QStringLiteral(", "))),
            why.message);
    }

    /// From now on this process does not work on it.
    void release()
    {
        m_journal.owner = {};
        static_cast<void>(m_journals.write(m_journal));
    }

    tl::unexpected<Error> undone(const Error &why)
    {
        const Result<> cleared = m_placement.clear();
        if (cleared && m_journals.close(m_journal))
            return fail(why);
        release();
        return fail(why.kind,
                    QStringLiteral("%1 Copies that could not be removed are in %2; the next publish removes them.")
                        .arg(why.message, m_journal.stageFolders.join(QStringLiteral(", "))),
                    why.detail);
    }

    void tell(const QString &step) const
    {
        if (m_progress)
            m_progress({0, 0, 0, static_cast<qsizetype>(m_journal.files.size()), step});
    }

    const IntegrationSurroundings &m_around;
    PublishPlan m_plan;
    const Replan &m_replan;
    const ReportProgress &m_progress;
    const std::stop_token &m_stop;
    JournalFolder m_journals;
    Journal m_journal;
    Placement m_placement;
    QStringList m_sources;
    bool m_isUnsure = false; ///< the server may have done what it was asked
};

/// One journal of a process that is gone.
class Resumption
{
public:
    Resumption(const IntegrationSurroundings &around, Journal journal, Resumed &told)
        : m_around(around), m_journals(*around.disk, around.journalFolder), m_journal(std::move(journal)),
          m_placement(around, m_journal), m_told(told)
    {
    }

    void run()
    {
        if (const QString base = baseOf(m_journal); !m_around.disk->exists(base))
            return later(QStringLiteral("%1 is not there. Is its disk connected?").arg(base));
        for (const QString &folder : targetFolders(m_journal.files))
            if (const Result<> there = m_around.checkPlace ? m_around.checkPlace(folder) : Result<>{}; !there)
                return later(there.error().message);
        if (m_journal.state == JournalState::Staging || m_journal.state == JournalState::Kept)
            return undo();
        if (m_journal.state == JournalState::Withdrawing)
            return withdrawAndUndo();
        const Result<bool> there = isCommitted(m_around, m_journal);
        if (!there)
            return later(there.error().message);
        if (*there)
            finish();
        else
            undo();
    }

private:
    void later(const QString &why)
    {
        ++m_told.waiting;
        m_told.messages.append(
            QStringLiteral("A publish to %1 from %2 is still open: %3").arg(m_journal.project, m_journal.begun, why));
    }

    void undo()
    {
        if (const Result<> cleared = m_placement.clear(); !cleared)
            return later(cleared.error().message);
        if (const Result<> closed = m_journals.close(m_journal); !closed)
            return later(closed.error().message);
        ++m_told.undone;
    }

    void withdrawAndUndo()
    {
        m_placement.takeBack();
        if (const Result<> gone = withdraw(m_around, m_journal); !gone)
            return later(gone.error().message);
        undo();
    }

    void finish()
    {
        const Result<> placed = m_placement.place();
        if (placed) {
            static_cast<void>(m_journals.close(m_journal));
            ++m_told.finished;
            return;
        }
        // Without its folder the disk is away; with it, the copies are gone for good.
        if (placed.error().kind == ErrorKind::NotFound &&
            !m_around.disk->exists(targetFolders(m_journal.files).first()))
            return later(placed.error().message);
        if (placed.error().kind != ErrorKind::Conflict && placed.error().kind != ErrorKind::NotFound)
            return later(placed.error().message);
        m_told.messages.append(QStringLiteral("%1 Its version in %2 was taken away again.")
                                   .arg(placed.error().message, m_journal.project));
        m_journal.state = JournalState::Withdrawing;
        if (const Result<> written = m_journals.write(m_journal); !written)
            return later(written.error().message);
        withdrawAndUndo();
    }

    const IntegrationSurroundings &m_around;
    JournalFolder m_journals;
    Journal m_journal;
    Placement m_placement;
    Resumed &m_told;
};
} // namespace

Result<Integrated> integrate(const IntegrationSurroundings &around, const PublishPlan &plan, const Replan &replan,
                             const ReportProgress &progress, const std::stop_token &stop)
{
    return Integration(around, plan, replan, progress, stop).run();
}

Resumed resumeOpenPublishes(const IntegrationSurroundings &around)
{
    Resumed told;
    QStringList damaged;
    const JournalFolder journals(*around.disk, around.journalFolder);
    for (Journal &journal : journals.all(damaged)) {
        const bool isLive = journal.owner.pid != 0 && process::isRunning(journal.owner);
        if (journal.server != around.serverUrl || journal.host != around.host || isLive)
            continue;
        QLockFile lock(journals.fileOf(journal.id) + QStringLiteral(".lock"));
        lock.setStaleLockTime(0);
        if (!lock.tryLock(0))
            continue; // another Hearth is at it
        if (around.disk->exists(journals.fileOf(journal.id)))
            Resumption(around, std::move(journal), told).run();
    }
    for (const QString &path : damaged)
        told.messages.append(QStringLiteral("%1 cannot be read. If copies named .hearth-… lie beside published files, "
                                            "they may be removed by hand; then remove this file.")
                                 .arg(path));
    return told;
}

} // namespace hearth::publish
