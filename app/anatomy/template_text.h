// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

/// The template language: {key}, {key[sub]}, {list[0]}, {key:format}, <optional {part}>, {@reference}.
/// Pure functions. Threads: any.
namespace hearth::anatomy
{

/// What filling a template gave.
struct Filled {
    QString text;         ///< missing keys stand in it as written
    bool isSolved = true; ///< nothing required was missing
    QStringList missing;
    QStringList invalid; ///< keys whose value does not fit where they stand
    QJsonObject used;    ///< the data again, only the keys that were used
};

/// Fills a template whose references are resolved already.
[[nodiscard]] Filled fill(const QString &text, const QJsonObject &data);

/// Replaces {@key} by the value of that name in item, else in common, again and again.
/// Errors: Invalid for a loop or a name that neither has.
[[nodiscard]] Result<QString> resolveReferences(const QString &text, const QJsonObject &item,
                                                const QJsonObject &common);

/// One slash between parts; backslashes become slashes; a leading double slash (a network share) stays.
[[nodiscard]] QString normalizedPath(const QString &path);

/// Formats as the format language of the templates does: [[fill]align][0][width][.precision][type].
/// Empty when the specification does not fit the value.
[[nodiscard]] std::optional<QString> formatted(const QJsonValue &value, const QString &specification);

} // namespace hearth::anatomy
