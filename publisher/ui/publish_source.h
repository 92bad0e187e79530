// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/studio_types.h"
#include "publisher/publisher.h"
#include "publisher/report_reading.h"
#include "ui_kit/reply.h"

#include <QElapsedTimer>
#include <QImage>
#include <QObject>

namespace hearth::publisher_ui
{

using ui_kit::Done;
using Instances = std::vector<publish::Instance>;

/// A place files can be published to.
struct PublishPlace {
    std::shared_ptr<const publish::PublishContext> context;
    bool mayPublish = false;
    QString reason; ///< why not, in words
};

/// A publish that runs, or the last one with its end. It belongs to the program, so closing a window ends nothing.
struct PublishRun {
    launcher_ui::Context place;
    Instances instances;
    Progress progress; ///< bytes
    QElapsedTimer clock;
    std::optional<Result<publish::Published>> end;
    [[nodiscard]] bool isRunning() const { return !end.has_value(); }
};

/// Everything the publisher window asks for. Answers come through Done (ui_kit/reply.h), on the GUI thread, never
/// before the call has returned. Threads: GUI only.
class PublishSource : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual void open(const launcher_ui::Context &place, Done<PublishPlace> done) = 0;
    /// \param type a product type for all of them; empty: told by the files
    virtual void collect(const PublishPlace &place, const QStringList &paths, const QString &type,
                         Done<Instances> done) = 0;
    virtual void check(const PublishPlace &place, const Instances &instances, Done<publish::Checked> done) = 0;
    /// An image of this machine, no larger than it is shown.
    virtual void picture(const QString &file, Done<QImage> done) = 0;
    virtual void report(const QString &file, Done<publish::ReadReport> done) = 0;

    /// Starts the one publish there can be; another one that runs keeps its place and this one is refused.
    virtual bool publish(const launcher_ui::Context &at, const PublishPlace &place, const Instances &instances) = 0;
    virtual void stop() = 0;
    /// nullptr: nothing was published since the program started, or it was seen.
    [[nodiscard]] virtual const PublishRun *run() const = 0;
    /// The end was seen.
    virtual void forgetRun() = 0;

Q_SIGNALS:
    void runChanged();
    /// Products or versions of a project came or went.
    void productsChanged(const QString &project);
};

} // namespace hearth::publisher_ui
