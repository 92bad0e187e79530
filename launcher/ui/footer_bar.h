// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/studio_types.h"

#include <QAbstractButton>
#include <QWidget>

class QTimer;

namespace hearth::ui_kit
{
class ElidedLabel;
}

namespace hearth::launcher_ui
{

/// "2 running: Blender on hero · modeling (14 min)"; opens the process monitor.
class RunningButton final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit RunningButton(QWidget *parent = nullptr);
    void setWords(const QString &words, bool isRunning);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    bool m_isRunning = false;
};

/// The launcher's last line: what runs, what was just done, bundle and sync.
class FooterBar final : public QWidget
{
    Q_OBJECT

public:
    explicit FooterBar(QWidget *parent = nullptr);

    void setProcesses(const std::vector<Process> &processes, const QDateTime &now);
    void setConnection(const Connection &connection, const QDateTime &now);
    /// A sentence that stays for a few seconds.
    void tell(const QString &sentence);

Q_SIGNALS:
    void monitorWanted();

private:
    RunningButton *m_running;
    ui_kit::ElidedLabel *m_told;
    ui_kit::ElidedLabel *m_right;
    QTimer *m_toldTimer;
};

/// The words of the running button. Pure.
QString runningWords(const std::vector<Process> &processes, const QDateTime &now);
/// "2 changes waiting · bundle lantern-2026-11 · synced 3 s ago". Pure.
QString syncWords(const Connection &connection, const QDateTime &now);

} // namespace hearth::launcher_ui
