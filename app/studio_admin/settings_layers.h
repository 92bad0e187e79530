// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <optional>
#include <vector>

/// Settings as layers, each over the one before: the addon's own, the studio's, the project's, the site's. Pure.
namespace hearth::studio_admin
{

enum class Layer { Default, Studio, Project, Site };
[[nodiscard]] QString layerWord(Layer layer); ///< default, studio, project, site

struct SettingsLayers {
    QJsonObject defaults; ///< whole
    QJsonObject studio;   ///< what differs from the layer before, and so on
    QJsonObject project;
    QJsonObject site;
    [[nodiscard]] const QJsonObject &at(Layer layer) const;
    bool operator==(const SettingsLayers &) const = default;
};

[[nodiscard]] QJsonValue valueAt(const QJsonObject &values, const QStringList &path); ///< Undefined: not there
[[nodiscard]] QJsonObject withValueAt(QJsonObject values, const QStringList &path, const QJsonValue &value);
/// Objects that become empty by it go as well.
[[nodiscard]] QJsonObject withoutValueAt(QJsonObject values, const QStringList &path);

/// Objects are merged, everything else is replaced.
[[nodiscard]] QJsonObject merged(QJsonObject below, const QJsonObject &over);
/// The values in force at a layer.
[[nodiscard]] QJsonObject effective(const SettingsLayers &layers, Layer upTo);
/// The highest layer that says something at the path or below it.
[[nodiscard]] Layer originOf(const SettingsLayers &layers, const QStringList &path, Layer upTo);

struct SettingsDifference {
    QStringList path;
    QJsonValue before = QJsonValue::Undefined;
    QJsonValue after = QJsonValue::Undefined;
    bool operator==(const SettingsDifference &) const = default;
};
/// Leaf by leaf; a list is one leaf.
[[nodiscard]] std::vector<SettingsDifference> difference(const QJsonObject &before, const QJsonObject &after);
/// A value on one line, cut at 80 letters; "–" when it is not there.
[[nodiscard]] QString asWords(const QJsonValue &value);

/// One change of a layer: a value, or Undefined to let the layer below speak.
struct SettingsChange {
    QStringList path;
    QJsonValue value = QJsonValue::Undefined;
    bool operator==(const SettingsChange &) const = default;
};
[[nodiscard]] QJsonObject applied(QJsonObject overrides, const std::vector<SettingsChange> &changes);
/// What brings the layer back to how it was before the changes.
[[nodiscard]] std::vector<SettingsChange> undoOf(const QJsonObject &overridesBefore,
                                                 const std::vector<SettingsChange> &changes);
/// Changes of the same place become the last one.
void put(std::vector<SettingsChange> &changes, const SettingsChange &change);

} // namespace hearth::studio_admin
