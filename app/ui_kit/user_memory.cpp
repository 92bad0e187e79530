// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/user_memory.h"

#include <QGuiApplication>
#include <QScreen>
#include <QSettings>
#include <QSplitter>
#include <QWidget>

namespace hearth::ui_kit
{

namespace
{

QString placeKey(const QString &key)
{
    return QStringLiteral("places/") + key;
}
QString splitterKey(const QString &key)
{
    return QStringLiteral("splitters/") + key;
}

bool isOnAScreen(const QRect &rect)
{
    for (const QScreen *screen : QGuiApplication::screens()) {
        const QRect seen = screen->availableGeometry().intersected(rect);
        if (seen.width() >= qMin(200, rect.width()) && seen.height() >= qMin(100, rect.height()))
            return true;
    }
    return false;
}

} // namespace

UserMemory::UserMemory(QSettings &settings) : m_settings(settings) {}

QVariant UserMemory::value(const QString &key, const QVariant &fallback) const
{
    return m_settings.value(key, fallback);
}

void UserMemory::setValue(const QString &key, const QVariant &value)
{
    m_settings.setValue(key, value);
}

QStringList UserMemory::recent(const QString &key) const
{
    return m_settings.value(key).toStringList();
}

void UserMemory::remember(const QString &key, const QString &entry, int limit)
{
    QStringList entries = recent(key);
    entries.removeAll(entry);
    entries.prepend(entry);
    m_settings.setValue(key, entries.mid(0, limit));
}

bool UserMemory::isFavourite(const QString &key, const QString &entry) const
{
    return recent(key).contains(entry);
}

void UserMemory::setFavourite(const QString &key, const QString &entry, bool on)
{
    QStringList entries = recent(key);
    entries.removeAll(entry);
    if (on)
        entries.append(entry);
    m_settings.setValue(key, entries);
}

bool UserMemory::restorePlace(const QString &key, QWidget &window) const
{
    const QRect kept = m_settings.value(placeKey(key)).toRect();
    if (!kept.isValid())
        return false;
    window.resize(kept.size().expandedTo(window.minimumSizeHint()));
    if (!isOnAScreen(kept))
        return false;
    window.move(kept.topLeft());
    return true;
}

void UserMemory::keepPlace(const QString &key, const QWidget &window)
{
    if (!window.isMinimized() && !window.isMaximized())
        m_settings.setValue(placeKey(key), QRect(window.pos(), window.size()));
}

void UserMemory::restoreSplitter(const QString &key, QSplitter &splitter) const
{
    const QByteArray state = m_settings.value(splitterKey(key)).toByteArray();
    if (!state.isEmpty())
        splitter.restoreState(state);
}

void UserMemory::keepSplitter(const QString &key, const QSplitter &splitter)
{
    m_settings.setValue(splitterKey(key), splitter.saveState());
}

} // namespace hearth::ui_kit
