// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace hearth::database
{

/// What programs on one database tell each other besides what is in it. Nobody may count on being heard: what was told
/// may come twice, or, while a connection is away, not at all.
class Neighbours
{
public:
    using Heard = std::function<void(std::string_view text)>;
    using Missed = std::function<void()>; ///< something may have been told that was not heard

    Neighbours() = default;
    virtual ~Neighbours() = default;
    Neighbours(const Neighbours &) = delete;
    Neighbours &operator=(const Neighbours &) = delete;

    /// Once. \param studio tells the programs of one database from those of others. Calls back on a thread of its own
    /// until this ends; also with what this program told itself.
    virtual void listen(const std::string &studio, Heard heard, Missed missed) = 0;
    /// Soon, without waiting. Threads: any.
    virtual void tell(std::string text) = 0;
    /// What goes over it, for people.
    [[nodiscard]] virtual const char *name() const = 0;
    /// Why it cannot be used just now; empty when it can. Threads: any.
    [[nodiscard]] virtual std::string problem() const = 0;
    /// Whether it also brings what commits announce.
    [[nodiscard]] virtual bool bringsCommits() const = 0;
};

} // namespace hearth::database
