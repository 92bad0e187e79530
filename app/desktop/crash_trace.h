// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

namespace hearth::desktop
{

/// Makes an unexpected end leave a trace of the stack in a folder. Called once, early in main.
void keepCrashTraces(const QString &folder);

/// Traces of earlier runs that nobody has looked at yet, newest first: absolute paths.
[[nodiscard]] QStringList unseenCrashTraces(const QString &folder);
/// Marks a trace as looked at; it stays for "Report a problem".
void markCrashTraceSeen(const QString &path);

} // namespace hearth::desktop
