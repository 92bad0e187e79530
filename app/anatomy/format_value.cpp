// SPDX-License-Identifier: Apache-2.0
#include "anatomy/template_text.h"

#include <cmath>

namespace hearth::anatomy
{

namespace
{
struct Specification {
    QChar fill = u' ';
    QChar align; // null: the kind's own
    int width = 0;
    int precision = -1;
    QChar type;
};

constexpr int longestWidth = 64; // a hostile template must not make gigabytes

bool isAlign(QChar c)
{
    return c == u'<' || c == u'>' || c == u'^' || c == u'=';
}

std::optional<int> readNumber(const QString &text, qsizetype &at)
{
    int number = 0;
    const qsizetype start = at;
    while (at < text.size() && text[at].isDigit()) {
        number = number * 10 + text[at++].digitValue();
        if (number > longestWidth)
            return std::nullopt;
    }
    return at == start ? std::optional<int>(0) : number;
}

std::optional<Specification> parse(const QString &text)
{
    Specification made;
    qsizetype at = 0;
    if (text.size() >= 2 && isAlign(text[1])) {
        made.fill = text[0];
        made.align = text[1];
        at = 2;
    } else if (!text.isEmpty() && isAlign(text[0])) {
        made.align = text[0];
        at = 1;
    }
    if (at < text.size() && text[at] == u'0' && made.align.isNull()) {
        made.fill = u'0';
        made.align = u'=';
        ++at;
    }
    const auto width = readNumber(text, at);
    if (!width)
        return std::nullopt;
    made.width = *width;
    if (at < text.size() && text[at] == u'.') {
        const auto precision = readNumber(text, ++at);
        if (!precision)
            return std::nullopt;
        made.precision = *precision;
    }
    if (at < text.size())
        made.type = text[at++];
    return at == text.size() ? std::optional(made) : std::nullopt;
}

std::optional<QString> numberText(double number, const Specification &how)
{
    const bool isWhole = std::floor(number) == number && std::abs(number) < 9e15;
    if (how.type == u'f' || how.type == u'F')
        return QString::number(number, 'f', how.precision < 0 ? 6 : how.precision);
    if (how.type == u'd' || how.type == u'n')
        return isWhole ? std::optional(QString::number(static_cast<qint64>(number))) : std::nullopt;
    if (!how.type.isNull() && how.type != u'g')
        return std::nullopt;
    if (isWhole)
        return QString::number(static_cast<qint64>(number));
    return QString::number(number, 'g', how.precision < 0 ? 15 : how.precision);
}

QString padded(const QString &text, const Specification &how, QChar ownAlign)
{
    const qsizetype lacking = how.width - text.size();
    if (lacking <= 0)
        return text;
    const QChar align = how.align.isNull() ? ownAlign : how.align;
    if (align == u'<')
        return text + QString(lacking, how.fill);
    if (align == u'^')
        return QString(lacking / 2, how.fill) + text + QString(lacking - lacking / 2, how.fill);
    if (align == u'=' && text.startsWith(u'-'))
        return u'-' + QString(lacking, how.fill) + text.mid(1);
    return QString(lacking, how.fill) + text;
}
} // namespace

std::optional<QString> formatted(const QJsonValue &value, const QString &specification)
{
    const auto how = parse(specification);
    if (!how)
        return std::nullopt;
    if (value.isDouble()) {
        const auto text = numberText(value.toDouble(), *how);
        return text ? std::optional(padded(*text, *how, u'>')) : std::nullopt;
    }
    if (value.isBool())
        return padded(value.toBool() ? QStringLiteral("True") : QStringLiteral("False"), *how, u'<');
    if (!value.isString() || (!how->type.isNull() && how->type != u's') || how->align == u'=')
        return std::nullopt;
    const QString text = value.toString();
    return padded(how->precision >= 0 ? text.left(how->precision) : text, *how, u'<');
}

} // namespace hearth::anatomy
