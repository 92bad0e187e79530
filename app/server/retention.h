// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/auth/authenticator.h"
#include "server/media/media.h"
#include "server/store.h"

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <string>
#include <vector>

namespace hearth::server
{

/// How long things are kept, in days; 0 keeps them for ever.
struct RetentionRules {
    std::int64_t changes = 0;  ///< the change log
    std::int64_t events = 0;   ///< events other than `log.…`
    std::int64_t logs = 7;     ///< events `log.…`
    std::int64_t sessions = 3; ///< since their last use; never less, for so long a session holds
    std::int64_t files = 1;    ///< files that nothing speaks of; never 0

    static constexpr std::int64_t mostDays = 36'500;
    static constexpr std::int64_t leastSessionDays = 3;

    [[nodiscard]] static RetentionRules read(database::Connection &db);
    /// Takes what a request gives over what is in force. Refuses (400) what is no number of days.
    void take(const jsontext::Object &given);
    [[nodiscard]] jsontext::Object asObject() const;
};

/// What of one kind is old enough to go, or has gone.
struct RetentionAmount {
    const char *kind;
    std::int64_t rows = 0;
    std::int64_t bytes = 0;
};

/// Removes what is older than the studio keeps it, in steps so small that the writer is held for about 20 ms at most.
///
/// What it never removes: anything people made (entities, activities and with them inboxes, read or not, files that
/// something speaks of); events that are not finished, events that an unfinished one waits for, and events that follow
/// one which is still there (else a service would take that one up a second time). Undo reaches as far back as the
/// change log is kept; nothing else reads it.
class Retention
{
public:
    Retention(Store &store, Media &media, const Clock &clock, std::string spoolFolder)
        : m_store(store), m_media(media), m_clock(clock), m_spoolFolder(std::move(spoolFolder))
    {
    }

    struct Report {
        std::vector<RetentionAmount> kinds;
        bool isComplete = true; ///< false: time was up, another run goes on
    };
    /// Counts what would go. Blocks; any thread but the writer's.
    [[nodiscard]] Report count();
    /// Removes it. Blocks for at most `patience`; one run at a time, refuses (409) a second one.
    [[nodiscard]] Report run(const database::Origin &origin, std::chrono::seconds patience);
    /// The daily run of the server itself. Never throws.
    void runDaily();
    void stop() { m_stop = true; }

private:
    struct Work;
    [[nodiscard]] Report go(Work &work);
    void changes(Work &work, RetentionAmount &into);
    void events(Work &work, bool isLog, RetentionAmount &into);
    void sessions(Work &work, RetentionAmount &into);
    void unboundFiles(Work &work, RetentionAmount &into);
    void orphanedFiles(Work &work, RetentionAmount &into);
    [[nodiscard]] std::vector<std::int64_t> removableEvents(database::Connection &db, Work &work, std::int64_t begin,
                                                            std::int64_t end, bool isLog, RetentionAmount &into);
    void write(const Work &work, const std::function<void(WriteContext &)> &action);
    [[nodiscard]] std::string stampBefore(std::int64_t days) const;

    Store &m_store;
    Media &m_media;
    const Clock &m_clock;
    const std::string m_spoolFolder;
    std::atomic<bool> m_isRunning{false};
    std::atomic<bool> m_stop{false};
};

} // namespace hearth::server
