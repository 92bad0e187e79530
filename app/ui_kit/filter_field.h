// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLineEdit>

namespace hearth::ui_kit
{

/// A line to type a filter or a search into: glyph at its left, hit count or key hint behind the words.
/// Esc empties it first and is passed on when it is empty.
class FilterField : public QLineEdit
{
    Q_OBJECT

public:
    FilterField(const QString &name, const QString &glyph, QWidget *parent = nullptr);

    /// "10 of 312", shown behind what was typed; empty: nothing.
    void setHits(const QString &words);
    /// "Ctrl+K", shown behind the placeholder while the field is empty.
    void setKeyHint(const QString &words);

Q_SIGNALS:
    /// Down was pressed: the keyboard wants into the list below.
    void leftDownwards();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QString m_glyph;
    QString m_hits;
    QString m_keyHint;
};

} // namespace hearth::ui_kit
