// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/bounded_process.h"
#include "publisher/report.h"

namespace hearth::publish
{

/// A program of a studio that takes part in publishing. Its protocol: README.md of this room.
struct Plugin {
    QString file;
    QString name;
    QString label;
    QString text;
    bool validates = false;
    bool extracts = false;
    bool loads = false;
    QStringList families;        ///< product types it is for; empty: all
    QStringList representations; ///< names it loads; empty: all
    std::chrono::milliseconds limit{30'000};
    [[nodiscard]] bool isFor(const Instance &instance) const;
    /// Whether it is offered for something published.
    [[nodiscard]] bool isFor(const QString &productType, const QString &representation) const;
};

/// Starts plug-ins, each call a process of its own that gets no key. Blocks: worker threads only.
class PluginHost
{
public:
    PluginHost(QStringList folders, const QMap<QString, QString> &session)
        : m_folders(std::move(folders)), m_environment(plainEnvironment(session))
    {
    }

    /// Finds and describes plug-ins; those that do not answer well are steps with an error.
    [[nodiscard]] std::vector<Plugin> find(std::vector<ReportStep> &faults, const std::stop_token &stop) const;

    /// Asks every plug-in that validates about every instance it is for. What it objects to becomes problems; a plug-in
    /// that fails itself is an error in its step and no objection.
    [[nodiscard]] std::vector<ReportStep> validate(const std::vector<Plugin> &plugins, const PublishContext &context,
                                                   const std::vector<Instance> &instances,
                                                   std::vector<Problem> &problems, const std::stop_token &stop) const;

    /// Lets every plug-in that extracts add representations. \param scratch a folder for what they make
    [[nodiscard]] std::vector<ReportStep> extract(const std::vector<Plugin> &plugins, const PublishContext &context,
                                                  std::vector<Instance> &instances, const QString &scratch,
                                                  const std::stop_token &stop) const;

    /// Lets one plug-in load something published. \param request what it is: project, folder, product, version,
    /// representation, files with their paths and digests \returns its sentence. Errors: Invalid (it says it cannot, or
    /// answers badly), Timeout, Cancelled.
    [[nodiscard]] Result<QString> load(const Plugin &plugin, QJsonObject request, const std::stop_token &stop) const;

private:
    [[nodiscard]] Result<QJsonObject> call(const QString &file, const QJsonObject &request,
                                           std::chrono::milliseconds limit, const std::stop_token &stop) const;
    [[nodiscard]] QStringList files() const;

    QStringList m_folders;
    QMap<QString, QString> m_environment;
};

} // namespace hearth::publish
