// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_admin/anatomy_text.h"
#include "studio_admin/answers.h"

/// Reads and writes anatomies. All of these block; never on the GUI thread. Errors: the server's, with its own words.
namespace hearth::studio_admin
{

/// A project's anatomy, or a preset's.
struct AnatomyPlace {
    bool isProject = true;
    QString name;
    bool operator==(const AnatomyPlace &) const = default;
};

/// Projects first, then presets.
[[nodiscard]] Result<std::vector<AnatomyPlace>> anatomyPlaces(const client::Server &server);
[[nodiscard]] Result<QJsonObject> readAnatomy(const client::Server &server, const AnatomyPlace &place);
/// Stores the changed texts in what is stored by now, so that what others changed meanwhile stays. \param seen what the
/// change began with \returns what is stored then. Errors: also Conflict when somebody else has changed the same texts;
/// nothing is stored then.
[[nodiscard]] Result<QJsonObject> saveAnatomy(const client::Server &server, const AnatomyPlace &place,
                                              const QJsonObject &seen, const QJsonObject &wanted);
/// A real folder and task of the project, the deepest first; made-up names where it has none or for a preset.
[[nodiscard]] Result<PreviewContext> previewContext(const client::Server &server, const AnatomyPlace &place,
                                                    const QString &user);

} // namespace hearth::studio_admin
