// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "repository/events.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace hearth::server
{

/// How far those who enroll have looked, so that each asks only for what is new and what is open, however many events
/// there are. Kept in memory by what is asked for; what is forgotten is looked through once more. Threads: the
/// writer's.
class EnrollViews
{
public:
    struct View {
        std::vector<std::string> sources; ///< LIKE patterns
        std::string target;
        std::string since;           ///< of the last look: what was changed before is too old
        std::int64_t seen = 0;       ///< every source up to this number was looked at
        std::set<std::int64_t> open; ///< of those, the ones that may still become a job or are one that is not done
    };

    /// \param key everything that decides whether a source is done, but not who asks
    /// \param since what was changed before is too old; earlier than before when the clock was put back: then what was
    /// too old is looked at again
    [[nodiscard]] View &of(const std::string &key, const std::vector<std::string> &sources, const std::string &target,
                           const std::string &since);
    /// An event that was there has changed: it, or the source that it is a job of, is looked at again.
    void changed(const repository::EventRow &event, const repository::EventIds &ids);
    /// Nothing that was seen holds.
    void clear() { m_views.clear(); }

private:
    static constexpr std::size_t mostViews = 256;
    std::map<std::string, View> m_views;
};

} // namespace hearth::server
