// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>
#include <QDate>
#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace hearth::launcher_ui
{

/// What a status means, whatever it is called.
enum class StatusState { NotStarted, InProgress, Blocked, Done };

struct Status {
    QString name;
    QString shortName;
    QString icon; ///< Material glyph name
    QColor color; ///< as the server gives it; corrected for contrast when painted
    StatusState state = StatusState::NotStarted;
    bool operator==(const Status &) const = default;
};

/// A folder type or a task type of a project.
struct Kind {
    QString name;
    QString icon;
    QColor color;
    bool operator==(const Kind &) const = default;
};

struct Project {
    QString name; ///< unique
    QString code;
    QString label;
    bool isPinned = false;
    bool isLibrary = false;
    bool mayCreateTasks = false;
    QDateTime lastUsed; ///< invalid when never used on this machine
    std::vector<Status> taskStatuses;
    std::vector<Kind> taskTypes;
    bool operator==(const Project &) const = default;
};

struct Folder {
    QString id;
    QString parentId; ///< empty for a folder at the top
    QString name;
    QString label; ///< empty: the name is shown
    QString path;  ///< "/assets/hero"
    QString type;
    QString typeIcon;
    QColor statusColor; ///< invalid: no dot
    QString statusName;
    int taskCount = 0;        ///< tasks of this folder and of everything below it
    bool isLeaf = false;      ///< a shot or an asset; counted in the panel head
    bool isActive = true;     ///< false: deactivated, shown only where one asks for such
    bool hasVersions = false; ///< here or below; such a folder keeps its name and its place
    bool operator==(const Folder &) const = default;
};

enum class Priority { None, Low, Normal, High, Urgent };

struct Task {
    QString id;
    QString project; ///< project name
    QString projectLabel;
    QString folderId;
    QString folderPath; ///< "/assets/hero"
    QString name;
    QString label;
    QString type;
    QString typeIcon;
    QColor typeColor;
    Status status;
    QStringList assignees;     ///< names to show; "you" is put in by isMine
    QStringList assigneeNames; ///< of everybody, as the server has them
    bool isMine = false;
    QDate due; ///< invalid: none
    Priority priority = Priority::None;
    QString waitsFor; ///< what it waits for, in words; may be empty
    bool mayChangeStatus = true;
    bool isActive = true; ///< false: deactivated, shown only where one asks for such
    bool operator==(const Task &) const = default;
};

struct Note {
    QString author;
    QDateTime when;
    QString text;
    bool operator==(const Note &) const = default;
};

/// Where a workfile's bytes are.
enum class FilePlace {
    ThisMachine,  ///< on this machine's disk
    Studio,       ///< on the studio's storage, reachable now
    NotHere,      ///< known to the server; its file cannot be reached from here
    Unregistered, ///< found in the work folder, unknown to the server
};

struct Workfile {
    QString id;              ///< server's id; empty when unregistered
    QString path;            ///< absolute on this machine
    QString name;            ///< file name
    int version = 0;         ///< 0: none in the name
    QString application;     ///< group, "blender"; empty when unknown
    QString applicationIcon; ///< Material glyph name
    QColor applicationColor;
    QString author;
    bool isMine = false;
    QDateTime when;
    QString comment;
    QString lockedBy; ///< empty: not locked
    FilePlace place = FilePlace::ThisMachine;
    bool operator==(const Workfile &) const = default;
};

/// One version of one application that may be started for a task.
struct Application {
    QString fullName;     ///< "blender/3-4"
    QString group;        ///< "blender"
    QString groupLabel;   ///< "Blender"
    QString variantLabel; ///< "3.4"
    QString icon;         ///< Material glyph name
    QColor iconColor;
    QStringList extensions; ///< with dot, that it opens
    QDateTime lastUsed;
    bool isInstalled = true;
    QString problem; ///< why it cannot be started now, one sentence; empty when it can
    bool makesWorkfiles = true;
    bool operator==(const Application &) const = default;
};

/// An action that the server offers for what is selected.
struct ServerAction {
    QString id;
    QString label;
    QString icon;
    QColor iconColor;
    QString description;
    bool operator==(const ServerAction &) const = default;
};

struct WorkfileTemplate {
    QString id;
    QString label;
    QString detail;
};

/// What a new workfile would be; shown before anything is made.
struct WorkfilePreview {
    QString path;
    int version = 1;
};

/// Project, folder and task by id, and by path for showing.
struct Context {
    QString project;
    QString folderId;
    QString folderPath;
    QString taskId;
    QString taskName;
    bool operator==(const Context &) const = default;
};

enum class Reach { Online, Connecting, Offline };

struct Connection {
    Reach reach = Reach::Connecting;
    QString server;   ///< "Studio A" or "This computer"
    QString sentence; ///< "online, synced"; plain words
    QString user;
    QString bundle;
    QDateTime lastContact;
    int changesWaiting = 0;
};

/// A server one has signed in to before; switching to it asks for nothing.
struct Server {
    QString id;
    QString label;
    QString sentence; ///< "online"
    bool isCurrent = false;
};

enum class Severity { Information, Good, Warning, Problem };

struct NoticeAction {
    QString id;
    QString label;
    bool isMain = false;
};

/// Something that wants to be read; stays until dismissed or solved.
struct Notice {
    QString id;
    Severity severity = Severity::Information;
    QString title;
    QString text;
    QString details; ///< folds out, can be copied; empty: none
    std::vector<NoticeAction> actions;
    bool mayDismiss = true;
    bool isProminent = false; ///< also a row below the header, as an update is
};

/// What this build and these rights allow. What is false is not shown.
struct Capabilities {
    bool publish = false;
    bool load = false;
    bool explore = false;
    bool terminal = false;
    bool templates = false;
};

enum class ProcessState { Starting, Running, Ended, Failed };

struct Process {
    QString id;
    QString application; ///< "Blender 3.4"
    QString icon;
    QColor iconColor;
    QString context; ///< "hero · modeling"
    QDateTime since;
    QDateTime until; ///< invalid while it runs
    ProcessState state = ProcessState::Running;
    std::optional<int> exitCode;
    qint64 pid = 0;
    QString logFile;
    bool operator==(const Process &) const = default;
};

/// One source that set, changed or removed a variable.
struct EnvironmentStep {
    QString source; ///< "Blender 3.4, application settings"
    QString before; ///< masked where secret
    QString after;
    bool isRemoval = false;
    bool operator==(const EnvironmentStep &) const = default;
};

/// How a variable stands to the same one of another start.
enum class Comparison { None, Same, Different, OnlyHere, OnlyThere };

struct EnvironmentVariable {
    QString name;
    QString value;     ///< masked where secret
    QString separator; ///< path separator when it is a list, else empty
    bool isSecret = false;
    bool isChanged = false;             ///< differs from the environment Hearth itself was started in
    std::vector<EnvironmentStep> steps; ///< oldest first
    Comparison comparison = Comparison::None;
    QString otherValue = {}; ///< of the start compared with; masked where secret
    bool operator==(const EnvironmentVariable &) const = default;
};

struct EnvironmentReport {
    QString application;
    QString context;
    QDateTime when;
    QString command; ///< program and arguments as they would be started
    QStringList warnings;
    std::vector<EnvironmentVariable> variables; ///< by name
};

/// An earlier start on this machine whose environment was kept.
struct RecordedStart {
    QString file;
    QString application;
    QString context;
    QDateTime when;
};

enum class HitKind { Project, Folder, Task, Product, Workfile, Application, Action };

/// One thing the search found.
struct SearchHit {
    QString key;
    HitKind kind = HitKind::Folder;
    QString title;
    QString secondLine;
    QString glyph;
    Context context;
    QString detail; ///< workfile path, application full name
    int rank = 0;   ///< smaller is better
    bool operator==(const SearchHit &) const = default;
};

} // namespace hearth::launcher_ui
