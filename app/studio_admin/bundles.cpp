// SPDX-License-Identifier: Apache-2.0
#include "studio_admin/bundles.h"

namespace hearth::studio_admin
{

namespace
{
constexpr auto historyQuery = R"(query BundleHistory { events(topics: ["bundle.created", "bundle.updated",
    "bundle.status_changed"], last: 500) { edges { node { summary createdAt } } } })";

QJsonObject asJson(const contract::Bundle &bundle)
{
    QJsonObject addons;
    for (auto it = bundle.addons.begin(); it != bundle.addons.end(); ++it)
        addons.insert(it.key(), it->isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(*it));
    QJsonObject packages;
    for (auto it = bundle.dependencyPackages.begin(); it != bundle.dependencyPackages.end(); ++it)
        if (!it->isEmpty())
            packages.insert(it.key(), *it);
    QJsonObject development;
    for (auto it = bundle.addonDevelopment.begin(); it != bundle.addonDevelopment.end(); ++it)
        development.insert(it.key(), QJsonObject{{"enabled", it->enabled}, {"path", it->path}});
    return {{"name", bundle.name},
            {"addons", addons},
            {"dependencyPackages", packages},
            {"installerVersion",
             bundle.installerVersion.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(bundle.installerVersion)},
            {"isProduction", bundle.isProduction},
            {"isStaging", bundle.isStaging},
            {"isArchived", bundle.isArchived},
            {"isDev", bundle.isDev},
            {"activeUser", bundle.activeUser.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(bundle.activeUser)},
            {"addonDevelopment", development}};
}
} // namespace

Result<std::vector<BundleIssue>> checkBundle(const client::Server &server, const contract::Bundle &bundle)
{
    const Result<Answer> answer = ask(server, "POST", QStringLiteral("/api/bundles/check"), asJson(bundle));
    if (!answer)
        return fail(answer.error());
    std::vector<BundleIssue> made;
    for (const QJsonValue &value : answer->body.object().value(QLatin1String("issues")).toArray()) {
        const QJsonObject one = value.toObject();
        made.push_back({one.value(QLatin1String("severity")) == QLatin1String("error"),
                        one.value(QLatin1String("addon")).toString(), one.value(QLatin1String("message")).toString()});
    }
    return made;
}

Result<> createBundle(const client::Server &server, const contract::Bundle &bundle)
{
    return tell(server, "POST", QStringLiteral("/api/bundles"), asJson(bundle));
}

Result<contract::Bundle> bundleNamed(const contract::BundleList &list, const QString &name)
{
    QStringList names;
    for (const contract::Bundle &bundle : list.bundles) {
        if (bundle.name == name)
            return bundle;
        names.append(bundle.name);
    }
    return fail(ErrorKind::NotFound,
                QStringLiteral("There is no bundle \"%1\"; %2.")
                    .arg(name, names.isEmpty() ? QStringLiteral("the studio has none yet")
                                               : QStringLiteral("there are %1").arg(names.join(QStringLiteral(", ")))));
}

Result<contract::BundleList> allBundles(const client::Server &server)
{
    const Result<Answer> answer = ask(server, "GET", QStringLiteral("/api/bundles?archived=true"));
    return answer ? json::read<contract::BundleList>(answer->body.object()) : fail(answer.error());
}

Result<> updateBundle(const client::Server &server, const contract::Bundle &seen, const contract::Bundle &wanted)
{
    const Result<contract::BundleList> list = allBundles(server);
    const Result<contract::Bundle> now = list ? bundleNamed(*list, seen.name) : fail(list.error());
    if (!now)
        return fail(now.error());
    if (now->addons != seen.addons) {
        QStringList theirs;
        for (const BundleDifference &one : difference(seen, *now))
            theirs.append(words(one));
        return fail(ErrorKind::Conflict, QStringLiteral("Somebody changed %1 meanwhile: %2. Nothing was saved.")
                                             .arg(seen.name, theirs.join(QStringLiteral(", "))));
    }
    QJsonObject addons;
    for (const BundleDifference &one : difference(seen, wanted))
        if (one.part == BundlePart::Addon)
            addons.insert(one.name, one.after.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(one.after));
    return addons.isEmpty()
               ? Result<>{}
               : tell(server, "PATCH", QStringLiteral("/api/bundles/") + element(seen.name), {{"addons", addons}});
}

Result<> setArchived(const client::Server &server, const QString &name, bool isArchived)
{
    return tell(server, "PATCH", QStringLiteral("/api/bundles/") + element(name), {{"isArchived", isArchived}});
}

QString problemOfRemoving(const contract::Bundle &bundle)
{
    if (bundle.isProduction)
        return QStringLiteral("%1 is in production: everybody works with it. Set another bundle to production first.")
            .arg(bundle.name);
    if (bundle.isStaging)
        return QStringLiteral("%1 is in staging. Set another bundle to staging first.").arg(bundle.name);
    return {};
}

Result<> removeBundle(const client::Server &server, const contract::Bundle &bundle)
{
    if (const QString problem = problemOfRemoving(bundle); !problem.isEmpty())
        return fail(ErrorKind::Invalid, problem);
    return tell(server, "DELETE", QStringLiteral("/api/bundles/") + element(bundle.name));
}

contract::Bundle copyOf(const contract::Bundle &bundle, const QString &name)
{
    contract::Bundle made = bundle;
    made.name = name;
    made.isProduction = made.isStaging = made.isDev = made.isArchived = false;
    made.activeUser.clear();
    made.addonDevelopment.clear();
    return made;
}

Result<> setStage(const client::Server &server, const QString &name, BundleStage stage)
{
    const QString path = QStringLiteral("/api/bundles/") + element(name);
    return stage == BundleStage::Production ? tell(server, "POST", path, {{"action", "promote"}})
                                            : tell(server, "PATCH", path, {{"isStaging", true}});
}

Result<QString> wayBack(const client::Server &server, const contract::BundleList &list)
{
    const Result<QJsonObject> answer = server.graphql(QLatin1String(historyQuery), {}).wait();
    if (!answer)
        return fail(answer.error());
    std::vector<std::pair<QString, BundleMoment>> dated;
    for (const QJsonValue &edge :
         answer->value(QLatin1String("events")).toObject().value(QLatin1String("edges")).toArray()) {
        const QJsonObject node = edge.toObject().value(QLatin1String("node")).toObject();
        const QJsonObject summary =
            QJsonDocument::fromJson(node.value(QLatin1String("summary")).toString().toUtf8()).object();
        dated.emplace_back(node.value(QLatin1String("createdAt")).toString(),
                           BundleMoment{summary.value(QLatin1String("name")).toString(),
                                        summary.value(QLatin1String("isProduction")).toBool()});
    }
    std::stable_sort(dated.begin(), dated.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
    std::vector<BundleMoment> history;
    for (auto &[at, moment] : dated)
        history.push_back(std::move(moment));
    QStringList names;
    for (const contract::Bundle &bundle : list.bundles)
        if (!bundle.isArchived)
            names.append(bundle.name);
    const QString name = productionBefore(history, list.productionBundle, names);
    return name.isEmpty() ? fail(ErrorKind::NotFound,
                                 QStringLiteral("No other bundle was in production before; nothing was changed."))
                          : Result<QString>(name);
}

} // namespace hearth::studio_admin
