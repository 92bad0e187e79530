// SPDX-License-Identifier: Apache-2.0
// Draws every window in both themes at 100 % and 200 %. Arguments: parts of names to draw only those.
#include "screenshots/shot_list.h"

#include "ui_kit/theme.h"

#include <QApplication>
#include <QDir>
#include <QImage>
#include <QTextStream>
#include <QTranslator>

#include <algorithm>

namespace
{

using namespace hearth;

bool isWanted(const QString &name, const QStringList &arguments)
{
    if (arguments.size() < 2)
        return true;
    return std::any_of(arguments.begin() + 1, arguments.end(),
                       [&](const QString &part) { return name.contains(part); });
}

// A picture in which nothing was drawn is a failure, whatever the file says.
bool hasContent(const QImage &image)
{
    const QRgb first = image.pixel(image.width() / 2, image.height() - 4);
    for (int y = 0; y < image.height(); y += 7) {
        for (int x = 0; x < image.width(); x += 7) {
            if (image.pixel(x, y) != first)
                return true;
        }
    }
    return false;
}

/// Stretches every text by a third and puts accents on it, to show what other languages would clip.
class PseudoLocale final : public QTranslator
{
public:
    bool isEmpty() const override { return false; }

    QString translate(const char *, const char *source, const char *, int) const override
    {
        QString text = QString::fromUtf8(source);
        for (const auto &[plain, accented] : {std::pair{u'a', u'á'}, {u'e', u'é'}, {u'o', u'ö'}, {u'u', u'û'}})
            text.replace(QChar(plain), QChar(accented));
        return text + QString(text.size() / 3, QLatin1Char('~'));
    }
};

int draw(const tests::Shot &shot, const QDir &folder, const QString &theme)
{
    std::vector<std::shared_ptr<void>> keep;
    const std::unique_ptr<QWidget> window(shot.make(keep));
    window->show();
    tests::settle();
    if (shot.prepare)
        shot.prepare(*window);
    window->activateWindow();
    tests::settle();
    int failures = 0;
    for (const int scale : {1, 2}) {
        const QImage image = tests::drawn(*window, scale);
        const QString file = QStringLiteral("%1-%2-%3.png").arg(shot.name, theme).arg(scale * 100);
        if (!hasContent(image) || !image.save(folder.filePath(file))) {
            QTextStream(stderr) << "Could not draw " << file << '\n';
            ++failures;
        }
    }
    return failures;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    hearth::tests::FakeAppearance appearance;
    ui_kit::Theme theme(application, appearance);
    QDir folder(qEnvironmentVariable("HEARTH_SCREENSHOTS", QStringLiteral("build/screenshots")));
    folder.mkpath(QStringLiteral("."));
    std::vector<tests::Shot> shots;
    tests::addLauncherShots(shots);
    tests::addTrayShots(shots);
    addLoaderShots(shots);
    addStudioShots(shots);
    addPublisherShots(shots);
    int failures = 0;
    int drawn = 0;
    for (const bool isDark : {true, false}) {
        appearance.setDark(isDark);
        for (const tests::Shot &shot : shots) {
            if (!isWanted(shot.name, application.arguments()))
                continue;
            failures += draw(shot, folder, isDark ? QStringLiteral("dark") : QStringLiteral("light"));
            ++drawn;
        }
    }
    PseudoLocale pseudo;
    QApplication::installTranslator(&pseudo);
    for (const tests::Shot &shot : shots) {
        if (!isWanted(shot.name, application.arguments()) || shot.name.contains(QStringLiteral("failing")))
            continue;
        failures += draw(shot, folder, QStringLiteral("pseudo"));
        ++drawn;
    }
    QApplication::removeTranslator(&pseudo);
    QTextStream(stdout) << drawn << " windows drawn into " << folder.absolutePath() << '\n';
    return failures == 0 && drawn > 0 ? 0 : 1;
}
