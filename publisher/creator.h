// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/file_sequence.h"

#include <QJsonObject>

namespace hearth::publish
{

/// A kind of thing that can be published from files.
struct Creator {
    QString identifier; ///< settings_<type>, as stored with instances
    QString productType;
    QString productBaseType;
    QString label;
    QString icon;
    QStringList variants;
    QStringList extensions; ///< without dot, in lower case; empty: any
    bool allowsSequences = true;
    bool allowsSingles = true; ///< our own: a plate is more than one file
    bool allowsSeveral = true; ///< more than one representation
};

/// What is offered where the settings say nothing.
[[nodiscard]] const std::vector<Creator> &builtinCreators();
/// The studio's creators, then the built-in ones of types the studio does not have. Pure.
/// \param settings of the addon traypublisher; may be empty. Source: desktop contract 5.8
[[nodiscard]] std::vector<Creator> creatorsFrom(const QJsonObject &settings);

/// The creator that fits a dropped group best; null when none does. A type that only the built-in list knows for an
/// extension counts for the studio's creator of that type.
[[nodiscard]] const Creator *suggestCreator(const std::vector<Creator> &creators, const FileGroup &group);
/// By product type or base type, without regard to case; null when there is none.
[[nodiscard]] const Creator *creatorOfType(const std::vector<Creator> &creators, const QString &type);

[[nodiscard]] bool isImage(const QString &extension);
[[nodiscard]] bool isMovie(const QString &extension);

} // namespace hearth::publish
