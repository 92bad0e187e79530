// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "launcher/addon_code.h"
#include "launcher/addon_step.h"
#include "process/child_conversation.h"
#include "python/interpreter.h"

#include <QJsonObject>

#include <map>
#include <memory>
#include <mutex>

namespace hearth::launch
{

/// The code of addons during one launch, in a child process that lives as long as this. Errors of the calls: Forbidden
/// (a hook refuses the start, in its own words); every other kind is a fault of the code, which a person may go on
/// without. Threads: one at a time.
class AddonSession
{
public:
    AddonSession(std::unique_ptr<process::ChildConversation> child, std::chrono::milliseconds limit);

    /// \param opening the first call, as resources/addon_runtime reads it
    [[nodiscard]] Result<> open(const QJsonObject &opening);
    /// What the host's addon adds to an environment.
    [[nodiscard]] Result<std::vector<AddonStep>> implementation(const Environment &environment);
    /// The hooks before a start, in their order.
    [[nodiscard]] Result<std::vector<AddonStep>> hooks(const Environment &environment, const QStringList &arguments);
    /// The hooks after a start. Their faults stop nothing any more.
    [[nodiscard]] Result<> started(qint64 pid);

private:
    [[nodiscard]] Result<std::vector<AddonStep>> ask(const QJsonObject &call);

    std::unique_ptr<process::ChildConversation> m_child;
    std::chrono::milliseconds m_limit;
};

/// One launch as the code of addons is told of it.
struct AddonLaunch {
    QStringList folders;     ///< of the bundle's addons, in the server's order
    QString dependencies;    ///< the dependency package's folder, whose compiled modules decide which Python fits
    Environment environment; ///< of the child
    QJsonObject opening;     ///< application, executable, data, settings, launchType
};

/// Starts the code of addons where a bundle has such that takes part in launches. Threads: any.
class AddonHooks
{
public:
    /// \param script resources/addon_runtime/addon_runtime.py \param limit for each call
    AddonHooks(python::Interpreters &interpreters, QString script, std::chrono::milliseconds limit);

    /// \returns nothing to run: an empty pointer. Errors: NotFound (no Python fits), and those of AddonSession, with
    /// what is not run as the detail. Blocks.
    [[nodiscard]] Result<std::shared_ptr<AddonSession>> begin(const AddonLaunch &launch);

private:
    [[nodiscard]] std::vector<AddonCode> taking(const QStringList &folders);

    python::Interpreters &m_interpreters;
    const QString m_script;
    const std::chrono::milliseconds m_limit;
    std::mutex m_mutex;
    std::map<QString, AddonCode> m_known; ///< by folder; an installed version never changes
};

} // namespace hearth::launch
