// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "anatomy/anatomy.h"
#include "contract/entities.h"
#include "publisher/creator.h"

#include <QDateTime>
#include <QSet>

#include <optional>

namespace hearth::publish
{

/// One form of a product: the files of one kind.
struct Representation {
    QString name;       ///< the extension; of several alike the later ones are numbered
    QString outputName; ///< what tells it from the others in a file name
    FileGroup files;
    QStringList tags; ///< webreview: also uploaded for reviewing
};

/// One product that is to get a version. Everything but the id may be edited before publishing.
struct Instance {
    QString id;
    QString creatorIdentifier;
    QString productType;
    QString productBaseType;
    QString variant = QStringLiteral("Main");
    QString productName;
    bool isNameByHand = false;
    bool isActive = true;
    std::vector<Representation> representations;
    std::optional<int> version; ///< nothing: the one after the latest
    bool acceptsGaps = false;
    bool acceptsFrameRange = false; ///< another one than the folder's
    bool acceptsPublished = false;  ///< its files are those of a published version
    std::optional<bool> isReviewed; ///< shown in a browser; nothing: as the settings say
    QString comment;
    QString thumbnail;               ///< an image; empty: made from the files
    std::optional<QString> workfile; ///< what the files were exported from, empty: from something never saved;
                                     ///< nothing: they are their own source
    QString sourceVersionId;         ///< the work file's version this was made from; may be empty
    bool hasUnsavedSource = false;   ///< the application it comes from holds changes that are not in the file
    QJsonObject versionData;         ///< more values for the version, by name
    [[nodiscard]] bool isTexture() const
    {
        return productBaseType.contains(QLatin1String("texture"), Qt::CaseInsensitive);
    }
    /// A sequence in time; a texture's numbers are its tiles.
    [[nodiscard]] bool hasFrames(const Representation &one) const
    {
        return one.files.isSequence() && !(isTexture() && one.files.couldBeTiles());
    }
    [[nodiscard]] QString label() const { return productName.isEmpty() ? productType : productName; }
};

struct ExistingVersion {
    QString id;
    int number = 0; ///< negative: the hero of that version
};

struct ExistingProduct {
    QString id;
    QString name;
    QString productType;
    QString productBaseType;
    std::vector<ExistingVersion> versions;
};

/// Everything a publish needs to know of the studio. A value.
struct PublishContext {
    QString serverUrl;
    contract::Project project;
    contract::Folder folder; ///< its path has a leading slash
    contract::Task task;     ///< no id: published without a task
    QString user;
    QString machine;
    QString hostName = QStringLiteral("traypublisher");
    anatomy::Anatomy anatomy;
    Platform platform = currentPlatform();
    QJsonObject coreSettings;
    QJsonObject trayPublisherSettings;
    std::vector<ExistingProduct> products; ///< of the folder
    QSet<QString> versionAttributes;
    QSet<QString> representationAttributes;
    QDateTime now;

    [[nodiscard]] const ExistingProduct *product(const QString &name) const;
    /// The number after the latest one, else the first one the settings ask for. Heroes do not count.
    [[nodiscard]] int nextVersion(const Instance &instance) const;
    [[nodiscard]] bool isTaken(const QString &productName, int version) const;
    [[nodiscard]] std::vector<Creator> creators() const { return creatorsFrom(trayPublisherSettings); }
};

/// Instances for what was dropped: files that differ in nothing but their extension become one product of several
/// representations where the creator allows that. Pure.
/// \param type a product type for all of them; empty: suggested by the files. \param variant may be empty: the
/// creator's first; of several products of one type the file's name. With both given, files of different kinds are one
/// product
/// Errors: Invalid (nothing is known for these files).
[[nodiscard]] Result<std::vector<Instance>> makeInstances(const PublishContext &context,
                                                          const std::vector<FileGroup> &groups,
                                                          const QString &type = {}, const QString &variant = {});

/// Names the product anew after a change of type or variant, unless a person named it. Errors: Invalid.
[[nodiscard]] Result<> nameInstance(const PublishContext &context, Instance &instance);

/// Adds files as one more representation with a name of its own.
void addRepresentation(Instance &instance, const FileGroup &files);

} // namespace hearth::publish
