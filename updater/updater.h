// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/server.h"
#include "core/clock.h"
#include "updater/installed_items.h"

namespace hearth::update
{

enum class ItemState { Waiting, Running, Finished, Failed };

/// How one item of a plan comes along.
struct ItemProgress {
    QString name;
    ItemState state = ItemState::Waiting;
    QString activity; ///< "downloading", "unpacking"
    qint64 done = 0;  ///< bytes
    qint64 total = 0;
    QString problem;
};
using PlanProgress = std::function<void(const std::vector<ItemProgress> &)>;

/// Where a developer's source lies on this disk. Errors: Invalid, NotFound, with words for a person.
using DevelopmentResolver = std::function<Result<QString>(const QString &path)>;

struct UpdaterSurroundings {
    PlanFolders folders;
    QString stateFolder; ///< last good plans, partial downloads, locks
    Platform platform = currentPlatform();
    DevelopmentResolver resolveDevelopment;
};

/// What a server says about bundles; the answers may still be on their way.
struct BundleOffer {
    Job<contract::BundleList> bundles;
    Job<std::vector<contract::Addon>> addons;
    Job<std::vector<contract::DependencyPackage>> packages;
};
/// Three requests at once. Threads: any.
[[nodiscard]] BundleOffer askForBundles(const client::Server &server);

/// Brings a plan onto the disk and remembers the last one that was complete. Threads: worker threads; several programs
/// may work on the same storage.
class Updater
{
public:
    explicit Updater(UpdaterSurroundings surroundings);

    /// Waits for the offer and decides. Errors: those of the server, NotFound (no bundle).
    [[nodiscard]] Result<Plan> planFor(const QUrl &server, const BundleOffer &offer, const BundleWish &wish) const;

    /// Fetches, checks, unpacks beside the target and puts in place with one rename what is not there; items side by
    /// side, two at a time. What was there stays usable until its successor is complete.
    /// \returns the plan with developer folders filled in. Errors: the first item's; the others still finish.
    [[nodiscard]] Result<Plan> apply(Plan plan, const client::Server &server, const std::stop_token &stop,
                                     const PlanProgress &progress = {}) const;

    [[nodiscard]] bool isComplete(const Plan &plan) const;
    /// The plan that last was complete for a server and mode; nothing when it is not complete any more.
    [[nodiscard]] std::optional<Plan> lastGood(const QString &serverUrl, const QString &variant) const;
    [[nodiscard]] Result<> remember(const Plan &plan) const;

private:
    [[nodiscard]] Result<> install(const PlanItem &item, const client::Server &server, const std::stop_token &stop,
                                   const std::function<void(const QString &, qint64, qint64)> &report) const;
    [[nodiscard]] QString planFile(const QString &serverUrl, const QString &variant) const;

    UpdaterSurroundings m_around;
    InstalledItems m_installed;
};

/// Puts a finished folder in the place of another or of nothing; readers see old or new, never neither.
/// \returns where the old content went; empty when there was none
[[nodiscard]] Result<QString> exchangeFolder(const QString &finished, const QString &target);

} // namespace hearth::update
