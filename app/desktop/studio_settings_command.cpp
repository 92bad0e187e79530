// SPDX-License-Identifier: Apache-2.0
#include "desktop/studio_subjects.h"
#include "studio_admin/secrets.h"
#include "studio_admin/settings_check.h"
#include "studio_admin/settings_edit.h"

#include <QTextStream>

namespace hearth::desktop
{

namespace
{
using studio_admin::Layer;
using studio_admin::SettingsChange;
using studio_admin::SettingsPlace;
using studio_admin::SettingsSnapshot;

/// ADDON, ADDON:VERSION, each with @PROJECT where wanted.
Result<SettingsPlace> placeOf(const StudioCall &call, const client::Server &server, const QString &typed)
{
    SettingsPlace place;
    const QString addon = typed.section(u'@', 0, 0);
    place.addon = addon.section(u':', 0, 0);
    place.version = addon.section(u':', 1, 1);
    place.project = typed.contains(u'@') ? typed.section(u'@', 1) : call.option("--project");
    place.variant = call.option("--variant", place.variant);
    place.siteId = call.option("--site");
    if (!place.siteId.isEmpty() && place.project.isEmpty())
        return fail(ErrorKind::Invalid, QStringLiteral("A site's settings belong to a project; say --project NAME."));
    if (place.version.isEmpty()) {
        const Result<QString> version = studio_admin::versionInUse(server, place.addon, place.variant);
        if (!version)
            return fail(version.error());
        place.version = *version;
    }
    return place;
}

Result<SettingsSnapshot> snapshotOf(const StudioCall &call, const client::Server &server, const QString &typed)
{
    const Result<SettingsPlace> place = placeOf(call, server, typed);
    return place ? studio_admin::readSettings(server, *place) : fail(place.error());
}

QString placeWords(const SettingsPlace &place)
{
    return QStringLiteral("%1 %2%3").arg(place.addon, place.version,
                                         place.project.isEmpty() ? QString() : QStringLiteral(" in ") + place.project);
}

/// Every leaf below a path with its value in force and where that comes from.
void collect(const SettingsSnapshot &snapshot, const QJsonValue &value, const QStringList &path, QJsonArray &list,
             QStringList &lines)
{
    if (value.isObject() && !value.toObject().isEmpty()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            collect(snapshot, it.value(), path + QStringList{it.key()}, list, lines);
        return;
    }
    const Layer top = snapshot.place.layer();
    const QString origin = studio_admin::layerWord(studio_admin::originOf(snapshot.layers, path, top));
    QJsonObject one{{"path", path.join(u'.')}, {"value", value}, {"origin", origin}};
    for (const Layer layer : {Layer::Default, Layer::Studio, Layer::Project, Layer::Site})
        if (const QJsonValue own = studio_admin::valueAt(snapshot.layers.at(layer), path);
            layer <= top && !own.isUndefined())
            one.insert(studio_admin::layerWord(layer), own);
    list.append(one);
    lines.append(QStringLiteral("%1 = %2   (%3)").arg(path.join(u'.'), studio_admin::asWords(value), origin));
}

int show(const StudioCall &call, const client::Server &server)
{
    const Result<SettingsSnapshot> snapshot = snapshotOf(call, server, call.word());
    if (!snapshot)
        return call.failed(snapshot.error());
    const QStringList path = call.option("--path").split(u'.', Qt::SkipEmptyParts);
    const QJsonObject values = studio_admin::effective(snapshot->layers, snapshot->place.layer());
    const QJsonValue shown = studio_admin::valueAt(values, path);
    if (shown.isUndefined())
        return call.failed({ErrorKind::NotFound,
                            QStringLiteral("%1 has no setting %2.").arg(placeWords(snapshot->place), path.join(u'.')),
                            {}});
    QJsonArray list;
    QStringList lines;
    collect(*snapshot, shown, path, list, lines);
    return call.answer({{"ok", true},
                        {"addon", snapshot->place.addon},
                        {"version", snapshot->place.version},
                        {"revision", snapshot->revision},
                        {"values", shown},
                        {"settings", list}},
                       lines);
}

Result<std::vector<SettingsChange>> typedChanges(const SettingsSnapshot &snapshot, const QStringList &words)
{
    std::vector<SettingsChange> changes;
    for (const QString &word : words) {
        const qsizetype sign = word.indexOf(u'=');
        if (sign < 1)
            return fail(ErrorKind::Invalid, QStringLiteral("\"%1\" is no PATH=JSON, like limits.size=5.").arg(word));
        const QStringList path = word.left(sign).split(u'.');
        const studio_admin::FormField *field = studio_admin::fieldAt(snapshot.form, path);
        if (!field && !snapshot.form.children.empty())
            return fail(ErrorKind::NotFound, QStringLiteral("%1 has no setting %2. Nothing was changed.")
                                                 .arg(placeWords(snapshot.place), path.join(u'.')));
        const std::optional<QJsonValue> value = studio_admin::valueFromText(field, word.mid(sign + 1));
        if (!value)
            return fail(ErrorKind::Invalid, QStringLiteral("%1: \"%2\" is no value as JSON. Nothing was changed.")
                                                .arg(path.join(u'.'), word.mid(sign + 1)));
        const auto problems =
            field ? studio_admin::problemsOf(*field, *value) : std::vector<studio_admin::SettingsProblem>();
        if (!problems.empty())
            return fail(ErrorKind::Invalid,
                        QStringLiteral("%1: %2 Nothing was changed.")
                            .arg((path + problems.front().path).join(u'.'), problems.front().message));
        studio_admin::put(changes, {path, *value});
    }
    return changes;
}

int save(const StudioCall &call, const client::Server &server, const SettingsSnapshot &snapshot,
         const std::vector<SettingsChange> &changes)
{
    const Layer layer = snapshot.place.layer();
    studio_admin::SettingsLayers after = snapshot.layers;
    QJsonObject &own = layer == Layer::Studio ? after.studio : layer == Layer::Project ? after.project : after.site;
    own = studio_admin::applied(own, changes);
    QJsonArray list;
    QStringList lines;
    for (const studio_admin::SettingsDifference &one : studio_admin::difference(
             studio_admin::effective(snapshot.layers, layer), studio_admin::effective(after, layer))) {
        list.append(QJsonObject{{"path", one.path.join(u'.')}, {"before", one.before}, {"after", one.after}});
        lines.append(
            QStringLiteral("%1: %2 → %3")
                .arg(one.path.join(u'.'), studio_admin::asWords(one.before), studio_admin::asWords(one.after)));
    }
    // What the caller has seen wins over what was just read, so that two people do not write over each other.
    QString revision = call.option("--if-revision", snapshot.revision);
    if (!call.isDry()) {
        const Result<QString> saved = studio_admin::saveSettings(server, snapshot.place, changes, revision);
        if (!saved)
            return call.failed(saved.error());
        revision = *saved;
    }
    lines.append(QStringLiteral("%1, %2 level: %3 %4.")
                     .arg(placeWords(snapshot.place), studio_admin::layerWord(layer))
                     .arg(list.size())
                     .arg(call.isDry() ? QStringLiteral("values would change; nothing was done")
                                       : QStringLiteral("values changed")));
    return call.answer({{"ok", true}, {"done", !call.isDry()}, {"changes", list}, {"revision", revision}}, lines);
}

int set(const StudioCall &call, const client::Server &server)
{
    const Result<SettingsSnapshot> snapshot = snapshotOf(call, server, call.word());
    const Result<std::vector<SettingsChange>> changes =
        snapshot ? typedChanges(*snapshot, call.words().mid(1)) : fail(snapshot.error());
    return changes ? save(call, server, *snapshot, *changes) : call.failed(changes.error());
}

int reset(const StudioCall &call, const client::Server &server)
{
    const Result<SettingsSnapshot> snapshot = snapshotOf(call, server, call.word());
    if (!snapshot)
        return call.failed(snapshot.error());
    std::vector<SettingsChange> changes;
    for (const QString &word : call.words().mid(1)) {
        const QStringList path = word.split(u'.');
        if (studio_admin::valueAt(snapshot->layers.at(snapshot->place.layer()), path).isUndefined())
            return call.failed({ErrorKind::NotFound,
                                QStringLiteral("%1 is not changed at the %2 level. Nothing was done.")
                                    .arg(word, studio_admin::layerWord(snapshot->place.layer())),
                                {}});
        studio_admin::put(changes, {path, QJsonValue(QJsonValue::Undefined)});
    }
    return save(call, server, *snapshot, changes);
}

int diff(const StudioCall &call, const client::Server &server)
{
    const Result<SettingsSnapshot> a = snapshotOf(call, server, call.word(0));
    const Result<SettingsSnapshot> b = a ? snapshotOf(call, server, call.word(1)) : fail(a.error());
    if (!b)
        return call.failed(b.error());
    QJsonArray list;
    QStringList lines;
    for (const studio_admin::SettingsDifference &one :
         studio_admin::difference(studio_admin::effective(a->layers, a->place.layer()),
                                  studio_admin::effective(b->layers, b->place.layer()))) {
        list.append(QJsonObject{{"path", one.path.join(u'.')}, {"before", one.before}, {"after", one.after}});
        lines.append(
            QStringLiteral("%1: %2 → %3")
                .arg(one.path.join(u'.'), studio_admin::asWords(one.before), studio_admin::asWords(one.after)));
    }
    if (lines.isEmpty())
        lines.append(QStringLiteral("%1 and %2 are the same.").arg(placeWords(a->place), placeWords(b->place)));
    return call.answer({{"ok", true}, {"differences", list}}, lines);
}

struct Action {
    int (*run)(const StudioCall &, const client::Server &) = nullptr;
    qsizetype fewest = 1;
};

int listSecrets(const StudioCall &call, const client::Server &server)
{
    const Result<QStringList> names = studio_admin::secretNames(server);
    return names ? call.answer({{"ok", true}, {"secrets", QJsonArray::fromStringList(*names)}}, *names)
                 : call.failed(names.error());
}

int setSecret(const StudioCall &call, const client::Server &server)
{
    const Secret value(QTextStream(stdin).readLine());
    if (!call.isDry())
        if (const Result<> done = studio_admin::setSecret(server, call.word(), value); !done)
            return call.failed(done.error());
    return call.done({{"name", call.word()}}, QStringLiteral("The secret %1 is stored.").arg(call.word()),
                     QStringLiteral("The secret %1 would be stored.").arg(call.word()));
}

int removeSecret(const StudioCall &call, const client::Server &server)
{
    if (!call.isDry())
        if (const Result<> done = studio_admin::removeSecret(server, call.word()); !done)
            return call.failed(done.error());
    return call.done({{"name", call.word()}}, QStringLiteral("The secret %1 is removed.").arg(call.word()),
                     QStringLiteral("The secret %1 would be removed.").arg(call.word()));
}

int run(const StudioCall &call, const Action &action, const QString &usage)
{
    if (!action.run || call.words().size() < action.fewest)
        return call.wrongUse(usage);
    const Result<client::Server> server = call.server();
    return server ? action.run(call, *server) : call.failed(server.error());
}
} // namespace

int studioSettingsCommand(const StudioCall &call)
{
    const QMap<QString, Action> actions{{QStringLiteral("show"), {show, 1}},
                                        {QStringLiteral("set"), {set, 2}},
                                        {QStringLiteral("reset"), {reset, 2}},
                                        {QStringLiteral("diff"), {diff, 2}}};
    return run(call, actions.value(call.verb()),
               QStringLiteral("hearth studio settings show ADDON[:VERSION][@PROJECT] [--path a.b], or: settings set "
                              "ADDON PATH=JSON…, reset ADDON PATH…, diff A B; all with [--project P] [--site S] "
                              "[--variant V] [--if-revision N]."));
}

int studioSecretCommand(const StudioCall &call)
{
    const QMap<QString, Action> actions{{QStringLiteral("list"), {listSecrets, 0}},
                                        {QStringLiteral("set"), {setSecret, 1}},
                                        {QStringLiteral("remove"), {removeSecret, 1}}};
    return run(call, actions.value(call.verb()),
               QStringLiteral("hearth studio secret list, or: secret set NAME (the value is read from standard input), "
                              "secret remove NAME."));
}

} // namespace hearth::desktop
