// SPDX-License-Identifier: Apache-2.0
#include "tray/tray_presence.h"

#include "tray/brand_glyph.h"

#include <QCursor>
#include <QSystemTrayIcon>
#include <QTimer>

namespace hearth::tray_ui
{

namespace
{
constexpr int searchMs = 1000;
constexpr int roundsBeforeWindow = 2; // a desktop that is just starting gets this long before the window stands in
} // namespace

TrayPresence::TrayPresence(const ui_kit::WindowServices &services, TraySource &source, QObject *parent)
    : QObject(parent), m_services(services), m_source(source), m_menu(std::make_unique<TrayMenu>(source)),
      m_notifier(makeStatusNotifier(*m_menu)), m_search(new QTimer(this))
{
    m_search->setInterval(searchMs);
    connect(m_search, &QTimer::timeout, this, &TrayPresence::lookForHost);
    connect(&source, &TraySource::changed, this, &TrayPresence::updateLook);
    connect(&source, &TraySource::messageWanted, this, &TrayPresence::showMessage);
    if (m_notifier) {
        connect(m_notifier.get(), &StatusNotifier::answered, this, &TrayPresence::lookForHost);
        connect(m_notifier.get(), &StatusNotifier::activated, this,
                [this] { m_source.run(TrayCommand::Launcher, {}); });
    }
}

TrayPresence::~TrayPresence() = default;

void TrayPresence::start()
{
    updateLook();
    m_search->start();
    // A panel is often both kinds of host at once; the newer kind is asked first.
    if (!m_notifier)
        lookForHost();
}

void TrayPresence::lookForHost()
{
    if (m_notifier && m_notifier->isShown()) {
        m_leaving.reset();
        setHost(TrayHost::StatusNotifier);
        return;
    }
    // A panel that goes takes both kinds of host with it, one after the other: asked in between, the older kind would
    // be taken for one that stays.
    if (m_host == TrayHost::StatusNotifier && !m_leaving)
        m_leaving = QDeadlineTimer(searchMs);
    if (m_leaving && !m_leaving->hasExpired())
        return;
    m_leaving.reset();
    ++m_rounds;
    if (QSystemTrayIcon::isSystemTrayAvailable()) {
        setHost(TrayHost::Embedded);
        return;
    }
    if (m_host != TrayHost::None || m_rounds >= roundsBeforeWindow)
        setHost(TrayHost::None);
}

void TrayPresence::setHost(TrayHost host)
{
    const bool isOther = host != m_host;
    m_host = host;
    if (host == TrayHost::StatusNotifier) {
        m_icon.reset();
    } else if (!m_icon && host == TrayHost::Embedded) {
        showEmbedded();
    }
    if (host == TrayHost::None && !m_window) {
        m_window = std::make_unique<TrayMenuWindow>(m_services, m_source, *m_menu);
        m_window->setAttribute(Qt::WA_ShowWithoutActivating);
        m_window->show();
    } else if (host != TrayHost::None && m_window) {
        m_window->hide();
        m_window.release()->deleteLater();
    }
    if (isOther)
        Q_EMIT hostChanged();
}

void TrayPresence::showEmbedded()
{
    m_icon = std::make_unique<QSystemTrayIcon>();
    connect(m_icon.get(), &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::DoubleClick)
            m_source.run(TrayCommand::Launcher, {});
        else if (reason == QSystemTrayIcon::Trigger)
            m_menu->popup(QCursor::pos());
    });
    m_icon->setContextMenu(m_menu.get());
    updateLook();
    m_icon->show();
}

void TrayPresence::updateLook()
{
    const TrayContents contents = m_source.contents();
    if (m_notifier)
        m_notifier->setLook({contents.state, contents.variant, contents.product, contents.sentence});
    if (m_icon) {
        m_icon->setIcon(trayIcon(contents.state, contents.variant));
        m_icon->setToolTip(contents.product + QLatin1Char('\n') + contents.sentence);
    }
}

void TrayPresence::showMessage(const QString &title, const QString &text)
{
    if (m_icon)
        m_icon->showMessage(title, text, m_icon->icon());
    else if (m_notifier)
        m_notifier->showMessage(title, text);
}

} // namespace hearth::tray_ui
