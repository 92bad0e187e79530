// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_admin/answers.h"
#include "studio_admin/one_time_password.h"

/// People of a studio. All of these block; never on the GUI thread. Errors: the server's, with its own words.
namespace hearth::studio_admin
{

enum class Role { User, Manager, Admin, Service };

struct Person {
    QString name;
    QString fullName;
    QString email;
    Role role = Role::User;
    bool isActive = true;
    QString keyPreview;                ///< first and last letters of a service user's key; empty: none
    QMap<QString, QStringList> access; ///< project to access groups
    bool operator==(const Person &) const = default;
};

/// user, manager, admin or service.
[[nodiscard]] QString roleWord(Role role);

/// Why nobody can be called this; empty when it is good. Pure.
[[nodiscard]] QString problemOfUserName(const QString &name);

/// The body that makes this person. Pure. \param secret the first password, or a service user's key
[[nodiscard]] QJsonObject personBody(const Person &person, const Secret &secret);

[[nodiscard]] Result<std::vector<Person>> people(const client::Server &server);
[[nodiscard]] Result<Person> person(const client::Server &server, const QString &name);
/// \returns the one-time password, or a service user's key; it is nowhere else
[[nodiscard]] Result<Secret> createPerson(const client::Server &server, const Person &person,
                                          const RandomBelow &random);
/// Gives a new one-time password; the old one opens nothing any more.
[[nodiscard]] Result<Secret> resetPassword(const client::Server &server, const QString &name,
                                           const RandomBelow &random);
[[nodiscard]] Result<> setActive(const client::Server &server, const QString &name, bool isActive);
/// The groups in one project; other projects stay as they are. No groups: no access.
[[nodiscard]] Result<> setAccess(const client::Server &server, const QString &name, const QString &project,
                                 const QStringList &groups);
/// A new key for a service user; the old one opens nothing any more.
[[nodiscard]] Result<Secret> createKey(const client::Server &server, const QString &name, const RandomBelow &random);
/// Puts a key in place that nobody knows.
[[nodiscard]] Result<> revokeKey(const client::Server &server, const QString &name, const RandomBelow &random);

} // namespace hearth::studio_admin
