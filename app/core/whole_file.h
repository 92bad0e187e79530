// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <QByteArray>
#include <QJsonObject>

namespace hearth
{

/// Reads a whole file. Errors: NotFound, Invalid (longer than the limit), Internal. \param limitBytes refuses longer
/// files
[[nodiscard]] Result<QByteArray> readFile(const QString &path, qint64 limitBytes = 64 * 1024 * 1024);

/// Replaces a file as a whole: written beside it, synchronised, renamed. Makes the folder. Readers see old or new.
/// Errors: Internal with the system's reason (read-only, full). Threads: any.
[[nodiscard]] Result<> writeFile(const QString &path, const QByteArray &content, bool ownerOnly = false);

/// A JSON object from a file; Invalid when it is not one.
[[nodiscard]] Result<QJsonObject> readJsonFile(const QString &path);
[[nodiscard]] Result<> writeJsonFile(const QString &path, const QJsonObject &object, bool ownerOnly = false);

/// Makes sure that files can be made in a folder by making one. The folder is made when it is missing. Errors:
/// Forbidden (read-only, or somebody else's, who is named), Internal (full, or anything else); the sentence says what
/// to do.
[[nodiscard]] Result<> checkWritable(const QString &folder);

} // namespace hearth
