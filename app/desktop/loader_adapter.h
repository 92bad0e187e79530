// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desktop/studio_state.h"
#include "publisher/loader/ui/loader_source.h"

#include <map>
#include <mutex>

namespace hearth::desktop
{

/// What the loader window asks for, answered by the studio that is open. GUI thread.
class LoaderAdapter final : public loader_ui::LoaderSource
{
    Q_OBJECT

public:
    explicit LoaderAdapter(StudioState &state, QObject *parent = nullptr);

    void products(const QString &project, const QString &folderId, bool withFoldersBelow, OnPage onPage) override;
    void version(const QString &project, const QString &versionId, ui_kit::Done<loader_ui::ShownVersion> done) override;
    void picture(const QString &project, const QString &versionId, const QString &thumbnailId,
                 ui_kit::Done<QImage> done) override;
    std::vector<launcher_ui::Status> versionStatuses(const QString &project) const override;
    void rights(const QString &project, const QString &folderId, ui_kit::Done<loader_ui::LoaderRights> done) override;
    void setStatus(const QString &project, const QStringList &versionIds, const QString &status,
                   ui_kit::Done<> done) override;
    void open(const QString &file, ui_kit::Done<> done) override;
    void reveal(const QString &file, ui_kit::Done<> done) override;
    void plugins(const QString &productType, const QString &representation,
                 ui_kit::Done<std::vector<loader_ui::LoadPlugin>> done) override;
    void runPlugin(const QString &plugin, const QString &project, const load::Product &product,
                   const load::Version &version, const loader_ui::ShownRepresentation &representation,
                   ui_kit::Done<QString> done) override;
    void planDelivery(const QString &project, const QString &versionId, const QString &templateName,
                      const QString &folder, ui_kit::Done<load::DeliveryPlan> done) override;
    Job<> deliver(const load::DeliveryPlan &plan) override;
    void planRemoval(const QString &project, const std::vector<load::Product> &products, int kept,
                     ui_kit::Done<load::RemovalPlan> done) override;
    void remove(const QString &project, const load::RemovalPlan &plan, ui_kit::Done<load::Removed> done) override;

    /// What the push channel told.
    void noteEvent(const QString &topic, const QString &project);

private:
    class ProjectMemory;
    class Plugins;

    void askPage(const QString &project, const QStringList &folders, bool withFoldersBelow, const QString &after,
                 int question, const OnPage &onPage);

    StudioState &m_state;
    const std::shared_ptr<ProjectMemory> m_projects;
    const std::shared_ptr<Plugins> m_plugins;
    int m_question = 0; ///< number of the newest one; pages of older ones are dropped
};

} // namespace hearth::desktop
