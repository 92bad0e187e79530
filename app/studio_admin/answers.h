// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/server.h"

#include <QJsonDocument>

/// Answers of a server in the forms this room needs. All of these block; never on the GUI thread. Errors: the server's.
namespace hearth::studio_admin
{

/// An answer with what its headers say of the settings' state.
struct Answer {
    QJsonDocument body;
    QByteArray text;   ///< the body as it came
    QString revision;  ///< X-Hearth-Revision; empty where the server has none
    qint64 cursor = 0; ///< X-Hearth-Cursor: where the rest begins; 0: there is none
};

using Headers = QList<std::pair<QByteArray, QByteArray>>;

/// Errors besides: Conflict where somebody else was faster (status 412).
[[nodiscard]] Result<Answer> ask(const client::Server &server, const QByteArray &method, const QString &path,
                                 const QJsonObject &body = {}, const Headers &headers = {});
[[nodiscard]] Result<> tell(const client::Server &server, const QByteArray &method, const QString &path,
                            const QJsonObject &body = {});

/// A name as one element of a path.
[[nodiscard]] QString element(const QString &name);

} // namespace hearth::studio_admin
