// SPDX-License-Identifier: Apache-2.0
#include "archive/digest.h"
#include "core/entity_id.h"
#include "publisher/validation.h"
#include "recorded_disk.h"
#include "sample_context.h"

#include <QDir>
#include <QDirIterator>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <random>

using namespace hearth;
using namespace hearth::publish;
using support::Effect;
using support::Effects;
using support::RecordedDisk;
using support::StoredVersions;
using Trouble = StoredVersions::Trouble;

namespace
{
NewId newId()
{
    return [] { return QString::fromStdString(newEntityId()); };
}

/// One studio in a folder: sources, a projects folder, the server's memory, journals.
struct Studio {
    explicit Studio(const QString &folder) : top(folder), disk(effects), server(top + "/server.json", &effects)
    {
        QDir().mkpath(top + "/projects");
        around = {&disk, &server, "http://studio.invalid", top + "/local/publishes", "desk7", {}, 1, {}, {}};
    }

    void makeSources() const
    {
        for (int frame = 1; frame <= 3; ++frame)
            static_cast<void>(writeFile(QStringLiteral("%1/in/x.%2.exr").arg(top).arg(frame),
                                        QByteArray(1000 * frame, static_cast<char>('a' + frame))));
    }

    PublishContext context() const
    {
        PublishContext made = support::sampleContext(Platform::Linux, top + "/projects");
        made.products = server.products();
        return made;
    }

    std::vector<Instance> instances() const
    {
        return *makeInstances(context(), groupFiles(top + "/in", QDir(top + "/in").entryList(QDir::Files)), "plate");
    }

    Result<PublishPlan> plan() const { return planPublish(context(), instances(), newId()); }

    Result<Integrated> publish(const std::stop_token &stop = {}, const ReportProgress &progress = {})
    {
        const Result<PublishPlan> planned = plan();
        return planned ? integrate(
                             around, *planned, [this] { return plan(); }, progress, stop)
                       : fail(planned.error());
    }

    /// A scene below the projects that the template publishes from where it lies.
    Result<PublishPlan> planInPlace() const
    {
        PublishContext made = context();
        QJsonObject templates = made.project.config.value("templates").toObject();
        QJsonObject category = templates.value("publish").toObject();
        category.insert("default", QJsonObject{{"directory", "{root[work]}/{originalDirname}"},
                                               {"file", "{originalBasename}.{ext}"}});
        templates.insert("publish", category);
        made.project.config.insert("templates", templates);
        made.anatomy = anatomy::Anatomy(made.project.config, Platform::Linux, {{"work", top + "/projects"}});
        const std::vector<Instance> found =
            *makeInstances(made, groupFiles(top + "/projects/lantern/publish/scenes", {"hall.glb"}));
        if (!validate(made, found, {{found.front().representations.front().files.path(0), {true, 9}}}).empty())
            return fail(ErrorKind::Invalid, "the checks object");
        return planPublish(made, found, newId());
    }

    Result<Integrated> publishInPlace()
    {
        const Result<PublishPlan> planned = planInPlace();
        return planned ? integrate(around, *planned, [this] { return planInPlace(); }) : fail(planned.error());
    }

    QStringList filesBelow(const QString &folder) const
    {
        QStringList list;
        QDirIterator it(top + folder, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
        while (it.hasNext())
            list.append(it.next());
        list.sort();
        return list;
    }

    /// What is wrong: a version without its files, files without their version, anything left over. Empty when whole.
    QString fault() const
    {
        QStringList expected;
        const QJsonObject all = server.all();
        for (const QJsonValue &one : all.value("representation").toObject()) {
            if (!server.versions().contains(one.toObject().value("versionId").toString()))
                continue; // the server removes those with their version
            for (const QJsonValue &file : one.toObject().value("files").toArray()) {
                QString path = file.toObject().value("path").toString();
                path.replace("{root[work]}", top + "/projects");
                expected.append(path);
                if (archive::fileDigest(path).value_or(QString()) != file.toObject().value("hash").toString())
                    return "not whole: " + path;
            }
        }
        expected.sort();
        if (filesBelow("/projects") != expected)
            return "left over: " + filesBelow("/projects").join(", ");
        QDirIterator folders(top + "/projects", QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot,
                             QDirIterator::Subdirectories);
        while (folders.hasNext())
            if (folders.next().contains("/.hearth-"))
                return "left over: " + folders.filePath();
        const QStringList journals = QDir(top + "/local/publishes").entryList({"*.json"}, QDir::Files);
        return journals.isEmpty() ? QString() : "open journal: " + journals.first();
    }

    QString top;
    Effects effects;
    RecordedDisk disk;
    StoredVersions server;
    IntegrationSurroundings around;
};

/// The child of the killing test: publishes until it is killed.
int publishAndDie(const QString &folder, int killBefore)
{
    Studio studio(folder);
    studio.around.owner = thisProcess();
    studio.effects.killBefore = killBefore;
    return studio.publish() ? 0 : 1;
}

/// What a power cut leaves: effects that nothing made safe are there or not.
class PowerCut
{
public:
    PowerCut(const std::vector<Effect> &effects, std::size_t count, QString from, QString to, unsigned seed)
        : m_effects(effects), m_count(count), m_from(std::move(from)), m_to(std::move(to)), m_random(seed)
    {
    }

    void replay()
    {
        for (std::size_t n = 0; n < m_count; ++n)
            redo(n);
    }

private:
    QString moved(QString path) const { return path.replace(m_from, m_to); }
    static QString folderOf(const QString &path) { return path.left(path.lastIndexOf(u'/')); }

    bool isSafe(std::size_t number, const QString &folder, const QString &file = {}) const
    {
        for (std::size_t n = number + 1; n < m_count; ++n)
            if (m_effects[n].kind == Effect::Sync &&
                (file.isEmpty() ? m_effects[n].folders.contains(folder) : m_effects[n].files.contains(file)))
                return true;
        return false;
    }

    bool happens(bool isSafe) { return isSafe || m_random() % 2 == 0; }

    void redo(std::size_t n)
    {
        const Effect &one = m_effects[n];
        const QString path = moved(one.path);
        switch (one.kind) {
        case Effect::MakeFolder:
            if (happens(isSafe(n, folderOf(one.path))))
                QDir().mkdir(path);
            break;
        case Effect::Copy:
            if (happens(isSafe(n, folderOf(one.path))) && QDir(folderOf(path)).exists())
                put(path, happens(isSafe(n, {}, one.path)) ? one.content : one.content.left(10));
            break;
        case Effect::Move:
            if (happens(isSafe(n, folderOf(one.other))) && !QFile::exists(moved(one.other)))
                QFile::rename(path, moved(one.other));
            break;
        case Effect::Remove:
            if (happens(isSafe(n, folderOf(one.path))))
                QFile::remove(path);
            break;
        case Effect::RemoveFolder:
            if (happens(isSafe(n, folderOf(one.path))))
                QDir().rmdir(path);
            break;
        case Effect::Write: // safe when it returns
        case Effect::Server:
            QDir().mkpath(folderOf(path));
            put(path, QByteArray(one.content).replace(m_from.toUtf8(), m_to.toUtf8()));
            break;
        case Effect::Sync:
            break;
        }
    }

    static void put(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        if (file.open(QIODevice::WriteOnly))
            file.write(content);
    }

    const std::vector<Effect> &m_effects;
    std::size_t m_count;
    QString m_from;
    QString m_to;
    std::mt19937 m_random;
};
} // namespace

class TestIntegration : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void publishes()
    {
        QTemporaryDir top;
        Studio studio(top.path());
        studio.makeSources();
        PublishProgress last;
        const Result<Integrated> done = studio.publish({}, [&last](const PublishProgress &now) {
            if (now.bytesTotal > 0)
                last = now;
        });
        QVERIFY2(done, qPrintable(done ? QString() : done.error().message));
        QCOMPARE(studio.fault(), QString());
        QCOMPARE(studio.filesBelow("/projects").size(), 3);
        QCOMPARE(last.bytesDone, 6000);
        QCOMPARE(last.bytesTotal, 6000);
        QCOMPARE(last.filesDone, 3);
        QCOMPARE(done->bytes, 6000);
        QCOMPARE(studio.filesBelow("/in").size(), 3);
        QVERIFY(studio.publish());
        QCOMPARE(studio.fault(), QString());
        QCOMPARE(studio.filesBelow("/projects").size(), 6);
    }

    void aFileInItsPlaceIsPublishedWithoutATouch()
    {
        QTemporaryDir top;
        Studio studio(top.path());
        const QString file = top.path() + "/projects/lantern/publish/scenes/hall.glb";
        QVERIFY(QDir().mkpath(QFileInfo(file).path()));
        QVERIFY(writeFile(file, "the scene"));
        const QDateTime changed = QFileInfo(file).lastModified();
        for (int version = 1; version <= 2; ++version) {
            const Result<Integrated> done = studio.publishInPlace();
            QVERIFY2(done, qPrintable(done ? QString() : done.error().message));
            QCOMPARE(done->bytes, 9);
            QCOMPARE(studio.server.versions().size(), version);
            QCOMPARE(studio.filesBelow("/projects"), QStringList{file});
        }
        studio.server.isAway = true;
        QVERIFY(!studio.publishInPlace());
        studio.server.isAway = false;
        static_cast<void>(resumeOpenPublishes(studio.around));
        QCOMPARE(studio.server.versions().size(), 2);
        QCOMPARE(readFile(file).value_or(QByteArray()), "the scene");
        QCOMPARE(QFileInfo(file).lastModified(), changed);
        QVERIFY(QDir(top.path() + "/local/publishes").entryList({"*.json"}, QDir::Files).isEmpty());
    }

    void aFileInItsPlaceSurvivesEveryKill()
    {
        for (int step = 0;; ++step) {
            QTemporaryDir top;
            Studio studio(top.path());
            const QString file = top.path() + "/projects/lantern/publish/scenes/hall.glb";
            QVERIFY(QDir().mkpath(QFileInfo(file).path()));
            QVERIFY(writeFile(file, "the scene"));
            bool isStopped = false;
            // A thrown value stands for the kill: nothing after it is done.
            studio.effects.before = [step](int number, const Effect &) {
                if (number == step)
                    throw step;
            };
            try {
                static_cast<void>(studio.publishInPlace());
            } catch (int) {
                isStopped = true;
            }
            studio.effects.before = {};
            const Resumed resumed = resumeOpenPublishes(studio.around);
            QVERIFY2(resumed.messages.isEmpty(), qPrintable(resumed.messages.join("; ")));
            QCOMPARE(readFile(file).value_or(QByteArray()), "the scene");
            QCOMPARE(studio.filesBelow("/projects"), QStringList{file});
            QVERIFY(QDir(top.path() + "/local/publishes").entryList({"*.json"}, QDir::Files).isEmpty());
            if (!isStopped) {
                QVERIFY(step > 3);
                break;
            }
        }
    }

    void killedAtEveryStep()
    {
        int steps = 0;
        int whole = 0;
        for (int step = 0;; ++step) {
            QTemporaryDir top;
            Studio studio(top.path());
            studio.makeSources();
            QProcess child;
            child.start(QCoreApplication::applicationFilePath(),
                        {"--publish-and-die", top.path(), QString::number(step)});
            QVERIFY(child.waitForFinished(60'000));
            if (child.exitStatus() == QProcess::NormalExit) {
                QCOMPARE(child.exitCode(), 0);
                steps = step;
                break;
            }
            const Resumed resumed = resumeOpenPublishes(studio.around);
            QVERIFY2(resumed.messages.isEmpty(), qPrintable(resumed.messages.join("; ")));
            QVERIFY2(studio.fault().isEmpty(),
                     qPrintable(QStringLiteral("killed before step %1: %2").arg(step).arg(studio.fault())));
            whole += studio.server.versions().isEmpty() ? 0 : 1;
            QVERIFY(studio.publish()); // nothing stands in the way of the next one
            QCOMPARE(studio.fault(), QString());
        }
        QVERIFY2(steps > 20, qPrintable(QString::number(steps)));
        QVERIFY(whole > 5 && whole < steps - 5);
    }

    void killedWhileResuming()
    {
        QTemporaryDir top;
        Studio recorded(top.filePath("a"));
        recorded.makeSources();
        QVERIFY(recorded.publish());
        const std::size_t count = recorded.effects.list.size();
        for (std::size_t cut = 1; cut < count; cut += 3)
            for (int step = 0; step < 40; ++step) {
                const QString place = top.filePath(QStringLiteral("b%1_%2").arg(cut).arg(step));
                Studio studio(place);
                PowerCut(recorded.effects.list, cut, recorded.top, place, 1).replay();
                bool isStopped = false;
                // A thrown value stands for the kill: nothing after it is done.
                studio.effects.before = [step](int number, const Effect &) {
                    if (number == step)
                        throw step;
                };
                try {
                    static_cast<void>(resumeOpenPublishes(studio.around));
                } catch (int) {
                    isStopped = true;
                }
                studio.effects.before = {};
                static_cast<void>(resumeOpenPublishes(studio.around));
                QVERIFY2(studio.fault().isEmpty(),
                         qPrintable(QStringLiteral("cut %1, step %2: %3").arg(cut).arg(step).arg(studio.fault())));
                QDir(place).removeRecursively();
                if (!isStopped)
                    break;
            }
    }

    void powerCutsWithWritesInAnyOrder()
    {
        QTemporaryDir top;
        Studio recorded(top.filePath("a"));
        recorded.makeSources();
        QVERIFY(recorded.publish());
        const std::size_t count = recorded.effects.list.size();
        for (std::size_t cut = 1; cut <= count; ++cut)
            for (unsigned seed = 0; seed < 12; ++seed) {
                const QString place = top.filePath(QStringLiteral("b%1_%2").arg(cut).arg(seed));
                Studio studio(place);
                PowerCut(recorded.effects.list, cut, recorded.top, place, seed).replay();
                const Resumed resumed = resumeOpenPublishes(studio.around);
                QVERIFY2(studio.fault().isEmpty(), qPrintable(QStringLiteral("cut %1, seed %2: %3 %4")
                                                                  .arg(cut)
                                                                  .arg(seed)
                                                                  .arg(studio.fault(), resumed.messages.join("; "))));
                QDir(place).removeRecursively();
            }
    }

    void lostAnswers_data()
    {
        QTest::addColumn<QList<int>>("troubles");
        QTest::addColumn<int>("expected"); // versions afterwards; -1: open until the server is back
        QTest::newRow("answer lost") << QList<int>{int(Trouble::LoseAnswer)} << 1;
        QTest::newRow("request lost") << QList<int>{int(Trouble::LoseRequest)} << 1;
        QTest::newRow("lost and lost") << QList<int>{int(Trouble::LoseRequest), int(Trouble::LoseAnswer)} << 1;
        QTest::newRow("gone for good") << QList<int>{int(Trouble::Away)} << -1;
    }

    void lostAnswers()
    {
        QFETCH(QList<int>, troubles);
        QFETCH(int, expected);
        QTemporaryDir top;
        Studio studio(top.path());
        studio.makeSources();
        for (const int one : troubles)
            studio.server.troubles.push_back(static_cast<Trouble>(one));
        const Result<Integrated> done = studio.publish();
        if (expected >= 0) {
            QVERIFY(done);
            QCOMPARE(studio.server.versions().size(), expected);
            QCOMPARE(studio.fault(), QString());
            return;
        }
        QVERIFY(!done);
        QVERIFY2(done.error().message.contains("next start"), qPrintable(done.error().message));
        QCOMPARE(resumeOpenPublishes(studio.around).waiting, 1);
        studio.server.isAway = false;
        QCOMPARE(resumeOpenPublishes(studio.around).undone, 1);
        QCOMPARE(studio.fault(), QString());
    }

    void aServerThatIsAwayLeavesNothing()
    {
        QTemporaryDir top;
        Studio studio(top.path());
        studio.makeSources();
        studio.server.isAway = true;
        const Result<Integrated> done = studio.publish();
        QCOMPARE(done.error().kind, ErrorKind::Offline);
        QCOMPARE(studio.fault(), QString());
        QVERIFY(QDir(top.filePath("projects")).isEmpty());
    }

    void twoPeopleAtOnce()
    {
        QTemporaryDir top;
        Studio studio(top.path());
        studio.makeSources();
        Studio other(top.path());
        const Result<PublishPlan> theirs = other.plan();
        // Right before this one speaks to the server, the other one is there first.
        bool isDone = false;
        studio.effects.before = [&](int, const Effect &effect) {
            if (effect.kind != Effect::Sync || isDone)
                return;
            isDone = true;
            QVERIFY(integrate(other.around, *theirs, [&other] { return other.plan(); }));
        };
        const Result<Integrated> done = studio.publish();
        QVERIFY2(done, qPrintable(done ? QString() : done.error().message));
        QCOMPARE(done->plan.versions.front().number, 2);
        QCOMPARE(studio.fault(), QString());
        QCOMPARE(studio.server.all().value("product").toObject().size(), 1);
        QCOMPARE(studio.filesBelow("/projects").size(), 6);
    }

    void aNumberThatWasTakenBeforeTheFirstStep()
    {
        QTemporaryDir top;
        Studio studio(top.path());
        studio.makeSources();
        const Result<PublishPlan> early = studio.plan();
        QVERIFY(studio.publish());
        const Result<Integrated> done = integrate(studio.around, *early, [&studio] { return studio.plan(); });
        QVERIFY2(done, qPrintable(done ? QString() : done.error().message));
        QCOMPARE(done->plan.versions.front().number, 2);
        QCOMPARE(studio.fault(), QString());
    }

    void aChosenNumberThatIsTakenIsRefused()
    {
        QTemporaryDir top;
        Studio studio(top.path());
        studio.makeSources();
        const auto plan = [&studio] {
            std::vector<Instance> instances = studio.instances();
            instances.front().version = 1;
            return planPublish(studio.context(), instances, newId());
        };
        const Result<PublishPlan> first = plan();
        Studio other(top.path());
        bool isDone = false;
        studio.effects.before = [&](int, const Effect &effect) {
            if (effect.kind == Effect::Sync && !std::exchange(isDone, true))
                QVERIFY(other.publish());
        };
        const Result<Integrated> done = integrate(studio.around, *first, plan);
        QCOMPARE(done.error().kind, ErrorKind::Conflict);
        QCOMPARE(studio.fault(), QString());
        QCOMPARE(studio.server.versions().size(), 1);
    }

    void aTargetThatIsThereIsNotReplaced()
    {
        QTemporaryDir top;
        Studio studio(top.path());
        studio.makeSources();
        const QString taken = studio.plan()->files().at(1).target;
        QVERIFY(writeFile(taken, "somebody's"));
        const Result<Integrated> done = studio.publish();
        QCOMPARE(done.error().kind, ErrorKind::Conflict);
        QVERIFY(studio.server.versions().isEmpty());
        QCOMPARE(*readFile(taken), "somebody's");
        QCOMPARE(studio.filesBelow("/projects"), QStringList{taken});
    }

    void aTargetThatAppearsAfterTheCommit()
    {
        QTemporaryDir top;
        Studio studio(top.path());
        studio.makeSources();
        const QString taken = studio.plan()->files().at(1).target;
        studio.effects.before = [&taken](int, const Effect &effect) {
            if (effect.kind == Effect::Server)
                static_cast<void>(writeFile(taken, "somebody's"));
        };
        const Result<Integrated> done = studio.publish();
        studio.effects.before = {};
        QVERIFY(!done);
        QVERIFY2(done.error().message.contains("taken away again"), qPrintable(done.error().message));
        QVERIFY(studio.server.versions().isEmpty());
        QVERIFY(studio.server.all().value("product").toObject().isEmpty());
        QCOMPARE(*readFile(taken), "somebody's");
        QCOMPARE(studio.filesBelow("/projects").size(), 4); // theirs and the copies that the message names
        QCOMPARE(resumeOpenPublishes(studio.around).undone, 1);
        QCOMPARE(studio.filesBelow("/projects"), QStringList{taken});
    }

    void aDiskThatIsUnpluggedAfterTheCommit()
    {
        QTemporaryDir top;
        Studio studio(top.path());
        studio.makeSources();
        bool isPlugged = true;
        studio.around.checkPlace = [&isPlugged](const QString &) {
            return isPlugged ? Result<>{} : fail(ErrorKind::NotFound, "The disk is not there.");
        };
        studio.effects.before = [&](int, const Effect &effect) {
            if (effect.kind == Effect::Move && std::exchange(isPlugged, false))
                QVERIFY(QDir().rename(top.filePath("projects"), top.filePath("unplugged")));
        };
        const Result<Integrated> done = studio.publish();
        studio.effects.before = {};
        QVERIFY(!done);
        QVERIFY(studio.server.versions().isEmpty());
        QVERIFY(!QDir(top.filePath("projects")).exists()); // nothing is made in the empty place
        QCOMPARE(resumeOpenPublishes(studio.around).waiting, 1);
        QVERIFY(QDir().rename(top.filePath("unplugged"), top.filePath("projects")));
        isPlugged = true;
        QCOMPARE(resumeOpenPublishes(studio.around).undone, 1);
        QCOMPARE(studio.fault(), QString());
    }

    void aSourceThatChanges()
    {
        QTemporaryDir top;
        Studio studio(top.path());
        studio.makeSources();
        int changes = 0;
        const auto disk = systemFileSystem();
        const QString source = top.filePath("in/x.1.exr");
        const Result<FileContent> copied = disk->copy(source, top.filePath("copy"), [&](qint64) {
            static_cast<void>(writeFile(source, QByteArray(1500, 'z')));
            ++changes;
            return true;
        });
        QCOMPARE(copied.error().kind, ErrorKind::Conflict);
        QVERIFY2(copied.error().message.contains(source), qPrintable(copied.error().message));
        QVERIFY(!QFile::exists(top.filePath("copy")));
        // Whoever keeps on writing is named; whoever stops is taken at the second try.
        const auto growing = [&](int times) {
            return [&studio, source, times, left = times](const PublishProgress &now) mutable {
                static_cast<void>(times);
                if (now.bytesDone > 0 && left-- > 0)
                    static_cast<void>(writeFile(source, QByteArray(2000 + left, 'y')));
            };
        };
        const Result<Integrated> once = studio.publish({}, growing(1));
        QVERIFY2(once, qPrintable(once ? QString() : once.error().message));
        QCOMPARE(studio.fault(), QString());
    }

    void stoppedAnywhereLeavesNothing()
    {
        for (int step = 0;; ++step) {
            QTemporaryDir top;
            Studio studio(top.path());
            studio.makeSources();
            std::stop_source stop;
            studio.effects.before = [&stop, step](int number, const Effect &) {
                if (number == step)
                    stop.request_stop();
            };
            const Result<Integrated> done = studio.publish(stop.get_token());
            studio.effects.before = {};
            QCOMPARE(studio.fault(), QString());
            if (done && !stop.stop_requested()) {
                QVERIFY(step > 10);
                break;
            }
            QCOMPARE(studio.server.versions().size(), done ? 1 : 0);
            if (!done)
                QCOMPARE(done.error().kind, ErrorKind::Cancelled);
        }
    }

    void othersJournalsAreLeftAlone()
    {
        QTemporaryDir top;
        Studio studio(top.path());
        Journal journal;
        journal.id = "one";
        journal.server = studio.around.serverUrl;
        journal.project = "lantern";
        journal.host = "desk7";
        journal.versionIds = {QString(32, 'a')};
        journal.owner = thisProcess();
        const JournalFolder folder(studio.disk, studio.around.journalFolder);
        QVERIFY(folder.write(journal));
        Resumed told = resumeOpenPublishes(studio.around);
        QCOMPARE(told.undone + told.finished + told.waiting, 0);
        journal.owner.mark = "another boot";
        journal.host = "desk8";
        QVERIFY(folder.write(journal));
        QCOMPARE(resumeOpenPublishes(studio.around).undone, 0);
        journal.host = "desk7";
        QVERIFY(folder.write(journal));
        QCOMPARE(resumeOpenPublishes(studio.around).undone, 1);
        QVERIFY(writeFile(folder.fileOf("two"), "{\"format\": 1, \"st"));
        told = resumeOpenPublishes(studio.around);
        QCOMPARE(told.messages.size(), 1);
        QVERIFY(QFile::exists(folder.fileOf("two")));
    }

    void journalsAreReadAsWritten()
    {
        Journal journal{"id",  "s",   "p",   "h",    {5, 1.5, "m"}, JournalState::Withdrawing,
                        "now", {"v"}, {"q"}, {"/a"}, {"/a/s"},      {{"/a/s/1", "/a/ü", {12, "aa"}}}};
        const Result<Journal> read = journalFromJson(journalToJson(journal));
        QVERIFY(read);
        QCOMPARE(journalToJson(*read), journalToJson(journal));
        QVERIFY(!journalFromJson({}));
    }

    void manySmallFilesAreSyncedTogether()
    {
        QTemporaryDir top;
        Studio studio(top.path());
        for (int n = 1; n <= 200; ++n)
            QVERIFY(writeFile(QStringLiteral("%1/in/x.%2.exr").arg(top.path()).arg(n, 4, 10, QLatin1Char('0')),
                              QByteArray(100, 'x')));
        studio.around.workers = 4;
        QVERIFY(studio.publish());
        QCOMPARE(studio.fault(), QString());
        QCOMPARE(studio.filesBelow("/projects").size(), 200);
    }
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList given = QCoreApplication::arguments();
    if (given.value(1) == "--publish-and-die")
        return publishAndDie(given.value(2), given.value(3).toInt());
    TestIntegration test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_integration.moc"
