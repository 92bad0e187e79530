// SPDX-License-Identifier: Apache-2.0
#include "desktop/studio_subjects.h"
#include "studio_admin/access_groups.h"
#include "studio_admin/people.h"

namespace hearth::desktop
{

namespace
{
using studio_admin::Person;
using studio_admin::Role;

QJsonObject asJson(const Person &person)
{
    QJsonObject access;
    for (auto it = person.access.begin(); it != person.access.end(); ++it)
        access.insert(it.key(), QJsonArray::fromStringList(it.value()));
    QJsonObject made{{"name", person.name},       {"fullName", person.fullName},
                     {"email", person.email},     {"role", studio_admin::roleWord(person.role)},
                     {"active", person.isActive}, {"accessGroups", access}};
    if (!person.keyPreview.isEmpty())
        made.insert(QStringLiteral("keyPreview"), person.keyPreview);
    return made;
}

QString asLine(const Person &person)
{
    QStringList access;
    for (auto it = person.access.begin(); it != person.access.end(); ++it)
        access.append(QStringLiteral("%1: %2").arg(it.key(), it.value().join(QStringLiteral(", "))));
    return QStringLiteral("%1 %2 %3 %4%5")
        .arg(person.name, -20)
        .arg(studio_admin::roleWord(person.role), -8)
        .arg(person.isActive ? QStringLiteral("active") : QStringLiteral("deactivated"), -12)
        .arg(person.fullName, access.isEmpty() ? QString() : QStringLiteral("  [%1]").arg(access.join(u';')));
}

int listPeople(const StudioCall &call, const client::Server &server)
{
    const Result<std::vector<Person>> all = studio_admin::people(server);
    if (!all)
        return call.failed(all.error());
    QJsonArray list;
    QStringList lines;
    for (const Person &person : *all) {
        list.append(asJson(person));
        lines.append(asLine(person));
    }
    return call.answer({{"ok", true}, {"users", list}}, lines);
}

Person wantedPerson(const StudioCall &call)
{
    Person person;
    person.name = call.word();
    person.fullName = call.option("--full-name");
    person.email = call.option("--email");
    person.role = call.has("--service")   ? Role::Service
                  : call.has("--admin")   ? Role::Admin
                  : call.has("--manager") ? Role::Manager
                                          : Role::User;
    if (call.has("--group"))
        for (const QString &project : call.option("--project").split(u',', Qt::SkipEmptyParts))
            person.access.insert(project, call.option("--group").split(u',', Qt::SkipEmptyParts));
    return person;
}

/// Unknown groups would be left out silently by the server; here they are a mistake.
Result<> checkGroups(const client::Server &server, const Person &person)
{
    for (auto it = person.access.begin(); it != person.access.end(); ++it) {
        const Result<std::vector<studio_admin::AccessGroup>> groups = studio_admin::accessGroups(server, it.key());
        if (!groups)
            return fail(groups.error());
        QStringList names;
        for (const studio_admin::AccessGroup &group : *groups)
            names.append(group.name);
        for (const QString &wanted : it.value())
            if (!names.contains(wanted))
                return fail(ErrorKind::Invalid, QStringLiteral("There is no access group \"%1\"; there are %2. Nothing "
                                                               "was changed.")
                                                    .arg(wanted, names.join(QStringLiteral(", "))));
    }
    return {};
}

/// A word that is told once.
int toldOnce(const StudioCall &call, const QString &name, const char *what, const Secret &secret,
             const QString &sentence)
{
    return call.answer({{"ok", true}, {"done", true}, {"name", name}, {QLatin1String(what), secret.reveal()}},
                       {sentence, secret.reveal(), QStringLiteral("It is shown this once; hand it over now.")});
}

int createUser(const StudioCall &call, const client::Server &server)
{
    const Person person = wantedPerson(call);
    if (call.has("--group") && person.access.isEmpty())
        return call.wrongUse(QStringLiteral("An access group is given in a project; say --project NAME as well."));
    if (const QString problem = studio_admin::problemOfUserName(person.name); !problem.isEmpty())
        return call.wrongUse(problem);
    if (const Result<> good = checkGroups(server, person); !good)
        return call.failed(good.error());
    if (call.isDry())
        return call.done(
            {{"user", asJson(person)}}, {},
            QStringLiteral("%1 would be made as %2.").arg(person.name, studio_admin::roleWord(person.role)));
    const Result<Secret> secret = studio_admin::createPerson(server, person, studio_admin::systemRandom());
    if (!secret)
        return call.failed(secret.error());
    const bool isService = person.role == Role::Service;
    return toldOnce(call, person.name, isService ? "key" : "password", *secret,
                    (isService ? QStringLiteral("%1 is made. Its key is:")
                               : QStringLiteral("%1 is made. The one-time password is:"))
                        .arg(person.name));
}

int resetPassword(const StudioCall &call, const client::Server &server)
{
    if (call.isDry())
        return call.done({{"name", call.word()}}, {},
                         QStringLiteral("%1 would get a new one-time password.").arg(call.word()));
    const Result<Secret> secret = studio_admin::resetPassword(server, call.word(), studio_admin::systemRandom());
    return secret ? toldOnce(call, call.word(), "password", *secret,
                             QStringLiteral("The new one-time password of %1 is:").arg(call.word()))
                  : call.failed(secret.error());
}

int switchActive(const StudioCall &call, const client::Server &server, bool isActive)
{
    const QString state = isActive ? QStringLiteral("active") : QStringLiteral("deactivated");
    if (!call.isDry())
        if (const Result<> done = studio_admin::setActive(server, call.word(), isActive); !done)
            return call.failed(done.error());
    return call.done({{"name", call.word()}, {"active", isActive}},
                     QStringLiteral("%1 is %2 now.").arg(call.word(), state),
                     QStringLiteral("%1 would be %2.").arg(call.word(), state));
}

int giveAccess(const StudioCall &call, const client::Server &server)
{
    const QString project = call.option("--project");
    const QStringList groups = call.option("--group").split(u',', Qt::SkipEmptyParts);
    if (project.isEmpty())
        return call.wrongUse(QStringLiteral("hearth studio user access NAME --project P [--group G,…]; without a "
                                            "group the project is closed to NAME."));
    Person wanted;
    wanted.access.insert(project, groups);
    if (const Result<> good = checkGroups(server, wanted); !good)
        return call.failed(good.error());
    if (!call.isDry())
        if (const Result<> done = studio_admin::setAccess(server, call.word(), project, groups); !done)
            return call.failed(done.error());
    const QString names = groups.isEmpty() ? QStringLiteral("no access") : groups.join(QStringLiteral(", "));
    return call.done({{"name", call.word()}, {"project", project}, {"groups", QJsonArray::fromStringList(groups)}},
                     QStringLiteral("%1 has %2 in %3 now.").arg(call.word(), names, project),
                     QStringLiteral("%1 would have %2 in %3.").arg(call.word(), names, project));
}

using Action = int (*)(const StudioCall &, const client::Server &);
} // namespace

int studioUserCommand(const StudioCall &call)
{
    const QMap<QString, Action> actions{
        {QStringLiteral("list"), listPeople},
        {QStringLiteral("create"), createUser},
        {QStringLiteral("password"), resetPassword},
        {QStringLiteral("access"), giveAccess},
        {QStringLiteral("deactivate"),
         [](const StudioCall &c, const client::Server &s) { return switchActive(c, s, false); }},
        {QStringLiteral("activate"),
         [](const StudioCall &c, const client::Server &s) { return switchActive(c, s, true); }}};
    const Action action = actions.value(call.verb(), nullptr);
    if (!action || (call.verb() != QLatin1String("list") && call.words().size() != 1))
        return call.wrongUse(
            QStringLiteral("hearth studio user list, or: user create NAME [--full-name WORDS] [--email E] [--group G,… "
                           "--project P,…] [--manager | --admin | --service], user password | activate | deactivate "
                           "NAME, user access NAME --project P [--group G,…]."));
    const Result<client::Server> server = call.server();
    return server ? action(call, *server) : call.failed(server.error());
}

int studioKeyCommand(const StudioCall &call)
{
    const bool isCreate = call.verb() == QLatin1String("create");
    if ((!isCreate && call.verb() != QLatin1String("revoke")) || call.words().size() != 1)
        return call.wrongUse(QStringLiteral("hearth studio key create NAME, or: key revoke NAME."));
    const QString name = call.word();
    if (call.isDry())
        return call.done({{"name", name}}, {},
                         (isCreate ? QStringLiteral("%1 would get a new key; the old one would open nothing any more.")
                                   : QStringLiteral("The key of %1 would open nothing any more."))
                             .arg(name));
    const Result<client::Server> server = call.server();
    if (!server)
        return call.failed(server.error());
    if (isCreate) {
        const Result<Secret> key = studio_admin::createKey(*server, name, studio_admin::systemRandom());
        return key ? toldOnce(
                         call, name, "key", *key,
                         QStringLiteral("The new key of %1 is below; the old one opens nothing any more.").arg(name))
                   : call.failed(key.error());
    }
    const Result<> done = studio_admin::revokeKey(*server, name, studio_admin::systemRandom());
    return done ? call.done({{"name", name}}, QStringLiteral("The key of %1 opens nothing any more.").arg(name), {})
                : call.failed(done.error());
}

} // namespace hearth::desktop
