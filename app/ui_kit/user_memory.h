// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>
#include <QVariant>

class QSettings;
class QSplitter;
class QWidget;

namespace hearth::ui_kit
{

/// What windows remember for a person: places, splitters, filters, recents, favourites.
/// The settings object belongs to the caller and outlives this; tests pass one on a temporary file.
class UserMemory
{
public:
    explicit UserMemory(QSettings &settings);

    QVariant value(const QString &key, const QVariant &fallback = {}) const;
    void setValue(const QString &key, const QVariant &value);

    /// Newest first, without doubles, at most limit entries.
    QStringList recent(const QString &key) const;
    void remember(const QString &key, const QString &entry, int limit = 12);
    bool isFavourite(const QString &key, const QString &entry) const;
    void setFavourite(const QString &key, const QString &entry, bool on);

    /// Puts a window back where it was; outside of every screen it is centred. False when nothing was kept.
    bool restorePlace(const QString &key, QWidget &window) const;
    void keepPlace(const QString &key, const QWidget &window);
    void restoreSplitter(const QString &key, QSplitter &splitter) const;
    void keepSplitter(const QString &key, const QSplitter &splitter);

private:
    QSettings &m_settings;
};

} // namespace hearth::ui_kit
