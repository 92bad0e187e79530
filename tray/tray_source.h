// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui_kit/reply.h"
#include "ui_kit/variant.h"

#include <QColor>
#include <QObject>
#include <QString>

#include <optional>
#include <vector>

namespace hearth::tray_ui
{

using ui_kit::Done;

/// What the tray icon's shape says. The first one that holds, in this order, is shown.
enum class TrayState { Attention, Offline, Working, Normal };

using ui_kit::Variant;

enum class ServiceState { Running, Idle, Failed };

/// One line of the tray's menu that stands for a thing: a recent context, a running program.
struct TrayEntry {
    QString id;
    QString label;
    QString icon; ///< Material glyph name
};

struct TrayService {
    QString id;
    QString label;
    ServiceState state = ServiceState::Idle;
};

/// What the menu shows. A feature that is not there has its flag off and no line.
struct TrayContents {
    TrayState state = TrayState::Normal;
    Variant variant = Variant::Production;
    QString product = QStringLiteral("Hearth");
    QString sentence; ///< tooltip's second line: "Studio A, online"
    QString headline; ///< "Open Blender on hero · modeling again"; empty: no line
    std::vector<TrayEntry> recent;
    std::vector<TrayEntry> running;
    std::vector<TrayService> services;
    QString offlineLine; ///< sync status in words; empty: no line
    QString updateLine;  ///< "Bundle lantern-2026-11 is ready"; empty: no line
    bool hasPublish = false;
    bool hasBrowse = false;
    bool hasPrepareOffline = false;
    bool hasAdmin = false;
};

enum class TrayCommand {
    Headline,
    Launcher,
    Publish,
    Browse,
    OpenRecent,  ///< with the entry's id
    ShowRunning, ///< with the entry's id
    ShowService, ///< with the service's id
    ProcessMonitor,
    PrepareOffline,
    SyncStatus,
    Update,
    Admin,
    Settings,
    Account,
    Guides,
    ReportProblem,
    About,
    Quit,
};

/// Where the tray gets what it shows and takes what a person chose. Implemented by the program. Threads: GUI only.
class TraySource : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual TrayContents contents() const = 0;
    virtual void run(TrayCommand command, const QString &id) = 0;

Q_SIGNALS:
    /// contents() gives something new.
    void changed();
    /// Plain words to show beside the tray icon.
    void messageWanted(const QString &title, const QString &text);
};

} // namespace hearth::tray_ui
