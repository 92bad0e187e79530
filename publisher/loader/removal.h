// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/loader/library.h"

#include <stop_token>

namespace hearth::load
{

/// What clearing old versions away would take.
struct RemovalPlan {
    QStringList versionIds;
    QStringList names;   ///< "/assets/hero modelMain v001", one a version
    QStringList files;   ///< absolute; only what no kept version uses and no other product can
    QStringList staying; ///< files of these versions that lie where something else may use them
    qint64 bytes = 0;    ///< of these files on this disk
};

/// The versions that go: all but the newest ones of each product. The hero and the version it was made from stay. Pure.
[[nodiscard]] RemovalPlan planRemoval(const std::vector<Product> &products, int kept);
/// Whether a path made by this template belongs to one version of one product alone. Pure.
[[nodiscard]] bool isOfOneVersion(const QString &pathTemplate);
/// Adds the files. Pure, but for the sizes. \param details of every version of these products
void addFiles(RemovalPlan &plan, const VersionDetails &details, const anatomy::Anatomy &anatomy);

struct Removed {
    int versions = 0;
    int files = 0;
    QStringList problems; ///< files that stayed, each with its reason
};

/// Takes the versions off the server, then their files off the disk, and folders that became empty. A version whose
/// entity cannot be deleted keeps its files. Errors: those of the server, with nothing removed. Blocks.
[[nodiscard]] Result<Removed> removeVersions(const Library &library, const RemovalPlan &plan,
                                             const anatomy::Anatomy &anatomy);

} // namespace hearth::load
