// SPDX-License-Identifier: Apache-2.0
#include "studio_admin/last_change.h"

#include <QLocale>

#include <algorithm>

namespace hearth::studio_admin
{

namespace
{
constexpr auto changesQuery = R"(query SettingsHistory { events(topics: ["settings.changed"], last: 500) {
    edges { node { user createdAt summary } } } })";

/// The layer an event speaks of. \returns nothing, when it is about something else
std::optional<Layer> layerOf(const QJsonObject &summary, const SettingsPlace &place)
{
    const auto text = [&summary](const char *key) { return summary.value(QLatin1String(key)).toString(); };
    if (text("addon_name") != place.addon || text("addon_version") != place.version || text("variant") != place.variant)
        return std::nullopt;
    if (!text("site_id").isEmpty())
        return text("project_name") == place.project && text("site_id") == place.siteId ? std::optional(Layer::Site)
                                                                                        : std::nullopt;
    if (!text("project_name").isEmpty())
        return text("project_name") == place.project ? std::optional(Layer::Project) : std::nullopt;
    return Layer::Studio;
}
} // namespace

Result<std::vector<LastChange>> lastChanges(const client::Server &server, const SettingsPlace &place)
{
    const Result<QJsonObject> answer = server.graphql(QLatin1String(changesQuery), {}).wait();
    if (!answer)
        return fail(answer.error());
    std::vector<LastChange> made;
    for (const QJsonValue &edge :
         answer->value(QLatin1String("events")).toObject().value(QLatin1String("edges")).toArray()) {
        const QJsonObject node = edge.toObject().value(QLatin1String("node")).toObject();
        const std::optional<Layer> layer =
            layerOf(QJsonDocument::fromJson(node.value(QLatin1String("summary")).toString().toUtf8()).object(), place);
        if (!layer || *layer > place.layer())
            continue;
        const LastChange one{
            *layer, node.value(QLatin1String("user")).toString(),
            QDateTime::fromString(node.value(QLatin1String("createdAt")).toString(), Qt::ISODateWithMs)};
        const auto known = std::find_if(made.begin(), made.end(),
                                        [&one](const LastChange &other) { return other.layer == one.layer; });
        if (known == made.end())
            made.push_back(one);
        else if (known->when < one.when)
            *known = one;
    }
    std::sort(made.begin(), made.end(), [](const LastChange &a, const LastChange &b) { return a.layer < b.layer; });
    return made;
}

QString words(const LastChange &change)
{
    return QStringLiteral("%1, %2").arg(change.user,
                                        QLocale().toString(change.when.toLocalTime(), QLocale::ShortFormat));
}

} // namespace hearth::studio_admin
