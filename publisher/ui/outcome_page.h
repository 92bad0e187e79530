// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/ui/publish_source.h"
#include "ui_kit/panel.h"

class QPushButton;
class QStandardItemModel;

namespace hearth::ui_kit
{
class NoticeRow;
class RowList;
class TextLabel;
} // namespace hearth::ui_kit

namespace hearth::publisher_ui
{

/// What a publish made.
class OutcomePage final : public ui_kit::Panel
{
    Q_OBJECT

public:
    explicit OutcomePage(QWidget *parent = nullptr);

    void show(const publish::Published &done, const launcher_ui::Context &place);
    void takeFocus();

Q_SIGNALS:
    void loaderWanted();
    void reportWanted(const QString &file);
    void againWanted();

private:
    void copyPath();

    ui_kit::TextLabel *m_title;
    ui_kit::TextLabel *m_facts;
    ui_kit::NoticeRow *m_warnings;
    QStandardItemModel *m_rows;
    ui_kit::RowList *m_list;
    QPushButton *m_loader;
    QPushButton *m_report;
    QString m_reportFile;
};

} // namespace hearth::publisher_ui
