// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "contract/distribution.h"

namespace hearth::update
{

/// What a start asks for. Source: bootstrap contract 2.3.
struct BundleWish {
    bool useStaging = false;
    bool useDev = false;
    QString studioBundle; ///< a name asked for; empty: by mode
    QString user;         ///< whose developer bundle
};

struct BundleChoice {
    contract::Bundle bundle;
    QString variant; ///< production, staging, or the developer bundle's name
    bool isStaging = false;
    bool isDev = false;
};

/// Chooses the studio bundle. Pure. Errors: NotFound, saying which bundle is missing.
[[nodiscard]] Result<BundleChoice> chooseBundle(const contract::BundleList &list, const BundleWish &wish);

} // namespace hearth::update
