// SPDX-License-Identifier: Apache-2.0
#include "launcher/workfile_service.h"
#include "core/entity_id.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>

namespace hearth::launch
{

namespace
{
QString extensionOf(const QString &path)
{
    const QString suffix = QFileInfo(path).suffix();
    return suffix.isEmpty() ? QString() : u'.' + suffix;
}

/// Copies beside the target first, then links it into place, which fails when the target exists.
Result<> copyOnce(const QString &from, const QString &to)
{
    const QString temporary = to + QStringLiteral(".hearth-part");
    QFile::remove(temporary);
    if (!QFile::copy(from, temporary))
        return fail(ErrorKind::Internal,
                    QStringLiteral("%1 cannot be written. Is the drive full or read-only?").arg(to));
    QFile::setPermissions(temporary, QFile::permissions(temporary) | QFile::WriteOwner | QFile::ReadOwner);
    if (QFileInfo::exists(to) || !QFile::rename(temporary, to)) {
        QFile::remove(temporary);
        return fail(ErrorKind::Conflict, QStringLiteral("%1 exists already. Nothing was overwritten.").arg(to));
    }
    return {};
}

QJsonObject workfileBody(const WorkfileEntry &entry, const QString &taskId)
{
    return {
        {"path", entry.rootless},
        {"taskId", taskId},
        {"attrib", QJsonObject{{"extension", extensionOf(entry.path)}}},
        {"data", QJsonObject{{"host_name", entry.hostName}, {"version", entry.version}, {"comment", entry.comment}}}};
}
} // namespace

Result<WorkfileView> WorkfileService::view(const StudioSession &session, const QString &project, const QString &folder,
                                           const QString &task, const QString &hostName) const
{
    Result<ContextFacts> facts = m_launcher.readContext(session, project, folder, task);
    return facts ? viewOf(std::move(*facts), session.user, hostName) : fail(facts.error());
}

Result<WorkfileView> WorkfileService::viewOf(ContextFacts facts, const QString &user, const QString &hostName) const
{
    const TemplateContext context{facts.project,
                                  facts.folder.path,
                                  facts.folder.folderType,
                                  facts.task.name,
                                  facts.task.taskType,
                                  user,
                                  hostName,
                                  {}};
    Result<WorkArea> area =
        workArea(facts.anatomy, context, workTemplateName(facts.coreSettings, hostName, facts.task.taskType),
                 QDateTime::currentDateTime());
    if (!area)
        return fail(area.error());
    WorkfileView made{std::move(facts), std::move(*area), {}};
    made.entries = readWorkfiles(made.facts, made.area, allExtensions(*m_launcher.surroundings().definitions));
    return made;
}

Result<WorkfilePlace> WorkfileService::next(const WorkfileView &view, const QString &extension, const QString &comment)
{
    QJsonObject data = view.area.templateData;
    const int version = nextVersion(view.entries);
    data.insert(QStringLiteral("version"), version);
    data.insert(QStringLiteral("ext"), extension.mid(1));
    QString safe = comment.simplified();
    for (QChar &c : safe)
        if (!c.isLetterOrNumber() && c != u'-' && c != u'_' && c != u' ')
            c = u'_';
    if (!safe.isEmpty())
        data.insert(QStringLiteral("comment"), safe);
    const anatomy::Filled file = anatomy::fill(view.area.fileTemplate, data);
    if (!file.isSolved || file.text.contains(u'/'))
        return fail(ErrorKind::Invalid,
                    QStringLiteral("The work file template needs {%1}, which this context does not give.")
                        .arg((file.missing + file.invalid).join(QStringLiteral("}, {"))));
    return WorkfilePlace{view.area.folder + u'/' + file.text, version};
}

Result<> WorkfileService::checkPlace(const WorkfileView &view) const
{
    return m_launcher.checkPlace(view.facts.anatomy, view.area.folder);
}

Result<QString> WorkfileService::emptyFileFor(const QString &extension) const
{
    const LaunchSurroundings &around = m_launcher.surroundings();
    for (const ApplicationKind &kind : around.definitions->kinds)
        if (kind.extensions.value(0) == extension && !kind.emptyFile.isEmpty())
            return around.installation.resourcesFolder + QStringLiteral("/applications/empty/") + kind.emptyFile;
    return fail(ErrorKind::NotFound,
                QStringLiteral("No empty %1 file is known. Start from a template, or save the first "
                               "version inside the application.")
                    .arg(extension));
}

Result<WorkfileEntry> WorkfileService::make(const StudioSession &session, const WorkfileView &view,
                                            const NewWorkfile &wanted) const
{
    const Result<QString> source =
        wanted.copyFrom.isEmpty() ? emptyFileFor(wanted.extension) : Result<QString>(wanted.copyFrom);
    if (!source)
        return fail(source.error());
    if (!QFileInfo::exists(*source))
        return fail(ErrorKind::NotFound, QStringLiteral("%1 is not there.").arg(*source));
    const Result<WorkfilePlace> place = next(view, wanted.extension, wanted.comment);
    if (!place)
        return fail(place.error());
    if (const Result<> folder = m_launcher.makeWorkFolder(view.facts.anatomy, view.area.folder); !folder)
        return fail(folder.error());
    if (const Result<> copied = copyOnce(*source, place->path); !copied)
        return fail(copied.error());
    Result<WorkfileEntry> registered = registerFile(session, view, place->path, wanted.hostName, wanted.comment);
    if (!registered)
        return fail(registered.error().kind,
                    QStringLiteral("The file %1 was made, but the server does not know it yet: %2")
                        .arg(QFileInfo(place->path).fileName(), registered.error().message),
                    registered.error().detail);
    return registered;
}

Result<WorkfileEntry> WorkfileService::registerFile(const StudioSession &session, const WorkfileView &view,
                                                    const QString &path, const QString &hostName,
                                                    const QString &comment) const
{
    const QString absolute = anatomy::normalizedPath(QFileInfo(path).absoluteFilePath());
    if (!QFileInfo(absolute).isFile())
        return fail(ErrorKind::NotFound, QStringLiteral("%1 is not there.").arg(path));
    const auto rootless = view.facts.anatomy.rootless(absolute);
    if (!rootless)
        return fail(ErrorKind::Invalid,
                    QStringLiteral("%1 lies outside the project's roots and cannot be registered.").arg(path));
    WorkfileEntry entry;
    entry.path = absolute;
    entry.rootless = *rootless;
    entry.hostName = hostName;
    entry.comment = comment;
    entry.author = session.user;
    entry.changed = QFileInfo(absolute).lastModified();
    entry.isOnDisk = true;
    if (const auto name = anatomy::matchWorkfile(QFileInfo(absolute).fileName(), view.area.fileTemplate,
                                                 view.area.templateData, view.area.platform))
        entry.version = name->version;
    const auto known = std::find_if(view.facts.workfileEntities.begin(), view.facts.workfileEntities.end(),
                                    [&entry](const contract::Workfile &file) { return file.path == entry.rootless; });
    const bool isNew = known == view.facts.workfileEntities.end();
    entry.entityId = isNew ? QString::fromStdString(newEntityId()) : known->id;
    QJsonObject body = workfileBody(entry, view.facts.task.id);
    if (!isNew)
        body = {{"data", body.value(QLatin1String("data"))}};
    const QJsonObject operation{{"id", entry.entityId},
                                {"type", isNew ? "create" : "update"},
                                {"entityType", "workfile"},
                                {"entityId", entry.entityId},
                                {"data", body}};
    const Result<QJsonArray> done = session.server.operations(view.facts.project.name, {operation}).wait();
    if (!done)
        return fail(done.error());
    return entry;
}

} // namespace hearth::launch
