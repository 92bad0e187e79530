// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tray/studio_offers.h"
#include "ui_kit/app_window.h"

class QPushButton;

namespace hearth::ui_kit
{
class NoticeRow;
class RowList;
} // namespace hearth::ui_kit

namespace hearth::tray_ui
{

/// What an update changes, and when it should be used. Never opens by itself.
class UpdateDialog final : public ui_kit::AppWindow
{
    Q_OBJECT

public:
    UpdateDialog(const ui_kit::WindowServices &services, const UpdateOffer &offer);

Q_SIGNALS:
    void chosen(const QString &offerId, UpdateChoice choice);
};

/// The last run ended unexpectedly and left a trace: look at it, report it, or drop it.
class CrashDialog final : public ui_kit::AppWindow
{
    Q_OBJECT

public:
    CrashDialog(const ui_kit::WindowServices &services, const CrashTrace &trace);

Q_SIGNALS:
    void reportWanted();
    void dropWanted();
};

class BackupModel;

/// The database is damaged: go back to a backup, or begin empty. The damaged file is kept.
class RestoreDialog final : public ui_kit::AppWindow
{
    Q_OBJECT

public:
    RestoreDialog(const ui_kit::WindowServices &services, BackupRestorer &restorer);
    ~RestoreDialog() override;

Q_SIGNALS:
    void restored();

private:
    void restore();
    void startEmpty();
    Done<> done();

    BackupRestorer &m_restorer;
    BackupModel *m_model;
    ui_kit::RowList *m_list;
    ui_kit::NoticeRow *m_notice;
    QPushButton *m_restore;
    QPushButton *m_empty;
};

} // namespace hearth::tray_ui
