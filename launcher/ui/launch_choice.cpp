// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/launch_choice.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

namespace hearth::launcher_ui
{

namespace
{

QString tr(const char *words)
{
    return QCoreApplication::translate("hearth::launcher_ui", words);
}

bool opens(const Application &application, const Workfile &workfile)
{
    const QString extension = QLatin1Char('.') + QFileInfo(workfile.name).suffix();
    return application.extensions.contains(extension, Qt::CaseInsensitive);
}

const Workfile *chosenWorkfile(const std::vector<Workfile> &workfiles, const QString &selected)
{
    if (workfiles.empty())
        return nullptr;
    if (selected.isEmpty())
        return &workfiles.front();
    const auto found = std::find_if(workfiles.begin(), workfiles.end(),
                                    [&](const Workfile &workfile) { return workfile.path == selected; });
    return found == workfiles.end() ? &workfiles.front() : &*found;
}

// The workfile's own application comes first, then any that opens its extension, in order of use.
const Application *applicationFor(const std::vector<Application> &applications, const Workfile *workfile)
{
    const Application *fitting = nullptr;
    for (const Application &application : applications) {
        if (!application.isInstalled)
            continue;
        if (!workfile)
            return &application;
        if (!opens(application, *workfile))
            continue;
        if (application.group == workfile->application)
            return &application;
        if (!fitting)
            fitting = &application;
    }
    return fitting;
}

QString title(const Application &application)
{
    return application.variantLabel.isEmpty() ? application.groupLabel
                                              : application.groupLabel + QLatin1Char(' ') + application.variantLabel;
}

QString fileWords(const Workfile &workfile)
{
    return workfile.version > 0 ? QStringLiteral("v%1").arg(workfile.version, 3, 10, QLatin1Char('0')) : workfile.name;
}

const Workfile *newestFor(const Application &application, const std::vector<Workfile> &workfiles)
{
    const auto found = std::find_if(workfiles.begin(), workfiles.end(),
                                    [&](const Workfile &workfile) { return opens(application, workfile); });
    return found == workfiles.end() ? nullptr : &*found;
}

LaunchChoice describe(const Application &application, const Workfile *workfile, const std::vector<Workfile> &workfiles)
{
    LaunchChoice choice;
    choice.glyph = application.icon;
    choice.application = application.fullName;
    choice.isPossible = application.problem.isEmpty();
    choice.secondLine = choice.isPossible ? tr("Enter") : application.problem;
    choice.words = tr("Open %1").arg(title(application));
    if (!workfile)
        return choice;
    choice.workfile = workfile->path;
    choice.words = tr("Open %1 in %2").arg(fileWords(*workfile), title(application));
    const Workfile *newest = newestFor(application, workfiles);
    choice.isNewest = !newest || newest->path == workfile->path;
    if (workfile->place == FilePlace::NotHere) {
        choice.isPossible = false;
        choice.secondLine = tr("Fetch it first");
        choice.warning = tr("%1 is not on this machine.").arg(workfile->name);
    } else if (!choice.isNewest) {
        choice.warning = tr("%1 is older than %2. Saving from it makes the next version.")
                             .arg(fileWords(*workfile), fileWords(*newest));
    } else if (!workfile->lockedBy.isEmpty()) {
        choice.warning = tr("%1 has this file open.").arg(workfile->lockedBy);
    }
    return choice;
}

} // namespace

LaunchChoice launchChoice(const Context &context, const std::vector<Workfile> &workfiles, const QString &selected,
                          const std::vector<Application> &applications)
{
    LaunchChoice choice;
    choice.glyph = QStringLiteral("play_arrow");
    if (context.taskId.isEmpty()) {
        choice.words = tr("Choose a task");
        choice.secondLine = tr("Then an application opens in it");
        return choice;
    }
    const Workfile *workfile = chosenWorkfile(workfiles, selected);
    const Application *application = applicationFor(applications, workfile);
    if (application)
        return describe(*application, workfile, workfiles);
    const bool hasAny =
        std::any_of(applications.begin(), applications.end(), [](const Application &a) { return a.isInstalled; });
    choice.words = hasAny && workfile ? tr("Nothing here opens this file") : tr("No application found");
    choice.secondLine = hasAny ? tr("Choose one of the tiles") : tr("Settings shows how to add one");
    return choice;
}

LaunchChoice launchChoiceFor(const Application &application, const std::vector<Workfile> &workfiles,
                             const QString &selected)
{
    const Workfile *workfile = selected.isEmpty() ? nullptr : chosenWorkfile(workfiles, selected);
    if (!workfile || !opens(application, *workfile))
        workfile = newestFor(application, workfiles);
    return describe(application, workfile, workfiles);
}

std::vector<ApplicationTile> applicationTiles(const std::vector<Application> &applications, const QString &primary)
{
    std::vector<ApplicationTile> tiles;
    for (const Application &application : applications) {
        if (!application.isInstalled || application.fullName == primary)
            continue;
        auto tile = std::find_if(tiles.begin(), tiles.end(),
                                 [&](const ApplicationTile &t) { return t.group == application.group; });
        if (tile == tiles.end()) {
            tiles.push_back({application.group, application.groupLabel, application.icon, application.iconColor, {}});
            tile = std::prev(tiles.end());
        }
        tile->variants.push_back(application);
    }
    return tiles;
}

} // namespace hearth::launcher_ui
