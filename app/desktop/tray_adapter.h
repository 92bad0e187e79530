// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desktop/studio_adapter.h"
#include "desktop/update_watch.h"
#include "tray/tray_source.h"

namespace hearth::desktop
{

/// A context that was worked in, for the tray's first line and its Recent menu.
struct RecentContext {
    launcher_ui::Context context;
    QString application; ///< full name
    QString applicationLabel;
};

/// What the tray's menu shows, out of the studio, the processes and the update watch. GUI thread.
class TrayAdapter final : public tray_ui::TraySource
{
    Q_OBJECT

public:
    TrayAdapter(StudioState &state, StudioAdapter &studio, ProcessWatch &processes, UpdateWatch &updates,
                ui_kit::UserMemory &memory, QObject *parent = nullptr);

    tray_ui::TrayContents contents() const override;
    void run(tray_ui::TrayCommand command, const QString &id) override;

    void rememberContext(const launcher_ui::Context &context, const QString &application);
    [[nodiscard]] std::vector<RecentContext> recent() const;
    void setBusy(bool isBusy);
    void setAttention(bool needsOne);
    /// The publish that runs, in words; empty: none.
    void setPublishing(const QString &sentence);
    /// Id of its line among what runs.
    inline static const QString publishing = QStringLiteral("publishing");

Q_SIGNALS:
    void commandChosen(tray_ui::TrayCommand command, const QString &id);

private:
    [[nodiscard]] tray_ui::TrayState state() const;

    StudioState &m_state;
    StudioAdapter &m_studio;
    ProcessWatch &m_processes;
    UpdateWatch &m_updates;
    ui_kit::UserMemory &m_memory;
    bool m_isBusy = true;
    bool m_needsAttention = false;
    QString m_publishing;
};

} // namespace hearth::desktop
