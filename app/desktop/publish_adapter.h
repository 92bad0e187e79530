// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/publishing.h"
#include "desktop/studio_state.h"
#include "publisher/ui/publish_source.h"
#include "tray/local/host_endpoint.h"

namespace hearth::desktop
{

/// What the publisher window asks for, answered by the studio that is open; holds the publish that runs. GUI thread.
class PublishAdapter final : public publisher_ui::PublishSource
{
    Q_OBJECT

public:
    explicit PublishAdapter(StudioState &state, QObject *parent = nullptr);

    void open(const launcher_ui::Context &place, ui_kit::Done<publisher_ui::PublishPlace> done) override;
    void collect(const publisher_ui::PublishPlace &place, const QStringList &paths, const QString &type,
                 ui_kit::Done<publisher_ui::Instances> done) override;
    void check(const publisher_ui::PublishPlace &place, const publisher_ui::Instances &instances,
               ui_kit::Done<publish::Checked> done) override;
    void picture(const QString &file, ui_kit::Done<QImage> done) override;
    void report(const QString &file, ui_kit::Done<publish::ReadReport> done) override;
    bool publish(const launcher_ui::Context &at, const publisher_ui::PublishPlace &place,
                 const publisher_ui::Instances &instances) override;
    void stop() override;
    [[nodiscard]] const publisher_ui::PublishRun *run() const override { return m_run ? &*m_run : nullptr; }
    void forgetRun() override;

    /// What the push channel told.
    void noteEvent(const QString &topic, const QString &project);
    /// The publish that runs in words for the tray; empty: none runs.
    [[nodiscard]] QString sentence() const;

Q_SIGNALS:
    /// A publish ended.
    void ended(const QString &title, const QString &text);

private:
    template <typename T, typename Start>
    void start(ui_kit::Done<T> done, Start begin);
    void finish(const Result<publish::Published> &end);

    StudioState &m_state;
    std::optional<publisher_ui::PublishRun> m_run;
    Job<publish::Published> m_job;
    /// Of the place that was opened last; its jobs keep it alive.
    std::shared_ptr<const composition::StudioPublisher> m_publisher;
};

/// Where a launch's host publishes. Threads: any.
[[nodiscard]] tray_local::HostPublisher hostPublisher(composition::Desktop &desktop,
                                                      const tray_local::HostLaunch &launch);

} // namespace hearth::desktop
