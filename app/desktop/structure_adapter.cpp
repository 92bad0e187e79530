// SPDX-License-Identifier: Apache-2.0
#include "desktop/structure_adapter.h"
#include "contract/permissions.h"
#include "core/entity_id.h"
#include "structure/entity_edit.h"
#include "structure/structure_edit.h"
#include "structure/table_text.h"

#include <QJsonArray>

#include <map>
#include <mutex>

namespace hearth::desktop
{

using namespace launcher_ui;
using structure::StructureFacts;
using structure::StructurePlan;
using ui_kit::Done;

namespace
{
constexpr std::size_t mostUndo = 50;
constexpr std::chrono::seconds factsAge{20};
constexpr std::chrono::seconds rulesAge{60};

QString newId()
{
    return QString::fromStdString(newEntityId());
}

QString columnWords(structure::Column column)
{
    switch (column) {
    case structure::Column::Folder:
        return StructureAdapter::tr("Folder");
    case structure::Column::FolderType:
        return StructureAdapter::tr("Folder type");
    case structure::Column::Task:
        return StructureAdapter::tr("Task");
    case structure::Column::TaskType:
        return StructureAdapter::tr("Task type");
    case structure::Column::Assignees:
        return StructureAdapter::tr("Assignees");
    case structure::Column::Status:
        return StructureAdapter::tr("Status");
    case structure::Column::Due:
        return StructureAdapter::tr("Due");
    case structure::Column::FrameStart:
        return StructureAdapter::tr("First frame");
    case structure::Column::FrameEnd:
        return StructureAdapter::tr("Last frame");
    case structure::Column::Ignored:
        break;
    }
    return {};
}

int countOf(const StructurePlan &plan, structure::Change what, bool isTask)
{
    return static_cast<int>(std::count_if(plan.changes.begin(), plan.changes.end(),
                                          [&](const auto &one) { return one.what == what && one.isTask == isTask; }));
}

QString madeWords(const StructurePlan &plan)
{
    const int folders = countOf(plan, structure::Change::Create, false);
    const int tasks = countOf(plan, structure::Change::Create, true);
    QStringList words;
    if (folders > 0)
        words.append(folders == 1 ? StructureAdapter::tr("1 folder") : StructureAdapter::tr("%1 folders").arg(folders));
    if (tasks > 0)
        words.append(tasks == 1 ? StructureAdapter::tr("1 task") : StructureAdapter::tr("%1 tasks").arg(tasks));
    return words.join(StructureAdapter::tr(" and "));
}

Context placeIn(const QString &project, const structure::PlaceMade &place)
{
    Context made;
    made.project = project;
    made.folderId = place.folderId;
    made.folderPath = place.folderPath;
    made.taskId = place.taskId;
    return made;
}

StructurePreview shownPreview(const structure::TableText &table, const StructurePlan &plan)
{
    StructurePreview made;
    qsizetype width = std::max<qsizetype>(1, table.heads.size());
    for (const QStringList &row : table.rows)
        width = std::max(width, row.size());
    for (qsizetype n = 0; n < std::min(width, static_cast<qsizetype>(table.columns.size())); ++n) {
        const structure::Column column = table.columns[static_cast<std::size_t>(n)];
        const bool isRead = column != structure::Column::Ignored;
        made.columns.append(isRead ? columnWords(column) : StructureAdapter::tr("%1 (not read)").arg(table.heads[n]));
        if (!isRead && !table.heads[n].isEmpty())
            made.notRead.append(table.heads[n]);
    }
    made.rows = table.rows;
    for (const structure::CellProblem &one : table.problems)
        made.problems.push_back({static_cast<int>(one.row), static_cast<int>(one.column), one.message});
    made.refusals = plan.problems;
    made.newFolders = countOf(plan, structure::Change::Create, false);
    made.newTasks = countOf(plan, structure::Change::Create, true);
    made.changed = plan.count(structure::Change::Update);
    return made;
}

structure::EntityEdit editOf(const StructureEdit &wanted)
{
    structure::EntityEdit made;
    made.isTask = wanted.isTask;
    made.ids = wanted.ids;
    made.name = wanted.name;
    made.parentId = wanted.parentId;
    made.active = wanted.active;
    made.assign = wanted.assign;
    made.unassign = wanted.unassign;
    if (wanted.due)
        made.due = wanted.due->isValid() ? wanted.due->toString(Qt::ISODate) : QString();
    const auto setFrame = [&made, &wanted](const QString &name, const std::optional<int> &frame) {
        if (frame || wanted.inheritsFrames)
            made.attrib.insert(name, frame ? QJsonValue(*frame) : QJsonValue(QJsonValue::Null));
    };
    setFrame(QStringLiteral("frameStart"), wanted.frameStart);
    setFrame(QStringLiteral("frameEnd"), wanted.frameEnd);
    return made;
}

void addRights(StructureRights &into, const contract::Permissions &permissions, const Context &context, bool isAssigned)
{
    const QString &project = context.project;
    into.mayCreate = permissions.mayCreateIn(project, context.folderPath, isAssigned);
    if (context.folderPath.isEmpty() ||
        !permissions.may(contract::Right::Update, project, context.folderPath, isAssigned))
        return;
    into.mayRename = permissions.mayWriteField(project, QStringLiteral("name"));
    if (permissions.mayWriteField(project, QStringLiteral("parentId")))
        into.mayMoveTo = [permissions, project](const QString &path) {
            return permissions.mayCreateIn(project, path, false);
        };
    if (permissions.mayWriteField(project, QStringLiteral("folderId")))
        into.mayMoveTasksTo = [permissions, project](const QString &path) {
            return !path.isEmpty() && permissions.mayCreateIn(project, path, false);
        };
    into.mayActivate = permissions.mayWriteField(project, QStringLiteral("active"));
    into.mayAssign = permissions.mayWriteField(project, QStringLiteral("assignees"));
    into.mayChangeStatus = permissions.mayWriteField(project, QStringLiteral("status"));
    into.maySetDue = permissions.mayWriteAttribute(project, QStringLiteral("endDate"));
    into.mayChangeFrames = permissions.mayWriteAttribute(project, QStringLiteral("frameStart")) &&
                           permissions.mayWriteAttribute(project, QStringLiteral("frameEnd"));
}

std::optional<int> frameOf(const QJsonObject &attrib, const char *name)
{
    const QJsonValue value = attrib.value(QLatin1String(name));
    return value.isDouble() ? std::optional(value.toInt()) : std::nullopt;
}

} // namespace

struct StructureAdapter::Memory {
    std::mutex mutex;
    QString project;
    std::chrono::steady_clock::time_point read;
    StructureFacts facts;
    QStringList people;

    struct Known {
        StructureFacts facts;
        QStringList people;
    };
    Result<Known> of(const client::Server &server, const QString &wanted, bool isFresh)
    {
        {
            const std::lock_guard lock(mutex);
            if (!isFresh && project == wanted && std::chrono::steady_clock::now() - read < factsAge)
                return Known{facts, people};
        }
        const Job<QJsonObject> asked = structure::askPeople(server, wanted);
        const Result<StructureFacts> now = structure::readFacts(server, wanted);
        const Result<std::vector<structure::KnownPerson>> known =
            now ? structure::readPeople(asked) : fail(now.error());
        if (!known)
            return fail(known.error());
        const std::lock_guard lock(mutex);
        project = wanted;
        read = std::chrono::steady_clock::now();
        facts = *now;
        people.clear();
        for (const structure::KnownPerson &one : *known)
            people.append(one.name);
        return Known{facts, people};
    }
    void forget()
    {
        const std::lock_guard lock(mutex);
        project.clear();
    }

    /// What the rights in a project depend on; asked again after a while, not with every folder.
    struct Rules {
        contract::Permissions permissions;
        QStringList folderTypes;
        std::vector<Person> people;
        std::chrono::steady_clock::time_point read;
    };
    Result<Rules> rulesOf(const client::Server &server, const QString &wanted)
    {
        {
            const std::lock_guard lock(mutex);
            const auto known = rules.find(wanted);
            if (known != rules.end() && std::chrono::steady_clock::now() - known->second.read < rulesAge)
                return known->second;
        }
        const Job<QJsonObject> permissions = server.call("GET", QStringLiteral("/api/users/me/permissions"));
        Rules made;
        if (!wanted.isEmpty()) {
            const Job<QJsonObject> asked = structure::askPeople(server, wanted);
            const Job<contract::Project> answer = server.project(wanted);
            const Result<contract::Project> &found = answer.wait();
            if (!found)
                return fail(found.error());
            for (const contract::TypeItem &type : found->folderTypes)
                made.folderTypes.append(type.name);
            if (const Result<std::vector<structure::KnownPerson>> known = structure::readPeople(asked))
                for (const structure::KnownPerson &one : *known)
                    made.people.push_back({one.name, one.fullName});
        }
        if (!permissions.wait())
            return fail(permissions.wait().error());
        made.permissions = contract::Permissions(*permissions.wait());
        made.read = std::chrono::steady_clock::now();
        const std::lock_guard lock(mutex);
        rules.insert_or_assign(wanted, made);
        return made;
    }
    void forgetAll()
    {
        const std::lock_guard lock(mutex);
        project.clear();
        rules.clear();
    }
    std::map<QString, Rules> rules;
};

StructureAdapter::StructureAdapter(StudioState &state, QObject *parent)
    : StructureSource(parent), m_state(state), m_memory(std::make_shared<Memory>())
{
    connect(&state, &StudioState::opened, this, [this] {
        m_undo.clear();
        ++m_opening;
        m_memory->forgetAll();
    });
}

void StructureAdapter::rights(const Context &context, Done<StructureRights> done)
{
    m_state.run<StructureRights>(
        this,
        [context, memory = m_memory](const launch::Launcher &,
                                     const launch::StudioSession &session) -> Result<StructureRights> {
            const Result<Memory::Rules> rules = memory->rulesOf(session.server, context.project);
            if (!rules)
                return fail(rules.error());
            StructureRights made;
            made.mayCreateProjects = rules->permissions.mayCreateProjects();
            if (context.project.isEmpty())
                return made;
            bool isAssigned = false;
            if (!context.folderId.isEmpty() && rules->permissions.dependsOnAssignment(context.project)) {
                const Result<client::FolderWork> work =
                    session.server.folderWork(context.project, context.folderId).wait();
                if (!work)
                    return fail(work.error());
                for (const contract::Task &task : work->tasks)
                    isAssigned = isAssigned || task.assignees.contains(session.user);
            }
            addRights(made, rules->permissions, context, isAssigned);
            made.folderTypes = rules->folderTypes;
            made.people = rules->people;
            return made;
        },
        std::move(done));
}

void StructureAdapter::frames(const QString &project, const QString &folderId, Done<FrameRange> done)
{
    m_state.run<FrameRange>(
        this,
        [project, folderId](const launch::Launcher &, const launch::StudioSession &session) -> Result<FrameRange> {
            const Result<QJsonObject> folder =
                session.server.call("GET", QStringLiteral("/api/projects/%1/folders/%2").arg(project, folderId)).wait();
            if (!folder)
                return fail(folder.error());
            const QJsonObject attrib = folder->value(QLatin1String("attrib")).toObject();
            FrameRange made;
            made.first = frameOf(attrib, "frameStart").value_or(made.first);
            made.last = frameOf(attrib, "frameEnd").value_or(made.last);
            const QJsonArray own = folder->value(QLatin1String("ownAttrib")).toArray();
            made.isOwn = own.contains(QLatin1String("frameStart")) || own.contains(QLatin1String("frameEnd"));
            return made;
        },
        std::move(done));
}

void StructureAdapter::preview(const QString &project, const QString &base, const QString &folderType,
                               const QString &text, Done<StructurePreview> done)
{
    m_state.run<StructurePreview>(
        this,
        [=, memory = m_memory](const launch::Launcher &,
                               const launch::StudioSession &session) -> Result<StructurePreview> {
            const Result<Memory::Known> known = memory->of(session.server, project, false);
            if (!known)
                return fail(known.error());
            const structure::TableText table =
                structure::readTable(text, base, folderType, known->facts, known->people);
            return shownPreview(table, structure::planStructure(table.wanted, known->facts, newId));
        },
        std::move(done));
}

void StructureAdapter::carryOut(const QString &words, const Result<Step> &step, const Done<QString> &done)
{
    if (!step)
        return done(fail(step.error()));
    keep(*step);
    done(words);
    Q_EMIT changed(step->project);
}

void StructureAdapter::keep(const Step &step)
{
    m_memory->forget();
    if (!step.plan.operations.isEmpty())
        m_undo.push_back(step);
    if (m_undo.size() > mostUndo)
        m_undo.erase(m_undo.begin());
}

void StructureAdapter::remember(const QString &project, const QString &words, const QJsonObject &operation,
                                const QJsonObject &undo)
{
    Step step{project, words, {}};
    step.plan.operations.append(operation);
    step.plan.undo.append(undo);
    m_undo.push_back(std::move(step));
    m_memory->forget();
}

void StructureAdapter::make(const QString &project, const QString &base, const QString &folderType, const QString &text,
                            Done<MadeStructure> done)
{
    m_state.run<Step>(
        this,
        [=, memory = m_memory](const launch::Launcher &, const launch::StudioSession &session) -> Result<Step> {
            const Result<Memory::Known> known = memory->of(session.server, project, true);
            if (!known)
                return fail(known.error());
            const structure::TableText table =
                structure::readTable(text, base, folderType, known->facts, known->people);
            Step step{project, {}, structure::planStructure(table.wanted, known->facts, newId)};
            if (!table.problems.empty() || !step.plan.problems.isEmpty())
                return fail(ErrorKind::Invalid,
                            table.problems.empty() ? step.plan.problems.first() : table.problems.front().message);
            const Result<> made = structure::carryOut(session.server, project, step.plan);
            step.words = tr("Make %1").arg(madeWords(step.plan));
            return made ? Result<Step>(step) : fail(made.error());
        },
        [this, done](const Result<Step> &step) {
            if (!step)
                return done(fail(step.error()));
            keep(*step);
            done(MadeStructure{tr("Made %1. Ctrl+Z takes it back.").arg(madeWords(step->plan)),
                               placeIn(step->project, placeMade(step->plan))});
            Q_EMIT changed(step->project);
        });
}

void StructureAdapter::edit(const StructureEdit &wanted, Done<QString> done)
{
    m_state.run<Step>(
        this,
        [wanted](const launch::Launcher &, const launch::StudioSession &session) -> Result<Step> {
            const Result<StructureFacts> facts = structure::readFacts(session.server, wanted.project);
            if (!facts)
                return fail(facts.error());
            const Result<StructurePlan> plan = structure::planEdit(editOf(wanted), *facts, newId);
            if (!plan)
                return fail(plan.error());
            const Result<> made = structure::carryOut(session.server, wanted.project, *plan);
            return made ? Result<Step>(Step{wanted.project, wanted.words, *plan}) : fail(made.error());
        },
        [this, done](const Result<Step> &step) {
            carryOut(step ? tr("Done: %1. Ctrl+Z takes it back.").arg(step->words) : QString(), step, done);
        });
}

void StructureAdapter::undo(Done<QString> done)
{
    m_wanted.push_back(std::move(done));
    if (m_wanted.size() == 1)
        undoNext();
}

void StructureAdapter::undoNext()
{
    if (m_undo.empty()) {
        QMetaObject::invokeMethod(
            this, [this] { answerUndo(tr("There is nothing to take back.")); }, Qt::QueuedConnection);
        return;
    }
    // Off the list before it starts: what is kept meanwhile is newer, and is no part of it.
    const Step last = m_undo.back();
    m_undo.pop_back();
    const std::size_t place = m_undo.size();
    m_state.run<void>(
        this,
        [last](const launch::Launcher &, const launch::StudioSession &session) {
            return structure::carryOut(session.server, last.project, structure::reversed(last.plan));
        },
        [this, last, place, opening = m_opening](const Result<> &undone) {
            m_memory->forget();
            if (!undone && opening == m_opening)
                m_undo.insert(m_undo.begin() + static_cast<std::ptrdiff_t>(std::min(place, m_undo.size())), last);
            answerUndo(undone ? Result<QString>(tr("Taken back: %1").arg(last.words)) : fail(undone.error()));
            if (undone)
                Q_EMIT changed(last.project);
        });
}

void StructureAdapter::answerUndo(const Result<QString> &outcome)
{
    std::deque<Done<QString>> answered;
    answered.push_back(std::move(m_wanted.front()));
    m_wanted.pop_front();
    if (!outcome) // the next ones would only meet the same step again
        for (; !m_wanted.empty(); m_wanted.pop_front())
            answered.push_back(std::move(m_wanted.front()));
    if (!m_wanted.empty())
        undoNext();
    for (const Done<QString> &done : answered)
        done(outcome);
}

} // namespace hearth::desktop
