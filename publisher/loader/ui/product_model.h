// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/studio_types.h"
#include "publisher/loader/product_rows.h"
#include "ui_kit/row_roles.h"

#include <QAbstractListModel>

namespace hearth::loader_ui
{

class PictureStore;

/// What the loader lists: products at one of their versions, with heads where they are grouped. Rows are worked out at
/// once; what is painted is asked for row by row, so that 100,000 scroll as 100 do.
class ProductModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role : int { Picture = ui_kit::row_role::Next, ProductId, VersionId, VersionName, IsOlder };

    explicit ProductModel(PictureStore &pictures, QObject *parent = nullptr);

    /// Another folder: everything before is forgotten. \param project for its pictures
    void start(const QString &project, std::vector<launcher_ui::Status> statuses);
    void addProducts(std::vector<load::Product> products);
    /// The same products again, as they are now; selection and scroll position stay.
    void replaceProducts(std::vector<load::Product> products);
    void setLoading(bool on);
    void setFilter(const load::RowFilter &filter);
    void setOrder(load::GroupBy groupBy, load::SortBy sortBy);
    void choose(const QString &productId, const QString &versionId);
    void setStatus(const QStringList &versionIds, const QString &status);

    [[nodiscard]] const std::vector<load::Product> &products() const { return m_products; }
    [[nodiscard]] const load::Product *product(const QModelIndex &index) const;
    [[nodiscard]] const load::Version *version(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOfProduct(const QString &productId) const;
    /// Products shown, heads aside.
    [[nodiscard]] int shownCount() const;
    [[nodiscard]] QStringList types() const;
    [[nodiscard]] const std::vector<launcher_ui::Status> &statuses() const { return m_statuses; }
    void setStatuses(std::vector<launcher_ui::Status> statuses);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    void workOut();
    QVariant headData(const load::ProductRow &row, int role) const;
    QVariant versionData(const load::Product &product, const load::Version &version, qsizetype at, int role) const;
    QVariant productData(const load::Product &product, const load::Version *version, qsizetype at, int role) const;
    QString secondLine(const load::Product &product, const load::Version *version) const;
    QString accessibleText(const load::Product &product, const load::Version *version, qsizetype at) const;
    const launcher_ui::Status *status(const QString &name) const;

    PictureStore &m_pictures;
    QString m_project;
    std::vector<launcher_ui::Status> m_statuses;
    std::vector<load::Product> m_products;
    std::vector<load::ProductRow> m_rows;
    load::RowFilter m_filter;
    load::GroupBy m_groupBy = load::GroupBy::Nothing;
    load::SortBy m_sortBy = load::SortBy::Name;
    QHash<QString, QString> m_chosen;
    bool m_isLoading = false;
};

/// Glyph of a product type. Pure.
[[nodiscard]] QString glyphOfType(const QString &baseType);
/// "just now", "2 hours ago", "3 Nov 2026". Pure.
[[nodiscard]] QString age(const QDateTime &when, const QDateTime &now);

} // namespace hearth::loader_ui
