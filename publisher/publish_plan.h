// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/instance.h"

#include <functional>

namespace hearth::publish
{

struct PlannedFile {
    QString id;
    QString source;
    QString target;   ///< absolute on this machine
    QString rootless; ///< {root[name]}/…
    /// Published from where it lies.
    [[nodiscard]] bool isInPlace() const { return source == target; }
};

struct PlannedRepresentation {
    QString id;
    QString name;
    QString templateText;
    QJsonObject context; ///< what the template used, and what every reader expects
    QStringList tags;
    std::vector<PlannedFile> files;
};

struct PlannedVersion {
    QString instanceId;
    QString productId;
    QString productName;
    QString versionId;
    int number = 0;
    bool isNumberFixed = false; ///< a person chose it
    bool makesProduct = false;
    QJsonObject productData; ///< for the operation that makes the product
    QJsonObject versionData; ///< likewise
    std::vector<PlannedRepresentation> representations;
};

/// What a publish does, decided before anything is touched.
struct PublishPlan {
    QString project;
    std::vector<PlannedVersion> versions;
    [[nodiscard]] std::vector<PlannedFile> files() const;
};

/// What copying found out about one file.
struct FileContent {
    qint64 size = 0;
    QString sha256;
};

using NewId = std::function<QString()>;

/// Decides ids, version numbers, paths and entities for the active instances. Pure. Errors: Invalid (the anatomy asks
/// for what the context does not have, or a path leaves its root), NotFound (a template that is not there), Conflict (a
/// chosen version number is taken).
[[nodiscard]] Result<PublishPlan> planPublish(const PublishContext &context, const std::vector<Instance> &instances,
                                              const NewId &newId);

/// The operations that make products, versions and representations, in that order. Pure.
/// \param contents of the plan's files in the order of files(). Source: desktop contract 5.5
[[nodiscard]] QJsonArray operationsOf(const PublishPlan &plan, const std::vector<FileContent> &contents);

/// The operations that take versions, and products made for them, away again. Pure.
[[nodiscard]] QJsonArray withdrawal(const QStringList &versionIds, const QStringList &productIds);

/// Which publish template a product's files follow. Pure.
[[nodiscard]] QString publishTemplate(const PublishContext &context, const Instance &instance);

/// The values templates are filled with. Pure.
[[nodiscard]] QJsonObject templateData(const PublishContext &context, const Instance &instance,
                                       const Representation &representation, int version);

} // namespace hearth::publish
