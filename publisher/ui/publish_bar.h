// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/ui/publish_source.h"
#include "ui_kit/panel.h"

class QLineEdit;
class QProgressBar;
class QPushButton;

namespace hearth::ui_kit
{
class ElidedLabel;
class PrimaryButton;
} // namespace hearth::ui_kit

namespace hearth::publisher_ui
{

/// Comment, what publishing will do, and how far it has come.
class PublishBar final : public ui_kit::Panel
{
    Q_OBJECT

public:
    explicit PublishBar(QWidget *parent = nullptr);

    [[nodiscard]] QString comment() const;
    void setComment(const QString &words);
    /// \param why it cannot be done, in words; empty: it can
    void showChoice(int products, const QString &why, const QString &place);
    /// nullptr: nothing runs.
    void showRun(const PublishRun *run);
    void focusComment();

Q_SIGNALS:
    void publishWanted();
    void stopWanted();

private:
    QLineEdit *m_comment;
    QWidget *m_running;
    QProgressBar *m_progress;
    ui_kit::ElidedLabel *m_words;
    ui_kit::ElidedLabel *m_why;
    QPushButton *m_stop;
    ui_kit::PrimaryButton *m_publish;
};

} // namespace hearth::publisher_ui
