// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/desktop.h"

namespace hearth::desktop
{

/// What of a command line is Python's to do, as the command line of an interpreter.
struct PythonTask {
    QStringList arguments;    ///< of the interpreter
    bool needsStudio = false; ///< false: nothing is asked of a server
};

/// Scripts, folders with a __main__.py, `run SCRIPT`, `interactive`, `addon NAME …`, `publish PATH`, and the other
/// commands that belong to the bundle's core addon. Nothing for a command that is Hearth's own. Looks at the disk for
/// a first argument that is no command. Source: bootstrap contract 1.3. \param runtimeFolder resources/addon_runtime
[[nodiscard]] std::optional<PythonTask> pythonTask(const QStringList &command, bool skipsBootstrap,
                                                   const QString &runtimeFolder);

/// The environment such a child gets: that of every child, the context Hearth itself was started in, and what the
/// command line says. Pure.
[[nodiscard]] launch::Environment pythonEnvironment(const launch::LaunchInputs &inputs,
                                                    const composition::Arguments &arguments);

/// Becomes the Python that does it; only returns when that fails. \returns the exit code
[[nodiscard]] int runPython(composition::Desktop &desktop, const PythonTask &task);

} // namespace hearth::desktop
