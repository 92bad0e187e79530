// SPDX-License-Identifier: Apache-2.0
#include "studio_admin/settings_edit.h"
#include "studio_admin/addon_package.h"

#include <QUrlQuery>

namespace hearth::studio_admin
{

namespace
{
/// A variant nobody writes to: what it has in force is what the addon brings.
const QString untouchedVariant = QStringLiteral("__defaults__");

QString pathOf(const SettingsPlace &place, const QString &what, Layer layer, const QString &variant)
{
    QString path = QStringLiteral("/api/addons/%1/%2/%3").arg(element(place.addon), element(place.version), what);
    if (layer >= Layer::Project)
        path += u'/' + element(place.project);
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("variant"), QString::fromLatin1(QUrl::toPercentEncoding(variant)));
    if (layer == Layer::Site)
        query.addQueryItem(QStringLiteral("site_id"), QString::fromLatin1(QUrl::toPercentEncoding(place.siteId)));
    return path + u'?' + query.toString(QUrl::FullyEncoded);
}

struct LayerState {
    QJsonObject overrides;
    QString revision;
};

/// Who may not read the stored form is told the same as a list of paths.
Result<LayerState> listedLayer(const client::Server &server, const SettingsPlace &place, Layer layer)
{
    const Result<Answer> answer = ask(server, "GET", pathOf(place, QStringLiteral("overrides"), layer, place.variant));
    if (!answer)
        return fail(answer.error());
    LayerState made{{}, answer->revision};
    for (const QJsonValue &value : answer->body.object()) {
        const QJsonObject one = value.toObject();
        if (one.value(QLatin1String("level")).toString() != layerWord(layer))
            continue;
        QStringList path;
        for (const QJsonValue &key : one.value(QLatin1String("path")).toArray())
            path.append(key.toString());
        if (!path.isEmpty())
            made.overrides = withValueAt(made.overrides, path, one.value(QLatin1String("value")));
    }
    return made;
}

Result<LayerState> layerOf(const client::Server &server, const SettingsPlace &place, Layer layer)
{
    const Result<Answer> answer =
        ask(server, "GET", pathOf(place, QStringLiteral("rawOverrides"), layer, place.variant));
    if (answer)
        return LayerState{answer->body.object(), answer->revision};
    return answer.error().kind == ErrorKind::Forbidden ? listedLayer(server, place, layer)
                                                       : Result<LayerState>(fail(answer.error()));
}

QJsonObject nested(const std::vector<SettingsChange> &changes)
{
    QJsonObject made;
    for (const SettingsChange &change : changes)
        if (!change.value.isUndefined())
            made = withValueAt(made, change.path, change.value);
    return made;
}

Headers ifUnchanged(const QString &revision)
{
    return revision.isEmpty() ? Headers{} : Headers{{"If-Match", '"' + revision.toLatin1() + '"'}};
}
} // namespace

Result<SettingsSnapshot> readSettings(const client::Server &server, const SettingsPlace &place)
{
    const Result<Answer> schema =
        ask(server, "GET", pathOf(place, QStringLiteral("schema"), Layer::Studio, place.variant));
    const Result<Answer> defaults =
        schema ? ask(server, "GET", pathOf(place, QStringLiteral("settings"), Layer::Studio, untouchedVariant))
               : fail(schema.error());
    if (!defaults)
        return fail(defaults.error());
    SettingsSnapshot made{place, formOfText(schema->text), {defaults->body.object(), {}, {}, {}}, {}};
    for (const Layer layer : {Layer::Studio, Layer::Project, Layer::Site}) {
        if (layer > place.layer())
            break;
        Result<LayerState> state = layerOf(server, place, layer);
        if (!state)
            return fail(state.error());
        (layer == Layer::Studio    ? made.layers.studio
         : layer == Layer::Project ? made.layers.project
                                   : made.layers.site) = std::move(state->overrides);
        made.revision = state->revision;
    }
    return made;
}

Result<QString> saveSettings(const client::Server &server, const SettingsPlace &place,
                             const std::vector<SettingsChange> &changes, const QString &seenRevision)
{
    QString revision = seenRevision;
    bool isPartDone = false;
    const auto send = [&](const QString &what, const QJsonObject &body) -> Result<> {
        const Result<Answer> answer =
            ask(server, "POST", pathOf(place, what, place.layer(), place.variant), body, ifUnchanged(revision));
        if (!answer) {
            Error error = answer.error();
            if (isPartDone)
                error.message += QStringLiteral(" What was changed before it is kept; read the settings again.");
            return fail(error);
        }
        isPartDone = true;
        revision = answer->revision;
        return {};
    };
    if (const QJsonObject values = nested(changes); !values.isEmpty())
        if (const Result<> done = send(QStringLiteral("settings"), values); !done)
            return fail(done.error());
    for (const SettingsChange &change : changes) {
        if (!change.value.isUndefined())
            continue;
        const QJsonObject body{{"action", "delete"}, {"path", QJsonArray::fromStringList(change.path)}};
        if (const Result<> done = send(QStringLiteral("overrides"), body); !done)
            return fail(done.error());
    }
    return revision;
}

Result<QString> versionInUse(const client::Server &server, const QString &addon, const QString &variant)
{
    const Result<contract::BundleList> bundles = server.bundles().wait();
    if (!bundles)
        return fail(bundles.error());
    for (const contract::Bundle &bundle : bundles->bundles) {
        const bool isMeant = variant == QLatin1String("production") ? bundle.isProduction
                             : variant == QLatin1String("staging")  ? bundle.isStaging
                                                                    : bundle.name == variant;
        if (isMeant && !bundle.addons.value(addon).isEmpty())
            return bundle.addons.value(addon);
    }
    const Result<std::vector<contract::Addon>> addons = server.addons().wait();
    if (!addons)
        return fail(addons.error());
    for (const contract::Addon &one : *addons) {
        if (one.name == addon && !one.versions.isEmpty()) {
            const QStringList versions = one.versions.keys();
            return *std::max_element(versions.begin(), versions.end(),
                                     [](const QString &a, const QString &b) { return compareVersions(a, b) < 0; });
        }
    }
    return fail(ErrorKind::NotFound, QStringLiteral("No addon \"%1\" is installed.").arg(addon));
}

} // namespace hearth::studio_admin
