// SPDX-License-Identifier: Apache-2.0
// What was answered is there after the power went, at every single write to the disk: the files are made anew as they
// would be, with the writes since the last sync dropped, kept, kept in part and torn, and the database is opened.
#include "database/migration.h"
#include "database/write_queue.h"
#include "repository/change_log.h"
#include "repository/entity_store.h"
#include "repository/recording_disk.h"
#include "repository/schema.h"
#include "repository/stamp.h"
#include "support/time_budget.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>

using namespace hearth::repository;
using hearth::database::Connection;
using hearth::database::WriteOutcome;
using hearth::database::WriteQueue;
using Kept = DiskAfterCut::Kept;

namespace
{

constexpr int changesInAll = 36;
constexpr int refusedEvery = 9;            // of these one undoes itself
constexpr qint64 timeLimit = 25'000;       // milliseconds
constexpr std::size_t migrationEvery = 23; // cuts while the schema is made are taken with gaps

std::string nameOf(int change)
{
    return "change" + std::to_string(1000 + change);
}

// Two rows and an entry of the log that belong together; large enough to need pages of their own.
bool work(Connection &db, int change)
{
    const std::string filler(static_cast<std::size_t>(change % 5) * 3000, static_cast<char>('a' + change % 26));
    Entity folder;
    folder.id = nameOf(change);
    folder.name = nameOf(change);
    folder.type = "Folder";
    folder.status = "Not ready";
    folder.path = '/' + folder.name;
    folder.effective = folder.inheritable = "{}";
    folder.data = "{\"filler\":\"" + filler + "\"}";
    folder.createdAt = folder.updatedAt = stampNow();
    Entity task = folder;
    task.parentId = folder.id;
    const bool isDone = insertEntity(db, Kind::Folder, 1, folder) && insertEntity(db, Kind::Task, 1, task) &&
                        logChange(db, {1, "folder", folder.id}, "create", {}, {{"name", folder.name}});
    return isDone && change % refusedEvery != refusedEvery - 1;
}

struct Answered {
    std::atomic<std::size_t> step{0}; ///< how much had been done to the disk; 0: not answered
    std::atomic<bool> isCommitted{false};
};

struct Run {
    std::vector<RecordingDisk::Step> steps;
    std::vector<Answered> answered{changesInAll};
    std::size_t schemaSteps = 0;
};

// Everything the server's writer does: many at once and alone, refused ones between them, and the end of the program,
// which brings the log into the database; then again from there.
void recordRun(const std::string &file, Run &run)
{
    RecordingDisk disk;
    {
        auto db = Connection::open(file, Connection::Access::ReadWrite);
        QVERIFY(db && hearth::database::migrate(**db, migrations()));
        run.schemaSteps = disk.count();
    }
    for (int begin = 0; begin < changesInAll; begin += changesInAll / 3) {
        auto db = Connection::open(file, Connection::Access::ReadWrite);
        QVERIFY(db.has_value());
        WriteQueue queue(std::move(*db));
        for (int change = begin; change < begin + changesInAll / 3; ++change) {
            const auto doIt = [change](Connection &to) { return work(to, change); };
            const auto told = [&disk, &one = run.answered[static_cast<std::size_t>(change)]](WriteOutcome outcome) {
                one.isCommitted = outcome == WriteOutcome::Committed;
                one.step = disk.count();
            };
            queue.post(doIt, told);
            if (change % 4 == 3)
                (void)queue.run([](Connection &) { return true; }); // waits for what was posted
        }
    }
    run.steps = disk.takeSteps();
}

bool has(Connection &db, const char *sql, const std::string &id)
{
    bool found = false;
    (void)db.visitComposed(sql, std::vector<hearth::database::Parameter>{id}, [&found](const auto &) {
        found = true;
        return false;
    });
    return found;
}

// Opens what is left and looks for what was promised.
QString problemOf(const std::string &file, const Run &run, std::size_t step)
{
    auto db = Connection::open(file, Connection::Access::ReadWrite);
    if (!db)
        return QStringLiteral("cannot be opened: ") + db.error().detail;
    if (!(*db)->isSound().value_or(false))
        return QStringLiteral("is not sound");
    const int schema = (*db)->schemaVersion().value_or(-1);
    if (step >= run.schemaSteps && schema != migrations().back().version)
        return QStringLiteral("has schema %1").arg(schema);
    if (schema != migrations().back().version)
        return {}; // in the middle of making it; each step is there whole or not at all, which its number says
    for (int change = 0; change < changesInAll; ++change) {
        const std::string id = nameOf(change);
        const int parts = static_cast<int>(has(**db, "SELECT 1 FROM folders WHERE id = $1", id)) +
                          static_cast<int>(has(**db, "SELECT 1 FROM tasks WHERE id = $1", id)) +
                          static_cast<int>(has(**db, "SELECT 1 FROM changes WHERE entity_id = $1", id));
        const Answered &answer = run.answered[static_cast<std::size_t>(change)];
        const bool isPromised = answer.isCommitted && answer.step != 0 && answer.step <= step;
        if (parts != 0 && parts != 3)
            return QStringLiteral("has half of change %1").arg(change);
        if (isPromised && parts == 0)
            return QStringLiteral("has lost change %1, which was answered").arg(change);
        if (parts == 3 && !answer.isCommitted)
            return QStringLiteral("has change %1, which was refused").arg(change);
    }
    return {};
}

struct Tried {
    int cuts = 0;
    int bad = 0;
    QString first; ///< problem
};

Tried cutEverywhere(const Run &run, const std::string &folder, bool ignoresSyncs, std::size_t every)
{
    Tried made;
    DiskAfterCut disk(ignoresSyncs);
    for (std::size_t step = 0; step < run.steps.size(); ++step) {
        disk.advance(run.steps[step]);
        const std::size_t done = step + 1;
        if (done % (done < run.schemaSteps ? migrationEvery * every : every) != 0 && done != run.steps.size())
            continue;
        std::vector<Kept> kept{Kept::None};
        if (disk.hasUnsynced())
            kept = {Kept::None, Kept::All, Kept::Some, Kept::SomeTorn};
        for (const Kept one : kept) {
            disk.put(folder, one, done);
            ++made.cuts;
            const QString problem = problemOf(folder + "/studio.db", run, done);
            if (problem.isEmpty())
                continue;
            ++made.bad;
            if (made.first.isEmpty())
                made.first = QStringLiteral("after write %1 of %2, kept %3: the database %4")
                                 .arg(done)
                                 .arg(run.steps.size())
                                 .arg(static_cast<int>(one))
                                 .arg(problem);
        }
    }
    return made;
}

QString fastFolder()
{
    const QString memory = QStringLiteral("/dev/shm");
    return (QDir(memory).exists() ? memory : QDir::tempPath()) + QStringLiteral("/hearth-cut-XXXXXX");
}

} // namespace

class TestPowerCut : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_recorded{fastFolder()};
    QTemporaryDir m_cut{fastFolder()};
    Run m_run;

private Q_SLOTS:
    void initTestCase()
    {
        recordRun(m_recorded.filePath(QStringLiteral("studio.db")).toStdString(), m_run);
        QVERIFY(m_run.steps.size() > m_run.schemaSteps + changesInAll);
        const auto committed = std::count_if(m_run.answered.begin(), m_run.answered.end(),
                                             [](const Answered &one) { return one.isCommitted.load(); });
        QCOMPARE(static_cast<int>(committed), changesInAll - changesInAll / refusedEvery);
    }

    void whatWasAnsweredIsThereAfterEveryWrite()
    {
        QElapsedTimer timer;
        timer.start();
        const Tried tried = cutEverywhere(m_run, m_cut.path().toStdString(), false, 1);
        qInfo("%d disks after %zu writes and syncs looked at in %lld ms", tried.cuts, m_run.steps.size(),
              static_cast<long long>(timer.elapsed()));
        QVERIFY2(tried.bad == 0, qPrintable(tried.first));
        QVERIFY2(tried.cuts > 500, "that many moments are looked at");
        QVERIFY2(timer.elapsed() < hearth::support::allowed(timeLimit), "bounded");
    }

    /// The same eyes see what a disk that lies about its syncs loses.
    void aDiskThatLiesIsFoundOut()
    {
        const Tried tried = cutEverywhere(m_run, m_cut.path().toStdString(), true, 40);
        QVERIFY2(tried.bad > 0, "nothing was found missing on a disk that keeps nothing");
    }
};

QTEST_GUILESS_MAIN(TestPowerCut)
#include "test_power_cut.moc"
