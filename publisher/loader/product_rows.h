// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/loader/published.h"

#include <QHash>
#include <QSet>

namespace hearth::load
{

enum class GroupBy { Nothing, Type, Group, Folder };
enum class SortBy { Name, Newest, Status };

/// What of a folder's products is shown. Empty sets and words: everything.
struct RowFilter {
    QString words{}; ///< each has to be somewhere in name, type, folder, author, status, tags or comment
    QSet<QString> types{};
    QSet<QString> statuses{};
    bool onlyOlder = false; ///< products that show another version than their newest
    bool operator==(const RowFilter &) const = default;
};

/// One line of the list: a product at one of its versions, or the head of a group.
struct ProductRow {
    qsizetype product = -1; ///< index into the products; -1: a head
    qsizetype version = -1; ///< index into its versions; -1: it has none
    QString head;           ///< of a group
    int count = 0;          ///< rows of the group, on a head
    bool operator==(const ProductRow &) const = default;
};

/// What the list shows, in order. Pure; 100,000 products take a fraction of a second.
/// \param chosen product id → id of the version a person picked; else the newest
[[nodiscard]] std::vector<ProductRow> productRows(const std::vector<Product> &products, const RowFilter &filter,
                                                  GroupBy groupBy, SortBy sortBy,
                                                  const QHash<QString, QString> &chosen = {});

/// Index of the version a product shows; -1 when it has none. Pure.
[[nodiscard]] qsizetype shownVersion(const Product &product, const QHash<QString, QString> &chosen);
/// True where a newer version exists than the one shown.
[[nodiscard]] bool isOlder(const Product &product, qsizetype version);

} // namespace hearth::load
