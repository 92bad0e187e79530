// SPDX-License-Identifier: Apache-2.0
#include "publisher/loader/ui/product_model.h"
#include "publisher/loader/ui/picture_store.h"
#include "ui_kit/glyphs.h"

#include <QLocale>
#include <QPixmap>

#include <algorithm>

namespace hearth::loader_ui
{

namespace row_role = ui_kit::row_role;

namespace
{
constexpr int placeholderRows = 8;
} // namespace

QString glyphOfType(const QString &baseType)
{
    static const QHash<QString, QString> glyphs{{QStringLiteral("image"), QStringLiteral("imagesmode")},
                                                {QStringLiteral("render"), QStringLiteral("photo_library")},
                                                {QStringLiteral("review"), QStringLiteral("photo_library")},
                                                {QStringLiteral("plate"), QStringLiteral("camera_roll")},
                                                {QStringLiteral("camera"), QStringLiteral("videocam")},
                                                {QStringLiteral("model"), QStringLiteral("language")},
                                                {QStringLiteral("texture"), QStringLiteral("texture")},
                                                {QStringLiteral("look"), QStringLiteral("ev_shadow")},
                                                {QStringLiteral("rig"), QStringLiteral("accessibility")},
                                                {QStringLiteral("animation"), QStringLiteral("directions_run")},
                                                {QStringLiteral("pointcache"), QStringLiteral("animation")},
                                                {QStringLiteral("layout"), QStringLiteral("nature_people")},
                                                {QStringLiteral("audio"), QStringLiteral("music_note")},
                                                {QStringLiteral("workfile"), QStringLiteral("home_repair_service")}};
    return glyphs.value(baseType, QStringLiteral("deployed_code"));
}

QString age(const QDateTime &when, const QDateTime &now)
{
    if (!when.isValid())
        return {};
    const qint64 minutes = when.secsTo(now) / 60;
    if (minutes < 1)
        return ProductModel::tr("just now");
    if (minutes < 60)
        return ProductModel::tr("%1 min ago").arg(minutes);
    if (minutes < 60 * 24)
        return ProductModel::tr("%1 h ago").arg(minutes / 60);
    if (minutes < 60 * 24 * 7)
        return minutes < 60 * 48 ? ProductModel::tr("yesterday")
                                 : ProductModel::tr("%1 days ago").arg(minutes / 60 / 24);
    return QLocale().toString(when.toLocalTime().date(), QLocale::ShortFormat);
}

ProductModel::ProductModel(PictureStore &pictures, QObject *parent) : QAbstractListModel(parent), m_pictures(pictures)
{
    connect(&pictures, &PictureStore::changed, this, [this](const QString &thumbnailId) {
        for (std::size_t row = 0; row < m_rows.size(); ++row)
            if (const load::Version *one = version(index(static_cast<int>(row)));
                one && one->thumbnailId == thumbnailId)
                Q_EMIT dataChanged(index(static_cast<int>(row)), index(static_cast<int>(row)), {Picture});
    });
}

void ProductModel::start(const QString &project, std::vector<launcher_ui::Status> statuses)
{
    beginResetModel();
    m_project = project;
    m_statuses = std::move(statuses);
    m_products.clear();
    m_rows.clear();
    m_isLoading = true;
    endResetModel();
}

void ProductModel::setStatuses(std::vector<launcher_ui::Status> statuses)
{
    m_statuses = std::move(statuses);
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0), index(static_cast<int>(m_rows.size()) - 1));
}

void ProductModel::addProducts(std::vector<load::Product> products)
{
    std::move(products.begin(), products.end(), std::back_inserter(m_products));
    workOut();
}

void ProductModel::replaceProducts(std::vector<load::Product> products)
{
    m_products = std::move(products);
    workOut();
}

void ProductModel::setLoading(bool on)
{
    if (m_isLoading == on)
        return;
    beginResetModel();
    m_isLoading = on;
    endResetModel();
}

void ProductModel::setFilter(const load::RowFilter &filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    workOut();
}

void ProductModel::setOrder(load::GroupBy groupBy, load::SortBy sortBy)
{
    m_groupBy = groupBy;
    m_sortBy = sortBy;
    workOut();
}

void ProductModel::choose(const QString &productId, const QString &versionId)
{
    m_chosen.insert(productId, versionId);
    workOut();
}

void ProductModel::setStatus(const QStringList &versionIds, const QString &name)
{
    for (load::Product &product : m_products)
        for (load::Version &version : product.versions)
            if (versionIds.contains(version.id))
                version.status = name;
    workOut();
}

/// The rows anew. What is the same list in the same order only repaints; views keep what is selected by product.
void ProductModel::workOut()
{
    std::vector<load::ProductRow> rows = load::productRows(m_products, m_filter, m_groupBy, m_sortBy, m_chosen);
    const bool isSameShape =
        !m_isLoading && rows.size() == m_rows.size() &&
        std::equal(rows.begin(), rows.end(), m_rows.begin(), [](const load::ProductRow &a, const load::ProductRow &b) {
            return a.product == b.product && a.head == b.head;
        });
    if (isSameShape) {
        m_rows = std::move(rows);
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0), index(static_cast<int>(m_rows.size()) - 1));
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    m_isLoading = false;
    endResetModel();
}

const load::Product *ProductModel::product(const QModelIndex &at) const
{
    if (!at.isValid() || static_cast<std::size_t>(at.row()) >= m_rows.size())
        return nullptr;
    const load::ProductRow &row = m_rows[static_cast<std::size_t>(at.row())];
    return row.product < 0 ? nullptr : &m_products[static_cast<std::size_t>(row.product)];
}

const load::Version *ProductModel::version(const QModelIndex &at) const
{
    const load::Product *found = product(at);
    const qsizetype shown = found ? m_rows[static_cast<std::size_t>(at.row())].version : -1;
    return shown < 0 ? nullptr : &found->versions[static_cast<std::size_t>(shown)];
}

QModelIndex ProductModel::indexOfProduct(const QString &productId) const
{
    for (std::size_t row = 0; row < m_rows.size(); ++row)
        if (m_rows[row].product >= 0 && m_products[static_cast<std::size_t>(m_rows[row].product)].id == productId)
            return index(static_cast<int>(row));
    return {};
}

int ProductModel::shownCount() const
{
    return static_cast<int>(
        std::count_if(m_rows.begin(), m_rows.end(), [](const auto &row) { return row.product >= 0; }));
}

QStringList ProductModel::types() const
{
    QStringList made;
    for (const load::Product &one : m_products)
        if (!made.contains(one.type))
            made.append(one.type);
    made.sort();
    return made;
}

int ProductModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid())
        return 0;
    return m_isLoading ? placeholderRows : static_cast<int>(m_rows.size());
}

const launcher_ui::Status *ProductModel::status(const QString &name) const
{
    const auto found = std::find_if(m_statuses.begin(), m_statuses.end(),
                                    [&name](const launcher_ui::Status &one) { return one.name == name; });
    return found == m_statuses.end() ? nullptr : &*found;
}

QVariant ProductModel::data(const QModelIndex &at, int role) const
{
    if (m_isLoading)
        return role == row_role::IsPlaceholder ? QVariant(true) : QVariant();
    if (!at.isValid() || static_cast<std::size_t>(at.row()) >= m_rows.size())
        return {};
    const load::ProductRow &row = m_rows[static_cast<std::size_t>(at.row())];
    if (row.product < 0)
        return headData(row, role);
    return productData(*product(at), version(at), row.version, role);
}

QVariant ProductModel::headData(const load::ProductRow &row, int role) const
{
    const QString words = row.head.isEmpty() ? tr("No group") : row.head;
    if (role == Qt::DisplayRole)
        return words;
    if (role == Qt::AccessibleTextRole)
        return row.count == 1 ? tr("%1, 1 product").arg(words) : tr("%1, %2 products").arg(words).arg(row.count);
    if (role == row_role::Trailing)
        return QString::number(row.count);
    return role == row_role::IsSection ? QVariant(true) : QVariant();
}

QString ProductModel::secondLine(const load::Product &product, const load::Version *version) const
{
    QStringList parts{product.type};
    if (m_groupBy != load::GroupBy::Folder && !product.folderPath.isEmpty())
        parts.append(product.folderPath);
    if (!version)
        return (parts << tr("nothing published yet")).join(QStringLiteral(" · "));
    if (!version->author.isEmpty())
        parts.append(version->author);
    parts.append(age(version->when, QDateTime::currentDateTimeUtc()));
    if (!version->comment.isEmpty())
        parts.append(version->comment);
    return parts.join(QStringLiteral(" · "));
}

QString ProductModel::accessibleText(const load::Product &product, const load::Version *version, qsizetype at) const
{
    if (!version)
        return tr("%1, %2, nothing published yet").arg(product.name, product.type);
    QString words =
        tr("%1, %2, %3, %4, by %5").arg(product.name, product.type, version->name(), version->status, version->author);
    if (load::isOlder(product, at))
        words += tr(", %1 is there").arg(product.latest()->name());
    return words;
}

QVariant ProductModel::versionData(const load::Product &product, const load::Version &version, qsizetype at,
                                   int role) const
{
    const bool hasNewer = load::isOlder(product, at);
    switch (role) {
    case row_role::ChipText:
        return version.status;
    case row_role::ChipColor:
        return status(version.status) ? QVariant(status(version.status)->color) : QVariant();
    case row_role::Trailing:
        return hasNewer ? tr("%1 · %2 is there").arg(version.name(), product.latest()->name()) : version.name();
    case row_role::TrailingTone:
        return static_cast<int>(hasNewer ? ui_kit::Tone::Warning : ui_kit::Tone::Dim);
    case row_role::TrailingGlyph:
        return hasNewer ? QStringLiteral("update") : QString();
    case VersionId:
        return version.id;
    case VersionName:
        return version.name();
    case IsOlder:
        return hasNewer;
    case Picture:
        return version.thumbnailId.isEmpty() ? QVariant()
                                             : QVariant(m_pictures.picture(m_project, version.id, version.thumbnailId));
    default:
        return {};
    }
}

QVariant ProductModel::productData(const load::Product &product, const load::Version *version, qsizetype at,
                                   int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return product.name;
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole:
        return accessibleText(product, version, at);
    case row_role::Glyph:
        return glyphOfType(product.baseType);
    case row_role::SecondLine:
        return secondLine(product, version);
    case row_role::Id:
    case ProductId:
        return product.id;
    default:
        return version ? versionData(product, *version, at, role) : QVariant();
    }
}

Qt::ItemFlags ProductModel::flags(const QModelIndex &at) const
{
    return product(at) && !m_isLoading ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

} // namespace hearth::loader_ui
