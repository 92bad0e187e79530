// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/typography.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QStringList>

namespace hearth::ui_kit
{

namespace
{

QString bundledFamily()
{
    QString family;
    for (const char *weight : {"Regular", "Medium", "SemiBold"}) {
        const int id =
            QFontDatabase::addApplicationFont(QStringLiteral(":/hearth/fonts/Inter-%1.otf").arg(QLatin1String(weight)));
        if (const QStringList families = QFontDatabase::applicationFontFamilies(id); !families.isEmpty())
            family = families.first();
    }
    return family;
}

// Fontconfig answers with its last resort where no interface font was chosen; that is no choice of the person's.
bool isLastResort(const QString &family)
{
    static const QStringList names{QStringLiteral("DejaVu Sans"), QStringLiteral("Bitstream Vera Sans"),
                                   QStringLiteral("Sans Serif"), QStringLiteral("Sans"), QString()};
    return names.contains(family) || QFontInfo(QFont(family)).family() == QStringLiteral("DejaVu Sans");
}

QString chosenFamily()
{
    const QString system = QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
    if (!isLastResort(system))
        return system;
    const QString bundled = bundledFamily();
    return bundled.isEmpty() ? system : bundled;
}

QFont sized(const QString &family, int pixels, QFont::Weight weight)
{
    QFont font(family);
    font.setPixelSize(pixels);
    font.setWeight(weight);
    return font;
}

} // namespace

QString interfaceFamily()
{
    static const QString family = chosenFamily();
    return family;
}

QFont textFont(TextRole role)
{
    const QString family = interfaceFamily();
    switch (role) {
    case TextRole::Body:
        break;
    case TextRole::Strong:
        return sized(family, 13, QFont::DemiBold);
    case TextRole::SecondLine:
        return sized(family, 12, QFont::Normal);
    case TextRole::Title:
        return sized(family, 16, QFont::DemiBold);
    case TextRole::Hero:
        return sized(family, 22, QFont::DemiBold);
    case TextRole::Chip:
        return sized(family, 11, QFont::DemiBold);
    case TextRole::Head: {
        QFont font = sized(family, 11, QFont::DemiBold);
        font.setLetterSpacing(QFont::AbsoluteSpacing, 0.4);
        return font;
    }
    case TextRole::Mono: {
        QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
        font.setPixelSize(12);
        return font;
    }
    }
    return sized(family, 13, QFont::Normal);
}

} // namespace hearth::ui_kit
