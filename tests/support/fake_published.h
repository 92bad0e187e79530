// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/loader/ui/loader_source.h"
#include "support/fake_studio.h"

namespace hearth::tests
{

/// What was published, in memory. Answers on the next turn of the event loop.
class FakePublished final : public loader_ui::LoaderSource
{
    Q_OBJECT

public:
    explicit FakePublished(Mood mood = Mood::Normal, QObject *parent = nullptr);

    /// That many products of one version each, in pages.
    void makeLarge(int products);
    std::vector<load::Product> &shown() { return m_products; }
    void setRights(loader_ui::LoaderRights rights) { m_rights = std::move(rights); }

    /// What was asked for, in order: "products hero", "status Approved v-a2".
    QStringList asked;

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
    void plugins(const QString &productType, const QString &,
                 ui_kit::Done<std::vector<loader_ui::LoadPlugin>> done) override
    {
        std::vector<loader_ui::LoadPlugin> made;
        if (productType == QLatin1String("model"))
            made.push_back({QStringLiteral("check"), QStringLiteral("Compare with what was published")});
        QMetaObject::invokeMethod(
            this, [done, made] { done(made); }, Qt::QueuedConnection);
    }
    void runPlugin(const QString &plugin, const QString &, const load::Product &product, const load::Version &version,
                   const loader_ui::ShownRepresentation &representation, ui_kit::Done<QString> done) override
    {
        asked.append(QStringLiteral("plugin %1 %2 %3 %4")
                         .arg(plugin, product.name, version.name(), representation.representation.name));
        QMetaObject::invokeMethod(
            this, [done] { done(QStringLiteral("1 file is as it was published.")); }, Qt::QueuedConnection);
    }
    void planDelivery(const QString &project, const QString &versionId, const QString &templateName,
                      const QString &folder, ui_kit::Done<load::DeliveryPlan> done) override;
    Job<> deliver(const load::DeliveryPlan &plan) override;
    void planRemoval(const QString &project, const std::vector<load::Product> &products, int kept,
                     ui_kit::Done<load::RemovalPlan> done) override;
    void remove(const QString &project, const load::RemovalPlan &plan, ui_kit::Done<load::Removed> done) override;

private:
    void page(std::size_t from, int question, OnPage onPage);

    Mood m_mood;
    std::vector<load::Product> m_products;
    loader_ui::LoaderRights m_rights{true, true, {QStringLiteral("client")}};
    int m_question = 0;
    bool m_hasAnswered = false; ///< the project is read together with the first page of products
};

} // namespace hearth::tests
