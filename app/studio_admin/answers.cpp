// SPDX-License-Identifier: Apache-2.0
#include "studio_admin/answers.h"

namespace hearth::studio_admin
{

Result<Answer> ask(const client::Server &server, const QByteArray &method, const QString &path, const QJsonObject &body,
                   const Headers &headers)
{
    const bool hasBody = method != "GET" && method != "DELETE";
    const Result<client::Response> response =
        server
            .exchange(method, path, hasBody ? QJsonDocument(body).toJson(QJsonDocument::Compact) : QByteArray(),
                      headers)
            .wait();
    if (!response)
        return fail(response.error());
    const Result<client::Response> good = client::checked(*response);
    if (!good) {
        Error error = good.error();
        if (response->status == 412)
            error.kind = ErrorKind::Conflict;
        return fail(error);
    }
    return Answer{QJsonDocument::fromJson(response->body), response->body,
                  QString::fromLatin1(response->headers.value("x-hearth-revision")),
                  response->headers.value("x-hearth-cursor").toLongLong()};
}

Result<> tell(const client::Server &server, const QByteArray &method, const QString &path, const QJsonObject &body)
{
    const Result<Answer> answer = ask(server, method, path, body);
    return answer ? Result<>{} : fail(answer.error());
}

QString element(const QString &name)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(name));
}

} // namespace hearth::studio_admin
