// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/buttons.h"
#include "ui_kit/contrast.h"
#include "ui_kit/glyphs.h"
#include "ui_kit/row_delegate.h"
#include "ui_kit/row_painting.h"
#include "ui_kit/theme.h"

#include "support/fake_desktop.h"

#include <QImage>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QTest>

using namespace hearth::ui_kit;

namespace
{

std::vector<QColor> serverColors()
{
    std::vector<QColor> colors{QColor(), Qt::black, Qt::white, QColor(0x808080)};
    for (int hue = 0; hue < 360; hue += 15) {
        for (const int lightness : {30, 90, 128, 180, 230})
            colors.push_back(QColor::fromHsl(hue, 220, lightness));
    }
    return colors;
}

/// The strongest contrast that any painted point has with the ground.
double strongest(const QImage &image, const QRect &part, const QColor &ground)
{
    double best = 1;
    for (int y = part.top(); y <= part.bottom(); ++y) {
        for (int x = part.left(); x <= part.right(); ++x)
            best = qMax(best, contrastRatio(image.pixelColor(x, y), ground));
    }
    return best;
}

QStandardItem *rowWith(const QColor &color, Tone tone, bool isDimmed)
{
    auto *item = new QStandardItem(QStringLiteral("HHHHHHHH"));
    item->setData(QStringLiteral("crop_square"), row_role::Glyph);
    item->setData(color, row_role::GlyphColor);
    item->setData(QStringLiteral("HHHHHHHHHH"), row_role::SecondLine);
    item->setData(QStringLiteral("HHHH"), row_role::Trailing);
    item->setData(static_cast<int>(tone), row_role::TrailingTone);
    item->setData(isDimmed, row_role::IsDimmed);
    return item;
}

} // namespace

/// Glyphs at least 3:1 and words at least 4.5:1 against what they lie on, in every state of both themes.
class TestContrast : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_theme.emplace(*qApp, m_appearance); }
    void cleanup() { m_theme.reset(); }

    void tokens_data()
    {
        QTest::addColumn<bool>("isDark");
        QTest::newRow("dark") << true;
        QTest::newRow("light") << false;
    }

    void tokens()
    {
        QFETCH(bool, isDark);
        const Tokens &t = isDark ? darkTokens() : lightTokens();
        for (const QColor &ground : {t.background, t.panel, t.raised}) {
            QVERIFY(contrastRatio(t.text, ground) >= minimumTextContrast);
            QVERIFY(contrastRatio(t.dim, ground) >= minimumTextContrast);
            QVERIFY(contrastRatio(t.error, ground) >= minimumTextContrast);
            QVERIFY(contrastRatio(t.warn, ground) >= minimumGlyphContrast);
            QVERIFY(contrastRatio(t.ok, ground) >= minimumGlyphContrast);
            QVERIFY(contrastRatio(t.accent, ground) >= minimumGlyphContrast);
        }
        QVERIFY(contrastRatio(t.text, t.selection) >= minimumTextContrast);
        QVERIFY(contrastRatio(t.onAccent, t.accent) >= minimumTextContrast);
        QVERIFY(contrastRatio(t.accent, t.selection) >= minimumGlyphContrast);
    }

    void serverColorsAreCorrected_data() { tokens_data(); }
    void serverColorsAreCorrected()
    {
        QFETCH(bool, isDark);
        const Tokens &t = isDark ? darkTokens() : lightTokens();
        for (const QColor &color : serverColors()) {
            for (const QColor &ground : {t.panel, t.selection, t.raised}) {
                QVERIFY(contrastRatio(readable(color, ground, minimumGlyphContrast, t.dim), ground) >=
                        minimumGlyphContrast);
                const ChipColors chip = chipColors(color, ground, t.dim);
                QVERIFY(contrastRatio(chip.text, chip.ground) >= minimumTextContrast);
            }
        }
    }

    void goodColorsStayAsTheyAre()
    {
        const QColor blue(0x3498db);
        QCOMPARE(readable(blue, darkTokens().panel, minimumTextContrast, Qt::red), blue);
        QCOMPARE(readable(QColor(), darkTokens().panel, minimumTextContrast, darkTokens().dim), darkTokens().dim);
    }

    void paintedRows_data()
    {
        QTest::addColumn<bool>("isDark");
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("tone");
        QTest::addColumn<bool>("isDimmed");
        const std::pair<const char *, int> states[] = {
            {"plain", 0},
            {"selected", int(QStyle::State_Selected)},
            {"selected and focused", int(QStyle::State_Selected | QStyle::State_HasFocus)}};
        for (const bool isDark : {true, false}) {
            for (const auto &[name, state] : states) {
                for (const Tone tone : {Tone::Dim, Tone::Text, Tone::Good, Tone::Warning, Tone::Problem})
                    QTest::addRow("%s, %s, tone %d", isDark ? "dark" : "light", name, int(tone))
                        << isDark << state << int(tone) << false;
                QTest::addRow("%s, %s, dimmed", isDark ? "dark" : "light", name)
                    << isDark << state << int(Tone::Dim) << true;
            }
        }
    }

    void paintedRows()
    {
        QFETCH(bool, isDark);
        QFETCH(int, state);
        QFETCH(int, tone);
        QFETCH(bool, isDimmed);
        m_appearance.setDark(isDark);
        const Tokens &t = isDark ? darkTokens() : lightTokens();
        QStandardItemModel model;
        model.appendRow(rowWith(QColor(0x30, 0x30, 0x30), static_cast<Tone>(tone), isDimmed));
        QListView view;
        view.setModel(&model);
        RowDelegate delegate;
        QStyleOptionViewItem option;
        option.initFrom(&view);
        option.rect = QRect(0, 0, 360, 48);
        option.state = QStyle::State(state) | QStyle::State_Enabled;
        constexpr int scale = 3;
        QImage image(option.rect.size() * scale, QImage::Format_RGB32);
        image.setDevicePixelRatio(scale);
        image.fill(t.panel);
        QPainter painter(&image);
        delegate.paint(&painter, option, model.index(0, 0));
        painter.end();
        const QColor ground = rowGround(t, (state & int(QStyle::State_Selected)) != 0);
        const auto part = [](int x, int y, int width, int height) {
            return QRect(x * scale, y * scale, width * scale, height * scale);
        };
        QVERIFY(strongest(image, part(12, 14, 14, 20), ground) >= minimumGlyphContrast);
        QVERIFY(strongest(image, part(40, 10, 60, 12), ground) >= minimumTextContrast);
        QVERIFY(strongest(image, part(40, 28, 60, 12), ground) >= minimumTextContrast);
        QVERIFY(strongest(image, part(310, 28, 40, 12), ground) >= minimumTextContrast);
    }

    void tilesAndPrimary_data() { tokens_data(); }
    void tilesAndPrimary()
    {
        QFETCH(bool, isDark);
        m_appearance.setDark(isDark);
        const Tokens &t = isDark ? darkTokens() : lightTokens();
        PrimaryButton primary;
        primary.setContent(QStringLiteral("view_in_ar"), QStringLiteral("HHHH HHHH"), QStringLiteral("HHHH"));
        primary.resize(primary.sizeHint());
        QImage image(primary.size() * 3, QImage::Format_RGB32);
        image.setDevicePixelRatio(3);
        primary.render(&image);
        QVERIFY(strongest(image, QRect(160, 40, 200, 60), t.accent) >= minimumTextContrast);
        TileButton tile;
        tile.setContent(QStringLiteral("brush"), QColor(0x222222), QStringLiteral("HHHHH"), QStringLiteral("HHH"));
        tile.resize(tile.sizeHint());
        QImage tileImage(tile.size() * 3, QImage::Format_RGB32);
        tileImage.setDevicePixelRatio(3);
        tile.render(&tileImage);
        QVERIFY(strongest(tileImage, QRect(60, 20, 120, 70), t.raised) >= minimumGlyphContrast);
        QVERIFY(strongest(tileImage, QRect(60, 105, 120, 50), t.raised) >= minimumTextContrast);
        QVERIFY(strongest(tileImage, QRect(60, 152, 120, 40), t.raised) >= minimumTextContrast);
    }

private:
    hearth::tests::FakeAppearance m_appearance;
    std::optional<Theme> m_theme;
};

QTEST_MAIN(TestContrast)
#include "test_contrast.moc"
