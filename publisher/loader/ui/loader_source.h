// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/studio_types.h"
#include "publisher/loader/delivery.h"
#include "publisher/loader/library.h"
#include "publisher/loader/removal.h"
#include "ui_kit/reply.h"

#include <QImage>
#include <QObject>

namespace hearth::loader_ui
{

using ui_kit::Done;

/// One version as the panel at the right shows it.
struct ShownRepresentation {
    load::Representation representation;
    QStringList files; ///< absolute on this machine
    bool isHere = false;
    qint64 bytes = 0;
};
struct ShownVersion {
    std::vector<ShownRepresentation> representations;
    std::vector<load::Lineage> lineage;
};

/// A program of the studio that loads what was published, as the menu offers it.
struct LoadPlugin {
    QString id;
    QString label;
};

/// What the person may do here; what is false is not offered.
struct LoaderRights {
    bool changeStatus = false;
    bool remove = false;
    QStringList deliveryTemplates;
};

/// Everything the loader window asks for. Answers come through Done (ui_kit/reply.h), on the GUI thread, never before
/// the call has returned. Threads: GUI only.
class LoaderSource : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// A page of a folder's products at a time, in one request each, until one says that it is the last. A later call
    /// for other folders ends an earlier one: its pages do not come any more.
    using OnPage = std::function<void(const Result<load::ProductPage> &page)>;
    virtual void products(const QString &project, const QString &folderId, bool withFoldersBelow, OnPage onPage) = 0;
    virtual void version(const QString &project, const QString &versionId, Done<ShownVersion> done) = 0;
    virtual void picture(const QString &project, const QString &versionId, const QString &thumbnailId,
                         Done<QImage> done) = 0;
    /// Statuses a version may have.
    virtual std::vector<launcher_ui::Status> versionStatuses(const QString &project) const = 0;
    virtual void rights(const QString &project, const QString &folderId, Done<LoaderRights> done) = 0;

    virtual void setStatus(const QString &project, const QStringList &versionIds, const QString &status,
                           Done<> done) = 0;
    /// With the application whose definition lists the extension, else with what the system opens it with.
    virtual void open(const QString &file, Done<> done) = 0;
    virtual void reveal(const QString &file, Done<> done) = 0;
    /// The studio's own loaders for a representation.
    virtual void plugins(const QString &productType, const QString &representation,
                         Done<std::vector<LoadPlugin>> done) = 0;
    /// \returns what it says it did
    virtual void runPlugin(const QString &plugin, const QString &project, const load::Product &product,
                           const load::Version &version, const ShownRepresentation &representation,
                           Done<QString> done) = 0;
    virtual void planDelivery(const QString &project, const QString &versionId, const QString &templateName,
                              const QString &folder, Done<load::DeliveryPlan> done) = 0;
    /// Long work. \returns what can be watched and cancelled
    virtual Job<> deliver(const load::DeliveryPlan &plan) = 0;
    virtual void planRemoval(const QString &project, const std::vector<load::Product> &products, int kept,
                             Done<load::RemovalPlan> done) = 0;
    virtual void remove(const QString &project, const load::RemovalPlan &plan, Done<load::Removed> done) = 0;

Q_SIGNALS:
    /// Somebody published, or changed versions: what is shown of the project is to be asked again.
    void versionsChanged(const QString &project);
};

} // namespace hearth::loader_ui
