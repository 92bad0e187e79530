// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui_kit/row_roles.h"

#include <QWidget>

class QHBoxLayout;
class QPlainTextEdit;
class QVBoxLayout;

namespace hearth::ui_kit
{

class IconButton;
class LinkButton;
class TextLabel;

/// Something to read where it belongs: glyph, word, sentence, at most a few buttons; details fold out and can be
/// copied.
class NoticeRow : public QWidget
{
    Q_OBJECT

public:
    explicit NoticeRow(QWidget *parent = nullptr);

    void setMessage(Tone tone, const QString &title, const QString &text, const QString &details = {});
    /// One button; answers its id when pressed.
    void addAction(const QString &id, const QString &label, bool isMain = false);
    void clearActions();
    void setMayDismiss(bool on);
    /// Buttons beside the words instead of below them, for a row over the whole window.
    void setWide();
    QString title() const;

Q_SIGNALS:
    void actionChosen(const QString &id);
    void dismissed();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void onDetailsToggled();

    Tone m_tone = Tone::Text;
    TextLabel *m_title;
    TextLabel *m_text;
    LinkButton *m_detailsButton;
    IconButton *m_dismiss;
    QPlainTextEdit *m_details;
    QVBoxLayout *m_words;
    QHBoxLayout *m_row;
    QHBoxLayout *m_actions;
};

} // namespace hearth::ui_kit
