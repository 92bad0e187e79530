// SPDX-License-Identifier: Apache-2.0
#include "studio_admin/people.h"

#include <QRegularExpression>

namespace hearth::studio_admin
{

namespace
{
constexpr auto peopleQuery = R"(query People { users(first: 5000) { edges { node {
    name active isAdmin isManager isService apiKeyPreview accessGroups allAttrib } } } })";

Role roleOf(const QJsonObject &flags)
{
    return flags.value(QLatin1String("isService")).toBool()   ? Role::Service
           : flags.value(QLatin1String("isAdmin")).toBool()   ? Role::Admin
           : flags.value(QLatin1String("isManager")).toBool() ? Role::Manager
                                                              : Role::User;
}

QMap<QString, QStringList> accessOf(const QJsonObject &groups)
{
    QMap<QString, QStringList> made;
    for (auto it = groups.begin(); it != groups.end(); ++it)
        for (const QJsonValue &group : it.value().toArray())
            made[it.key()].append(group.toString());
    return made;
}

Person readPerson(const QJsonObject &node, const QJsonObject &flags, const QJsonObject &attrib,
                  const QJsonObject &groups)
{
    return {node.value(QLatin1String("name")).toString(),
            attrib.value(QLatin1String("fullName")).toString(),
            attrib.value(QLatin1String("email")).toString(),
            roleOf(flags),
            node.value(QLatin1String("active")).toBool(true),
            flags.value(QLatin1String("apiKeyPreview")).toString(),
            accessOf(groups)};
}

QJsonObject objectIn(const QJsonValue &text)
{
    return QJsonDocument::fromJson(text.toString().toUtf8()).object();
}

QString userPath(const QString &name, const QString &rest = {})
{
    return QStringLiteral("/api/users/") + element(name) + rest;
}
} // namespace

QString roleWord(Role role)
{
    switch (role) {
    case Role::Service:
        return QStringLiteral("service");
    case Role::Admin:
        return QStringLiteral("admin");
    case Role::Manager:
        return QStringLiteral("manager");
    case Role::User:
        break;
    }
    return QStringLiteral("user");
}

QString problemOfUserName(const QString &name)
{
    static const QRegularExpression good(QStringLiteral("^[a-zA-Z0-9][a-zA-Z0-9_.\\-]*[a-zA-Z0-9]$"));
    if (name.isEmpty())
        return QStringLiteral("A name is missing.");
    if (!good.match(name).hasMatch())
        return QStringLiteral("A user's name has two or more letters and digits; dot, dash and underscore may stand "
                              "between them.");
    return {};
}

QJsonObject personBody(const Person &person, const Secret &secret)
{
    QJsonObject access;
    for (auto it = person.access.begin(); it != person.access.end(); ++it)
        access.insert(it.key(), QJsonArray::fromStringList(it.value()));
    QJsonObject attrib;
    if (!person.fullName.isEmpty())
        attrib.insert(QStringLiteral("fullName"), person.fullName);
    if (!person.email.isEmpty())
        attrib.insert(QStringLiteral("email"), person.email);
    const bool isService = person.role == Role::Service;
    return {{"attrib", attrib},
            {"active", person.isActive},
            {"data", QJsonObject{{"isAdmin", person.role == Role::Admin},
                                 {"isManager", person.role == Role::Manager},
                                 {"isService", isService},
                                 {"accessGroups", access}}},
            {isService ? QStringLiteral("apiKey") : QStringLiteral("password"), secret.reveal()}};
}

Result<std::vector<Person>> people(const client::Server &server)
{
    const Result<QJsonObject> answer = server.graphql(QLatin1String(peopleQuery), {}).wait();
    if (!answer)
        return fail(answer.error());
    std::vector<Person> made;
    for (const QJsonValue &edge :
         answer->value(QLatin1String("users")).toObject().value(QLatin1String("edges")).toArray()) {
        const QJsonObject node = edge.toObject().value(QLatin1String("node")).toObject();
        made.push_back(readPerson(node, node, objectIn(node.value(QLatin1String("allAttrib"))),
                                  objectIn(node.value(QLatin1String("accessGroups")))));
    }
    return made;
}

Result<Person> person(const client::Server &server, const QString &name)
{
    const Result<Answer> answer = ask(server, "GET", userPath(name));
    if (!answer)
        return fail(answer.error());
    const QJsonObject body = answer->body.object();
    const QJsonObject data = body.value(QLatin1String("data")).toObject();
    return readPerson(body, data, body.value(QLatin1String("attrib")).toObject(),
                      data.value(QLatin1String("accessGroups")).toObject());
}

Result<Secret> createPerson(const client::Server &server, const Person &person, const RandomBelow &random)
{
    if (const QString problem = problemOfUserName(person.name); !problem.isEmpty())
        return fail(ErrorKind::Invalid, problem);
    const Secret secret = person.role == Role::Service ? serviceKey(random) : oneTimePassword(random);
    const Result<> made = tell(server, "PUT", userPath(person.name), personBody(person, secret));
    return made ? Result<Secret>(secret) : fail(made.error());
}

Result<Secret> resetPassword(const client::Server &server, const QString &name, const RandomBelow &random)
{
    const Secret secret = oneTimePassword(random);
    const Result<> done =
        tell(server, "PATCH", userPath(name, QStringLiteral("/password")), {{"password", secret.reveal()}});
    return done ? Result<Secret>(secret) : fail(done.error());
}

Result<> setActive(const client::Server &server, const QString &name, bool isActive)
{
    return tell(server, "PATCH", userPath(name), {{"active", isActive}});
}

Result<> setAccess(const client::Server &server, const QString &name, const QString &project, const QStringList &groups)
{
    Result<Person> found = person(server, name);
    if (!found)
        return fail(found.error());
    found->access.insert(project, groups);
    QJsonArray list;
    for (auto it = found->access.begin(); it != found->access.end(); ++it)
        list.append(QJsonObject{{"project", it.key()}, {"accessGroups", QJsonArray::fromStringList(it.value())}});
    return tell(server, "PATCH", userPath(name, QStringLiteral("/accessGroups")), {{"accessGroups", list}});
}

Result<Secret> createKey(const client::Server &server, const QString &name, const RandomBelow &random)
{
    const Secret key = serviceKey(random);
    const Result<> done =
        tell(server, "PATCH", userPath(name, QStringLiteral("/password")), {{"apiKey", key.reveal()}});
    return done ? Result<Secret>(key) : fail(done.error());
}

Result<> revokeKey(const client::Server &server, const QString &name, const RandomBelow &random)
{
    // A key that nobody knows shuts out the old one on every server; a server that can then takes the key away as well
    // and ends what was begun with it.
    if (const Result<Secret> forgotten = createKey(server, name, random); !forgotten)
        return fail(forgotten.error());
    static_cast<void>(
        tell(server, "PATCH", userPath(name, QStringLiteral("/password")), {{"apiKey", QJsonValue::Null}}));
    return {};
}

} // namespace hearth::studio_admin
