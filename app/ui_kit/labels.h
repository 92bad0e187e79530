// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui_kit/row_roles.h"
#include "ui_kit/typography.h"

#include <QLabel>

namespace hearth::ui_kit
{

/// Words in one of the product's text styles. Follows the theme.
class TextLabel : public QLabel
{
    Q_OBJECT

public:
    TextLabel(const QString &words, TextRole role, Tone tone = Tone::Text, QWidget *parent = nullptr);
    void setTone(Tone tone);

protected:
    void changeEvent(QEvent *event) override;

private:
    void applyTone();

    Tone m_tone;
    bool m_isApplying = false;
};

/// One line that elides in the middle; the whole text is in the tooltip and the accessible name.
class ElidedLabel : public QWidget
{
    Q_OBJECT

public:
    ElidedLabel(const QString &words, TextRole role, Tone tone = Tone::Text, QWidget *parent = nullptr);

    QString text() const { return m_text; }
    void setText(const QString &words);
    void setTone(Tone tone);
    void setAlignment(Qt::Alignment alignment);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    Tone m_tone;
    Qt::Alignment m_alignment = Qt::AlignLeft | Qt::AlignVCenter;
};

} // namespace hearth::ui_kit
