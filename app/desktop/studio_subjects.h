// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desktop/studio_call.h"

/// What a coordinator does from a command line, one function a subject. \returns the exit code: 0 done, 1 it could not
/// be done, 2 the words make no sense. One-time passwords and keys are written to standard output and nowhere else.
namespace hearth::desktop
{

/// list, activate and deactivate of `studio folder` and `studio task`.
int studioActiveCommand(const StudioCall &call, bool isTask);
/// Whether a verb of `studio folder` and `studio task` changes what is there. Pure.
[[nodiscard]] bool isStudioEdit(const QString &verb);
/// rename, move and set of `studio folder` and `studio task`; assign and unassign of tasks.
int studioEditCommand(const StudioCall &call, bool isTask);
int studioUserCommand(const StudioCall &call);
int studioKeyCommand(const StudioCall &call);
int studioGroupCommand(const StudioCall &call);
int studioBundleCommand(const StudioCall &call);
int studioAddonCommand(const StudioCall &call);
int studioSettingsCommand(const StudioCall &call);
int studioSecretCommand(const StudioCall &call);
int studioHistoryCommand(const StudioCall &call);
int studioRetentionCommand(const StudioCall &call);

} // namespace hearth::desktop
