// SPDX-License-Identifier: Apache-2.0
#include "desktop/commands.h"
#include "core/whole_file.h"
#include "desktop/launch_command.h"
#include "desktop/load_command.h"
#include "desktop/publish_command.h"
#include "desktop/python_command.h"
#include "desktop/studio_command.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTextStream>

#include <cstdio>

namespace hearth::desktop
{

namespace
{
void print(const QString &text)
{
    std::fputs(text.toUtf8().constData(), stdout);
    std::fputc('\n', stdout);
}

QString withoutMarkup(QString html)
{
    static const QRegularExpression head(QStringLiteral("<(head|style)>.*?</\\1>"),
                                         QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression block(QStringLiteral("</(p|h1|h2|h3|li|tr|pre|ul|table)>"));
    static const QRegularExpression tag(QStringLiteral("<[^>]*>"));
    static const QRegularExpression emptyLines(QStringLiteral("\n\\s*\n+"));
    html.remove(head)
        .replace(QLatin1String("<li>"), QLatin1String("  - "))
        .replace(block, QStringLiteral("\n"))
        .remove(tag);
    html.replace(QLatin1String("&lt;"), QLatin1String("<"))
        .replace(QLatin1String("&gt;"), QLatin1String(">"))
        .replace(QLatin1String("&amp;"), QLatin1String("&"));
    return html.replace(emptyLines, QStringLiteral("\n\n")).trimmed();
}

int helpCommand(const composition::Desktop &desktop, const composition::CommandOptions &options)
{
    const QDir folder(desktop.directories.resources + QStringLiteral("/help"));
    const QString page = options.positional().value(0);
    if (page.isEmpty()) {
        print(usageText());
        print(QStringLiteral("\nGuides (hearth help PAGE):"));
        for (const QString &name : folder.entryList({QStringLiteral("*.html")}))
            if (name != QLatin1String("index.html"))
                print(QStringLiteral("  ") + QString(name).chopped(5));
        return 0;
    }
    const Result<QByteArray> text =
        page.contains(u'/') ? fail(ErrorKind::NotFound) : readFile(folder.filePath(page + QStringLiteral(".html")));
    if (!text)
        return reportFailure(desktop, {ErrorKind::NotFound, QStringLiteral("There is no guide \"%1\".").arg(page), {}},
                             2);
    print(options.has(QStringLiteral("--path")) ? folder.filePath(page + QStringLiteral(".html"))
                                                : withoutMarkup(QString::fromUtf8(*text)));
    return 0;
}

QString readLine(const QString &prompt)
{
    std::fputs(prompt.toUtf8().constData(), stderr);
    return QTextStream(stdin).readLine();
}

/// Signs in from a terminal: hearth login URL [--user NAME] [--key-stdin]; the password is read from standard input.
int loginCommand(composition::Desktop &desktop, const composition::CommandOptions &options)
{
    const QString typed = options.positional().value(0, desktop.configuration.value(composition::key::serverUrl));
    if (const QString locked = desktop.configuration.lockedBy(composition::key::serverUrl);
        !locked.isEmpty() && typed != desktop.configuration.value(composition::key::serverUrl))
        return reportFailure(desktop,
                             {ErrorKind::Forbidden, QStringLiteral("The server is fixed by the %1.").arg(locked), {}});
    const Result<QUrl> url = client::findServer(*desktop.transport, typed);
    if (!url)
        return reportFailure(desktop, url.error());
    const bool withKey = options.has(QStringLiteral("--key-stdin"));
    const QString user = withKey                                 ? QString()
                         : options.has(QStringLiteral("--user")) ? options.value(QStringLiteral("--user"))
                                                                 : readLine(QStringLiteral("User: "));
    const Secret secret(readLine(withKey ? QStringLiteral("Key: ") : QStringLiteral("Password: ")));
    const Result<client::SignedIn> signedIn =
        withKey ? client::checkKey(*desktop.transport, *url, secret, desktop.identity)
                : client::signIn(*desktop.transport, *url, user, secret, desktop.identity);
    if (!signedIn)
        return reportFailure(desktop, signedIn.error());
    const QString address = url->toString(QUrl::StripTrailingSlash);
    if (const Result<> kept = desktop.servers->remember(address, signedIn->user.name, signedIn->credentials.token);
        !kept)
        return reportFailure(desktop, kept.error());
    desktop.secrets->look();
    if (const QString note = desktop.secrets->note(); !note.isEmpty())
        std::fprintf(stderr, "hearth: %s\n", note.toUtf8().constData());
    if (desktop.arguments.json || options.has(QStringLiteral("--json")))
        print(QString::fromUtf8(QJsonDocument(QJsonObject{{"url", address}, {"user", signedIn->user.name}})
                                    .toJson(QJsonDocument::Compact)));
    else
        print(QStringLiteral("Signed in to %1 as %2.").arg(address, signedIn->user.name));
    return 0;
}

int logoutCommand(composition::Desktop &desktop)
{
    const QString url = desktop.configuration.value(composition::key::serverUrl);
    const Result<Secret> key = desktop.servers->key(url);
    if (key)
        static_cast<void>(
            client::Server(*desktop.transport, QUrl(url), desktop.identity, {*key, false}).logout().wait());
    const Result<> forgotten = desktop.servers->forget(url);
    if (!forgotten)
        return reportFailure(desktop, forgotten.error());
    print(QStringLiteral("Signed out of %1.").arg(url));
    return 0;
}

using Handler = int (*)(composition::Desktop &, const composition::CommandOptions &);
struct Command {
    const char *name;
    QStringList withValue;
    QStringList flags;
    Handler handler;
};

const std::vector<Command> &commands()
{
    static const QStringList launchValues{QStringLiteral("--app"),      QStringLiteral("--project"),
                                          QStringLiteral("--folder"),   QStringLiteral("--task"),
                                          QStringLiteral("--task-id"),  QStringLiteral("--workfile"),
                                          QStringLiteral("--variable"), QStringLiteral("--bundle")};
    static const std::vector<Command> list{
        {"version",
         {},
         {QStringLiteral("--build")},
         [](composition::Desktop &, const composition::CommandOptions &) {
             print(QStringLiteral(HEARTH_VERSION));
             return 0;
         }},
        {"help",
         {},
         {QStringLiteral("--path")},
         [](composition::Desktop &d, const composition::CommandOptions &o) { return helpCommand(d, o); }},
        {"login", {QStringLiteral("--user")}, {QStringLiteral("--key-stdin"), QStringLiteral("--json")}, loginCommand},
        {"logout",
         {},
         {},
         [](composition::Desktop &d, const composition::CommandOptions &) { return logoutCommand(d); }},
        {"launch",
         launchValues,
         {QStringLiteral("--explain"), QStringLiteral("--json"), QStringLiteral("--no-last-workfile"),
          QStringLiteral("--wait"), QStringLiteral("--without-addons")},
         launchCommand},
        {"applications", {QStringLiteral("--set")}, {QStringLiteral("--json")}, applicationsCommand},
        {"load", loadValues(), loadFlags(), loadCommand},
        {"studio", studioValues(), studioFlags(), studioCommand},
        {"publish", publishValues(), publishFlags(), publishCommand},
    };
    return list;
}
} // namespace

int reportFailure(const composition::Desktop &desktop, const Error &error, int exitCode)
{
    if (desktop.arguments.json || desktop.arguments.command.contains(QStringLiteral("--json")))
        print(QString::fromUtf8(
            QJsonDocument(QJsonObject{{"ok", false}, {"error", error.message}, {"detail", error.detail}})
                .toJson(QJsonDocument::Compact)));
    std::fprintf(stderr, "hearth: %s\n", error.message.toUtf8().constData());
    return exitCode;
}

QString usageText()
{
    return QStringLiteral(R"(usage: hearth [OPTIONS] [COMMAND]

Without a command the tray is opened.

  tray [--force]          the tray; --force ends another one first
  launch --app APP --project P --folder /PATH --task T [--workfile FILE] [--explain] [--json]
         [--without-addons]
                          open an application in a context, or explain its environment
  run SCRIPT …, SCRIPT.py …, FOLDER …
                          run Python with the bundle's modules; the folder holds a __main__.py
  interactive             a Python console with the bundle's modules
  addon NAME COMMAND …    a command of an addon of the bundle
  applications [--json] [--set APP=PATH]
                          what is installed here; set a path by hand
  studio project list | create NAME [--code C] [--preset film|series|game] [--root FOLDER]
  studio folder create --project P /PATH… [--type T] | list --project P [--all | --inactive]
         | rename --project P /PATH NAME | move --project P /PATH… /NEWPARENT | set --project P /PATH… KEY=VALUE…
         | activate --project P /PATH… | deactivate --project P /PATH…
  studio task create --project P --folder /PATH NAME… --type T [--assign USER,…] [--status S] [--due DAY]
         | list --project P --folder /PATH [--all | --inactive]
         | rename --project P --folder /PATH NAME NEW | move --project P --folder /PATH NAME… /NEWFOLDER
         | set --project P --folder /PATH NAME… KEY=VALUE…
         | assign --project P --folder /PATH NAME… --user U,… | unassign --project P --folder /PATH NAME… --user U,…
         | activate --project P --folder /PATH NAME… | deactivate --project P --folder /PATH NAME…
  studio apply FILE [--project P]
                          make projects, folders and tasks; paths may hold patterns like sh[0010-0100:10]; what is
                          there stays; KEY is status, type, label, due or an attribute like frameStart, and nothing
                          after the = takes its value away; all with [--json] and [--dry-run]
  studio user list | create NAME [--full-name WORDS] [--email E] [--group G,… --project P,…]
         [--manager | --admin | --service] | password NAME | activate NAME | deactivate NAME
         | access NAME --project P [--group G,…]
  studio key create NAME | revoke NAME
                          who works here; a one-time password or key is printed once
  studio group list | show NAME | set NAME PERMISSION=JSON… | delete NAME, each with [--project P]
         | create NAME [PERMISSION=JSON…]
                          what people of a group may do, like update.enabled=true
  studio bundle list | create NAME [ADDON=VERSION…] | duplicate NAME [NEW] [ADDON=VERSION…]
         | update NAME ADDON=VERSION… | compare A B | check NAME | production NAME | staging NAME | back
         | archive NAME | restore NAME | delete NAME
                          back: what was in production before is so again
  studio addon list | inspect ZIP | install ZIP | remove NAME VERSION
  studio settings show ADDON [--path a.b] | set ADDON PATH=JSON… | reset ADDON PATH… | diff A B
         [--project P] [--site S] [--variant V] [--if-revision N]
                          ADDON is NAME, NAME:VERSION or NAME:VERSION@PROJECT
  studio secret list | set NAME | remove NAME
                          a secret's value is read from standard input and shown nowhere
  studio history [--user U] [--project P] [--entity TYPE[:ID]] [--action A] [--text WORDS] [--since T] [--until T]
         [--limit N | --export FILE.csv|FILE.jsonl]
                          who changed what, when and from where, logins and refusals too; a time is 2026-01-31 or 7d
  studio retention [--set NAME=DAYS,…] [--run] [--dry-run]
                          how long changes, events, logs, sessions and files that nothing speaks of are kept
  publish FILE… --project P --folder /PATH [--task T] [--product TYPE[/VARIANT]] [--variant V] [--version N]
          [--comment C] [--thumbnail FILE] [--reviewable | --no-reviewable] [--accept-gaps] [--accept-range]
          [--dry-run] [--json]
                          publish files, sequences and folders as new versions; Ctrl+C stops and leaves nothing,
                          or leaves out the pictures of what is published already
  publish report FILE [--json]
                          read a publish report: steps, what they said, what was offered against it
  load list|path|lineage|status|deliver|remove-old|plugins|run --project P --folder /PATH [--below] [--product NAME]
         [--version N|latest|hero] [--representation R] [--set STATUS] [--to FOLDER | --template T] [--keep N]
         [--plugin NAME]
                          what was published: show, hand on, clear away, or let a loader of the studio have it
                          (run --plugin NAME); with [--json], and [--dry-run] where something is changed
  login [URL] [--user NAME | --key-stdin] [--json]
                          sign in to a studio server; the password is read from standard input
  logout                  sign out and forget the key
  help [PAGE] [--path]    guides: artist, technical-director, administrator, developer
  version                 print the version
  addon applications …    what pipeline tools call: launch, launch-by-id, launch-by-workfile-id, extractenvironments

options:
  --bundle NAME  --use-staging  --use-dev     which bundle
  --verbose LEVEL  --debug                    how much is logged
  --headless                                  never open a window
  --ayon-login                                show the sign-in window
  --print-effective-config [--json]           each configured value with its origin
  --version  --help)");
}

int printEffectiveConfiguration(const composition::Desktop &desktop)
{
    QJsonObject object;
    QStringList lines;
    for (const composition::ConfiguredValue &one : desktop.configuration.values()) {
        const QString value = one.isSecret && !one.value.isEmpty() ? QStringLiteral("••••••••") : one.value;
        object.insert(one.key, QJsonObject{{"value", value}, {"origin", one.origin}, {"locked", one.isLocked}});
        lines.append(QStringLiteral("%1 = %2   (%3%4)")
                         .arg(one.key, -20)
                         .arg(value, one.origin, one.isLocked ? QStringLiteral(", locked") : QString()));
    }
    print(desktop.arguments.json ? QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact))
                                 : lines.join(u'\n'));
    return 0;
}

std::optional<int> runCommand(composition::Desktop &desktop)
{
    const QStringList &all = desktop.arguments.command;
    const QString name = all.value(0);
    if (const auto task = pythonTask(all, desktop.arguments.skipBootstrap,
                                     desktop.directories.resources + QStringLiteral("/addon_runtime")))
        return runPython(desktop, *task);
    if (name == QLatin1String("addon")) {
        if (all.value(1) == QLatin1String("applications"))
            return addonApplicationsCommand(desktop, all.mid(2));
        return reportFailure(desktop, {ErrorKind::Invalid, QStringLiteral("Which addon? addon NAME COMMAND …"), {}}, 2);
    }
    for (const Command &command : commands()) {
        if (name != QLatin1String(command.name))
            continue;
        const QStringList given = all.mid(1);
        if (given.contains(QStringLiteral("--help")) || given.contains(QStringLiteral("-h"))) {
            print(usageText());
            return 0;
        }
        const Result<composition::CommandOptions> options =
            composition::CommandOptions::parse(given, command.withValue, command.flags);
        return options ? command.handler(desktop, *options) : reportFailure(desktop, options.error(), 2);
    }
    if (name.isEmpty() || name == QLatin1String("tray"))
        return std::nullopt;
    return reportFailure(
        desktop,
        {ErrorKind::Invalid, QStringLiteral("\"%1\" is not a command. hearth --help lists them.").arg(name), {}}, 2);
}

} // namespace hearth::desktop
