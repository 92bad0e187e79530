// SPDX-License-Identifier: Apache-2.0
#include "studio_admin/settings_layers.h"

#include <QJsonDocument>
#include <QMap>

#include <algorithm>

namespace hearth::studio_admin
{

namespace
{
void compare(const QJsonObject &before, const QJsonObject &after, const QStringList &path,
             std::vector<SettingsDifference> &into)
{
    QMap<QString, bool> keys;
    for (const QString &key : before.keys() + after.keys())
        keys.insert(key, true);
    for (auto it = keys.keyBegin(); it != keys.keyEnd(); ++it) {
        const QJsonValue was = before.value(*it);
        const QJsonValue is = after.value(*it);
        const QStringList here = path + QStringList{*it};
        const bool bothGroups = was.isObject() && is.isObject();
        const bool oneGroup = (was.isObject() && is.isUndefined() && !was.toObject().isEmpty()) ||
                              (is.isObject() && was.isUndefined() && !is.toObject().isEmpty());
        if (bothGroups || oneGroup)
            compare(was.toObject(), is.toObject(), here, into);
        else if (was != is)
            into.push_back({here, was, is});
    }
}
} // namespace

QString layerWord(Layer layer)
{
    switch (layer) {
    case Layer::Studio:
        return QStringLiteral("studio");
    case Layer::Project:
        return QStringLiteral("project");
    case Layer::Site:
        return QStringLiteral("site");
    case Layer::Default:
        break;
    }
    return QStringLiteral("default");
}

const QJsonObject &SettingsLayers::at(Layer layer) const
{
    return layer == Layer::Default   ? defaults
           : layer == Layer::Studio  ? studio
           : layer == Layer::Project ? project
                                     : site;
}

QJsonValue valueAt(const QJsonObject &values, const QStringList &path)
{
    QJsonValue value = values;
    for (const QString &key : path) {
        if (value.isArray()) {
            bool isNumber = false;
            const int index = key.toInt(&isNumber);
            value = isNumber ? value.toArray().at(index) : QJsonValue(QJsonValue::Undefined);
        } else {
            value = value.isObject() ? value.toObject().value(key) : QJsonValue(QJsonValue::Undefined);
        }
    }
    return value;
}

QJsonObject withValueAt(QJsonObject values, const QStringList &path, const QJsonValue &value)
{
    if (path.isEmpty())
        return value.toObject();
    values.insert(
        path.first(),
        path.size() == 1 ? value : QJsonValue(withValueAt(values.value(path.first()).toObject(), path.mid(1), value)));
    return values;
}

QJsonObject withoutValueAt(QJsonObject values, const QStringList &path)
{
    if (path.size() == 1) {
        values.remove(path.first());
    } else if (!path.isEmpty() && values.value(path.first()).isObject()) {
        const QJsonObject inner = withoutValueAt(values.value(path.first()).toObject(), path.mid(1));
        if (inner.isEmpty())
            values.remove(path.first());
        else
            values.insert(path.first(), inner);
    }
    return values;
}

QJsonObject merged(QJsonObject below, const QJsonObject &over)
{
    for (auto it = over.begin(); it != over.end(); ++it) {
        const QJsonValue own = below.value(it.key());
        below.insert(it.key(), own.isObject() && it.value().isObject()
                                   ? QJsonValue(merged(own.toObject(), it.value().toObject()))
                                   : it.value());
    }
    return below;
}

QJsonObject effective(const SettingsLayers &layers, Layer upTo)
{
    QJsonObject made = layers.defaults;
    for (const Layer layer : {Layer::Studio, Layer::Project, Layer::Site})
        if (layer <= upTo)
            made = merged(made, layers.at(layer));
    return made;
}

Layer originOf(const SettingsLayers &layers, const QStringList &path, Layer upTo)
{
    for (const Layer layer : {Layer::Site, Layer::Project, Layer::Studio})
        if (layer <= upTo && !valueAt(layers.at(layer), path).isUndefined())
            return layer;
    return Layer::Default;
}

std::vector<SettingsDifference> difference(const QJsonObject &before, const QJsonObject &after)
{
    std::vector<SettingsDifference> made;
    compare(before, after, {}, made);
    return made;
}

QString asWords(const QJsonValue &value)
{
    if (value.isUndefined())
        return QStringLiteral("–");
    const QJsonArray list = value.toArray();
    const bool isPlain =
        std::none_of(list.begin(), list.end(), [](const QJsonValue &one) { return one.isObject() || one.isArray(); });
    if (value.isArray() && isPlain && !list.isEmpty()) {
        QStringList words;
        for (const QJsonValue &one : list)
            words.append(asWords(one));
        return asWords(words.join(QStringLiteral(", ")));
    }
    QString text =
        value.isString()
            ? value.toString().simplified()
            : QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact)).mid(1).chopped(1);
    return text.size() > 80 ? text.left(79) + QChar(0x2026) : text;
}

QJsonObject applied(QJsonObject overrides, const std::vector<SettingsChange> &changes)
{
    for (const SettingsChange &change : changes)
        overrides = change.value.isUndefined() ? withoutValueAt(overrides, change.path)
                                               : withValueAt(overrides, change.path, change.value);
    return overrides;
}

std::vector<SettingsChange> undoOf(const QJsonObject &overridesBefore, const std::vector<SettingsChange> &changes)
{
    std::vector<SettingsChange> made;
    for (const SettingsChange &change : changes)
        made.push_back({change.path, valueAt(overridesBefore, change.path)});
    return made;
}

void put(std::vector<SettingsChange> &changes, const SettingsChange &change)
{
    const auto found = std::find_if(changes.begin(), changes.end(),
                                    [&change](const SettingsChange &one) { return one.path == change.path; });
    if (found == changes.end())
        changes.push_back(change);
    else
        *found = change;
}

} // namespace hearth::studio_admin
