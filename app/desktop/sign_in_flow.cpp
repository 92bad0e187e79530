// SPDX-License-Identifier: Apache-2.0
#include "desktop/sign_in_flow.h"
#include "ui_kit/job_callback.h"

#include <QDesktopServices>

namespace hearth::desktop
{

namespace
{
/// Browser login came with 1.3.2.
bool hasBrowserLogin(const QString &version)
{
    const QStringList parts = version.section(u'+', 0, 0).section(u'-', 0, 0).split(u'.');
    return parts.value(0).toInt() * 1'000'000 + parts.value(1).toInt() * 1'000 + parts.value(2).toInt() >= 1'003'002;
}
} // namespace

SignInFlow::SignInFlow(composition::Desktop &desktop, QObject *parent)
    : QObject(parent), m_desktop(desktop), m_browser(this)
{
}

void SignInFlow::checkServer(const QString &typed, tray_ui::Done<tray_ui::ServerFound> done)
{
    m_stop = {};
    const Job<tray_ui::ServerFound> job = startJob<tray_ui::ServerFound>(
        m_desktop.pool,
        [this, typed, stop = m_stop.get_token()](JobContext<tray_ui::ServerFound> &) -> Result<tray_ui::ServerFound> {
            const Result<QUrl> url = client::findServer(*m_desktop.transport, typed, stop);
            if (!url)
                return fail(url.error());
            const Result<client::ServerInfo> info =
                client::Server(*m_desktop.transport, *url, m_desktop.identity).info().wait();
            if (!info)
                return fail(info.error());
            return tray_ui::ServerFound{url->toString(QUrl::StripTrailingSlash), url->host(), info->version,
                                        hasBrowserLogin(info->version)};
        });
    ui_kit::whenFinished(job, this, std::move(done));
}

void SignInFlow::finish(const Job<client::SignedIn> &job, tray_ui::Done<> done)
{
    ui_kit::whenFinished(job, this, [this, done = std::move(done)](const Result<client::SignedIn> &result) {
        if (!result)
            return done(fail(result.error()));
        if (!m_expectedUser.isEmpty() && result->user.name != m_expectedUser)
            return done(
                fail(ErrorKind::Forbidden,
                     tr("This is the sign-in of %1, but %2 is needed here.").arg(result->user.name, m_expectedUser)));
        m_signedIn = *result;
        done({});
    });
}

void SignInFlow::signInWithPassword(const QString &url, const QString &name, const QString &password,
                                    tray_ui::Done<> done)
{
    finish(startJob<client::SignedIn>(m_desktop.pool,
                                      [this, url, name, secret = Secret(password)](JobContext<client::SignedIn> &) {
                                          return client::signIn(*m_desktop.transport, QUrl(url), name, secret,
                                                                m_desktop.identity);
                                      }),
           std::move(done));
}

void SignInFlow::signInWithKey(const QString &url, const QString &key, tray_ui::Done<> done)
{
    finish(startJob<client::SignedIn>(m_desktop.pool,
                                      [this, url, secret = Secret(key.trimmed())](JobContext<client::SignedIn> &) {
                                          return client::checkKey(*m_desktop.transport, QUrl(url), secret,
                                                                  m_desktop.identity);
                                      }),
           std::move(done));
}

void SignInFlow::signInWithBrowser(const QString &url, tray_ui::Done<> done)
{
    m_browser.start(
        QUrl(url), [](const QUrl &address) { return QDesktopServices::openUrl(address); },
        [this, url, done = std::move(done)](const Result<Secret> &token) {
            if (!token)
                return done(fail(token.error()));
            signInWithKey(url, token->reveal(), done);
        });
}

void SignInFlow::cancel()
{
    m_stop.request_stop();
    m_browser.cancel();
}

LoginAdapter::LoginAdapter(composition::Desktop &desktop, QObject *parent)
    : SignInSteps(parent), m_desktop(desktop), m_flow(desktop)
{
}

tray_ui::Done<> LoginAdapter::kept(tray_ui::Done<> done)
{
    return [this, done = std::move(done)](const Result<> &result) {
        if (!result)
            return done(result);
        const client::SignedIn signedIn = *m_flow.signedIn();
        const Job<> job = startJob<void>(m_desktop.pool, [this, signedIn](JobContext<void> &) {
            return m_desktop.servers->remember(signedIn.url.toString(QUrl::StripTrailingSlash), signedIn.user.name,
                                               signedIn.credentials.token);
        });
        ui_kit::whenFinished(job, this, [this, done](const Result<> &remembered) {
            m_desktop.reloadConfiguration();
            done(remembered);
        });
    };
}

void LoginAdapter::signInWithPassword(const QString &url, const QString &name, const QString &password,
                                      tray_ui::Done<> done)
{
    m_flow.signInWithPassword(url, name, password, kept(std::move(done)));
}

void LoginAdapter::signInWithKey(const QString &url, const QString &key, tray_ui::Done<> done)
{
    m_flow.signInWithKey(url, key, kept(std::move(done)));
}

void LoginAdapter::signInWithBrowser(const QString &url, tray_ui::Done<> done)
{
    m_flow.signInWithBrowser(url, kept(std::move(done)));
}

} // namespace hearth::desktop
