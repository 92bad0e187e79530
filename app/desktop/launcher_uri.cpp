// SPDX-License-Identifier: Apache-2.0
// Web actions and the registration of this launcher with the system.
#include "core/whole_file.h"
#include "desktop/commands.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QProcess>
#include <QRegularExpression>
#include <QUrlQuery>

namespace hearth::desktop
{

namespace
{
struct WebAction {
    QUrl server;
    QString token;
};

/// Errors: Invalid for anything that is no such address.
Result<WebAction> parseUri(QString text)
{
    text.remove(u'"');
    const QUrl uri(text);
    const QUrlQuery query(uri);
    const WebAction made{QUrl(query.queryItemValue(QStringLiteral("server_url"), QUrl::FullyDecoded)),
                         query.queryItemValue(QStringLiteral("token"))};
    static const QRegularExpression token(QStringLiteral("^[0-9a-f]{64}$"));
    const bool isWeb = made.server.scheme() == QLatin1String("http") || made.server.scheme() == QLatin1String("https");
    if (uri.scheme() != QLatin1String("ayon-launcher") || !isWeb || !token.match(made.token).hasMatch())
        return fail(ErrorKind::Invalid, QStringLiteral("This is not an address of a launcher action."));
    return made;
}

void addVariant(QProcessEnvironment &environment, const QString &variant)
{
    for (const char *name : {"AYON_API_KEY", "AYON_USE_STAGING", "AYON_USE_DEV"})
        environment.remove(QLatin1String(name));
    if (variant == QLatin1String("staging")) {
        environment.insert(QStringLiteral("AYON_USE_STAGING"), QStringLiteral("1"));
    } else if (variant != QLatin1String("production")) {
        environment.insert(QStringLiteral("AYON_USE_DEV"), QStringLiteral("1"));
        environment.insert(QStringLiteral("AYON_BUNDLE_NAME"), variant);
    }
}

Result<> abortAction(const client::Server &server, const WebAction &action, const QString &message)
{
    const Result<QJsonObject> told =
        server.call("POST", QStringLiteral("/api/actions/abort/") + action.token, {{"message", message}}).wait();
    return told ? Result<>{} : fail(told.error());
}
} // namespace

int handleUri(composition::Desktop &desktop, const QString &uri)
{
    const Result<WebAction> action = parseUri(uri);
    if (!action)
        return reportFailure(desktop, action.error());
    const QString url = action->server.toString(QUrl::StripTrailingSlash);
    if (const QString locked = desktop.configuration.lockedBy(composition::key::serverUrl);
        !locked.isEmpty() && url != desktop.configuration.value(composition::key::serverUrl))
        return reportFailure(desktop,
                             {ErrorKind::Forbidden, QStringLiteral("The server is fixed by the %1.").arg(locked), {}});
    const client::Server server(*desktop.transport, action->server, desktop.identity);
    const Result<QJsonObject> taken = server.call("GET", QStringLiteral("/api/actions/take/") + action->token).wait();
    if (!taken)
        return reportFailure(desktop, taken.error());
    const Result<Secret> key = desktop.servers->key(url);
    const QString wanted = taken->value(QLatin1String("userName")).toString();
    const Result<client::SignedIn> signedIn =
        key ? client::checkKey(*desktop.transport, action->server, *key, desktop.identity) : fail(key.error());
    if (!signedIn || signedIn->user.name != wanted) {
        const QString reason = QStringLiteral("Sign in to %1 as %2 first.").arg(url, wanted);
        static_cast<void>(abortAction(server, *action, reason));
        return reportFailure(desktop, {ErrorKind::Unauthorized, reason, {}});
    }
    QProcess child;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    addVariant(environment, taken->value(QLatin1String("variant")).toString());
    environment.insert(QStringLiteral("AYON_SERVER_URL"), url);
    environment.insert(QStringLiteral("AYON_IN_LOGIN_MODE"), QStringLiteral("1"));
    environment.insert(QStringLiteral("AYON_WA_INTERNAL_EVENT_ID"), taken->value(QLatin1String("eventId")).toString());
    child.setProcessEnvironment(environment);
    child.setProgram(desktop.directories.installation + QStringLiteral("/ayon"));
    QStringList arguments;
    for (const QJsonValue &argument : taken->value(QLatin1String("args")).toArray())
        arguments.append(argument.toString());
    child.setArguments(arguments);
    if (!child.startDetached())
        return reportFailure(
            desktop, {ErrorKind::Internal, QStringLiteral("The launcher could not be started."), child.errorString()});
    return 0;
}

int registerLauncher(const composition::Desktop &desktop)
{
    const QString file = desktop.directories.local + QStringLiteral("/executables.json");
    const QString program = desktop.directories.installation + QStringLiteral("/ayon");
    QJsonObject all = readJsonFile(file).value_or(QJsonObject{{"file_version", "1.0.1"}});
    QJsonArray kept;
    for (const QJsonValue &one : all.value(QLatin1String("available_versions")).toArray())
        if (const QString other = one.toObject().value(QLatin1String("executable")).toString();
            other != program && QFileInfo::exists(other))
            kept.append(one);
    kept.append(QJsonObject{{"version", QStringLiteral(HEARTH_VERSION)},
                            {"executable", program},
                            {"added", QDateTime::currentDateTime().toString(QStringLiteral("yy-MM-dd-HHmm"))}});
    all.insert(QStringLiteral("available_versions"), kept);
    all.insert(QStringLiteral("last_cleanup"),
               QJsonObject{{"value", QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"))},
                           {"fmt", "%Y-%m-%d %H:%M:%S"}});
    if (const Result<> written = writeJsonFile(file, all); !written)
        return reportFailure(desktop, written.error());
    const QString entries =
        desktop.environment.value(QStringLiteral("XDG_DATA_HOME"), QDir::homePath() + QStringLiteral("/.local/share")) +
        QStringLiteral("/applications");
    if (!QFileInfo(entries).isDir())
        return 0;
    const QString entry =
        QStringLiteral(
            "[Desktop Entry]\nType=Application\nName=Hearth\nComment=Opens applications in the context of a task\n"
            "Exec=\"%1\" %u\nTerminal=false\nNoDisplay=false\nCategories=Graphics;\n"
            "MimeType=x-scheme-handler/ayon-launcher;application/ayon-launcher;\n")
            .arg(program);
    const QString path = entries + QStringLiteral("/ayon.desktop");
    if (readFile(path).value_or(QByteArray()) == entry.toUtf8())
        return 0;
    if (const Result<> written = writeFile(path, entry.toUtf8()); !written)
        return reportFailure(desktop, written.error());
    QProcess::startDetached(QStringLiteral("update-desktop-database"), {entries});
    return 0;
}

} // namespace hearth::desktop
