// SPDX-License-Identifier: Apache-2.0
#include "studio_admin/one_time_password.h"

#include <QRandomGenerator>

namespace hearth::studio_admin
{

namespace
{
const QString clearLetters = QStringLiteral("abcdefghjkmnpqrstuvwxyz");
const QString clearDigits = QStringLiteral("23456789");

QChar oneOf(const QString &signs, const RandomBelow &random)
{
    return signs[static_cast<qsizetype>(random(static_cast<std::uint32_t>(signs.size())))];
}
} // namespace

Secret oneTimePassword(const RandomBelow &random)
{
    QString made;
    for (int group = 0; group < 4; ++group) {
        QString four;
        for (int n = 0; n < 4; ++n)
            four += oneOf(clearLetters + clearDigits, random);
        // Servers ask for a letter and a digit; with one in each group nobody has to look for it.
        const auto place = static_cast<qsizetype>(random(4));
        four[place] = oneOf(clearDigits, random);
        four[(place + 1) % 4] = oneOf(clearLetters, random);
        made += group == 0 ? four : u'-' + four;
    }
    return Secret(made);
}

Secret serviceKey(const RandomBelow &random)
{
    const QString signs = QStringLiteral("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    QString made;
    for (int n = 0; n < 32; ++n)
        made += oneOf(signs, random);
    return Secret(made);
}

RandomBelow systemRandom()
{
    return [](std::uint32_t bound) { return QRandomGenerator::system()->bounded(bound); };
}

} // namespace hearth::studio_admin
