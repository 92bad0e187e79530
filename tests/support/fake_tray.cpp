// SPDX-License-Identifier: Apache-2.0
#include "support/fake_tray.h"

#include <QTimer>

namespace hearth::tests
{

using namespace tray_ui;

namespace
{

void succeed(QObject *owner, Done<> done)
{
    QTimer::singleShot(0, owner, [done] { done(Result<>()); });
}

} // namespace

FakeTray::FakeTray()
{
    shown.sentence = QStringLiteral("Studio A, online");
    shown.headline = QStringLiteral("Open Blender on hero · modeling again");
    shown.recent = {{QStringLiteral("r1"), QStringLiteral("hero · modeling"), QStringLiteral("view_in_ar")},
                    {QStringLiteral("r2"), QStringLiteral("sh0010 · compositing"), QStringLiteral("layers")}};
    shown.running = {
        {QStringLiteral("p1"), QStringLiteral("Blender on hero · modeling"), QStringLiteral("view_in_ar")}};
    shown.services = {{QStringLiteral("s1"), QStringLiteral("Local server"), ServiceState::Running},
                      {QStringLiteral("s2"), QStringLiteral("Backup"), ServiceState::Idle}};
    shown.updateLine = QStringLiteral("Bundle lantern-2026-11 is ready");
}

void FakeTray::run(TrayCommand command, const QString &id)
{
    asked.append(QStringLiteral("%1 %2").arg(static_cast<int>(command)).arg(id).trimmed());
}

void FakeTray::set(TrayContents contents)
{
    shown = std::move(contents);
    Q_EMIT changed();
}

void FakeFirstRun::checkServer(const QString &typed, Done<ServerFound> done)
{
    asked.append(QStringLiteral("check ") + typed);
    QTimer::singleShot(0, this, [typed, done] {
        if (typed.contains(QStringLiteral("nobody")))
            done(fail(ErrorKind::Offline,
                      QStringLiteral("Nothing answers at nobody.example.com. Check the address, or the network."),
                      QStringLiteral("Host not found")));
        else
            done(Result<ServerFound>(
                {QStringLiteral("https://") + typed, QStringLiteral("Studio A"), QStringLiteral("1.15.18"), true}));
    });
}

void FakeFirstRun::signInWithPassword(const QString &url, const QString &name, const QString &password, Done<> done)
{
    asked.append(QStringLiteral("password %1 %2").arg(url, name));
    const bool isWrong = password == QStringLiteral("wrong");
    QTimer::singleShot(0, this, [isWrong, done] {
        if (isWrong)
            done(fail(ErrorKind::Unauthorized, QStringLiteral("Name or password is wrong.")));
        else
            done(Result<>());
    });
}

void FakeFirstRun::signInWithKey(const QString &url, const QString &, Done<> done)
{
    asked.append(QStringLiteral("key ") + url);
    succeed(this, std::move(done));
}

void FakeFirstRun::signInWithBrowser(const QString &url, Done<> done)
{
    asked.append(QStringLiteral("browser ") + url);
    succeed(this, std::move(done));
}

void FakeFirstRun::checkFolder(const QString &path, Done<FolderFacts> done)
{
    QTimer::singleShot(0, this, [path, done] {
        FolderFacts facts{path, true, {}, 214LL * 1024 * 1024 * 1024};
        if (path.contains(QStringLiteral("full"))) {
            facts.canBeUsed = false;
            facts.problem = QStringLiteral("Nothing can be written there: the disk is full.");
        }
        done(Result<FolderFacts>(facts));
    });
}

void FakeFirstRun::setUp(Done<> done)
{
    run(false, std::move(done));
}

void FakeFirstRun::setUpHere(const WorkHere &wanted, Done<> done)
{
    asked.append(QStringLiteral("here %1 %2").arg(wanted.name, wanted.projectsFolder));
    run(wanted.name == QStringLiteral("Fail"), std::move(done));
}

void FakeFirstRun::run(bool fails, Done<> done)
{
    m_steps = {{QStringLiteral("Start the server"), StepState::Finished, {}, 0, 0},
               {QStringLiteral("Make the first user"), StepState::Finished, {}, 0, 0},
               {QStringLiteral("Fetch addons"), fails ? StepState::Failed : StepState::Running,
                QStringLiteral("12.4 of 80 MB, 40 s left"), 124, 800},
               {QStringLiteral("Look for applications"), StepState::Waiting, {}, 0, 0}};
    m_done = std::move(done);
    if (staysInTheMiddle)
        return;
    QTimer::singleShot(0, this, [this, fails] {
        Q_EMIT stepsChanged();
        const Done<> finished = std::exchange(m_done, {});
        if (!finished)
            return;
        if (fails)
            finished(fail(ErrorKind::Internal, QStringLiteral("The server did not start: port 5000 is in use."),
                          QStringLiteral("bind: address already in use")));
        else
            finished(Result<>());
    });
}

void FakeFirstRun::cancel()
{
    asked.append(QStringLiteral("cancel"));
    if (const Done<> finished = std::exchange(m_done, {}))
        QTimer::singleShot(0, this, [finished] { finished(fail(ErrorKind::Cancelled)); });
}

std::vector<AccountServer> FakeAccount::servers() const
{
    if (isEmpty)
        return {};
    return {{QStringLiteral("a"), QStringLiteral("Studio A"), QStringLiteral("https://ayon.studio-a.example.com"),
             QStringLiteral("anna"), QStringLiteral("online"), true, false, false},
            {QStringLiteral("here"), QStringLiteral("This computer"), QStringLiteral("http://127.0.0.1:5010"),
             QStringLiteral("admin"), QStringLiteral("running"), false, true, false}};
}

void FakeAccount::switchTo(const QString &serverId, Done<> done)
{
    asked.append(QStringLiteral("switch ") + serverId);
    succeed(this, std::move(done));
}

void FakeAccount::signOut(const QString &serverId, Done<> done)
{
    asked.append(QStringLiteral("out ") + serverId);
    succeed(this, std::move(done));
}

void FakeAccount::showAdminPassword(const QString &, Done<QString> done)
{
    QTimer::singleShot(0, this, [done] { done(Result<QString>(QStringLiteral("quiet-lantern-42"))); });
}

void FakeAccount::changeAdminPassword(const QString &, const QString &password, Done<> done)
{
    asked.append(QStringLiteral("change %1").arg(password.size()));
    succeed(this, std::move(done));
}

FakeSettings::FakeSettings()
{
    SettingItem theme{QStringLiteral("ui/theme"),
                      QStringLiteral("Appearance"),
                      QStringLiteral("Follows the desktop unless chosen here"),
                      SettingKind::Choice,
                      QStringLiteral("system"),
                      QStringLiteral("system"),
                      0,
                      0,
                      {},
                      {{QStringLiteral("system"), QStringLiteral("As the desktop")},
                       {QStringLiteral("dark"), QStringLiteral("Dark")},
                       {QStringLiteral("light"), QStringLiteral("Light")}},
                      {}};
    SettingItem start{QStringLiteral("ui/autostart"),
                      QStringLiteral("Start with the computer"),
                      QStringLiteral("Hearth waits in the tray"),
                      SettingKind::Switch,
                      true,
                      false,
                      0,
                      0,
                      {},
                      {},
                      {}};
    SettingItem interval{QStringLiteral("update/interval"),
                         QStringLiteral("Look for updates every"),
                         {},
                         SettingKind::Number,
                         5,
                         5,
                         0,
                         720,
                         QStringLiteral("minutes"),
                         {},
                         {}};
    SettingItem url{QStringLiteral("server/url"),
                    QStringLiteral("Server"),
                    {},
                    SettingKind::Text,
                    QStringLiteral("https://ayon.studio-a.example.com"),
                    {},
                    0,
                    0,
                    {},
                    {},
                    QStringLiteral("the policy of this machine")};
    SettingItem folder{QStringLiteral("projects/folder"),
                       QStringLiteral("Folder for projects"),
                       QStringLiteral("Only for projects of this computer's own server"),
                       SettingKind::Folder,
                       QStringLiteral("/home/anna/Documents/Projects"),
                       {},
                       0,
                       0,
                       {},
                       {},
                       {}};
    SettingItem blender{QStringLiteral("applications/blender"),
                        QStringLiteral("Blender"),
                        QStringLiteral("Found in /usr/bin; another one can be added"),
                        SettingKind::File,
                        QStringLiteral("/usr/bin/blender"),
                        {},
                        0,
                        0,
                        {},
                        {},
                        {}};
    m_sections = {
        {QStringLiteral("general"), QStringLiteral("General"), QStringLiteral("tune"), {theme, start}},
        {QStringLiteral("server"), QStringLiteral("Server and updates"), QStringLiteral("dns"), {url, interval}},
        {QStringLiteral("projects"), QStringLiteral("Projects"), QStringLiteral("folder_open"), {folder}},
        {QStringLiteral("applications"), QStringLiteral("Applications"), QStringLiteral("apps"), {blender}}};
}

void FakeSettings::change(const QString &key, const QVariant &value, Done<> done)
{
    asked.append(QStringLiteral("%1=%2").arg(key, value.toString()));
    const bool isRefused = value.toString().contains(QStringLiteral("nowhere"));
    QTimer::singleShot(0, this, [isRefused, done] {
        if (isRefused)
            done(fail(ErrorKind::Invalid, QStringLiteral("There is nothing at that path. The old value was kept.")));
        else
            done(Result<>());
    });
}

void FakeReport::collect(Done<std::vector<ReportPart>> done)
{
    QTimer::singleShot(0, this, [this, done] {
        if (isFailing) {
            done(fail(ErrorKind::Internal, QStringLiteral("The logs cannot be read."),
                      QStringLiteral("permission denied")));
            return;
        }
        QString log;
        for (int i = 0; i < 40; ++i)
            log +=
                QStringLiteral("10:%1:07 info client GET /api/projects 200 in 4 ms\n").arg(i, 2, 10, QLatin1Char('0'));
        done(Result<std::vector<ReportPart>>(
            {{QStringLiteral("versions.txt"), QStringLiteral("Versions of Hearth and of the system"),
              QStringLiteral("Hearth 0.1.0\nQt 6.4.2\nDebian 12"), 420},
             {QStringLiteral("configuration.json"), QStringLiteral("Every value and where it comes from"),
              QStringLiteral("{\n  \"server\": \"https://ayon.studio-a.example.com\",\n  \"apiKey\": \"•••\"\n}"),
              2100},
             {QStringLiteral("logs/hearth.log"), QStringLiteral("The last 2,000 lines of the log"), log, 88200}}));
    });
}

void FakeReport::save(const QString &file, const QStringList &partNames, const QString &, Done<QString> done)
{
    asked.append(QStringLiteral("save %1").arg(partNames.join(QLatin1Char(','))));
    QTimer::singleShot(0, this, [done, file] { done(Result<QString>(file)); });
}

std::vector<ProjectPreset> FakeProjectMaker::presets() const
{
    return {
        {QStringLiteral("film"), QStringLiteral("Film"), QStringLiteral("assets, sequences and shots")},
        {QStringLiteral("series"), QStringLiteral("Series"), QStringLiteral("assets, episodes, sequences and shots")},
        {QStringLiteral("game"), QStringLiteral("Game"), QStringLiteral("assets and levels")}};
}

QString FakeProjectMaker::problemOf(const QString &name, const QString &code) const
{
    if (name.isEmpty() || code.isEmpty())
        return QStringLiteral("Name and code are needed.");
    return name.contains(QLatin1Char('-')) ? QStringLiteral("A name has no dashes in it; use _ instead.") : QString();
}

void FakeProjectMaker::proposedFolder(Done<QString> done)
{
    QTimer::singleShot(0, this, [done] { done(Result<QString>(QStringLiteral("/home/anna/Projects"))); });
}

void FakeProjectMaker::create(const NewProject &wanted, Done<> done)
{
    asked.append(QStringLiteral("%1 %2 %3 %4").arg(wanted.name, wanted.code, wanted.preset, wanted.folder));
    succeed(this, std::move(done));
}

QString FakeRestorer::finding() const
{
    return QStringLiteral("The file hearth.sqlite cannot be read since today, 09:12. It was kept as "
                          "hearth.sqlite.damaged-2026-11-21 and nothing in it was changed.");
}

std::vector<Backup> FakeRestorer::backups() const
{
    const QDateTime noon(QDate(2026, 11, 20), QTime(12, 0), Qt::UTC);
    std::vector<Backup> found;
    for (int i = 0; i < 5; ++i)
        found.push_back({QString::number(i), noon.addDays(-i), (4LL - i / 3) * 1024 * 1024});
    return found;
}

void FakeRestorer::restore(const QString &backupId, Done<> done)
{
    asked.append(QStringLiteral("restore ") + backupId);
    succeed(this, std::move(done));
}

void FakeRestorer::startEmpty(Done<> done)
{
    asked.append(QStringLiteral("empty"));
    succeed(this, std::move(done));
}

UpdateOffer sampleUpdate()
{
    return {QStringLiteral("u1"),
            QStringLiteral("Bundle lantern-2026-11 is ready"),
            QStringLiteral("3 addons changed. Applications that run keep what they have."),
            {{QStringLiteral("core 1.9.7 → 1.9.8"), QStringLiteral("Fixes for publishing textures")},
             {QStringLiteral("applications 1.4.3 → 1.4.4"), QStringLiteral("Blender 4.2 added")},
             {QStringLiteral("blender 1.1.7 → 1.1.8"), QStringLiteral("No notes")}}};
}

CrashTrace sampleCrash()
{
    return {QDateTime(QDate(2026, 11, 20), QTime(17, 42), Qt::UTC), QStringLiteral("while showing the launcher"),
            QStringLiteral("signal 11 in thread 1\n#0 QAbstractItemView::paintEvent\n#1 hearth::ui_kit::RowList\n#2 "
                           "QApplication::notify")};
}

AboutFacts sampleFacts()
{
    return {QStringLiteral("0.1.0"),
            QStringLiteral("commit 0b71581, 21 November 2026"),
            {QStringLiteral("Server: Studio A, 1.15.18"), QStringLiteral("Bundle: lantern-2026-11"),
             QStringLiteral("Machine: quiet-brave-otter")},
            {{QStringLiteral("Qt"), QStringLiteral("6.4.2"), QStringLiteral("LGPL-3.0-only"), {}},
             {QStringLiteral("SQLite"), QStringLiteral("3.40.1"), QStringLiteral("blessing"), {}},
             {QStringLiteral("Inter"), QStringLiteral("4.0"), QStringLiteral("OFL-1.1"), {}},
             {QStringLiteral("Material Design Icons"), QStringLiteral("6.7.0"), QStringLiteral("Apache-2.0"), {}}}};
}

} // namespace hearth::tests
