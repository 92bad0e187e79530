// SPDX-License-Identifier: Apache-2.0
#include "search/search_words.h"

#include <QStringList>

namespace hearth::search
{

namespace
{
enum class Sort { Lower, Upper, Digit, Other };

Sort sortOf(QChar c)
{
    return c.isDigit() ? Sort::Digit : c.isUpper() ? Sort::Upper : c.isLetter() ? Sort::Lower : Sort::Other;
}

QStringList wordsOf(const QString &typed)
{
    QStringList words;
    QString word;
    for (const QChar c : typed) {
        if (c.isLetterOrNumber() || c.isMark() || c.isSurrogate()) {
            word += c;
        } else if (!word.isEmpty()) {
            words.append(word);
            word.clear();
        }
    }
    if (!word.isEmpty())
        words.append(word);
    return words;
}
} // namespace

QString partsOf(const QString &name)
{
    QString parts;
    for (qsizetype n = 0; n < name.size(); ++n) {
        const Sort here = sortOf(name[n]);
        const Sort before = n > 0 ? sortOf(name[n - 1]) : here;
        const bool isBreak = here != before && !(before == Sort::Upper && here == Sort::Lower);
        if (isBreak && !parts.endsWith(u' '))
            parts += u' ';
        parts += here == Sort::Other ? QChar(u' ') : name[n];
    }
    return parts.simplified();
}

QString matchExpression(const QString &typed, const QString &column, bool fromStart)
{
    QStringList terms;
    for (const QString &word : wordsOf(typed))
        terms.append(QStringLiteral("\"%1\"*").arg(word));
    if (terms.isEmpty())
        return {};
    if (fromStart)
        terms.first().prepend(u'^');
    const QString all = terms.join(QStringLiteral(" AND "));
    return column.isEmpty() ? all : QStringLiteral("%1 : (%2)").arg(column, all);
}

int fitOf(const QString &title, const QString &typed)
{
    const QString wanted = typed.trimmed();
    if (title.compare(wanted, Qt::CaseInsensitive) == 0)
        return 0;
    const qsizetype at = title.indexOf(wanted, 0, Qt::CaseInsensitive);
    if (at == 0)
        return 1;
    return at > 0 && !title[at - 1].isLetterOrNumber() ? 2 : 3;
}

} // namespace hearth::search
