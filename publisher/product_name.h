// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <QJsonObject>
#include <QString>

namespace hearth::publish
{

/// What a product's name is made of.
struct ProductNameData {
    QString productType;
    QString productBaseType;
    QString variant;
    QString folderName;
    QString taskName; ///< empty: published without a task
    QString taskType;
    QString taskShort;
    QString hostName;
    QString projectName;
    QString projectCode;
};

/// The template for a product's name: the settings' best profile, else the usual ones by type. Pure.
/// \param coreSettings of the addon core; may be empty. Source: desktop contract 5.2
[[nodiscard]] QString productNameTemplate(const QJsonObject &coreSettings, const ProductNameData &data);

/// Fills a product name template. A key in capitals or with a capital first letter gives its value so. Pure. Errors:
/// Invalid, naming what the context does not give.
[[nodiscard]] Result<QString> fillProductName(const QString &text, const ProductNameData &data);

/// Letters of English, digits, underscore and dot, as the server takes them.
[[nodiscard]] bool isProductName(const QString &name);
/// The nearest name that is one: letters lose their marks, what is left over becomes an underscore. Empty when nothing
/// remains.
[[nodiscard]] QString repairedName(const QString &name);

} // namespace hearth::publish
