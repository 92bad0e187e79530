// SPDX-License-Identifier: Apache-2.0
// Measures, in every window and state and in both themes, how far words and glyphs stand out from what they lie on.
#include "screenshots/shot_list.h"

#include "ui_kit/buttons.h"
#include "ui_kit/contrast.h"
#include "ui_kit/labels.h"
#include "ui_kit/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QHash>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QTextStream>

namespace
{

using namespace hearth;

constexpr int scale = 2;

struct Measured {
    double contrast = 1;
    QColor ground;
};

/// The ground is the colour met most often; the contrast is the strongest that any point has with it.
Measured measured(const QImage &image, const QRect &part)
{
    QHash<QRgb, int> counts;
    for (int y = part.top(); y <= part.bottom(); ++y) {
        for (int x = part.left(); x <= part.right(); ++x)
            ++counts[image.pixel(x, y) | 0xff000000U];
    }
    QRgb ground = 0;
    int most = 0;
    for (auto entry = counts.cbegin(); entry != counts.cend(); ++entry) {
        if (entry.value() > most) {
            most = entry.value();
            ground = entry.key();
        }
    }
    Measured result{1, QColor(ground)};
    for (auto entry = counts.cbegin(); entry != counts.cend(); ++entry)
        result.contrast = qMax(result.contrast, ui_kit::contrastRatio(QColor(entry.key()), result.ground));
    return result;
}

/// What the widget's words or glyph need; 0 where there is nothing to measure.
double needed(const QWidget &widget)
{
    const bool isIcon = qobject_cast<const ui_kit::IconButton *>(&widget) != nullptr;
    QString words;
    if (const auto *label = qobject_cast<const QLabel *>(&widget))
        words = label->text();
    else if (const auto *elided = qobject_cast<const ui_kit::ElidedLabel *>(&widget))
        words = elided->text();
    else if (const auto *button = qobject_cast<const QAbstractButton *>(&widget))
        words = button->text();
    else if (const auto *field = qobject_cast<const QLineEdit *>(&widget))
        words = field->text() + field->placeholderText();
    if (words.trimmed().isEmpty() && !isIcon)
        return 0;
    // What cannot be used now may be quieter, but must still be seen.
    const bool isQuiet = isIcon || !widget.isEnabled();
    return isQuiet ? ui_kit::minimumGlyphContrast : ui_kit::minimumTextContrast;
}

int measure(QWidget &window, const QString &name, int *count)
{
    const QImage image = tests::drawn(window, scale);
    int failures = 0;
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        const double minimum = needed(*widget);
        if (minimum == 0 || !widget->isVisible() || widget->visibleRegion().isEmpty())
            continue;
        const QRect visible = widget->visibleRegion().boundingRect();
        if (visible.height() * 2 < widget->height())
            continue; // scrolled away but for an edge, where no letter need be
        // Inside the frame: a focus ring is no word.
        const QRect seen = visible.adjusted(3, 3, -3, -3);
        const QRect part(widget->mapTo(&window, seen.topLeft()) * scale, seen.size() * scale);
        if (seen.width() < 4 || seen.height() < 4 || !image.rect().contains(part))
            continue;
        ++*count;
        const Measured found = measured(image, part);
        if (found.contrast >= minimum)
            continue;
        ++failures;
        QTextStream(stderr) << name << ": " << widget->metaObject()->className() << " \"" << widget->accessibleName()
                            << "\" has " << found.contrast << " on " << found.ground.name() << ", needs " << minimum
                            << '\n';
    }
    return failures;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    hearth::tests::FakeAppearance appearance;
    ui_kit::Theme theme(application, appearance);
    std::vector<tests::Shot> shots;
    tests::addLauncherShots(shots);
    tests::addTrayShots(shots);
    addLoaderShots(shots);
    addStudioShots(shots);
    addPublisherShots(shots);
    int failures = 0;
    int count = 0;
    for (const bool isDark : {true, false}) {
        appearance.setDark(isDark);
        for (const tests::Shot &shot : shots) {
            std::vector<std::shared_ptr<void>> keep;
            const std::unique_ptr<QWidget> window(shot.make(keep));
            window->show();
            tests::settle();
            if (shot.prepare)
                shot.prepare(*window);
            tests::settle();
            failures +=
                measure(*window, shot.name + (isDark ? QStringLiteral(", dark") : QStringLiteral(", light")), &count);
        }
    }
    QTextStream(stdout) << count << " words and glyphs measured, " << failures << " too weak\n";
    return failures == 0 && count > 500 ? 0 : 1;
}
