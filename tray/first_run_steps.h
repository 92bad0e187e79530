// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tray/sign_in_steps.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace hearth::tray_ui
{

struct FirstRunFacts {
    Fixed serverUrl;
    bool mayConnect = true;  ///< policy allows a studio server
    bool mayWorkHere = true; ///< policy allows this computer's own server
    QString keychainNote;    ///< set where secrets go into an encrypted file instead of the keychain
    QString proposedName;    ///< the person's name on this machine
    Fixed projectsFolder;    ///< default or fixed folder for projects
    bool hasSampleProject = true;
    QString databaseNote{}; ///< set where this computer's database is not in its data folder
};

struct FolderFacts {
    QString path;
    bool canBeUsed = true;
    QString problem;       ///< why not, one sentence, or a warning when canBeUsed
    qint64 freeBytes = -1; ///< -1: unknown
};

enum class StepState { Waiting, Running, Finished, Failed };

/// One named step of the progress page. total 0: no measure, only running.
struct SetUpStep {
    QString name;
    StepState state = StepState::Waiting;
    QString detail; ///< "12.4 of 80 MB"
    qint64 done = 0;
    qint64 total = 0;
};

struct WorkHere {
    QString name;
    QString projectsFolder;
};

/// What first run can do. Implemented by the program; the window holds no rules. Threads: GUI only.
///
/// Order: checkServer → one signIn… → setUp, or setUpHere. setUp ends with its Done; steps are told through
/// stepsChanged. cancel() ends whatever runs, leaves no trace and makes its Done come with ErrorKind::Cancelled.
class FirstRunSteps : public SignInSteps
{
    Q_OBJECT

public:
    using SignInSteps::SignInSteps;

    virtual FirstRunFacts facts() const = 0;

    virtual void checkFolder(const QString &path, Done<FolderFacts> done) = 0;

    /// Fetches what the studio's bundle needs; after a sign-in.
    virtual void setUp(Done<> done) = 0;
    /// Starts this computer's own server and makes everything it needs.
    virtual void setUpHere(const WorkHere &wanted, Done<> done) = 0;
    virtual std::vector<SetUpStep> steps() const = 0;
    virtual void cancel() = 0;

Q_SIGNALS:
    void stepsChanged();
    void factsChanged();
};

} // namespace hearth::tray_ui
