// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui_kit/reply.h"

#include <QObject>
#include <QStringList>
#include <QVariant>

#include <vector>

namespace hearth::tray_ui
{

using ui_kit::Done;

enum class SettingKind { Switch, Number, Text, Choice, Folder, File };

struct SettingChoice {
    QString value;
    QString label;
};

struct SettingItem {
    QString key;
    QString label;
    QString explanation; ///< one line, may be empty
    SettingKind kind = SettingKind::Text;
    QVariant value;
    QVariant fallback; ///< value when reset
    int minimum = 0;   ///< Number only
    int maximum = 1'000'000;
    QString unit; ///< Number only, "minutes"
    std::vector<SettingChoice> choices;
    QString lockedBy; ///< empty: free; else who fixed it
};

struct SettingSection {
    QString id;
    QString label;
    QString icon; ///< Material glyph name
    std::vector<SettingItem> items;
};

/// Settings of this machine. Implemented by the program. Threads: GUI only.
class SettingsSource : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual std::vector<SettingSection> sections() const = 0;
    /// Checks and keeps a value at once; an invalid one is refused with a sentence and nothing is changed.
    virtual void change(const QString &key, const QVariant &value, Done<> done) = 0;

Q_SIGNALS:
    /// A value or a lock is another one now; the order of sections and items stays.
    void changed();
};

} // namespace hearth::tray_ui
