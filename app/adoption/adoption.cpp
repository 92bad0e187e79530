// SPDX-License-Identifier: Apache-2.0
#include "adoption/adoption.h"

#include "adoption/entities.h"
#include "adoption/named_kind.h"
#include "adoption/project.h"
#include "adoption/spoken.h"
#include "adoption/studio_parts.h"

#include <algorithm>

namespace hearth::adoption
{
namespace
{

Result<> checkKey(const Errand &errand)
{
    const auto me = askObject(errand.theirs, "/api/users/me");
    if (!me)
        return fail(me.error());
    const jsontext::Object *data = jsontext::object(*me, "data");
    if (data && (jsontext::flag(*data, "isAdmin") || jsontext::flag(*data, "isService")))
        return {};
    return fail(ErrorKind::Forbidden, QStringLiteral("The key is not an administrator's or a service's, so it does not "
                                                     "see the whole studio."));
}

Result<std::vector<std::string>> projectsOf(const Errand &errand, const std::vector<std::string> &only)
{
    const auto all = listed(errand.theirs, "/api/projects", "projects");
    if (!all)
        return fail(all.error());
    for (const std::string &wanted : only)
        if (!all->contains(wanted))
            return fail(ErrorKind::NotFound, QString::fromStdString("The other server has no project " + wanted + "."));
    std::vector<std::string> made;
    for (const auto &[name, project] : *all)
        if (only.empty() || std::find(only.begin(), only.end(), name) != only.end())
            made.push_back(name);
    return made;
}

Result<> moveWhole(const Errand &errand, const std::string &project)
{
    for (const auto step : {&moveProject, &moveEntities, &moveLinks, &moveActivities, &moveLists}) {
        if (const auto on = errand.goOn(); !on)
            return on;
        if (const auto moved = step(errand, project); !moved)
            return moved;
    }
    return {};
}

} // namespace

Result<> adopt(const Errand &errand, const std::vector<std::string> &only)
{
    if (const auto good = checkKey(errand); !good)
        return good;
    const auto projects = projectsOf(errand, only);
    if (!projects)
        return fail(projects.error());
    if (const auto moved = moveStudio(errand); !moved)
        return moved;
    for (const std::string &project : *projects)
        if (const auto moved = moveWhole(errand, project); !moved)
            return moved;
    if (const auto moved = moveUsers(errand); !moved)
        return moved;
    if (const auto moved = moveDistribution(errand, *projects); !moved)
        return moved;
    errand.report.leave("events, sessions, services and each person's own views and roots",
                        "they belong to the server they were made on.");
    errand.report.finish();
    return {};
}

} // namespace hearth::adoption
