// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "core/json_fields.h"
#include "process/child_process.h"

#include <mutex>
#include <vector>

namespace hearth::launch
{

/// A started application, as the process monitor lists it. Neither environment nor secrets are kept.
struct ProcessRecord {
    QString id;
    QString application; ///< full name
    QString label;       ///< "Blender 3.4"
    QString project;
    QString folderPath;
    QString taskName;
    QString executable;
    QString outputFile;
    qint64 pid = 0;
    double startTime = 0; ///< seconds since 1970
    QString mark;         ///< process::ProcessIdentity::mark
    static constexpr auto fields()
    {
        return std::tuple{json::field("id", &ProcessRecord::id),
                          json::field("application", &ProcessRecord::application),
                          json::field("label", &ProcessRecord::label),
                          json::field("project", &ProcessRecord::project),
                          json::field("folderPath", &ProcessRecord::folderPath),
                          json::field("taskName", &ProcessRecord::taskName),
                          json::field("executable", &ProcessRecord::executable),
                          json::field("outputFile", &ProcessRecord::outputFile),
                          json::field("pid", &ProcessRecord::pid),
                          json::field("startTime", &ProcessRecord::startTime),
                          json::field("mark", &ProcessRecord::mark)};
    }
    [[nodiscard]] process::ProcessIdentity identity() const { return {pid, startTime, mark}; }
};

/// The applications started on this machine by this user, kept over restarts. Threads: any; several programs at once.
class ProcessRegistry
{
public:
    explicit ProcessRegistry(QString file) : m_file(std::move(file)) {}

    [[nodiscard]] std::vector<ProcessRecord> all() const;
    [[nodiscard]] Result<> add(const ProcessRecord &record);
    /// Drops records of processes that have ended, with their output files.
    [[nodiscard]] Result<> forgetEnded();

private:
    template <typename Edit>
    Result<> change(Edit edit);

    QString m_file;
    mutable std::mutex m_mutex;
};

} // namespace hearth::launch
