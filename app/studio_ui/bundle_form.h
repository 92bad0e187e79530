// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_ui/studio_sources.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace hearth::ui_kit
{
class TextLabel;
}

namespace hearth::studio_ui
{

/// A new bundle out of another one: its name and the version of each addon, with what that changes and whether it fits.
class BundleForm final : public QWidget
{
    Q_OBJECT

public:
    explicit BundleForm(BundleSource &source, QWidget *parent = nullptr);

    /// \param from copied; an empty name: a bundle without anything
    void start(const BundleState &state, const contract::Bundle &from);
    /// Changes a bundle that is there; its name stays.
    void startEditing(const BundleState &state, const contract::Bundle &bundle);
    [[nodiscard]] contract::Bundle bundle() const;
    /// The bundle as it was when its change was begun; an empty name: a new one is made.
    [[nodiscard]] const contract::Bundle &edited() const { return m_edited; }

Q_SIGNALS:
    void wanted(const contract::Bundle &bundle);
    void cancelled();

private:
    void fill(const BundleState &state, const contract::Bundle &from);
    void addAddon(const contract::Addon &addon);
    void update();
    void check();

    BundleSource &m_source;
    contract::Bundle m_from;
    contract::Bundle m_edited;
    ui_kit::TextLabel *m_title;
    QStringList m_taken;
    QLineEdit *m_name;
    QVBoxLayout *m_addons;
    ui_kit::TextLabel *m_changes;
    ui_kit::TextLabel *m_issues;
    QPushButton *m_create;
    QMap<QString, QComboBox *> m_versions;
    QTimer m_later; ///< asks the server once a person stops choosing
    int m_asked = 0;
};

} // namespace hearth::studio_ui
