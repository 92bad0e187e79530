// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/studio_types.h"
#include "ui_kit/popup_panel.h"
#include "ui_kit/row_roles.h"

class QVBoxLayout;

namespace hearth::ui_kit
{
class NoticeRow;
}

namespace hearth::launcher_ui
{

ui_kit::Tone toneOf(Severity severity);
/// Fills a row with a notice.
void showNotice(ui_kit::NoticeRow &row, const Notice &notice);

/// Everything that wants to be read, newest first.
class NoticesPopup final : public ui_kit::PopupPanel
{
    Q_OBJECT

public:
    explicit NoticesPopup(QWidget *parent);

    void openFor(const std::vector<Notice> &notices, const QWidget &anchor);

Q_SIGNALS:
    void actionChosen(const QString &noticeId, const QString &actionId);
    void dismissed(const QString &noticeId);

private:
    QVBoxLayout *m_rows;
};

} // namespace hearth::launcher_ui
