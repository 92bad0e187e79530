// SPDX-License-Identifier: Apache-2.0
#include "publisher/loader/product_rows.h"

#include <algorithm>

namespace hearth::load
{

namespace
{
bool holds(const Product &product, const Version *version, const QStringList &words)
{
    const auto has = [&](const QString &word) {
        const auto in = [&word](const QString &text) { return text.contains(word, Qt::CaseInsensitive); };
        if (in(product.name) || in(product.type) || in(product.folderPath) || in(product.group))
            return true;
        return version && (in(version->author) || in(version->status) || in(version->comment) || in(version->name()) ||
                           std::any_of(version->tags.begin(), version->tags.end(), in));
    };
    return std::all_of(words.begin(), words.end(), has);
}

QString groupOf(const Product &product, GroupBy groupBy)
{
    switch (groupBy) {
    case GroupBy::Type:
        return product.type;
    case GroupBy::Group:
        return product.group;
    case GroupBy::Folder:
        return product.folderPath;
    case GroupBy::Nothing:
        break;
    }
    return {};
}

/// A name as it is sorted, the same in every locale: case aside, and shot9 before shot10.
QString sortKey(const QString &name)
{
    QString made;
    const QString folded = name.toCaseFolded();
    for (qsizetype at = 0; at < folded.size();) {
        qsizetype end = at;
        while (end < folded.size() && folded[end].isDigit())
            ++end;
        if (end > at)
            made += u'0' + QChar(static_cast<char16_t>(end - at)) + folded.mid(at, end - at);
        else
            made += folded[end++];
        at = end;
    }
    return made;
}

/// One product on its way into the list, with what it is sorted by.
struct Candidate {
    ProductRow row;
    QString group;
    QString name;
    QString sortText; ///< status
    qint64 when = 0;
};

bool isBefore(const Candidate &a, const Candidate &b, SortBy sortBy)
{
    if (a.group != b.group) // what has no group comes last
        return !a.group.isEmpty() && (b.group.isEmpty() || a.group < b.group);
    if (sortBy == SortBy::Newest && a.when != b.when)
        return a.when > b.when;
    if (sortBy == SortBy::Status && a.sortText != b.sortText)
        return a.sortText < b.sortText;
    return a.name < b.name;
}

bool passes(const Product &product, qsizetype shown, const RowFilter &filter)
{
    if (!filter.types.isEmpty() && !filter.types.contains(product.type))
        return false;
    if (!filter.statuses.isEmpty() &&
        (shown < 0 || !filter.statuses.contains(product.versions[static_cast<std::size_t>(shown)].status)))
        return false;
    return !filter.onlyOlder || isOlder(product, shown);
}

std::vector<ProductRow> withHeads(std::vector<Candidate> sorted, GroupBy groupBy)
{
    std::vector<ProductRow> made;
    made.reserve(sorted.size());
    std::size_t head = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        if (groupBy != GroupBy::Nothing && (i == 0 || sorted[i].group != sorted[i - 1].group)) {
            head = made.size();
            made.push_back({-1, -1, sorted[i].group, 0});
        }
        if (groupBy != GroupBy::Nothing)
            ++made[head].count;
        made.push_back(std::move(sorted[i].row));
    }
    return made;
}
} // namespace

qsizetype shownVersion(const Product &product, const QHash<QString, QString> &chosen)
{
    if (product.versions.empty())
        return -1;
    const Version *wanted = product.latest();
    if (const auto picked = chosen.constFind(product.id); picked != chosen.constEnd())
        for (const Version &version : product.versions)
            if (version.id == *picked)
                wanted = &version;
    return wanted - product.versions.data();
}

bool isOlder(const Product &product, qsizetype version)
{
    if (version < 0)
        return false;
    const Version &shown = product.versions[static_cast<std::size_t>(version)];
    return !shown.isHero() && product.latest()->number > shown.number;
}

std::vector<ProductRow> productRows(const std::vector<Product> &products, const RowFilter &filter, GroupBy groupBy,
                                    SortBy sortBy, const QHash<QString, QString> &chosen)
{
    const QStringList words = filter.words.split(u' ', Qt::SkipEmptyParts);
    std::vector<Candidate> found;
    for (std::size_t i = 0; i < products.size(); ++i) {
        const Product &product = products[i];
        const qsizetype at = shownVersion(product, chosen);
        const Version *version = at < 0 ? nullptr : &product.versions[static_cast<std::size_t>(at)];
        if (!passes(product, at, filter) || !holds(product, version, words))
            continue;
        found.push_back({{static_cast<qsizetype>(i), at, {}, 0},
                         groupOf(product, groupBy),
                         sortKey(product.name),
                         version ? version->status : QString(),
                         version ? version->when.toMSecsSinceEpoch() : 0});
    }
    std::stable_sort(found.begin(), found.end(),
                     [sortBy](const Candidate &a, const Candidate &b) { return isBefore(a, b, sortBy); });
    return withHeads(std::move(found), groupBy);
}

} // namespace hearth::load
