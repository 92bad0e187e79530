// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

/// A disk under SQLite that writes down all that is done to its files, so that they can be made anew as they would be
/// after the power went at any moment. As long as one lives it is what every connection of the process uses.
class RecordingDisk
{
public:
    struct Step {
        enum class What { Write, Truncate, Sync, Remove };
        What what;
        std::string file; ///< path
        std::int64_t offset = 0;
        std::string bytes;
    };

    RecordingDisk();
    ~RecordingDisk();
    RecordingDisk(const RecordingDisk &) = delete;
    RecordingDisk &operator=(const RecordingDisk &) = delete;

    void record(Step step);
    [[nodiscard]] std::size_t count() const;
    /// Ends the recording. \returns all steps in their order
    [[nodiscard]] std::vector<Step> takeSteps();

private:
    mutable std::mutex m_mutex;
    std::vector<Step> m_steps;
    bool m_isRecording = true;
};

/// The files of a disk while the steps of a recording are done to it one by one.
class DiskAfterCut
{
public:
    /// Which of the writes since a file's last sync were carried out when the power went.
    enum class Kept { None, All, Some, SomeTorn };

    /// \param ignoresSyncs a disk that lies: nothing is ever sure to be there
    explicit DiskAfterCut(bool ignoresSyncs = false) : m_ignoresSyncs(ignoresSyncs) {}
    void advance(const RecordingDisk::Step &step);
    [[nodiscard]] bool hasUnsynced() const;
    /// Writes the files below another folder, under their own names. \param seed decides which writes are kept
    void put(const std::string &folder, Kept kept, std::uint64_t seed) const;

private:
    struct File {
        std::string durable;
        bool isDurable = false; ///< there is such a file whatever happens
        std::vector<RecordingDisk::Step> pending;
    };
    std::map<std::string, File> m_files;
    bool m_ignoresSyncs;
};
