// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace hearth::ui_kit
{

/// Which set of the studio's software runs; everything but production is shown as a band and a word.
enum class Variant { Production, Staging, Dev };

} // namespace hearth::ui_kit
