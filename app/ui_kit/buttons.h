// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractButton>
#include <QColor>
#include <QPushButton>

namespace hearth::ui_kit
{

/// A glyph without words; its accessible name and tooltip say what it does. May carry a count.
class IconButton : public QAbstractButton
{
    Q_OBJECT

public:
    IconButton(const QString &glyph, const QString &name, QWidget *parent = nullptr);

    void setGlyph(const QString &glyph);
    void setCount(int count);
    int count() const { return m_count; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_glyph;
    QString m_name;
    int m_count = 0;
};

/// Words that act like a button, for the small things below a list.
class LinkButton : public QAbstractButton
{
    Q_OBJECT

public:
    explicit LinkButton(const QString &words, QWidget *parent = nullptr);

    void setGlyph(const QString &glyph);
    /// A dot before the words, between this one and the one at its left.
    void setHasDot(bool on);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_glyph;
    bool m_hasDot = false;
};

/// Glyph, words and a second line, in a tile. A tile with several versions opens them by its arrow, by Down or by the
/// context menu.
class TileButton : public QAbstractButton
{
    Q_OBJECT

public:
    explicit TileButton(QWidget *parent = nullptr);

    void setContent(const QString &glyph, const QColor &glyphColor, const QString &words, const QString &secondLine);
    void setHasChoices(bool on);
    /// In a narrow window only the glyph is painted; the words stay in tooltip and accessible name.
    void setGlyphOnly(bool on);
    QSize sizeHint() const override;

Q_SIGNALS:
    void choicesWanted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    QRect choicesRect() const;

    QString m_glyph;
    QColor m_glyphColor;
    QString m_secondLine;
    bool m_hasChoices = false;
    bool m_isGlyphOnly = false;
};

/// The one accent button of a window: glyph, what it will do, and the key or a hint below.
class PrimaryButton : public QAbstractButton
{
    Q_OBJECT

public:
    explicit PrimaryButton(QWidget *parent = nullptr);

    void setContent(const QString &glyph, const QString &words, const QString &secondLine);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintWords(QPainter &painter) const;

    QString m_glyph;
    QString m_secondLine;
};

/// A large choice of two lines, for first run.
class ChoiceButton : public QAbstractButton
{
    Q_OBJECT

public:
    ChoiceButton(const QString &glyph, const QString &words, const QString &secondLine, QWidget *parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_glyph;
    QString m_secondLine;
};

/// Flags for words painted at the left, in the middle of their height, that may carry a mnemonic: the letter behind "&"
/// is underlined only while Alt is held.
int wordFlags(const QWidget &widget);

/// Gives or takes the accent.
void setMain(QPushButton &button, bool isMain);

/// A push button; the main one of a dialog carries the accent.
QPushButton *pushButton(const QString &words, bool isMain = false, QWidget *parent = nullptr);

} // namespace hearth::ui_kit
