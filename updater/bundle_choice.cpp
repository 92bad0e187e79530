// SPDX-License-Identifier: Apache-2.0
#include "updater/bundle_choice.h"

#include <algorithm>

namespace hearth::update
{

namespace
{
template <typename Test>
const contract::Bundle *lastThat(const contract::BundleList &list, Test test)
{
    const contract::Bundle *found = nullptr;
    for (const contract::Bundle &bundle : list.bundles)
        if (!bundle.isProject && test(bundle))
            found = &bundle;
    return found;
}

BundleChoice choice(const contract::Bundle &bundle, bool wantsStaging)
{
    BundleChoice made{bundle, {}, wantsStaging && !bundle.isDev, bundle.isDev};
    made.variant = made.isDev ? bundle.name : made.isStaging ? QStringLiteral("staging") : QStringLiteral("production");
    return made;
}
} // namespace

Result<BundleChoice> chooseBundle(const contract::BundleList &list, const BundleWish &wish)
{
    if (!wish.studioBundle.isEmpty()) {
        const auto *named =
            lastThat(list, [&wish](const contract::Bundle &one) { return one.name == wish.studioBundle; });
        if (!named)
            return fail(ErrorKind::NotFound,
                        QStringLiteral("The bundle \"%1\" is not on the server.").arg(wish.studioBundle));
        return choice(*named, wish.useStaging);
    }
    if (wish.useDev) {
        const auto *own =
            lastThat(list, [&wish](const contract::Bundle &one) { return one.isDev && one.activeUser == wish.user; });
        if (!own)
            return fail(
                ErrorKind::NotFound,
                QStringLiteral("No developer bundle is assigned to %1. Assign one on the server, or start without "
                               "developer mode.")
                    .arg(wish.user));
        return choice(*own, false);
    }
    const auto *usual = lastThat(
        list, [&wish](const contract::Bundle &one) { return wish.useStaging ? one.isStaging : one.isProduction; });
    if (!usual)
        return fail(ErrorKind::NotFound,
                    QStringLiteral("The server has no %1 bundle. An administrator sets one under Bundles.")
                        .arg(wish.useStaging ? QStringLiteral("staging") : QStringLiteral("production")));
    return choice(*usual, wish.useStaging);
}

} // namespace hearth::update
