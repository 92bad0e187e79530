// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QStringList>

#include <vector>

namespace hearth::load
{

/// One version of a product. Source: desktop contract 6.1.
struct Version {
    QString id;
    QString productId;
    int number = 0; ///< negative: the hero version, made from the version of that number
    QString author;
    QString status;
    QStringList tags;
    QString taskId;
    QString thumbnailId;
    QString comment;
    QDateTime when;
    QJsonObject attrib;
    bool hasReviewables = false;
    bool operator==(const Version &) const = default;
    [[nodiscard]] bool isHero() const { return number < 0; }
    [[nodiscard]] QString name() const
    {
        return isHero() ? QStringLiteral("hero") : QStringLiteral("v%1").arg(number, 3, 10, QLatin1Char('0'));
    }
};

struct Product {
    QString id;
    QString folderId;
    QString folderPath; ///< with a leading slash
    QString name;
    QString type;
    QString baseType;
    QString status;
    QString group;
    std::vector<Version> versions; ///< newest first, the hero before the number it was made from
    bool operator==(const Product &) const = default;
    /// The newest that is no hero; a hero where there is nothing else; nullptr for a product without versions.
    [[nodiscard]] const Version *latest() const;
};

struct PublishedFile {
    QString name;
    QString rootless; ///< {root[work]}/…
    qint64 bytes = 0;
    QString hash;
    QString hashType;
    bool operator==(const PublishedFile &) const = default;
};

struct Representation {
    QString id;
    QString versionId;
    QString name;
    QString pathTemplate; ///< attrib.template
    QString path;         ///< as it was written where it was published; for showing only
    QJsonObject context;
    std::vector<PublishedFile> files;
    bool operator==(const Representation &) const = default;
};

/// Something a version was made from, or that was made from it.
struct Lineage {
    QString linkType; ///< "generative", "reference"
    bool isInput = true;
    QString versionId;
    QString productName;
    QString folderPath;
    int number = 0;
    int latest = 0; ///< newest number of that product
    bool operator==(const Lineage &) const = default;
    [[nodiscard]] bool isOutdated() const { return number >= 0 && number < latest; }
};

} // namespace hearth::load
