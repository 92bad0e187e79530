// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace hearth::ui_kit
{

/// Makes windows tell screen readers of the popup panels they have open, which Qt leaves out. Once is enough; later
/// calls do nothing. GUI thread.
void installWindowAccess();

} // namespace hearth::ui_kit
