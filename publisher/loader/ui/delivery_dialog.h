// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/loader/ui/loader_source.h"

#include <QDialog>

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;

namespace hearth::ui_kit
{
class NoticeRow;
}

namespace hearth::loader_ui
{

/// Hands a version's files on: where to, what that gives, then progress that can be cancelled.
class DeliveryDialog final : public QDialog
{
    Q_OBJECT

public:
    DeliveryDialog(LoaderSource &source, QString project, QString versionId, const QStringList &templates,
                   QWidget *parent);

    void reject() override;

private:
    void build(const QStringList &templates);
    void plan();
    void showPlan(const Result<load::DeliveryPlan> &plan);
    void start();
    void finish(const Result<> &done);

    LoaderSource &m_source;
    const QString m_project;
    const QString m_versionId;
    QComboBox *m_template;
    QLineEdit *m_folder;
    QPushButton *m_choose;
    QPlainTextEdit *m_preview;
    ui_kit::NoticeRow *m_notice;
    QProgressBar *m_progress;
    QPushButton *m_deliver;
    QPushButton *m_cancel;
    load::DeliveryPlan m_plan;
    std::optional<Job<>> m_running;
    int m_question = 0;
};

} // namespace hearth::loader_ui
