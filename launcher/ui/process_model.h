// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/studio_types.h"
#include "ui_kit/row_list_model.h"

namespace hearth::launcher_ui
{

/// What was started from here, the newest first.
class ProcessModel final : public ui_kit::RowListModel<Process>
{
public:
    explicit ProcessModel(QObject *parent = nullptr);
    void setNow(const QDateTime &now);
    QVariant data(const QModelIndex &index, int role) const override;

protected:
    QString keyOf(const Process &process) const override { return process.id; }

private:
    QDateTime m_now;
};

/// "running, 14 min", "ended with code 1". Pure.
QString processStateWords(const Process &process, const QDateTime &now);

} // namespace hearth::launcher_ui
