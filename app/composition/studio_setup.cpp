// SPDX-License-Identifier: Apache-2.0
#include "composition/studio_setup.h"
#include "archive/digest.h"
#include "contract/permissions.h"
#include "contract/wire.h"
#include "core/entity_id.h"
#include "core/platform.h"
#include "core/whole_file.h"

#include <QDate>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUrl>

namespace hearth::composition
{

namespace
{
const QString firstBundle = QStringLiteral("hearth-1");
const QString packageName = QStringLiteral("hearth_ayon_api_1.zip");

struct NewFolder {
    QString path; // without leading slash
    QString type;
};

struct NewTask {
    QString folder;
    QString name;
    QString type;
    QString status;
    int dueInDays;
};

QString newId()
{
    return QString::fromStdString(newEntityId());
}

/// Operations that make folders and tasks, parents first.
class Structure
{
public:
    void add(const NewFolder &folder)
    {
        const QString id = newId();
        const QString parent = folder.path.section(u'/', 0, -2);
        QJsonObject body{{"name", folder.path.section(u'/', -1)}, {"folderType", folder.type}};
        if (!parent.isEmpty())
            body.insert(QStringLiteral("parentId"), m_ids.value(parent));
        m_ids.insert(folder.path, id);
        append(QStringLiteral("folder"), id, body);
    }
    void add(const NewTask &task, const QString &user, const QDate &today)
    {
        const QString due = today.addDays(task.dueInDays).toString(Qt::ISODate) + QStringLiteral("T17:00:00+00:00");
        append(QStringLiteral("task"), newId(),
               {{"name", task.name},
                {"taskType", task.type},
                {"folderId", m_ids.value(task.folder)},
                {"assignees", QJsonArray{user}},
                {"status", task.status},
                {"attrib", QJsonObject{{"endDate", due}}}});
    }
    const QJsonArray &operations() const { return m_operations; }

private:
    void append(const QString &type, const QString &id, const QJsonObject &body)
    {
        m_operations.append(
            QJsonObject{{"id", newId()}, {"type", "create"}, {"entityType", type}, {"entityId", id}, {"data", body}});
    }
    QMap<QString, QString> m_ids;
    QJsonArray m_operations;
};

std::vector<NewFolder> presetFolders(const QString &preset)
{
    std::vector<NewFolder> folders{{"assets", "Folder"},
                                   {"assets/characters", "Folder"},
                                   {"assets/props", "Folder"},
                                   {"assets/environments", "Folder"}};
    if (preset == QLatin1String("series"))
        folders.insert(folders.end(), {{"episodes", "Folder"}, {"episodes/ep101", "Episode"}});
    else if (preset == QLatin1String("game"))
        folders.insert(folders.end(), {{"levels", "Folder"}, {"assets/materials", "Folder"}});
    else
        folders.insert(folders.end(), {{"shots", "Folder"}, {"shots/sq010", "Sequence"}});
    return folders;
}

Result<QJsonObject> primaryPreset(const StudioSetup &setup)
{
    return setup.server.anatomyPreset(QStringLiteral("__primary__")).wait();
}

QString rootOfThisSystem(const QJsonObject &anatomy)
{
    const QJsonArray roots = anatomy.value(QLatin1String("roots")).toArray();
    return roots.first().toObject().value(platformName(currentPlatform())).toString();
}

void setRootOfThisSystem(QJsonObject &anatomy, const QString &folder)
{
    QJsonArray roots = anatomy.value(QLatin1String("roots")).toArray();
    if (roots.isEmpty())
        return;
    QJsonObject first = roots.first().toObject();
    first.insert(platformName(currentPlatform()), folder);
    roots.replace(0, first);
    anatomy.insert(QStringLiteral("roots"), roots);
}

/// A folder on this machine is made; a studio's drive that is not mounted here is not.
Result<> rememberPlace(const StudioSetup &setup, const QString &folder)
{
    const bool isWanted = setup.roots && (!setup.isOthersToo || QFileInfo(folder).isDir());
    return isWanted ? setup.roots->choose(folder) : Result<>{};
}

Result<> createWithFolders(const StudioSetup &setup, const NewProject &wanted, const QJsonArray &operations)
{
    Result<QJsonObject> anatomy = primaryPreset(setup);
    if (!anatomy)
        return fail(anatomy.error());
    const QString own = setup.isOthersToo ? rootOfThisSystem(*anatomy) : setup.projectsFolder;
    const QString folder = wanted.folder.isEmpty() ? own : wanted.folder;
    if (const Result<> there = rememberPlace(setup, folder); !there)
        return there;
    if (setup.isOthersToo)
        setRootOfThisSystem(*anatomy, folder);
    const Result<QJsonObject> made = setup.server.createProject(wanted.name, wanted.code, *anatomy).wait();
    if (!made)
        return fail(made.error());
    const auto undone = [&](Error error) -> Result<> {
        static_cast<void>(setup.server.deleteProject(wanted.name).wait());
        return fail(std::move(error));
    };
    // The anatomy's shared drive is somebody else's machine; files of this project go where the person said.
    if (!setup.isOthersToo)
        if (const Result<> set =
                setup.server.setSiteRoots(wanted.name, setup.siteId, {{QStringLiteral("work"), folder}}).wait();
            !set)
            return undone(set.error());
    if (const Result<QJsonArray> filled = setup.server.operations(wanted.name, operations).wait(); !filled)
        return undone(filled.error());
    return {};
}

Result<> uploadPackage(const StudioSetup &setup, const QString &file)
{
    const Result<QByteArray> content = readFile(file, 256LL * 1024 * 1024);
    const Result<QString> digest = archive::fileDigest(file);
    if (!content || !digest)
        return fail(content ? digest.error() : content.error());
    const QJsonObject manifest{
        {"filename", packageName},       {"platform", platformName(currentPlatform())},
        {"size", content->size()},       {"checksum", *digest},
        {"checksumAlgorithm", "sha256"}, {"installerVersion", QStringLiteral(HEARTH_VERSION)},
        {"sourceAddons", QJsonObject{}}, {"pythonModules", QJsonObject{{"ayon-python-api", "1.2.25"}}}};
    const Result<QJsonObject> noted =
        setup.server.call("POST", QStringLiteral("/api/desktop/dependencyPackages"), manifest).wait();
    if (!noted && noted.error().kind != ErrorKind::Conflict)
        return fail(noted.error());
    return setup.server.upload("PUT", QStringLiteral("/api/desktop/dependencyPackages/") + packageName, *content)
        .wait();
}
} // namespace

Result<QString> makeFirstBundle(const StudioSetup &setup)
{
    const Result<contract::BundleList> bundles = setup.server.bundles().wait();
    if (!bundles)
        return fail(bundles.error());
    if (!bundles->productionBundle.isEmpty())
        return bundles->productionBundle;
    QJsonObject packages;
    const QString file = setup.packagesFolder + u'/' + packageName;
    if (QFileInfo::exists(file)) {
        if (const Result<> uploaded = uploadPackage(setup, file); !uploaded)
            return fail(uploaded.error());
        packages.insert(platformName(currentPlatform()), packageName);
    }
    QJsonObject addons;
    const Result<std::vector<contract::Addon>> known = setup.server.addons().wait();
    for (const contract::Addon &addon : known.value_or(std::vector<contract::Addon>{}))
        if (!addon.versions.isEmpty())
            addons.insert(addon.name, addon.versions.lastKey());
    const QJsonObject body{{"name", firstBundle},
                           {"addons", addons},
                           {"installerVersion", QStringLiteral(HEARTH_VERSION)},
                           {"dependencyPackages", packages},
                           {"isProduction", true}};
    const Result<QJsonObject> made = setup.server.call("POST", QStringLiteral("/api/bundles"), body).wait();
    return made ? Result<QString>(firstBundle) : fail(made.error());
}

const std::vector<ProjectPresetDefinition> &projectPresets()
{
    static const std::vector<ProjectPresetDefinition> presets{
        {"film", "Film", "Assets, and sequences of shots"},
        {"series", "Series", "Assets, and episodes with their shots"},
        {"game", "Game", "Assets, materials and levels"}};
    return presets;
}

Result<QString> proposedProjectsFolder(const StudioSetup &setup)
{
    if (!setup.isOthersToo)
        return setup.projectsFolder;
    const Result<QJsonObject> anatomy = primaryPreset(setup);
    return anatomy ? Result<QString>(rootOfThisSystem(*anatomy)) : fail(anatomy.error());
}

namespace
{
Result<> checkWords(const NewProject &wanted)
{
    if (!contract::isProjectName(wanted.name) || !contract::isProjectName(wanted.code))
        return fail(ErrorKind::Invalid,
                    QStringLiteral("Names and codes of projects are made of letters, digits and underscores."));
    if (!wanted.folder.isEmpty() && !QDir::isAbsolutePath(wanted.folder))
        return fail(ErrorKind::Invalid, QStringLiteral("\"%1\" is no whole path of a folder.").arg(wanted.folder));
    return {};
}
} // namespace

Result<> checkProject(const StudioSetup &setup, const NewProject &wanted)
{
    if (const Result<> good = checkWords(wanted); !good)
        return good;
    const Job<QJsonObject> rights = setup.server.call("GET", QStringLiteral("/api/users/me/permissions"));
    const Result<std::vector<contract::Project>> all = setup.server.projects().wait();
    if (!all || !rights.wait())
        return fail(all ? rights.wait().error() : all.error());
    if (!contract::Permissions(*rights.wait()).mayCreateProjects())
        return fail(ErrorKind::Forbidden, QStringLiteral("You may not make projects here."));
    for (const contract::Project &one : *all)
        if (one.name.compare(wanted.name, Qt::CaseInsensitive) == 0 ||
            one.code.compare(wanted.code, Qt::CaseInsensitive) == 0)
            return fail(ErrorKind::Conflict,
                        QStringLiteral("There is a project %1 (%2) already.").arg(one.name, one.code));
    return {};
}

Result<> makeProject(const StudioSetup &setup, const NewProject &wanted)
{
    if (const Result<> good = checkWords(wanted); !good)
        return good;
    Structure structure;
    for (const NewFolder &folder : presetFolders(wanted.preset))
        structure.add(folder);
    return createWithFolders(setup, wanted, structure.operations());
}

Result<> makeSampleProject(const StudioSetup &setup)
{
    const Result<contract::Project> there = setup.server.project(sampleProjectName).wait();
    if (there)
        return {};
    Structure structure;
    for (const NewFolder &folder : std::vector<NewFolder>{{"assets", "Folder"},
                                                          {"assets/hero", "Asset"},
                                                          {"assets/lantern_big", "Asset"},
                                                          {"shots", "Folder"},
                                                          {"shots/sq010", "Sequence"},
                                                          {"shots/sq010/sh0010", "Shot"},
                                                          {"shots/sq010/sh0020", "Shot"}})
        structure.add(folder);
    const QString running = QStringLiteral("In progress");
    const QString ready = QStringLiteral("Ready to start");
    for (const NewTask &task : std::vector<NewTask>{{"assets/hero", "modeling", "Modeling", running, 0},
                                                    {"assets/hero", "texture", "Texture", ready, 3},
                                                    {"assets/lantern_big", "modeling", "Modeling", ready, 4},
                                                    {"shots/sq010/sh0010", "animation", "Animation", ready, 6},
                                                    {"shots/sq010/sh0010", "lighting", "Lighting", ready, 9},
                                                    {"shots/sq010/sh0020", "animation", "Animation", ready, 10}})
        structure.add(task, setup.user, QDate::currentDate());
    return createWithFolders(setup, {sampleProjectName, QStringLiteral("lan"), {}, {}}, structure.operations());
}

Result<> removeSampleProject(const StudioSetup &setup)
{
    const Result<> removed = setup.server.deleteProject(sampleProjectName).wait();
    if (!removed && removed.error().kind != ErrorKind::NotFound)
        return removed;
    const QString folder = setup.projectsFolder + u'/' + sampleProjectName;
    if (QFileInfo(folder).isDir() && !QFile::moveToTrash(folder) && !QDir(folder).removeRecursively())
        return fail(ErrorKind::Internal,
                    QStringLiteral("The project is gone, but its files in %1 could not be removed.").arg(folder));
    return {};
}

QString proposedProjectCode(const QString &name)
{
    QString code;
    for (const QChar c : name.normalized(QString::NormalizationForm_KD).toLower())
        if ((c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9'))
            code += c;
    return code.left(3);
}

} // namespace hearth::composition
