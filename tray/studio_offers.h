// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui_kit/reply.h"

#include <QDateTime>
#include <QObject>
#include <QString>
#include <QStringList>

#include <vector>

namespace hearth::tray_ui
{

using ui_kit::Done;

struct ProjectPreset {
    QString id; ///< "film", "series", "game"
    QString label;
    QString explanation; ///< what it makes: "assets, sequences and shots"
};

struct NewProject {
    QString name;
    QString code;
    QString preset;
    QString folder; ///< where its files live; empty: where the studio's always do
};

/// Makes projects. Implemented by the program. Threads: GUI only.
class ProjectMaker : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual std::vector<ProjectPreset> presets() const = 0;
    /// A code for a name: "Lantern" gives "lan". Pure and quick.
    virtual QString proposedCode(const QString &name) const = 0;
    /// Why name and code cannot be used, one sentence; empty when they can. Pure and quick.
    virtual QString problemOf(const QString &name, const QString &code) const = 0;
    /// The folder a new project's files go to when nobody says otherwise, and for whom that holds.
    virtual void proposedFolder(Done<QString> done) = 0;
    virtual void create(const NewProject &wanted, Done<> done) = 0;
};

struct UpdateChange {
    QString title; ///< "core 1.9.7 → 1.9.8"
    QString detail;
};

struct UpdateOffer {
    QString id;
    QString title; ///< "Bundle lantern-2026-11 is ready"
    QString text;  ///< "3 addons changed. What runs keeps running."
    std::vector<UpdateChange> changes;
};

enum class UpdateChoice { Now, AtNextStart, Later };

/// A trace that the last run left when it ended unexpectedly.
struct CrashTrace {
    QDateTime when;
    QString summary;
    QString text; ///< scrubbed
};

struct Backup {
    QString id;
    QDateTime when;
    qint64 sizeBytes = 0;
};

/// Brings a damaged database back. Implemented by the program. Threads: GUI only.
class BackupRestorer : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// What was found wrong, and where the damaged file is kept.
    virtual QString finding() const = 0;
    virtual std::vector<Backup> backups() const = 0;
    virtual void restore(const QString &backupId, Done<> done) = 0;
    /// Begins with an empty database; the damaged file stays where it is.
    virtual void startEmpty(Done<> done) = 0;
};

struct LicencePart {
    QString name;
    QString version;
    QString licence; ///< SPDX expression
    QString text;
};

struct AboutFacts {
    QString version;
    QString build;     ///< commit and date
    QStringList lines; ///< server, bundle, machine: one line each
    std::vector<LicencePart> parts;
};

} // namespace hearth::tray_ui
