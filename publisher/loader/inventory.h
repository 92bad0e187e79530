// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/loader/library.h"

namespace hearth::load
{

/// A representation that a scene holds, with what has been published since.
struct Loaded {
    Representation representation;
    QString productName;
    QString productType;
    QString folderPath;
    int number = 0; ///< negative: a hero, which never falls behind
    QString latestVersionId;
    int latest = 0;
    [[nodiscard]] bool isOutdated() const { return number >= 0 && number < latest; }
};

/// What these representations are, in one request; those that are gone are missing. Errors: those of the server.
[[nodiscard]] Job<std::vector<Loaded>> loaded(const Library &library, const QStringList &representationIds);

/// What the answer says. Pure. Errors: Invalid.
[[nodiscard]] Result<std::vector<Loaded>> readLoaded(const QJsonObject &answer);

} // namespace hearth::load
