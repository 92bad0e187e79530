// SPDX-License-Identifier: Apache-2.0
#include "client/sign_in.h"
#include "client/server_url.h"

#include <QJsonDocument>

namespace hearth::client
{

namespace
{
Result<QUrl> tryAddress(Transport &transport, const QUrl &candidate)
{
    Request request;
    request.url = QUrl(candidate.toString(QUrl::StripTrailingSlash) + QStringLiteral("/api/info"));
    request.redirects = Redirects::Anywhere;
    request.attempts = 1;
    const Result<Response> answer = transport.send(std::move(request)).wait();
    if (!answer)
        return fail(answer.error());
    const QJsonObject body = QJsonDocument::fromJson(answer->body).object();
    if (answer->status != 200 || body.value(QLatin1String("version")).toString().isEmpty())
        return fail(ErrorKind::Invalid,
                    QStringLiteral("%1 answers, but it is not a studio server.").arg(candidate.toString()));
    return QUrl(canonicalServerUrl(baseOfInfoUrl(answer->url)));
}
} // namespace

Result<QUrl> findServer(Transport &transport, const QString &typed, const std::stop_token &stop)
{
    const Result<QList<QUrl>> candidates = serverUrlCandidates(typed);
    if (!candidates)
        return fail(candidates.error());
    Error last;
    for (const QUrl &candidate : *candidates) {
        if (stop.stop_requested())
            return fail(ErrorKind::Cancelled, QStringLiteral("Stopped."));
        const Result<QUrl> found = tryAddress(transport, candidate);
        // A certificate that does not hold ends the search: going on would send a password without one.
        if (found || found.error().kind == ErrorKind::Untrusted)
            return found;
        // "Answers, but is something else" tells a person more than "cannot be reached".
        if (last.message.isEmpty() || found.error().kind == ErrorKind::Invalid)
            last = found.error();
    }
    return fail(last);
}

Result<SignedIn> checkKey(Transport &transport, const QUrl &url, const Secret &key, const Identity &identity,
                          const std::function<void(const Server &)> &alongside)
{
    for (const bool isServiceKey : {false, true}) {
        const Credentials credentials{key, isServiceKey};
        const Server server(transport, url, identity, credentials);
        const Job<ServerInfo> asked = server.info();
        if (alongside)
            alongside(server);
        const Result<ServerInfo> &info = asked.wait();
        if (!info)
            return fail(info.error());
        if (info->user)
            return SignedIn{url, credentials, *info->user, info->version};
    }
    return fail(ErrorKind::Unauthorized,
                QStringLiteral("The server does not accept this sign-in any more. Sign in again."));
}

Result<SignedIn> signIn(Transport &transport, const QUrl &url, const QString &user, const Secret &password,
                        const Identity &identity)
{
    const Server server(transport, url, identity);
    const Result<LoginAnswer> answer = server.login(user, password).wait();
    if (!answer) {
        const bool isRefused =
            answer.error().kind == ErrorKind::Forbidden || answer.error().kind == ErrorKind::Unauthorized;
        return isRefused ? fail(ErrorKind::Forbidden, QStringLiteral("The user name or the password is wrong."),
                                answer.error().message)
                         : fail(answer.error());
    }
    return SignedIn{url, {answer->token, false}, answer->user, {}};
}

} // namespace hearth::client
