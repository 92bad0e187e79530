// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/ui/publish_source.h"

namespace hearth::tests
{

/// A place to publish to with the real rules of names, paths and checks; nothing is copied and no server is asked.
/// Answers on the next turn of the event loop.
class FakePublishing final : public publisher_ui::PublishSource
{
    Q_OBJECT

public:
    explicit FakePublishing(QObject *parent = nullptr);

    /// What the next check says beside the real checks.
    std::vector<publish::Problem> moreProblems;
    /// Files that are gone when the checks look.
    QStringList gone;
    QString mayNot; ///< why publishing is not allowed; empty: it is
    bool isSilent = false;
    std::optional<Error> openProblem;
    /// What was asked for, in order: "open hero", "publish 2".
    QStringList asked;
    publisher_ui::Instances published; ///< the last ones

    void setProgress(Progress progress);
    /// Ends the publish that runs.
    void finish(const std::optional<Error> &problem = {}, const QStringList &warnings = {});

    void open(const launcher_ui::Context &place, ui_kit::Done<publisher_ui::PublishPlace> done) override;
    void collect(const publisher_ui::PublishPlace &place, const QStringList &paths, const QString &type,
                 ui_kit::Done<publisher_ui::Instances> done) override;
    void check(const publisher_ui::PublishPlace &place, const publisher_ui::Instances &instances,
               ui_kit::Done<publish::Checked> done) override;
    void picture(const QString &file, ui_kit::Done<QImage> done) override;
    static publish::ReadReport sampleReport();
    void report(const QString &file, ui_kit::Done<publish::ReadReport> done) override;
    bool publish(const launcher_ui::Context &at, const publisher_ui::PublishPlace &place,
                 const publisher_ui::Instances &instances) override;
    void stop() override;
    [[nodiscard]] const publisher_ui::PublishRun *run() const override { return m_run ? &*m_run : nullptr; }
    void forgetRun() override;

private:
    std::optional<publisher_ui::PublishRun> m_run;
};

/// The folder /assets/hero of the project lantern, where modelMain has three versions.
[[nodiscard]] std::shared_ptr<publish::PublishContext> heroContext();

} // namespace hearth::tests
