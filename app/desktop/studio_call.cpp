// SPDX-License-Identifier: Apache-2.0
#include "desktop/studio_call.h"
#include "desktop/commands.h"

#include <QJsonDocument>

#include <cstdio>

namespace hearth::desktop
{

bool StudioCall::wantsJson() const
{
    return m_desktop.arguments.json || has("--json");
}

Result<client::Server> StudioCall::server() const
{
    std::optional<update::BundleOffer> offer;
    const Result<client::SignedIn> signedIn = composition::signInAsConfigured(m_desktop, offer);
    if (!signedIn)
        return fail(signedIn.error());
    return client::Server(*m_desktop.transport, signedIn->url, m_desktop.identity, signedIn->credentials);
}

void StudioCall::print(const QString &line) const
{
    std::fputs((line + u'\n').toUtf8().constData(), stdout);
}

int StudioCall::answer(const QJsonObject &json, const QStringList &lines) const
{
    if (wantsJson())
        print(QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact)));
    else
        for (const QString &line : lines)
            print(line);
    return 0;
}

int StudioCall::done(const QJsonObject &json, const QString &did, const QString &would) const
{
    QJsonObject whole = json;
    whole.insert(QStringLiteral("ok"), true);
    whole.insert(QStringLiteral("done"), !isDry());
    return answer(whole, {isDry() ? would + QStringLiteral(" Nothing was done.") : did});
}

int StudioCall::failed(const Error &error) const
{
    return reportFailure(m_desktop, error);
}

int StudioCall::wrongUse(const QString &usage) const
{
    return reportFailure(m_desktop, {ErrorKind::Invalid, usage, {}}, 2);
}

} // namespace hearth::desktop
