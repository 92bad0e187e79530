// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tray/account_source.h"
#include "tray/first_run_steps.h"
#include "tray/problem_report_source.h"
#include "tray/settings_source.h"
#include "tray/studio_offers.h"
#include "tray/tray_source.h"

#include <QStringList>

namespace hearth::tests
{

class FakeTray final : public tray_ui::TraySource
{
    Q_OBJECT

public:
    FakeTray();
    tray_ui::TrayContents contents() const override { return shown; }
    void run(tray_ui::TrayCommand command, const QString &id) override;
    void set(tray_ui::TrayContents contents);

    tray_ui::TrayContents shown;
    QStringList asked; ///< "9 id": number of the command and the id
};

/// First run in memory. Words typed decide what happens: "nobody" is unreachable, the password "wrong" is wrong,
/// a folder with "full" in it cannot be used, the name "Fail" fails in the middle.
class FakeFirstRun final : public tray_ui::FirstRunSteps
{
    Q_OBJECT

public:
    using FirstRunSteps::FirstRunSteps;

    tray_ui::FirstRunFacts given{
        {}, true, true, {}, QStringLiteral("Anna"), {QStringLiteral("/home/anna/Documents/Projects"), {}}, true};
    QStringList asked;

    tray_ui::FirstRunFacts facts() const override { return given; }
    void checkServer(const QString &typed, tray_ui::Done<tray_ui::ServerFound> done) override;
    void signInWithPassword(const QString &url, const QString &name, const QString &password,
                            tray_ui::Done<> done) override;
    void signInWithKey(const QString &url, const QString &key, tray_ui::Done<> done) override;
    void signInWithBrowser(const QString &url, tray_ui::Done<> done) override;
    void cancelSignIn() override { asked.append(QStringLiteral("cancel sign-in")); }
    void checkFolder(const QString &path, tray_ui::Done<tray_ui::FolderFacts> done) override;
    void setUp(tray_ui::Done<> done) override;
    void setUpHere(const tray_ui::WorkHere &wanted, tray_ui::Done<> done) override;
    std::vector<tray_ui::SetUpStep> steps() const override { return m_steps; }
    void cancel() override;

    /// Stops in the middle, for pictures of the progress page.
    bool staysInTheMiddle = false;

private:
    void run(bool fails, tray_ui::Done<> done);

    std::vector<tray_ui::SetUpStep> m_steps;
    tray_ui::Done<> m_done;
};

class FakeAccount final : public tray_ui::AccountSource
{
    Q_OBJECT

public:
    using AccountSource::AccountSource;

    bool isEmpty = false;
    QString note;
    QStringList asked;

    std::vector<tray_ui::AccountServer> servers() const override;
    QString secretsNote() const override { return note; }
    void switchTo(const QString &serverId, tray_ui::Done<> done) override;
    void signOut(const QString &serverId, tray_ui::Done<> done) override;
    void showAdminPassword(const QString &serverId, tray_ui::Done<QString> done) override;
    void changeAdminPassword(const QString &serverId, const QString &password, tray_ui::Done<> done) override;
    void addServer() override { asked.append(QStringLiteral("add")); }
};

class FakeSettings final : public tray_ui::SettingsSource
{
    Q_OBJECT

public:
    FakeSettings();
    std::vector<tray_ui::SettingSection> sections() const override { return m_sections; }
    void change(const QString &key, const QVariant &value, tray_ui::Done<> done) override;
    QStringList asked;

private:
    std::vector<tray_ui::SettingSection> m_sections;
};

class FakeReport final : public tray_ui::ProblemReportSource
{
    Q_OBJECT

public:
    using ProblemReportSource::ProblemReportSource;

    bool isFailing = false;
    QStringList asked;

    void collect(tray_ui::Done<std::vector<tray_ui::ReportPart>> done) override;
    QString proposedFile() const override { return QStringLiteral("/home/anna/hearth-report.zip"); }
    void save(const QString &file, const QStringList &partNames, const QString &description,
              tray_ui::Done<QString> done) override;
    void reveal(const QString &file) override { asked.append(QStringLiteral("reveal ") + file); }
};

class FakeProjectMaker final : public tray_ui::ProjectMaker
{
    Q_OBJECT

public:
    using ProjectMaker::ProjectMaker;

    QStringList asked;
    std::vector<tray_ui::ProjectPreset> presets() const override;
    QString proposedCode(const QString &name) const override { return name.left(3).toLower(); }
    QString problemOf(const QString &name, const QString &code) const override;
    void proposedFolder(tray_ui::Done<QString> done) override;
    void create(const tray_ui::NewProject &wanted, tray_ui::Done<> done) override;
};

class FakeRestorer final : public tray_ui::BackupRestorer
{
    Q_OBJECT

public:
    using BackupRestorer::BackupRestorer;

    QStringList asked;
    QString finding() const override;
    std::vector<tray_ui::Backup> backups() const override;
    void restore(const QString &backupId, tray_ui::Done<> done) override;
    void startEmpty(tray_ui::Done<> done) override;
};

tray_ui::UpdateOffer sampleUpdate();
tray_ui::CrashTrace sampleCrash();
tray_ui::AboutFacts sampleFacts();

} // namespace hearth::tests
