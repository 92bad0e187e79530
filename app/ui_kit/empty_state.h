// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QPushButton;

namespace hearth::ui_kit
{

class TextLabel;

/// Says why a list is empty and offers the next step.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);

    void setMessage(const QString &glyph, const QString &title, const QString &text, const QString &action = {});
    QString title() const;

Q_SIGNALS:
    void actionChosen();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_glyph;
    TextLabel *m_title;
    TextLabel *m_text;
    QPushButton *m_action;
    QWidget *m_glyphSpace;
};

} // namespace hearth::ui_kit
